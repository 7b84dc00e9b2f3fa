"""A file to a document and its passages, or the reason why not: no file stops the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.datatypes import Document, Passage, Skipped
from qa.documents.loaders import failed, load_file
from qa.documents.loaders.ocr import NO_PICTURES, Pictures, UnreadScan
from qa.documents.loaders.recogniser import Recogniser
from qa.documents.passages import PassageSettings, pack
from qa.documents.sentences import split
from qa.errors import DocumentError

Count = Callable[[Sequence[str]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class CutDocument:
    """A document with its passages."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class CutFile:
    """The documents of a file, at least one, each with its passages.

    `skipped` is what else is inside of it; `doubt` the encoding that was guessed, or empty;
    `pictures` are its pages that are some, `unread` the scans inside.
    """

    documents: tuple[CutDocument, ...]
    skipped: tuple[Skipped, ...] = ()
    doubt: str = ""
    pictures: Pictures = NO_PICTURES
    unread: tuple[UnreadScan, ...] = ()


def cut_file(
    path: Path,
    source: str,
    settings: PassageSettings,
    count: Count,
    *,
    contained: bool = True,
    recogniser: Recogniser | None = None,
) -> CutFile:
    """Read one file and cut it into passages; `count` gives the tokens of each text.

    Pages that are pictures go to the `recogniser`. Raises DocumentError for whatever goes wrong:
    also for a fault of a loader's own, so that one odd file never stops an update. Uncontained,
    Unrecognised: see `load_file`.
    """
    loaded = load_file(path, source, contained=contained, recogniser=recogniser)
    cut: list[CutDocument] = []
    skipped = list(loaded.skipped)
    for document in loaded.documents:
        try:
            cut.append(CutDocument(document, cut_document(document, settings, count)))
        except DocumentError as error:
            if not document.container:
                raise
            skipped.append(Skipped(document.source, error.message))
    if not cut:
        raise DocumentError("Nothing inside of it holds sentences.")
    return CutFile(tuple(cut), tuple(skipped), loaded.doubt, loaded.pictures, loaded.unread)


def cut_document(
    document: Document, settings: PassageSettings, count: Count
) -> tuple[Passage, ...]:
    """The passages of a document. Raises DocumentError when it holds none."""
    try:
        passages = pack(document, split(document), settings, count)
    except Exception as error:
        raise DocumentError(failed(error)) from error
    if not passages:
        raise DocumentError("Holds no sentences.")
    return passages
