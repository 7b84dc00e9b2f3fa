"""What readers of line-based markup (reStructuredText, AsciiDoc, Org, LaTeX) have in common.

docutils was looked at for reStructuredText and left: it knows lines only roughly, takes 0.1 s to
import and reports Sphinx's own directives as errors. None of these readers opens another file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from qa.datatypes import BlockKind, Document
from qa.documents.loaders.article_metadata import read_metadata
from qa.documents.loaders.builder import Builder, Piece, rows
from qa.documents.loaders.metadata import Known
from qa.documents.loaders.titles import finished
from qa.documents.loaders.tree import rehang

Numbered = tuple[int, str]  # a line of the file, from 1, and its text
Clean = Callable[[str], str]
# Reads what is no paragraph and begins at a line: lines, its place, those of the paragraph so far.
# Gives the place behind it, or that of the line.
Special = Callable[[Sequence[Numbered], int, list[Numbered]], int]

JOINED = "\r"  # what is left of a line end inside a mark: the next line is read on in the same one
_ENDS = re.compile(rf"(\n|{JOINED})")
_SPACES = re.compile(r"(?<=\S)  +(?=\S)")
MAX_CHARS = 4 << 20  # beyond, such a file is cut as plain text


class LineReader:
    """Adds paragraphs, items, code and tables, given as numbered lines, to a builder."""

    def __init__(self, clean: Clean) -> None:
        self.builder = Builder()
        self._clean = clean
        self._indents: list[int] = []  # of the items that are open

    def read(self, lines: Sequence[Numbered], special: Special) -> None:
        """Add what `special` reads, and of the other lines paragraphs with blank ones between."""
        at = 0
        waiting: list[Numbered] = []
        while at < len(lines):
            end = special(lines, at, waiting)
            if end > at:
                at = end
                continue
            if lines[at][1].strip():
                waiting.append(lines[at])
            else:
                self.ended(waiting)
            at += 1
        self.ended(waiting)

    def pieces(self, lines: Sequence[Numbered]) -> list[Piece]:
        """The readable text of some lines."""
        if not lines:
            return []
        raw = "\n".join(text.strip() for _, text in lines)
        shown = self._readable(raw)
        if len(_ENDS.findall(shown)) == raw.count("\n"):
            # Cut behind each line end that is not one of the file's, or not shown.
            pieces: list[Piece] = []
            waiting, begin = "", 0
            for place, part in enumerate(_ENDS.split(shown)):
                if place % 2 == 0:
                    waiting += part
                    continue
                waiting += part.replace(JOINED, "")
                now = place // 2
                if part == JOINED or lines[now + 1][0] != lines[now][0] + 1:
                    pieces.append(Piece(waiting, lines[begin][0]))
                    waiting, begin = "", now + 1
            return [*pieces, Piece(waiting, lines[begin][0])]
        # Marks over line ends: what they leave is not to be told by counting lines.
        last = len(lines) - 1
        return [
            Piece(self._readable(text.strip()) + ("\n" if place < last else ""), number)
            for place, (number, text) in enumerate(lines)
        ]

    def _readable(self, text: str) -> str:
        """The text without marks and without the double spaces that they leave."""
        return _SPACES.sub(" ", self._clean(text))

    def paragraph(
        self,
        lines: Sequence[Numbered],
        kind: BlockKind = BlockKind.PARAGRAPH,
        parent: int | None = None,
    ) -> int:
        """Add a paragraph; its place, or -1."""
        if not lines:
            return -1
        if kind is BlockKind.PARAGRAPH:
            self._indents = []
        return self.builder.add(kind, self.pieces(lines), parent)

    def heading(self, lines: Sequence[Numbered], level: int, soft: bool = False) -> int:
        """Add a heading."""
        self._indents = []
        return self.builder.heading(self.pieces(lines), level, soft=soft)

    def item(self, lines: Sequence[Numbered], indent: int, kind: BlockKind) -> int:
        """Add an item that stands `indent` deep, in whatever unit."""
        while self._indents and indent <= self._indents[-1]:
            self._indents.pop()
        place = self.builder.item(self.pieces(lines), len(self._indents), kind)
        if place >= 0:
            self._indents.append(indent)
        return place

    @contextmanager
    def within_list(self) -> Iterator[None]:
        """Whatever is added meanwhile stands in the item added last and leaves its list open."""
        indents, kept = list(self._indents), self.builder.tree.open_list()
        yield
        self._indents = indents
        self.builder.tree.resume_list(kept)

    def end_list(self) -> None:
        """Let the next item begin a list of its own."""
        self._indents = []
        self.builder.tree.end_list()

    def within_item(self, lines: Sequence[Numbered]) -> int:
        """Add a further paragraph of the open item."""
        return self.builder.in_item(BlockKind.PARAGRAPH, self.pieces(lines))

    def ended(self, waiting: list[Numbered]) -> None:
        """Add the lines of a paragraph that ends here, of the open item if indented; empty them."""
        if not waiting:
            return
        if self.in_list() and indent_of(waiting[0][1]):
            self.within_item(waiting)
        else:
            self.paragraph(waiting)
        waiting.clear()

    def in_list(self) -> bool:
        """Whether an item is open."""
        return bool(self._indents)

    def code(self, lines: Sequence[Numbered]) -> None:
        """Add code, as it stands but for the indentation that all of it shares."""
        filled = [text for _, text in lines if text.strip()]
        if not filled:
            return
        margin = min(len(text) - len(text.lstrip()) for text in filled)
        pieces = [Piece(text[margin:].rstrip() + "\n", number) for number, text in lines]
        self.builder.add(BlockKind.CODE, pieces, self.builder.tree.before())

    def table(self, table: Sequence[tuple[int, Sequence[str]]], header: bool) -> None:
        """Add a table by the line and the cells of its rows."""
        clean = [
            (number, [self._clean(cell).replace(JOINED, "") for cell in cells])
            for number, cells in table
        ]
        parent = self.builder.tree.lead()
        self._indents = []
        for place, piece in enumerate(rows(clean, header)):
            self.builder.add(BlockKind.TABLE, [piece], parent, gap="\n" if place else "\n\n")

    def document(self, source: str, known: Known, tags: Sequence[str] = ()) -> Document:
        """The finished document."""
        text, blocks, lines = self.builder.result()
        found = read_metadata(text, blocks, source, known, articles_only=True)
        kinds = list(found.blocks)
        if found.headline is not None:
            kinds = rehang(kinds, found.headline)
        document = Document(
            source, found.title, text, tuple(kinds), lines=lines, tags=tuple(dict.fromkeys(tags))
        )
        return finished(document, found, known)


def indent_of(line: str) -> int:
    """How many columns of white space a line begins with."""
    body = line.lstrip()
    return len(line[: len(line) - len(body)].expandtabs(8))


def numbered(text: str) -> list[Numbered]:
    """The lines of a text with their numbers."""
    return list(enumerate(text.split("\n"), start=1))
