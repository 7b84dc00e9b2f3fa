"""A file that can be indexed, and why another can't be: by its name and size alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from qa.documents.loaders import (
    MAX_BYTES,
    PICTURES,
    may_be_read,
    most_bytes,
    suffix_of,
    unsupported,
)
from qa.documents.loaders.reasons import without_ocr
from qa.documents.loaders.safe_read import too_large

_IGNORED_FOLDERS = frozenset({"__pycache__", "node_modules", "CVS", "_darcs", "qa.lance"})
INDEX_MARK = "qa.sqlite"  # a folder with this file is an index


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file that a loader exists for, or that may be plain text.

    `place` is its path, for a link that of the target, or that of an object (`qa.objects`). `size`
    is in bytes, times are in nanoseconds since 1970. An object has the number of its ETag for an
    inode, which is negative, and one time, when it was last written.
    """

    place: str
    source: str  # path relative to the root, with forward slashes
    size: int
    mtime_ns: int
    inode: int
    ctime_ns: int

    @property
    def path(self) -> Path:
        """What is to be opened. Made when it is: a Path costs more than all the rest here."""
        return Path(self.place)


def refusal(source: str, size: int, suffixes: frozenset[str]) -> str | None:
    """Why a file is skipped, None if it is opened; `suffixes` are those of files that are."""
    if suffix_of(source) not in suffixes and not may_be_read(source, size):
        suffix = os.path.splitext(source)[1]
        return without_ocr(suffix) if suffix_of(source) in PICTURES else unsupported(suffix)
    if size > MAX_BYTES and size > (limit := most_bytes(suffix_of(source))):
        return too_large(size, limit)
    return None


def ignored(name: str) -> bool:
    """Whether a file or folder with this name is left out in silence."""
    return name.startswith(".") or name in _IGNORED_FOLDERS
