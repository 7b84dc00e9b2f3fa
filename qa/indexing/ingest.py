"""Documents into the store: read, cut into passages, encode, commit, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa.datatypes import Document, Passage, Progress, Skipped
from qa.documents.cutting import cut_document
from qa.documents.found_file import FoundFile
from qa.documents.loaders.ocr import OFF, Ocr, Pictures, Unrecognised
from qa.embedding.encoder import Encoder
from qa.embedding.passage_context import CountTokens, context_of, with_context
from qa.errors import DocumentError
from qa.indexing.cutter import Cutter
from qa.indexing.earlier_texts import NO_EARLIER_TEXTS, EarlierTexts
from qa.indexing.executor import Executor
from qa.indexing.file_signatures import skipped_signature
from qa.indexing.guessed import set_guessed
from qa.indexing.recognition import set_pictures
from qa.indexing.vector_reuse import Encoding, Key, Vectors
from qa.indexing.workers import cut_files
from qa.store.index_settings import IndexSettings
from qa.store.interface import StoreWriter
from qa.store.store import FileState, text_sha256

if TYPE_CHECKING:
    from qa.indexing.vector_reuse import Vector

Report = Callable[[Progress], None]

BATCH_PASSAGES = 256  # encoded and committed together: some seconds of work
_UNENCODED = 4  # times as many where nothing is encoded


@dataclass(slots=True)
class Tally:
    """The running tally of one update."""

    skipped: list[tuple[Skipped, str]] = field(default_factory=list)
    guessed: int = 0  # documents whose encoding was guessed
    recognised: int = 0  # files with pages that were read by OCR
    truncated: int = 0  # passages longer than the model reads
    warnings: list[str] = field(default_factory=list)
    retained: set[str] = field(default_factory=set)  # sources, see `qa.indexing.waiting_scans`

    def messages(self) -> tuple[str, ...]:
        """The warnings for people."""
        found = list(self.warnings)
        if self.guessed:
            found.append(
                f"The encoding of {_files(self.guessed)} had to be guessed; see 'qa status'."
            )
        if self.recognised:
            found.append(f"Pages of {_files(self.recognised)} were read by OCR; see 'qa status'.")
        if self.truncated:
            found.append(
                f"{self.truncated} passages are longer than the model reads; "
                "what follows its limit is found by its words only."
            )
        return tuple(found)


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


@dataclass(frozen=True, slots=True)
class Work:
    """A document that is cut and ready to be encoded."""

    document: Document
    file: FileState
    passages: tuple[Passage, ...]
    moved_from: str | None = None  # where the store has the same bytes, if their file is gone
    doubt: str = ""  # its encoding, if that was guessed
    left: int = 0  # documents of the same file that come after it
    pictures: Pictures | None = None  # pages of the file that are some; None: as they were


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that are encoded and committed together."""

    new: tuple[Work, ...]
    moved: tuple[Work, ...]  # stored already, under another source
    keys: tuple[Key, ...]  # of the passages of those that are new
    texts: tuple[str, ...]  # what the encoder reads of them


def read(
    files: Sequence[FoundFile],
    settings: IndexSettings,
    encoder: Encoder,
    tally: Tally,
    moved: Mapping[str, str] | None = None,
    ocr: Ocr = OFF,
    earlier: EarlierTexts = NO_EARLIER_TEXTS,
    executor: Executor | None = None,
) -> Generator[Work]:
    """Read and cut files, in their order; those that can't be read are tallied as skipped.

    `moved` gives, for some sources, the source under which the store has the same bytes; `ocr` is
    for pages that are pictures. Scans with `earlier` texts stay as the store has them where most of
    their pages can't be recognised now. Without `executor` it is done on this machine.
    """
    cutter = Cutter(settings.passages, encoder.count_tokens, encoder.tokenizer_file, ocr)
    cut = executor.cut_files(files, cutter, encoder) if executor else cut_files(files, cutter)
    with closing(cut) as results:
        for item, state, result in results:
            if stays := earlier.of_file(item.source, result):
                tally.retained.add(item.source)
                skipped = Skipped(item.source, stays)
                tally.skipped.append((skipped, skipped_signature(item, ocr.key)))
                continue
            if isinstance(result, DocumentError):
                skipped = Skipped(item.source, result.message)
                key = ocr.key if isinstance(result, Unrecognised) else ""
                tally.skipped.append((skipped, skipped_signature(item, key)))
                continue
            tally.guessed += bool(result.doubt)
            tally.recognised += bool(result.pictures.recognised)
            result = earlier.with_scans(
                item.source, result, settings.passages, encoder.count_tokens
            )
            tally.skipped += [(each, "") for each in result.skipped]
            before = (moved or {}).get(item.source)
            for left, each in zip(
                reversed(range(len(result.documents))), result.documents, strict=True
            ):
                yield Work(
                    each.document, state, each.passages, before, result.doubt, left, result.pictures
                )


