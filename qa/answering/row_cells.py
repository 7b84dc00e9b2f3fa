"""The cells of a row, and which of them a question asks for: `Phone: 07700 900 212`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa.answering.key_words import compounds, stated
from qa.answering.question_type import expected, holds
from qa.answering.stated_times import Moment, moments
from qa.search.terms import content_words, stems

_BETWEEN = " · "
_MOST_KEY = 60  # characters of the name of a column
_LONGEST = timedelta(days=400)  # of a stretch that a row is for
_MOST_VALUE = 80  # characters of what a question asks for


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its column's name, and where its value stands in the text of the row."""

    key: str
    value: str
    start: int
    end: int

    def same(self, other: Cell) -> bool:
        """Whether both say the same under the same name."""
        return self.key == other.key and self.value.casefold() == other.value.casefold()


def is_row(text: str) -> bool:
    """Whether a sentence is a row of several cells."""
    return _BETWEEN in text


def cells_of(row: str) -> list[Cell]:
    """The cells of a row, with the names of their columns where it has them."""
    found = []
    at = 0
    for part in row.split(_BETWEEN):
        key, colon, value = part.partition(": ")
        if not colon or len(key) > _MOST_KEY:
            key, value = "", part
        found.append(Cell(key, value, at + len(part) - len(value), at + len(part)))
        at += len(part) + len(_BETWEEN)
    return found


def asked(question: str, cells: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
    """The cells whose column a question names, and those with other words of it: of what."""
    wanted = set(content_words(question))
    kind = expected(question)
    named = [cell for cell in cells if wanted & set(stems(cell.value))]
    # Of "Course code: S1" it says what the thing is, not what is asked of it.
    told = {stem for cell in named for stem in stems(cell.key)}
    of_key = compounds(question)
    held = []
    for cell in cells:
        if not cell.key or cell in named or len(cell.value) > _MOST_VALUE:
            continue
        words = len(wanted & set(stems(cell.key)) - told)
        words = words or bool(stated(of_key, f"{cell.key}: {cell.value}"))
        if words and holds(kind, cell.value):
            held.append((words, cell))
    most = max((words for words, _ in held), default=0)
    return [cell for words, cell in held if words == most], named


def of_another_day(question: str, row: str) -> bool:
    """Whether a row begins with a day, and a question names another one and only one."""
    if not is_row(row):
        return False
    cells = cells_of(row)
    asked_for, told = _one_day(question), _one_day(cells[0].value)
    if asked_for is None or told is None:
        return False
    return not (asked_for.agrees(told) or _within(asked_for, cells))


def day_within(question: str, row: str) -> date | None:
    """The day that a question names, where a row begins with two days that it lies between."""
    asked_for = _one_day(question) if is_row(row) else None
    return _within(asked_for, cells_of(row)) if asked_for else None


def _within(asked_for: Moment, cells: Sequence[Cell]) -> date | None:
    """The day, where it lies between those that are the first two cells: 17 Nov, 23 Nov 2025."""
    ends = [_one_day(cell.value) for cell in cells[:2]]
    if len(ends) < 2 or not (ends[0] and ends[1]):
        return None
    first, last = (end.resolved() for end in ends if end)
    if not first or not last or last - first > _LONGEST:
        return None
    years = [asked_for.year] if asked_for.year else [first.year, last.year]
    days = (replace(asked_for, year=year).resolved() for year in years)
    return next((day for day in days if day and first <= day <= last), None)


def _one_day(text: str) -> Moment | None:
    """The one day that a text names; None where it names none or several."""
    days = [moment for moment in moments(text, 0, len(text)) if moment.month and moment.day]
    return days[0] if len(days) == 1 else None


def within_cell(row: str, span: tuple[int, int]) -> tuple[int, int]:
    """A span of a row as far as it lies in one value, the first that it has a word of."""
    for cell in cells_of(row):
        start, end = max(cell.start, span[0]), min(cell.end, span[1])
        if start < end:
            return start, end
    return span


def asked_value(question: str, row: str) -> tuple[int, int] | None:
    """Where in a row the one value stands that a question asks for by the name of its column."""
    if not is_row(row):
        return None
    found, named = asked(question, cells_of(row))
    return (found[0].start, found[0].end) if len(found) == 1 and named else None
