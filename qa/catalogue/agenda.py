"""What stands in calendars at a time, the next of it, and birthdays on cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qa.catalogue import periods, pieces
from qa.catalogue.event_questions import coming
from qa.catalogue.formats import of_format
from qa.catalogue.pieces import Piece
from qa.catalogue.question import CatalogueQuestion, Period
from qa.catalogue.shelf import READ, Shelf
from qa.catalogue.showing import EXACT, Asked, cut_notes
from qa.datatypes import Answer, BlockKind, Document, DocumentInfo
from qa.documents.recurrence import days, understood
from qa.lexicon import MONTHS
from qa.search.terms import content_stems, stems
from qa.wording import counted, day_in_words

_LONGEST = 60  # days that an event lasts which is looked for by its beginning
_AHEAD = 2 * 366  # days in which the next one is looked for
_NAMED = 3  # days of a repeated event that are named
_WHEN = re.compile(
    r"^(?:When|Start|Date): (?:[A-Z][a-z]+day )?(?P<first>\d{1,2} \w+ \d{4})"
    r"(?:, (?P<clock>\d\d:\d\d))?"
    r"(?:[^·\n]{0,60}? to [A-Z][a-z]+day (?P<last>\d{1,2} \w+ \d{4}))?[^·\n]*?(?= ·|$)"
    r"(?: · Repeats: (?P<words>[^·\n]+))?(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
_BIRTHDAY = re.compile(
    rf"^Birthday: (?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)})(?: (?P<year>\d{{4}}))?$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event or a birthday with the days on which it is in the time asked for."""

    info: DocumentInfo
    document: Document
    place: tuple[int, int]  # of the line that says so
    days: tuple[date, ...]  # none where it is repeated in a way that is not known
    clock: str = ""
    repeated: bool = False
    cancelled: bool = False


def agenda(asked: Asked, today: date | None = None) -> Answer | None:
    """The events of a time; None where there are none, unless events were named."""
    question, shelf = asked.question, asked.shelf
    infos = of_format("event", list(shelf.infos.values()))
    if not infos or question.period is None:
        return None
    today = today or datetime.now().astimezone().date()
    if not question.newest:
        return _next(asked, _events(infos, Period(today, today + timedelta(days=_AHEAD)), shelf))
    tried: list[tuple[Period, list[_Entry]]] = []
    for period in coming(question.period, question.number, today, question.done):
        found = _events(infos, period, shelf)
        if any(map(_sure, found)):
            return _listed(asked, found, period, "event")
        tried.append((period, found))
    if question.noun != "event":
        return None
    period, found = tried[0]
    none = f"No event {_in_words(period)}."
    return pieces.refusal(asked.text, (), [none, *_left_out(found)])


def birthdays(asked: Asked, today: date | None = None) -> Answer | None:
    """The birthdays of a time, by cards; None where no card has any then."""
    question, shelf = asked.question, asked.shelf
    cards = {info.source for info in of_format("contact", list(shelf.infos.values())) or ()}
    infos = (
        [info for info in shelf.holding("\nBirthday: ") if info.source in cards] if cards else []
    )
    if question.period is None:
        return None
    today = today or datetime.now().astimezone().date()
    if not question.newest:
        year = Period(today, today + timedelta(days=366))
        return _next(asked, _births(infos, year, question, shelf))
    period = coming(question.period, question.number, today, past=False)[0]
    found = _births(infos, period, question, shelf)
    return _listed(asked, found, period, "birthday") if found else None


def _events(infos: Sequence[DocumentInfo], period: Period, shelf: Shelf) -> list[_Entry]:
    since, until = period.since or date.min, period.until or date.max
    earliest = max(since, date.min + timedelta(days=_LONGEST)) - timedelta(days=_LONGEST)
    sources = {info.source for info in infos}
    again = [info for info in shelf.holding(" · Repeats: ") if info.source in sources]
    near = [info for info in infos if info.published and earliest <= info.published <= until]
    chosen = {info.source: info for info in (*near, *again)}
    found = []
    for info, document in shelf.read(list(chosen.values())):
        match = _WHEN.search(document.text) if document else None
        if document is None or match is None or not (first := periods.day(match["first"])):
            continue
        last = periods.day(match["last"] or "") or first
        on = _days(first, last, match["words"], since, until)
        unknown = bool(match["words"]) and not understood(match["words"].strip())
        if on or (unknown and first <= until):
            cancelled = "Status: cancelled" in match["rest"]
            place = match.span()
            repeats = bool(match["words"])
            clock = match["clock"] or ""
            found.append(_Entry(info, document, place, on, clock, repeats, cancelled))
    return sorted(found, key=lambda each: (each.days[:1], each.clock, each.info.source))


