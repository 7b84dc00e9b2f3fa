"""Update an index from its folder: compare, ingest what changed, derive the search structures.

Ingesting commits in batches, so that an interrupted run resumes where it stopped; a rebuild
happens beside the old index and replaces it in one transaction. A long update has two phases: what
is read can be found by its words at once, then its vectors come (`qa.indexing.refine`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from qa.datatypes import Progress, SyncReport
from qa.documents.found_file import FoundFile
from qa.documents.loaders.ocr import later
from qa.embedding.encoder import Encoder
from qa.embedding.model_files import FAST_MODEL
from qa.errors import CollectionNotFound
from qa.indexing import recut
from qa.indexing.derive import derive
from qa.indexing.diff import Difference, retained_warning
from qa.indexing.earlier_texts import EarlierTexts
from qa.indexing.executor import Executor
from qa.indexing.file_signatures import touched_state
from qa.indexing.index_encoder import open_encoder, stored_settings
from qa.indexing.ingest import Report, Tally, ingest, read
from qa.indexing.last_scan import META_KEY as SCAN_KEY
from qa.indexing.last_scan import LastScan
from qa.indexing.publish import Publisher
from qa.indexing.rebuild import beside, take_over
from qa.indexing.recognition import clear_pages, set_languages, spared, while_asking
from qa.indexing.refine import refine
from qa.indexing.sync_run import SyncRun, most_skipped, ocr_for, root_for
from qa.indexing.waiting_scans import set_skipped
from qa.store.index_settings import recut as recut_settings
from qa.store.interface import StoreWriter
from qa.store.store import Store
from qa.store.write_lock import writing

SMALL_FILES = 20  # that a question indexes before it answers,
SMALL_BYTES = 1_000_000  # and how much is in them: some seconds on two slow cores
_PATIENCE = 5.0  # seconds that a question is waited for which applies such a change


def sync(
    index: Path,
    paths: Sequence[Path],
    *,
    encoder: str | None = None,
    model: Encoder | None = None,
    rebuild: bool = False,
    verify: bool = False,
    prune: bool = False,
    quick: bool = False,
    ocr: str | None = None,
    recognise: bool = True,
    progress: Report | None = None,
    executor: Executor | None = None,
) -> SyncReport:
    """Make the index in the folder `index` hold exactly the documents under `paths`.

    With `rebuild` everything is read and encoded again; the old index serves until then. With
    `verify` every file is hashed, also those with the same signature. Without `prune` nothing is
    removed when more than half of the documents, or all of a folder, are gone at once. `model` is
    an opened encoder to use if it is the one the index needs. Pages that are pictures are read in
    the languages `ocr`, "" for none; by default in those that the index has; without `recognise`
    they wait for the next run. When the documents can
    be asked, and their passages wait for vectors, `progress` is called with the stage "ready"; with
    `quick` it ends there, and the next run goes on. Many files are read and encoded by `executor`,
    if one is given, each document at once with its vectors.
    Raises CollectionNotFound when a path is missing or there is nothing to index, IndexMismatch
    when the settings changed and `rebuild` is not asked for, IndexLocked, IndexUnwritable,
    ClusterError.
    """
    started = time.perf_counter()
    root, reading = root_for(index, paths), ocr_for(index, ocr, recognise=recognise)
    run = SyncRun(index, paths, root, encoder, model, verify, prune, progress, reading, executor)
    with writing(index, _PATIENCE):
        if rebuild:
            if not prune:
                run.refuse_loss()
            with beside(index, encoder) as store:
                report = update(store, run, at_once=not quick)
                store.checkpoint()
                derive(store.path.parent, store, progress)
            take_over(index)
        else:
            with Store.create(index) as store:
                report = update(store, run, at_once=bool(executor) and not quick)
                store.checkpoint()
        with Store.open(index) as store:
            derive(index, store, progress, growing=True)  # what was published needn't be done again
            waiting = store.waiting()
        if recognise:
            clear_pages(index)
    if waiting and not quick:
        if progress:
            progress(Progress("ready", report.documents, report.documents, "documents"))
        waiting, warnings = _refined(run)
        report = replace(report, warnings=(*report.warnings, *warnings))
    return replace(report, waiting=waiting, seconds=time.perf_counter() - started)


def _refined(run: SyncRun) -> tuple[int, tuple[str, ...]]:
    """Encode the passages that wait: how many still do, as another process is at it; warnings."""
    tally = Tally()
    with Store.create(run.index) as store:
        stored = stored_settings(store, run.encoder)
        chosen = run.encoder == stored.encoder
        model, _ = open_encoder(store, stored, run.progress, tally, run.opened(), chosen)
        encoding = run.executor.encoding(model) if run.executor else None
        tally.truncated = refine(run.index, store, model, run.progress, encoding)
        return store.waiting(), tally.messages()


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
    `SMALL_FILES` files or `SMALL_BYTES` bytes differ; pages that are pictures wait for `sync`.
    Raises IndexLocked at once while another process writes; else as `sync`.
    """
    started = time.perf_counter()
    run = SyncRun(index, paths, root_for(index, paths), encoder, model, False, False, progress)
    with writing(index):
        with Store.create(index) as store:
            run = replace(run, ocr=while_asking(store))
            found = run.compare(store)
            stored = stored_settings(store, encoder)
            if not found.readable or not _small(found, recut.pending(store, stored)):
                return None, found
            before = store.commit_number()
            report = update(store, run, found, at_once=True)
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


