"""One quoted sentence. Enter, or a click on its number, opens its article at the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from qa.datatypes import Evidence
from tui import content


class Quote(Static, can_focus=True):
    """A sentence of an answer, or a near miss."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Read it there", id="quote.open"),
    ]

    @dataclass
    class Opened(Message):
        """Its article is wanted."""

        quote: Quote

    def __init__(self, evidence: Evidence, place: int) -> None:
        super().__init__(content.quote(evidence), markup=False, classes="focusable")
        self.evidence = evidence
        self.place = place  # among the quotes of its answer

    def action_open(self) -> None:
        """Ask for the article."""
        self.post_message(self.Opened(self))
