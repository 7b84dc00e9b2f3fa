"""Tables in plain text, where they are unmistakable: tabs, bars, or columns of spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.documents.loaders.builder import MOST_NAMES, row
from qa.documents.loaders.line_rules import division_title

_LEAST_LINES = 3  # a header and two rows
_MAX_LINE = 1_000
_MAX_NAME = 40  # characters of the name of a column
_JUSTIFIED = 60  # columns of the lines of a justified text
_PROSE = 6  # words of such a line
_BY_EYE = 3  # columns of a table that was set by eye
_GUTTER = 2  # blanks between its columns
_WIDE_GAP = 3  # columns between a name and its value, where most names are longer
_NAME = re.compile(r"[^\W\d_](?:[\w '’&/()+,-]|\.(?=\S))*:?")
_VALUE = re.compile(r"[\w\"'“‘(<+~$€£¥].*[^;{}|]|\w")
_CELL = re.compile(r"\S+(?: \S+)*")
_GAP = re.compile(r" {2,}|\t+")
_FRAME = re.compile(r"\+(?:[-=]{3,}\+)+")  # "+-----+-------+"
_RULE = re.compile(r"[|+:=\s-]+")


def rewritten(text: str) -> tuple[str, frozenset[int]]:
    """The text with the rows of tables written with their column names, and where those begin.

    Every line stays in its place; the lines of headers and rules become blank.
    """
    if "\t" not in text and "  " not in text and "|" not in text:
        return text, frozenset()
    parts: list[str] = []
    starts: set[int] = set()
    length = 0
    for lines in _runs(text):
        for line, is_row in _table(lines) or [(line, False) for line in lines]:
            if is_row and line.strip():
                starts.add(length)
            parts.append(line)
            length += len(line)
    return "".join(parts), frozenset(starts)


def _runs(text: str) -> Iterator[list[str]]:
    """Lines in runs of which each could be a table: all with cells, or none."""
    run: list[str] = []
    celled = False
    above = ""  # the last line with cells
    position = 0
    while position < len(text):
        end = text.find("\n", position) + 1 or len(text)
        line = text[position:end]
        position = end
        now = len(line) <= _MAX_LINE and _has_cells(line)
        if now:
            above = line
        elif celled and run and _goes_on(line, above) >= 0:
            now = True
        if run and (now != celled or len(run) >= 1_000):
            yield run
            run = []
        celled = now
        run.append(line)
    if run:
        yield run


def _has_cells(line: str) -> bool:
    content = line.strip()
    return bool(content) and (
        "|" in content or bool(_GAP.search(content)) or bool(_FRAME.fullmatch(content))
    )


def _goes_on(line: str, above: str) -> int:
    """Which cell of the line above it a line without gaps goes on with, below which it begins."""
    indent = len(line) - len(line.lstrip(" "))
    if not indent or len(line) > _MAX_LINE or not line.strip() or "\t" in line + above:
        return -1
    starts = [match.start() for match in _CELL.finditer(above.rstrip())]
    return starts.index(indent) if indent in starts[1:] else -1


def _table(lines: Sequence[str]) -> list[tuple[str, bool]] | None:
    """The lines of a table written anew, each with whether it is a row; None if it is none."""
    if len(lines) < _LEAST_LINES or not _has_cells(lines[0]):
        return None
    bodies = [line.strip("\r\n") for line in lines]
    wrapped = [place for place, body in enumerate(bodies) if not _has_cells(body)]
    if _justified(bodies) and not wrapped:
        return None
    for cut in (_wrapped,) if wrapped else (_barred, _tabbed, _aligned):
        table = cut(bodies)
        if table is not None:
            break
    else:
        return None
    filled = [place for place, cells in enumerate(table) if cells]
    names: Sequence[str] = ()
    if _is_header([table[place] for place in filled], ruled=[] in table and not wrapped):
        names = table[filled[0]]
    paired = cut in (_aligned, _wrapped) and not names and len(table[0]) == 2
    found = []
    for place, cells in enumerate(table):
        end = lines[place][len(bodies[place]) :]
        header = bool(names) and place == filled[0]
        if header or not cells:
            written = ""
        else:  # of a pair the first cell is the name of the second
            written = row(("", cells[0]), ("", cells[1])) if paired else row(names, cells)
        found.append((written + end, True))
    return found


def _justified(bodies: Sequence[str]) -> bool:
    """Whether these are lines of a paragraph that gaps make end in one column."""
    if any("|" in body for body in bodies):
        return False
    cells = {len(_GAP.split(body.strip())) for body in bodies}
    if len(cells) == 1 and cells.pop() >= _BY_EYE:
        return False  # a paragraph has gaps here and there
    edges = {len(body.rstrip().expandtabs(8)) for body in bodies[:-1]}
    words = sum(len(body.split()) for body in bodies)
    return len(edges) == 1 and edges.pop() >= _JUSTIFIED and words >= _PROSE * len(bodies)


def _barred(lines: Sequence[str]) -> list[list[str]] | None:
    """Cells between bars; an empty list for a rule."""
    table: list[list[str]] = []
    for line in lines:
        content = line.strip()
        if _RULE.fullmatch(content):
            table.append([])
            continue
        if not (content.startswith("|") and content.endswith("|") and len(content) > 2):
            return None
        table.append([cell.strip() for cell in content[1:-1].split("|")])
    return table if _same_width(table) else None


def _tabbed(lines: Sequence[str]) -> list[list[str]] | None:
    if not all("\t" in line.strip() for line in lines):
        return None
    table = [[cell.strip() for cell in line.rstrip().split("\t")] for line in lines]
    return table if _same_width(table) else None


def _aligned(lines: Sequence[str]) -> list[list[str]] | None:
    """Columns of spaces: each begins, or ends, in one place in all lines.

    A table with names above its columns may be set by eye: between them is a gap in all lines.
    """
    if any("\t" in line for line in lines):
        return None
    spans = [[match.span() for match in _CELL.finditer(line)] for line in lines]
    width = len(spans[0])
    if width < 2 or any(len(line) != width for line in spans):
        return _remarked(lines, spans)
    by_eye = False
    for column in range(width):
        edges = zip(*(line[column] for line in spans), strict=True)
        if all(len(set(edge)) > 1 for edge in edges):
            by_eye = True
            if width < _BY_EYE or not _parted(spans, column):
                return None
    table = [
        [line[start:end] for start, end in line_spans]
        for line, line_spans in zip(lines, spans, strict=True)
    ]
    if by_eye:
        return table if _is_header(table, ruled=False) else None
    return table if width > 2 or _is_header(table, ruled=False) or _pairs(spans, table) else None


def _remarked(
    lines: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
) -> list[list[str]] | None:
    """Columns of spaces with a remark behind some of the rows, all in one place: "low"."""
    width = min(map(len, spans))
    remarks = {line[width][0] for line in spans if len(line) > width}
    if width < _BY_EYE or len(remarks) > 1 or max(map(len, spans)) > width + 1:
        return None
    (place,) = remarks
    if any(line[width - 1][1] > place - _GUTTER for line in spans):
        return None
    table = _aligned([line[:place] for line in lines])
    if table is None or not _is_header(table, ruled=False):
        return None
    return [[*cells, line[place:].strip()] for cells, line in zip(table, lines, strict=True)]


def _wrapped(lines: Sequence[str]) -> list[list[str]] | None:
    """Columns of spaces of which some cells go on below; an empty list for a line that does so."""
    full = [line for line in lines if _has_cells(line)]
    cut = _aligned(full) if len(full) >= _LEAST_LINES else None
    if cut is None:
        return None
    rows_left = iter(cut)
    table: list[list[str]] = []
    cells: list[str] = []
    above = ""
    for line in lines:
        if _has_cells(line):
            cells, above = next(rows_left), line
            table.append(cells)
        else:
            at = _goes_on(line, above)
            cells[at] = f"{cells[at]} {line.strip()}"
            table.append([])
    return table


def _parted(spans: Sequence[Sequence[tuple[int, int]]], column: int) -> bool:
    """Whether nothing in a column reaches under or over what stands in those beside it."""
    left = max(line[column - 1][1] for line in spans) if column else -_GUTTER
    right = min((line[column + 1][0] for line in spans if column + 1 < len(line)), default=1 << 30)
    starts, ends = zip(*(line[column] for line in spans), strict=True)
    return bool(min(starts) - left >= _GUTTER and right - max(ends) >= _GUTTER)


def _pairs(spans: Sequence[Sequence[tuple[int, int]]], table: Sequence[Sequence[str]]) -> bool:
    """Whether two columns without names are names and values, such as "Sunday      closed".

    Not contents ("CHAPTER I.   Down the Rabbit-Hole"), options, assignments, code or pictures.
    """
    first, second = (
        ([line[at][0] for line in spans], [line[at][1] for line in spans]) for at in (0, 1)
    )
    amounts = len(set(second[1])) == 1 and all(re.search(r"\d", cells[1]) for cells in table)
    return (
        any(line[1][0] - line[0][1] >= _WIDE_GAP for line in spans)
        and len(set(first[0])) == 1
        and (len(set(second[0])) == 1 or amounts)
        and all(
            len(name) <= _MAX_NAME and _NAME.fullmatch(name) and _VALUE.fullmatch(value)
            for name, value in table
        )
        and not any(division_title(name) for name, _ in table)
    )


def _same_width(table: Sequence[Sequence[str]]) -> bool:
    filled = [cells for cells in table if cells]
    return len(filled) > 1 and len({len(cells) for cells in filled}) == 1 and len(filled[0]) > 1


def _is_header(table: Sequence[Sequence[str]], ruled: bool) -> bool:
    """Whether the first row names the columns: short, without numbers, above rows with some."""
    first = table[0]
    if len(table) < 2 or sum(map(len, first)) > MOST_NAMES:
        return False
    if ruled:
        return True
    if any(len(cell) > _MAX_NAME or re.search(r"\d", cell) for cell in first):
        return False
    if len(set(first)) < len(first):
        return False
    columns = zip(*table[1:], strict=True)
    return any(all(re.search(r"\d", cell) for cell in column) for column in columns)
