"""The rows of a sheet as blocks: what stands above the table, its header, each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from qa.datatypes import BlockKind, PlaceKind
from qa.documents.loaders.builder import BETWEEN, MOST_NAMES, Builder, Piece, row
from qa.documents.loaders.office.days import whole_day
from qa.documents.loaders.office.merged_cells import (
    Merged,
    Row,
    Spans,
    filled_across,
    filled_down,
    two_tiers,
)

_LOOKED_AT = 30  # rows in which the header is looked for
_NUMBER = re.compile(r"[\s$€£¥(+-]*\d[\d.,\s]*[%)]?|\d{4}-\d\d-\d\d.*")
_MOST_TITLES = 3  # rows above the names of a further table
_MOST_REPEATED = 30  # characters of a name over several columns that is said in each row
_MOST_NAME = 120  # characters of the name of a column
_GENERIC = re.compile(r"(?:sheet|tabelle|feuil|hoja|foglio|blad|planilha)\s?\d+", re.IGNORECASE)


def add_sheet(
    builder: Builder,
    number: int,
    name: str,
    table: list[Row],
    alone: bool,
    merged: Iterable[Merged] = (),
) -> None:
    """Append a sheet; its name heads it unless it is the `alone` one and called Sheet1."""
    table = [(at, cells) for at, cells in table if any(cells)]
    spans = filled_down(table, merged)
    if not table:
        return
    builder.place(PlaceKind.SHEET, number, name)
    if not (alone and _GENERIC.fullmatch(name)):
        builder.heading([Piece(name, 1)], 1)
    else:
        builder.tree.close_headings()
    for part in _tables(table):
        _add_table(builder, part, spans)


def _add_table(builder: Builder, table: list[Row], spans: Spans) -> None:
    form = _is_form(table)
    upper, header = (-1, -1) if form else _tiers(table, spans)
    parent: int | None = None
    names: list[str] = []
    for place, (at, cells) in enumerate(table):
        builder.place(PlaceKind.ROW, at)
        if upper <= place < header:
            builder.unplace()
            continue  # it stands in the names of the columns
        if place == header:
            names, caption = _said_once(_names(table, upper, header, spans))
            if names and place + 1 < len(table):
                if builder.add(BlockKind.PARAGRAPH, [Piece(caption, 1)]) < 0:
                    builder.unplace()
                continue  # its names stand in every row
        if header >= 0 and place < header:
            parent = None
            text = BETWEEN.join(cell for cell in cells if cell)
            builder.add(BlockKind.PARAGRAPH, [Piece(text, 1)])
            continue
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and (header < 0 or _is_note(cells, names)):
            builder.add(BlockKind.PARAGRAPH, [Piece(filled[0], 1)])
            parent = None
            continue
        if len(filled) == 1 and place + 1 < len(table) and _heads_rows(spans.get(at, ()), names):
            builder.heading([Piece(filled[0], 1)], 2)
            parent = None
            continue
        gap = "\n"
        if parent is None:
            parent, gap = builder.tree.lead(), "\n\n"
        if names:
            cells = filled_across(cells, spans.get(at, ()))
        if form and len(filled) == 2:
            names, cells = ["", filled[0]], ["", filled[1]]
        builder.add(BlockKind.TABLE, [Piece(row(names, cells), 1)], parent, gap=gap)


def _tables(table: list[Row]) -> Iterator[list[Row]]:
    """The tables that stand below each other in a sheet, parted by empty rows.

    A further one has names of its own: texts above columns of numbers.
    """
    gaps = [place for place in range(1, len(table)) if table[place][0] > table[place - 1][0] + 1]
    start = 0
    for place, end in pairwise([*gaps, len(table)]):
        part = table[place:end]
        header = header_row(part)
        above = table[start : min(place, start + _LOOKED_AT)]
        if 0 <= header < _MOST_TITLES and header_row(above) >= 0:
            _, names = part[header]
            below = [cells for _, cells in part[header + 1 :]]
            if any(name and _all_numbers(below, column) for column, name in enumerate(names)):
                yield table[start:place]
                start = place
    yield table[start:]


def _all_numbers(rows: list[list[str]], column: int) -> bool:
    found = [cells[column] for cells in rows if column < len(cells) and cells[column]]
    return bool(found) and all(map(_is_number, found))


def _is_form(table: list[Row]) -> bool:
    """Whether rows are labels with values of several kinds: a name, a day, a fee."""
    pairs = [[cell for cell in cells if cell] for _, cells in table]
    if max(map(len, pairs)) != 2:
        return False
    pairs = [pair for pair in pairs if len(pair) == 2]
    labels, values = zip(*pairs, strict=True)
    if len(pairs) < 2 or len({*labels}) < len(pairs) or any(map(_is_number, labels)):
        return False
    # Of a table with names above, all below are of one kind.
    kinds = {(whole_day(value), bool(_NUMBER.fullmatch(value))) for value in values[1:]}
    return len(kinds) > 1 or all(label.endswith(":") for label in labels)


def _is_note(cells: list[str], names: list[str]) -> bool:
    """Whether a row with one cell is a sentence about the table: "Children pay half."."""
    text = next(cell for cell in cells if cell)
    return bool(names) and bool(cells[0]) and text.endswith((".", "!")) and " " in text


def _heads_rows(spans: Sequence[tuple[int, int]], names: list[str]) -> bool:
    """Whether a row is one cell merged over all columns, which heads the rows below it."""
    return bool(names) and any(last - first + 1 >= min(len(names), 3) for first, last in spans)


def _tiers(table: list[Row], spans: Spans) -> tuple[int, int]:
    """The places of the first and the last row that name the columns, -1 if none does.

    "2024" above "Plan" and "Actual", "2025" above the same: the two rows are one name each.
    """
    header = header_row(table)
    if header < 0:
        return -1, -1
    at, cells = table[header]
    if header + 2 < len(table) and table[header + 1][0] == at + 1:
        below = table[header + 1][1]
        across = [(first, last) for first, last in spans.get(at, ()) if _inside(first, last, cells)]
        under = [c for first, last in across for c in below[first : last + 1] if c]
        if len(under) >= 2 and not any(_is_number(cell) for cell in below if cell):
            return header, header + 1
    if header and table[header - 1][0] == at - 1:
        above = table[header - 1][1]
        across = [(first, last) for first, last in spans.get(at - 1, ())]
        filled = [cell for cell in cells if cell]
        groups = sum(map(bool, above))
        if groups and any(_inside(first, last, cells) for first, last in across):
            return header - 1, header
        if groups >= 2 and groups < len(filled) and len(set(filled)) < len(filled):
            return header - 1, header
    return header, header


def _inside(first: int, last: int, cells: list[str]) -> bool:
    """Whether merged cells cover some of the columns of a row, as a title above it does not."""
    filled = [column for column, cell in enumerate(cells) if cell]
    return bool(filled) and (first > filled[0] or last < filled[-1])


def _names(table: list[Row], upper: int, header: int, spans: Spans) -> list[str]:
    """The names of the columns, none where they are too long to be repeated."""
    at, cells = table[header]
    names = filled_across(cells, spans.get(at, ()))
    if upper < header:
        at, above = table[upper]
        across = spans.get(at, ())
        groups = filled_across(above, across)
        if not across:  # each stands for the columns up to the next one
            groups += [""] * (len(names) - len(groups))
            for column in range(1, len(groups)):
                groups[column] = groups[column] or groups[column - 1]
        names = two_tiers(groups, names)
    return names if sum(map(len, names)) <= MOST_NAMES else []


def _said_once(names: list[str]) -> tuple[list[str], str]:
    """Names of columns of which none stands twice side by side, and what rather is a caption.

    A cell that is merged over several columns, and has no names below it, tells none from another:
    a short one names the first, a long one is said above the rows.
    """
    made = list(names)
    captions: list[str] = []
    for column in range(1, len(names)):
        if names[column] and names[column] == names[column - 1]:
            made[column] = ""
            if len(names[column]) > _MOST_REPEATED:
                made[column - 1] = ""
                captions.append(names[column])
    return made, BETWEEN.join(dict.fromkeys(captions))


def _is_number(cell: str) -> bool:
    """Whether a cell holds an amount or a day."""
    return bool(_NUMBER.fullmatch(cell)) or whole_day(cell)


def header_row(table: list[Row]) -> int:
    """The place of the row that names the columns, -1 if none does.

    It is the first with a name for nearly every column that the rows below it fill, none of them a
    number.
    """
    widths = [sum(map(bool, cells)) for _, cells in table[:_LOOKED_AT]]
    most = max(widths)
    if most < 2 or len(table) < 2:
        return -1
    for place, (_, cells) in enumerate(table[:_LOOKED_AT]):
        if widths[place] < max(2, 0.6 * most):
            continue
        filled = [cell for cell in cells if cell]
        if all(map(whole_day, filled[1:])) and len(set(filled)) == len(filled) > 2:
            return place  # a column for each day
        if any(_is_number(cell) or len(cell) > _MOST_NAME for cell in filled):
            years = [cell for cell in filled if re.fullmatch(r"(?:19|20)\d\d", cell)]
            others = [c for c in filled if c not in years and _is_number(c)]
            if others or len(years) == len(filled):  # columns may be named by years
                return -1
        above = sum(map(bool, table[place - 1][1])) if place else 0
        told_apart = len(set(filled)) > len(filled) / 2 or 2 <= above < len(filled)
        return place if place + 1 < len(table) and told_apart else -1
    return -1
