"""Cells of a sheet that are merged: what they show belongs to all rows and columns they cover."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

Row = tuple[int, list[str]]  # its number in the sheet, from 1, and what its cells show
Merged = tuple[int, int, int, int]  # first row and column, last row and column; columns from 0
Spans = Mapping[int, Sequence[tuple[int, int]]]  # by row: first and last column of merged cells
MOST = 20_000  # merged cells of a sheet that are looked at
_MOST_FILLED = 200_000  # cells that get the text of another one
_MOST_COLUMNS = 500


def filled_down(table: list[Row], merged: Iterable[Merged]) -> Spans:
    """Give the rows of cells that are merged downwards their text; where others are merged across.

    A row that holds nothing else gets none: there it is a title of two lines' height.
    """
    numbers = [at for at, _ in table]
    spans: dict[int, list[tuple[int, int]]] = {}
    left = _MOST_FILLED
    for top, first, bottom, last in merged:
        place = bisect_left(numbers, top)
        if place == len(table) or numbers[place] != top or first >= len(table[place][1]):
            continue
        last = min(last, _MOST_COLUMNS - 1)
        text = table[place][1][first]
        while place < len(table) and numbers[place] <= bottom and left > 0:
            at, cells = table[place]
            left -= 1
            if at == top or (text and any(cells[:first] + cells[last + 1 :])):
                put(cells, first, text)
                if first < last:
                    spans.setdefault(at, []).append((first, last))
            place += 1
    return spans


def filled_across(cells: list[str], spans: Sequence[tuple[int, int]]) -> list[str]:
    """A row whose merged cells stand in each of their columns, where it holds others, too."""
    made = list(cells)
    for first, last in spans:
        if any(cells[:first] + cells[last + 1 :]):
            for column in range(first, last + 1):
                put(made, column, cells[first])
    return made


def put(cells: list[str], column: int, text: str) -> None:
    """Put a text into a column of a row, which may be shorter."""
    cells += [""] * (column + 1 - len(cells))
    cells[column] = text


def two_tiers(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The names of columns that stand in two rows: "2024 Plan", "2024 Actual", "2025 Plan"."""
    width = max(len(upper), len(lower))
    tiers = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    return [
        below if above in ("", below) else f"{above} {below}".strip()
        for above, below in zip(*tiers, strict=True)
    ]