def cut(
    document: Document, file: FileState, settings: IndexSettings, count_tokens: CountTokens
) -> Work:
    """Cut a document into passages. Raises DocumentError when it holds nothing to find."""
    return Work(document, file, cut_document(document, settings.passages, count_tokens))


def ingest(
    store: StoreWriter,
    encoder: Encoder,
    settings: IndexSettings,
    work: Iterable[Work],
    total: int,
    progress: Report | None,
    tally: Tally,
    *,
    encode: bool = True,
    encoding: Encoding | None = None,
    committed: Callable[[], None] = lambda: None,
) -> None:
    """Encode and commit. `total` is the number of files if known, else 0.

    A document is committed whole, with all its passages and vectors, or not at all. Without
    `encode` passages wait for the vectors that the store has not: see `qa.indexing.refine`.
    `encoding` is who encodes (default: this process); `committed` is called after every commit.
    """
    stage = "embedding" if encode else "reading"
    if progress:
        progress(Progress(stage, 0, total, "documents"))

    def reusable(keys: Iterable[Key]) -> dict[Key, Vector]:
        return store.reusable_vectors(
            keys, encoder.dimension, in_context=settings.context_in_vector
        )

    def tick(done: int) -> None:
        if progress:
            progress(Progress(stage, done, total, "documents"))
        committed()

    vectors = Vectors(encoder, reusable, encoding)
    size = BATCH_PASSAGES if encode else BATCH_PASSAGES * _UNENCODED
    batches = _batches(store, work, settings, encoder.count_tokens, size)
    # Closed at once, whatever happens: an error's traceback would keep workers running.
    with closing(batches):
        if encode:
            with closing(vectors.of(batches)) as encoded:
                _commit(store, encoded, tick)
        else:
            known = ((batch, reusable(batch.keys)) for batch in batches)
            found = ((batch, [have.get(key) for key in batch.keys]) for batch, have in known)
            _commit(store, found, tick)
    tally.truncated += vectors.truncated


def _commit(
    store: StoreWriter,
    encoded: Iterable[tuple[Batch, Vector | list[Vector | None]]],
    tick: Callable[[int], None],
) -> None:
    done = 0
    begun: dict[str, list[str]] = {}  # containers, and which documents of them are committed
    for batch, made in encoded:
        at = 0
        with store.commit() as number:
            for item in batch.moved:
                store.move(str(item.moved_from), item.document, item.file, number)
            for item in batch.new:
                end = at + len(item.passages)
                if item.document.container and item.file.source not in begun:
                    begun[item.file.source] = []
                    store.begin_container(item.file.source)
                store.put(item.document, item.file, item.passages, made[at:end], number)
                at = end
                if item.document.container:
                    begun[item.file.source].append(item.document.source)
                    if not item.left:
                        store.end_container(item.file, begun.pop(item.file.source), number)
            read = (*batch.new, *batch.moved)
            set_guessed(store, {item.file.source: item.doubt for item in read})
            pictures = {each.file.source: each.pictures for each in read if each.pictures}
            set_pictures(store, pictures)
        done += sum(not item.left for item in (*batch.new, *batch.moved))
        tick(done)


def _batches(
    store: StoreWriter,
    work: Iterable[Work],
    settings: IndexSettings,
    count_tokens: CountTokens,
    most: int,
) -> Generator[Batch]:
    waiting: list[Work] = []
    size = 0
    try:
        for item in work:
            waiting.append(item)
            size += len(item.passages)
            if size >= most:
                yield _batch(store, waiting, settings, count_tokens)
                waiting, size = [], 0
        if waiting:
            yield _batch(store, waiting, settings, count_tokens)
    finally:
        if isinstance(work, Generator):
            work.close()


def _batch(
    store: StoreWriter, work: Sequence[Work], settings: IndexSettings, count_tokens: CountTokens
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


def _only_moved(store: StoreWriter, work: Work) -> bool:
    """Whether a document differs from the stored one in its source only."""
    if work.moved_from is None or work.document.container:
        return False
    before = store.document(work.moved_from)
    return before is not None and replace(before, source=work.document.source) == work.document
