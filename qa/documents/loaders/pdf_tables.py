"""Tables of a PDF, found where lines with gaps line up in columns.

A row is written with the names of its columns, taken from the rows above the figures. Without such
rows, what ends in a colon names what stands behind it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from statistics import median

from qa.documents.loaders.pdf_figures import is_figure
from qa.documents.loaders.pdf_lines import Line, Segment, narrowest_space
from qa.documents.loaders.pdf_stacked import first_table
from qa.documents.loaders.pdf_table_rows import Row, cells_of, merged, over, written

_ITEM_MARK = re.compile(
    r"(?:(?:Item|Section|Article|Note|Step)\s\S{1,4}|[•◦▪●○■□▶►‣∙·*–—-]"
    r"|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\Z"
)
CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Chart|Exhibit|Box|Listing|Algorithm|Scheme|Map|Photo)\s*"
    r"(?:\d{1,3}|[A-Z]|[IVX]{1,5})(?:[.-]\d{1,3})?[a-z]?\s?[.:|–—-]",
)
_FAR = 3.5  # times the usual distance of lines: farther apart, and a table has ended
_WIDE = 0.62  # of the width: a single segment that wide is no part of a table
_LONG = 70  # characters
_TIGHT = 1.8  # times the font size: gaps below are perhaps only those of justified lines


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
    part = part[: first_table(part, [gapped(line) for line in part])]
    with_gaps = [line for line in part if gapped(line)]
    if len(with_gaps) < 2:
        return [], at
    columns = _columns(with_gaps)
    if not columns or not _aligned(with_gaps, columns):
        return [], at
    while not gapped(part[-1]) and not _continues_cell(part, columns):
        part = part[:-1]
    rows = merged([cells_of(line, columns) for line in part], leading)
    return written(rows, columns, part[0].page), at + len(part)


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
            away = 1.2 if line.size > 1.03 * before.size else 1.6  # lines
            apart = line.bold and not before.bold and line.y - before.y > away * leading
            if singles > 3 or wide or other or apart or CAPTION.match(line.text):
                break
        end += 1
    return end


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The stretches of the width that cells stand in, from the left."""
    columns: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda each: -len(each.segments)):
        for segment in line.segments:
            met = [
                place for place, (x0, x1) in enumerate(columns)
                if segment.x0 < x1 - 0.5 and segment.x1 > x0 + 0.5
            ]  # fmt: skip
            if not met:
                columns.append((segment.x0, segment.x1))
            elif len(met) == 1:
                x0, x1 = columns[met[0]]
                columns[met[0]] = (min(x0, segment.x0), max(x1, segment.x1))
    return sorted(columns)


def _aligned(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the segments of lines stand in columns, and not just anywhere."""
    if not 2 <= len(columns) <= 40:
        return False
    total = spanning = 0
    good = 0
    for line in lines:
        places = [over(segment, columns) for segment in line.segments]
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
            places = over(segment, columns)
            if len(places) == 1:
                members.setdefault(places[0], []).append(segment)
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
    gaps = [other.x0 - one.x1 for one, other in itertools.pairwise(parts)]
    alike = max(gaps) <= 1.4 * min(gaps) and max(gaps) < 3 * line.size
    if not alike or any(is_figure(segment.text) for segment in parts):
        return False
    # Stretching widens every space; cells hold ordinary ones.
    return not any(0 < narrowest_space(segment) < 0.5 * min(gaps) for segment in parts)


def _justified(lines: Sequence[Line]) -> bool:
    """Whether these are lines of text, stretched so that all of them fill the column."""
    full = sum(line.x1 >= line.right - 1.5 and line.x0 <= line.left + 25 for line in lines)
    figures = sum(is_figure(segment.text) for line in lines for segment in line.segments)
    widest = max(
        (other.x0 - one.x1) / one.size
        for line in lines
        for one, other in zip(line.segments, line.segments[1:], strict=False)
    )
    return full >= 0.7 * len(lines) and not figures and widest < 4


def _share_near(values: Sequence[float], slack: float) -> float:
    middle = median(values)
    return sum(abs(value - middle) <= slack for value in values) / len(values)


def _continues_cell(part: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether the last line goes on with a cell of the row above it."""
    last = part[-1].segments[0]
    if 0 not in over(last, columns):
        return True
    # The file holds the lines of a cell before the next cell of its row.
    behind = next(at for at, line in enumerate(reversed(part)) if gapped(line))
    row = part[-1 - behind].segments
    return row[0].order + behind == last.order < row[1].order and last.x1 < columns[1][0]
