"""Readable text, put together piece by piece, with the way back to the lines of the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.datatypes import Block, BlockKind, Place, PlaceKind
from qa.documents.loaders.tree import Tree, settle


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text and the line of the file, from 1, in which it begins.

    Its line ends are those of the file; where lines were left out or joined a new piece begins.
    """

    text: str
    line: int


def trimmed(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces without blank edges; empty when nothing is left."""
    found = [piece for piece in pieces if piece.text]
    while found:
        first = found[0]
        rest = first.text.lstrip()
        if rest:
            gone = first.text[: len(first.text) - len(rest)]
            found[0] = Piece(rest, first.line + gone.count("\n"))
            break
        del found[0]
    while found:
        rest = found[-1].text.rstrip()
        if rest:
            found[-1] = Piece(rest, found[-1].line)
            break
        found.pop()
    return found


def plain(pieces: Iterable[Piece]) -> str:
    """The text of the pieces."""
    return "".join(piece.text for piece in pieces)


class Builder:
    """Appends blocks to a text and hangs them in its tree.

    All methods that add a block give its place in `tree.blocks`, -1 when there was no text.
    """

    def __init__(self) -> None:
        self.tree = Tree()
        self._parts: list[str] = []
        self._length = 0
        self._line = 1  # the line in which what is appended next would stand by counting
        self._lines: list[tuple[int, int]] = []
        self._places: list[tuple[PlaceKind, int, str]] = []  # that begin with the next block
        self.places: list[Place] = []

    def place(self, kind: PlaceKind, number: int, label: str = "") -> None:
        """What is appended from now on stands in this part of the file."""
        self._places.append((kind, number, label))

    def unplace(self) -> None:
        """Forget the place given last: nothing of it was appended."""
        if self._places:
            self._places.pop()

    def add(
        self,
        kind: BlockKind,
        pieces: Iterable[Piece],
        parent: int | None = None,
        level: int = 0,
        gap: str = "\n\n",
    ) -> int:
        """Append a block; without a `parent` it hangs from its section."""
        span = self._append(pieces, gap)
        return self.tree.add(*span, kind, parent, level) if span else -1

    def heading(
        self,
        pieces: Iterable[Piece],
        level: int,
        kind: BlockKind = BlockKind.HEADING,
        soft: bool = False,
    ) -> int:
        """Append a heading, or a QUESTION, which opens a section, too.

        A `soft` one (a bold line) becomes a paragraph when nothing comes to hang from it.
        """
        span = self._append(pieces, "\n\n")
        place = self.tree.heading(*span, level, kind) if span else -1
        if soft and place >= 0:
            self.tree.soft.add(place)
        return place

    def item(self, pieces: Iterable[Piece], depth: int, kind: BlockKind) -> int:
        """Append an item of a list."""
        depth = min(depth, _DEEPEST)
        inside = bool(self.tree.blocks) and self.tree.blocks[-1].kind is kind
        span = self._append(pieces, ("\n" if inside else "\n\n") + "  " * depth)
        return self.tree.item(*span, depth, kind) if span else -1

    def in_item(self, kind: BlockKind, pieces: Iterable[Piece]) -> int:
        """Append what goes on with the open item."""
        span = self._append(pieces, "\n\n")
        return self.tree.in_item(*span, kind) if span else -1

    def ends_with(self, place: int, mark: str) -> bool:
        """Whether the block at `place`, the last or the one before, ends with a mark."""
        length, end = self._length, self.tree.blocks[place].end
        for part in reversed(self._parts[-64:]):
            length -= len(part)
            if length < end:
                return part[: end - length].endswith(mark)
        return False

    @property
    def text(self) -> str:
        """What was appended so far."""
        self._parts = ["".join(self._parts)]  # asked for again, only what is new is joined
        return self._parts[0]

    def result(self) -> tuple[str, list[Block], tuple[tuple[int, int], ...]]:
        """The text, its blocks, and the pairs of `Document.lines`."""
        lines = tuple(self._lines)
        if lines and lines[0][0] > 0:
            lines = ((0, 1), *lines)
        text = "".join(self._parts)
        return text, settle(self.tree.blocks, self.tree.soft), lines

    def _append(self, pieces: Iterable[Piece], gap: str) -> tuple[int, int] | None:
        found = trimmed(pieces)
        if not found:
            return None
        if self._length:
            self._parts.append(gap)
            self._length += len(gap)
            self._line += gap.count("\n")
        start = self._length
        self.places += [Place(start, *place) for place in self._places]
        self._places.clear()
        for piece in found:
            if piece.line != self._line:
                self._map(piece.line)
            self._parts.append(piece.text)
            self._length += len(piece.text)
            self._line = piece.line + piece.text.count("\n")
        return start, self._length

    def _map(self, line: int) -> None:
        if self._lines and self._lines[-1][0] == self._length:
            self._lines.pop()
        self._lines.append((self._length, line))


BETWEEN = " · "  # the cells of a row
_DEEPEST = 30  # lists in lists: each indents its items further


def row(names: Sequence[str], cells: Sequence[str]) -> str:
    """A table row with the names of its columns: `Plan: Plus · Price: $10`.

    Empty cells are left out; a cell without a name stands alone. Line ends become spaces.
    """
    shown = []
    for number, cell in enumerate(cells):
        cell = " ".join(cell.split())
        name = " ".join(names[number].split()) if number < len(names) else ""
        if cell:
            shown.append(f"{name.rstrip(':')}: {cell}" if name and name != cell else cell)
    return BETWEEN.join(shown)


MOST_NAMES = 1_000  # characters of column names that are repeated in every row


def rows(table: Sequence[tuple[int, Sequence[str]]], header: bool) -> list[Piece]:
    """A table, given as the line and the cells of each row, as one piece for each row.

    With `header` the first row names the columns; it is no row of its own unless it is the only
    one, or its names are too long to be repeated.
    """
    if not table:
        return []
    names: Sequence[str] = ()
    body = list(table)
    if header and len(table) > 1 and sum(map(len, table[0][1])) <= MOST_NAMES:
        names, body = table[0][1], body[1:]
    found = [Piece(row(names, cells), line) for line, cells in body]
    return [piece for piece in found if piece.text]


_MOST_NAME = 60  # characters of the name of a value


def named_values(table: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Whether the first of two columns names what stands in the second: "Rent", "$925 a month".

    Where only the first row has no number beside its name, it may as well name the columns.
    """
    if any(len(cells) != 2 for _, cells in table):
        return False
    names = [name for _, (cell, _) in table if (name := cell.strip())]
    numbers = [any(map(str.isdigit, cells[1])) for _, cells in table]
    return (
        len(set(names)) == len(names)
        and 2 * len(names) > len(table)
        and not (len(table) > 1 and not numbers[0] and all(numbers[1:]))
        and all(
            len(name) <= _MOST_NAME and name[0].isalpha() and name[-1] not in ".!?;,"
            for name in names
        )
    )


def pairs(table: Sequence[tuple[int, Sequence[str]]]) -> list[Piece]:
    """A table of names and values, as one piece for each row."""
    found = []
    for line, (name, value) in table:
        text = row(("", name), ("", value)) if value.strip() else row((), (name,))
        found.append(Piece(text, line))
    return [piece for piece in found if piece.text]
