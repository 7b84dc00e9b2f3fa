"""Update an index from its folder: compare, ingest what changed, derive the search structures.

Ingesting commits in batches, so that an interrupted run resumes where it stopped; a rebuild
happens beside the old index and replaces it in one transaction.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from qa.datatypes import SyncReport
from qa.embedding.drift_check import META_KEY, make_reference
from qa.embedding.encoder import Encoder, load_encoder
from qa.errors import CollectionNotFound, IndexUnwritable, StoreError
from qa.indexing import recut
from qa.indexing.derive import derive
from qa.indexing.diff import Difference, compare, retained_warning, root_of, touched_state
from qa.indexing.ingest import Report, Tally, ingest, read
from qa.indexing.last_scan import META_KEY as SCAN_KEY
from qa.indexing.last_scan import LastScan
from qa.indexing.rebuild import beside, take_over
from qa.store.index_settings import IndexSettings, check
from qa.store.index_settings import recut as recut_settings
from qa.store.store import Store
from qa.store.write_lock import writing
from qa.trust import allow, folder_claims, model_claim

SMALL_FILES = 20  # that a question indexes before it answers,
SMALL_BYTES = 1_000_000  # and how much is in them: some seconds on two slow cores


def sync(
    index: Path,
    paths: Sequence[Path],
    *,
    encoder: str | None = None,
    model: Encoder | None = None,
    rebuild: bool = False,
    verify: bool = False,
    prune: bool = False,
    progress: Report | None = None,
) -> SyncReport:
    """Make the index in the folder `index` hold exactly the documents under `paths`.

    With `rebuild` everything is read and encoded again; the old index serves until then. With
    `verify` every file is hashed, also those with the same signature. Without `prune` nothing is
    removed when more than half of the documents, or all of a folder, are gone at once. `model` is
    an opened encoder to use if it is the one the index needs.
    Raises CollectionNotFound when a path is missing or there is nothing to index, IndexMismatch
    when the settings changed and `rebuild` is not asked for, IndexLocked, IndexUnwritable.
    """
    started = time.perf_counter()
    run = _Run(index, paths, _root(index, paths), encoder, model, verify, prune, progress)
    with writing(index):
        if rebuild:
            if not prune:
                _refuse_loss(run)
            with beside(index, encoder) as store:
                report = _update(store, run)
                store.checkpoint()
                derive(store.path.parent, store, progress)
            take_over(index)
        else:
            with Store.create(index) as store:
                report = _update(store, run)
                store.checkpoint()
        with Store.open(index) as store:
            derive(index, store, progress)
    return replace(report, seconds=time.perf_counter() - started)


def sync_if_small(
    index: Path,
    paths: Sequence[Path],
    *,
    encoder: str | None = None,
    model: Encoder | None = None,
    progress: Report | None = None,
) -> tuple[SyncReport | None, Difference]:
    """Update an index that is there if that takes a few seconds: what was done, and the difference.

    Nothing is done, and the report is None, when there is no file to be read, or when more than
    `SMALL_FILES` files or `SMALL_BYTES` bytes differ. Raises IndexLocked at once while another
    process writes; else as `sync`.
    """
    started = time.perf_counter()
    run = _Run(index, paths, _root(index, paths), encoder, model, False, False, progress)
    with writing(index):
        with Store.create(index) as store:
            found = run.compare(store)
            stored = stored_settings(store, encoder)
            if not found.readable or not _small(found, recut.pending(store, stored)):
                return None, found
            before = store.commit_number()
            report = _update(store, run, found)
            store.checkpoint()
            wrote = store.commit_number() != before
        if wrote:
            with Store.open(index) as store:
                derive(index, store, progress)
    return replace(report, seconds=time.perf_counter() - started), found


def _small(found: Difference, pending: Set[str]) -> bool:
    """Whether an update is a matter of a few seconds."""
    same = [*found.unchanged, *found.touched]
    read = [*found.new, *found.changed, *(item for item in same if item.source in pending)]
    count = len(read) + len(found.moved) + len(found.gone)
    return count <= SMALL_FILES and sum(item.size for item in read) <= SMALL_BYTES


@dataclass(frozen=True, slots=True)
class _Run:
    """The arguments of one `sync`, and its running tally."""

    index: Path
    paths: Sequence[Path]
    root: Path
    encoder: str | None
    model: Encoder | None
    verify: bool
    prune: bool
    progress: Report | None
    tally: Tally = field(default_factory=Tally)

    def compare(self, store: Store) -> Difference:
        return compare(store, self.paths, self.root, verify=self.verify, prune=self.prune)


def _update(store: Store, run: _Run, found: Difference | None = None) -> SyncReport:
    """Make `store` equal to what is under the paths of `run`, and report on it."""
    stored = stored_settings(store, run.encoder)
    found = found or run.compare(store)
    _refuse_nothing(found, run)
    tally = run.tally
    if found.retained:
        tally.warnings.append(retained_warning(found, store.counts()[0]))
    old = recut.pending(store, stored)
    with store.transaction():  # first, so that an interrupted run can be resumed without paths
        _store_paths(store, run)
        store.set_meta(SCAN_KEY, LastScan(found.readable, len(found.skipped)).to_json())
        recut.begin(store, stored)
    again = [item for item in (*found.unchanged, *found.touched) if item.source in old]
    kept = [source for source in found.retained if source in old]
    # One that is to be cut again is read again as well, not only moved.
    moved = {item.source: before for item, before in found.moved if before not in old}
    todo = [*found.new, *found.changed, *(item for item, _ in found.moved), *again]
    if todo or kept:
        chosen = run.encoder == stored.encoder
        model, settings = open_encoder(store, stored, run.progress, tally, run.model, chosen)
        settings = recut_settings(settings)
        work = chain(
            read(todo, settings, model, tally, moved),
            recut.from_store(store, kept, settings, model.count_tokens),
        )
        ingest(store, model, settings, work, len(todo) + len(kept), run.progress, tally)
        stored = replace(stored, encoder_key=model.key, dimension=model.dimension)
    moved = {item.source: before for item, before in found.moved}
    unread = {item.source for item, _ in tally.skipped}
    gone = _gone(found, moved, unread) + [i.source for i in again if i.source in unread]
    if gone or moved:
        with store.commit() as number:
            # Documents that only moved have left their old source by now.
            for source in [*gone, *moved.values()]:
                store.remove(source, number)
    with store.transaction():
        for item in found.touched + found.rechecked:
            store.touch(touched_state(item, found.checked_ns))
        inside = [(item, "") for item, file in found.inside if file not in old]
        store.set_skipped([*found.skipped, *inside, *tally.skipped])
        scan = LastScan(found.readable, len(found.skipped), found.checked_ns, found.watched)
        store.set_meta(SCAN_KEY, scan.to_json())
        store.set_meta("last_sync", datetime.now(UTC).isoformat(timespec="seconds"))
    recut.end(store, stored)
    documents, passages = store.counts()
    if not (documents or run.prune):
        raise CollectionNotFound(f"None of the files in {_listed(run.paths)} can be read.")
    return SyncReport(
        added=sum(item.source not in unread for item in found.new),
        changed=sum(item.source not in unread for item in found.changed),
        removed=len(gone),
        unchanged=len(found.unchanged) + len(found.touched),
        skipped=tuple(item for item, _ in store.skipped().values()),
        documents=documents,
        passages=passages,
        seconds=0.0,
        warnings=tally.messages(),
        moved=sum(source not in unread for source in moved),
        held=len(found.retained),
    )


def _refuse_nothing(found: Difference, run: _Run) -> None:
    """Raise CollectionNotFound when there is nothing to index.

    An index isn't emptied because its folder is empty: a disk may not be mounted.
    """
    readable = found.new or found.changed or found.moved or found.unchanged or found.touched
    if not (readable or found.retained or (run.prune and found.gone)):
        skipped = f" ({len(found.skipped)} files can't be read)" if found.skipped else ""
        raise CollectionNotFound(f"There is nothing to index in {_listed(run.paths)}{skipped}.")


def _gone(found: Difference, moved: Mapping[str, str], unread: Set[str]) -> list[str]:
    """Sources to remove: of files that are gone, or can no longer be read."""
    changed = [item.source for item in found.changed if item.source in unread]
    before = [old for source, old in moved.items() if source in unread]
    return [*found.gone, *changed, *before]


def _root(index: Path, paths: Sequence[Path]) -> Path:
    """The root of the collection. Raises CollectionNotFound."""
    try:
        with Store.open(index) as store:
            return root_of(store, paths)
    except StoreError:  # there is none yet, or it is there to be replaced
        return root_of(None, paths)


def _refuse_loss(run: _Run) -> None:
    """Raise CollectionNotFound when a rebuild would lose what an update would hold back."""
    try:
        with Store.open(run.index) as store:
            found, documents = run.compare(store), store.counts()[0]
    except StoreError:
        return
    if found.retained:
        raise CollectionNotFound(
            f"{len(found.retained):,} of {documents:,} documents are no longer in "
            f"{_listed(run.paths)}; a rebuild would lose them.",
            "Bring them back, or run 'qa index --rebuild --prune'.",
        )


def stored_settings(store: Store, encoder: str | None) -> IndexSettings:
    """The settings of `store`, checked against those in force; new ones for a new store."""
    text = store.meta("settings")
    if text is None:
        return IndexSettings(encoder=encoder) if encoder else IndexSettings()
    stored = IndexSettings.from_json(text)
    check(recut_settings(stored), encoder)
    return stored


def open_encoder(
    store: Store,
    settings: IndexSettings,
    progress: Report | None,
    tally: Tally,
    model: Encoder | None = None,
    chosen: bool = False,
) -> tuple[Encoder, IndexSettings]:
    """The encoder of `settings`; with `chosen` it is the one that the user named.

    That one is remembered, so that the index may name it from now on.
    """
    if model is None or model.key != settings.encoder_key:
        model = load_encoder(
            settings.encoder,
            key=settings.encoder_key or None,
            chosen=chosen,
            progress=progress,
            warn=tally.warnings.append,
        )
    if chosen:
        with suppress(IndexUnwritable):  # then it has to be named again, or allowed
            allow([model_claim(settings.encoder, model.key), model_claim(settings.encoder, "")])
    settings = replace(settings, encoder_key=model.key, dimension=model.dimension)
    with store.transaction():
        store.set_meta("settings", settings.to_json())
        if store.meta(META_KEY) is None:
            store.set_meta(META_KEY, make_reference(model))
    return model, settings


def _store_paths(store: Store, run: _Run) -> None:
    """Store where the documents are: relative to the index where both may move together."""
    home = run.index.absolute()
    near = run.root.is_relative_to(home.parent)
    store.set_meta("root", os.path.relpath(run.root, home) if near else str(run.root))
    with suppress(IndexUnwritable):  # then the paths have to be named again, or allowed
        allow(folder_claims(home, run.paths, home.parent))
    store.set_meta("paths", "\0".join(os.path.relpath(path, run.root) for path in run.paths))


def _listed(paths: Sequence[Path]) -> str:
    return ", ".join(str(path) for path in paths)
