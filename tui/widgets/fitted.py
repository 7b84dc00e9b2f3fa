"""Content that is laid out for the width there is."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static


class WidthFitted(Static):
    """Calls `make` with its width in cells whenever it is drawn."""

    def __init__(
        self, make: Callable[[int], Content], classes: str, *, id: str | None = None
    ) -> None:
        super().__init__("", markup=False, classes=classes, id=id)
        self._make = make

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the lines it takes at `width`."""
        width = max(1, width)  # a terminal of few columns leaves none
        return self._make(width).get_height({}, width)

    def render(self) -> Content:
        """Lay it out for the current width."""
        return self._make(max(1, self.content_size.width))
