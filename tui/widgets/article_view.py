"""The text of an article, laid out line by line so that long ones cost no more than short ones."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from tui import glyphs
from tui.article_layout import ArticleText, Role, TextLine, lay_out, pieces

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
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Page down", show=False, id="article.page"),
        Binding("j", "scroll_down", "Down", show=False, id="article.down"),
        Binding("k", "scroll_up", "Up", show=False, id="article.up"),
        Binding("g", "scroll_home", "To the beginning", show=False, id="article.first"),
        Binding("G", "scroll_end", "To the end", show=False, id="article.last"),
    ]
    _NAMES: ClassVar[dict[Role, str]] = {
        Role.PASSAGE: "article--passage",
        Role.EVIDENCE: "article--evidence",
        Role.SPAN: "article--span",
        Role.NOTE: "article--note",
    }

    def __init__(self) -> None:
        super().__init__()
        self._article = ArticleText("", ((0, Role.PLAIN),))
        self._lines: list[TextLine] = []
        self._laid_out_for = 0
        self._height = 0
        self._matches: list[tuple[int, int]] = []  # offsets of what was found
        self._match = 0

    def show(self, shown: ArticleText) -> None:
        """Show an article, its evidence in the upper third of what is seen."""
        self._article = shown
        self._matches = []
        self._laid_out_for = 0
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

    def on_resize(self) -> None:
        """Lay out again; what was in view stays in view, the evidence before all else."""
        height, self._height = self._height, self.scrollable_content_region.height
        top = min(int(self.scroll_y), len(self._lines) - 1)
        offset = self._lines[top].start if top > 0 else 0
        marked = self.evidence_line
        seen = marked is not None and top <= marked < top + height
        fresh = self._laid_out_for == 0
        again = self.scrollable_content_region.width != self._laid_out_for
        self._lay_out()
        if fresh or seen:
            # Not before the new length is known: one can't scroll beyond the old one.
            self.call_after_refresh(self._go_to_evidence)
        elif again and offset:
            line = next((i for i, each in enumerate(self._lines) if each.end >= offset), 0)
            self.scroll_to(y=line, animate=False, immediate=True)

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
        above = max(1, self.scrollable_content_region.height // 3)
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
        text = Strip(
            [Segment(part, self._style(role)) for part, role in pieces(self._article, line)]
        )
        for at, (start, end) in enumerate(self._matches_in(line), self._first_match(line)):
            name = "article--found-here" if at == self._match else "article--found"
            style = self.get_component_rich_style(name, partial=True)
            text = self._restyled(text, line, start, end, style)
        if self.text_selection and (span := self.text_selection.get_span(number)):
            text = self._selected(text, line, *span)
        # Offsets let the mouse select; the bar is not part of the text.
        text = text.apply_offsets(0, number)
        # What goes on in the next line is tinted up to the end of this one.
        filled = text.extend_cell_length(self._text_width, self._style(self._after(line)))
        return Strip([self._bar(line.role), *filled]).extend_cell_length(width, base).crop(0, width)

    @property
    def _text_width(self) -> int:
        return min(WIDEST, self._laid_out_for - GUTTER)

    def _after(self, line: TextLine) -> Role:
        role = self._article.role_at(line.end) if line.end < len(self._article.text) else Role.PLAIN
        if role in (Role.PLAIN, Role.NOTE):
            return role
        return Role.PASSAGE if role is Role.PASSAGE else Role.EVIDENCE

    def _style(self, role: Role) -> Style:
        if role is Role.PLAIN:
            return self.rich_style
        return self.rich_style + self.get_component_rich_style(self._NAMES[role], partial=True)

    def _bar(self, role: Role) -> Segment:
        sign, name = {
            Role.EVIDENCE: (glyphs.EVIDENCE, "article--bar"),
            Role.SPAN: (glyphs.EVIDENCE, "article--bar"),
            Role.PASSAGE: (glyphs.PASSAGE, "article--passage-bar"),
        }.get(role, (" ", ""))
        style = self.get_component_rich_style(name, partial=True) if name else Style.null()
        return Segment(f"{sign} ", self.rich_style + style)

    def _selected(self, text: Strip, line: TextLine, start: int, end: int) -> Strip:
        length = line.end - line.start
        end = length if end == -1 else min(end, length)
        style = self.screen.get_component_rich_style("screen--selection", partial=True)
        return self._restyled(text, line, start, end, style)

    def _restyled(self, text: Strip, line: TextLine, start: int, end: int, style: Style) -> Strip:
        """Style the characters from `start` to `end` of a line."""
        plain = self._article.text[line.start : line.end]
        low, high = cell_len(plain[:start]), cell_len(plain[:end])
        before, chosen, after = text.divide([low, high, text.cell_length])[:3]
        return Strip.join([before, chosen.apply_style(style), after])

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
        start = self._matches[self._match][0]
        row = bisect_right(self._lines, start, key=lambda line: line.start) - 1
        height = self.scrollable_content_region.height
        if not self.scroll_y <= row < self.scroll_y + height:
            self.scroll_to(y=max(0, row - height // 3), animate=False, immediate=True, force=True)

    def _first_match(self, line: TextLine) -> int:
        """The number of the first match that ends in or after a line."""
        return bisect_right(self._matches, line.start, key=lambda match: match[1])

    def _matches_in(self, line: TextLine) -> Iterator[tuple[int, int]]:
        """The matches in a line, as offsets in it."""
        for start, end in self._matches[self._first_match(line) :]:
            if start >= line.end:
                return
            yield max(start, line.start) - line.start, min(end, line.end) - line.start

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
        line = self._lines[max(0, min(y, len(self._lines) - 1))]
        return min(line.start + max(0, x), line.end)

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Show the new selection."""
        self.refresh()
