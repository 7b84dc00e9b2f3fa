"""A line that filters what stands below it."""

from __future__ import annotations

from textual.geometry import Size
from textual.widgets import Input


class FilterInput(Input):
    """Leaves a key it has no use for to the screen: Delete at the end."""

    def __init__(self, placeholder: str, *, id: str) -> None:
        # Selecting on focus would let the next key replace what was typed.
        super().__init__(placeholder=placeholder, id=id, select_on_focus=False)

    def validate_virtual_size(self, size: Size) -> Size:
        """Lay out the screen only for a text that is longer than the line, not for every key."""
        return Size(max(size.width, self.scrollable_content_region.width), size.height)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Whether an action does anything here."""
        if action == "delete_right":
            return self.cursor_position < len(self.value)
        return True

    def put(self, text: str) -> None:
        """Replace what was typed, the cursor behind it."""
        self.value = text
        self.cursor_position = len(text)
