"""The marks of numbered items, `(2)`, `b)`, `iii.`: which goes on with which, and how deep it is.

Laws and contracts nest their lists by kinds of marks: (1) over (a) over (i), often in one column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"\s*(\(?)(\d{1,3}|[a-zA-Z]|[ivx]{2,6})([.)])(?=\s)")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_NEAR = 1  # columns by which items of one list may differ


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: what its kind looks like, and the place of the item in its list, from 1."""

    kind: str  # "(1)", "a.", "i)"
    value: int

    def follows(self, other: Mark | None) -> bool:
        """Whether the item with this mark comes right after the item with the other."""
        return other is not None and self.kind == other.kind and self.value == other.value + 1


def marks(line: str) -> tuple[Mark, ...]:
    """What the mark that a line begins with may be: (i) is the first, or comes after (h)."""
    match = _MARK.match(line)
    if not match:
        return ()
    before, body, after = match.groups()
    if body.isdigit():
        return (Mark(f"{before}1{after}", int(body)),)
    found = []
    roman = _roman(body)
    if roman:
        found.append(Mark(f"{before}i{after}", roman))
    if len(body) == 1:
        first = "a" if body.islower() else "A"
        found.append(Mark(f"{before}{first}{after}", ord(body) - ord(first) + 1))
    return tuple(found)


def _roman(body: str) -> int:
    """The value of a small Roman numeral below 40, 0 for what is none."""
    if any(sign not in _ROMAN for sign in body):
        return 0
    values = [_ROMAN[sign] for sign in body]
    value = sum(
        -here if here < below else here
        for here, below in zip(values, [*values[1:], 0], strict=True)
    )
    tens, ones = divmod(value, 10)
    shown = "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
    return value if shown == body else 0


class OpenItems:
    """The items that are open while a document is read, the outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[int, Mark | None]] = []  # the column of each, and its mark

    def __len__(self) -> int:
        return len(self._open)

    def depth(self, line: str, indent: int) -> int:
        """Open the item that a line begins; how deep it is, 0 for the outermost."""
        found = marks(line)
        while self._open and indent < self._open[-1][0]:
            self._open.pop()
        same = [at for at, (column, _) in enumerate(self._open) if column == indent]
        chosen = found[0] if found else None
        for at in reversed(same):
            going_on = [mark for mark in found if mark.follows(self._open[at][1])]
            if going_on:
                chosen = going_on[0]
                del self._open[at:]
                break
        else:
            if same and not self._nested(found):
                del self._open[same[0] :]
        self._open.append((indent, chosen))
        return len(self._open) - 1

    def _nested(self, found: tuple[Mark, ...]) -> bool:
        """Whether an item is the first of a list in the item above it, in the same column."""
        above = self._open[-1][1]
        return above is not None and any(
            mark.value == 1 and mark.kind != above.kind for mark in found
        )

    def goes_on(self, line: str, indent: int) -> bool:
        """Whether a line is the next item of a list that something else came between.

        If so the items that are deeper are closed.
        """
        found = marks(line)
        for at in range(len(self._open) - 1, -1, -1):
            column, mark = self._open[at]
            if abs(column - indent) <= _NEAR and any(each.follows(mark) for each in found):
                del self._open[at + 1 :]
                self._open[at] = (indent, mark)
                return True
        return False

    def outside(self, indent: int) -> bool:
        """Whether a column is left of all that is open: an item there is of another list."""
        return bool(self._open) and indent < self._open[0][0] - _NEAR

    def holds(self, indent: int) -> bool:
        """Whether a column is deeper than that of an item that is open."""
        return bool(self._open) and indent > self._open[0][0] + _NEAR

    def keep(self, indent: int) -> int:
        """Close the items in which a paragraph at a column is not; how many stay open."""
        while self._open and indent <= self._open[-1][0] + _NEAR:
            self._open.pop()
        return len(self._open)

    def add(self, indent: int) -> None:
        """Open what is no item and may have some: a paragraph of an item."""
        self._open.append((indent, None))

    def close(self) -> None:
        """Close all items."""
        self._open.clear()
