"""Checksums of the rows of the store, so that a damaged row is never shown.

One covers the columns of a row that people see; vectors, which are read by themselves, have their
own, and texts their SHA-256. In the tables the columns are called `seal` and `vector_seal`.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence


def row_checksum(values: Sequence[object]) -> int:
    """CRC-32 of the columns of a row."""
    return zlib.crc32(repr(tuple(values)).encode("utf-8", "backslashreplace"))


def vector_checksum(vector: bytes) -> int:
    """CRC-32 of a vector's bytes."""
    return zlib.crc32(vector)


def differs(stored: int | None, found: int) -> bool:
    """Whether a row is not the one that was written; those of versions 1 and 2 have no checksum."""
    return stored is not None and stored != found


def vector_differs(stored: int | None, vector: object) -> bool:
    """Whether a vector is not the one that was written, or not bytes at all."""
    return not isinstance(vector, bytes) or differs(stored, vector_checksum(vector))
