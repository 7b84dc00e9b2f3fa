"""A file to a document and its passages, or the reason why not: no file stops the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.datatypes import Document, Passage
from qa.documents.loaders import failed, load_with_doubt
from qa.documents.passages import PassageSettings, pack
from qa.documents.sentences import split
from qa.errors import DocumentError

Count = Callable[[Sequence[str]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class CutFile:
    """A document with its passages; `doubt` is the encoding that was guessed, or empty."""

    document: Document
    passages: tuple[Passage, ...]
    doubt: str = ""


def cut_file(
    path: Path, source: str, settings: PassageSettings, count: Count, *, contained: bool = True
) -> CutFile:
    """Read one file and cut it into passages; `count` gives the tokens of each text.

    Raises DocumentError for whatever goes wrong: also for a fault of a loader's own, so that one
    odd file never stops an update. Uncontained: see `load_with_doubt`.
    """
    document, doubt = load_with_doubt(path, source, contained=contained)
    return CutFile(document, cut_document(document, settings, count), doubt)


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
