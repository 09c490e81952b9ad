# cython: language_level=3, boundscheck=False, wraparound=False
"""`finding` and `fitting`, compiled: no object is made for what does not match."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from libc.stdint cimport uint32_t, uint64_t

from extractors._matching cimport CODES, Around, CodeSet, Pattern, Text, code_at, holds, set_of, text_of

from extractors.finding import Match

cdef struct _Try:
    int rule  # its place in the list
    Py_ssize_t back  # tokens from its anchor to where a match may begin
    const uint64_t* first  # the codes that may stand there, NULL where any may

cdef struct _Tries:
    int many
    _Try each[1]  # and so on


cdef class Finder:
    """`finding.PlainFinder`, compiled."""

    cdef list _rules, _patterns, _anchors
    cdef _Tries** _by_code  # NULL: not asked yet

    def __cinit__(self, rules):
        self._rules = [rule for rule in rules if rule.anchor]
        self._patterns = [rule.pattern for rule in self._rules]
        self._anchors = [set_of(rule.anchor.codes) for rule in self._rules]
        self._by_code = <_Tries**>PyMem_Calloc(CODES, sizeof(_Tries*))
        if self._by_code is NULL:
            raise MemoryError

    def __dealloc__(self):
        cdef int code
        if self._by_code is not NULL:
            for code in range(CODES):
                PyMem_Free(self._by_code[code])
            PyMem_Free(self._by_code)

    cdef _Tries* _tries(self, uint32_t code) except NULL:
        """What is worth trying at a code, earlier rules first."""
        cdef list found = []
        cdef _Tries* made
        cdef Py_ssize_t k
        for k, rule in enumerate(self._rules):
            if holds((<CodeSet>self._anchors[k]).bits, code):
                found += [(k, back) for back in range(rule.anchor.high, rule.anchor.low - 1, -1)]
        made = <_Tries*>PyMem_Calloc(1, sizeof(_Tries) + len(found) * sizeof(_Try))
        if made is NULL:
            raise MemoryError
        made.many = len(found)
        for k in range(made.many):
            made.each[k].rule, made.each[k].back = found[k]
            made.each[k].first = (<Pattern>self._patterns[made.each[k].rule]).begins()
        self._by_code[code] = made
        return made

    def find(self, str codes not None):
        """`finding.PlainFinder.find`."""
        cdef Text text = text_of(codes, len(codes))
        cdef Py_ssize_t at
        cdef uint32_t code
        cdef list found = []
        cdef _Tries* tries
        cdef Py_ssize_t* done = <Py_ssize_t*>PyMem_Calloc(len(self._rules) + 1, sizeof(Py_ssize_t))
        if done is NULL:
            raise MemoryError
        try:
            for at in range(text.end):
                code = code_at(&text, at)
                if code < CODES:
                    tries = self._by_code[code] or self._tries(code)
                    if tries.many:
                        self._match(&text, at, tries, done, found)
            return found
        finally:
            PyMem_Free(done)

    cdef int _match(self, const Text* text, Py_ssize_t at, const _Tries* tries, Py_ssize_t* done, list found) except -1:
        """Try what is worth it at a token; ``done`` says where each rule has to begin."""
        cdef int k, rule, matched = -1
        cdef Py_ssize_t start, end
        cdef const _Try* made
        cdef Pattern pattern
        cdef dict groups
        for k in range(tries.many):
            made = &tries.each[k]
            rule, start = made.rule, at - made.back
            if start < done[rule] or rule == matched or not (made.first is NULL or holds(made.first, code_at(text, start))):
                continue
            done[rule] = start + 1
            pattern = <Pattern>self._patterns[rule]
            end = pattern.run(text, start, -1)
            if end >= 0:
                groups = {}
                pattern.groups(groups)
                found.append(Match(self._rules[rule], start, end, groups))
                done[rule], matched = max(start + 1, end), rule
        return 0


cdef struct _Worth:
    int look  # its place in the list
    bint far  # it sees what stands behind the unit
    const uint64_t* left  # the codes that may stand right beside the number, NULL where any may
    const uint64_t* right

cdef struct _Worths:
    int many
    _Worth each[1]  # and so on


cdef class Fitter:
    """`fitting.PlainFitter`, compiled."""

    cdef list _rules, _arounds
    cdef object _concerning
    cdef _Worths** _by_code  # of each code what concerns a number of one token, and of several; NULL: not asked yet

    def __cinit__(self, looks, concerning):
        self._rules, self._arounds = [rule for rule, _ in looks], [around for _, around in looks]
        self._concerning = concerning
        self._by_code = <_Worths**>PyMem_Calloc(2 * CODES + 2, sizeof(_Worths*))
        if self._by_code is NULL:
            raise MemoryError

    def __dealloc__(self):
        cdef int at
        if self._by_code is not NULL:
            for at in range(2 * CODES + 2):
                PyMem_Free(self._by_code[at])
            PyMem_Free(self._by_code)

    cdef _Worths* _asked(self, str codes, Py_ssize_t start, bint several, Py_ssize_t at) except NULL:
        """What concerns a number that begins with a code."""
        cdef list found = list(self._concerning(codes[start], several))
        cdef Py_ssize_t k
        cdef Around around
        cdef _Worths* made = <_Worths*>PyMem_Calloc(1, sizeof(_Worths) + len(found) * sizeof(_Worth))
        if made is NULL:
            raise MemoryError
        self._by_code[at] = made
        for k in range(<Py_ssize_t>len(found)):
            around = <Around>self._arounds[found[k]]
            around.edges()
            made.each[k].look, made.each[k].far = found[k], bool(self._rules[found[k]].get("behind_unit"))
            made.each[k].left = around.left.bits if around.left is not None else NULL
            made.each[k].right = around.right.bits if around.right is not None else NULL
        made.many = len(found)
        return made

    cdef _Worths* _worth(self, str codes, const Text* text, Py_ssize_t start, Py_ssize_t end) except NULL:
        cdef Py_ssize_t at = 2 * min(code_at(text, start), <uint32_t>CODES) + (end > start + 1)
        return self._by_code[at] or self._asked(codes, start, end > start + 1, at)

    cdef list _fitting(self, str codes, Py_ssize_t start, Py_ssize_t end, Py_ssize_t unit_end, bint first):
        cdef Text text = text_of(codes, len(codes))
        cdef uint32_t left = code_at(&text, start - 1), right = code_at(&text, end)
        cdef uint32_t far = code_at(&text, unit_end) if unit_end > end else right
        cdef Py_ssize_t behind
        cdef _Worths* worth = self._worth(codes, &text, start, end)
        cdef const _Worth* each
        cdef list found = []
        cdef int k
        for k in range(worth.many):
            each = &worth.each[k]
            if not (each.right is NULL or holds(each.right, far if each.far else right)) or not (each.left is NULL or holds(each.left, left)):
                continue
            behind = unit_end if each.far and unit_end > end else end
            m = (<Around>self._arounds[each.look]).found(codes, &text, start, behind)
            if m is not None:
                found.append((self._rules[each.look], m))
                if first:
                    break
        return found

    def fits(self, str codes not None, Py_ssize_t start, Py_ssize_t end, Py_ssize_t unit_end=0):
        """`fitting.PlainFitter.fits`."""
        return self._fitting(codes, start, end, unit_end, False)

    def first(self, str codes not None, Py_ssize_t start, Py_ssize_t end, Py_ssize_t unit_end=0):
        """`fitting.PlainFitter.first`."""
        cdef list found = self._fitting(codes, start, end, unit_end, True)
        return found[0] if found else None

    def about(self, str codes not None, Py_ssize_t start, Py_ssize_t end):
        """`fitting.PlainFitter.about`."""
        cdef Text text = text_of(codes, len(codes))
        return self._worth(codes, &text, start, end).many > 0
