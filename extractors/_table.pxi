"""What the compiled modules share: the characters of a string, and a table that borrows the objects that a list beside it owns.

It never forgets one, so that what is borrowed stays while the table does.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.object cimport PyObject
from libc.stdint cimport uint32_t, uint64_t

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    uint32_t PyUnicode_READ(int kind, void* data, Py_ssize_t at) nogil
    Py_ssize_t PyUnicode_GET_LENGTH(object text)

cdef struct Slot:
    uint64_t first
    uint64_t second
    PyObject* found  # NULL: the slot is free


cdef inline uint64_t _spread(uint64_t hashed) noexcept:
    return ((hashed ^ (hashed >> 29)) * <uint64_t>0xBF58476D1CE4E5B9) >> 8


cdef class _Table:
    """Two numbers → an object; past so many, nothing more is remembered."""

    cdef Slot* _slots
    cdef Py_ssize_t _size, _used, _most
    cdef list _kept

    def __cinit__(self, Py_ssize_t most):
        self._most, self._size, self._kept = most, 1 << 8, []
        self._slots = <Slot*>PyMem_Calloc(self._size, sizeof(Slot))
        if self._slots is NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self._slots)

    cdef PyObject* get(self, uint64_t first, uint64_t second) noexcept:
        return self._slot(self._slots, self._size, first, second).found

    cdef Slot* _slot(self, Slot* slots, Py_ssize_t size, uint64_t first, uint64_t second) noexcept:
        """The slot of a key, or the free one where it belongs."""
        cdef Py_ssize_t at = _spread(first * <uint64_t>0x9E3779B97F4A7C15 ^ second) & (size - 1)
        while slots[at].found is not NULL and (slots[at].first != first or slots[at].second != second):
            at = (at + 1) & (size - 1)
        return &slots[at]

    cdef int put(self, uint64_t first, uint64_t second, object found, object key=None) except -1:
        """Remember an object, and keep alive the ``key`` that the numbers stand for."""
        cdef Slot* slot
        if self._used == self._most:
            return 0
        if self._used * 2 >= self._size:
            self._grow()
        slot = self._slot(self._slots, self._size, first, second)
        if slot.found is NULL:  # else another thread was faster
            self._kept.append(found)
            if key is not None:
                self._kept.append(key)
            slot.first, slot.second, slot.found = first, second, <PyObject*>found
            self._used += 1
        return 0

    cdef int _grow(self) except -1:
        cdef Py_ssize_t i, size = self._size * 2
        cdef Slot* wider = <Slot*>PyMem_Calloc(size, sizeof(Slot))
        if wider is NULL:
            raise MemoryError
        for i in range(self._size):
            if self._slots[i].found is not NULL:
                self._slot(wider, size, self._slots[i].first, self._slots[i].second)[0] = self._slots[i]
        PyMem_Free(self._slots)
        self._slots, self._size = wider, size
        return 0
