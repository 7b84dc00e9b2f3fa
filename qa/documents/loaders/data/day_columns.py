"""Columns of a table whose days say only together whether the day or the month comes first.

03/04/2024 may be of March or of April; below 25/04/2024, in the same column, it is of April. Such
days are written in ISO form, as the days of sheets are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

_FEWEST = 2  # days of a column
_DAY = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?=\Z|[ T,])")


def orders(rows: Iterable[Sequence[str]]) -> Mapping[int, bool]:
    """The columns with days in figures whose order is certain, each with whether the day is first.

    All cells that are not empty are such days, and one at least can be read in one way only.
    """
    seen: dict[int, list[tuple[int, int]] | None] = {}
    for cells in rows:
        for column, cell in enumerate(cells):
            if not cell or (column in seen and seen[column] is None):
                continue
            match = _DAY.match(cell)
            known = seen.setdefault(column, [])
            if match is None or known is None:
                seen[column] = None
            else:
                known.append((int(match[1]), int(match[3])))
    found = {}
    for column, pairs in seen.items():
        if pairs and len(pairs) >= _FEWEST:
            day_first = all(month <= 12 for _, month in pairs)
            month_first = all(month <= 12 for month, _ in pairs)
            if day_first is not month_first:
                found[column] = day_first
    return found


def with_days(cells: list[str], day_first: Mapping[int, bool]) -> list[str]:
    """The cells of a row with the days of these columns in ISO form, if there are such days."""
    if not day_first:
        return cells
    return [_iso(cell, day_first[at]) if at in day_first else cell for at, cell in enumerate(cells)]


def _iso(cell: str, day_first: bool) -> str:
    match = _DAY.match(cell)
    if match is None:
        return cell
    day, month = (match[1], match[3]) if day_first else (match[3], match[1])
    try:
        return date(int(match[4]), int(month), int(day)).isoformat() + cell[match.end() :]
    except ValueError:
        return cell
