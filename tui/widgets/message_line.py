"""A line for short messages. It takes room of its own, so that it covers nothing."""

from __future__ import annotations

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from tui import content, glyphs

_STYLES = {"information": "", "warning": "$qa-warning", "error": "$qa-error"}
_SIGNS = {"information": "", "warning": f"{glyphs.WARNING} ", "error": f"{glyphs.FAILED} "}
_LONGEST = 400  # characters


class MessageLine(Static):
    """Shows the latest message for some seconds."""

    def __init__(self) -> None:
        super().__init__("", markup=False, id="message-line")
        self._timer: Timer | None = None

    def show(self, text: str, severity: str, seconds: float) -> None:
        """Show a message."""
        line = content.line(text[:_LONGEST], _STYLES.get(severity, ""))
        self.update(Content.assemble((_SIGNS.get(severity, ""), _STYLES.get(severity, "")), line))
        self.display = True
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self.clear_message)

    def clear_message(self) -> None:
        """Hide it."""
        self.display = False
