"""Which cells of a PDF's table hold figures, and whether its first row names what stands below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_FIGURE = re.compile(
    r"[(\[<>≤≥~±+−–-]?\s*[$€£¥]?\s*[(−–-]?\d[\d.,\s]*\)?\s*%?\)?[*†a-d]?\Z"
    r"|[—–-]\Z|n/?a\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
# A unit is short: `24.9 p`, `3 h`, `22 sq m`, `3 kWh`, `£5.50/m`, `10 EUR`, `37 °C`.
_UNIT = r"(?:[a-zµ°²³/][^\W\d_]{0,5}[²³]?(?:\s?/?\s?[a-z]{1,2}[²³]?)?|[A-Z]{1,3}[a-z]?)"
_MEASURE = re.compile(rf"[<>≤≥~±+−–-]?\s*[$€£¥]?\s?\d[\d.,]{{0,20}}\s?{_UNIT}\.?\Z")
# `1 yr`, `6 months` and `2nd` often name columns, as years do.
_PERIOD = re.compile(
    r"\d{1,4}\s?-?(?:yrs?|years?|mos?|months?|wks?|weeks?|days?|d|q|st|nd|rd|th)\.?\Z",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{1,2}(?:[./-]\d{1,2}[./-]|\.?\s[^\W\d_]{3,9}\.?\s)(?:\d\d){1,2}\Z"
    r"|\d{4}-\d\d-\d\d\Z|[^\W\d_]{3,9}\.?\s\d{1,2},\s\d{4}\Z"
)
# `08:14`, `2:15 h`, `7.30 pm`.
_TIME = re.compile(
    r"\d{1,2}(?::\d\d(?:\s?(?:h|[ap]\.?m\.?))?|\.\d\d\s?[ap]\.?m\.?)\Z", re.IGNORECASE
)
# `30-40`, `0.05-1 MPa`, `45 to 65 °C`.
_RANGE = re.compile(rf"\d[\d.,]{{0,12}}\s?(?:[-–]|to)\s?\d[\d.,]{{0,12}}\s?(?:{_UNIT}|%)?\Z")
_VALUES = (_MEASURE, _RANGE, _PERIOD, _DATE, _TIME)
_FIGURES = 0.5  # of the cells right of the first column, where a table is one of figures
_SURE = 0.8  # of a column's cells hold values: it is a column of them


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, an amount, or a dash in place of one."""
    return bool(_FIGURE.match(text)) and not _YEAR.match(text)


def is_measure(text: str) -> bool:
    """Whether a cell holds a figure, perhaps with its unit, that names no column."""
    return is_figure(text) or bool(_MEASURE.match(text) and not _PERIOD.match(text))


def is_value(text: str) -> bool:
    """Whether a cell holds a figure, a measure, a range, a time, a span of time or a date."""
    return is_figure(text) or any(kind.match(text) for kind in _VALUES)


def of_figures(rows: Sequence[Mapping[int, str]]) -> bool:
    """Whether a table is one of figures, under names; its rows give the cells by their column."""
    filled = [each for each in rows if len(each) > 1]
    right = [text for each in filled for place, text in each.items() if place]
    if sum(map(is_figure, right)) >= _FIGURES * max(len(right), 1):
        return True
    return len(filled) > 1 and _contrast(filled[0], filled[1:])


def _contrast(head: Mapping[int, str], body: Sequence[Mapping[int, str]]) -> bool:
    """Whether a row of names stands above columns of values: `Amount` above `£268.00`.

    Counted by column, for an item's description is no figure, and totals leave cells empty.
    """
    columns: dict[int, list[str]] = {}
    for each in body:
        for place, text in each.items():
            columns.setdefault(place, []).append(text)
    if len(head) < 3 or not set(columns) <= set(head) or any(map(is_value, head.values())):
        return False
    below = [sum(map(is_value, texts)) >= _SURE * len(texts) for texts in columns.values()]
    dates = any(len(texts) > 2 and all(map(_DATE.match, texts)) for texts in columns.values())
    return dates or sum(below) >= max(2, len(head) / 2)
