# cython: language_level=3, boundscheck=False, wraparound=False
"""`matching` and `spotting`, compiled: no object is made for what does not match."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Realloc
from libc.stdint cimport uint32_t, uint64_t
from libc.string cimport memset

from functools import lru_cache

from extractors.matching import Found, edge
from extractors.programs import Program

cdef enum:  # what a step does, as `programs.Step` numbers it
    _TOKEN, _SPLIT, _JUMP, _MARK, _AHEAD, _NOT_AHEAD, _BEHIND, _NOT_BEHIND, _DONE


cdef class CodeSet:
    """A set of codes (`codes.CodeSet`)."""

    def __cinit__(self, codes):
        cdef bytes written = codes.to_bytes(WORDS * 8, "little")
        cdef const unsigned char* at = written
        cdef int k
        for k in range(WORDS * 8):
            self.bits[k >> 3] |= <uint64_t>at[k] << ((k & 7) * 8)


_tuple = tuple.__new__
_set = lru_cache(maxsize=8192)(CodeSet)


cdef CodeSet set_of(object codes):
    """A set, made once: rules share most of theirs."""
    return <CodeSet>_set(codes)


cdef struct _Way:
    int step  # where to go on; -1 - slot: what the slot held before
    Py_ssize_t at

# What is left to try. All that is being matched shares it, as nothing here lets another thread in.
cdef _Way* _ways = NULL
cdef Py_ssize_t _room = 0


cdef inline int _keep(Py_ssize_t top, int step, Py_ssize_t at) except -1:
    global _ways, _room
    cdef _Way* wider
    if top == _room:
        wider = <_Way*>PyMem_Realloc(_ways, (_room * 2 + 256) * sizeof(_Way))
        if wider is NULL:
            raise MemoryError
        _ways, _room = wider, _room * 2 + 256
    _ways[top].step, _ways[top].at = step, at
    return 0


cdef Py_ssize_t _walk(
    const Step* steps, int step, Py_ssize_t at, const Text* text, Py_ssize_t must_end, Py_ssize_t* slots, Py_ssize_t* top
) except -2:
    """Where what the steps say ends, -1 where it does not match. Ways are kept from ``top`` on; behind a match those of slots stay there."""
    cdef Py_ssize_t base = top[0], free = base, kept, looked
    cdef const Step* now
    while True:
        now = &steps[step]
        if now.what == _TOKEN:
            if at < text.end and holds(now.bits, code_at(text, at)) != now.b:
                at += 1
                step += 1
                continue
        elif now.what == _SPLIT:
            if steps[now.a].what == _TOKEN and (at >= text.end or holds(steps[now.a].bits, code_at(text, at)) == steps[now.a].b):
                step = now.b  # as the other fails at once
                continue
            _keep(free, now.b, at)
            free += 1
            step = now.a
            continue
        elif now.what == _JUMP:
            step = now.a
            continue
        elif now.what == _MARK:
            _keep(free, -1 - now.a, slots[now.a])
            free += 1
            slots[now.a] = at
            step += 1
            continue
        elif now.what == _DONE:
            if must_end < 0 or at == must_end:
                for kept in range(base, free):
                    if _ways[kept].step < 0:
                        _ways[base] = _ways[kept]
                        base += 1
                top[0] = base
                return at
        else:
            kept, looked = free, -1
            if now.what == _AHEAD or now.what == _NOT_AHEAD:
                looked = _walk(steps, step + 1, at, text, -1, slots, &kept)
            elif at >= now.b:
                looked = _walk(steps, step + 1, at - now.b, text, at, slots, &kept)
            if (looked >= 0) == (now.what == _AHEAD or now.what == _BEHIND):
                free = kept
                step = now.a
                continue
            free = kept
        step = -1
        while step < 0:  # what failed is taken back
            if free == base:
                top[0] = base
                return -1
            free -= 1
            step, at = _ways[free].step, _ways[free].at
            if step < 0:
                slots[-1 - step] = at


cdef class Pattern:
    """`matching.PlainPattern`, compiled."""

    def __cinit__(self, tree):
        self.tree = tree

    def __dealloc__(self):
        PyMem_Free(self._steps)
        PyMem_Free(self._slots)

    cdef int _written(self) except -1:
        """Write the steps, when they are first asked."""
        cdef Py_ssize_t k
        program = Program()
        self.tree.write(program)
        program.done()
        self._sets = [set_of(codes) for codes in program.sets]
        self._names = tuple(program.names)
        self._slots_used = 2 * len(program.names)
        self._slots = <Py_ssize_t*>PyMem_Calloc(self._slots_used + 1, sizeof(Py_ssize_t))
        steps = <Step*>PyMem_Calloc(len(program.steps), sizeof(Step))
        if self._slots is NULL or steps is NULL:
            PyMem_Free(steps)
            raise MemoryError
        for k, (what, a, b) in enumerate(program.steps):
            steps[k].what, steps[k].a, steps[k].b = what, a, b
            if steps[k].what == _TOKEN:
                steps[k].bits = (<CodeSet>self._sets[a]).bits
        self._least = self.tree.width()[0]
        self._steps = steps
        return 0

    cdef inline Py_ssize_t run(self, const Text* text, Py_ssize_t start, Py_ssize_t must_end) except -2:
        """Where the match that begins at a token ends, -1 where there is none."""
        cdef Py_ssize_t top = 0
        if self._steps is NULL:
            self._written()
        memset(self._slots, 0xFF, self._slots_used * sizeof(Py_ssize_t))
        return _walk(self._steps, 0, start, text, must_end, self._slots, &top)

    cdef Py_ssize_t begin(self, const Text* text, Py_ssize_t start, Py_ssize_t end) except -2:
        """Where the longest match that ends at token ``end``, where the text does, begins; -1 where there is none."""
        if self._steps is NULL:
            self._written()
        for start in range(start, end - self._least + 1):
            if self.run(text, start, end) >= 0:
                return start
        return -1

    cdef const uint64_t* begins(self) except? NULL:
        """The codes that a match may begin with, NULL where it may begin with any."""
        if not self._edge_known:
            self._first, self._edge_known = _edge(self.tree, False), True
        return self._first.bits if self._first is not None else NULL

    cdef int groups(self, dict found) except -1:
        """Tell the groups of the last run."""
        cdef int k
        for k in range(self._slots_used // 2):
            if self._slots[2 * k + 1] >= 0:
                found[self._names[k]] = (self._slots[2 * k], self._slots[2 * k + 1])
        return 0

    cdef object _found(self, Py_ssize_t start, Py_ssize_t end):
        cdef dict groups = {}
        self.groups(groups)
        return _tuple(Found, (start, end, groups))

    def match(self, str codes not None, Py_ssize_t start):
        """`matching.PlainPattern.match`."""
        cdef Text text = text_of(codes, PyUnicode_GET_LENGTH(codes))
        cdef Py_ssize_t end = self.run(&text, start, -1) if 0 <= start <= text.end else -1
        return self._found(start, end) if end >= 0 else None

    def matches(self, str codes not None, Py_ssize_t start, Py_ssize_t end):
        """`matching.PlainPattern.matches`."""
        cdef Text text = text_of(codes, end)
        cdef Py_ssize_t behind
        cdef list found = []
        cdef const uint64_t* first = self.begins()
        while start < text.end:
            behind = self.run(&text, start, -1) if first is NULL or holds(first, code_at(&text, start)) else -1
            if behind >= 0:
                found.append(self._found(start, behind))
            start = behind if behind > start else start + 1
        return found

    def ending(self, str codes not None, Py_ssize_t start, Py_ssize_t end):
        """`matching.PlainPattern.ending`."""
        cdef Text text = text_of(codes, end)
        cdef Py_ssize_t begun = self.begin(&text, start, end) if 0 <= start <= end == text.end else -1
        return self._found(begun, end) if begun >= 0 else None


cdef class Around:
    """`matching.PlainAround`, compiled."""

    def __cinit__(self, before, after, Py_ssize_t reach):
        self.before, self.after, self.reach = before, after, reach

    cdef int edges(self) except -1:
        """Find out what may stand beside."""
        if not self._known:
            self.left = _edge(self.before.tree, True) if self.before is not None else None
            self.right = _edge(self.after.tree, False) if self.after is not None else None
            self._known = True
        return 0

    cdef object found(self, str codes, const Text* text, Py_ssize_t start, Py_ssize_t end):
        cdef Text left
        cdef Py_ssize_t low = start, high = end
        if self.after is not None:
            high = self.after.run(text, end, -1)
            if high < 0:
                return None
        if self.before is not None:
            left = text_of(codes, start)
            low = self.before.begin(&left, max(0, start - self.reach), start)
            if low < 0:
                return None
        cdef dict groups = {}
        if self.before is not None:
            self.before.groups(groups)
        if self.after is not None:
            self.after.groups(groups)
        return _tuple(Found, (low, high, groups))

    def match(self, str codes not None, Py_ssize_t start, Py_ssize_t end):
        """`matching.PlainAround.match`."""
        cdef Text text = text_of(codes, PyUnicode_GET_LENGTH(codes))
        return self.found(codes, &text, start, end) if 0 <= start <= end <= text.end else None


cdef CodeSet _edge(tree, bint last):
    codes = edge(tree, last)
    return None if codes is None else <CodeSet>set_of(codes)


cdef class Spotter:
    """`spotting.PlainSpotter`, compiled."""

    cdef CodeSet _wanted

    def __cinit__(self, wanted):
        self._wanted = set_of(wanted)

    def places(self, str codes not None):
        """`spotting.PlainSpotter.places`."""
        cdef Text text = text_of(codes, PyUnicode_GET_LENGTH(codes))
        cdef Py_ssize_t at
        cdef list found = []
        for at in range(text.end):
            if holds(self._wanted.bits, code_at(&text, at)):
                found.append(at)
        return found


