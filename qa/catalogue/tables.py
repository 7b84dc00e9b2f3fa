"""The tables of a document: their rows by column; and whether a question may ask for rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.datatypes import BlockKind, Document, DocumentInfo, Hit
from qa.datatypes.table_rows import Cell, cells_of, is_row

_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 2  # of what is a list of things, and no form
_MOST_ROWS = 20_000
_AMONG = 8  # best hits, whose tables may be asked for rows
_LONGEST = 200  # characters of a question
_FORM = re.compile(
    r"\W*(?:(?:so|and|please|ok)\W+)*(?:how (?:many|much)|which|what|list|show|give|name|find"
    r"|who|all|(?:the )?(?:total|sum)"
    r"|are there|is there|do (?:i|we) have)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row and where it stands in its document; empty cells are in none."""

    start: int
    end: int
    cells: tuple[Cell, ...]

    def value(self, key: str) -> str:
        """What it has in a column, "" for nothing."""
        return next((cell.value for cell in self.cells if cell.key == key), "")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one table; `keys` are the names of its columns, in order."""

    info: DocumentInfo
    document: Document
    headings: tuple[str, ...]  # above it
    keys: tuple[str, ...]
    rows: tuple[TableRow, ...]


def tables_of(document: Document) -> Iterator[Table]:
    """The tables of a document with names of columns, a list of things each."""
    info = document.info  # once: it counts the words
    by_parent: dict[int, list[int]] = {}
    for number, block in enumerate(document.blocks):
        if block.kind is BlockKind.TABLE:
            by_parent.setdefault(block.parent, []).append(number)
    for numbers in by_parent.values():
        if not _FEWEST_ROWS <= len(numbers) <= _MOST_ROWS:
            continue
        rows = []
        for number in numbers:
            block = document.blocks[number]
            text = document.text[block.start : block.end]
            cells = tuple(cells_of(text)) if is_row(text) else ()
            if cells and all(cell.key for cell in cells):
                rows.append(TableRow(block.start, block.end, cells))
        keys = tuple(dict.fromkeys(cell.key for row in rows for cell in row.cells))
        if len(rows) == len(numbers) and len(keys) >= _FEWEST_COLUMNS:
            yield Table(info, document, document.headings(numbers[0]), keys, tuple(rows))


def tables_asked(question: str, hits: Sequence[Hit]) -> list[DocumentInfo]:
    """The documents whose tables may have the rows that a question asks for, best first."""
    if len(question) > _LONGEST or not _FORM.match(question):
        return []
    return list(
        {hit.document.source: hit.document for hit in hits[:_AMONG] if is_row(hit.text)}.values()
    )
