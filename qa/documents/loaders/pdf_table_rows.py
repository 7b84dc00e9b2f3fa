"""Rows of a PDF's table: cells over several lines joined, each written with its column's name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.documents.loaders.builder import BETWEEN, MOST_NAMES, row
from qa.documents.loaders.pdf_figures import is_figure, is_measure, of_figures
from qa.documents.loaders.pdf_lines import Line, Segment
from qa.documents.loaders.pdf_printed import Run, runs_of_cell

_REMARK = re.compile(r"\(.*\)\Z")
_MOST_HEADER = 5  # rows


@dataclass(frozen=True, slots=True)
class Row:
    """The text of a row and the page it stands on, and where in it the words of that page are."""

    text: str
    page: int
    runs: tuple[Run, ...] = ()


@dataclass(slots=True)
class Cells:
    """A row while it is put together: texts by column, and the segments they come from."""

    cells: dict[int, str]
    segments: list[tuple[int, Segment]]
    y: float
    bold: bool


def over(segment: Segment, columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns that a segment stands over: by a third of the narrower of the two."""
    found = []
    for place, (x0, x1) in enumerate(columns):
        shared = min(segment.x1, x1) - max(segment.x0, x0)
        if shared > 0.34 * min(segment.x1 - segment.x0, x1 - x0):
            found.append(place)
    if found:
        return found
    middle = (segment.x0 + segment.x1) / 2
    return [min(range(len(columns)), key=lambda at: abs(sum(columns[at]) / 2 - middle))]


def cells_of(line: Line, columns: Sequence[tuple[float, float]]) -> Cells:
    """A line's segments by the columns they stand in."""
    cells: dict[int, str] = {}
    placed = []
    for segment in line.segments:
        place = over(segment, columns)[0]
        cells[place] = f"{cells[place]} {segment.text}" if place in cells else segment.text
        placed.append((place, segment))
    return Cells(cells, placed, line.y, line.bold)


def merged(rows: list[Cells], leading: float) -> list[Cells]:
    """Rows with what goes on with their cells on further lines."""
    stacked = [_stacked(one, other) for one, other in itertools.pairwise(rows)]
    if all(stacked):  # the file holds the table column by column
        stacked = [False] * len(stacked)
    found: list[Cells] = []
    above_y = 0.0
    for place, each in enumerate(rows):
        above = found[-1] if found else None
        goes_on = above is not None and (
            (place > 0 and stacked[place - 1])
            or (
                0 not in each.cells
                and 0 in above.cells
                and set(each.cells) <= set(above.cells)
                and each.y - above_y <= 1.3 * leading
                and not any(is_figure(text) for text in each.cells.values())
            )
        )
        above_y = each.y
        if above is not None and goes_on and not stacked[place - 1] and _begins(each):
            # Another cause and another remedy below the same fault, which is said once.
            each.cells[0] = above.cells[0]
            goes_on = False
        if above is not None and goes_on:
            for column, text in each.cells.items():
                before = above.cells.get(column)
                above.cells[column] = f"{before} {text}" if before else text
            above.segments += each.segments
        else:
            found.append(each)
    return found


def _begins(row: Cells) -> bool:
    """Whether several cells begin where the first one is empty: they go on with none above."""
    return len(row.cells) > 1 and all(text[0].isupper() for text in row.cells.values())


def _stacked(one: Cells, other: Cells) -> bool:
    """Whether a cell goes on: the file holds the two lines of it one right after the other."""
    if len(one.cells) < 2:
        return False
    following = {segment.order: column for column, segment in other.segments}
    return any(
        following.get(segment.order + 1) == column
        for column, segment in one.segments
    )  # fmt: skip


