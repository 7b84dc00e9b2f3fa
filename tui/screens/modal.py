"""A small window over the screen: what the modal screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qa.render.sanitize import visible_line

if TYPE_CHECKING:
    from tui.app import QaApp


class Window(ModalScreen[None]):
    """Closes with Escape; says what is wrong in a line of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", id="window.close"),
    ]

    @property
    def qa(self) -> QaApp:
        """The app, as what it is."""
        return cast("QaApp", self.app)

    def refuse(self, said: str) -> None:
        """Say why something can't be done."""
        note = self.query_one(".note", Static)
        note.update(Content(visible_line(said)))
        note.display = True

    def action_leave(self) -> None:
        """Close the window."""
        self.dismiss()
