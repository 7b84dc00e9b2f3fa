"""The time that a question about the contents is about: "in March 2021", "the latest".

Of some only the documents know which it is: a month without its year, and "the last meeting".
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import chain
from pathlib import PurePosixPath

from qa.catalogue import periods
from qa.catalogue.question import Period
from qa.datatypes import DocumentInfo, TimeFocus
from qa.patterns import lazy_pattern
from qa.search.stopwords import NOW

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

# What is held, written or sent again and again, each of a day of its own.
_EACH = (
    r"(?:meetings?|minutes|sessions?|assembl(?:y|ies)|calls?|stand-?ups?|retro(?:spective)?s?"
    r"|newsletters?|bulletins?|statements?|invoices?|bills?|payslips?|reports?|diary|entry)"
)
_A_MONTH = lazy_pattern(
    rf"\b(?:in|of|from|for|during) (?:the month of )?(?P<named>{periods.LONG_MONTH})\b"
    rf"(?!,? (?:of )?\d| (?:to|until|till|through|and)\b|,? (?:of )?(?:this|last|next) year\b)"
    rf"|\b(?P<of>{periods.LONG_MONTH})(?:['’]s)? (?P<each>{_EACH})\b",
    re.IGNORECASE,
)
_THE_LAST = lazy_pattern(
    rf"\b(?:last|latest|most recent) (?:(?P<which>\w+) )?(?P<each>{_EACH})\b",
    re.IGNORECASE,
)
_MEETING = re.compile(r"meeting|minutes|session")
_NUMBERED = lazy_pattern(rf"[\W\d_]+|\b(?:{periods.LONG_MONTH})\b", re.IGNORECASE)


def time_focus(question: str, today: date | None = None) -> TimeFocus | None:
    """The period that a question names, else whether it asks for the newest; None for neither.

    A month without a year is no period: every year has one. Nor is a decade, which is when things
    happened and seldom when documents were written, or a number of days back, which rules name.
    """
    for match in periods.IN_TEXT.finditer(question) if periods.ANY.search(question) else ():
        if match[0].strip().lower() == "today":
            continue
        period = periods.parse(match[0], today)
        if period and (period.since or period.until) and not _vague(match[0], period):
            return TimeFocus(match[0].strip(), period.since, period.until)
    newest = _NEWEST.search(question)
    return TimeFocus(newest[0], newest=True) if newest else None


def time_asked(question: str, documents: Callable[[], Iterable[DocumentInfo]]) -> TimeFocus | None:
    """The time that a question is about, by `documents` where only they tell it."""
    return time_among(question, documents) or time_focus(question)


def time_among(
    question: str, documents: Callable[[], Iterable[DocumentInfo]], today: date | None = None
) -> TimeFocus | None:
    """The time that only the dates of `documents` tell: the last July, the day of the last meeting.

    None where the question names no such time, or no document is of it. What is dated later than
    `today` is still to come.
    """
    last, month_named = _THE_LAST.search(question), _A_MONTH.search(question)
    if not last and not month_named:
        return None
    today = today or datetime.now().astimezone().date()
    dated = [(info, info.published) for info in documents()]
    past = [(info, day) for info, day in dated if day and day <= today]
    if month_named:
        month = periods.month(month_named["named"] or month_named["of"])
        past = [(info, day) for info, day in past if day.month == month]
    if last:
        named = last["each"].lower().removesuffix("s")
        each = _MEETING if _MEETING.match(named) else re.compile(re.escape(named))
        which = (last["which"] or "").lower()
        series = {name for name in _series(info for info, _ in dated) if each.search(name)}
        if any(which in name for name in series):
            series = {name for name in series if which in name}
        if day := max((day for info, day in past if series & _names(info)), default=None):
            both = re.match(rf"{re.escape(last[0])} in {day:%B}\b", question[last.start() :], re.I)
            return TimeFocus(both[0] if both else last[0], day, day, named=last["each"])
    if month_named and (day := max((day for _, day in past), default=None)):
        end = calendar.monthrange(day.year, day.month)[1]
        since, until = day.replace(day=1), day.replace(day=end)
        return TimeFocus(month_named[0], since, until, named=month_named["each"] or "")
    return None


def _series(documents: Iterable[DocumentInfo]) -> set[str]:
    """The names that several documents share: "minutes of", where others are news of a report."""
    return {
        name for name, n in Counter(chain.from_iterable(map(_names, documents))).items() if n > 1
    }


def _names(info: DocumentInfo) -> set[str]:
    """Its title, file and folder, each without numbers and months."""
    path = PurePosixPath(info.source)
    names = (info.title, path.stem, path.parent.name)
    return {" ".join(_NUMBERED.sub(" ", name).lower().split()) for name in names}


def _vague(text: str, period: Period) -> bool:
    whole = period.since is not None and period.until is not None
    return periods.days_back(text) or (whole and periods.decade(text))
