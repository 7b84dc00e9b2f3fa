"""Whether the files of the documents that are about to be cited are what was indexed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.embedding.model_files import file_sha256
from qa.files import within
from qa.indexing.diff import signature
from qa.store.store import FileState, Store


@dataclass(frozen=True, slots=True)
class Cited:
    """Sources whose file is gone, and those whose file holds other bytes than were indexed."""

    gone: frozenset[str]
    changed: frozenset[str]


def look_at(store: Store, root: Path, lost: Sequence[str], sources: Sequence[str]) -> Cited:
    """Look at the files of some documents. Nothing below the folders `lost` counts as gone."""
    gone: set[str] = set()
    changed: set[str] = set()
    for source, state in store.states_of(sources).items():
        place = os.path.normpath(root / source)
        try:
            found = os.stat(place)
        except OSError:
            if not any(within(place, folder) for folder in lost):
                gone.add(source)
            continue
        now = FileState(
            source,
            found.st_size,
            found.st_mtime_ns,
            found.st_ino,
            "",
            found.st_ctime_ns,
        )
        if signature(now) != signature(state) and not _same_bytes(place, state):
            changed.add(source)
    return Cited(frozenset(gone), frozenset(changed))


def _same_bytes(place: str, state: FileState) -> bool:
    try:
        size = os.stat(place).st_size
        return size == state.size and file_sha256(Path(place)) == state.file_sha256
    except OSError:
        return False
