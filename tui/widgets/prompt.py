"""The box questions are typed into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from qa.render.sanitize import without_hidden
from tui.history import History


class Prompt(TextArea):
    """Enter asks, Alt+Enter makes a new line, Up and Down go through the history.

    Shift+Enter, which few terminals send, and Ctrl+J make new lines, too.

    PgUp, PgDn, Ctrl+Home and Ctrl+End scroll what is above; Tab goes to the newest answer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", "Ask", id="prompt.ask"),
        Binding(
            "alt+enter,shift+enter,ctrl+j", "newline", "New line", show=False, id="prompt.newline"
        ),
        Binding("pageup", "screen.scroll('page_up')", "Scroll up", show=False, id="prompt.up"),
        Binding(
            "pagedown",
            "screen.scroll('page_down')",
            "Scroll down",
            show=False,
            id="prompt.down",
        ),
        Binding("ctrl+home", "screen.scroll('home')", "To the top", show=False, id="prompt.top"),
        Binding("ctrl+end", "screen.scroll('end')", "To the end", show=False, id="prompt.end"),
        Binding("tab", "screen.newest", "To the newest answer", show=False, id="prompt.newest"),
    ]

    @dataclass
    class Asked(Message):
        """A question was entered; "" for Enter in the empty box."""

        question: str

    def __init__(self, history: History) -> None:
        super().__init__(
            "", soft_wrap=True, compact=True, placeholder="Ask your documents", id="prompt"
        )
        self.past = history
        self.highlight_cursor_line = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":  # before TextArea makes a line end of it
            event.stop()
            event.prevent_default()
            self.action_ask()
        elif event.key in ("shift+enter", "alt+enter", "ctrl+j"):
            event.stop()
            event.prevent_default()
            self.action_newline()
        else:
            await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()  # what is pasted may hide what it does to a terminal
        await super()._on_paste(events.Paste(without_hidden(event.text)))

    def action_ask(self) -> None:
        """Send the question."""
        question = self.text.strip()
        self.text = ""
        self.post_message(self.Asked(question))

    def action_newline(self) -> None:
        """Start a new line."""
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
            self._put(self.past.forward(self.text))
        else:
            super().action_cursor_down(select)

    @property
    def unsent(self) -> str:
        """What was typed and not sent, also while an earlier question is looked at."""
        return self.past.unsent(self.text)

    def put(self, question: str) -> None:
        """Put a question into the box, the cursor behind it; Up brings back what was typed."""
        if (unsent := self.unsent.strip()) and unsent != question:
            self.past.add(unsent)
        self._put(question)

    def _put(self, question: str | None) -> None:
        if question is not None:
            self.text = without_hidden(question)
            self.move_cursor(self.document.end)
