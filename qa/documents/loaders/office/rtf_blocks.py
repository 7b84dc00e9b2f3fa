"""The blocks of an RTF file: paragraphs, headings, items, tables, notes, as their texts come."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.datatypes import BlockKind
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.office.finishing import add_rows, names_columns
from qa.documents.loaders.tree import BOLD_LEVEL

_HEADING = re.compile(r"(?:heading|überschrift|titre)\s*(\d)", re.IGNORECASE)
_BULLET = re.compile(r"[\W_o]{1,3}", re.IGNORECASE)
_MOST_BOLD = 90  # characters of a bold line that heads what follows
_LARGE = 28  # half points from which bold text is a heading


@dataclass(slots=True)
class Shape:
    """What a paragraph has been told to be."""

    style: int = -1
    outline: int = 9
    table: bool = False
    depth: int = 0
    listed: bool = False


class Blocks:
    """Appends to a builder what is between two ends of paragraphs, cells, rows."""

    def __init__(self) -> None:
        self.builder = Builder()
        self.shape = Shape()
        self.styles: dict[int, str] = {}
        self._text: list[str] = []
        self._mark: list[str] = []
        self._notes: list[str] = []
        self._bold = True
        self._largest = 0
        self._line = 1
        self._cells: list[str] = []
        self._rows: list[list[str]] = []
        self._last = -1  # the block that a note hangs from

    def begin(self, line: int) -> None:
        """What comes stands in this line of the file, if nothing of its paragraph has come yet."""
        if not self._text:
            self._line = line

    def add(self, text: str, bold: bool, size: int) -> None:
        """Text of the document; `size` is in half points."""
        self._text.append(text)
        if text.strip():
            self._bold = self._bold and bold
            self._largest = max(self._largest, size)

    def mark(self, text: str) -> None:
        """The bullet or number of an item."""
        self._mark.append(text)

    def note(self, text: str) -> None:
        """A footnote to what has come."""
        self._notes.append(text)

    def end(self, name: str) -> None:
        """End a paragraph, a cell or a row by the control word that says so."""
        if name in ("row", "nestrow"):
            if self._cells:
                self._rows.append(self._cells)
            self._cells = []
            self._text.clear()
        elif name in ("cell", "nestcell"):
            self._cells.append(" ".join("".join(self._text).split()))
            self._text.clear()
            self._mark.clear()
            self._bold, self._largest = True, 0
            self._add_notes()
        elif self.shape.table and name == "par":
            self._text.append(" ")  # a paragraph within a cell
        else:
            self._end_paragraph()

    def finish(self) -> None:
        """Append what is left."""
        self._end_paragraph()
        self._end_table()

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        if self._cells:
            rows.append(self._cells)
            self._cells = []
        if rows:
            add_rows(self.builder, rows, names_columns(rows))

    def _end_paragraph(self) -> None:
        text = "".join(self._text).strip()
        self._text.clear()
        mark = " ".join("".join(self._mark).split())
        self._mark.clear()
        bold, self._bold = self._bold, True
        large, self._largest = self._largest >= _LARGE, 0
        if text:
            self._end_table()
            self._last = self._add_block(text, mark, bold, large)
        self._add_notes()

    def _add_notes(self) -> None:
        notes, self._notes = self._notes, []
        for note in notes:
            self.builder.add(BlockKind.PARAGRAPH, [Piece(note, self._line)], self._last)

    def _add_block(self, text: str, mark: str, bold: bool, large: bool) -> int:
        builder, paragraph = self.builder, self.shape
        pieces = [Piece(text, self._line)]
        name = self.styles.get(paragraph.style, "")
        if match := _HEADING.match(name):
            return builder.heading(pieces, int(match[1]))
        if name.lower() == "title":
            return builder.heading(pieces, 1)
        if paragraph.outline < 9:
            return builder.heading(pieces, paragraph.outline + 1)
        if not mark and text[0] in "•·◦▪‣" and len(text) > 1:
            mark, pieces = "•", [Piece(text[1:].strip(), self._line)]
        if mark or paragraph.listed:
            if not mark or _BULLET.fullmatch(mark):
                return builder.item(pieces, paragraph.depth, BlockKind.LIST_ITEM)
            pieces = [Piece(f"{mark} ", self._line), *pieces]
            return builder.item(pieces, paragraph.depth, BlockKind.STEP)
        if bold and len(text) <= _MOST_BOLD and text[-1] not in ".,;":
            return builder.heading(pieces, BOLD_LEVEL - large, soft=not large)
        return builder.add(BlockKind.PARAGRAPH, pieces)
