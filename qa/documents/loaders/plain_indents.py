"""What indentation says of the lines of a plain text: what goes on, what is a term and its text.

Manual pages, RFCs and changelogs are wrapped by hand: a paragraph is a run of lines with one
indent, an option is a line with deeper text below it or beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_STEP = 2  # columns by which a line stands deeper than another
_FAR = 4  # by which the text of a term does, and a term than the margin of the document
_SLACK = 10  # how much shorter than the width a full line may be
_MAX_TERM = 80  # characters
_MAX_TERM_WORDS = 4  # of a term that is no option
_LEAST_TEXT = 15  # characters of the first line below such a term
_OPTION = re.compile(r"-{1,2}[\w?@#]")
_OPTION_WITH_TEXT = re.compile(r"-{1,2}[\w?@#]\S*(?:,? \S+){0,3}?(?: {2,}| ?\t\s*)\S")
_GOES_ON = ".!?:;,"
_SENTENCE = ".!?:"
_HANGING = 12  # columns by which it stands deeper at most; a second line may be centred
_LONG = 60  # characters of a line that can be no heading of what stands deeper below it


class Line(NamedTuple):
    """A line's text without blank edges: `text[start:end]`; `indent` counts columns before it."""

    start: int
    end: int
    indent: int


def columns(blank: str) -> int:
    """How many columns white space at the beginning of a line takes."""
    return len(blank.expandtabs(8)) if "\t" in blank else len(blank)


def lone_option(content: str) -> bool:
    """Whether a line with no other above it is an option with its text."""
    return bool(_OPTION_WITH_TEXT.match(content, 0, 2 * _MAX_TERM))


class Indents:
    """The lines of a group, as far as their columns go. `margin` is that of the whole document."""

    def __init__(self, lines: Sequence[Line], contents: Sequence[str], margin: int) -> None:
        self._lines = lines
        self._contents = contents
        self._margin = margin
        self._least = min(line.indent for line in lines)
        self._edges = [
            len((" " * line.indent + content).expandtabs(8))
            if "\t" in content
            else line.indent + len(content)
            for line, content in zip(lines, contents, strict=True)
        ]
        self._right = max(self._edges)
        self._width = max(edge - line.indent for edge, line in zip(self._edges, lines, strict=True))

    @property
    def width(self) -> int:
        """Columns of the longest line, without what it is indented by."""
        return self._width

    def step(self, at: int) -> int:
        """Columns by which a line is deeper than the one above it, 0 for less than two."""
        deeper = self._lines[at].indent - self._lines[at - 1].indent
        return deeper if abs(deeper) >= _STEP else 0

    def within(self, first: int, at: int) -> bool:
        """Whether a line stands deeper than another."""
        return self._lines[at].indent - self._lines[first].indent >= _STEP

    def indented(self, at: int) -> bool:
        """Whether a line stands deeper than the least indented one of its group."""
        return self._lines[at].indent - self._least >= _STEP

    def full(self, at: int) -> bool:
        """Whether the first word of a line had no room at the end of the line above it."""
        word = self._contents[at].split(None, 1)[0]
        return self._edges[at - 1] + 1 + len(word) > self._right - _SLACK

    def opens(self, at: int) -> bool:
        """Whether a line is indented as the first of a paragraph, as in a book: the next is not."""
        return self.indented(at) and at + 1 < len(self._lines) and self.step(at + 1) < 0

    def option(self, at: int) -> bool:
        """Whether a line is an option with its text: `-v    Say what is done`."""
        if not lone_option(self._contents[at]):
            return False
        if not at or _OPTION.match(self._contents[at - 1]):
            return True
        return self.step(at) != 0 and not self.hangs(at)

    def hangs(self, at: int) -> bool:
        """Whether a line goes on below the text that stands beside a term or a bullet above it.

        Its column is that in which a word of that line begins, behind a gap; behind a single space
        where the line is full and what stands before is an option, or one word that is indented.
        """
        above, line = self._contents[at - 1], self._lines[at]
        shown = (" " * self._lines[at - 1].indent + above).expandtabs(8)
        column = line.indent
        if not (self._lines[at - 1].indent < column < len(shown) and shown[column] != " "):
            return False
        if shown[column - 2 : column] == "  ":
            return True
        term = shown[self._lines[at - 1].indent : column - 1]
        likely = _OPTION.match(above) or (" " not in term and self._far(at - 1))
        return shown[column - 1] == " " and bool(likely) and self.full(at)

    def wraps(self, at: int) -> bool:
        """Whether a line goes on below the first of its paragraph, which stands out to the left."""
        above, line = self._contents[at - 1], self._contents[at]
        if above[-1] in _SENTENCE or self.opens(at) or not self.full(at):
            return False
        if self.step(at) > _HANGING:
            return False
        return line[0].islower() or len(above) >= _LONG

    def _far(self, at: int) -> bool:
        """Whether a line stands deep in the document, as no heading does."""
        return self._lines[at].indent - self._margin >= _FAR

    def defines(self, at: int) -> bool:
        """Whether a line is the text of a term, which is the line above it."""
        term, text = self._contents[at - 1], self._contents[at]
        if len(term) > _MAX_TERM or term[-1] in _GOES_ON:
            return False
        if _OPTION.match(term):
            return True
        return (
            self.step(at) >= _FAR
            and self._far(at - 1)
            and len(term.split()) <= _MAX_TERM_WORDS
            and (len(text) >= _LEAST_TEXT or text[-1] == ".")
        )
