# cython: language_level=3, boundscheck=False, wraparound=False
"""`cutting`, compiled: a chunk that was met before is found by its characters, so that no object is made for it."""

from array import array as _array

from cpython cimport array
from cpython.mem cimport PyMem_Malloc, PyMem_Realloc
from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_GET_SIZE
from libc.stdint cimport uint8_t, uint16_t, uintptr_t

include "_table.pxi"

from extractors.cutting import Cuts as _Cuts

BUILT_FROM = RAQAM_BUILT_FROM.decode()

cdef extern from "Python.h":
    int PyUnicode_4BYTE_KIND
    str PyUnicode_FromKindAndData(int kind, const void* buffer, Py_ssize_t size)

cdef extern from *:
    """
    #ifdef __GNUC__
    #define RAQAM_FETCH(address) __builtin_prefetch(address)
    #else
    #define RAQAM_FETCH(address) ((void)(address))
    #endif
    """
    const char* RAQAM_BUILT_FROM
    void RAQAM_FETCH(const void* address) nogil

cdef enum:
    # What a piece can be in a phrase, as `pieces` writes it.
    _FIRST = 49  # "1"
    _SECOND = 50  # "2"
    _EITHER = 51  # "3"
    _IN_NONE = 45  # "-"
    _SHORT = 16  # letters
    _LONG = 255
    _REMEMBERED = 65536  # chunks, pairs of pieces: those that return are met early; 15 MB in all

cdef uint64_t _BASIS = 0xCBF29CE484222325  # of FNV-1a
cdef uint64_t _PRIME = 0x100000001B3
cdef str _NOTHING = ""
cdef array.array _OFFSETS = _array("q")

cdef struct Piece:
    PyObject* text
    uint32_t code
    uint32_t flag

cdef struct Chunk:  # 64 bytes, as much as a processor fetches at once: most chunks are told, and read, by these alone
    uint64_t hashed
    PyObject* met  # (text, cut, what folding shortens or None); NULL: the slot is free
    PyObject* only  # the piece, where it is one and folding leaves its length
    uint16_t code
    uint8_t flag
    uint8_t length  # _LONG where the letters are not here
    uint16_t letters[_SHORT]


cdef struct Part:  # a chunk of a text
    Py_ssize_t start
    Py_ssize_t end
    uint64_t hashed


cdef inline bint _ends_run(int kind, void* data, Py_ssize_t at, Py_ssize_t length) noexcept:
    return at + 1 == length or PyUnicode_READ(kind, data, at + 1) != 32


cdef inline bint _is(Chunk* slot, uint64_t hashed, int kind, void* data, Py_ssize_t start, Py_ssize_t length) noexcept:
    """Whether a slot has the chunk in so many characters of a text."""
    cdef Py_ssize_t i
    if slot.hashed != hashed or (slot.length != length and slot.length != _LONG):
        return False
    if slot.length != _LONG:
        for i in range(length):
            if PyUnicode_READ(kind, data, start + i) != slot.letters[i]:
                return False
        return True
    cdef PyObject* text = PyTuple_GET_ITEM(<object>slot.met, 0)
    if PyUnicode_GET_LENGTH(<object>text) != length:
        return False
    cdef int other = PyUnicode_KIND(<object>text)
    cdef void* known = PyUnicode_DATA(<object>text)
    for i in range(length):
        if PyUnicode_READ(kind, data, start + i) != PyUnicode_READ(other, known, i):
            return False
    return True


cdef class _Pieces:
    """A growing row of pieces; ``owned`` keeps those alive that no table has."""

    cdef Piece* items
    cdef Py_ssize_t count, room
    cdef list owned

    def __cinit__(self):
        self.owned = []
        self.room = 256
        self.items = <Piece*>PyMem_Malloc(self.room * sizeof(Piece))
        if self.items is NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.items)

    cdef int add(self, PyObject* text, uint32_t code, uint32_t flag) except -1:
        cdef Piece* items
        if self.count == self.room:
            items = <Piece*>PyMem_Realloc(self.items, self.room * 2 * sizeof(Piece))
            if items is NULL:
                raise MemoryError
            self.items = items
            self.room *= 2
        self.items[self.count].text, self.items[self.count].code, self.items[self.count].flag = text, code, flag
        self.count += 1
        return 0

    cdef int add_cut(self, PyObject* cut) except -1:
        """The pieces of a chunk, with their codes and what each can be in a phrase."""
        cdef object pieces = <object>PyTuple_GET_ITEM(<object>cut, 0)
        cdef object codes = <object>PyTuple_GET_ITEM(<object>cut, 1)
        cdef object flags = <object>PyTuple_GET_ITEM(<object>cut, 2)
        cdef int kind = PyUnicode_KIND(codes), other = PyUnicode_KIND(flags)
        cdef Py_ssize_t i
        for i in range(PyTuple_GET_SIZE(pieces)):
            self.add(PyTuple_GET_ITEM(pieces, i), PyUnicode_READ(kind, PyUnicode_DATA(codes), i), PyUnicode_READ(other, PyUnicode_DATA(flags), i))
        return 0


