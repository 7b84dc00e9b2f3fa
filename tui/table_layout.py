"""Rows of a table, written with the names of their columns, laid out as a grid.

A document writes a row as `Plan: Plus · Price: $10`. What is shown is cut out of the rows, so that
each cell is still a stretch of the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qa.render.layout import break_lines, width_of

GAP = 2  # cells between columns
_TALLEST = 4  # lines of a row; columns of long texts are hard to read
_APART = " · "
_WORD = 14  # cells of a word that is not to be cut by the width of its column
_NAME = re.compile(r"(?P<name>[^:]{1,60}): ")


class Run(NamedTuple):
    """`rows[row][start:end]`, shown from column `x` on."""

    x: int
    row: int
    start: int
    end: int


class GridLine(NamedTuple):
    """One line on the screen: a part of the header, or of one row."""

    header: bool
    row: int
    runs: tuple[Run, ...]


class _Cell(NamedTuple):
    name: tuple[int, int] | None  # where the name of its column stands in the row
    start: int
    end: int


def grid(rows: Sequence[str], width: int) -> list[GridLine] | None:
    """Lay rows out in columns. None where they share no columns, or there is no room for these."""
    found = [_cells(row) for row in rows]
    columns = _columns(rows, found)
    if columns is None:
        return None
    names, placed = columns
    texts: list[list[str]] = [
        [rows[n][cell.start : cell.end] for n, row in enumerate(placed) if (cell := row[at])]
        + ([rows[name.row][name.start : name.end]] if name else [])
        for at, name in enumerate(names)
    ]
    widths = _widths(texts, width)
    if widths is None:
        return None
    starts = [sum(widths[:at]) + GAP * at for at in range(len(widths))]
    lines: list[GridLine] = []
    if all(names):
        lines += _wrapped(rows, [name and (name.row, *name[2:]) for name in names], starts, widths,
                          header=True)  # fmt: skip
    for number, row in enumerate(placed):
        cells = [cell and (number, cell.start, cell.end) for cell in row]
        wrapped = _wrapped(rows, cells, starts, widths, header=False)
        if len(wrapped) > _TALLEST:
            return None
        lines += wrapped
    return lines


def record(row: str) -> list[tuple[int, int]]:
    """The cells of one row with the names of their columns, as offsets of the row."""
    cells: list[tuple[int, int]] = []
    for cell in _cells(row):
        if cell.name is None and cells and ": " in row:  # a value may hold what parts cells
            cells[-1] = (cells[-1][0], cell.end)
        else:
            cells.append((cell.name[0] if cell.name else cell.start, cell.end))
    return cells


def _cells(row: str) -> list[_Cell]:
    cells: list[_Cell] = []
    at = 0
    for text in row.split(_APART):
        named = _NAME.match(text)
        if named:
            cells.append(_Cell((at, at + named.end("name")), at + named.end(), at + len(text)))
        else:
            cells.append(_Cell(None, at, at + len(text)))
        at += len(text) + len(_APART)
    return cells


def _columns(
    rows: Sequence[str], found: list[list[_Cell]]
) -> tuple[list[Run | None], list[list[_Cell | None]]] | None:
    """The columns' names, and of each row its cell in each column. None where they differ."""
    if all(cell.name is None for row in found for cell in row):
        count = len(found[0])
        if count < 2 or len(found) < 2 or any(len(row) != count for row in found):
            return None
        return [None] * count, [list(row) for row in found]
    order: list[str] = []
    names: dict[str, Run] = {}
    placed: list[dict[str, _Cell]] = []
    for number, row in enumerate(found):
        here: dict[str, _Cell] = {}
        before = -1  # the place in `order` of the column before
        for cell in row:
            if cell.name is None:
                if not here or _APART not in rows[number]:
                    return None
                # A value may hold what parts cells.
                last = next(reversed(here))
                here[last] = here[last]._replace(end=cell.end)
                continue
            name = rows[number][slice(*cell.name)]
            if name in here:
                return None
            if name not in names:
                names[name] = Run(0, number, *cell.name)
                order.insert(before + 1, name)
            before = order.index(name)
            here[name] = cell
        placed.append(here)
    # A row that only names what follows is one of the table; a list of such rows is none.
    full = sum(len(row) * 2 >= len(order) for row in placed)
    if len(order) < 2 or full * 2 < len(placed):
        return None
    return [names[name] for name in order], [[row.get(name) for name in order] for row in placed]


def _widths(texts: list[list[str]], width: int) -> list[int] | None:
    """How wide each column is; narrow ones as they are, the others share what is left."""
    natural = [max(map(width_of, column), default=0) for column in texts]
    room = width - GAP * (len(natural) - 1)
    if sum(natural) <= room:
        return natural
    widths = [0] * len(natural)
    ascending = sorted(range(len(natural)), key=natural.__getitem__)
    for count, at in enumerate(ascending):
        share = room // (len(natural) - count)
        widths[at] = min(natural[at], share)
        if widths[at] < natural[at] and widths[at] < _least(texts[at]):
            return None
        room -= widths[at]
    return widths


def _least(column: list[str]) -> int:
    """The width at which no word of ordinary length is cut."""
    words = (width_of(word) for text in column for word in text.split())
    return min(_WORD, max(words, default=1))


def _wrapped(
    rows: Sequence[str],
    cells: Sequence[tuple[int, int, int] | None],
    starts: list[int],
    widths: list[int],
    *,
    header: bool,
) -> list[GridLine]:
    """The lines of one row, each cell wrapped in its column."""
    columns: list[list[Run]] = []
    for cell, x, width in zip(cells, starts, widths, strict=True):
        if cell is None:
            columns.append([])
            continue
        row, start, end = cell
        cuts = break_lines(rows[row][start:end], width)
        columns.append([Run(x, row, start + low, start + high) for low, high in cuts])
    number = next((runs[0].row for runs in columns if runs), 0)
    return [
        GridLine(header, number, tuple(runs[at] for runs in columns if at < len(runs)))
        for at in range(max(map(len, columns), default=0))
    ]
