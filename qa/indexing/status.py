"""The state of a collection and its index, for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qa.datatypes import Status
from qa.indexing.diff import compare, root_of
from qa.indexing.guessed import guessed
from qa.indexing.recognition import recognised, unrecognised
from qa.indexing.sparse import sparse
from qa.objects.addresses import is_object, shown
from qa.search.dense_files import clusters_in
from qa.store.index_settings import settings_of
from qa.store.interface import StoreReader


def survey(index: Path, store: StoreReader, paths: Sequence[Path] | None, *, scan: bool) -> Status:
    """What the index holds, and with `scan` how the files under `paths` differ from that.

    Object storage is only looked at by an update.
    """
    settings = settings_of(store)
    documents, passages = store.counts()
    read = recognised(store)
    known = {each.source for each in read}
    status = Status(
        index=store.name,
        collection=tuple(map(shown, paths or ())),
        documents=documents,
        passages=passages,
        skipped=tuple(item for item, _ in store.skipped().values()),
        bytes=store.size(),
        encoder=settings.encoder,
        fingerprint=settings.fingerprint,
        last_sync=store.meta("last_sync"),
        clusters=clusters_in(index),
        guessed=guessed(store),
        sparse=tuple(each for each in sparse(store) if each.source not in known),
        recognised=read,
        unrecognised=unrecognised(store),
        waiting=store.waiting(),
        indexed=store.file_count(),
    )
    if paths is None or not scan or any(map(is_object, paths)):
        return status
    found = compare(store, paths, root_of(store, paths))
    return replace(
        status,
        skipped=tuple(item for item, _ in (*found.skipped, *found.behind, *found.inside)),
        new=tuple(item.source for item in (*found.new, *(item for item, _ in found.moved))),
        changed=tuple(item.source for item in found.changed),
        gone=(*found.gone, *found.retained, *(source for _, source in found.moved)),
        held=found.retained,
        files=found.files,
    )
