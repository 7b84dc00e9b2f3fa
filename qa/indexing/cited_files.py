"""Whether the files of the documents that are about to be cited are what was indexed."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.datatypes import Filter, Hit
from qa.embedding.model_files import file_sha256
from qa.files import within
from qa.indexing.file_signatures import signature
from qa.store.interface import StoreReader
from qa.store.store import FileState

if TYPE_CHECKING:
    from qa.search.hybrid import Retriever

_ROUNDS = 8  # of searching again without documents whose files turned out to be gone


@dataclass(frozen=True, slots=True)
class Cited:
    """Sources whose file is gone, and those whose file holds other bytes than were indexed."""

    gone: frozenset[str]
    changed: frozenset[str]


def look_at(store: StoreReader, root: Path, lost: Sequence[str], sources: Sequence[str]) -> Cited:
    """Look at the files of some documents. Nothing below the folders `lost` counts as gone."""
    gone: set[str] = set()
    changed: set[str] = set()
    for source, state in store.states_of(sources).items():
        place = os.path.normpath(root / state.source)
        try:
            found = os.stat(place)
        except OSError:
            if not any(within(place, folder) for folder in lost):
                gone.add(source)
            continue
        now = FileState(
            state.source,
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


def hits_of_files_there(
    retriever: Retriever,
    query: str,
    top: int,
    only: Filter | None,
    *,
    gone: Collection[str],
    root: Path | None,
    lost: Sequence[str],
) -> tuple[tuple[Hit, ...], frozenset[str]]:
    """Hits in documents whose files are there, and the sources of those that have changed.

    Sources in `gone` are known to have no file. Below `root` the others are looked at, but for
    the folders `lost`; without `root` none is.
    """
    without = set(gone)
    for _ in range(_ROUNDS):
        hits = retriever.search(query, top, only=only, without=without)
        if root is None:
            break
        sources = {hit.document.source for hit in hits}
        sources |= {info.source for hit in hits for info in hit.also_in}
        found = look_at(retriever.store, root, lost, sorted(sources))
        if not found.gone:
            return hits, found.changed
        without |= found.gone
    return tuple(hit for hit in hits if hit.document.source not in without), frozenset()
