"""Days that stand among other fields, or before who was present at a meeting."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.documents.loaders.dates import DateLine, date_line

_DATE = r"(?:date|datum|fecha|decided|published)"
_DATE_FIELD = re.compile(
    rf"(?:\A|[·|] ){_DATE}: (?P<day>[^·|]{{6,40}}?) ?(?=[·|]|\Z)", re.IGNORECASE
)
_DATE_ROW = re.compile(
    rf"{_DATE}:? · (?P<day>[^·]{{6,40}})\Z", re.IGNORECASE
)  # no row of many days
_MET = re.compile(r"(?P<first>.{10,140}?)[.;] (?=[A-Z][\w ]{2,25}:)")


def day_met(paragraph: str) -> DateLine | None:
    """When a meeting was, before "Present: ..." in the same paragraph."""
    first = _MET.match(paragraph)
    day = date_line(first["first"]) if first else None
    return day if day and day.telling else None


def day_of_fields(line: str, *, row: bool) -> DateLine | None:
    """The day of one of several fields, "Date: 3 May 2024 · Severity: 2", or of a row alone."""
    if not row and not ("·" in line or "|" in line):
        return None
    match = (_DATE_ROW.match if row else _DATE_FIELD.search)(line)
    day = date_line(f"Date: {match['day']}") if match else None
    return replace(day, telling=True) if day else None
