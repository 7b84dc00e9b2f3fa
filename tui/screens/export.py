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
            yield Input(export.suggested_path(self._conversation, self.qa.state.folders), id="file")
            yield Static("", classes="note", markup=False)
            yield Static("Enter writes it, Esc leaves", classes="quiet")

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        name = event.value.strip()
        if not name:
            self.show_error("The file needs a name, ending in .md or .json.")
            return
        path = Path(name).expanduser()
        try:
            # Paths stand in the answers already: no worker is needed for them.
            export.write(path, self._conversation)
        except (QaError, OSError) as error:
            failure = explain(error)
            self.show_error(f"{failure.message} {failure.hint}")
            return
        self.qa.show_message(f"Written to {path}.")
        self.dismiss()
