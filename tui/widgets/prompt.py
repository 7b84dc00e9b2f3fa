"""The box questions are typed into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from tui.history import History


class Prompt(TextArea):
    """Enter asks, Shift+Enter or Ctrl+J makes a new line, Up and Down walk the history."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", "Ask", id="prompt.ask"),
        Binding("shift+enter,ctrl+j", "newline", "New line", show=False, id="prompt.newline"),
    ]

    @dataclass
    class Asked(Message):
        """A question was entered."""

        question: str

    @dataclass
    class Numbered(Message):
        """A digit was typed into the empty box."""

        number: int

    def __init__(self, history: History) -> None:
        super().__init__(
            "", soft_wrap=True, compact=True, placeholder="Ask your documents", id="prompt"
        )
        self.past = history
        self.numbers = 0  # up to here a digit typed into the empty box opens a citation
        self.highlight_cursor_line = False

    async def _on_key(self, event: events.Key) -> None:
        key = event.key
        if key == "enter":  # before TextArea makes a line end of it
            event.stop()
            event.prevent_default()
            self.action_ask()
        elif key in ("shift+enter", "ctrl+j"):
            event.stop()
            event.prevent_default()
            self.action_newline()
        elif not self.text and key.isdecimal() and 1 <= int(key) <= self.numbers:
            event.stop()
            event.prevent_default()
            self.post_message(self.Numbered(int(key)))
        else:
            await super()._on_key(event)

    def action_ask(self) -> None:
        """Send the question off."""
        if question := self.text.strip():
            self.text = ""
            self.post_message(self.Asked(question))

    def action_newline(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def action_cursor_up(self, select: bool = False) -> None:
        """On the first line: the question before."""
        if not select and self.cursor_at_first_line:
            self._put(self.past.back(self.text))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """On the last line: the question after."""
        if not select and self.cursor_at_last_line:
            self._put(self.past.forward())
        else:
            super().action_cursor_down(select)

    def _put(self, question: str | None) -> None:
        if question is not None:
            self.text = question
            self.move_cursor(self.document.end)
