"""One piece of evidence. Enter, or a click on its number, opens its article at the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from qa.datatypes import Evidence
from tui import unit_content
from tui.widgets.fitted import WidthFitted


class Quote(WidthFitted, can_focus=True):
    """A unit of an answer, or a near miss. Class `-current`: its article is open at it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Read it there", id="quote.open"),
    ]

    @dataclass
    class Opened(Message):
        """Its article is wanted."""

        quote: Quote

    def __init__(
        self,
        evidence: Evidence,
        place: int,
        headings: Sequence[str] = (),
        *,
        numbered: bool = True,
    ) -> None:
        """Without `numbered` the next quote goes on where this one ends, and has the number."""
        made = partial(unit_content.unit, evidence, headings, numbered=numbered)
        super().__init__(made, "focusable" if numbered else "focusable -continued")
        self.evidence = evidence
        self.place = place  # among the quotes of its answer

    def action_open(self) -> None:
        """Open the article."""
        self.post_message(self.Opened(self))