def update(
    store: StoreWriter, run: SyncRun, found: Difference | None = None, *, at_once: bool = False
) -> SyncReport:
    """Make `store` equal to what is under the paths of `run`, and report on it.

    With `at_once` every passage gets its vector now; else they may wait for it.
    """
    stored = stored_settings(store, run.encoder)
    found = found or run.compare(store)
    run.refuse_nothing(found)
    tally = run.tally
    if found.retained:
        tally.warnings.append(retained_warning(found, store.counts()[0]))
    if run.ocr.problem and run.ocr.languages and run.ocr != later(run.ocr.languages):
        tally.warnings.append(f"No picture is read by OCR: {run.ocr.problem}.")
    old = recut.pending(store, stored)
    with store.transaction():  # first, so that an interrupted run can be resumed without paths
        run.store_paths(store)
        set_languages(store, run.index, run.ocr.languages)
        store.set_meta(SCAN_KEY, LastScan(found.readable, len(found.skipped)).to_json())
        recut.begin(store, stored)
    recognised = spared(store, run.ocr)
    outdated = [item for item in (*found.unchanged, *found.touched) if item.source in old]
    again = [item for item in outdated if item.source not in recognised]
    kept = [source for source in found.retained if source in old]
    kept += [item.source for item in outdated if item.source in recognised]
    # One that is to be cut again is read again as well, not only moved.
    moved = {item.source: before for item, before in found.moved if before not in old}
    several = store.containers()
    renamed = [each for each in found.moved if each[1] in recognised.keys() - several]
    arrived = [item for item, before in found.moved if (item, before) not in renamed]
    earlier = EarlierTexts(frozenset() if run.ocr.usable else recognised.keys(), store.document)
    todo = [*found.new, *found.changed, *arrived, *again]
    if todo or kept or renamed:
        chosen = run.encoder == stored.encoder
        model, settings = open_encoder(store, stored, run.progress, tally, run.model, chosen)
        settings = recut_settings(settings)
        run.models.append(model)
        few = len(todo) <= SMALL_FILES and sum(item.size for item in todo) <= SMALL_BYTES
        encode = at_once or few or model.name == FAST_MODEL  # whose vectors cost nothing
        executor = None if few else run.executor  # a few take less time than its start
        work = chain(
            read(todo, settings, model, tally, moved, run.ocr, earlier, executor),
            recut.from_store(store, kept, settings, model.count_tokens),
            recut.moved(store, renamed, recognised, settings, model.count_tokens),
        )
        total = len(todo) + len(kept) + len(renamed)
        # Nobody asks a rebuild before its end.
        publisher = None
        if isinstance(store, Store) and not few and store.path.parent == run.index:
            publisher = Publisher(run.index, store)
        ingest(
            store,
            model,
            settings,
            work,
            total,
            run.progress,
            tally,
            encode=encode,
            encoding=executor.encoding(model) if executor and encode else None,
            committed=publisher or (lambda: None),
        )
        stored = replace(stored, encoder_key=model.key, dimension=model.dimension)
    moved = {item.source: before for item, before in found.moved}
    unread = {item.source for item, _ in tally.skipped}
    gone = _gone(found, again, moved, unread - tally.retained)
    if gone or moved:
        with store.commit() as number:
            # Documents that only moved have left their old source by now.
            for source in [*gone, *moved.values()]:
                store.remove(source, number)
    with store.transaction():
        for item in found.touched + found.rechecked:
            store.touch(touched_state(item, found.checked_ns))
        left = [(item, "") for item, file in found.inside if file not in old or file in recognised]
        set_skipped(store, [*found.skipped, *found.behind, *left, *tally.skipped])
        scan = LastScan(found.readable, len(found.skipped), found.checked_ns, found.watched)
        store.set_meta(SCAN_KEY, scan.to_json())
        store.set_meta("last_sync", datetime.now(UTC).isoformat(timespec="seconds"))
    recut.end(store, stored)
    documents, passages = store.counts()
    if not (documents or run.prune):
        why = most_skipped(item for item, _ in store.skipped().values())
        raise CollectionNotFound(f"None of the files in {run.listed()} can be read{why}.")
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


def _gone(
    found: Difference, again: list[FoundFile], moved: Mapping[str, str], unread: Set[str]
) -> list[str]:
    """Sources to remove: of files that are gone, or can no longer be read."""
    files = [item.source for item in (*found.changed, *again) if item.source in unread]
    return [*found.gone, *files, *(old for source, old in moved.items() if source in unread)]
