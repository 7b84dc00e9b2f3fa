"""Times as questions give them: a day, a month, a year, before, after, between."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from qa.catalogue.language import MONTHS
from qa.catalogue.question import Period

_MONTH = "(?:" + "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r")\.?"
_DAY = (
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? (?:of )?\d{{4}}"
    rf"|{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?,? (?:of )?\d{{4}}"
)
_STRETCH = rf"{_MONTH},? (?:of )?\d{{4}}|\d{{4}}-\d{{2}}|(?:the year )?(?:1[5-9]|20)\d\d"
_LONG_MONTH = "|".join(MONTHS)  # without a year only written out: "sat", "mar" are other words
POINT = rf"(?:{_DAY}|{_STRETCH})(?!\w|[-/.]\d)"
_RELATIVE = r"today|yesterday|(?:this|last) (?:week|month|year)"

WHEN = (
    rf"(?:between {POINT} and {POINT}|from {POINT} (?:to|until|till|through) {POINT}"
    rf"|(?:before|prior to|earlier than|until|after|later than|since) {POINT}"
    rf"|(?:in|of|from|on|for|during|dated|at) (?:{POINT}|(?:the month of )?(?:{_LONG_MONTH})\b)"
    rf"|(?:(?:in|of|from|on|during) )?(?:{_RELATIVE})\b)"
)
DAY = _DAY
_POINTS = re.compile(POINT, re.I)
_PARSED_DAY = re.compile(
    rf"(?P<y1>\d{{4}})[-/](?P<m1>\d{{1,2}})[-/](?P<d1>\d{{1,2}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?(?P<m2>{_MONTH}),?[ -](?:of )?(?P<y2>\d{{4}})"
    rf"|(?P<m3>{_MONTH}) (?:the )?(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,? (?:of )?(?P<y3>\d{{4}})"
    # American order, as in "Report Date: 01/31/2008"; other orders are not certain.
    r"|(?P<m4>0?[1-9]|1[0-2])/(?P<d4>1[3-9]|2\d|3[01])/(?P<y4>\d{4})",
    re.I,
)
_PARSED_MONTH = re.compile(
    rf"(?P<m1>{_MONTH}),? (?:of )?(?P<y1>\d{{4}})|(?P<y2>\d{{4}})-(?P<m2>\d{{2}})(?![-\d])", re.I
)
_FOUR_DIGITS = re.compile(r"\d{4}")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_NAMED_MONTH = re.compile(rf"\b({_LONG_MONTH})\b", re.I)


def parse(text: str, today: date | None = None) -> Period | None:
    """The period that `text`, matched by `WHEN`, gives; None when it is no real one."""
    lower = text.lower()
    if found := re.search(_RELATIVE, lower):
        return _relative(found.group(), today or datetime.now().astimezone().date())
    points = [stretch(match.group()) for match in _POINTS.finditer(text)]
    if any(point is None for point in points) or len(points) > 2:
        return None
    if not points:
        named = _NAMED_MONTH.search(text)
        return Period(month=month(named.group())) if named else None
    first, last = points[0], points[-1]
    if first is None or last is None or first.since is None or last.until is None:
        return None
    if len(points) == 2:
        return Period(first.since, last.until)
    if re.match(r"before|prior|earlier", lower):
        return Period(until=first.since - timedelta(days=1))
    if lower.startswith("until"):
        return Period(until=first.until)
    if re.match(r"after|later", lower):
        return Period(since=last.until + timedelta(days=1))
    if lower.startswith("since"):
        return Period(since=first.since)
    return first


def stretch(text: str) -> Period | None:
    """The day, month or year written in `text` from its first to its last day, or None."""
    if match := _PARSED_DAY.search(text):
        on = _day_of(match)
        return Period(on, on) if on else None
    if match := _PARSED_MONTH.search(text):
        year = int(match["y1"] or match["y2"])
        number = _number(match["m1"] or match["m2"])
        if not (1 <= number <= 12 and 1 <= year <= 9999):
            return None
        return Period(
            date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])
        )
    if match := _YEAR.search(text):
        year = int(match.group())
        return Period(date(year, 1, 1), date(year, 12, 31))
    return None


def day(text: str) -> date | None:
    """The first day written in `text`, with its year, or None."""
    if not _FOUR_DIGITS.search(text):  # so cheap that thousands of titles cost little
        return None
    match = _PARSED_DAY.search(text)
    return _day_of(match) if match else None


def month(name: str) -> int:
    """The number of a month by its English name or the first three letters of it."""
    return [known[:3] for known in MONTHS].index(name.lower()[:3]) + 1


def _day_of(match: re.Match[str]) -> date | None:
    """The day that `_PARSED_DAY` has found, None where the calendar has none such."""
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    try:
        return date(int(parts["y"]), _number(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


def _number(written: str) -> int:
    return int(written) if written.isdigit() else month(written)


def _relative(words: str, today: date) -> Period:
    if words == "today":
        return Period(today, today)
    if words == "yesterday":
        yesterday = today - timedelta(days=1)
        return Period(yesterday, yesterday)
    this, unit = words.startswith("this"), words.split()[1]
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + (0 if this else 7))
        return Period(monday, monday + timedelta(days=6))
    if unit == "year":
        year = today.year - (not this)
        return Period(date(year, 1, 1), date(year, 12, 31))
    first = today.replace(day=1)
    if not this:
        first = (first - timedelta(days=1)).replace(day=1)
    return Period(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
