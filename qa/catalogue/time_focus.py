"""The time that a question about the contents is about: "in March 2021", "the latest"."""

from __future__ import annotations

import re
from datetime import date

from qa.catalogue import periods
from qa.catalogue.question import Period
from qa.datatypes import TimeFocus
from qa.patterns import lazy_pattern
from qa.search.stopwords import NOW

_WHEN = lazy_pattern(rf"\b{periods.WHEN}", re.IGNORECASE)
# "Current" is of electricity and of streams as well: what follows says which.
_HELD = (
    r"(?:state|status|version|release|prices?|rates?|plans?|law|policy|policies|rules?|figures?"
    r"|numbers?|estimate|forecast|president|prime minister|minister|government|chair\w*|chief|head"
    r"|ceo|director|leader|manager|mayor|treasurer|secretary|captain|coach|owner|tenant|landlord"
    r"|members?|staff|team|address|phone|password|rent|salary|wage|fees?|costs?|balance"
    r"|situation|position|deadline|limit|budget|tariff|premium|job|employer)"
)
_NEWEST = lazy_pattern(
    rf"\b(?:latest|newest|most recent(?:ly)?|{NOW})(?!\w)"
    rf"|\b(?:current|present)(?= (?:[\w-]+ ){{0,2}}{_HELD}\b)|\b{_HELD}, current\b",
    re.IGNORECASE,
)


def time_focus(question: str, today: date | None = None) -> TimeFocus | None:
    """The period that a question names, else whether it asks for the newest; None for neither.

    A month without a year is no period: every year has one. Nor is a decade, which is when things
    happened and seldom when documents were written, or a number of days back, which rules name.
    """
    for match in _WHEN.finditer(question) if periods.ANY.search(question) else ():
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
