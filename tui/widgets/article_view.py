"""The text of an article, laid out line by line so that long ones cost no more than short ones."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from qa.datatypes import BlockKind
from tui import glyphs
from tui.article_layout import ArticleText, Role
from tui.article_lines import Piece, TextLine, lay_out, pieces, shade_after

WIDEST = 96  # cells of text: longer lines are hard to read
GUTTER = 2


class ArticleView(ScrollView, can_focus=True):
    """Shows a laid-out article; text can be selected with the mouse."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article--passage",
        "article--evidence",
        "article--span",
        "article--note",
        "article--bar",
        "article--passage-bar",
        "article--found",
        "article--found-here",
        "article--title",
        "article--heading",
        "article--subheading",
        "article--column",
        "article--code",
        "article--quote",
        "article--meta",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Page down", show=False, id="article.page"),
        Binding("j,alt+j", "scroll_down", "Down", show=False, id="article.down"),
        Binding("k,alt+k", "scroll_up", "Up", show=False, id="article.up"),
        Binding("g,alt+g,ctrl+home", "scroll_home", "To the top", show=False, id="article.first"),
        Binding("G,alt+shift+g,ctrl+end", "scroll_end", "To the end", show=False, id="article.end"),
    ]
    _NAMES: ClassVar[dict[Role, str]] = {
        Role.PASSAGE: "article--passage",
        Role.EVIDENCE: "article--evidence",
        Role.SPAN: "article--span",
        Role.NOTE: "article--note",
    }

    _KINDS: ClassVar[dict[BlockKind, str]] = {
        BlockKind.QUESTION: "article--heading",
        BlockKind.CODE: "article--code",
        BlockKind.QUOTE: "article--quote",
        BlockKind.META: "article--meta",
        BlockKind.BOILERPLATE: "article--meta",
        BlockKind.CONTENTS: "article--meta",
    }

    def __init__(self) -> None:
        super().__init__()
        self._article = ArticleText("", ((0, Role.PLAIN),))
        self._lines: list[TextLine] = []
        self._laid_out_for = 0
        self._height = 0
        self._resizing = False
        self._top: int | None = None  # offset of the first line in view; None: the evidence is
        self._matches: list[tuple[int, int]] = []  # offsets of what was found
        self._match = 0

    def show(self, shown: ArticleText) -> None:
        """Show an article, its evidence in the upper third of what is seen."""
        self._article = shown
        self._matches = []
        self._laid_out_for = 0
        self._top = None
        self._lay_out()
        # Not before the size is known: at first the pane may have none.
        self.call_after_refresh(self._go_to_evidence)

    @property
    def evidence_line(self) -> int | None:
        """The first line with evidence in it."""
        marked = (
            i for i, each in enumerate(self._lines) if each.role in (Role.EVIDENCE, Role.SPAN)
        )
        return next(marked, None)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Note what is in view, unless it is a new size that moves it."""
        super().watch_scroll_y(old_value, new_value)
        size = self.scrollable_content_region.size
        same = (size.width, size.height) == (self._laid_out_for, self._height)
        if self._lines and same and not self._resizing:
            self._top = self._first_in_view()

    def _first_in_view(self) -> int | None:
        top, marked = int(self.scroll_y), self.evidence_line
        if marked is not None and top <= marked < top + self._height:
            return None
        return self._lines[min(top, len(self._lines) - 1)].start

    def on_resize(self) -> None:
        """Lay out again; what was in view stays in view, the evidence before all else."""
        self._height = self.scrollable_content_region.height
        self._resizing = True
        self._lay_out()
        # Not before the new length is known: one can't scroll beyond the old one.
        self.call_after_refresh(self._show_again)

    def _show_again(self) -> None:
        if self._top is None:
            self._go_to_evidence()
        else:
            line = next((i for i, each in enumerate(self._lines) if each.end >= self._top), 0)
            self.scroll_to(y=line, animate=False, immediate=True, force=True)
        self._resizing = False  # from now on it is a person who scrolls

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width <= GUTTER or width == self._laid_out_for:
            return
        self._laid_out_for = width
        self._lines = lay_out(self._article, self._text_width)
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def _go_to_evidence(self) -> None:
        line = self.evidence_line
        height = self.scrollable_content_region.height
        above = min(max(1, height // 3), max(0, height - 1))
        at = max(0, line - above) if line else 0
        # By force: before the first layout is through, it takes itself for unscrollable.
        self.scroll_to(y=at, animate=False, immediate=True, force=True)

    def render_line(self, y: int) -> Strip:
        """One line: the bar beside it, then its stretches."""
        number = y + int(self.scroll_y)
        width = self.size.width
        base = self.rich_style
        if number >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[number]
        kind = self._kind_style(line)
        marked = self._marked(line, number)
        drawn: list[Segment] = []
        for piece in pieces(self._article, line):
            drawn += self._segments(piece, kind, marked)
        # Offsets let the mouse select; the bar is not part of the text.
        text = Strip(drawn).apply_offsets(0, number)
        # What goes on in the next line is tinted up to the end of this one.
        after = self._style(shade_after(self._article, line), kind)
        filled = text.extend_cell_length(self._text_width, after)
        return Strip([self._bar(line.role), *filled]).extend_cell_length(width, base).crop(0, width)

    def _segments(
        self, piece: Piece, kind: Style, marked: list[tuple[int, int, Style]]
    ) -> list[Segment]:
        """A piece in its style, cut where marks begin and end in it."""
        style = self._style(piece.role, kind)
        if piece.offset is None:
            return [Segment(piece.text, style)]
        start, end = piece.offset, piece.offset + len(piece.text)
        edges = {start, end, *(at for low, high, _ in marked for at in (low, high))}
        cuts = sorted(at for at in edges if start <= at <= end)
        found: list[Segment] = []
        for low, high in pairwise(cuts):
            over = [mark for first, last, mark in marked if first <= low and high <= last]
            found.append(Segment(piece.text[low - start : high - start], Style.chain(style, *over)))
        return found

    @property
    def _text_width(self) -> int:
        return min(WIDEST, self._laid_out_for - GUTTER)

    def _style(self, role: Role, kind: Style) -> Style:
        style = self.rich_style + kind
        if role is Role.PLAIN:
            return style
        return style + self.get_component_rich_style(self._NAMES[role], partial=True)

    def _kind_style(self, line: TextLine) -> Style:
        """The style of what a line belongs to: a heading, the header of a table, code."""
        name = self._KINDS.get(line.kind, "") if line.kind else ""
        if line.kind is BlockKind.HEADING:
            names = ("article--title", "article--heading", "article--subheading")
            name = names[min(max(line.level, 1), 3) - 1]
        elif line.kind is BlockKind.TABLE and line.level:
            name = "article--column"
        return self.get_component_rich_style(name, partial=True) if name else Style.null()

    def _bar(self, role: Role) -> Segment:
        sign, name = {
            Role.EVIDENCE: (glyphs.EVIDENCE, "article--bar"),
            Role.SPAN: (glyphs.EVIDENCE, "article--bar"),
            Role.PASSAGE: (glyphs.PASSAGE, "article--passage-bar"),
        }.get(role, (" ", ""))
        style = self.get_component_rich_style(name, partial=True) if name else Style.null()
        return Segment(f"{sign} ", self.rich_style + style)

    def _marked(self, line: TextLine, number: int) -> list[tuple[int, int, Style]]:
        """What was found in a line and what is selected in it, as offsets of the text."""
        found: list[tuple[int, int, Style]] = []
        at = bisect_right(self._matches, line.start, key=lambda match: match[1])
        while at < len(self._matches) and self._matches[at][0] < line.end:
            name = "article--found-here" if at == self._match else "article--found"
            style = self.get_component_rich_style(name, partial=True)
            found.append((*self._matches[at], style))
            at += 1
        if self.text_selection and (span := self.text_selection.get_span(number)):
            first, last = span
            style = self.screen.get_component_rich_style("screen--selection", partial=True)
            end = line.end if last == -1 else self._offset(last, number)
            found.append((self._offset(first, number), end, style))
        return found

    # Finding.

    def find_text(self, text: str) -> int:
        """Mark every place that holds `text`, whatever its case; return how many do."""
        self._matches = []
        if text.strip():
            words = r"\s+".join(map(re.escape, text.split()))
            found = re.finditer(words, self._article.text, re.IGNORECASE)
            self._matches = [each.span() for each in found]
        here = (
            self._lines[min(int(self.scroll_y), len(self._lines) - 1)].start if self._lines else 0
        )
        self._match = next((i for i, (at, _) in enumerate(self._matches) if at >= here), 0)
        self._show_match()
        return len(self._matches)

    def step_match(self, by: int) -> tuple[int, int]:
        """Go to another place; return its number from 1, and how many there are."""
        if not self._matches:
            return 0, 0
        self._match = (self._match + by) % len(self._matches)
        self._show_match()
        return self._match + 1, len(self._matches)

    def _show_match(self) -> None:
        self.refresh()
        if not self._matches:
            return
        row = self._row_of(self._matches[self._match][0])
        height = self.scrollable_content_region.height
        if not self.scroll_y <= row < self.scroll_y + height:
            self.scroll_to(y=max(0, row - height // 3), animate=False, immediate=True, force=True)

    def _row_of(self, offset: int) -> int:
        """The line that shows an offset of the text."""
        row = bisect_right(self._lines, offset, key=lambda line: line.start) - 1
        first = self._lines[row].start
        while row > 0 and self._lines[row - 1].start == first:  # a row of a table, wrapped
            if any(low <= offset < high for _, low, high in self._lines[row].runs):
                break
            row -= 1
        return max(0, row)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, without the line breaks that only the screen made."""
        if not self._lines:
            return None
        start = self._offset(selection.start.x, selection.start.y) if selection.start else 0
        end = (
            self._offset(selection.end.x, selection.end.y)
            if selection.end
            else len(self._article.text)
        )
        return self._article.text[start:end], "\n"

    def _offset(self, x: int, y: int) -> int:
        """The offset of the text at a character of a line as it is drawn."""
        line = self._lines[max(0, min(y, len(self._lines) - 1))]
        offset = line.runs[0][1] if line.runs else line.start
        for piece in pieces(self._article, line):
            if piece.offset is not None:
                offset = piece.offset + min(max(0, x), len(piece.text))
            x -= len(piece.text)
            if x < 0:
                break
        return offset

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Show the new selection."""
        self.refresh()
