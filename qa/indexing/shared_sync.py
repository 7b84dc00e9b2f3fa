"""Update a shared collection from a folder: by file, as an index on this machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from qa.datatypes import SyncReport
from qa.documents.loaders.ocr import later
from qa.embedding.encoder import Encoder
from qa.errors import NotShared
from qa.indexing.diff import root_of
from qa.indexing.executor import Executor
from qa.indexing.ingest import Report
from qa.indexing.recognition import of_index
from qa.indexing.sync import sync, update
from qa.indexing.sync_run import SyncRun


def sync_for(shared: str | None) -> Callable[..., SyncReport]:
    """What brings a collection up to date: that at the address `shared`, or one in a folder."""
    return partial(sync_shared, shared) if shared else sync


def sync_shared(
    address: str,
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
    """Make the collection at `address` hold exactly the documents under `paths`.

    `index` is the folder that stands for it on this machine. Others may write at the same time:
    of a file that both have read, the later commit counts. The rest is as in `qa.indexing.sync`,
    but that every passage gets its vector at once. Raises NotShared for `rebuild` and `quick`,
    CollectionNotFound, IndexMismatch, IndexLocked, IndexUnwritable, ScaleMissing.
    """
    from qa.shared.store import SharedStore  # with Lance, 0.3 s

    if rebuild:
        raise NotShared(
            f"{address} can't be built again in its place, where others read it.",
            "Build it at another address, and let readers change over.",
        )
    if quick:
        raise NotShared("A shared collection gets words and vectors at once.", "Leave out --quick.")
    started = time.perf_counter()
    with SharedStore.create(address) as store:
        before = store.commit_number()
        root, reading = root_of(store, paths), of_index(store, ocr)
        reading = reading if recognise else later(reading.languages)
        run = SyncRun(
            index, paths, root, encoder, model, verify, prune, progress, reading, executor
        )
        report = update(store, run, at_once=True)
        store.flush()
        if report.added + report.changed + report.removed + report.moved or not before:
            store.upkeep()
    return replace(report, seconds=time.perf_counter() - started)
