"""How events repeat: rules of calendars in words, and the days that these words mean.

A document says "Repeats: every 2 weeks on Monday, until 30 June 2026"; what was read from the rule
(RFC 5545, RRULE) can so be read from the text again. Rules with parts that are not known here have
words too, but nobody knows their days.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from qa.lexicon import MONTHS, WEEKDAYS
from qa.wording import day_in_words

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year",
          "HOURLY": "hour", "MINUTELY": "minute", "SECONDLY": "second"}  # fmt: skip
_SHORT = {name[:2].upper(): name for name in WEEKDAYS}
_NUMBERED = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last",
             -2: "second to last"}  # fmt: skip
_READ = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"})
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_MOST_DAYS = 15_000  # days that are looked through for one event
_MOST_LISTED = 60  # days that are named as left out
_OTHER = "by a rule of its own"

_WORDS = re.compile(
    r"every (?:(?P<interval>\d{1,4}) )?(?P<unit>day|week|month|year)s?"
    r"(?: on (?P<on>[^,]+?))?(?: in (?P<months>[^,]+?))?"
    r"(?:, until (?P<until>\d{1,2} \w+ \d{4}))?(?:, (?P<count>\d{1,6}) times)?"
    r"(?:, also on (?P<also>[^,]+))?(?:, not on (?P<but>[^,]+))?"
)
_DAY = re.compile(r"(\d{1,2}) (\w+) (\d{4})")
_ORDINAL = re.compile(r"the (\d{1,2})(?:st|nd|rd|th)(?! to last)")
_WEEKDAY = re.compile(
    rf"(?:the ({'|'.join(sorted(_NUMBERED.values(), key=len, reverse=True))}) )?"
    rf"\b({'|'.join(WEEKDAYS)})"
)


def in_words(rule: str, also: Iterable[date] = (), but: Iterable[date] = ()) -> str:
    """A rule in words, empty for none; `also` are further days, `but` those on which it is not."""
    parts = dict(_part(each) for each in rule.upper().split(";") if "=" in each)
    unit = _UNITS.get(parts.get("FREQ", ""))
    found = _rule(unit, parts) if unit else ""
    if not found and not (also := sorted(set(also))):
        return ""
    for words, days in (("also on", also), ("not on", but)):
        if days := sorted(set(days)):
            found += f", {words} {_listed([day_in_words(day) for day in days[:_MOST_LISTED]])}"
            found += f", {_OTHER}" if len(days) > _MOST_LISTED else ""
    return found.removeprefix(", ")


def days(words: str, first: date, since: date, until: date) -> Iterator[date]:
    """The days from `since` to `until` on which what began on the day `first` is, by its words."""
    if words.startswith("also on"):
        yield from (day for day in (first, *_days(words)) if since <= day <= until)
        return
    match = _WORDS.fullmatch(words)
    if match is None:
        return
    last = next(iter(_days(match["until"] or "")), until)
    also, but = set(_days(match["also"] or "")), set(_days(match["but"] or ""))
    left = int(match["count"] or _MOST_DAYS)
    # Only what counts its times has to be followed from its beginning.
    day = first if match["count"] else max(first, since)
    end = min(last, until, day + timedelta(days=min(_MOST_DAYS, (date.max - day).days)))
    while day <= end and left > 0:
        if _is_one(day, first, match):
            left -= 1
            if day >= since and day not in but:
                yield day
        day += timedelta(days=1)
    yield from (day for day in sorted(also) if since <= day <= until)


def understood(words: str) -> bool:
    """Whether the days that these words mean are known."""
    return words.startswith("also on") or _WORDS.fullmatch(words) is not None


def _rule(unit: str, parts: dict[str, str]) -> str:
    number = parts.get("INTERVAL", "1")[:4]
    every = f"every {int(number)} {unit}s" if number.isdecimal() and int(number) > 1 else ""
    found = every or f"every {unit}"
    on = [name for each in parts.get("BYDAY", "").split(",") if (name := _weekday(each, unit))]
    on += [_month_day(each) for each in parts.get("BYMONTHDAY", "").split(",") if each]
    if on:
        found += f" on {_listed(on)}"
    months = parts.get("BYMONTH", "").split(",")
    named = [MONTHS[int(m) - 1] for m in months if re.fullmatch("0?[1-9]|1[0-2]", m)]
    if named:
        found += f" in {_listed(named)}"
    if until := day_of(parts.get("UNTIL", "")):
        found += f", until {day_in_words(until)}"
    if (count := parts.get("COUNT", "")).isdecimal() and len(count) < 7:
        found += f", {int(count)} times"
    return found if _known(unit, parts) else f"{found}, {_OTHER}"


def _known(unit: str, parts: dict[str, str]) -> bool:
    """Whether the words say all of a rule."""
    numbers = {int(n) for n, _ in _BYDAY.findall(parts.get("BYDAY", "")) if n}
    weekday, month_day = "BYDAY" in parts, parts.get("BYMONTHDAY", "")
    of_year = unit == "year" and "BYMONTH" not in parts  # the first Monday of a year
    return (
        parts.keys() <= _READ
        and not (weekday and month_day)
        and not re.search(r"-(?!1\b)", month_day)
        and (not numbers or (numbers <= _NUMBERED.keys() and not of_year))
    )


def day_of(value: str) -> date | None:
    """The day of a date or a time as calendars write it: `20260303T143000`."""
    digits = re.match(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)", value.strip())
    try:
        return date(*map(int, digits.groups())) if digits else None
    except ValueError:
        return None


def _part(written_part: str) -> tuple[str, str]:
    name, _, value = written_part.partition("=")
    return name.strip(), value.strip()


def _weekday(short: str, unit: str) -> str:
    match = _BYDAY.fullmatch(short.strip())
    if not match:
        return ""
    name = _SHORT[match[2]]
    number = int(match[1]) if match[1] and unit in ("month", "year") else 0
    return f"the {_NUMBERED[number]} {name}" if number in _NUMBERED else name


def _month_day(number: str) -> str:
    try:
        day = int(number)
    except ValueError:
        return number
    if day < 0:
        return "the last day" if day == -1 else f"the {_ordinal(-day)} to last day"
    return f"the {_ordinal(day)}"


def _ordinal(number: int) -> str:
    tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{tail or 'th'}"


def _listed(words: list[str]) -> str:
    return " and ".join(words)


def _days(listed: str) -> list[date]:
    found = []
    for day, month, year in _DAY.findall(listed):
        if month in MONTHS:
            try:
                found.append(date(int(year), MONTHS.index(month) + 1, int(day)))
            except ValueError:
                continue
    return found


def _is_one(day: date, first: date, match: re.Match[str]) -> bool:
    """Whether a day is one of those that the words name, counted from the first one."""
    every = int(match["interval"] or 1)
    unit, on, months = match["unit"], match["on"] or "", match["months"] or ""
    if months and MONTHS[day.month - 1] not in months:
        return False
    if on and not _on(day, on):
        return False
    if unit == "day":
        return (day - first).days % every == 0
    if unit == "week":
        weeks = (_monday(day) - _monday(first)).days // 7
        return weeks % every == 0 and (bool(on) or day.weekday() == first.weekday())
    apart = 12 * (day.year - first.year) + day.month - first.month
    if unit == "month":
        return apart % every == 0 and (bool(on) or day.day == first.day)
    same = bool(months) or day.month == first.month
    return (day.year - first.year) % every == 0 and same and (bool(on) or day.day == first.day)


def _on(day: date, on: str) -> bool:
    last = calendar.monthrange(day.year, day.month)[1]
    for number, name in _WEEKDAY.findall(on):
        if WEEKDAYS[day.weekday()] != name:
            continue
        place, back = (day.day + 6) // 7, (last - day.day) // 7 + 1
        if not number or number in (_NUMBERED.get(place), _NUMBERED.get(-back)):
            return True
    if "the last day" in on and day.day == last:
        return True
    return any(int(number) == day.day for number in _ORDINAL.findall(on))


def _monday(day: date) -> date:
    return day - timedelta(days=min(day.weekday(), (day - date.min).days))
