"""Recognise a folder that was moved or renamed: by its inode and by some of what lies in it.

An inode alone is not enough: once a folder is deleted another one may get its number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_ENTRIES = 8  # remembered of a folder
_LOOKED_AT = 10_000  # entries of a folder that are read at most


@dataclass(frozen=True, slots=True)
class Identity:
    """Inode of a folder or file, and the names and inodes of some entries of the folder."""

    inode: int
    entries: tuple[tuple[str, int], ...] = ()


def identity_of(path: Path) -> Identity | None:
    """The identity of a folder or file as it is now, None when it can't be looked at."""
    try:
        inode = path.stat().st_ino
        # The first by name: the same ones are found whatever order the file system has.
        entries = sorted(_entries(path))[:_ENTRIES] if path.is_dir() else []
    except OSError:
        return None
    return Identity(inode, tuple(entries))


def is_same(path: Path, before: Identity) -> bool:
    """Whether the folder `path` is the one that had this identity.

    Its inode must be the same, and more than half of the entries still there. A folder that was
    empty is not recognised.
    """
    try:
        if path.stat().st_ino != before.inode or not path.is_dir():
            return False
        here = sum(_inode(path / name) == inode for name, inode in before.entries)
    except (OSError, ValueError):
        return False
    return 2 * here > len(before.entries)


def renamed(path: Path, before: Identity) -> Path | None:
    """The folder beside the missing `path` that is the one that was there, under another name."""
    try:
        inodes = {name: inode for name, inode in _entries(path.parent) if inode == before.inode}
    except OSError:
        return None
    return next(
        (path.parent / name for name in inodes if is_same(path.parent / name, before)), None
    )


def _entries(folder: Path) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as found:
        for entry in islice(found, _LOOKED_AT):
            try:
                entry.name.encode()
            except UnicodeEncodeError:  # can't be written into a card
                continue
            yield entry.name, entry.inode()


def _inode(path: Path) -> int | None:
    try:
        return path.lstat().st_ino
    except OSError:
        return None
