"""Copy a whole collection between a folder of this machine and a shared one, and back.

Documents, passages and vectors are read and written as they are: nothing is parsed, cut or embedded
again. Passages get ids in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.datatypes import Passage, Progress
from qa.embedding.drift_check import META_KEY as REFERENCE
from qa.errors import IndexNotFound, UsageError
from qa.indexing.collection import Collection
from qa.indexing.copy_targets import local_target, shared_target
from qa.indexing.diff import stored_paths
from qa.indexing.guessed import META_KEY as GUESSED
from qa.indexing.last_scan import META_KEY as SCAN
from qa.indexing.recognition import META_KEYS as RECOGNITION
from qa.store.index_settings import recut, settings_of
from qa.trust import allow, folder_claims, untrusted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from qa.config import Locations
    from qa.store.interface import StoreReader, StoreWriter

_SETTINGS = ("settings", REFERENCE, GUESSED, SCAN, *RECOGNITION, "last_sync")
_PASSAGES = 1_024  # that are read at a time

Report = Callable[[Progress], None]


@dataclass(slots=True)
class _Cut:
    """A document's passages, as far as they were read."""

    source: str
    passages: list[Passage] = field(default_factory=list)
    vectors: list[npt.NDArray[np.float16]] = field(default_factory=list)


def copy(origin: Locations, target: Locations, progress: Report | None = None) -> tuple[int, int]:
    """Copy the collection at `origin` to `target`: how many documents and passages it has.

    Raises UsageError when there is one at `target` already, or vectors are still to come,
    IndexNotFound, IndexMismatch, IndexDamaged, IndexLocked, IndexUnwritable, ScaleMissing.
    """
    _require_empty(target)
    with Collection(origin.index, None, origin.shared).store() as reader:
        settings = settings_of(reader)
        if reader.waiting() or recut(settings) != settings:
            raise UsageError(f"{reader.name} is not finished.", "Run 'qa index' on it first.")
        with _written(target) as writer:
            _copied(reader, writer, settings.dimension, progress)
        return reader.counts()


def _require_empty(target: Locations) -> None:
    try:
        with Collection(target.index, None, target.shared).store() as store:
            name, documents = store.name, store.counts()[0]
    except IndexNotFound:
        return
    if documents:
        raise UsageError(f"There are {documents:,} documents in {name}.", "Name an empty place.")


def _written(target: Locations) -> AbstractContextManager[StoreWriter]:
    return shared_target(target.shared) if target.shared else local_target(target.index)


def _copied(
    reader: StoreReader, writer: StoreWriter, dimension: int, progress: Report | None
) -> None:
    with writer.transaction():
        for key in _SETTINGS:
            if (value := reader.meta(key)) is not None:
                writer.set_meta(key, value)
        _copy_paths(reader, writer)
    states, containers = reader.files(), reader.containers()
    inside: dict[str, list[str]] = {}
    total, done = reader.counts()[0], 0
    for found in _grouped(_documents(reader, dimension)):
        documents = reader.full_documents([each.source for each in found])
        with writer.commit() as number:
            for each in found:
                document = documents[each.source]
                file = document.container or document.source
                if document.container and file not in inside:
                    inside[file] = []
                    writer.begin_container(file)
                writer.put(document, states[file], each.passages, each.vectors, number)
                if document.container:
                    inside[file].append(document.source)
        done += len(found)
        if progress:
            progress(Progress("copying", done, total, "documents"))
    with writer.commit() as number:
        for file in sorted(containers):
            writer.end_container(states[file], inside.get(file, []), number)
    with writer.transaction():
        writer.set_skipped(reader.skipped().values())


def _copy_paths(reader: StoreReader, writer: StoreWriter) -> None:
    """Where the files are, absolute: allowed at the target if it is at the origin."""
    found = stored_paths(reader)
    if found is None:
        return
    root, paths = found
    writer.set_meta("root", str(root))
    writer.set_meta("paths", reader.meta("paths") or "")
    here, there = reader.path.parent.absolute(), writer.path.parent.absolute()
    if not untrusted(folder_claims(here, paths, here.parent)):
        allow(folder_claims(there, paths, there.parent))


def _documents(reader: StoreReader, dimension: int) -> Iterator[_Cut]:
    """The passages of each document with their vectors, in the order of their ids."""
    ids = reader.passage_ids()
    current: _Cut | None = None
    for at in range(0, len(ids), _PASSAGES):
        some = ids[at : at + _PASSAGES]
        stored = reader.passages(some.tolist())
        vectors = reader.some_vectors(some, dimension)
        for number, vector in zip(some.tolist(), vectors, strict=True):
            each = stored[number]
            if current is None or current.source != each.document.source:
                if current is not None:
                    yield current
                current = _Cut(each.document.source)
            current.passages.append(each.passage)
            current.vectors.append(vector)
    if current is not None:
        yield current


def _grouped(cut: Iterator[_Cut]) -> Iterator[list[_Cut]]:
    """Documents of some hundred passages together."""
    group: list[_Cut] = []
    size = 0
    for each in cut:
        group.append(each)
        size += len(each.passages)
        if size >= _PASSAGES:
            yield group
            group, size = [], 0
    if group:
        yield group
