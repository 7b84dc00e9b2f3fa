"""Where a conversation is written to."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from qa.errors import QaError
from tui import export
from tui.conversations import Conversation
from tui.failures import explain
from tui.screens.modal import Dialog


class ExportScreen(Dialog):
    """One box: the name of the file, whose ending says in which form."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self._conversation = conversation

    def compose(self) -> ComposeResult:
        """The name."""
        with Vertical(classes="window"):
            yield Static("Export the conversation", classes="head")
            yield Static("File (.md for Markdown, .json for JSON)", classes="quiet")
            yield Input(export.suggested_name(self._conversation), id="file")
            yield Static("", classes="note", markup=False)
            yield Static("Enter writes it, Esc leaves", classes="quiet")

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        path = Path(event.value.strip()).expanduser()
        try:
            # Paths stand in the answers already: no worker is needed for them.
            export.write(path, self._conversation)
        except (QaError, OSError) as error:
            said = explain(error)
            self.show_error(f"{said.message} {said.hint}")
            return
        self.qa.show_message(f"Written to {path}.")
        self.dismiss()
