"""A folder and its index made equal: compare, ingest what changed, derive what is searched.

Ingesting commits in batches, so that an interrupted run goes on where it stopped; a rebuild
happens beside the old index and replaces it in one transaction.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from qa.comparing import common_root, compare
from qa.database import FILE_NAME
from qa.datatypes import Document, Progress, Skipped, SyncReport
from qa.dense import Dense
from qa.encoder import Encoder, load_encoder
from qa.errors import CollectionNotFound, IndexDamaged, IndexLocked, StoreError
from qa.files import unwritable_as_error
from qa.ingest import Report, Tally, Work, cut, ingest, read
from qa.lexical import Lexical
from qa.settings import IndexSettings, check
from qa.store import FileState, Store

_REBUILD = ".rebuild"


def sync(
    index: Path,
    paths: Sequence[Path],
    *,
    encoder: str | None = None,
    rebuild: bool = False,
    progress: Report | None = None,
) -> SyncReport:
    """Make the index in the folder `index` hold exactly the documents under `paths`.

    With `rebuild` everything is read and encoded again; the old index serves until then.
    Raises CollectionNotFound when a path is missing or there is nothing to index, IndexMismatch
    when the settings changed and `rebuild` is not asked for, IndexLocked, IndexUnwritable.
    """
    started = time.perf_counter()
    root = common_root(paths)
    tally = Tally()
    with writing(index):
        if rebuild:
            fresh = index / _REBUILD
            settings = IndexSettings(encoder=encoder) if encoder else _encoder_kept(index)
            with _matching_store(fresh, settings) as store:
                report = _equalise(store, index, root, paths, encoder, progress, tally)
                store.checkpoint()
            _replace_store(index, fresh)
        else:
            with Store.create(index) as store:
                report = _equalise(store, index, root, paths, encoder, progress, tally)
                store.checkpoint()
        with Store.open(index) as store:
            derive(index, store, progress)
    return replace(report, seconds=time.perf_counter() - started)


def index_documents(
    index: Path,
    documents: Iterable[Document],
    *,
    encoder: str | None = None,
    settings: IndexSettings | None = None,
    progress: Report | None = None,
) -> SyncReport:
    """Put documents that are not files into the index in the folder `index`.

    A document whose text is already there is passed over, so an interrupted run goes on.
    """
    started = time.perf_counter()
    tally = Tally()
    with writing(index), Store.create(index) as store:
        model, chosen = _open_encoder(store, settings or _settings(store, encoder), progress, tally)
        before = store.counts()[0]
        known = store.files()

        def work() -> Iterator[Work]:
            for document in documents:
                state = FileState(document.source, len(document.text), 0, 0, document.sha256)
                if known.get(document.source) == state:
                    continue
                if cutting := cut(document, state, chosen):
                    yield cutting
                else:
                    tally.skipped.append((Skipped(document.source, "Holds no sentences."), ""))

        ingest(store, model, chosen, work(), 0, progress, tally)
        store.checkpoint()
        derive(index, store, progress)
        count, passages = store.counts()
    return SyncReport(
        added=count - before,
        changed=0,
        removed=0,
        unchanged=before,
        skipped=tuple(item for item, _ in tally.skipped),
        documents=count,
        passages=passages,
        seconds=time.perf_counter() - started,
        warnings=tally.messages(),
    )


def derive(index: Path, store: Store, progress: Report | None = None) -> None:
    """Make those search structures anew that are missing, damaged or behind the store.

    Nothing is encoded: everything they hold stands in the store. The caller holds the lock.
    """
    state = store.state()
    total = store.counts()[1]

    def tick(done: int) -> None:
        if progress:
            progress(Progress("indexing", done, total, "passages"))

    if Dense.open(index, state) is None:
        tick(0)
        dimension = IndexSettings.from_json(store.meta("settings")).dimension
        Dense.build(index, store, state, dimension)
    if Lexical.open(index, state) is None:
        tick(0)
        Lexical.build(index, store, state, tick)
        tick(total)


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold the index's one write lock. Raises IndexLocked when somebody else has it.

    The lock is the operating system's: it ends with its process, however that ends.
    """
    from filelock import FileLock, Timeout

    with unwritable_as_error(index):
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / ".lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexLocked(f"Another process is writing to {index}.") from error
    try:
        yield
    finally:
        lock.release()


