"""A backend for pictures: what differs from run to run, the time of an answer, is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa import datatypes
from qa.datatypes import Answer, Filter, Reply
from tui.backend import Backend


class UntimedBackend(Backend):
    """Answers as the program does, and does not say how long that took."""

    def ask(
        self,
        line: str,
        only: Filter,
        top: int = 3,
        turns: Sequence[datatypes.Turn] = (),
        *,
        dates: bool = True,
    ) -> Answer | Reply:
        """See `Backend.ask`."""
        found = super().ask(line, only, top, turns, dates=dates)
        return replace(found, timings=()) if isinstance(found, Answer) else found
