"""Times as questions give them: a day, a month, a year, before, after, between."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from qa.catalogue.language import MONTHS
from qa.catalogue.question import Period
from qa.patterns import lazy_pattern

_MONTH = "(?:" + "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r")\.?"
_DAY = (
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? (?:of )?\d{{4}}"
    rf"|{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?,? (?:of )?\d{{4}}"
    r"|\d{1,2}\.\d{1,2}\.\d{4}"
)
_PART = "(?:(?:early|mid|late)[- ])"
_DECADE = (
    rf"(?:the )?{_PART}?(?:1[5-9]|20)\d0'?s|(?:the {_PART}?|{_PART})'?[3-9]0s"  # not "in her 40s"
)
# By the months, as weather services count them, north of the equator.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SEASON = rf"(?:the )?(?:{'|'.join(_SEASONS)}),? (?:of )?\d{{4}}(?:/\d{{2,4}})?"
_STRETCH = (
    rf"{_PART}?{_MONTH},? (?:of )?\d{{4}}|{_SEASON}|\d{{4}}-\d{{2}}|\d{{1,2}}/\d{{4}}|{_DECADE}"
    r"|(?:the year )?(?:1[5-9]|20)\d\d"
)
LONG_MONTH = "|".join(MONTHS)  # without a year only written out: "sat", "mar" are other words
POINT = rf"(?:{_DAY}|{_STRETCH})(?!\w|[-/.]\d)"
_COUNTS = {"two": 2, "couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
           "eight": 8, "nine": 9, "ten": 10, "twelve": 12}  # fmt: skip
_BACK = (
    rf"(?:the )?(?:last|past) (?P<count>a couple of|\d{{1,3}}|{'|'.join(_COUNTS)})"
    r" (?P<unit>day|week|month|year)s|(?:the )?past (?P<one>day|week|month|year)"
)
_RELATIVE = (
    rf"today|yesterday|(?:this|last) (?:week|month|year|{'|'.join(_SEASONS)})\b"
    rf"|{re.sub(r'[?]P<[a-z]+>', '?:', _BACK)}"
)

# The first of two has the month and the year of the second: "between June and August 2024".
_FIRST = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{LONG_MONTH})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?= (?:and|to|until|till|through) (?:{_DAY}))"
    rf"|(?:{LONG_MONTH})(?: \d{{1,2}}(?:st|nd|rd|th)?)?)"
)
_RANGE = (
    rf"(?:between (?P<a>{_FIRST}) and (?P<b>{POINT})"
    rf"|from (?P<c>{_FIRST}) (?:to|until|till|through) (?P<d>{POINT}))"
)
WHEN = (
    rf"(?:{re.sub('[?]P<[a-d]>', '?:', _RANGE)}|between {POINT} and {POINT}"
    rf"|from {POINT} (?:to|until|till|through) {POINT}"
    rf"|(?:before|prior to|earlier than|until|after|later than|since) {POINT}"
    rf"|(?:in|of|from|on|for|during|dated|at) (?:{POINT}|(?:the month of )?(?:{LONG_MONTH})\b)"
    rf"|(?:(?:in|of|from|on|over|within|during) )?(?:{_RELATIVE})\b)"
)
IN_TEXT = lazy_pattern(rf"\b{WHEN}", re.I)
# Without one of these no time is named; `WHEN` itself takes 30 ms to compile.
ANY = lazy_pattern(rf"\d|\b(?:today|yesterday|this|last|past|{LONG_MONTH})\b", re.IGNORECASE)
DAY = _DAY
_POINTS = lazy_pattern(POINT, re.I)
_PARSED_DAY = lazy_pattern(
    rf"(?P<y1>\d{{4}})[-/](?P<m1>\d{{1,2}})[-/](?P<d1>\d{{1,2}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?(?P<m2>{_MONTH}),?[ -](?:of )?(?P<y2>\d{{4}})"
    rf"|(?P<m3>{_MONTH}) (?:the )?(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,? (?:of )?(?P<y3>\d{{4}})"
    # American order, as in "Report Date: 01/31/2008"; other orders are not certain.
    r"|(?P<m4>0?[1-9]|1[0-2])/(?P<d4>1[3-9]|2\d|3[01])/(?P<y4>\d{4})"
    # With full stops the day comes first everywhere.
    r"|(?<![\d.])(?P<d5>\d{1,2})\.(?P<m5>\d{1,2})\.(?P<y5>\d{4})(?!\d|\.\d)",
    re.I,
)
_PARSED_MONTH = lazy_pattern(
    rf"(?P<m1>{_MONTH}),? (?:of )?(?P<y1>\d{{4}})|(?P<y2>\d{{4}})-(?P<m2>\d{{2}})(?![-\d])"
    r"|(?<![\d/])(?P<m3>\d{1,2})/(?P<y3>\d{4})(?![/\d])",
    re.I,
)
_PARSED_DECADE = lazy_pattern(
    r"(?:(?:(?P<part>early|mid|late)[- ])?(?<!\d)(?P<first>(?:1[5-9]|20)\d0)"
    r"|(?:the |(?=early|mid|late))(?:(?P<piece>early|mid|late)[- ])?'?(?P<short>[3-9]0))'?s\b",
    re.I,
)
_PARTS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_PARTS_OF_MONTH = {"ear": (1, 10), "mid": (11, 20), "lat": (21, 31)}
_FOUR_DIGITS = lazy_pattern(r"\d{4}")
_YEAR = lazy_pattern(r"\b(1[5-9]\d\d|20\d\d)\b")
_NAMED_MONTH = lazy_pattern(rf"\b({LONG_MONTH})\b", re.I)


def parse(text: str, today: date | None = None) -> Period | None:
    """The period that `text`, matched by `WHEN`, gives; None when it is no real one."""
    lower = text.lower()
    if found := re.search(_RELATIVE, lower):
        return _relative(found.group(), today or datetime.now().astimezone().date())
    if match := re.match(_RANGE, text, re.I):
        return _range(match["a"] or match["c"], match["b"] or match["d"])
    points = [_season(m.group()) or stretch(m.group()) for m in _POINTS.finditer(text)]
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


def _season(text: str) -> Period | None:
    """A season of a year; a winter begins in it, unless the year that it ends in is named, too."""
    match = re.search(rf"({'|'.join(_SEASONS)}),? (?:of )?(\d{{4}})", text, re.I)
    year = int(match[2]) if match else 0
    return _of_season(match[1], year) if match and 1 <= year < 9999 else None


def _of_season(name: str, year: int) -> Period:
    first = _SEASONS[name.lower()]
    last, ends = (first + 1) % 12 + 1, year + (first == 12)
    return Period(date(year, first, 1), date(ends, last, calendar.monthrange(ends, last)[1]))


def _near_season(name: str, this: bool, today: date) -> Period:
    """This season is that of this year; the last one the latest that is over."""
    found = _of_season(name, today.year)
    # A winter that began last year goes on, or is over before spring.
    if found.since and found.since > today and (not this or (name == "winter" and today.month < 3)):
        found = _of_season(name, today.year - 1)
    if not this and found.until and found.until >= today:
        found = _of_season(name, (found.since or today).year - 1)
    return found


def _range(first: str, last: str) -> Period | None:
    """The period from a day or month without its year, or a day without its month, to another."""
    end = stretch(last)
    if end is None or end.since is None or end.until is None:
        return None
    written = re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", first)
    alone = written.isdigit()
    if alone:
        written = f"{written} {MONTHS[end.since.month - 1]}"
    for year in (end.since.year,) if alone else (end.since.year, end.since.year - 1):
        begin = stretch(f"{written} {year}")
        if begin and begin.since and begin.since <= end.until:
            return Period(begin.since, end.until)
    return None


def stretch(text: str) -> Period | None:
    """The day, month or year written in `text` from its first to its last day, or None."""
    if match := _PARSED_DAY.search(text):
        on = _day_of(match)
        return Period(on, on) if on else None
    if match := _PARSED_MONTH.search(text):
        year = int(match["y1"] or match["y2"] or match["y3"])
        number = _number(match["m1"] or match["m2"] or match["m3"])
        if not (1 <= number <= 12 and 1 <= year <= 9999):
            return None
        last = calendar.monthrange(year, number)[1]
        part = re.search(rf"{_PART}{_MONTH}", text, re.I)
        begins, ends = _PARTS_OF_MONTH.get(part.group()[:3].lower() if part else "", (1, last))
        return Period(date(year, number, begins), date(year, number, min(ends, last)))
    if match := _PARSED_DECADE.search(text):
        first = int(match["first"] or f"19{match['short']}")
        begins, ends = _PARTS_OF_DECADE.get((match["part"] or match["piece"] or "").lower(), (0, 9))
        return Period(date(first + begins, 1, 1), date(first + ends, 12, 31))
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


def days_back(text: str) -> bool:
    """Whether a time is so many days, weeks, months or years back from today."""
    return re.search(_BACK, text, re.I) is not None


def decade(text: str) -> bool:
    """Whether a time is, or begins or ends with, a decade or a part of one."""
    return _PARSED_DECADE.search(text) is not None


def _back(match: re.Match[str], today: date) -> Period:
    """The last so many days, weeks, months or years, today among them."""
    written = (match["count"] or "1").removeprefix("a ")
    count = _COUNTS.get(written) or int(written)
    unit = match["unit"] or match["one"]
    if unit in ("day", "week"):
        days = count * (7 if unit == "week" else 1)
        return Period(today - timedelta(days=days), today)
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, number = max(1, months // 12), months % 12 + 1
    last = calendar.monthrange(year, number)[1]
    return Period(date(year, number, min(today.day, last)), today)


def ahead(words: str, today: date | None = None) -> Period:
    """What lies before an item that is due: tomorrow, next week, the next ten days; or behind it.

    Any other words are those for what is overdue: all days before this one.
    """
    today = today or datetime.now().astimezone().date()
    words = words.lower()
    if words == "tomorrow":
        return Period(today + timedelta(days=1), today + timedelta(days=1))
    if words == "next week":
        monday = today + timedelta(days=7 - today.weekday())
        return Period(monday, monday + timedelta(days=6))
    if words == "next month":
        first = today.replace(day=1) + timedelta(days=32)
        first = first.replace(day=1)
        return Period(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
    if match := re.search(r"\d+", words):
        return Period(today, today + timedelta(days=int(match.group())))
    return Period(until=today - timedelta(days=1))


def _relative(words: str, today: date) -> Period:
    if match := re.fullmatch(_BACK, words):
        return _back(match, today)
    if words == "today":
        return Period(today, today)
    if words == "yesterday":
        yesterday = today - timedelta(days=1)
        return Period(yesterday, yesterday)
    this, unit = words.startswith("this"), words.split()[1]
    if unit in _SEASONS:
        return _near_season(unit, this, today)
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