def _days(first: date, last: date, words: str | None, since: date, until: date) -> tuple[date, ...]:
    """The days from `since` to `until` on which an event is or goes on."""
    if words:
        return tuple(days(words.strip(), first, since, until))
    return (max(first, since),) if first <= until and last >= since else ()


def _births(
    infos: Sequence[DocumentInfo], period: Period, question: CatalogueQuestion, shelf: Shelf
) -> list[_Entry]:
    found = []
    for info, document in shelf.read(infos[:READ]):
        match = _BIRTHDAY.search(document.text) if document else None
        if document is None or match is None:
            continue
        day, month = int(match["day"]), MONTHS.index(match["month"]) + 1
        year = int(match["year"]) if match["year"] else None
        within = question.period or period
        of_any_year = within.month is not None and not question.number
        if of_any_year:
            years: Iterable[int] = (2000,) if month == within.month else ()
        elif question.exact_name and within.month is None:  # born then, not a birthday then
            years = (year,) if year else ()
        else:
            since, until = period.since or date.min, period.until or date.max
            years = range(since.year, min(until.year, since.year + 1) + 1)
        on = tuple(_real(day, month, each) for each in years)
        on = tuple(each for each in on if each and (of_any_year or each in period))
        if on:
            found.append(_Entry(info, document, match.span(), tuple(filter(None, on))))
    return sorted(found, key=lambda each: (each.days[0], each.info.title))


def _real(day: int, month: int, year: int) -> date | None:
    """The day of a year; the last of February for the 29th where it has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 2, 28) if (month, day) == (2, 29) else None


def _next(asked: Asked, found: Iterable[_Entry]) -> Answer | None:
    """The first of them that has the words of the topic."""
    wanted = set(content_stems(asked.question.topic))
    fit = [each for each in found if _sure(each) and wanted <= set(stems(each.info.title))]
    if not fit or (asked.question.topic and not wanted):
        return None
    first = [each for each in fit if each.days[0] == fit[0].days[0]]
    return _answer(asked, first, [f"On {day_in_words(fit[0].days[0])}."])


def _sure(each: _Entry) -> bool:
    return bool(each.days) and not each.cancelled


def _listed(asked: Asked, found: Sequence[_Entry], period: Period, noun: str) -> Answer:
    on = list(filter(_sure, found))
    number = counted(len(on), noun)
    month = asked.question.period
    if noun == "birthday" and month and month.month and not asked.question.number:
        notes = [f"{number} in {MONTHS[month.month - 1]}."]
    else:
        notes = [f"{number} {_in_words(period)}."]
    for each in on[: pieces.SHOWN]:
        if each.repeated and period.day is None:
            more = len(each.days) - _NAMED
            named = ", ".join(map(day_in_words, each.days[:_NAMED]))
            rest = f" and {more} more" if more > 0 else ""
            notes.append(f"{each.info.title}: {named}{rest}.")
    notes += cut_notes(len(on))
    return _answer(asked, on, [*notes, *_left_out(found)])


def _left_out(found: Sequence[_Entry]) -> Iterator[str]:
    """For people: what is cancelled, and what may be then as well."""
    cancelled = [each.info.title for each in found if each.days and each.cancelled]
    unsure = [each.info.title for each in found if not each.days and not each.cancelled]
    for titles, why in ((cancelled, "Cancelled"), (unsure, "Repeated by a rule not looked into")):
        if titles:
            more = f" and {len(titles) - _NAMED} more" if len(titles) > _NAMED else ""
            yield f"{why}: {', '.join(titles[:_NAMED])}{more}."


def _answer(asked: Asked, found: Sequence[_Entry], notes: Sequence[str]) -> Answer:
    shown = list(map(_piece, found[: pieces.SHOWN]))
    return pieces.answer(
        asked.text,
        shown,
        asked.path_of,
        confidence=EXACT,
        others=[each.info for each in found],
        notes=notes,
    )


def _piece(each: _Entry) -> Piece:
    """The line that says when it is, below what it is."""
    headings = (b for b in each.document.blocks if b.kind is BlockKind.HEADING)
    heading = next(((b.start, b.end) for b in headings), None)
    parts = (heading, each.place) if heading else (each.place,)
    return Piece(each.info, each.document, parts, each.place)


def _in_words(period: Period) -> str:
    since, until = period.since, period.until
    if since and since == until:
        return f"on {day_in_words(since)}"
    if since and until:
        return f"from {day_in_words(since)} to {day_in_words(until)}"
    if since:
        return f"from {day_in_words(since)} on"
    return f"until {day_in_words(until)}" if until else "then"
