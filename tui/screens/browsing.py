"""What the library and the timeline share: a table, and beside it the article under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from tui.screens.reading import ReadingScreen
from tui.state import State
from tui.typing_keys import acts, typed
from tui.widgets.bars import FilterChip, TitleBar, UpdateBar
from tui.widgets.filter_input import FilterInput
from tui.widgets.find_bar import FindBar
from tui.widgets.footer import KeyFooter
from tui.widgets.grid import Grid
from tui.widgets.message_line import MessageLine
from tui.widgets.source_pane import CitedPlace, SourcePane

_OTHER = object()  # shown in the preview
NOTHING = "Nothing is left to show."  # in the preview
_REST = 0.12  # seconds the cursor must rest on a row before its article is read
_STEPS: dict[str, Callable[[Grid[Any]], None]] = {
    "up": lambda grid: grid.action_move(-1),
    "down": lambda grid: grid.action_move(1),
    "pageup": lambda grid: grid.action_page(-1),
    "pagedown": lambda grid: grid.action_page(1),
}


class BrowsingScreen(ReadingScreen):
    """A line to type into, a table, and a preview where the terminal is wide enough."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="browse.back"),
        Binding("slash,ctrl+f", "find", "Find", show=False, id="browse.find"),
        # Before the keys after it are on their way to what has the focus now.
        Binding("ctrl+f", "find", "", show=False, priority=True),
        Binding("v,alt+v", "preview", "Preview", id="browse.preview"),
    ]

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=f"-previewing {classes}")
        self._resting: Timer | None = None
        self._shown_place: object = _OTHER  # a CitedPlace, None for none

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield TitleBar()
        with Horizontal(id="body"):
            with Vertical(id="main"):
                with Horizontal(id="filter-line"):
                    yield self.typing_line()
                    yield Static("", id="count", markup=False)
                yield from self.tables()
                yield FilterChip()
            yield SourcePane()
        yield FindBar()
        yield MessageLine()
        yield UpdateBar()
        yield KeyFooter()

    def typing_line(self) -> FilterInput:
        """The line to type into; for subclasses."""
        raise NotImplementedError

    def tables(self) -> ComposeResult:
        """What stands below it; for subclasses."""
        raise NotImplementedError

    async def show_state(self, state: State) -> None:
        """Show what the app knows of the collection."""
        self.query_one(TitleBar).show(state)
        self.query_one(UpdateBar).show(state)
        self.query_one(FilterChip).show(state)

    @property
    def line(self) -> FilterInput:
        """What is typed."""
        return self.query_one(FilterInput)

    @property
    def grid(self) -> Grid[Any]:
        """The table; for subclasses."""
        raise NotImplementedError

    @property
    def command_keys(self) -> bool:
        """Whether letters are commands without Alt."""
        return not isinstance(self.focused, Input)

    def place_of(self, row: Any) -> CitedPlace | None:
        """What to read for a row, None where it is no document; for subclasses."""
        raise NotImplementedError

    # Preview.

    @on(Grid.Highlighted)
    def _highlighted(self) -> None:
        if self._resting:
            self._resting.stop()
        self._resting = self.set_timer(_REST, self._preview)

    def _preview(self) -> None:
        """Show the article under the cursor, unless one is being read."""
        wanted = self.has_class("-previewing") and self.has_class("-wide")
        row = self.grid.row
        place = self.place_of(row) if wanted and row is not None else None
        if not wanted or self.reading or place == self._shown_place:
            return
        self._shown_place = place
        if place:
            self.pane.show_places([place], 0)
        else:
            self.forget_fetched()
            self.pane.show_none(NOTHING)

    def action_sort(self) -> None:
        """Sort by the next column."""
        self.grid.sort_by_next()

    def action_preview(self) -> None:
        """Show articles beside the table, or the table alone."""
        self.toggle_class("-previewing")
        self._shown_place = _OTHER
        self._preview()

    def on_resize(self) -> None:
        """There may be room for it now."""
        self._highlighted()

    def close_article(self) -> None:
        """Go back to the table, and to the preview of its row."""
        self.query_one(FindBar).close()
        super().close_article()
        self._shown_place = _OTHER
        self._highlighted()

    # Keys.

    def direct(self, key: events.Key) -> None:
        """What is no command is typed into the line."""
        if not typed(key) or not self.is_mounted or isinstance(self.focused, Input):
            return
        walks = self._in_article() and key.character in ("n", "N", "p")
        if not walks and not acts(self, key.key):
            self._type("")

    def on_key(self, event: events.Key) -> None:
        """Down goes to the table, whose first row is chosen then; other letters are typed."""
        box = self.line
        character = typed(event)
        if self._in_article() and self._stepped(character):
            event.stop()
            event.prevent_default()
        elif self.focused is box and event.key in _STEPS:
            event.stop()
            event.prevent_default()
            self.set_focus(self.grid)
            if event.key != "down" or self.grid.cursor:
                _STEPS[event.key](self.grid)
        elif character and (self.focused is box or not acts(self, event.key)):
            event.stop()
            event.prevent_default()
            self._type(character)

    def _stepped(self, character: str) -> bool:
        """Go to another match, or another place: at the last place n does nothing."""
        if character in ("n", "N") and self.query_one(FindBar).text:
            self._step_match(1 if character == "n" else -1)
        elif character in ("n", "p"):
            self.pane.action_step(1 if character == "n" else -1)
        else:
            return False
        return True

    def _type(self, text: str) -> None:
        """Go on typing in the line; an article that covers it is closed."""
        if self.reading and not self.has_class("-wide"):
            self._focus_before = self.line
            self.close_article()
        self.set_focus(self.line)
        self.line.put(self.line.value + text)

    def on_descendant_focus(self) -> None:
        """Other keys work elsewhere."""
        self.refresh_bindings()

    def focus_after_reading(self) -> None:
        """Go on in the table."""
        self.grid.focus()

    def action_back(self) -> None:
        """Close the article, else leave."""
        if self.reading:
            self.close_article()
        else:
            self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Letters are keys in the table only; elsewhere they are typed."""
        if action == "sort":
            return isinstance(self.focused, Grid)
        if action == "preview":
            return self.is_mounted and not self.reading and self.has_class("-wide")
        return True

    # Finding.

    def _in_article(self) -> bool:
        focused = self.focused
        return self.reading and focused is not None and self.pane in focused.ancestors

    def action_find(self) -> None:
        """Find words in the article that has the focus; in the table go to the line above it."""
        if self._in_article():
            self.query_one(FindBar).open()
        else:
            self.line.focus()

    @on(FindBar.Changed)
    def _find_changed(self, event: FindBar.Changed) -> None:
        count = self.pane.view.find_text(event.text)
        self.query_one(FindBar).show_count(min(1, count), count)

    @on(FindBar.Stepped)
    def _find_stepped(self, event: FindBar.Stepped) -> None:
        self._step_match(0 if event.done else event.by)
        if event.done:
            self.set_focus(self.pane.view)

    def _step_match(self, by: int) -> None:
        self.query_one(FindBar).show_count(*self.pane.view.step_match(by))

    @on(FindBar.Closed)
    def _find_closed(self) -> None:
        bar = self.query_one(FindBar)
        bar.close()
        self.set_focus(self.pane.view if self.reading else self.line)
