"""The cells of a row, and which of them a question asks for: `Phone: 07700 900 212`."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.key_words import compounds, stated
from qa.answering.question_type import expected, holds
from qa.datatypes.table_rows import Cell, cells_of, is_row
from qa.search.terms import content_words, stems

_MOST_VALUE = 80  # characters of what a question asks for


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
