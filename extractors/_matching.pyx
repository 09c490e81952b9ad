# cython: language_level=3, boundscheck=False, wraparound=False
"""`matching`, `finding`, `fitting` and `spotting`, compiled: no object is made for what does not match."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Realloc
from libc.stdint cimport uint32_t, uint64_t
from libc.string cimport memset

from functools import lru_cache

from extractors.finding import Match
from extractors.matching import Found, edge
from extractors.programs import Program

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    uint32_t PyUnicode_READ(int kind, void* data, Py_ssize_t at) nogil
    Py_ssize_t PyUnicode_GET_LENGTH(object text)

cdef enum:
    _FIRST = 0xE000  # of the codes, as `codes` says
    _CODES = 0x2000
    _WORDS = 0x80  # of 64 codes each

cdef enum:  # what a step does, as `programs.Step` numbers it
    _TOKEN, _SPLIT, _JUMP, _MARK, _AHEAD, _NOT_AHEAD, _BEHIND, _NOT_BEHIND, _DONE

cdef struct _Text:
    int kind
    void* data
    Py_ssize_t end  # nothing is seen from there on


cdef inline _Text _text(str codes, Py_ssize_t end) noexcept:
    return _Text(PyUnicode_KIND(codes), PyUnicode_DATA(codes), min(end, PyUnicode_GET_LENGTH(codes)))


cdef inline uint32_t _code(const _Text* text, Py_ssize_t at) noexcept:
    """The code of a token, counted from the first; what lies beyond the text has none that a set could hold."""
    return PyUnicode_READ(text.kind, text.data, at) - _FIRST if 0 <= at < text.end else <uint32_t>_CODES


cdef class _Set:
    """A set of codes (`codes.CodeSet`)."""

    cdef uint64_t bits[_WORDS]

    def __cinit__(self, codes):
        cdef bytes written = codes.to_bytes(_WORDS * 8, "little")
        cdef const unsigned char* at = written
        cdef int k
        for k in range(_WORDS * 8):
            self.bits[k >> 3] |= <uint64_t>at[k] << ((k & 7) * 8)


_tuple = tuple.__new__
_set = lru_cache(maxsize=8192)(_Set)  # rules share most of their sets


cdef inline bint _holds(const uint64_t* bits, uint32_t code) noexcept:
    return code < _CODES and bits[code >> 6] >> (code & 63) & 1


cdef struct _Step:
    int what, a, b
    const uint64_t* bits

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
    const _Step* steps, int step, Py_ssize_t at, const _Text* text, Py_ssize_t must_end, Py_ssize_t* slots, Py_ssize_t* top
) except -2:
    """Where what the steps say ends, -1 where it does not match. Ways are kept from ``top`` on; behind a match those of slots stay there."""
    cdef Py_ssize_t base = top[0], free = base, kept, looked
    cdef const _Step* now
    while True:
        now = &steps[step]
        if now.what == _TOKEN:
            if at < text.end and _holds(now.bits, _code(text, at)) != now.b:
                at += 1
                step += 1
                continue
        elif now.what == _SPLIT:
            if steps[now.a].what == _TOKEN and (at >= text.end or _holds(steps[now.a].bits, _code(text, at)) == steps[now.a].b):
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

    cdef readonly object tree
    cdef _Step* _steps
    cdef Py_ssize_t* _slots
    cdef int _slots_used
    cdef Py_ssize_t _least
    cdef list _sets
    cdef tuple _names
    cdef bint _edge_known
    cdef _Set _first

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
        self._sets = [_set(codes) for codes in program.sets]
        self._names = tuple(program.names)
        self._slots_used = 2 * len(program.names)
        self._slots = <Py_ssize_t*>PyMem_Calloc(self._slots_used + 1, sizeof(Py_ssize_t))
        steps = <_Step*>PyMem_Calloc(len(program.steps), sizeof(_Step))
        if self._slots is NULL or steps is NULL:
            PyMem_Free(steps)
            raise MemoryError
        for k, (what, a, b) in enumerate(program.steps):
            steps[k].what, steps[k].a, steps[k].b = what, a, b
            if steps[k].what == _TOKEN:
                steps[k].bits = (<_Set>self._sets[a]).bits
        self._least = self.tree.width()[0]
        self._steps = steps
        return 0

    cdef inline Py_ssize_t _run(self, const _Text* text, Py_ssize_t start, Py_ssize_t must_end) except -2:
        """Where the match that begins at a token ends, -1 where there is none."""
        cdef Py_ssize_t top = 0
        if self._steps is NULL:
            self._written()
        memset(self._slots, 0xFF, self._slots_used * sizeof(Py_ssize_t))
        return _walk(self._steps, 0, start, text, must_end, self._slots, &top)

    cdef Py_ssize_t _begin(self, const _Text* text, Py_ssize_t start, Py_ssize_t end) except -2:
        """Where the longest match that ends at token ``end``, where the text does, begins; -1 where there is none."""
        if self._steps is NULL:
            self._written()
        for start in range(start, end - self._least + 1):
            if self._run(text, start, end) >= 0:
                return start
        return -1

    cdef const uint64_t* _begins(self) except? NULL:
        """The codes that a match may begin with, NULL where it may begin with any."""
        if not self._edge_known:
            self._first, self._edge_known = _edge(self.tree, False), True
        return self._first.bits if self._first is not None else NULL

    cdef int _groups(self, dict found) except -1:
        """Tell the groups of the last run."""
        cdef int k
        for k in range(self._slots_used // 2):
            if self._slots[2 * k + 1] >= 0:
                found[self._names[k]] = (self._slots[2 * k], self._slots[2 * k + 1])
        return 0

    cdef object _found(self, Py_ssize_t start, Py_ssize_t end):
        cdef dict groups = {}
        self._groups(groups)
        return _tuple(Found, (start, end, groups))

    def match(self, str codes not None, Py_ssize_t start):
        """`matching.PlainPattern.match`."""
        cdef _Text text = _text(codes, PyUnicode_GET_LENGTH(codes))
        cdef Py_ssize_t end = self._run(&text, start, -1) if 0 <= start <= text.end else -1
        return self._found(start, end) if end >= 0 else None

    def matches(self, str codes not None, Py_ssize_t start, Py_ssize_t end):
        """`matching.PlainPattern.matches`."""
        cdef _Text text = _text(codes, end)
        cdef Py_ssize_t behind
        cdef list found = []
        cdef const uint64_t* first = self._begins()
        while start < text.end:
            behind = self._run(&text, start, -1) if first is NULL or _holds(first, _code(&text, start)) else -1
            if behind >= 0:
                found.append(self._found(start, behind))
            start = behind if behind > start else start + 1
        return found

    def ending(self, str codes not None, Py_ssize_t start, Py_ssize_t end):
        """`matching.PlainPattern.ending`."""
        cdef _Text text = _text(codes, end)
        cdef Py_ssize_t begun = self._begin(&text, start, end) if 0 <= start <= end == text.end else -1
        return self._found(begun, end) if begun >= 0 else None


cdef class Around:
    """`matching.PlainAround`, compiled."""

    cdef readonly Pattern before, after
    cdef readonly Py_ssize_t reach
    cdef bint _known
    cdef _Set _left, _right  # the codes that may stand right beside the token, None where any may

    def __cinit__(self, before, after, Py_ssize_t reach):
        self.before, self.after, self.reach = before, after, reach

    cdef int _edges(self) except -1:
        """Find out what may stand beside."""
        if not self._known:
            self._left = _edge(self.before.tree, True) if self.before is not None else None
            self._right = _edge(self.after.tree, False) if self.after is not None else None
            self._known = True
        return 0

    cdef object _match(self, str codes, const _Text* text, Py_ssize_t start, Py_ssize_t end):
        cdef _Text left
        cdef Py_ssize_t low = start, high = end
        if self.after is not None:
            high = self.after._run(text, end, -1)
            if high < 0:
                return None
        if self.before is not None:
            left = _text(codes, start)
            low = self.before._begin(&left, max(0, start - self.reach), start)
            if low < 0:
                return None
        cdef dict groups = {}
        if self.before is not None:
            self.before._groups(groups)
        if self.after is not None:
            self.after._groups(groups)
        return _tuple(Found, (low, high, groups))

    def match(self, str codes not None, Py_ssize_t start, Py_ssize_t end):
        """`matching.PlainAround.match`."""
        cdef _Text text = _text(codes, PyUnicode_GET_LENGTH(codes))
        return self._match(codes, &text, start, end) if 0 <= start <= end <= text.end else None


cdef _Set _edge(tree, bint last):
    codes = edge(tree, last)
    return None if codes is None else <_Set>_set(codes)


cdef class Spotter:
    """`spotting.PlainSpotter`, compiled."""

    cdef _Set _wanted

    def __cinit__(self, wanted):
        self._wanted = _set(wanted)

    def places(self, str codes not None):
        """`spotting.PlainSpotter.places`."""
        cdef _Text text = _text(codes, PyUnicode_GET_LENGTH(codes))
        cdef Py_ssize_t at
        cdef list found = []
        for at in range(text.end):
            if _holds(self._wanted.bits, _code(&text, at)):
                found.append(at)
        return found


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
        self._anchors = [_set(rule.anchor.codes) for rule in self._rules]
        self._by_code = <_Tries**>PyMem_Calloc(_CODES, sizeof(_Tries*))
        if self._by_code is NULL:
            raise MemoryError

    def __dealloc__(self):
        cdef int code
        if self._by_code is not NULL:
            for code in range(_CODES):
                PyMem_Free(self._by_code[code])
            PyMem_Free(self._by_code)

    cdef _Tries* _tries(self, uint32_t code) except NULL:
        """What is worth trying at a code, earlier rules first."""
        cdef list found = []
        cdef _Tries* made
        cdef Py_ssize_t k
        for k, rule in enumerate(self._rules):
            if _holds((<_Set>self._anchors[k]).bits, code):
                found += [(k, back) for back in range(rule.anchor.high, rule.anchor.low - 1, -1)]
        made = <_Tries*>PyMem_Calloc(1, sizeof(_Tries) + len(found) * sizeof(_Try))
        if made is NULL:
            raise MemoryError
        made.many = len(found)
        for k in range(made.many):
            made.each[k].rule, made.each[k].back = found[k]
            made.each[k].first = (<Pattern>self._patterns[made.each[k].rule])._begins()
        self._by_code[code] = made
        return made

    def find(self, str codes not None):
        """`finding.PlainFinder.find`."""
        cdef _Text text = _text(codes, PyUnicode_GET_LENGTH(codes))
        cdef Py_ssize_t at
        cdef uint32_t code
        cdef list found = []
        cdef _Tries* tries
        cdef Py_ssize_t* done = <Py_ssize_t*>PyMem_Calloc(len(self._rules) + 1, sizeof(Py_ssize_t))
        if done is NULL:
            raise MemoryError
        try:
            for at in range(text.end):
                code = _code(&text, at)
                if code < _CODES:
                    tries = self._by_code[code] or self._tries(code)
                    if tries.many:
                        self._match(&text, at, tries, done, found)
            return found
        finally:
            PyMem_Free(done)

    cdef int _match(self, const _Text* text, Py_ssize_t at, const _Tries* tries, Py_ssize_t* done, list found) except -1:
        """Try what is worth it at a token; ``done`` says where each rule has to begin."""
        cdef int k, rule, matched = -1
        cdef Py_ssize_t start, end
        cdef const _Try* made
        cdef Pattern pattern
        cdef dict groups
        for k in range(tries.many):
            made = &tries.each[k]
            rule, start = made.rule, at - made.back
            if start < done[rule] or rule == matched or not (made.first is NULL or _holds(made.first, _code(text, start))):
                continue
            done[rule] = start + 1
            pattern = <Pattern>self._patterns[rule]
            end = pattern._run(text, start, -1)
            if end >= 0:
                groups = {}
                pattern._groups(groups)
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
        self._by_code = <_Worths**>PyMem_Calloc(2 * _CODES + 2, sizeof(_Worths*))
        if self._by_code is NULL:
            raise MemoryError

    def __dealloc__(self):
        cdef int at
        if self._by_code is not NULL:
            for at in range(2 * _CODES + 2):
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
            around._edges()
            made.each[k].look, made.each[k].far = found[k], bool(self._rules[found[k]].get("behind_unit"))
            made.each[k].left = around._left.bits if around._left is not None else NULL
            made.each[k].right = around._right.bits if around._right is not None else NULL
        made.many = len(found)
        return made

    cdef _Worths* _worth(self, str codes, const _Text* text, Py_ssize_t start, Py_ssize_t end) except NULL:
        cdef Py_ssize_t at = 2 * min(_code(text, start), <uint32_t>_CODES) + (end > start + 1)
        return self._by_code[at] or self._asked(codes, start, end > start + 1, at)

    cdef list _fitting(self, str codes, Py_ssize_t start, Py_ssize_t end, Py_ssize_t unit_end, bint first):
        cdef _Text text = _text(codes, PyUnicode_GET_LENGTH(codes))
        cdef uint32_t left = _code(&text, start - 1), right = _code(&text, end)
        cdef uint32_t far = _code(&text, unit_end) if unit_end > end else right
        cdef Py_ssize_t behind
        cdef _Worths* worth = self._worth(codes, &text, start, end)
        cdef const _Worth* each
        cdef list found = []
        cdef int k
        for k in range(worth.many):
            each = &worth.each[k]
            if not (each.right is NULL or _holds(each.right, far if each.far else right)) or not (each.left is NULL or _holds(each.left, left)):
                continue
            behind = unit_end if each.far and unit_end > end else end
            m = (<Around>self._arounds[each.look])._match(codes, &text, start, behind)
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
        cdef _Text text = _text(codes, PyUnicode_GET_LENGTH(codes))
        return self._worth(codes, &text, start, end).many > 0
