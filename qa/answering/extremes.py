"""Which of two rows has more of what a question asks the most or the least of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.answering import stated_numbers, stated_times
from qa.datatypes.table_rows import Cell, cells_of, is_row, says_total
from qa.search.terms import content_words, stems

_PRICES = "price cost fee fare rent rate premium charge amount"
_DAYS = "date day year built born birth start since joined founded from"
# What is compared, in which columns where the question names none, and whether the most is meant.
_SENSES: tuple[tuple[str, str, bool], ...] = (
    (r"most expensive|dearest|priciest|costliest|costs? (?:the )?most", _PRICES, True),
    (r"cheapest|least expensive|costs? (?:the )?least", _PRICES, False),
    (r"longest", "length duration distance long", True),
    (r"shortest", "length duration distance long", False),
    (r"heaviest", "weight", True),
    (r"lightest", "weight", False),
    (r"tallest|highest", "height", True),
    (r"fastest", "speed", True),
    (r"slowest", "speed", False),
    (r"oldest|earliest", _DAYS, False),
    (r"youngest|newest|latest|most recent", _DAYS, True),
    (r"largest|biggest|greatest|most", "size", True),
    (r"smallest|lowest|fewest|least", "size", False),
)
_AGES = frozenset(stems("age"))
_AMOUNT = re.compile(r"\W{0,3}\d[\d.,'\s]*\S{0,3}(?: [^\W\d]+){0,2}")  # and its unit: "5 days"
_Value = tuple[str, tuple[float, ...]]  # what it is measured in, and how much


def has_more(question: str, one: str, other: str) -> bool | None:
    """Whether `one` of two rows goes further than the other; None where that can't be told."""
    sense = _sense(question)
    if sense is None:
        return None
    mine, theirs = cells_of(one), cells_of(other)
    if says_total(mine[0].value) or says_total(theirs[0].value):
        return says_total(theirs[0].value)
    for cell in _compared(question, sense[0], mine):
        match = next((each for each in theirs if each.key == cell.key), None)
        values = _value(cell), match and _value(match)
        if values[0] and values[1] and values[0][0] == values[1][0] and values[0] != values[1]:
            aged = sense[0] == _DAYS and bool(_AGES & set(stems(cell.key)))
            return (values[0][1] > values[1][1]) is (sense[1] is not aged)
    return None


def compared_value(question: str, row: str) -> tuple[int, int] | None:
    """Where in a row that stands which is compared; None where several may be."""
    sense = _sense(question) if is_row(row) else None
    if sense is None:
        return None
    places = [(cell.start, cell.end) for cell in _compared(question, sense[0], cells_of(row))]
    return places[0] if len(places) == 1 else None


def _sense(question: str) -> tuple[str, bool] | None:
    for pattern, columns, most in _SENSES:
        if re.search(rf"\b(?:{pattern})\b", question, re.IGNORECASE):
            return columns, most
    return None


def _compared(question: str, columns: str, cells: list[Cell]) -> Iterator[Cell]:
    """The cells whose column a question names, else those that its adjective is of."""
    wanted = set(content_words(question))
    for of in (wanted, set(stems(columns)) | (_AGES if columns == _DAYS else set())):
        found = [cell for cell in cells if of & set(stems(cell.key)) and _value(cell)]
        if found:
            yield from found
            return


def _value(cell: Cell) -> _Value | None:
    """What a cell measures; None where that is not one amount or one day."""
    size = len(cell.value)
    days = [d for d in stated_times.moments(cell.value, 0, size) if d.year]
    if len(days) == 1:
        day = days[0]
        return "day", (day.year or 0, day.month or 0, day.day or 0)
    amounts = stated_numbers.amounts(cell.value, 0, size)
    if len(amounts) != 1 or days or not _AMOUNT.fullmatch(cell.value):
        return None
    return amounts[0].measure, (amounts[0].low,)