cdef class Cutter:
    """`cutting.Cutter`, compiled. The tables borrow what ``_kept`` owns."""

    cdef readonly object memo
    cdef object _keys
    cdef list _kept
    cdef _Table _pairs
    cdef Chunk* _chunks
    cdef Py_ssize_t _size, _used

    def __cinit__(self, memo):
        self.memo, self._keys, self._kept, self._pairs, self._size = memo, memo.keys_of, [], _Table(_REMEMBERED), 1 << 12
        self._chunks = <Chunk*>PyMem_Calloc(self._size, sizeof(Chunk))
        if self._chunks is NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self._chunks)

    def cut(self, str text not None):
        """`cutting.Cutter.cut`."""
        cdef _Pieces found = _Pieces()
        cdef list moved = []
        cdef str edge = self.memo.edge
        cdef Py_ssize_t i, total = 0, count = text.count(" ") + 1
        cdef Part* parts = <Part*>PyMem_Malloc(count * sizeof(Part))
        if parts is NULL:
            raise MemoryError
        try:
            count = self._parted(text, "  " in text, parts)
            found.add(<PyObject*>_NOTHING, ord(edge), _IN_NONE)
            for i in range(count):
                self._take(text, parts[i], found, moved)
                total += parts[i].end - parts[i].start + 1
            found.add(<PyObject*>_NOTHING, ord(edge), _IN_NONE)
            return _Cuts(*self._joined(found), moved, total)
        finally:
            PyMem_Free(parts)

    cdef Py_ssize_t _parted(self, str text, bint spaced, Part* parts) noexcept:
        """Fill in the chunks of a text, and have the slot of each fetched while the next are looked for; their number."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text), start = 0, end, count = 0
        cdef uint64_t hashed
        cdef uint32_t letter
        while start < length or (start == length and not spaced):
            hashed, end = _BASIS, start
            while end < length:
                letter = PyUnicode_READ(kind, data, end)
                if letter == 32 and (not spaced or _ends_run(kind, data, end, length)):
                    break
                hashed = (hashed ^ letter) * _PRIME
                end += 1
            parts[count].start, parts[count].end, parts[count].hashed = start, end, _spread(hashed)
            RAQAM_FETCH(&self._chunks[parts[count].hashed & (self._size - 1)])
            count += 1
            start = end + 1
        return count

    cdef int _take(self, str text, Part part, _Pieces found, list moved) except -1:
        """Add the pieces of a chunk."""
        cdef Chunk* slot = self._slot(PyUnicode_KIND(text), PyUnicode_DATA(text), part.start, part.end - part.start, part.hashed)
        cdef PyObject* shorter
        if slot.met is NULL:
            self._meet(text[part.start : part.end], part.start, part.hashed, found, moved)
        elif slot.only is not NULL:
            RAQAM_FETCH(slot.only)
            found.add(slot.only, slot.code, slot.flag)
        else:
            shorter = PyTuple_GET_ITEM(<object>slot.met, 2)
            if <object>shorter is not None:
                moved.append((part.start, <object>shorter))
            found.add_cut(PyTuple_GET_ITEM(<object>slot.met, 1))
        return 0

    cdef Chunk* _slot(self, int kind, void* data, Py_ssize_t start, Py_ssize_t length, uint64_t hashed) noexcept:
        """The slot of a chunk, or the free one where it belongs."""
        cdef Py_ssize_t at = hashed & (self._size - 1)
        while self._chunks[at].met is not NULL and not _is(&self._chunks[at], hashed, kind, data, start, length):
            at = (at + 1) & (self._size - 1)
        return &self._chunks[at]

    cdef int _meet(self, str chunk, Py_ssize_t start, uint64_t hashed, _Pieces found, list moved) except -1:
        """A chunk that was never met is cut by the memo, which may not keep it."""
        cdef object cut = self.memo[chunk]
        cdef object shorter = self.memo.moved.get(chunk)
        cdef Chunk* slot
        found.owned.append(cut)
        found.add_cut(<PyObject*>cut)
        if shorter is not None:
            moved.append((start, shorter))
        if self._used == _REMEMBERED or chunk not in self.memo:
            return 0
        if self._used * 2 >= self._size:
            self._grow()
        slot = self._slot(PyUnicode_KIND(chunk), PyUnicode_DATA(chunk), 0, PyUnicode_GET_LENGTH(chunk), hashed)
        if slot.met is NULL:
            self._fill(slot, hashed, (chunk, cut, shorter), found.items[found.count - 1])
            self._used += 1
        return 0

    cdef int _fill(self, Chunk* slot, uint64_t hashed, tuple met, Piece last) except -1:
        """Keep a chunk, whose ``last`` piece is given."""
        cdef str chunk = met[0]
        cdef Py_ssize_t i, length = PyUnicode_GET_LENGTH(chunk)
        self._kept.append(met)
        slot.hashed, slot.met, slot.only = hashed, <PyObject*>met, NULL
        slot.length = _LONG if length > _SHORT or (chunk and ord(max(chunk)) > 0xFFFF) else length
        if slot.length != _LONG:
            for i in range(length):
                slot.letters[i] = PyUnicode_READ(PyUnicode_KIND(chunk), PyUnicode_DATA(chunk), i)
        if met[2] is None and PyTuple_GET_SIZE(<object>PyTuple_GET_ITEM(met[1], 0)) == 1:
            slot.only, slot.code, slot.flag = last.text, last.code, last.flag
        return 0

    cdef int _grow(self) except -1:
        cdef Py_ssize_t i, at, size = self._size * 2
        cdef Chunk* wider = <Chunk*>PyMem_Calloc(size, sizeof(Chunk))
        if wider is NULL:
            raise MemoryError
        for i in range(self._size):
            if self._chunks[i].met is not NULL:
                at = self._chunks[i].hashed & (size - 1)
                while wider[at].met is not NULL:
                    at = (at + 1) & (size - 1)
                wider[at] = self._chunks[i]
        PyMem_Free(self._chunks)
        self._chunks, self._size = wider, size
        return 0

    cdef tuple _joined(self, _Pieces found):
        """(pieces, starts, codes, values): one piece and code for each phrase."""
        cdef list pieces = []
        cdef array.array starts = array.clone(_OFFSETS, found.count, False)
        cdef dict values = {}
        cdef Py_ssize_t i = 0, k, count = 0, end, offset = 0
        cdef Piece* items = found.items
        cdef object phrase
        cdef str code
        cdef uint32_t* codes = <uint32_t*>PyMem_Malloc(found.count * sizeof(uint32_t))
        if codes is NULL:
            raise MemoryError
        try:
            while i < found.count:
                starts.data.as_longlongs[count] = offset
                end = i + 1
                if end < found.count and (items[i].flag == _FIRST or items[i].flag == _EITHER) and items[end].flag >= _SECOND:
                    phrase = self._phrase(found, i)
                    if phrase is not None:
                        end = i + <Py_ssize_t>PyTuple_GET_SIZE(<object>PyTuple_GET_ITEM(phrase, 0))
                        values[count] = <object>PyTuple_GET_ITEM(phrase, 1)
                        code = <str>PyTuple_GET_ITEM(phrase, 2)
                        codes[count] = ord(code)
                        pieces.append("".join([<object>items[k].text for k in range(i, end)]))
                if end == i + 1:
                    codes[count] = items[i].code
                    pieces.append(<object>items[i].text)
                for k in range(i, end):
                    offset += PyUnicode_GET_LENGTH(<object>items[k].text)
                count += 1
                i = end
            array.resize(starts, count)
            return pieces, starts, PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, codes, count), values
        finally:
            PyMem_Free(codes)

    cdef object _phrase(self, _Pieces found, Py_ssize_t i):
        """The longest phrase of the lexicon that begins at piece i, or None."""
        cdef object begun = self._begun(found.items[i].text, found.items[i + 1].text), phrase, words
        cdef Py_ssize_t k, length
        for phrase in <tuple>begun:
            words = <object>PyTuple_GET_ITEM(phrase, 0)
            length = PyTuple_GET_SIZE(words)
            if i + length > found.count:
                continue
            k = 2
            while k < length and self._keys[<object>found.items[i + k].text] == <object>PyTuple_GET_ITEM(words, k):
                k += 1
            if k == length:
                return phrase
        return None

    cdef object _begun(self, PyObject* first, PyObject* second):
        """The phrases that begin with two pieces; the memo interns pieces, so that they are told apart by where they are."""
        cdef PyObject* known = self._pairs.get(<uintptr_t>first, <uintptr_t>second)
        if known is not NULL:
            return <object>known
        cdef object pair = (<object>first, <object>second)
        cdef object begun = self.memo.phrases[pair]
        self._pairs.put(<uintptr_t>first, <uintptr_t>second, begun, pair)
        return begun
