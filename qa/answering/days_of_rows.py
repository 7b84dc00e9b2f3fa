"""The days that a row of a rota is for, and whether a question asks about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from qa.answering.stated_times import Moment, moments
from qa.datatypes.table_rows import Cell, cells_of, is_row
from qa.patterns import lazy_pattern
from qa.search.stopwords import NOW
from qa.wording import day_in_words

_LONGEST = timedelta(days=400)  # of a stretch that a row is for
# Days that are counted from the one on which somebody asks.
_NEAR = lazy_pattern(
    rf"\b(?:(?P<day>yesterday|today|tonight|tomorrow|{NOW})"
    r"|(?P<which>this|next|last) week(?P<end>end)?)(?!\w)",
    re.IGNORECASE,
)
_DAYS = {"yesterday": -1, "tomorrow": 1}
_WEEKS = {"last": -7, "this": 0, "next": 7}
_TO = lazy_pattern(r"\s+(?:-|to|until|till)\s+|\s*[–—]\s*|(?<=\d)-(?=\d{1,2}(?:,|\s[A-Z]))")
_DAY_OF_MONTH = lazy_pattern(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?![\w:.])")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words of a question that say which days it is about; the first and the last of them."""

    words: str
    first: date
    last: date


def of_another_day(question: str, row: str, today: date | None = None) -> bool:
    """Whether a row begins with a day, and a question names another one and only one."""
    if not is_row(row):
        return False
    cells = cells_of(row)
    told = _one_day(cells[0].value)
    if near := _near(question, today):
        ends = _stretch(cells, near.first.year) or _alone(told, near.first.year)
        return ends is not None and not (ends[0] <= near.last and near.first <= ends[1])
    asked_for = _one_day(question)
    if asked_for is None or told is None:
        return False
    return not (asked_for.agrees(told) or _within(asked_for, cells))


def days_within(question: str, row: str, today: date | None = None) -> str:
    """The words for days that a question names, where a row is for a stretch that has them."""
    if not is_row(row):
        return ""
    cells = cells_of(row)
    if near := _near(question, today):
        ends = _stretch(cells, near.first.year)
        return near.words if ends and ends[0] <= near.last and near.first <= ends[1] else ""
    asked_for = _one_day(question)
    day = _within(asked_for, cells) if asked_for else None
    return day_in_words(day) if day else ""


def _near(question: str, today: date | None) -> _Asked | None:
    found = list(_NEAR.finditer(question))
    if len(found) != 1:
        return None
    (match,) = found
    day = today or datetime.now().astimezone().date()
    if match["day"]:
        day += timedelta(days=_DAYS.get(match["day"].lower(), 0))
        return _Asked(match[0], day, day)
    monday = day - timedelta(days=day.weekday() - _WEEKS[match["which"].lower()])
    return _Asked(match[0], monday + timedelta(days=5 if match["end"] else 0),
                  monday + timedelta(days=6))  # fmt: skip


def _within(asked_for: Moment, cells: Sequence[Cell]) -> date | None:
    """The day, where it lies in the stretch that a row is for."""
    ends = _stretch(cells, asked_for.year)
    if ends is None:
        return None
    years = [asked_for.year] if asked_for.year else [ends[0].year, ends[1].year]
    days = (replace(asked_for, year=year).resolved() for year in years)
    return next((day for day in days if day and ends[0] <= day <= ends[1]), None)


def _stretch(cells: Sequence[Cell], year: int | None) -> tuple[date, date] | None:
    """The first and the last day that a row begins with, in one cell or two: 17 Nov, 23 Nov 2025.

    A year that is nowhere stated is `year`.
    """
    parts = _TO.split(cells[0].value)
    if len(parts) == 1:
        parts = [cell.value for cell in cells[:2]]
    if len(parts) != 2:
        return None
    ends = [_one_day(part) for part in parts]
    for at in (0, 1):  # "16–22 Nov", "Nov 16–22, 2026"
        other, number = ends[1 - at], _DAY_OF_MONTH.search(parts[at])
        if ends[at] is None and other and number and len(_TO.split(cells[0].value)) == 2:
            years = [each.year for each in moments(parts[at], 0, len(parts[at])) if each.year]
            ends[at] = replace(other, day=int(number[1]), year=years[0] if years else other.year)
    first, last = ends
    if first is None or last is None:
        return None
    until = replace(last, year=last.year or first.year or year).resolved()
    since = replace(first, year=first.year or (until.year if until else None)).resolved()
    if since and until and since > until and not first.year:  # over the turn of the year
        since = since.replace(year=since.year - 1) if (since.month, since.day) != (2, 29) else None
    return (since, until) if since and until and since <= until <= since + _LONGEST else None


def _alone(day: Moment | None, year: int) -> tuple[date, date] | None:
    """A single day as a stretch."""
    found = replace(day, year=day.year or year).resolved() if day else None
    return (found, found) if found else None


def _one_day(text: str) -> Moment | None:
    """The one day that a text names; None where it names none or several."""
    days = [moment for moment in moments(text, 0, len(text)) if moment.month and moment.day]
    return days[0] if len(days) == 1 else None
