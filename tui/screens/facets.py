"""The folders, sources and years of the documents, to filter the library by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.content import Content
from textual.widgets.option_list import Option

from qa.datatypes import DocumentInfo
from tui import content, glyphs
from tui.document_finder import FacetValue, facet_values
from tui.screens.list_window import ListWindow

_MOST = 100  # options of the list; typing finds the others
_NAMES = {"none": "without a date"}


class FacetsScreen(ListWindow):
    """Enter filters by a facet, or no longer does; Esc goes back to the table."""

    HEADING: ClassVar[str] = "Filter by folder, source or year"
    HINT: ClassVar[str] = "Enter sets or lifts it · Esc goes back"

    def __init__(
        self,
        documents: Iterable[DocumentInfo],
        is_set: Callable[[str], bool],
        toggle: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._values = {each.token: each for each in facet_values(documents)}
        self._is_set = is_set
        self._toggle = toggle

    def make_options(self, typed: str) -> Iterable[Option]:
        """Those that hold every word that was typed."""
        words = typed.lower().split()
        fitting = [
            each
            for each in self._values.values()
            if all(word in f"{each.facet} {each.value}".lower() for word in words)
        ]
        return [Option(self._line(each), each.token) for each in fitting[:_MOST]]

    def _line(self, value: FacetValue) -> Content:
        mark = f"{glyphs.CHOSEN} " if self._is_set(value.token) else "  "
        name = content.line(_NAMES.get(value.value, value.value))
        count = f"{value.documents:,}"
        facet = value.facet.ljust(8)
        room = self.room - len(mark) - len(facet) - len(count) - 2
        if name.cell_length > room:
            name = name.truncate(max(4, room), ellipsis=True)
        gap = " " * max(2, room + 2 - name.cell_length)
        return Content.assemble(mark, (facet, content.MUTED), name, gap, (count, content.MUTED))

    def choose(self, identifier: str) -> None:
        """Set or lift a facet."""
        self._toggle(identifier)
        self.refill(identifier)
