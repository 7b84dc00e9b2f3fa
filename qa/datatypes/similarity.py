"""Documents that are like another one: how, and in which passages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.datatypes.documents import DocumentInfo
from qa.datatypes.places import Place


class Likeness(StrEnum):
    """How alike two documents are, closest first: three by their words, two by their meaning."""

    COPY = "copy"  # nearly the same words
    PART = "part"  # nearly all words of the shorter one stand in the longer one
    VERSION = "version"  # they have much of their text in common
    CLOSE = "close"  # about the same thing
    RELATED = "related"  # about something near


@dataclass(frozen=True, slots=True)
class Stretch:
    """A passage of a document: `text` is `document.text[start:end]`."""

    start: int
    end: int
    text: str
    line: int | None  # of the file, 1-based; None in a file without lines
    place: tuple[Place, ...] = ()  # page, row ... outermost first


@dataclass(frozen=True, slots=True)
class AlikePassages:
    """A passage of the document that was asked about, and one of another that is like it."""

    here: Stretch
    there: Stretch
    score: float  # cosine


@dataclass(frozen=True, slots=True)
class SimilarDocument:
    """A document that is like the one asked about, with the passages that are most alike."""

    document: DocumentInfo
    path: str  # as a person would open it from here
    likeness: Likeness
    score: float  # from 0, as near as any other document of the collection, to 1
    passages: tuple[AlikePassages, ...] = ()
    also_in: tuple[DocumentInfo, ...] = ()  # near copies of this one


@dataclass(frozen=True, slots=True)
class SimilarDocuments:
    """The documents that are like one, most alike first."""

    document: DocumentInfo
    similar: tuple[SimilarDocument, ...]
    searched_documents: int = 0  # the others that it was compared with
    notes: tuple[str, ...] = ()  # sentences for people
