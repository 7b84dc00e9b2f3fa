"""Days and times of a sheet as people read them: as it shows them where that can't be misread.

05/06/25 is another day here and there, and "Mon 6 Oct" is one of every year: such a day stands in
ISO form, or gets its year.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from qa.documents.loaders.month_names import MONTH, MONTH_NUMBERS

_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FIGURES = re.compile(r"\d{1,4}([./-])\d{1,2}(?:\1(?:\d{4}|\d\d)?(?!\d))?")
_GROUP = re.compile(r"\d+")
_WHOLE = re.compile(
    r"(?:[^\W\d_]{2,10}[.,]{0,2} )?"
    r"(?:\d{4}-\d\d-\d\d(?: .{0,12})?|\d{1,2}\.\d{1,2}\.\d{4}"
    rf"|\d{{1,2}}\.?[ -](?:{MONTH})\.?,?[ -]\d{{4}}|(?:{MONTH})\.?[ -]\d{{1,2}},?[ -]\d{{4}})",
    re.IGNORECASE,
)
_CLOCK = re.compile(r",? \d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?", re.IGNORECASE)
_MOST = 60  # characters of a cell with a day
# What a code of a format is made of; "m" are minutes beside hours or seconds.
_TOKEN = re.compile(
    r"(?P<said>\"[^\"]*\"|\\.)|(?P<passed>\[[^\]]*\]|_.|\*.)|(?P<half>AM/PM|A/P)"
    r"|(?P<field>y+|m+|d+|h+|s+(?:\.0+)?)|(?P<other>.)",
    re.IGNORECASE,
)
_LOCALE = re.compile(r"\[\$[^\]-]*-(?:([A-Za-z]{2})-\w+|([0-9A-Fa-f]{1,8}))[^\]]*\]")
_ENGLISH = 0x09  # the language in the last ten bits of a locale
_OF_SYSTEM = ("F800", "F400")


def whole_day(cell: str) -> bool:
    """Whether a cell holds a day and nothing else."""
    return len(cell) <= _MOST and bool(_WHOLE.fullmatch(cell))


def told(shown: str, moment: datetime) -> str:
    """A day by what a cell shows: that, with its year, or in ISO form where it may be misread."""
    shown = " ".join(shown.split())
    if len(shown) > _MOST:
        return iso(moment)
    if any(MONTH_NUMBERS.get(word.lower()) == moment.month for word in _WORD.findall(shown)):
        return _with_year(shown, moment)
    if shown == f"{moment.year:04}":
        return shown
    dotted = _DOTTED.search(shown)
    if dotted and (int(dotted[1]), int(dotted[2]), int(dotted[3])) == _parts(moment):
        return shown
    figures = _FIGURES.search(shown)
    if not figures:
        return iso(moment)
    before, after = shown[: figures.start()], shown[figures.end() :]
    weekday = before if re.fullmatch(r"[^\W\d_]+[.,]{0,2} ", before) else ""
    midnight = not (moment.hour or moment.minute or moment.second)
    if _CLOCK.fullmatch(after) and not midnight:
        return f"{weekday}{moment.date().isoformat()}{after}"
    return weekday + iso(moment)


def iso(moment: datetime) -> str:
    """A day, with its time unless that is midnight."""
    if not (moment.hour or moment.minute or moment.second):
        return moment.date().isoformat()
    return f"{moment.date().isoformat()} {moment:%H:%M:%S}".removesuffix(":00")


def formatted(moment: datetime, code: str) -> str:
    """A moment as the code of a format shows it; "" where that is in another language."""
    if any(not _english(match) for match in _LOCALE.finditer(code)):
        return ""
    tokens = _tokens(code)
    named = any(len(token["field"] or "") > 2 and token["field"][0] in "mM" for token in tokens)
    half = any(token["half"] for token in tokens)
    fields = [n for n, token in enumerate(tokens) if token["field"]]
    parts = []
    for place, token in enumerate(tokens):
        if token["said"]:
            parts.append(token["said"].strip('"').removeprefix("\\"))
        elif token["half"]:
            parts.append("AM" if moment.hour < 12 else "PM")
        elif token["field"]:
            at = fields.index(place)
            beside = (
                tokens[fields[at - 1]]["field"][0].lower() if at else "",
                tokens[fields[at + 1]]["field"][0].lower() if at + 1 < len(fields) else "",
            )
            parts.append(_field(token["field"].lower(), beside, moment, half, named))
        elif token["other"]:
            parts.append(token["other"])
    return " ".join("".join(parts).split())


def _english(locale: re.Match[str]) -> bool:
    if locale[1]:
        return locale[1].lower() == "en"
    return locale[2].upper().endswith(_OF_SYSTEM) or int(locale[2], 16) & 0x3FF in (_ENGLISH, 0)


@lru_cache(64)
def _tokens(code: str) -> tuple[re.Match[str], ...]:
    return tuple(_TOKEN.finditer(code))  # a column has thousands of cells of one format


def _field(field: str, beside: tuple[str, str], moment: datetime, half: bool, named: bool) -> str:
    kind, long = field[0], len(field)
    if kind == "y":
        return f"{moment.year:04}" if long > 2 or named else f"{moment.year % 100:02}"
    if kind == "d":
        weekday = f"{moment:%A}" if long > 3 else f"{moment:%a}"
        return weekday if long > 2 else _padded(moment.day, long)
    if kind == "h":
        hour = (moment.hour % 12 or 12) if half else moment.hour
        return _padded(hour, long)
    if kind == "s":
        return _padded(moment.second, len(field.partition(".")[0]))
    if beside[0] == "h" or beside[1] == "s":
        return _padded(moment.minute, long)
    if long > 2:
        return f"{moment:%b}" if long == 3 else f"{moment:%B}"
    return _padded(moment.month, long)


def _padded(number: int, long: int) -> str:
    return f"{number:02}" if long > 1 else str(number)


def _parts(day: date) -> tuple[int, int, int]:
    return day.day, day.month, day.year


def _with_year(shown: str, day: date) -> str:
    """What names a month, with the year in full."""
    if re.search(rf"(?<!\d){day.year:04}(?!\d)", shown):
        return shown
    groups = list(_GROUP.finditer(shown))
    short = f"{day.year % 100:02}"
    last = groups[-1] if groups else None
    if last and last[0] == short and last.end() == len(shown) and (len(groups) > 1 or day.day == 1):
        return f"{shown[: last.start()].rstrip(chr(39) + chr(8217))}{day.year:04}"
    return f"{shown} {day.year:04}"
