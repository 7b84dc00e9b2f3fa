"""The rows of a sheet as blocks: what stands above the table, its header, each row."""

from __future__ import annotations

import re

from qa.datatypes import BlockKind, PlaceKind
from qa.documents.loaders.builder import MOST_NAMES, Builder, Piece, row

Row = tuple[int, list[str]]  # its number in the sheet, from 1, and what its cells show
_LOOKED_AT = 30  # rows in which the header is looked for
_NUMBER = re.compile(r"[\s$€£¥(+-]*\d[\d.,\s]*[%)]?|\d{4}-\d\d-\d\d.*")
_MOST_NAME = 120  # characters of the name of a column
_GENERIC = re.compile(r"(?:sheet|tabelle|feuil|hoja|foglio|blad|planilha)\s?\d+", re.IGNORECASE)


def add_sheet(builder: Builder, number: int, name: str, table: list[Row], alone: bool) -> None:
    """Append a sheet; its name heads it unless it is the `alone` one and called Sheet1."""
    table = [(at, cells) for at, cells in table if any(cells)]
    if not table:
        return
    builder.place(PlaceKind.SHEET, number, name)
    if not (alone and _GENERIC.fullmatch(name)):
        builder.heading([Piece(name, 1)], 1)
    else:
        builder.tree.close_headings()
    header = header_row(table)
    parent: int | None = None
    names: list[str] = []
    for place, (at, cells) in enumerate(table):
        builder.place(PlaceKind.ROW, at)
        if place == header:
            names = cells if sum(map(len, cells)) <= MOST_NAMES else []
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
        builder.add(BlockKind.TABLE, [Piece(row(names, cells), 1)], parent, gap=gap)


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
        if any(_NUMBER.fullmatch(cell) or len(cell) > _MOST_NAME for cell in filled):
            years = [cell for cell in filled if re.fullmatch(r"(?:19|20)\d\d", cell)]
            others = [c for c in filled if c not in years and _NUMBER.fullmatch(c)]
            if others or len(years) == len(filled):  # columns may be named by years
                return -1
        return place if place + 1 < len(table) and len(set(filled)) > len(filled) / 2 else -1
    return -1
