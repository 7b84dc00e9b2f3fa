"""In how many passages of a version words stand: looked up many at once, and remembered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qa.shared.rows import Kind
from qa.shared.table import quoted
from qa.shared.terms import LETTERS, key

if TYPE_CHECKING:
    from qa.shared.table import Table

_TERM = f"kind = '{Kind.TERM}'"
_REMEMBERED = 100_000  # words; then it begins from nothing
_LAST = "\U0010ffff"


class Frequencies:
    """The counts of one version, and how many words its fields have."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[str, int] = {}

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return self._table.head.passages

    def tokens(self, field: str) -> int:
        """How many words all passages have in a field."""
        return self._table.head.tokens.get(LETTERS[field], 0)

    def look_up(self, keys: Iterable[str]) -> None:
        """Read the counts of these words, by `qa.shared.terms.key`, in one go."""
        wanted = [each for each in dict.fromkeys(keys) if each not in self._known]
        if not wanted:
            return
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._known.update(dict.fromkeys(wanted, 0))
        for row in self._table.listed(["term", "count"], _TERM, "term", wanted):
            self._known[row["term"]] += row["count"]

    def of(self, field: str, word: str) -> int:
        """In how many passages a word stands in a field."""
        name = key(field, word)
        if name not in self._known:
            self.look_up([name])
        return self._known[name]

    def beginning(self, field: str, prefix: str, most: int) -> list[str]:
        """Words of a field that begin so, at most `most`."""
        low = key(field, prefix)
        where = f"{_TERM} AND term >= {quoted(low)} AND term < {quoted(low + _LAST)}"
        found = self._table.rows(["term"], where, limit=4 * most).column("term").to_pylist()
        start = len(key(field, ""))
        return [term[start:] for term in dict.fromkeys(found)][:most]
