"""Documents into the store: read, cut into passages, encode, commit, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa.datatypes import Document, Passage, Progress, Skipped
from qa.documents.passages import VERSION as CUTTING_VERSION
from qa.documents.passages import pack
from qa.documents.scan import FoundFile
from qa.documents.sentences import split
from qa.embedding.encoder import Encoder
from qa.embedding.passage_context import CountTokens, context_of, with_context
from qa.errors import DocumentError
from qa.indexing.diff import file_state, skipped_signature
from qa.indexing.vector_reuse import Key, Vectors
from qa.store.index_settings import IndexSettings
from qa.store.store import FileState, Store, text_sha256

if TYPE_CHECKING:
    from qa.indexing.vector_reuse import Vector

Report = Callable[[Progress], None]

BATCH_PASSAGES = 256  # encoded and committed together: some seconds of work


@dataclass(slots=True)
class Tally:
    """The running tally of one update."""

    skipped: list[tuple[Skipped, str]] = field(default_factory=list)
    truncated: int = 0  # passages longer than the model reads
    warnings: list[str] = field(default_factory=list)

    def messages(self) -> tuple[str, ...]:
        """The warnings for people."""
        found = list(self.warnings)
        if self.truncated:
            found.append(
                f"{self.truncated} passages are longer than the model reads; "
                "what follows its limit is found by its words only."
            )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Work:
    """A document that is cut and ready to be encoded."""

    document: Document
    file: FileState
    passages: tuple[Passage, ...]
    moved_from: str | None = None  # where the store has the same bytes, if their file is gone


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that are encoded and committed together."""

    new: tuple[Work, ...]
    moved: tuple[Work, ...]  # stored already, under another source
    keys: tuple[Key, ...]  # of the passages of those that are new
    texts: tuple[str, ...]  # what the encoder reads of them


def read(
    files: Iterable[FoundFile],
    settings: IndexSettings,
    count_tokens: CountTokens,
    tally: Tally,
    moved: Mapping[str, str] | None = None,
) -> Iterator[Work]:
    """Read and cut files one by one; those that can't be read are tallied as skipped.

    `moved` gives, for some sources, the source under which the store has the same bytes.
    """
    from qa.documents.loaders import load

    for item in files:
        try:
            state = file_state(item)  # before reading: a change in between is noticed next time
            document = load(item.path, item.source)
        except DocumentError as error:
            tally.skipped.append((Skipped(item.source, error.message), skipped_signature(item)))
            continue
        if work := cut(document, state, settings, count_tokens):
            yield replace(work, moved_from=(moved or {}).get(item.source))
        else:
            tally.skipped.append(
                (Skipped(item.source, "Holds no sentences."), skipped_signature(item))
            )


def cut(
    document: Document, file: FileState, settings: IndexSettings, count_tokens: CountTokens
) -> Work | None:
    """Cut a document into passages; None when it holds nothing to find."""
    passages = pack(document, split(document), settings.passages, *_counting(count_tokens))
    return Work(document, file, passages) if passages else None


def _counting(count_tokens: CountTokens) -> tuple[CountTokens, ...]:
    """Until passages are cut by tokens (version 2), `pack` takes no counter."""
    return (count_tokens,) if CUTTING_VERSION > 1 else ()


def ingest(
    store: Store,
    encoder: Encoder,
    settings: IndexSettings,
    work: Iterable[Work],
    total: int,
    progress: Report | None,
    tally: Tally,
) -> None:
    """Encode and commit. `total` is the number of documents if known, else 0.

    A document is committed whole, with all its passages and vectors, or not at all.
    """
    done = 0
    if progress:
        progress(Progress("embedding", 0, total, "documents"))

    def reusable(keys: Iterable[Key]) -> dict[Key, Vector]:
        return store.reusable_vectors(
            keys, encoder.dimension, in_context=settings.context_in_vector
        )

    vectors = Vectors(encoder, reusable)
    for batch, made in vectors.of(_batches(store, work, settings, encoder.count_tokens)):
        at = 0
        with store.commit() as number:
            for item in batch.moved:
                store.move(str(item.moved_from), item.document, item.file, number)
            for item in batch.new:
                end = at + len(item.passages)
                store.put(item.document, item.file, item.passages, made[at:end], number)
                at = end
        done += len(batch.new) + len(batch.moved)
        if progress:
            progress(Progress("embedding", done, total, "documents"))
    tally.truncated += vectors.truncated


def _batches(
    store: Store, work: Iterable[Work], settings: IndexSettings, count_tokens: CountTokens
) -> Iterator[Batch]:
    waiting: list[Work] = []
    size = 0
    for item in work:
        waiting.append(item)
        size += len(item.passages)
        if size >= BATCH_PASSAGES:
            yield _batch(store, waiting, settings, count_tokens)
            waiting, size = [], 0
    if waiting:
        yield _batch(store, waiting, settings, count_tokens)


def _batch(
    store: Store, work: Sequence[Work], settings: IndexSettings, count_tokens: CountTokens
) -> Batch:
    new: list[Work] = []
    moved: list[Work] = []
    keys: list[Key] = []
    texts: list[str] = []
    for item in work:
        if _only_moved(store, item):
            moved.append(item)
            continue
        new.append(item)
        for passage in item.passages:
            text = item.document.text[passage.start : passage.end]
            context = context_of(item.document.title, passage.heading)
            keys.append((text_sha256(text), context if settings.context_in_vector else ""))
            texts.append(text)
    if settings.context_in_vector:
        texts = with_context([context for _, context in keys], texts, count_tokens)
    return Batch(tuple(new), tuple(moved), tuple(keys), tuple(texts))


def _only_moved(store: Store, work: Work) -> bool:
    """Whether a document differs from the stored one in its source only."""
    if work.moved_from is None:
        return False
    before = store.document(work.moved_from)
    return before is not None and replace(before, source=work.document.source) == work.document
