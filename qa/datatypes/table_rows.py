"""A row of a table as it stands in the text of a document: `Name: Ada Brill · Phone: 311`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BETWEEN = " · "
_MOST_KEY = 60  # characters of the name of a column
_TOTAL = re.compile(
    r"\W*(?:(?:grand|sub|overall)[ -]?)?(?:total|sum|summe|gesamt)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its column's name, and where its value stands in the text of the row."""

    key: str
    value: str
    start: int
    end: int

    def same(self, other: Cell) -> bool:
        """Whether both say the same under the same name."""
        return self.key == other.key and self.value.casefold() == other.value.casefold()


def is_row(text: str) -> bool:
    """Whether a sentence is a row of several cells."""
    return _BETWEEN in text


def says_total(value: str) -> bool:
    """Whether the first value of a row says that it adds up the others."""
    return _TOTAL.match(value) is not None


def cells_of(row: str) -> list[Cell]:
    """The cells of a row, with the names of their columns where it has them."""
    found = []
    at = 0
    for part in row.split(_BETWEEN):
        key, colon, value = part.partition(": ")
        if not colon or len(key) > _MOST_KEY:
            key, value = "", part
        found.append(Cell(key, value, at + len(part) - len(value), at + len(part)))
        at += len(part) + len(_BETWEEN)
    return found
