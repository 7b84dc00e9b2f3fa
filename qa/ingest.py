"""Documents into the store: read, cut into passages, encode, commit, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qa.comparing import file_state, stamp
from qa.datatypes import Document, Passage, Progress, Skipped
from qa.encoder import Encoder
from qa.errors import DocumentError
from qa.passages import pack
from qa.scan import FoundFile
from qa.sentences import split
from qa.settings import IndexSettings
from qa.store import FileState, Store

if TYPE_CHECKING:
    import numpy.typing as npt

Report = Callable[[Progress], None]

BATCH_PASSAGES = 256  # encoded and committed together: some seconds of work


@dataclass(slots=True)
class Tally:
    """What a run has met so far."""

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

    def texts(self, settings: IndexSettings) -> list[str]:
        """What the encoder reads of each passage."""
        head = f"{self.document.title}\n" if settings.title_in_vector else ""
        return [head + self.document.text[p.start : p.end] for p in self.passages]


def read(files: Sequence[FoundFile], settings: IndexSettings, tally: Tally) -> Iterator[Work]:
    """Read and cut files one by one; those that can't be read are tallied as skipped."""
    from qa.loaders import load

    for item in files:
        try:
            state = file_state(item)  # before reading: a change in between is seen next time
            document = load(item.path, item.source)
        except DocumentError as error:
            tally.skipped.append((Skipped(item.source, error.message), stamp(item)))
            continue
        if work := cut(document, state, settings):
            yield work
        else:
            tally.skipped.append((Skipped(item.source, "Holds no sentences."), stamp(item)))


def cut(document: Document, file: FileState, settings: IndexSettings) -> Work | None:
    """Cut a document into passages; None when it holds nothing to find."""
    passages = pack(document, split(document), settings.passages)
    return Work(document, file, passages) if passages else None


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

    def encode(batch: list[Work]) -> npt.NDArray[np.float16]:
        truncated: list[int] = []
        texts = [text for item in batch for text in item.texts(settings)]
        vectors = encoder.encode_passages(texts, truncated).astype(np.float16)
        tally.truncated += len(truncated)
        return vectors

    for batch, vectors in _ahead(_batches(work), encode):
        at = 0
        with store.commit() as number:
            for item in batch:
                end = at + len(item.passages)
                store.put(item.document, item.file, item.passages, vectors[at:end], number)
                at = end
        done += len(batch)
        if progress:
            progress(Progress("embedding", done, total, "documents"))


def _ahead(
    batches: Iterable[list[Work]], encode: Callable[[list[Work]], npt.NDArray[np.float16]]
) -> Iterator[tuple[list[Work], npt.NDArray[np.float16]]]:
    """Batches with their vectors; while one is encoded the next is read and the last committed."""
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: tuple[list[Work], Future[npt.NDArray[np.float16]]] | None = None
    with ThreadPoolExecutor(1) as pool:
        for batch in batches:
            future = pool.submit(encode, batch)
            if waiting:
                yield waiting[0], waiting[1].result()
            waiting = batch, future
        if waiting:
            yield waiting[0], waiting[1].result()


def _batches(work: Iterable[Work]) -> Iterator[list[Work]]:
    batch: list[Work] = []
    size = 0
    for item in work:
        batch.append(item)
        size += len(item.passages)
        if size >= BATCH_PASSAGES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
