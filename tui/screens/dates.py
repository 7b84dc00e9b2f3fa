"""Which days the next questions are asked of."""

from __future__ import annotations

import calendar
import re
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from qa.datatypes import Filter
from tui.app_protocol import was_closed
from tui.screens.modal import Dialog

_TYPED = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def read_day(typed: str, *, last: bool) -> date | None:
    """The day that `2019`, `2019-10` or `2019-10-25` means, None for nothing typed.

    Of a year or month it is the first or the last day. Raises ValueError.
    """
    if not typed.strip():
        return None
    found = _TYPED.fullmatch(typed.strip())
    if not found:
        raise ValueError(typed)
    year = int(found[1])
    month = int(found[2] or (12 if last else 1))
    ends = calendar.monthrange(year, month)[1] if 1 <= month <= 12 and year else 31
    return date(year, month, int(found[3] or (ends if last else 1)))


class DatesScreen(Dialog):
    """Two boxes; Enter in either applies both."""

    def compose(self) -> ComposeResult:
        """From and until."""
        only = self.qa.state.only
        with Vertical(classes="window"):
            yield Static("Ask only documents of these days", classes="head")
            yield Static("From (2019, 2019-10 or 2019-10-25)", classes="quiet")
            yield Input(str(only.since or ""), placeholder="any", id="since")
            yield Static("Until", classes="quiet")
            yield Input(str(only.until or ""), placeholder="any", id="until")
            yield Static("", classes="note", markup=False)
            yield Static(
                "Tab goes to the other, Enter applies, Esc leaves it as it was", classes="quiet"
            )

    def on_mount(self) -> None:
        """Begin at the top."""
        if was_closed(self):
            return
        self.query_one("#since", Input).focus()

    @on(Input.Submitted)
    def _apply(self) -> None:
        try:
            since = read_day(self.query_one("#since", Input).value, last=False)
            until = read_day(self.query_one("#until", Input).value, last=True)
        except ValueError:
            self.show_error("That is no date. Write 2019, 2019-10 or 2019-10-25.")
            return
        if since and until and since > until:
            self.show_error("The first day comes after the last.")
            return
        self.qa.restrict(Filter(self.qa.state.only.sources, since, until))
        self.dismiss()
