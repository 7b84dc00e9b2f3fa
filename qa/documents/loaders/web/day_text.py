"""Days as pages write them: 19. November 2019, 19.11.2019, March 3, 2019, 2019年2月12日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from qa.documents.loaders.month_names import MONTH, MONTH_NUMBERS

_DAY = re.compile(
    r"(?<![\d.:/-])(?:"
    r"(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d\d?)[-/.](?P<d1>\d\d?)(?=T\d|[^\d]|\Z)(?![./-]\d)"
    r"|(?P<d2>\d\d?)\.\s?(?P<m2>\d\d?)\.\s?(?P<y2>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<d3>\d\d?)(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:(?:de|of)\s+)?(?P<m3>{MONTH})\.?,?[\s-]+"
    r"(?:(?:de|del)\s+)?(?P<y3>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<m4>{MONTH})\.?\s+(?P<d4>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<y4>(?:19|20)\d\d)(?!\d)"
    r"|(?P<a5>\d\d?)[/-](?P<b5>\d\d?)[/-](?P<y5>(?:19|20)\d\d)(?!\d)"
    r"|(?P<y6>(?:19|20)\d\d)\s?年\s?(?P<m6>\d\d?)\s?月\s?(?P<d6>\d\d?)\s?日"
    r")",
    re.IGNORECASE,
)


def days(text: str) -> Iterator[tuple[date, int, int]]:
    """Every day named in a text with where its name begins and ends.

    Of 3/4/2019 nobody knows which is the month: it is passed over.
    """
    for match in _DAY.finditer(text):
        found = _of(match)
        if found is not None:
            yield found, match.start(), match.end()


def first_day(text: str) -> date | None:
    """The first day named in a text."""
    return next((found for found, _, _ in days(text)), None)


def plausible(day: date) -> bool:
    """Whether something on the web can have been published on that day."""
    return date(1990, 1, 1) <= day <= date.today() + timedelta(days=2)  # noqa: DTZ011


def _of(match: re.Match[str]) -> date | None:
    for number in "1236":
        if match[f"y{number}"]:
            month = match[f"m{number}"]
            return _date(match[f"y{number}"], month, match[f"d{number}"])
    if match["y4"]:
        return _date(match["y4"], match["m4"], match["d4"])
    first, second = int(match["a5"]), int(match["b5"])
    if first > 12 >= second:
        return _date(match["y5"], str(second), str(first))
    if second > 12 >= first or first == second:
        return _date(match["y5"], str(first), str(second))
    return None


def _date(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else MONTH_NUMBERS.get(month.lower().rstrip("."), 0)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
