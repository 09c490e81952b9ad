# cython: language_level=3
"""What `_finding` takes from `_matching`: texts as rows of codes, sets of codes, and the patterns."""

from libc.stdint cimport uint32_t, uint64_t

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    uint32_t PyUnicode_READ(int kind, void* data, Py_ssize_t at) nogil
    Py_ssize_t PyUnicode_GET_LENGTH(object text)

cdef enum:
    FIRST = 0xE000  # of the codes, as `codes` says
    CODES = 0x2000
    WORDS = 0x80  # of 64 codes each

cdef struct Text:
    int kind
    void* data
    Py_ssize_t end  # nothing is seen from there on


cdef inline Text text_of(str codes, Py_ssize_t end) noexcept:
    return Text(PyUnicode_KIND(codes), PyUnicode_DATA(codes), min(end, PyUnicode_GET_LENGTH(codes)))


cdef inline uint32_t code_at(const Text* text, Py_ssize_t at) noexcept:
    """The code of a token, counted from the first; what lies beyond the text has none that a set could hold."""
    return PyUnicode_READ(text.kind, text.data, at) - FIRST if 0 <= at < text.end else <uint32_t>CODES


cdef inline bint holds(const uint64_t* bits, uint32_t code) noexcept:
    return code < CODES and bits[code >> 6] >> (code & 63) & 1


cdef struct Step:
    int what, a, b
    const uint64_t* bits


cdef class CodeSet:
    cdef uint64_t bits[WORDS]


cdef CodeSet set_of(object codes)


cdef class Pattern:
    cdef readonly object tree
    cdef Step* _steps
    cdef Py_ssize_t* _slots
    cdef int _slots_used
    cdef Py_ssize_t _least
    cdef list _sets
    cdef tuple _names
    cdef bint _edge_known
    cdef CodeSet _first
    cdef int _written(self) except -1
    cdef Py_ssize_t run(self, const Text* text, Py_ssize_t start, Py_ssize_t must_end) except -2
    cdef Py_ssize_t begin(self, const Text* text, Py_ssize_t start, Py_ssize_t end) except -2
    cdef const uint64_t* begins(self) except? NULL
    cdef int groups(self, dict found) except -1
    cdef object _found(self, Py_ssize_t start, Py_ssize_t end)


cdef class Around:
    cdef readonly Pattern before, after
    cdef readonly Py_ssize_t reach
    cdef bint _known
    cdef CodeSet left, right  # the codes that may stand right beside the token, None where any may
    cdef int edges(self) except -1
    cdef object found(self, str codes, const Text* text, Py_ssize_t start, Py_ssize_t end)
