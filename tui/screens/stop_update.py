"""Whether a running update is to be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui.screens.modal import Dialog


class StopUpdateScreen(Dialog):
    """Enter stops it; Esc lets it go on, and does what Esc would have done otherwise."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "stop", "Stop the update", id="stop-update.stop"),
    ]

    def __init__(self, otherwise: Callable[[], None]) -> None:
        super().__init__()
        self._otherwise = otherwise

    def compose(self) -> ComposeResult:
        """The question."""
        with Vertical(classes="window"):
            yield Static("Stop the update?", classes="head")
            yield Static("What is done is saved; F5 continues later.", classes="quiet")
            yield Static("Enter stops it, Esc lets it go on", classes="quiet")

    def action_stop(self) -> None:
        """Stop it."""
        self.qa.action_stop_update()
        self.dismiss()

    def action_leave(self) -> None:
        """Let it go on."""
        self.dismiss()
        self._otherwise()
