"""A window with a line to type into and a list that follows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui import content
from tui.app_protocol import was_closed
from tui.screens.modal import Dialog
from tui.widgets.filter_input import FilterInput

_WIDEST = 96  # cells of the window, as qa.tcss has it


class ListWindow(Dialog):
    """Typing filters, the arrows move in the list, Enter chooses. Subclasses list the options."""

    HEADING: ClassVar[str] = ""
    PLACEHOLDER: ClassVar[str] = "Type to filter"
    HINT: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move('cursor_up')", "Up", show=False, id="list.up"),
        Binding("down", "move('cursor_down')", "Down", show=False, id="list.down"),
        Binding("pageup", "move('page_up')", "Page up", show=False, id="list.pageup"),
        Binding("pagedown", "move('page_down')", "Page down", show=False, id="list.pagedown"),
    ]

    def compose(self) -> ComposeResult:
        """Line, list, messages, keys."""
        with Vertical(classes="window list"):
            if self.HEADING:
                yield Static(self.HEADING, classes="head")
            yield FilterInput(self.PLACEHOLDER, id="filter")
            options = OptionList(markup=False)
            options.can_focus = False  # what is typed goes to the line, always
            yield options
            yield Static("", classes="status", markup=False)
            yield Static("", classes="note", markup=False)
            if self.HINT:
                yield Static(self.HINT, classes="quiet")

    @property
    def options(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    @property
    def line(self) -> FilterInput:
        """What is typed."""
        return self.query_one("#filter", FilterInput)

    @property
    def room(self) -> int:
        """Cells of a line of the list."""
        return max(12, min(_WIDEST, int(self.app.size.width * 0.92)) - 7)

    def on_mount(self) -> None:
        """Type right away."""
        if was_closed(self):
            return
        self.line.focus()
        self.refill()

    def on_resize(self) -> None:
        """Lines are laid out for the width there is."""
        if was_closed(self):
            return
        option = self.options.highlighted_option
        self.refill(option.id if option else None)

    def make_options(self, typed: str) -> Iterable[Option]:
        """The options that fit what was typed, the best first; for subclasses."""
        raise NotImplementedError

    def choose(self, identifier: str) -> None:
        """Act on an option; for subclasses."""
        raise NotImplementedError

    def refill(self, highlighted: str | None = None) -> None:
        """List again; the first is highlighted, or the option of this id. Headings have no id."""
        if was_closed(self):  # what was read for it in the background comes too late
            return
        options = self.options
        listed = list(self.make_options(self.line.value))
        options.set_options(listed)
        chosen = [at for at, each in enumerate(listed) if each.id]
        wanted = (at for at in chosen if highlighted and listed[at].id == highlighted)
        options.highlighted = next(wanted, chosen[0] if chosen else None)

    @on(Input.Changed, "#filter")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.refill()

    @on(Input.Submitted, "#filter")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.options.action_select()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option.id:
            self.choose(event.option.id)

    def show_status(self, text: str) -> None:
        """Show a message below the list."""
        if was_closed(self):
            return
        status = self.query_one(".status", Static)
        status.update(content.line(text))
        status.display = bool(text)

    def action_move(self, how: str) -> None:
        """Move in the list."""
        getattr(self.options, f"action_{how}")()
