"""A field for the path of a folder; Tab completes it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.folder_names import completed


class FolderInput(Input):
    """Tab completes as far as there is one way to go on, and else goes to the next widget."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete the path", show=False, id="folder.complete"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            placeholder="Folder of documents, for example ~/articles",
            id=id,
            select_on_focus=False,  # or the next key would replace what was typed
        )

    def action_complete(self) -> None:
        """Complete the path before the cursor, or leave the field."""
        before = self.value[: self.cursor_position]
        longer = completed(before) if before.strip() else before
        if longer != before:
            self.value = longer + self.value[self.cursor_position :]
            self.cursor_position = len(longer)
        elif not before.strip():
            self.screen.focus_next()
