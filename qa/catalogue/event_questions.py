"""Questions for entries of calendars and for birthdays: what is on March 3, birthdays in May."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from functools import cache

from qa.catalogue import periods
from qa.catalogue.language import MONTHS
from qa.catalogue.question import CatalogueQuestion, Kind, Period
from qa.lexicon import WEEKDAYS

_CUE = re.compile(
    r"\b(?:events?|appointments?|birthdays?|born|calendar|schedule|scheduled|planned"
    r"|happening|going on|coming up|next|upcoming|on|have)\b",
    re.I,
)
_MONTH = "|".join((*MONTHS, *(name[:3] for name in MONTHS)))
_NTH = r"(?:st|nd|rd|th)?"
_DAY = (
    rf"(?:the )?(?P<d1>\d{{1,2}}){_NTH}(?: of)? (?P<m1>{_MONTH})\.?"
    rf"|(?P<m2>{_MONTH})\.? (?:the )?(?P<d2>\d{{1,2}}){_NTH}"
)
_NEAR = (
    r"today|tonight|tomorrow|yesterday|(?:this|next|last) (?:week|month|year|weekend)"
    r"|(?:in |within )?(?:the )?next (?:\d{1,3} days|two weeks)"
    rf"|(?:this |next |on |for )?(?P<weekday>{'|'.join(WEEKDAYS)})"
)
_TIME = (
    r"(?:(?:on|for|in|at|during|of|over) )?"
    rf"(?P<time>{_DAY}|{_NEAR}|{periods.POINT}|{'|'.join(MONTHS)}"
    rf"|between {periods.POINT} and {periods.POINT}"
    rf"|from {periods.POINT} (?:to|until) {periods.POINT})"
)
_HERE = r"(?: (?:in|on) (?:my|the|our) (?P<own>calendar|schedule))?"
_BE = r"(?: (?:is|are|was|were))?(?: there)?"
_ANY = (
    r"(?:(?:which|what|list|show me|show|give me|find|how many|are there|all|any|my|our|the) ){0,3}"
)
_EVENTS = r"(?P<noun>events?|appointments?|calendar entries|entries in (?:my|the|our) calendar)"
_HAVE = r"(?: (?:do|did) (?:i|we) have| have (?:i|we)(?: got)?)?"
_STATE = r"(?: (?:planned|scheduled|coming up|happening|taking place|on))?"
_OPEN = r"(?:what|what else|anything|is anything|is there anything|do (?:i|we) have anything)"
_WAYS = (
    rf"{_OPEN}{_BE}(?: (?:planned|scheduled|happening|going on|coming up|on)){_HERE} {_TIME}",
    rf"{_OPEN}{_HAVE}{_STATE}{_HERE} (?:on|for) {_TIME}",
    rf"what{_BE}(?: (?:in|on) (?:my|the|our) (?P<own>calendar|schedule)) {_TIME}",
    rf"what(?: do (?:i|we) have| have (?:i|we) got)(?: planned| on)?{_HERE} {_TIME}",
    rf"{_ANY}{_EVENTS}{_BE}{_HAVE}{_STATE}{_HERE} {_TIME}",
    r"(?:what is|when is|list|show me|show)?(?: ?(?:my|our|the|all))? ?"
    r"(?P<next>next|upcoming) (?P<noun>events?|appointments?)",
    r"what is (?P<next>next|coming up)(?: (?:in|on) (?:my|the|our) calendar)?",
    r"when(?: is| are| do (?:i|we) have)(?: (?:the|my|our))? (?P<next>next) (?P<topic>\S.*)",
)
_BIRTHDAYS = (
    rf"(?:whose )?{_ANY}(?:birthdays?){_BE}(?: falls?)?{_HAVE}{_STATE} {_TIME}",
    rf"who (?:has|have|celebrates?)(?: (?:a|an|his|her|their|the))? birthdays? {_TIME}",
    rf"(?:who|whose|which (?:contacts?|people)) (?P<born>was|were|is|are) born {_TIME}",
    r"(?:whose|which|what|when is)?(?: the)? ?"
    r"(?:birthday is (?P<next>next)|(?P<first>next) birthday)",
)


def parse_events(text: str, today: date | None = None) -> CatalogueQuestion | None:
    """The entries or birthdays that a tidy question asks for, or None."""
    if not _CUE.search(text):
        return None
    today = today or datetime.now().astimezone().date()
    for kind, ways in zip((Kind.AGENDA, Kind.BIRTHDAYS), _compiled(), strict=True):
        for way in ways:
            match = way.fullmatch(text)
            if match and (found := _question(kind, match, text, today)):
                return found
    return None


def _question(kind: Kind, match: re.Match[str], text: str, today: date) -> CatalogueQuestion | None:
    groups = match.groupdict()
    named = "event" if groups.get("noun") or groups.get("own") else ""
    if groups.get("next") or groups.get("first"):
        topic = groups.get("topic") or ""
        return CatalogueQuestion(
            kind, topic=topic, noun=named or "document", newest=False, period=Period(since=today)
        )
    day = groups["d1"] or groups["d2"]
    if day:
        month = periods.month((groups["m1"] or groups["m2"])[:3])
        period: Period | None = Period(month=month)
    else:
        period = _period(groups["time"], today)
    if period is None:
        return None
    return CatalogueQuestion(
        kind,
        noun=named or "document",
        number=day or "",
        period=period,
        counted=text.lower().startswith("how many"),
        done=bool(re.search(r"\b(?:was|were|did)\b", text)),
        exact_name=bool(groups.get("born")),
    )


def _period(words: str, today: date) -> Period | None:
    """The days that a time with its year, or one near to today, is."""
    lower = words.lower()
    if weekday := re.search("|".join(WEEKDAYS), words, re.I):
        ahead = (WEEKDAYS.index(weekday.group().capitalize()) - today.weekday()) % 7
        day = today + timedelta(days=ahead or (7 if lower.startswith("next") else 0))
        return Period(day, day)
    if lower == "tonight":
        return Period(today, today)
    if "weekend" in lower:
        saturday = today + timedelta(days=5 - today.weekday())
        saturday += timedelta(days=7 * (lower.startswith("next") - lower.startswith("last")))
        return Period(saturday, saturday + timedelta(days=1))
    if lower == "next year":
        return Period(date(today.year + 1, 1, 1), date(today.year + 1, 12, 31))
    if lower == "tomorrow" or "next" in lower:
        return periods.ahead(lower.replace("two weeks", "14 days"), today)
    if lower in MONTHS:
        return Period(month=periods.month(lower))
    return periods.parse(words, today)


def coming(period: Period, number: str, today: date, past: bool) -> tuple[Period, ...]:
    """A day or month without its year as days: the coming one and the last one, or in turn."""
    if period.month is None:
        return (period,)
    years = [
        found
        for year in range(today.year - 4, today.year + 5)
        if (found := _of(period.month, number, year))
    ]
    ahead = [each for each in years if each.until and each.until >= today]
    before = [
        each for each in years if each.since and each.since <= today and each not in ahead[:1]
    ]
    both = (*ahead[:1], *before[-1:])
    return both[::-1] if past else both


def _of(month: int, number: str, year: int) -> Period | None:
    last = calendar.monthrange(year, month)[1]
    if not number:
        return Period(date(year, month, 1), date(year, month, last))
    if not 0 < int(number) <= last:
        return None
    return Period(date(year, month, int(number)), date(year, month, int(number)))


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(tuple(re.compile(way, re.I) for way in ways) for ways in (_WAYS, _BIRTHDAYS))