def _equalise(
    store: Store,
    index: Path,
    root: Path,
    paths: Sequence[Path],
    encoder: str | None,
    progress: Report | None,
    tally: Tally,
) -> SyncReport:
    """Make `store` hold what is under `paths`, and report on it."""
    settings = _settings(store, encoder)
    found = compare(store, paths, root)
    todo = found.new + found.changed
    # Nor is an index emptied because its folder is: a disk may not be mounted.
    if not (todo or found.unchanged or found.touched):
        skipped = f" ({len(found.skipped)} files can't be read)" if found.skipped else ""
        raise CollectionNotFound(f"There is nothing to index in {_listed(paths)}{skipped}.")
    with store.transaction():  # first, so that an interrupted run can be resumed without paths
        _remember(store, index, root, paths)
    if todo:
        model, settings = _open_encoder(store, settings, progress, tally)
        ingest(store, model, settings, read(todo, settings, tally), len(todo), progress, tally)
    refused = {item.source for item, _ in tally.skipped}
    gone = [*found.gone, *(item.source for item in found.changed if item.source in refused)]
    if gone:
        with store.commit() as number:
            for source in gone:
                store.remove(source, number)
    with store.transaction():
        for item in found.touched:
            store.touch(item.source, item.size, item.mtime_ns, item.inode)
        store.set_skipped([*found.skipped, *tally.skipped])
        store.set_meta("last_sync", datetime.now(UTC).isoformat(timespec="seconds"))
    documents, passages = store.counts()
    if not documents:
        raise CollectionNotFound(f"None of the files in {_listed(paths)} can be read.")
    return SyncReport(
        added=sum(item.source not in refused for item in found.new),
        changed=sum(item.source not in refused for item in found.changed),
        removed=len(gone),
        unchanged=len(found.unchanged) + len(found.touched),
        skipped=tuple(item for item, _ in store.skipped().values()),
        documents=documents,
        passages=passages,
        seconds=0.0,
        warnings=tally.messages(),
    )


def _settings(store: Store, encoder: str | None) -> IndexSettings:
    """The settings of `store`, checked against those in force; new ones for a new store."""
    text = store.meta("settings")
    if text is None:
        return IndexSettings(encoder=encoder) if encoder else IndexSettings()
    kept = IndexSettings.from_json(text)
    check(kept, encoder)
    return kept


def _open_encoder(
    store: Store, settings: IndexSettings, progress: Report | None, tally: Tally
) -> tuple[Encoder, IndexSettings]:
    model = load_encoder(
        settings.encoder,
        key=settings.encoder_key or None,
        progress=progress,
        warn=tally.warnings.append,
    )
    settings = replace(settings, encoder_key=model.key, dimension=model.dimension)
    with store.transaction():
        store.set_meta("settings", settings.to_json())
    return model, settings


def _encoder_kept(index: Path) -> IndexSettings:
    """Today's settings with the encoder the index had, if that can be told."""
    try:
        with Store.open(index) as store:
            return IndexSettings(encoder=IndexSettings.from_json(store.meta("settings")).encoder)
    except StoreError:
        return IndexSettings()


@contextmanager
def _matching_store(folder: Path, settings: IndexSettings) -> Iterator[Store]:
    """The store of a rebuild: what an interrupted one left, if it was for the same settings."""
    store = None
    try:
        store = Store.create(folder)
        kept = store.meta("settings")
        if kept is not None:
            found = IndexSettings.from_json(kept)
            check(found, settings.encoder)
    except StoreError:
        if store:
            store.close()
        with unwritable_as_error(folder):
            shutil.rmtree(folder, ignore_errors=True)
        store = Store.create(folder)
    if store.meta("settings") is None:
        store.set_meta("settings", settings.to_json())
    with store:
        yield store


def _replace_store(index: Path, fresh: Path) -> None:
    """Put the finished store in `fresh` in the place of the old one, all at once."""
    try:
        with Store.create(index) as store:
            store.become(fresh)
            store.checkpoint()
    except IndexDamaged:
        # The old one is damaged beyond writing to: then its files are simply replaced.
        with unwritable_as_error(index):
            for suffix in ("-wal", "-shm"):
                (index / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)
            os.replace(fresh / FILE_NAME, index / FILE_NAME)
    shutil.rmtree(fresh, ignore_errors=True)


def _remember(store: Store, index: Path, root: Path, paths: Sequence[Path]) -> None:
    """Keep where the documents are: relative to the index where both may move together."""
    near = root.is_relative_to(index.absolute().parent)
    store.set_meta("root", os.path.relpath(root, index.absolute()) if near else str(root))
    store.set_meta("paths", "\0".join(os.path.relpath(path, root) for path in paths))


def _listed(paths: Sequence[Path]) -> str:
    return ", ".join(str(path) for path in paths)
