"""The order in which the segments of a page are read: columns, and what spans them.

A gutter is where few segments cross and running text stands on both sides. Text in columns comes
in the file down one column and then down the next; a table comes row by row or cell by cell.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median

from qa.documents.loaders.pdf_lines import Line, Segment, baselines, line_of

_BIN = 2.0  # points
_EDGE = 0.12  # of the width: no gutter is nearer to an edge
_LEAST = 5  # segments on each side of a gutter
_NARROW = 9  # font sizes that a column is wide at least
_CROSSING = 0.6  # of the segments on a side: more crossing it, and it is no gutter
_WIDE = 0.55  # of a column's width: a segment that fills it
_TEXT = 0.5  # of a column's segments fill it, where it is running text
_MIXED = 0.25  # ... where tables stand in the column as well
_SHARED = 0.6  # of the baselines of a side are those of the other: rows of a table
_TURNS = 3  # how often a text in columns may come back to the column on the left
_CELL = 6  # font sizes that a cell of a table is high at most
_CHARS = 25  # characters of the median segment of text in columns that came row by row
_DEEPEST = 3  # gutters within columns


def in_order(found: Sequence[Segment], page: int) -> list[Line]:
    """The lines of a page in reading order."""
    lines: list[Line] = []
    for zone, members in enumerate(_zones(list(found), 0)):
        left = min(segment.x0 for segment in members)
        right = max(segment.x1 for segment in members)
        lines += [line_of(row, page, zone, left, right) for row in baselines(members)]
    return lines


def _zones(found: list[Segment], depth: int) -> list[list[Segment]]:
    gutter = None
    tabular = _tabular(found)
    if depth < _DEEPEST:
        apart = {each.order for row in tabular for each in row}
        gutter = _gutter([each for each in found if each.order not in apart])
        if gutter is None and apart:
            gutter = _gutter(found)
            tabular = []
    if gutter is None:
        return [found] if found else []
    spanning = _spanning(found, gutter)
    for row in tabular:
        if row[0].x0 < gutter < row[-1].x1:
            spanning.update(each.order for each in row)
    zones: list[list[Segment]] = []
    left: list[Segment] = []
    right: list[Segment] = []
    across: list[Segment] = []

    def end_columns() -> None:
        for side in (left, right):
            zones.extend(_zones(list(side), depth + 1))
            side.clear()

    for segment in sorted(found, key=lambda each: each.y):
        if segment.order in spanning:
            end_columns()
            across.append(segment)
            continue
        if across:
            if segment.y - across[-1].y < 0.3 * segment.size or _last_of(across, segment):
                across.append(segment)  # on the same line as what spans the columns
                continue
            zones.append(list(across))
            across.clear()
        (left if (segment.x0 + segment.x1) / 2 < gutter else right).append(segment)
    if across:
        zones.append(across)
    end_columns()
    return zones


def _last_of(across: Sequence[Segment], segment: Segment) -> bool:
    """Whether a short line is the last one of a paragraph that spans the columns."""
    above = across[-1]
    return (
        abs(segment.x0 - above.x0) < 1
        and abs(segment.size - above.size) < 0.2
        and 0 < segment.y - above.y <= 1.35 * segment.size
        and above.text[-1] not in ".!?"
    )


def _tabular(found: Sequence[Segment]) -> list[list[Segment]]:
    """Lines of three segments or more that the file holds one after the other: rows of tables."""
    rows: list[list[Segment]] = []
    row: list[Segment] = []
    for segment in (*sorted(found, key=lambda each: each.order), None):
        if row and segment and segment.order == row[-1].order + 1 and (
            abs(segment.y - row[-1].y) <= 0.3 * segment.size and segment.x0 > row[-1].x1
        ):  # fmt: skip
            row.append(segment)
            continue
        if len(row) > 2:
            rows.append(row)
        row = [segment] if segment else []
    return rows


def _spanning(found: list[Segment], gutter: float) -> set[int]:
    """The segments that cross the gutter, alone or as rows of something wide."""
    crossing = {each.order for each in found if _crosses(each, gutter)}
    by_order = sorted(found, key=lambda each: each.order)
    pairs = [
        (one, other)
        for one, other in itertools.pairwise(by_order)
        if abs(one.y - other.y) <= 0.1 * one.size and one.x1 < gutter < other.x0
    ]
    if len(pairs) <= len(found) / 8:  # else all of it came row by row
        crossing.update(each.order for pair in pairs for each in pair)
    return crossing


def _crosses(segment: Segment, gutter: float) -> bool:
    return segment.x0 < gutter - 1 and segment.x1 > gutter + 1


def _gutter(found: Sequence[Segment]) -> float | None:
    """Where two columns of running text meet, None if they don't."""
    if len(found) < 2 * _LEAST:
        return None
    size = median(segment.size for segment in found)
    left = min(segment.x0 for segment in found)
    right = max(segment.x1 for segment in found)
    width = right - left
    if width < 2 * _NARROW * size:
        return None
    bins = int(width / _BIN) + 1
    change = [0] * (bins + 1)
    for segment in found:
        change[int((segment.x0 - left) / _BIN)] += 1
        change[min(int((segment.x1 - left) / _BIN) + 1, bins)] -= 1
    covered, coverage = 0, []
    for each in change[:bins]:
        covered += each
        coverage.append(covered)
    margin = max(int(bins * _EDGE), 1)
    middle = range(margin, bins - margin)
    for least in sorted({coverage[at] for at in middle})[:4]:
        if least > len(found) * 0.4:
            break
        for start, end in _runs(coverage, least, middle):
            gutter = left + (start + end) / 2 * _BIN
            if _in_columns(found, gutter, left, right, size):
                return gutter
    return None


