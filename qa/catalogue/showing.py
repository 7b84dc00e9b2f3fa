"""What the answers of the catalogue share: the question with its documents, and single pieces."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from qa.catalogue import pieces
from qa.catalogue.formats import MAILS, ONLY_FORMATS
from qa.catalogue.language import GENERIC_NOUNS, RARE_NOUNS, SPECIFIC_NOUNS
from qa.catalogue.pieces import Piece
from qa.catalogue.question import CatalogueQuestion, Period
from qa.catalogue.shelf import Shelf, written_day
from qa.catalogue.statements import author_statement, change_statement, date_statement
from qa.datatypes import Answer, DocumentInfo

# Confidence by how documents were found: word by word, by title, by a judgement, loosely.
EXACT, TITLED, JUDGED, LOOSE = 0.97, 0.92, 0.75, 0.6
_PLURALS = GENERIC_NOUNS | SPECIFIC_NOUNS
_COUNTED = {"minutes": "set of minutes"}  # a word that is no singular


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what it is answered from."""

    text: str
    question: CatalogueQuestion
    shelf: Shelf
    path_of: Callable[[str], str]


def within(time: Period, period: Period) -> bool:
    """Whether all of a document's time, which may be a month or a year, lies in a period."""
    return (
        time.since is not None
        and time.until is not None
        and time.since in period
        and time.until in period
    )


def still_to_come(times: Mapping[str, Period]) -> set[str]:
    """The documents of days later than today, by their source; none where all are."""
    today = datetime.now().astimezone().date()
    found = {source for source, time in times.items() if time.since and time.since > today}
    return found if len(found) < len(times) else set()


def counted(count: int, question: CatalogueQuestion, complete: bool = True) -> str:
    """A number of documents in the asker's word for them."""
    noun = _COUNTED.get(question.noun, question.noun)
    noun = noun if count == 1 else _PLURALS.get(noun, f"{noun}s")
    return f"{'' if complete else 'At least '}{count:,} {noun}"


def cut_notes(number: int) -> list[str]:
    """For people: that not all of so many are shown; nothing where they are."""
    return [f"The first {pieces.SHOWN} are shown."] if number > pieces.SHOWN else []


def unless_called(question: CatalogueQuestion) -> CatalogueQuestion | None:
    """A question whose noun nothing here is called, as one for documents; None for certain nouns.

    "Books about geese" may be any documents; mails, PDFs and receipts are what they are.
    """
    if question.noun in MAILS | ONLY_FORMATS | RARE_NOUNS:
        return None
    return replace(question, noun="document")


def listed(
    asked: Asked, infos: Sequence[DocumentInfo], confidence: float, notes: Sequence[str]
) -> Answer | None:
    """An answer that lists documents, each by the line with its date or by how it begins."""
    dated = asked.question.period is not None
    shown = [
        piece
        for info in infos[: pieces.SHOWN]
        if (piece := (dated_lead_piece if dated else lead_piece)(info, asked.shelf))
    ]
    if not shown:
        return None
    if len(infos) > len(shown):
        notes = [*notes, f"The first {len(shown)} are shown."]
    return pieces.answer(
        asked.text, shown, asked.path_of, confidence=confidence, others=infos, notes=notes
    )


def lead_piece(info: DocumentInfo, shelf: Shelf) -> Piece | None:
    """How a document begins."""
    document = shelf.document(info)
    return pieces.lead(info, document) if document else None


def dated_piece(info: DocumentInfo, shelf: Shelf) -> Piece | None:
    """The line in which a document gives its date."""
    document = shelf.document(info)
    if document is None:
        return None
    day = written_day(info)
    known = Period(day, day) if day else None
    stated = date_statement(document, known)
    if stated is None:
        return None
    return pieces.line(info, document, (stated.start, stated.end), stated.span)


def changed_piece(info: DocumentInfo, shelf: Shelf) -> Piece | None:
    """The line in which a document says when it was changed last."""
    document = shelf.document(info)
    stated = change_statement(document) if document else None
    if document is None or stated is None:
        return None
    return pieces.line(info, document, (stated.start, stated.end), stated.span)


def dated_lead_piece(info: DocumentInfo, shelf: Shelf) -> Piece | None:
    """The line with its date; how it begins as well where that line tells nothing but the date."""
    dated, lead = dated_piece(info, shelf), lead_piece(info, shelf)
    if dated is None or lead is None:
        return dated or lead
    if pieces.says(dated.document, dated.proof[0]):
        return dated
    return pieces.joined(dated, lead)


def signed_piece(info: DocumentInfo, shelf: Shelf) -> Piece | None:
    """The line in which a document names its author."""
    document = shelf.document(info)
    stated = author_statement(document) if document else None
    if document is None or stated is None:
        return None
    return pieces.line(info, document, (stated.start, stated.end), stated.span)


def newest_first(infos: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """Documents by day, the latest first and those without a day last."""
    return sorted(
        infos, key=lambda info: (written_day(info) or date.min, info.source), reverse=True
    )


def named_note(infos: Sequence[DocumentInfo], shelf: Shelf) -> list[str]:
    """Say of how many documents the year or month is known by their names alone."""
    named = sum(shelf.dated_by_name(info) for info in infos)
    return [f"{named:,} by the year or month in the name."] if named else []


def undated_note(count: int) -> str:
    """Say how many more documents have no date, so that no time could choose them."""
    return f"{count:,} more {'has' if count == 1 else 'have'} no date."
