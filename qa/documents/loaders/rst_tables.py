"""The tables of reStructuredText and the lines that its blocks are made of."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

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
        table += ((number, _values(line)) for number, line in filled(body))
        return table, header
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
    spans = [match.span() for match in re.finditer("=+", lines[at][1])]
    end = at + 1
    rules = [at]
    while end < len(lines) and (lines[end][1].strip() or len(rules) < 3):
        if RULE.match(lines[end][1]):
            rules.append(end)
            if end + 1 >= len(lines) or not lines[end + 1][1].strip():
                break
        end += 1
    table: Table = []
    for number, line in lines[at + 1 : end]:
        if not line.strip() or RULE.match(line) or set(line.strip()) <= {"-", " "}:
            continue
        cells = [
            line[start : None if place + 1 == len(spans) else spans[place + 1][0]].strip()
            for place, (start, _) in enumerate(spans)
        ]
        if not cells[0] and table:
            table[-1] = (table[-1][0], _merged(table[-1][1], cells))
        else:
            table.append((number, cells))
    return table, len(rules) > 2, end + 1


def grid(lines: Sequence[Numbered], at: int) -> Found:
    """A table drawn with `+---+` and `|`, from the line at `at` on."""
    table: Table = []
    header = fresh = False
    end = at
    while end < len(lines) and lines[end][1][:1] in ("+", "|") and lines[end][1].strip():
        number, line = lines[end]
        if line[0] == "+":
            header = header or "=" in line
            fresh = True
        else:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if fresh or not table:
                table.append((number, cells))
            else:
                table[-1] = (table[-1][0], _merged(table[-1][1], cells))
            fresh = False
        end += 1
    return table, header, max(end, at + 1)


def _values(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:  # a cell beyond its limits
        return line.split(",")


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
