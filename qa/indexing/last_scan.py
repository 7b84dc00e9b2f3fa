"""What the last look at a folder found, stored so that the next one can be quick.

A folder's times change whenever a name in it comes, goes or changes. While they are those that
were stored, its list of files is the one that was stored, and only the files are left to look at.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.documents.ignore_files import FILE_NAME as IGNORE_FILE
from qa.files import within
from qa.store.interface import StoreReader

META_KEY = "last_scan"
Signature = tuple[int, int, int]  # mtime and ctime in nanoseconds, inode
NOTHING: Signature = (0, 0, 0)  # of a file that is not there


@dataclass(frozen=True, slots=True)
class LastScan:
    """How many files there were, and the signatures of folders and of `.qaignore` files.

    `watched` holds paths relative to the root, with forward slashes; None while an update that
    began with this scan has not ended.
    """

    readable: int  # files of a format that can be read, those that failed to load included
    skipped: int
    checked_ns: int = 0  # when it began
    watched: tuple[tuple[str, Signature], ...] | None = None

    def to_json(self) -> str:
        """The form that is stored in the index."""
        watched = None if self.watched is None else [[p, *s] for p, s in self.watched]
        return json.dumps([self.readable, self.skipped, self.checked_ns, watched])

    @classmethod
    def of(cls, store: StoreReader) -> LastScan | None:
        """The one stored in an index; None when there is none, or it can't be used."""
        text = store.meta(META_KEY)
        try:
            readable, skipped, checked_ns, watched = json.loads(text or "")
            rows = None if watched is None else tuple(map(_watched, watched))
            return cls(int(readable), int(skipped), int(checked_ns), rows)
        except (TypeError, ValueError, RecursionError):
            return None


def _watched(row: list[Any]) -> tuple[str, Signature]:
    path, mtime_ns, ctime_ns, inode = row
    parts = str(path).split("/")
    if os.path.isabs(str(path)) or os.pardir in parts:  # an index may be a stranger's
        raise ValueError("a path that leads out of the collection")
    return str(path), (int(mtime_ns), int(ctime_ns), int(inode))


def watched(
    folders: Iterable[tuple[str, os.stat_result]], paths: Sequence[Path], root: Path
) -> tuple[tuple[str, Signature], ...]:
    """The signatures of `folders`, as they were scanned, and of what decides what is left out."""
    base = os.path.abspath(root)
    rows: dict[str, Signature] = {}
    inner: list[str] = []
    for folder, state in folders:
        if within(folder, base):
            rows[_source(folder, base)] = signature_of(state)
            inner.append(folder)
    for folder in inner:
        path = os.path.join(folder, IGNORE_FILE)
        if (found := signature_at(path)) != NOTHING:
            rows[_source(path, base)] = found
    # Those above the named folders count as well, and may come to be there.
    for each in paths:
        folder = os.path.dirname(os.path.abspath(each))
        while within(folder, base):
            path = os.path.join(folder, IGNORE_FILE)
            rows[_source(path, base)] = signature_at(path)
            folder = os.path.dirname(folder)
            if folder == os.path.dirname(folder):
                break
    return tuple(rows.items())


def signature_of(state: os.stat_result) -> Signature:
    """What changes with the list of files in a folder."""
    return state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def signature_at(path: str) -> Signature:
    """The signature of what stands at `path`, `NOTHING` if nothing does."""
    try:
        return signature_of(os.stat(path))
    except OSError:
        return NOTHING


def _source(path: str, base: str) -> str:
    return os.path.relpath(path, base).replace(os.sep, "/")