def _runs(coverage: Sequence[int], most: int, middle: range) -> list[tuple[int, int]]:
    """Stretches that at most so many segments cover, the widest first."""
    runs = []
    start = None
    for at in (*middle, middle.stop):
        low = at < middle.stop and coverage[at] <= most
        if low and start is None:
            start = at
        elif not low and start is not None:
            runs.append((start, at))
            start = None
    return sorted(runs, key=lambda run: run[0] - run[1])[:3]


def _in_columns(
    found: Sequence[Segment], gutter: float, left: float, right: float, size: float
) -> bool:
    """Whether what stands on both sides of a gutter is running text in columns."""
    if min(gutter - left, right - gutter) < _NARROW * size:
        return False
    before = [each for each in found if each.x1 <= gutter + 1]
    behind = [each for each in found if each.x0 >= gutter - 1]
    crossing = len(found) - len(before) - len(behind)
    if min(len(before), len(behind)) < _LEAST or crossing > _CROSSING * min(
        len(before), len(behind)
    ) + 3 * (min(len(before), len(behind)) >= 4 * _LEAST):
        return False
    top = max(min(each.y for each in before), min(each.y for each in behind))
    bottom = min(max(each.y for each in before), max(each.y for each in behind))
    before = [each for each in before if top - size <= each.y <= bottom + size]
    behind = [each for each in behind if top - size <= each.y <= bottom + size]
    if min(len(before), len(behind)) < _LEAST:
        return False
    turns, pairs = _turns(before, behind)
    apart = not crossing and turns <= 1 and not _share_baselines(before, behind)
    if min(_filled(before), _filled(behind)) < (_MIXED if apart else _TEXT):
        return False
    if turns <= 1 or (turns <= _TURNS and _beside(before, behind) < 2):
        return True
    if pairs < turns / 2:
        return False  # cell by cell
    return min(_filled(before), _filled(behind)) > 0.7 and all(
        median(len(each.text) for each in side) >= _CHARS for side in (before, behind)
    )


def _filled(side: Sequence[Segment]) -> float:
    """Which share of the segments fill the width of their column, or that of one within it."""
    width = max(each.x1 for each in side) - min(each.x0 for each in side)
    if width <= 0:
        return 0.0
    rows = baselines(side)
    # Columns within: three columns are two gutters, one found after the other.
    wide = sum(sum(each.x1 - each.x0 for each in row) >= _WIDE * width for row in rows)
    long = sum(len(each.text) for each in side) / len(side) >= _CHARS / 2
    return wide / len(rows) if long else 0.0


def _share_baselines(before: Sequence[Segment], behind: Sequence[Segment]) -> bool:
    """Whether the lines of one side mostly go on on the other, as rows of a table do."""
    sides = [{round(row[0].y) for row in baselines(side)} for side in (before, behind)]
    few, many = sorted(sides, key=len)
    return sum(not many.isdisjoint((y - 1, y, y + 1)) for y in few) >= _SHARED * len(few)


def _beside(before: Sequence[Segment], behind: Sequence[Segment]) -> int:
    """How often the file goes from a cell on the left to the one beside it, not to a column."""
    sides = sorted(
        [(each.order, 0, each) for each in before] + [(each.order, 1, each) for each in behind]
    )
    return sum(
        (side, after) == (0, 1) and -0.3 * one.size < one.y - other.y < _CELL * one.size
        for (_, side, one), (_, after, other) in itertools.pairwise(sides)
    )


def _turns(before: Sequence[Segment], behind: Sequence[Segment]) -> tuple[int, int]:
    """How often the file goes from right to left, and how often from left to right on a line."""
    sides = sorted(
        [(each.order, 0, each.y) for each in before] + [(each.order, 1, each.y) for each in behind]
    )
    turns = pairs = 0
    for (_, side, y), (_, after, below) in itertools.pairwise(sides):
        if side == 1 and after == 0:
            turns += 1
        elif side == 0 and after == 1 and abs(y - below) < 2:
            pairs += 1
    return turns, pairs
