"""The time that a question about the contents is about: "in March 2021", "the latest"."""

from __future__ import annotations

import re
from datetime import date

from qa.catalogue import periods
from qa.catalogue.question import Period
from qa.datatypes import TimeFocus

_WHEN = re.compile(rf"\b{periods.WHEN}", re.IGNORECASE)
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|up[- ]to[- ]date|nowadays|these days|at present"
    r"|at the moment|currently|right now|as of (?:now|today)|so far)\b"
    r"|\bcurrent(?= (?:state|status|version|price|prices|rate|rates|plan|plans|law|policy|policies"
    r"|rules?|figures?|numbers?|estimate|forecast|president|prime minister|government|chairman"
    r"|chief|head|ceo|director|leader|members?|situation|position|deadline|limit|budget)\b)"
    r"|\bnow(?=\W*\Z)|\btoday(?=\W*\Z)",
    re.IGNORECASE,
)


def time_focus(question: str, today: date | None = None) -> TimeFocus | None:
    """The period that a question names, else whether it asks for the newest; None for neither.

    A month without a year is no period: every year has one. Nor is a decade, which is when things
    happened and seldom when documents were written, or a number of days back, which rules name.
    """
    for match in _WHEN.finditer(question):
        if match[0].strip().lower() == "today":
            continue
        period = periods.parse(match[0], today)
        if period and (period.since or period.until) and not _vague(match[0], period):
            return TimeFocus(match[0].strip(), period.since, period.until)
    newest = _NEWEST.search(question)
    return TimeFocus(newest[0], newest=True) if newest else None


def _vague(text: str, period: Period) -> bool:
    whole = period.since is not None and period.until is not None
    return periods.days_back(text) or (whole and periods.decade(text))
