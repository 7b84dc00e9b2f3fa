"""The name of a saved conversation."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.screens.modal import Dialog

_LONGEST = 200  # characters


class RenameScreen(Dialog):
    """One box. Without a name a conversation is called by its first question."""

    def __init__(self, name: str, then: Callable[[str], None]) -> None:
        super().__init__()
        self._name = name
        self._then = then

    def compose(self) -> ComposeResult:
        """The name."""
        with Vertical(classes="window"):
            yield Static("Rename the conversation", classes="head")
            yield Input(self._name, id="name", max_length=_LONGEST)
            yield Static("Enter saves it, Esc leaves it as it was", classes="quiet")

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss()
        self._then(" ".join(event.value.split()))
