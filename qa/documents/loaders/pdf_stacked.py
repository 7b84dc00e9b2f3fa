"""Where in lines with gaps one table of a PDF ends and another begins right below it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median_low

from qa.documents.loaders.pdf_figures import is_value
from qa.documents.loaders.pdf_lines import Line, Segment
from qa.documents.loaders.pdf_table_rows import over

_WIDER = 1.2  # times the usual distance of rows: what follows stands apart
_OFTEN = 0.5  # of the rows that don't fit the other table's columns


def first_table(lines: Sequence[Line], with_gaps: Sequence[bool]) -> int:
    """How many of the lines are of the table that begins with the first of them.

    Another begins where a larger distance parts lines whose columns don't fit each other's, or
    where words stand below values.
    """
    above: list[Line] = []
    for start, end in _groups(lines, with_gaps):
        rows = [
            line for line, gap in zip(lines[start:end], with_gaps[start:end], strict=True) if gap
        ]
        if not rows:
            continue
        if above and _holds_values(above) and _another(above, rows):
            return start
        # A single row says too little of the columns to judge the next ones by it alone.
        above = rows if len(rows) > 1 else [*above[-1:], *rows]
    return len(lines)


def _groups(lines: Sequence[Line], with_gaps: Sequence[bool]) -> list[tuple[int, int]]:
    """Stretches of lines without a larger distance between them.

    What has no gaps and stands apart from the row above it introduces the group below it.
    """
    distances = [other.y - one.y for one, other in itertools.pairwise(lines)]
    rows = [
        distance
        for distance, pair in zip(distances, itertools.pairwise(with_gaps), strict=True)
        if all(pair)
    ]
    if not rows:
        return [(0, len(lines))]
    usual = median_low(rows)
    starts = [0]
    for place, distance in enumerate(distances):
        if distance > _WIDER * usual:
            # A title's own distance to its table is no second border.
            alone = not any(with_gaps[starts[-1] : place + 1])
            if not alone:
                starts.append(place + 1)
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _holds_values(rows: Sequence[Line]) -> bool:
    """Whether rows are more than the names of columns."""
    return len(rows) > 1 and any(_values(row) for row in rows[1:])


def _values(row: Line) -> bool:
    return any(is_value(segment.text) for segment in row.segments)


def _another(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether rows are of another table than those above them."""
    names = not _values(below[0])
    if names and len(below) > 1:
        if _misfits(below, _places(above)) >= _OFTEN * len(below):
            return True
        if _misfits(above, _places(below)) >= _OFTEN * len(above):
            return True
    # Totals below items: words where the others have numbers.
    edge = min(row.x0 for row in above)
    first = [row.segments[0].text for row in above[1:] if row.x0 <= edge + row.size]
    return (
        bool(first)
        and all(map(is_value, first))
        and all(row.x0 <= edge + row.size and not is_value(row.segments[0].text) for row in below)
    )


def _places(rows: Sequence[Line]) -> list[tuple[float, float]]:
    """Where the cells stand of the row with the most of them, each as wide as its column."""
    fullest = max(rows, key=lambda row: len(row.segments))
    return [(segment.x0, max([segment.x1, *_below(segment, rows)])) for segment in fullest.segments]


def _below(segment: Segment, rows: Sequence[Line]) -> list[float]:
    """The right edges of the cells that begin where a segment does."""
    return [
        each.x1
        for row in rows
        for each in row.segments
        if abs(each.x0 - segment.x0) < 0.5 * segment.size
    ]


def _misfits(rows: Sequence[Line], columns: Sequence[tuple[float, float]]) -> int:
    """How many rows have two cells in one column, or one cell over several."""
    count = 0
    for row in rows:
        places = [over(segment, columns) for segment in row.segments]
        count += any(len(each) > 1 for each in places) or (
            len({each[0] for each in places}) < len(places)
        )
    return count
