"""Tables of a PDF, found where lines with gaps line up in columns.

A row is written with the names of its columns, taken from the rows above the figures. Without such
rows, what ends in a colon names what stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from qa.documents.loaders.builder import MOST_NAMES, row
from qa.documents.loaders.pdf_lines import Line, Segment

_ITEM_MARK = re.compile(r"(?:(?:Item|Section|Article|Note|Step)\s\S{1,4}|[•◦▪●○■□▶►‣∙·*–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\Z")
_FIGURE = re.compile(r"[(\[<>≤≥~±+−–-]?\s*[$€£¥]?\s*[(−–-]?\d[\d.,\s]*\)?\s*%?\)?[*†a-d]?\Z|[—–-]\Z|n/?a\Z", re.I)
_REMARK = re.compile(r"\(.*\)\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Chart|Exhibit|Box|Listing|Algorithm|Scheme|Map|Photo)\s*"
    r"(?:\d{1,3}|[A-Z]|[IVX]{1,5})(?:[.-]\d{1,3})?[a-z]?\s?[.:|–—-]",
)
_FAR = 3.5  # times the usual distance of lines: farther apart, and a table has ended
_WIDE = 0.62  # of the width: a single segment that wide is no part of a table
_LONG = 70  # characters
_TIGHT = 1.8  # times the font size: gaps below are perhaps only those of justified lines
_MOST_HEADER = 5  # rows
_FIGURES = 0.5  # of the cells right of the first column, where a table is one of figures


@dataclass(frozen=True, slots=True)
class Row:
    """The text of a row and the page it stands on."""

    text: str
    page: int


@dataclass(slots=True)
class _Cells:
    """A row while it is put together: texts by column, and the segments they come from."""

    cells: dict[int, str]
    segments: list[tuple[int, Segment]]
    y: float
    bold: bool


def gapped(line: Line) -> bool:
    """Whether a line has gaps, and not only the one behind an item's mark."""
    count = len(line.segments)
    if count > 3 and _stretched(line):
        return False
    return count > 2 or (count == 2 and not _ITEM_MARK.match(line.segments[0].text))


def table_at(lines: Sequence[Line], at: int, leading: float) -> tuple[list[Row], int]:
    """The rows of the table that begins at a line, and its end; no rows where there is none.

    `leading` is the usual distance of lines in points.
    """
    end = _end(lines, at, leading)
    part = lines[at:end]
    with_gaps = [line for line in part if gapped(line)]
    if len(with_gaps) < 2:
        return [], at
    columns = _columns(with_gaps)
    if not columns or not _aligned(with_gaps, columns):
        return [], at
    while part and not gapped(part[-1]) and not _continues_cell(part[-1], columns):
        part = part[:-1]
    rows = _merged([_cells(line, columns) for line in part], leading)
    return _written(rows, columns, part[0].page), at + len(part)


def _end(lines: Sequence[Line], at: int, leading: float) -> int:
    first = lines[at]
    end = at + 1
    singles = 0
    while end < len(lines):
        line, before = lines[end], lines[end - 1]
        if (line.page, line.zone) != (first.page, first.zone):
            break
        if not 0 <= line.y - before.y <= _FAR * max(leading, line.size):
            break
        if gapped(line):
            singles = 0
        else:
            singles += 1
            width = line.x1 - line.x0
            share = width / max(line.right - line.left, 1.0)
            wide = share >= 0.97 or (share >= _WIDE and len(line.text) >= _LONG)
            other = line.bold and line.size > 1.1 * before.size
            apart = line.bold and not before.bold and line.y - before.y > 1.6 * leading
            if singles > 3 or wide or other or apart or CAPTION.match(line.text):
                break
        end += 1
    return end


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The stretches of the width that cells stand in, from the left."""
    columns: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda each: -len(each.segments)):
        for segment in line.segments:
            over = [
                place for place, (x0, x1) in enumerate(columns)
                if segment.x0 < x1 - 0.5 and segment.x1 > x0 + 0.5
            ]  # fmt: skip
            if not over:
                columns.append((segment.x0, segment.x1))
            elif len(over) == 1:
                x0, x1 = columns[over[0]]
                columns[over[0]] = (min(x0, segment.x0), max(x1, segment.x1))
    return sorted(columns)


def _over(segment: Segment, columns: Sequence[tuple[float, float]]) -> list[int]:
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


def _aligned(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the segments of lines stand in columns, and not just anywhere."""
    if not 2 <= len(columns) <= 40:
        return False
    total = spanning = 0
    good = 0
    for line in lines:
        places = [_over(segment, columns) for segment in line.segments]
        total += len(places)
        spanning += sum(len(place) > 1 for place in places)
        good += len({place[0] for place in places}) == len(places)
    most = max(len(line.segments) for line in lines)
    if spanning > 0.34 * total or good < 0.7 * len(lines) or len(columns) > 1.5 * most + 1:
        return False
    if not _edges_agree(lines, columns) or _justified(lines):
        return False
    gaps = [
        (other.x0 - one.x1) / one.size
        for line in lines
        for one, other in zip(line.segments, line.segments[1:], strict=False)
    ]
    if median(gaps) < _TIGHT:
        same = sum(len(line.segments) == most for line in lines)
        return same >= 0.6 * len(lines) and len(columns) <= most + 1 and most > 1
    return True


