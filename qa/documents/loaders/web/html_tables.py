"""Tables of a page: which are data, and their rows with the names of their columns."""

from __future__ import annotations

from dataclasses import dataclass

from qa.datatypes import BlockKind
from qa.documents.loaders.builder import Builder, Piece, rows
from qa.documents.loaders.web.html_nodes import Element

_MOST_CELL = 600  # characters on average; cells of whole columns of text are layout
_LEADING = frozenset({"thead", "tbody", "tfoot", "form", "tr"})  # to the cells
_MOST_SPAN = 100  # columns or rows that a cell may go over


@dataclass(slots=True)
class _Cell:
    text: str
    head: bool
    columns: int
    rows: int


def is_data(table: Element) -> bool:
    """Whether a table holds data and not the layout of a page."""
    if table.get("role") in ("presentation", "none"):
        return False
    lines = _lines(table)
    cells = [cell for _, row in lines for cell in row]
    if not cells or max(len(row) for _, row in lines) < 2:
        return False
    for element in table.iter():
        if element is not table and element.tag in ("table", "pre", "article", "h1", "h2"):
            return False
    length = sum(len(cell.text(100_000)) for cell in cells)
    return length <= _MOST_CELL * len(cells) or any(cell.tag == "th" for cell in cells)


def add_table(builder: Builder, table: Element) -> None:
    """Append a table's caption and its rows."""
    for element in table.children:
        if isinstance(element, Element) and element.tag == "caption":
            builder.add(BlockKind.PARAGRAPH, [Piece(element.text(), element.line)])
    found = _grid(table)
    if not found:
        return
    header = _has_header(found)
    parent = builder.tree.lead()
    shown = [(row.line, [cell.text for cell in cells]) for row, cells in found]
    for place, piece in enumerate(rows(shown, header)):
        builder.add(BlockKind.TABLE, [piece], parent, gap="\n" if place else "\n\n")


def _lines(table: Element) -> list[tuple[Element, list[Element]]]:
    """The rows of a table with their cells, not those of a table within it."""
    found = []
    waiting = [table]
    while waiting:
        here = waiting.pop()
        inner = [c for c in here.children if isinstance(c, Element) and c.tag in _LEADING]
        waiting.extend(reversed(inner))
        if here.tag == "tr":
            cells = [c for c in here.children if isinstance(c, Element) and c.tag in ("td", "th")]
            if cells:
                found.append((here, cells))
    return found


def _grid(table: Element) -> list[tuple[Element, list[_Cell]]]:
    """The rows as they are seen, but empty ones: a cell that goes over several stands in each."""
    found: list[tuple[Element, list[_Cell]]] = []
    over: dict[int, tuple[_Cell, int]] = {}  # by column: a cell from above, rows still to come
    for row, elements in _lines(table):
        line: list[_Cell] = []
        below: dict[int, tuple[_Cell, int]] = {}
        for element in elements:
            _from_above(line, over, below)
            cell = _Cell(
                element.text(),
                element.tag == "th",
                _span(element.get("colspan")),
                _span(element.get("rowspan")),
            )
            for place in range(cell.columns):
                if cell.rows > 1:
                    below[len(line)] = (cell, cell.rows - 1)
                line.append(cell if not place or cell.head else _Cell("", False, 1, 1))
        _from_above(line, over, below)
        over = below
        if any(cell.text for cell in line):
            found.append((row, line))
    return found


def _from_above(
    line: list[_Cell],
    over: dict[int, tuple[_Cell, int]],
    below: dict[int, tuple[_Cell, int]],
) -> None:
    """Add to a row the cells that reach down into it where it now stands."""
    while (column := len(line)) in over:
        cell, left = over.pop(column)
        line.append(cell)
        if left > 1:
            below[column] = (cell, left - 1)


def _has_header(found: list[tuple[Element, list[_Cell]]]) -> bool:
    """Whether the first row names the columns."""
    row, first = found[0]
    if len(found) > 1 and all(cell.head or not cell.text for cell in first):
        return True
    if row.parent is not None and row.parent.tag == "thead":
        return True
    cells = [c for c in row.children if isinstance(c, Element) and c.tag in ("td", "th")]
    shown = [cell for cell in cells if cell.text(200)]
    return len(found) > 2 and bool(shown) and all(map(_bold, shown))


def _bold(cell: Element) -> bool:
    inner = [c for c in cell.children if isinstance(c, Element) and c.tag != "br"]
    return len(inner) == 1 and inner[0].tag in ("b", "strong") and inner[0].text() == cell.text()


def _span(value: str) -> int:
    return max(1, min(int(value), _MOST_SPAN)) if value.isdecimal() and len(value) < 6 else 1
