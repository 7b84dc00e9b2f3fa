"""Passages that are found by their words get their vectors, while people already ask.

Newest documents first, committed in batches: what is killed goes on where it was. The write lock is
taken for each commit only, so that questions may apply small changes of files meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.datatypes import Progress
from qa.embedding.encoder import Encoder
from qa.embedding.passage_context import with_context
from qa.indexing.derive import derive
from qa.indexing.vector_reuse import Encoding, Key, Vectors
from qa.store.index_settings import IndexSettings
from qa.store.store import Store
from qa.store.write_lock import writing

if TYPE_CHECKING:
    from qa.indexing.ingest import Report
    from qa.indexing.vector_reuse import Vector

BATCH_PASSAGES = 256  # encoded and committed together: some seconds of work
_PATIENCE = 30.0  # seconds that another writer is waited for: a question applies a small change
_PUBLISHED = 5.0  # seconds, at least, between two foldings into dense.faiss,
_SHARE = 20  # and of the time at most one in so many


@dataclass(frozen=True, slots=True)
class _Batch:
    """Passages that are encoded and committed together."""

    ids: tuple[int, ...]
    keys: tuple[Key, ...]
    texts: tuple[str, ...]  # what the encoder reads of them


def refine(
    index: Path,
    store: Store,
    encoder: Encoder,
    progress: Report | None,
    encoding: Encoding | None = None,
) -> int:
    """Encode what waits in `store`: how many passages are longer than the model reads.

    `encoding` is who encodes; by default this process. Returns early when another process does the
    same. What `progress` raises ends it, with all that was committed. `store` is open for writing,
    without the lock. Raises IndexLocked when another process writes all the time, IndexUnwritable.
    """
    settings = IndexSettings.from_json(store.meta("settings"))

    def reusable(keys: Iterable[Key]) -> dict[Key, Vector]:
        return store.reusable_vectors(
            keys, encoder.dimension, in_context=settings.context_in_vector
        )

    vectors = Vectors(encoder, reusable, encoding)
    due = time.monotonic() + _PUBLISHED
    done, total = 0, store.waiting()
    if progress:
        progress(Progress("refining", 0, total, "passages"))
    batches = _batches(store, settings, encoder)
    with closing(batches), closing(vectors.of(batches)) as encoded:
        for batch, made in encoded:
            if not _commit(index, store, batch, made):
                break  # most were done by somebody else, who is at it
            done += len(batch.ids)
            began = time.monotonic()
            if began > due:
                _publish(index, store)
                ended = time.monotonic()
                due = ended + max(_PUBLISHED, _SHARE * (ended - began))
            if progress:
                progress(Progress("refining", min(done, total), total, "passages"))
    if done:
        _publish(index, store)
    return vectors.truncated


def _batches(store: Store, settings: IndexSettings, encoder: Encoder) -> Generator[_Batch]:
    """What waits, newest first; passages that came meanwhile are looked for at the end."""
    seen: set[int] = set()
    while todo := [number for number in store.waiting_ids().tolist() if number not in seen]:
        for at in range(0, len(todo), BATCH_PASSAGES):
            ids = todo[at : at + BATCH_PASSAGES]
            seen.update(ids)
            found = store.waiting_texts(ids)
            if not found:
                continue
            texts = [each.text for each in found]
            contexts = [each.context if settings.context_in_vector else "" for each in found]
            if settings.context_in_vector:
                texts = with_context(contexts, texts, encoder.count_tokens)
            hashes = (each.sha256 for each in found)
            yield _Batch(
                tuple(each.id for each in found),
                tuple(zip(hashes, contexts, strict=True)),
                tuple(texts),
            )


def _commit(index: Path, store: Store, batch: _Batch, made: Vector) -> bool:
    """Commit the vectors of a batch; whether at least half of it was still to be done."""
    with writing(index, _PATIENCE), store.commit() as number:
        settled = store.set_vectors(batch.ids, made, number)
    return 2 * settled >= len(batch.ids)


def _publish(index: Path, store: Store) -> None:
    with writing(index, _PATIENCE):
        store.checkpoint()
        derive(index, store)
