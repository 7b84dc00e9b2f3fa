"""Points in time as texts state them: a day, a month, a year, a weekday, an hour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from qa import lexicon

_MONTH_OF = {name.lower(): n for n, name in enumerate(lexicon.MONTHS, 1)}
_MONTH_OF |= {name[:3].lower(): n for n, name in enumerate(lexicon.MONTHS, 1)} | {"sept": 9}
_WEEKDAY_OF = {name.lower(): n for n, name in enumerate(lexicon.WEEKDAYS)}
_MONTH = lexicon.alternatives(lexicon.MONTHS, lexicon.MONTHS_SHORT)
_RELATIVE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_NEAR = timedelta(days=60)  # documents that far apart may mean other days by the same words

_MOMENT = (
    r"(?P<iso>\b(?:1\d|20)\d\d-\d\d-\d\d\b)"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b\.?"
    r"(?:,? (?P<year>(?:1\d|20)\d\d)\b)?"
    rf"|\b(?P<month2>{_MONTH})\b\.?(?: (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d))?"
    r"(?:,? (?:of )?(?P<year2>(?:1\d|20)\d\d)\b)?"
    r"|\b(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?"
    r"|\b(?P<hour2>[01]?\d|2[0-4])[:.](?P<minute2>[0-5]\d)\b(?!\.\d)"
    r"|\b(?P<word>noon|midnight)\b"
    r"|\b(?P<decade>(?:1\d|20)\d0)s\b"
    r"|\b(?P<year3>(?:1\d|20)\d\d)\b(?![-–]\d|\.\d)"
    rf"|\b(?P<weekday>{lexicon.alternatives(lexicon.WEEKDAYS)})s?\b"
    rf"|\b(?P<relative>{'|'.join(_RELATIVE)})\b"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is stated of a point in time; None for what is not. `minute` counts from midnight.

    `published` is the day of the document, from which weekdays and days without a year are meant.
    """

    year: int | None = None
    last_year: int | None = None  # of a decade
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 is Monday
    minute: int | None = None
    published: date | None = None

    def comparable(self, other: Moment) -> bool:
        """Whether both state something of the same kind, of the same time of writing."""
        fixed = self.year and other.year
        written = self.published, other.published
        if not fixed and written[0] and written[1] and abs(written[0] - written[1]) > _NEAR:
            return False  # "on Tuesday", "on 4 March": of different weeks or years
        return any(
            mine is not None and theirs is not None
            for mine, theirs in zip(self._stated(), other._stated(), strict=True)
        )

    def agrees(self, other: Moment) -> bool:
        """Whether nothing that both state differs."""
        if self.year and other.year:
            one, two = self.last_year or self.year, other.last_year or other.year
            if self.year > two or other.year > one:
                return False
        mine, theirs = self._stated(), other._stated()
        return all(a is None or b is None or a == b for a, b in zip(mine[1:], theirs[1:],
                                                                    strict=True))  # fmt: skip

    def _stated(self) -> tuple[int | None, ...]:
        day = self.resolved()
        if day is None:
            return self.year, self.month, self.day, self.weekday, self.minute
        return self.year, day.month, day.day, day.weekday(), self.minute

    def resolved(self) -> date | None:
        """The day that is meant, where the year is stated or known from the document."""
        year = self.year or (self.published.year if self.published else None)
        if year is None or self.month is None or self.day is None:
            return None
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def moments(text: str, start: int, end: int, published: date | None = None) -> tuple[Moment, ...]:
    """The points in time in `text` that overlap the stretch from `start` to `end`, in order."""
    return tuple(
        _moment(match, published)
        for match in _pattern().finditer(text)
        if match.start() < end and start < match.end() and _is_time(match)
    )


def only_a_time(text: str) -> bool:
    """Whether a text is nothing but a day, an hour or both, as the line with a report's date."""
    rest = _pattern().sub(lambda match: "" if _is_time(match) else match[0], text)
    return rest != text and not any(map(str.isalnum, rest))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_MOMENT, re.I)  # 0.8 ms, which most questions do without


def _is_time(match: re.Match[str]) -> bool:
    """Whether it is a time at all: "may" and "march" are words, too."""
    month = match["month2"]
    return not month or month[0].isupper()


def _moment(match: re.Match[str], published: date | None) -> Moment:
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return Moment(year, None, month, day, published=published)
    if month_name := match["month"] or match["month2"]:
        year_text, day_text = match["year"] or match["year2"], match["day"] or match["day2"]
        return Moment(
            int(year_text) if year_text else None,
            None,
            _MONTH_OF[month_name.lower()],
            int(day_text) if day_text else None,
            published=published,
        )
    if match["hour"] or match["hour2"] or match["word"]:
        return Moment(minute=_minute(match), published=published)
    if match["decade"]:
        return Moment(int(match["decade"]), int(match["decade"]) + 9, published=published)
    if match["year3"]:
        return Moment(int(match["year3"]), published=published)
    if match["weekday"]:
        return Moment(weekday=_WEEKDAY_OF[match["weekday"].lower()], published=published)
    if published is None:
        return Moment()
    day_meant = published + timedelta(days=_RELATIVE[match["relative"].lower()])
    return Moment(day_meant.year, None, day_meant.month, day_meant.day, published=published)


def _minute(match: re.Match[str]) -> int:
    if match["word"]:
        return 720 if match["word"].lower() == "noon" else 1440
    hour = int(match["hour"] or match["hour2"])
    minute = int(match["minute"] or match["minute2"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return 60 * hour + minute


def agreement(one: Sequence[Moment], other: Sequence[Moment]) -> bool | None:
    """Whether some of the points in time agree; None where nothing of the same kind is stated."""
    pairs = [(a, b) for a in one for b in other if a.comparable(b)]
    return any(a.agrees(b) for a, b in pairs) if pairs else None
