"""Documents that are not files, as benchmarks have them, put into an index."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from qa.datatypes import Document, Skipped, SyncReport
from qa.errors import DocumentError
from qa.indexing import recut
from qa.indexing.derive import derive
from qa.indexing.index_encoder import open_encoder, stored_settings
from qa.indexing.ingest import Report, Tally, Work, cut, ingest
from qa.store.index_settings import IndexSettings
from qa.store.index_settings import recut as recut_settings
from qa.store.store import FileState, Store
from qa.store.write_lock import writing


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
        model, chosen = open_encoder(
            store, settings or stored_settings(store, encoder), progress, tally, chosen=True
        )
        before = store.counts()[0]
        known = store.files()
        old = recut.pending(store, chosen)
        with store.transaction():
            recut.begin(store, chosen)
        target = recut_settings(chosen)

        def work() -> Iterator[Work]:
            for document in documents:
                state = FileState(document.source, len(document.text), 0, 0, document.sha256)
                if known.get(document.source) == state and document.source not in old:
                    continue
                try:
                    yield cut(document, state, target, model.count_tokens)
                except DocumentError as error:
                    tally.skipped.append((Skipped(document.source, error.message), ""))

        ingest(store, model, target, work(), 0, progress, tally)
        if not recut.pending(store, chosen):  # those that were not given stay as they are
            recut.end(store, chosen)
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