def written(rows: list[Cells], columns: Sequence[tuple[float, float]], page: int) -> list[Row]:
    """The rows as text, those that name the columns left out."""
    header = _header(rows)
    names = _names(rows[:header], columns)
    if header == len(rows) or sum(map(len, names)) > MOST_NAMES:
        header, names = 0, []
    found = [
        Row(remark.text, page, tuple(runs_of_cell([remark], page, 0)))
        for remark in _remarks(rows[:header])
    ]
    for each in rows[header:]:
        cells = [each.cells.get(place, "") for place in range(len(columns))]
        used: Sequence[str] = ()
        if len(each.cells) < 2:
            text = " ".join(" ".join(each.cells.values()).split())
        elif names:
            text, used = row(names, cells), names
        else:
            text = row((), _paired(cells))
        if text:
            found.append(Row(text, page, _runs(text, each, used, page)))
    return found


def _runs(text: str, each: Cells, names: Sequence[str], page: int) -> tuple[Run, ...]:
    """The words of a row's cells, each with where its cell begins in the text of the row."""
    found: list[Run] = []
    at = 0
    for place in sorted(each.cells):
        cell = row((), [each.cells[place]])
        # Behind the name of its column, which may hold the same words.
        start = text.find(cell, at + len(row(names[place : place + 1], [cell])) - len(cell))
        if not cell or start < 0:
            continue
        segments = [segment for column, segment in each.segments if column == place]
        found += runs_of_cell(segments, page, start)
        at = start + len(cell) + (len(BETWEEN) if names else 0)
    return tuple(found)


def _header(rows: Sequence[Cells]) -> int:
    """How many rows at the top name the columns."""
    figures = of_figures([each.cells for each in rows])
    all_bold = all(each.bold for each in rows)
    count = 0
    for each in rows[:_MOST_HEADER]:
        texts = list(each.cells.values())
        plain = all_bold or not each.bold
        holds = is_measure if plain else is_figure
        if any(map(holds, texts)) or (texts and texts[-1].endswith(":")):
            break
        stub = 0 in each.cells
        if stub and len(each.cells) < 2:
            break
        if plain and not (figures and (not stub or not count)):
            break
        count += 1
        if stub and plain:
            break
    return count


def _names(header: Sequence[Cells], columns: Sequence[tuple[float, float]]) -> list[str]:
    if not header:
        return []
    names = [""] * len(columns)
    for each in header:
        spread = _spread([segment for place, segment in each.segments if place], columns)
        for _, segment in each.segments:
            if _REMARK.match(segment.text):
                continue
            for place in spread.get(segment.order) or over(segment, columns):
                names[place] = f"{names[place]} {segment.text}".strip()
    return names


def _remarks(header: Sequence[Cells]) -> list[Segment]:
    """What stands in brackets above a table, as `(In millions)`: it names no column."""
    return [
        segment for each in header for _, segment in each.segments if _REMARK.match(segment.text)
    ]


def _spread(
    header: Sequence[Segment], columns: Sequence[tuple[float, float]]
) -> dict[int, list[int]]:
    """The columns below each of a few names that share out all columns but the first."""
    count, rest = len(header), len(columns) - 1
    if count < 2 or count >= rest or rest % count:
        return {}
    each = rest // count
    found = {}
    for place, segment in enumerate(sorted(header, key=lambda one: one.x0)):
        below = list(range(1 + place * each, 1 + (place + 1) * each))
        middle = (segment.x0 + segment.x1) / 2
        if not columns[below[0]][0] <= middle <= columns[below[-1]][1]:
            return {}
        found[segment.order] = below
    return found


def _paired(cells: Sequence[str]) -> list[str]:
    """Cells in which `Location:` is one with the cell behind it."""
    found: list[str] = []
    label = ""
    for cell in cells:
        if not cell:
            continue
        if label and not cell.endswith(":"):
            found.append(f"{label} {cell}")
            label = ""
            continue
        if label:
            found.append(label)
        label = cell if cell.endswith(":") else ""
        if not label:
            found.append(cell)
    if label:
        found.append(label)
    return found
