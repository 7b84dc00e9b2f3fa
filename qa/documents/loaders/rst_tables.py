"""The tables of reStructuredText and the lines that its blocks are made of."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from qa.documents.loaders.line_markup import Numbered, indent_of

Table = list[tuple[int, list[str]]]  # line and cells of each row
Found = tuple[Table, bool, int]  # a table, whether its first row names the columns, where it ends

RULE = re.compile(r"=+(?:\s+=+)+\s*\Z")
GRID = re.compile(r"\+(?:[-=]+\+)+\s*\Z")


def listed(name: str, options: dict[str, str], body: Sequence[Numbered]) -> tuple[Table, bool]:
    """The rows of a `csv-table` or a `list-table`, and whether the first names the columns."""
    table: Table = []
    header = options.get("header-rows", "0").strip() not in ("", "0")
    if name == "csv-table":
        if options.get("header"):
            table.append((body[0][0] if body else 1, _values(options["header"])))
            header = True
        return table + _records(filled(body)), header
    for number, line in filled(body):
        if match := re.match(r"\*\s+-\s?(.*)", line):
            table.append((number, [match[1]]))
        elif table and (match := re.match(r"\s+-\s?(.*)", line)):
            table[-1][1].append(match[1])
        elif table:
            table[-1][1][-1] += " " + line.strip()
    return table, header


def simple(lines: Sequence[Numbered], at: int) -> Found:
    """A table between rules of `=`, whose gaps part the columns."""
    starts = [match.start() for match in re.finditer("=+", lines[at][1])]
    end = at + 1
    rules = [at]
    while end < len(lines) and (lines[end][1].strip() or len(rules) < 3):
        if RULE.match(lines[end][1]):
            rules.append(end)
            if end + 1 >= len(lines) or not lines[end + 1][1].strip():
                break
        end += 1
    table: Table = []
    head = 0  # how many rows stand above the second rule
    for place in range(at + 1, min(end, len(lines))):
        number, line = lines[place]
        if RULE.match(line):
            head = head or len(table)
        elif line.strip() and not _underline(line):
            below = lines[place + 1][1] if place + 1 < len(lines) else ""
            cells = _cut(line, starts, below if _underline(below) else "", head=not head)
            if not "".join(cells[:1]) and table and len(table) != head:
                table[-1] = (table[-1][0], _merged(table[-1][1], cells))
            else:
                table.append((number, cells))
    return _named(table, head if len(rules) > 2 else 0), len(rules) > 2, end + 1


def _underline(line: str) -> bool:
    """Whether a line says with `-` which columns the cells above it span."""
    return "-" in line and set(line.strip()) <= {"-", " "}


def _cut(line: str, starts: Sequence[int], underline: str, head: bool) -> list[str]:
    """The cells of a line, of which some may span columns; in a head they are in each of these."""
    line = _widened(line)
    spans = {match.start() for match in re.finditer("-+", underline)} if underline else set(starts)
    cells: list[str] = []
    begins = [start for start in starts if start == starts[0] or start in spans]
    stops = dict(zip(begins, [*begins[1:], None], strict=True))
    for start in starts:
        if start >= len(line):
            break
        if start in stops:
            cells.append(_narrowed(line[start : stops[start]]))
        else:
            cells.append(cells[-1] if head and underline else "")
    return cells


def _named(table: Table, head: int) -> Table:
    """The table with the rows of its head made one."""
    if head < 2:
        return table
    names: Sequence[str] = table[0][1]
    for _, cells in table[1:head]:
        names = _merged(names, cells)
    return [(table[0][0], list(names)), *table[head:]]


def grid(lines: Sequence[Numbered], at: int) -> Found:
    """A table drawn with `+---+` and `|`, from the line at `at` on.

    Its columns are those of the `+`, so that a cell may hold a `|`; one that spans columns is in
    the first of them, one that spans rows in the first of these.
    """
    end = at
    while end < len(lines) and lines[end][1][:1] in ("+", "|") and lines[end][1].strip():
        end += 1
    drawn = [(number, _widened(line.rstrip())) for number, line in lines[at:end]]
    places = {
        match.start() for _, line in drawn if GRID.match(line) for match in re.finditer(r"\+", line)
    }
    bounds = {place: column for column, place in enumerate(sorted(places))}
    table: Table = []
    owners: dict[int, int] = {}  # the row of the cell that is open in each column
    head = 0  # how many rows stand above a rule of `=`
    for number, line in drawn:
        if GRID.match(line):
            owners.clear()
            head = head or (len(table) if "=" in line else 0)
            continue
        cells: dict[int, str] = {}
        for column, part in _drawn_cells(line, bounds):
            if part and set(part) <= set("-=+"):
                owners.pop(column, None)
            else:
                cells[column] = _narrowed(part)
        if not any(cells.values()):
            continue
        fresh = len(table)
        for column, cell in cells.items():
            row = owners.setdefault(column, fresh)
            if row == len(table):
                table.append((number, []))
            held = table[row][1]
            held.extend([""] * (column + 1 - len(held)))
            held[column] = f"{held[column]} {cell}".strip()
    return _named(table, head), bool(head), max(end, at + 1)


def _drawn_cells(line: str, bounds: dict[int, int]) -> list[tuple[int, str]]:
    """The parts of a line of a drawn table and their columns."""
    cuts = [m.start() for m in re.finditer(r"[|+]", line) if m.start() in bounds]
    if len(cuts) > 1 and cuts[-1] == len(line) - 1:
        return [(bounds[a], line[a + 1 : b]) for a, b in pairwise(cuts)]
    return list(enumerate(line.strip("|").split("|")))  # drawn askew


def _widened(line: str) -> str:
    """A line with as many characters as columns."""
    if line.isascii():
        return line
    return "".join(f"{c}\0" if east_asian_width(c) in "WF" else c for c in line)


def _narrowed(cell: str) -> str:
    return cell.replace("\0", "").strip()


_MOST_LINES = 50  # of a record, whose quote may never be closed


def _records(lines: Sequence[Numbered]) -> Table:
    """The rows of values that commas part; a quoted one may go on over lines."""
    table: Table = []
    at = 0
    while at < len(lines):
        end = at + 1
        quotes = lines[at][1].count('"')
        while quotes % 2 and end < min(len(lines), at + _MOST_LINES):
            quotes += lines[end][1].count('"')
            end += 1
        if quotes % 2:
            end = at + 1
        record = "\n".join(line for _, line in lines[at:end])
        table.append((lines[at][0], _values(record)))
        at = end
    return table


def _values(record: str) -> list[str]:
    try:
        return next(csv.reader(record.splitlines(keepends=True), skipinitialspace=True), [])
    except csv.Error:  # a cell beyond its limits
        return record.split(",")


def _merged(above: Sequence[str], below: Sequence[str]) -> list[str]:
    width = max(len(above), len(below))
    pairs = zip(
        [*above, *[""] * (width - len(above))], [*below, *[""] * (width - len(below))], strict=True
    )
    return [f"{one} {two}".strip() for one, two in pairs]


def body_end(lines: Sequence[Numbered], at: int, indent: int) -> int:
    """The end of the lines from `at` on that are blank or indented."""
    end = at
    for place in range(at, len(lines)):
        if not lines[place][1].strip():
            continue
        if indent_of(lines[place][1]) < indent:
            break
        end = place + 1
    return end


def dedented(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines without the indentation that all of them share."""
    indents = [indent_of(line) for _, line in lines if line.strip()]
    margin = min(indents, default=0)
    return [(number, line.expandtabs(8)[margin:]) for number, line in lines]


def filled(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines that are not blank."""
    return [(number, line) for number, line in lines if line.strip()]


def parts_of(lines: Sequence[Numbered]) -> list[list[Numbered]]:
    """The lines in paragraphs."""
    parts: list[list[Numbered]] = [[]]
    for number, line in lines:
        if line.strip():
            parts[-1].append((number, line))
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]
