"""Seals on the rows of the store, so that a damaged one is never believed.

A seal is a checksum over what people are shown of a row; vectors, which are read by themselves,
have one of their own, and texts their hashes.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence


def seal(shown: Sequence[object]) -> int:
    """Checksum of what a row shows."""
    return zlib.crc32(repr(tuple(shown)).encode("utf-8", "backslashreplace"))


def vector_seal(vector: bytes) -> int:
    """Checksum of a vector."""
    return zlib.crc32(vector)


def broken(kept: int | None, found: int) -> bool:
    """Whether a row is not what was sealed; those of earlier versions have no seal."""
    return kept is not None and kept != found


def broken_vector(kept: int | None, found: object) -> bool:
    """Whether what stands in a vector's place is not what was sealed, or no bytes at all."""
    return not isinstance(found, bytes) or broken(kept, vector_seal(found))
