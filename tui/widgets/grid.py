"""A table of many thousands of rows: only those in view are drawn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from tui import glyphs
from tui.widgets.grid_lines import GAP, Align, Look, line
from tui.widgets.scroll_bar import PlainScrollBar

Row = TypeVar("Row")
_MOST_DRAWN = 1_000  # rows whose drawing is used again


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column. `cell` gives text that is safe to show; `key` what rows are sorted by."""

    label: str
    cell: Callable[[Row], str]
    key: Callable[[Row], Any]
    width: int = 0  # cells; 0 takes what is left
    align: Align = Align.LEFT
    from_width: int = 0  # narrower tables leave the column out, as all do when it is empty


class Grid(ScrollView, Generic[Row], can_focus=True):
    """Rows under a fixed header. Enter opens, a click on a label sorts.

    It draws its lines itself, without border, padding and opacity: through Textual's cache of
    styled lines a screen of rows takes twice as long.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--header",
        "grid--cursor",
        "grid--muted",
        "grid--chosen",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Read", id="grid.open"),
        Binding("up", "move(-1)", "Up", show=False, id="grid.up"),
        Binding("down", "move(1)", "Down", show=False, id="grid.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="grid.pageup"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="grid.pagedown"),
        Binding("home", "move(-1000000000)", "First", show=False, id="grid.first"),
        Binding("end", "move(1000000000)", "Last", show=False, id="grid.last"),
    ]

    cursor = reactive(0)

    @dataclass
    class Opened(Message):
        """A row was chosen."""

        row: Any

    @dataclass
    class Highlighted(Message):
        """The cursor is on another row, or on none."""

        row: Any

    def __init__(self, columns: Sequence[Column[Row]], **options: Any) -> None:
        super().__init__(**options)
        self._columns = columns
        self._all: Sequence[Row] = ()
        self._order: dict[int, int] = {}  # where each row stands in it, by identity
        self._rows: Sequence[Row] = ()
        self._empty: frozenset[int] = frozenset()  # columns that say nothing of any row
        self.keep: Callable[[Sequence[Row]], Sequence[Row]] = lambda rows: rows
        self.chosen: Callable[[Row], bool] = lambda _: False
        self.sorted_by = 0
        self.downwards = False
        self._look: Look | None = None
        self._styles: list[Style] = []  # of the parts, as long as they hold
        self._drawn: dict[tuple[int, bool, bool], Strip] = {}  # by row, on the cursor, chosen

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """One that costs little to draw."""
        if self._vertical_scrollbar is None:
            made = PlainScrollBar(name="vertical", thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar = made
            made.display = False
            self.app._start_widget(self, made)
        return self._vertical_scrollbar

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they are shown."""
        return self._rows

    @property
    def all_rows(self) -> Sequence[Row]:
        """All rows in their order, those that `keep` leaves out as well."""
        return self._all

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    def show(self, rows: Sequence[Row]) -> None:
        """Show those of `rows` that `keep` leaves, sorted as before."""
        if rows is not self._all:
            self._empty = frozenset(
                number
                for number, each in enumerate(self._columns)
                if number and rows and not any(map(each.cell, rows))
            )
        column = self._columns[self.sorted_by]
        self._all = sorted(rows, key=column.key, reverse=self.downwards)
        self._order = {id(row): number for number, row in enumerate(self._all)}
        self._drawn.clear()  # another row may get the identity of one that is gone
        self.narrow()

    def narrow(self) -> None:
        """Ask `keep` again; the cursor stays with its row if that is there.

        `keep` gets all rows in their order, always the same sequence until they or the order
        change, and leaves them in order.
        """
        before = self.row
        self._rows = self.keep(self._all)
        self._set_length(len(self._rows) + 1)
        self.cursor = self._place_of(before)
        self._follow()
        self.refresh()
        if self.row is not before:
            self.post_message(self.Highlighted(self.row))

    def _place_of(self, row: Row | None) -> int:
        """Where a row is shown, 0 if it is not."""
        if (wanted := self._order.get(id(row))) is None:
            return 0
        at = bisect_left(self._rows, wanted, key=lambda each: self._order[id(each)])
        return at if at < len(self._rows) and self._rows[at] is row else 0

    def _set_length(self, lines: int) -> None:
        """Set the lines there are to scroll through.

        A new `virtual_size` would lay out the whole screen, which costs more than filtering. It is
        not needed: the scroll bar has its place whatever there is to scroll through.
        """
        self.set_reactive(Grid.virtual_size, Size(0, lines))
        self.vertical_scrollbar.window_virtual_size = lines

    def sort(self, column: int) -> None:
        """Sort by a column; again, the other way round."""
        self.downwards = not self.downwards if column == self.sorted_by else False
        self.sorted_by = column
        self.show(self._all)

    def sort_by_next(self) -> None:
        """Sort by the next way there is: each column that is shown up, then down."""
        shown = [number for number, _ in self._widths()]
        if not self.downwards and self.sorted_by in shown:
            self.sort(self.sorted_by)
        else:
            self.sort(next((each for each in shown if each > self.sorted_by), shown[0]))

    def validate_cursor(self, at: int) -> int:
        """Keep it on a row."""
        return max(0, min(at, len(self._rows) - 1))

    def watch_cursor(self) -> None:
        """Show where it is."""
        self._follow()
        self.refresh()
        self.post_message(self.Highlighted(self.row))

    def _follow(self) -> None:
        region = Region(0, self.cursor, 1, 2)  # one line more: the header covers the first
        self.scroll_to_region(region, animate=False, immediate=True, force=True)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor += by

    def action_page(self, by: int) -> None:
        """Move it by what is in view."""
        self.cursor += by * max(1, self.size.height - 2)

    def action_open(self) -> None:
        """Choose the row."""
        if self.row is not None:
            self.post_message(self.Opened(self.row))

    def on_click(self, event: events.Click) -> None:
        """On the header: sort. On a row: move there; twice, open it."""
        if event.y == 0:
            at = event.x
            for number, width in self._widths():
                if at < width + GAP:
                    self.sort(number)
                    return
                at -= width + GAP
            return
        at = event.y - 1 + int(self.scroll_y)
        if at < len(self._rows):
            again = event.chain > 1
            self.cursor = at
            if again:
                self.action_open()

    def _widths(self) -> list[tuple[int, int]]:
        """Which columns are shown, and how wide."""
        total = self.scrollable_content_region.width - 2  # the mark in front
        shown = [
            (i, each)
            for i, each in enumerate(self._columns)
            if total >= each.from_width and i not in self._empty
        ]
        fixed = sum(each.width for _, each in shown) + GAP * (len(shown) - 1)
        flexible = [i for i, each in shown if not each.width]
        spare = max(8, (total - fixed) // max(1, len(flexible)))
        found = [(i, each.width or spare) for i, each in shown]
        # The mark belongs to the first column's place on the screen.
        return [
            (number, width + 2 if at == 0 else width) for at, (number, width) in enumerate(found)
        ]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines; rows that were drawn before are only put elsewhere."""
        look = self._looks()
        if look != self._look or len(self._drawn) > _MOST_DRAWN:
            self._look = look
            self._drawn.clear()
        lines = [self._drawn_line(y, look) for y in crop.line_range]
        background = self.background_colors[1]
        for each in self.get_line_filters():
            lines = [strip.apply_filter(each, background) for strip in lines]
        if crop.column_span != (0, look.width):
            lines = [strip.crop(*crop.column_span) for strip in lines]
        return lines

    def render_line(self, y: int) -> Strip:
        """The header, or a row."""
        return self._drawn_line(y, self._looks())

    def _looks(self) -> Look:
        if not self._styles:
            self._styles = [
                self.get_component_rich_style(f"grid--{name}", partial=True)
                for name in ("header", "cursor", "chosen", "muted")
            ]
        base, (header, cursor, chosen, muted) = self.rich_style, self._styles
        return Look(
            self.region.width, tuple(self._widths()), base, base + header, base + cursor,
            base + chosen, muted,
        )  # fmt: skip

    def notify_style_update(self) -> None:
        """Look up the styles of the parts again."""
        self._styles = []
        super().notify_style_update()

    def _drawn_line(self, y: int, look: Look) -> Strip:
        if y == 0:
            return self._line([self._label(i) for i, _ in look.columns], look, look.header)
        number = y - 1 + int(self.scroll_y)
        if number >= len(self._rows):
            return Strip.blank(look.width, look.plain)
        row = self._rows[number]
        current, chosen = number == self.cursor, self.chosen(row)
        key = id(row), current, chosen
        if (drawn := self._drawn.get(key)) is None:
            cells = [self._columns[i].cell(row) for i, _ in look.columns]
            style = look.cursor if current else look.chosen if chosen else look.plain
            drawn = self._line(cells, look, style, muted=not current, chosen=chosen)
            self._drawn[key] = drawn
        return drawn

    def _line(self, cells: Sequence[str], look: Look, style: Style, **marks: bool) -> Strip:
        return line(cells, [self._columns[i].align for i, _ in look.columns], look, style, **marks)

    def _label(self, column: int) -> str:
        label = self._columns[column].label
        if column != self.sorted_by:
            return label
        return f"{label} {glyphs.DOWN if self.downwards else glyphs.UP}"