def _edges_agree(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the cells of most columns share their left edge, right edge or middle."""
    members: dict[int, list[Segment]] = {}
    for line in lines:
        for segment in line.segments:
            over = _over(segment, columns)
            if len(over) == 1:
                members.setdefault(over[0], []).append(segment)
    several = [cells for cells in members.values() if len(cells) > 1]
    agree = 0
    for cells in several:
        slack = 0.3 * cells[0].size
        edges = (
            [each.x0 for each in cells],
            [each.x1 for each in cells],
            [(each.x0 + each.x1) / 2 for each in cells],
        )
        # A header above figures, or a brace behind them, may stand a little aside.
        agree += any(_share_near(edge, slack) >= 0.6 for edge in edges)
    return agree >= 0.6 * len(several) and bool(several)


def _stretched(line: Line) -> bool:
    """Whether a line of text was stretched to fill its column: its gaps are all alike."""
    parts = line.segments
    gaps = [other.x0 - one.x1 for one, other in zip(parts, parts[1:], strict=False)]
    alike = max(gaps) <= 1.4 * min(gaps) and max(gaps) < 3 * line.size
    return alike and not any(_figure(segment.text) for segment in parts)


def _justified(lines: Sequence[Line]) -> bool:
    """Whether these are lines of text, stretched so that all of them fill the column."""
    full = sum(line.x1 >= line.right - 1.5 and line.x0 <= line.left + 25 for line in lines)
    figures = sum(_figure(segment.text) for line in lines for segment in line.segments)
    widest = max(
        (other.x0 - one.x1) / one.size
        for line in lines
        for one, other in zip(line.segments, line.segments[1:], strict=False)
    )
    return full >= 0.7 * len(lines) and not figures and widest < 4


def _share_near(values: Sequence[float], slack: float) -> float:
    middle = median(values)
    return sum(abs(value - middle) <= slack for value in values) / len(values)


def _continues_cell(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    return 0 not in _over(line.segments[0], columns)


def _cells(line: Line, columns: Sequence[tuple[float, float]]) -> _Cells:
    cells: dict[int, str] = {}
    placed = []
    for segment in line.segments:
        place = _over(segment, columns)[0]
        cells[place] = f"{cells[place]} {segment.text}" if place in cells else segment.text
        placed.append((place, segment))
    return _Cells(cells, placed, line.y, line.bold)


def _merged(rows: list[_Cells], leading: float) -> list[_Cells]:
    """Rows with what goes on with their cells on further lines."""
    stacked = [_stacked(one, other) for one, other in zip(rows, rows[1:], strict=False)]
    if all(stacked):  # the file holds the table column by column
        stacked = [False] * len(stacked)
    found: list[_Cells] = []
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
                and not any(_figure(text) for text in each.cells.values())
            )
        )
        above_y = each.y
        if above is not None and goes_on:
            for column, text in each.cells.items():
                before = above.cells.get(column)
                above.cells[column] = f"{before} {text}" if before else text
            above.segments += each.segments
        else:
            found.append(each)
    return found


def _stacked(one: _Cells, other: _Cells) -> bool:
    """Whether a cell goes on: the file holds the two lines of it one right after the other."""
    if len(one.cells) < 2:
        return False
    following = {segment.order: column for column, segment in other.segments}
    return any(
        following.get(segment.order + 1) == column
        for column, segment in one.segments
    )  # fmt: skip


def _figure(text: str) -> bool:
    return bool(_FIGURE.match(text)) and not _YEAR.match(text)


def _written(
    rows: list[_Cells], columns: Sequence[tuple[float, float]], page: int
) -> list[Row]:
    header = _header(rows)
    names = _names(rows[:header], columns)
    if header == len(rows) or sum(map(len, names)) > MOST_NAMES:
        header, names = 0, []
    found = [Row(text, page) for text in _remarks(rows[:header])]
    for each in rows[header:]:
        cells = [each.cells.get(place, "") for place in range(len(columns))]
        if len(each.cells) < 2:
            text = " ".join(" ".join(each.cells.values()).split())
        elif names:
            text = row(names, cells)
        else:
            text = row((), _paired(cells))
        if text:
            found.append(Row(text, page))
    return found


def _header(rows: Sequence[_Cells]) -> int:
    """How many rows at the top name the columns."""
    values = [
        text for each in rows for place, text in each.cells.items() if place and len(each.cells) > 1
    ]
    figures = sum(map(_figure, values)) >= _FIGURES * max(len(values), 1)
    all_bold = all(each.bold for each in rows)
    count = 0
    for each in rows[:_MOST_HEADER]:
        texts = list(each.cells.values())
        if any(map(_figure, texts)) or (texts and texts[-1].endswith(":")):
            break
        stub = 0 in each.cells
        if stub and len(each.cells) < 2:
            break
        if not (each.bold and not all_bold) and not (figures and (not stub or not count)):
            break
        count += 1
        if stub and not (each.bold and not all_bold):
            break
    return count


def _names(header: Sequence[_Cells], columns: Sequence[tuple[float, float]]) -> list[str]:
    if not header:
        return []
    names = [""] * len(columns)
    for each in header:
        spread = _spread([segment for place, segment in each.segments if place], columns)
        for _, segment in each.segments:
            if _REMARK.match(segment.text):
                continue
            for place in spread.get(segment.order) or _over(segment, columns):
                names[place] = f"{names[place]} {segment.text}".strip()
    return names


def _remarks(header: Sequence[_Cells]) -> list[str]:
    """What stands in brackets above a table, as `(In millions)`: it names no column."""
    return [
        segment.text
        for each in header
        for _, segment in each.segments
        if _REMARK.match(segment.text)
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
