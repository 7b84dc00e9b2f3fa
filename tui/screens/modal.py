"""A small window over the screen: what the modal screens share."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qa.render.sanitize import visible_line
from tui.app_protocol import ChatApp, chat_app, was_closed
from tui.typing_keys import acts, typed


class Dialog(ModalScreen[None]):
    """Closes with Escape; shows errors on a line of its own.

    A narrow terminal has no room for what is behind it but for the first signs of its lines.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", id="window.close"),
    ]

    @property
    def qa(self) -> ChatApp:
        """The app as screens see it."""
        return chat_app(self.app)

    def show_error(self, text: str) -> None:
        """Show why something can't be done."""
        if was_closed(self):
            return
        note = self.query_one(".note", Static)
        note.update(Content(visible_line(text)))
        note.display = True

    def on_key(self, event: events.Key) -> None:
        """Whoever goes on typing meant the question: nothing that is typed is lost."""
        character = typed(event)
        if character and not acts(self, event.key):
            event.stop()
            event.prevent_default()
            self.qa.type_question(character)

    def action_leave(self) -> None:
        """Close the window."""
        self.dismiss()
