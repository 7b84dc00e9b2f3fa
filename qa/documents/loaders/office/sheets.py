"""The rows of a sheet as blocks: what stands above the table, its header, each row."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.datatypes import BlockKind, PlaceKind
from qa.documents.loaders.builder import MOST_NAMES, Builder, Piece, row
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
    upper, header = _tiers(table, spans)
    parent: int | None = None
    names: list[str] = []
    for place, (at, cells) in enumerate(table):
        builder.place(PlaceKind.ROW, at)
        if upper <= place < header:
            builder.unplace()
            continue  # it stands in the names of the columns
        if place == header:
            names = _names(table, upper, header, spans)
            if names and place + 1 < len(table):
                builder.unplace()
                continue  # its names stand in every row
        if header >= 0 and place < header:
            parent = None
            text = " · ".join(cell for cell in cells if cell)
            builder.add(BlockKind.PARAGRAPH, [Piece(text, 1)])
            continue
        filled = [cell for cell in cells if cell]
        if header < 0 and len(filled) == 1:
            builder.add(BlockKind.PARAGRAPH, [Piece(filled[0], 1)])
            parent = None
            continue
        gap = "\n"
        if parent is None:
            parent, gap = builder.tree.lead(), "\n\n"
        if names:
            cells = filled_across(cells, spans.get(at, ()))
        builder.add(BlockKind.TABLE, [Piece(row(names, cells), 1)], parent, gap=gap)


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
