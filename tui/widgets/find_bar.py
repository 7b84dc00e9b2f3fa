"""The line in which one types what to find in the chat or in an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static


class FindBar(Horizontal):
    """Finds while one types. Esc leaves it; what was found stays marked until the next Esc.

    The box and the count are made when they are wanted first: the first picture is sooner there.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="find.close"),
        Binding("shift+enter,up", "step(-1)", "Match before", show=False, id="find.previous"),
        Binding("down", "step(1)", "Next match", show=False, id="find.next"),
    ]

    @dataclass
    class Changed(Message):
        """Something else is to be found."""

        text: str

    @dataclass
    class Stepped(Message):
        """Another match is wanted; `done` when Enter asked for it."""

        by: int
        done: bool = False

    class Closed(Message):
        """The line is no longer needed."""

    def __init__(self) -> None:
        super().__init__(id="find-bar")

    @property
    def text(self) -> str:
        """What is looked for."""
        return "".join(box.value for box in self.query(Input))

    def open(self) -> None:
        """Show the line, empty, and type into it."""
        if not self.children:
            box = Input(placeholder="Find", id="find", select_on_focus=False)
            self.mount(box, Static("", id="found", markup=False))
        self.display = True
        box = self.query_one(Input)
        box.value = ""
        self.screen.set_focus(box)

    def close(self) -> None:
        """Hide the line; nothing is looked for any more."""
        for box in self.query(Input):
            box.value = ""
        self.display = False

    def show_count(self, at: int, count: int) -> None:
        """Show which match is current, from 1; 0 of 0 when there is none."""
        words = f"{at} of {count}" if count else "not found" if self.text.strip() else ""
        self.query_one("#found", Static).update(words)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Stepped(1, done=True))

    def action_step(self, by: int) -> None:
        """Go to another match."""
        self.post_message(self.Stepped(by))

    def action_close(self) -> None:
        """Leave."""
        self.post_message(self.Closed())
