"""Blocks of a manual page: sections, paragraphs, terms with their texts, examples."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import BlockKind
from qa.documents.loaders.line_markup import JOINED, LineReader, Numbered

_LONGEST_TERM = 120  # characters
_KEPT = "\x01"  # ends a line that the next one is not joined to
_LINE_END = re.compile(rf"(?<!{_KEPT})\n")
_BULLETS = frozenset("•*o-–—+·")


class ManualBlocks:
    """Adds blocks as macros ask for them; what is seen of a line comes to what is open."""

    def __init__(self) -> None:
        self.lines = LineReader(_joined)
        self.inside = False  # an item: further paragraphs belong to it
        self._outer: list[bool] = []  # the same of what holds the indented part
        self._expected = False  # the next line is a term
        self._term: list[Numbered] = []
        self._kind = BlockKind.LIST_ITEM
        self._text: list[Numbered] = []
        self._code: list[Numbered] | None = None

    def add(self, line: Numbered) -> None:
        """Add a line of text, a term, or a line of an example."""
        if self._code is not None:
            self._code.append(line)
        elif not line[1].strip():
            self.flush()
        elif self._expected:
            self._term.append(line)
            self._expected = False
        else:
            self._text.append(line)

    def heading(self, line: Numbered, level: int) -> None:
        """Begin a section."""
        self.end()
        if line[1].strip():
            self.lines.heading([line], level)

    def paragraph(self) -> None:
        """Begin a paragraph; an item goes on only in what is indented below it."""
        self.flush()
        self.inside = bool(self._outer) and self._outer[-1]

    def term(self, line: Numbered | None = None, *, bullets: bool = True) -> None:
        """Begin an item: its term is the line, or else the next one that comes.

        Terms without a text between them share the next one. A line may be a mere bullet.
        """
        if self._text or not self._term or self._kind is not BlockKind.LIST_ITEM:
            self.flush()
        self.inside, self._kind = True, BlockKind.LIST_ITEM
        if line is None:
            self._expected = True
        elif bullets and line[1].strip() in _BULLETS:
            self._term.append((line[0], ""))
        else:
            self._term.append(line)

    def another_term(self) -> None:
        """Let the next line be one more term of the same item."""
        self._expected = True

    def step(self, line: Numbered) -> None:
        """Begin an item of a numbered list, whose number is the line."""
        self.flush()
        self._term, self._kind, self.inside = [line], BlockKind.STEP, True

    def indent(self) -> None:
        """What comes next is indented: text below a short line explains that line."""
        if (
            len(self._text) == 1
            and not self._term
            and len(self._text[0][1]) <= _LONGEST_TERM
            and self._text[0][1][-1] not in ".:"
        ):
            self._term, self._text, self.inside = self._text, [], True
            self._kind = BlockKind.LIST_ITEM
        else:
            self.flush()
        self._outer.append(self.inside)

    def outdent(self) -> None:
        """The indented part ends."""
        self.flush()
        self.inside = self._outer.pop() if self._outer else False

    def example(self) -> None:
        """What comes next is shown as it stands."""
        self.flush()
        if self._code is None:
            self._code = []

    def end_example(self) -> None:
        """An example ends."""
        code, self._code = self._code, None
        if code and self.inside:
            with self.lines.within_list():
                self.lines.code(code)
        elif code:
            self.lines.code(code)

    def table(self, rows: Sequence[tuple[int, Sequence[str]]], header: bool) -> None:
        """Add a table."""
        self.flush()
        self.lines.table(rows, header)

    def end(self) -> None:
        """End whatever is open."""
        self.end_example()
        self.flush()
        self.lines.end_list()
        self.inside, self._outer = False, []

    def flush(self) -> None:
        """Add the paragraph or the item that was collected."""
        term, text = self._term, self._text
        self._term, self._text, self._expected = [], [], False
        if not term and len(text) > 1 and text[0][1][0] == "-" and text[1][1][0] == "\t":
            term, text, self.inside = text[:1], text[1:], True  # an option made from Markdown
            self._kind = BlockKind.LIST_ITEM
        if term:
            shown = [line for line in term if line[1]]
            if shown and text:
                shown[-1] = (shown[-1][0], shown[-1][1] + _KEPT)
            if self._kind is BlockKind.STEP and text:
                shown = [(text[0][0], f"{term[0][1]} {text[0][1]}")]
                text = text[1:]
            self.lines.item([*shown, *text], len(self._outer), self._kind)
        elif text and self.inside and self.lines.in_list():
            self.lines.within_item(text)
        elif text:
            self.lines.paragraph(text)


def _joined(text: str) -> str:
    """Lines as one: macros stand in lines of their own within a sentence."""
    return _LINE_END.sub(f" {JOINED}", text).replace(_KEPT, "")
