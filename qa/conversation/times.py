"""Dates and periods in a question, each with the preposition before it: "on 8 April 2024".

Places stand behind the same prepositions; a time takes the place of a time only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa import lexicon
from qa.conversation.words import words

_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)?"
_NAMED_MONTHS = tuple(
    month for month in (*lexicon.MONTHS, *lexicon.MONTHS_SHORT) if month not in ("May", "March")
)
_MONTH = (
    rf"(?:May|March|(?i:{lexicon.alternatives(_NAMED_MONTHS)})"
    r"|(?:(?<=in )|(?<=of )|(?<=\d ))(?:may|march))"  # elsewhere these two are verbs
)
_WEEKDAY = rf"(?i:{lexicon.alternatives(lexicon.WEEKDAYS)})s?"
_PART = r"(?i:morning|noon|afternoon|evening|night|midnight)"
_SEASON = r"(?i:spring|summer|autumn|winter)"
_SPAN = r"(?i:day|week|weekend|month|quarter|year|decade|century)s?"
_DATE = rf"(?:(?:{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY}|{_MONTH})(?:,? {_YEAR})?)"
_WHICH = r"(?i:last|next|this|that|same|previous|following|first|second|third|fourth|\d\d?th)"
_TIME = (
    r"(?i:the )?(?:(?i:early|late|mid|middle of|beginning of|end of)[ -](?i:the )?)?(?:"
    rf"{_DATE}|{_YEAR}-\d\d(?:-\d\d)?|{_YEAR}s?"
    rf"|{_WEEKDAY}(?: {_PART})?(?:,? {_DATE})?"
    rf"|{_SEASON}(?:(?: of)? {_YEAR})?"
    rf"|{_WHICH} (?:{_SPAN}|{_SEASON}|{_PART}|{_WEEKDAY}|{_MONTH})"
    rf"(?: (?:of )?(?:{_DATE}|{_YEAR}))?"
    rf"|{_PART}|(?i:yesterday|today|tomorrow|tonight)(?: {_PART})?)"
)
_BEFORE = r"(?i:in|on|at|by|from|during|since|before|after|until|till|throughout|within|of)"
_EDGE = r"(?![\w/’'-]|[.,:]\d)"
_STATED = re.compile(
    rf"(?<![\w/.,-])(?:(?P<before>{_BEFORE}) )?(?P<time>"
    rf"(?i:between|from) {_TIME} (?i:and|to|until) {_TIME}{_EDGE}|{_TIME}{_EDGE})"
)
# A time that is counted from another one, and names none itself.
_COUNTED = re.compile(
    r"(?:(?:an?|the|one|two|three|four|five|six|several|(?:a )?few|some|many|\d+)"
    rf" (?:\w+ )?{_SPAN} )?"
    r"(?:later(?: on)?|earlier|afterwards?|before(?:hand)?|after|ago)",
    re.I,
)
_ENDS_IN_MONTH = re.compile(rf"(?:.*[^\w])?{_MONTH}(?: {_DAY})?")
_ON = re.compile(rf"{_WEEKDAY}|{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY}(?!\d)|{_YEAR}-\d\d-\d\d")
_BARE = re.compile(r"(?:last|next|this|that|between|from|yesterday|today|tomorrow|tonight)\b", re.I)


@dataclass(frozen=True, slots=True)
class Time:
    """A date or a period at `[start:end]` of a text, with the preposition before it."""

    start: int
    end: int
    preposition: str  # in lower case; "" where there is none
    text: str  # without it


def times(text: str) -> list[Time]:
    """The dates and periods in a text, in order; not those that are part of a name."""
    return [_time(match) for match in _STATED.finditer(text) if not _belongs(match)]


def only_time(fragment: str) -> Time | None:
    """The date or period that a fragment is; None when it is more, or something else."""
    match = _STATED.fullmatch(fragment)
    return _time(match) if match else None


def counted(fragment: str) -> bool:
    """Whether a fragment is a time that hangs on another one: "a week later"."""
    return _COUNTED.fullmatch(fragment) is not None


def said_with(time: Time) -> str:
    """A time with its preposition, or the one that it has in a sentence: "on Monday"."""
    if time.preposition or _BARE.match(time.text):
        return f"{time.preposition} {time.text}".strip()
    if _ON.match(time.text):
        return f"on {time.text}"
    return f"{'at' if time.text.lower() in ('noon', 'night', 'midnight') else 'in'} {time.text}"


def dated_like(time: Time, other: Time) -> str:
    """The text of a time; a month without a year has that of the `other` one."""
    years = set(re.findall(_YEAR, other.text))
    if len(years) == 1 and not re.search(_YEAR, time.text) and _ENDS_IN_MONTH.fullmatch(time.text):
        return f"{time.text} {years.pop()}"
    return time.text


def _belongs(match: re.Match[str]) -> bool:
    """Whether a time belongs to the noun behind it: "the 2024 summit", "May elections"."""
    text, end = match.string, match.end()
    after = words(text[end : end + 40])[:1] if text[end : end + 1] == " " else []
    alone = match["before"] and not match["time"].lower().startswith("the ")
    return bool(after) and not after[0].function and not alone


def _time(match: re.Match[str]) -> Time:
    return Time(match.start(), match.end(), (match["before"] or "").lower(), match["time"])
