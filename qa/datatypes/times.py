"""Time in questions, and evidence in order of date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qa.datatypes.documents import DocumentInfo
from qa.datatypes.places import Place


@dataclass(frozen=True, slots=True)
class TimeFocus:
    """The time that a question is about: a period, both days included, or the present.

    `words` are those of the question that say so. With `newest` it asks how things are now, and
    there is no period. `named` is what its documents are called where they themselves are meant:
    "meeting" of "the last meeting".
    """

    words: str
    since: date | None = None
    until: date | None = None
    newest: bool = False
    named: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What one dated document says: a sentence of it, verbatim `document.text[start:end]`."""

    published: date
    text: str
    start: int
    end: int
    line: int | None  # of the file, 1-based; None in a file without lines
    document: DocumentInfo
    path: str  # as a person would open it from here
    confidence: float | None = None  # probability that its passage answers; None without a reader
    place: tuple[Place, ...] = ()  # page, row ... where it stands, outermost first
    also_in: tuple[DocumentInfo, ...] = ()  # documents that say the same in nearly the same words


@dataclass(frozen=True, slots=True)
class Timeline:
    """The evidence for a question, oldest first, at most one entry for each document."""

    question: str
    entries: tuple[TimelineEntry, ...]
    undated: int = 0  # documents that were found and have no date
    notes: tuple[str, ...] = ()  # sentences for people
