# cython: language_level=3, boundscheck=False, wraparound=False
"""`finding`, `nearby` and `spotting`, compiled: no object is made for a token that is no anchor of a rule."""

include "_table.pxi"

cdef enum:
    _SURROUNDINGS = 50000  # of anchors and numbers that are remembered; hostile texts hold millions


cdef class Spotter:
    """`spotting.PlainSpotter`, compiled."""

    cdef uint32_t _low, _span
    cdef char* _wanted

    def __cinit__(self, str letters not None, *_):
        self._low = ord(min(letters)) if letters else 0
        self._span = ord(max(letters)) - self._low + 1 if letters else 0
        self._wanted = <char*>PyMem_Calloc(self._span + 1, 1)
        if self._wanted is NULL:
            raise MemoryError
        for letter in letters:
            self._wanted[<uint32_t>ord(letter) - self._low] = 1

    def __dealloc__(self):
        PyMem_Free(self._wanted)

    cdef inline bint _is(self, uint32_t code) noexcept:
        return code - self._low < self._span and self._wanted[code - self._low]

    def places(self, str codes not None):
        """`spotting.PlainSpotter.places`."""
        cdef int kind = PyUnicode_KIND(codes)
        cdef void* data = PyUnicode_DATA(codes)
        cdef Py_ssize_t at
        cdef list found = []
        for at in range(PyUnicode_GET_LENGTH(codes)):
            if self._is(PyUnicode_READ(kind, data, at)):
                found.append(at)
        return found


cdef class Finder(Spotter):
    """`finding.PlainFinder`, compiled."""

    cdef object _near
    cdef Py_ssize_t _rules
    cdef _Table _around

    def __init__(self, str anchors, near, Py_ssize_t rules):
        self._near, self._rules, self._around = near, rules, _Table(_SURROUNDINGS)

    def find(self, str codes not None):
        """`finding.PlainFinder.find`."""
        cdef int kind = PyUnicode_KIND(codes)
        cdef void* data = PyUnicode_DATA(codes)
        cdef Py_ssize_t length = PyUnicode_GET_LENGTH(codes), at
        cdef list found = []
        cdef Py_ssize_t* done = <Py_ssize_t*>PyMem_Calloc(self._rules + 1, sizeof(Py_ssize_t))
        if done is NULL:
            raise MemoryError
        try:
            for at in range(length):
                if self._is(PyUnicode_READ(kind, data, at)):
                    self._match(codes, kind, data, at, length, done, found)
            return found
        finally:
            PyMem_Free(done)

    cdef int _match(self, str codes, int kind, void* data, Py_ssize_t at, Py_ssize_t length, Py_ssize_t* done, list found) except -1:
        """Try the rules that are worth it at an anchor; ``done`` says where each has to begin."""
        cdef Py_ssize_t order, back, start, matched = -1
        cdef object rule, m
        for order, rule, back in self._tries(codes, kind, data, at, length):
            start = at - back
            if start < done[order] or order == matched or (rule.first is not None and codes[start] not in rule.first):
                continue
            done[order] = start + 1
            m = rule.pattern.match(codes, start)
            if m is not None:
                found.append((rule, m))
                done[order], matched = max(start + 1, <Py_ssize_t>m.end()), order
        return 0

    cdef tuple _tries(self, str codes, int kind, void* data, Py_ssize_t at, Py_ssize_t length):
        """What is worth trying at an anchor, remembered for the codes around it."""
        cdef uint64_t around = 0
        cdef Py_ssize_t k
        for k in range(at - 1, at + 3):
            around = around << 16 | (PyUnicode_READ(kind, data, k) & 0xFFFF if 0 <= k < length else 0)
        cdef PyObject* known = self._around.get(around, 0)
        if known is not NULL:
            return <tuple>known
        cdef tuple tries = self._near(codes, at)
        self._around.put(around, 0, tries)
        return tries


cdef class Nearby:
    """`nearby.PlainNearby`, compiled."""

    cdef object _find
    cdef _Table _near

    def __cinit__(self, find):
        self._find, self._near = find, _Table(_SURROUNDINGS)

    def near(self, str codes not None, Py_ssize_t start, Py_ssize_t end, Py_ssize_t unit_end=0):
        """`nearby.PlainNearby.near`, by the two tokens before a number, its own, the two behind it and the two behind its unit."""
        cdef Py_ssize_t behind = unit_end if unit_end > end else PyUnicode_GET_LENGTH(codes)
        cdef uint64_t left = _two(codes, start - 2) << 32 | <uint64_t>_one(codes, start) << 16 | (end == start + 1)
        cdef uint64_t right = _two(codes, end) << 32 | _two(codes, behind)
        cdef PyObject* known = self._near.get(left, right)
        if known is not NULL:
            return <object>known
        cdef object found = self._find(codes, start, end, unit_end)
        self._near.put(left, right, found)
        return found


cdef inline uint32_t _one(str codes, Py_ssize_t at) noexcept:
    """The code of a token, 0 beyond the text."""
    return PyUnicode_READ(PyUnicode_KIND(codes), PyUnicode_DATA(codes), at) & 0xFFFF if 0 <= at < PyUnicode_GET_LENGTH(codes) else 0


cdef inline uint64_t _two(str codes, Py_ssize_t at) noexcept:
    return <uint64_t>_one(codes, at) << 16 | _one(codes, at + 1)
