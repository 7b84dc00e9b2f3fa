"""Check that a file is a FAISS index of the two kinds that are written here, before FAISS reads it.

FAISS believes the sizes in a file and constructs whatever class it names. Here every field is
compared with the one value it may have, and every length with what is left of the file. The layout
is that of `faiss/impl/index_write.cpp` (1.15): `IxMp` around `IxSQ`, or around `IwSq` with
an `IxFI` of centres, a direct map and inverted lists `ilar`.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import IO

import numpy as np

_HALF = 4  # faiss.ScalarQuantizer.QT_fp16
_INNER_PRODUCT = 0
_ARRAY = 1  # faiss.DirectMap.Array
_DUMMY = 1 << 20


def check(path: Path, dimension: int, passages: int, lists: int, *, contents: bool = False) -> None:
    """Check a file of so many vectors; `lists` is 0 where they are simply one after the other.

    With `contents` the numbers are checked as well by which vectors in lists are found, which
    means reading them all. Raises ValueError for a file that is not one of ours, OSError.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        _Layout(file, size, dimension, passages, contents=contents).check(lists)


class _Layout:
    """A file as it is read. Every method raises ValueError for what is not as it must be."""

    def __init__(
        self, file: IO[bytes], size: int, dimension: int, count: int, *, contents: bool
    ) -> None:
        self._file = file
        self._size = size
        self._dimension = dimension
        self._count = count
        self._contents = contents

    def check(self, lists: int) -> None:
        if self._dimension < 1 or self._count < 0 or lists < 0:
            raise ValueError("no index has such dimensions")
        self._header(b"IxMp", self._count)
        if lists:
            self._lists(lists)
        else:
            self._header(b"IxSQ", self._count)
            self._quantiser()
            self._expect("<Q", 2 * self._count * self._dimension, "the length of the codes")
            self._skip(2 * self._count * self._dimension)
        self._expect("<Q", self._count, "the number of ids")
        self._skip(8 * self._count)
        if self._file.tell() != self._size:
            raise ValueError("something follows the index")

    def _lists(self, lists: int) -> None:
        self._header(b"IwSq", self._count)
        self._expect("<Q", lists, "the number of lists")
        self._number("<Q")  # how many are looked at; always given when searching
        self._header(b"IxFI", lists)
        self._expect("<Q", lists * self._dimension, "the length of the centres")
        self._skip(4 * lists * self._dimension)
        self._expect("<B", _ARRAY, "the kind of direct map")
        self._expect("<Q", self._count, "the length of the direct map")
        places = self._numbers(self._count)
        self._quantiser()
        code = 2 * self._dimension
        self._expect("<Q", code, "the size of a code")
        self._expect("<B", 0, "the use of residuals")
        self._mark(b"ilar")
        self._expect("<Q", lists, "the number of inverted lists")
        self._expect("<Q", code, "the size of a code in lists")
        sizes = self._sizes(lists)
        if places is not None:
            self._check_places(places, sizes)
        for length in sizes.tolist():
            self._skip(code * length)
            ids = self._numbers(length)
            if ids is not None and length and not (ids.min() >= 0 and ids.max() < self._count):
                raise ValueError("a list names a vector that is not there")

    def _sizes(self, lists: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The lengths of all lists, written in full or, where most are empty, sparsely."""
        kind = self._file.read(4)
        count = self._number("<Q")
        if kind == b"full" and count == lists:
            sizes = self._read(count)
        elif kind == b"sprs" and count % 2 == 0 and count <= 2 * lists:
            pairs = self._read(count).reshape(-1, 2)
            places = pairs[:, 0]
            if len(places) and not (places.min() >= 0 and places.max() < lists):
                raise ValueError("there is no such list")
            if (np.diff(places) <= 0).any():
                raise ValueError("a list is there twice")
            sizes = np.zeros(lists, np.int64)
            sizes[places] = pairs[:, 1]
        else:
            raise ValueError("the lists are written in an unknown way")
        if (sizes < 0).any() or (sizes > self._count).any() or sizes.sum() != self._count:
            raise ValueError("the lists don't hold as many vectors as there are")
        return sizes

    @staticmethod
    def _check_places(
        places: np.ndarray[tuple[int], np.dtype[np.int64]],
        sizes: np.ndarray[tuple[int], np.dtype[np.int64]],
    ) -> None:
        """Each vector has a list, and a place in it that is there."""
        which, where = places >> 32, places & 0xFFFFFFFF
        if len(places) and not (which.min() >= 0 and which.max() < len(sizes)):
            raise ValueError("a vector is in no list")
        if (where >= sizes[which]).any():
            raise ValueError("a vector is beyond the end of its list")

    def _header(self, mark: bytes, count: int) -> None:
        self._mark(mark)
        self._expect("<i", self._dimension, "the dimension")
        self._expect("<q", count, "the number of vectors")
        for _ in range(2):
            self._expect("<q", _DUMMY, "a constant")
        self._expect("<B", 1, "whether it is trained")
        self._expect("<i", _INNER_PRODUCT, "the metric")

    def _quantiser(self) -> None:
        self._expect("<i", _HALF, "the kind of codes")
        self._number("<i")  # how ranges are found, which these codes don't have
        self._number("<f")
        self._expect("<Q", self._dimension, "the dimension of codes")
        self._expect("<Q", 2 * self._dimension, "the length of a code")
        self._expect("<Q", 0, "the length of what was learnt")

    def _mark(self, mark: bytes) -> None:
        if self._file.read(4) != mark:
            raise ValueError(f"{mark.decode('ascii')} is missing")

    def _number(self, form: str) -> int:
        data = self._file.read(struct.calcsize(form))
        try:
            return int(struct.unpack(form, data)[0])
        except (struct.error, ValueError, OverflowError) as error:  # or no finite number
            raise ValueError("it ends too early") from error

    def _expect(self, form: str, value: int, what: str) -> None:
        if self._number(form) != value:
            raise ValueError(f"{what} is wrong")

    def _numbers(self, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]] | None:
        """So many 64-bit numbers, or None where contents are not looked at."""
        if self._contents:
            return self._read(count)
        self._skip(8 * count)
        return None

    def _read(self, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        self._left(8 * count)
        return np.frombuffer(self._file.read(8 * count), "<i8")

    def _skip(self, length: int) -> None:
        self._left(length)
        self._file.seek(length, os.SEEK_CUR)

    def _left(self, length: int) -> None:
        if length > self._size - self._file.tell():
            raise ValueError("it ends too early")
