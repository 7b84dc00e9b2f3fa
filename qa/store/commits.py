"""The commits of a store, by which search structures say what they hold.

Every commit has a number and a random token. A search structure that names both holds this
store's passages up to that commit; one that names a number with another token was made from a
copy that has had other commits since, and is not used.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from qa.store.connection import Connection

if TYPE_CHECKING:
    import numpy.typing as npt


class Commits:
    """Makes commits, names states, and says what changed since one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def commit(self) -> Iterator[int]:
        """A transaction that changes passages: yields the number of the commit it makes."""
        connection = self._connection
        with connection.transaction():
            number = self.commit_number() + 1
            yield number
            connection.set_meta("commit", str(number))
            token = os.urandom(8).hex()
            connection.db.execute("INSERT OR REPLACE INTO history VALUES (?, ?)", (number, token))

    def commit_number(self) -> int:
        """Number of the last commit; 0 before the first."""
        with self._connection.decoding():
            return int(self._connection.meta("commit") or 0)

    def state(self) -> str:
        """What up-to-date search structures hold: which store, and up to which commit."""
        number = self.commit_number()
        token = self._token(number)
        store = self._connection.meta("store")
        return f"{store}:{number}" + (f":{token}" if token else "")

    def commit_of(self, state: object) -> int | None:
        """The number of the commit of this store that `state` names; None if there is none."""
        store, _, rest = str(state).partition(":")
        digits, _, token = rest.partition(":")
        if store != self._connection.meta("store") or not digits.isdecimal():
            return None
        number = int(digits)
        return number if number <= self.commit_number() and self._token(number) == token else None

    def _token(self, number: int) -> str | None:
        """The token of a commit: "" for the state before the first commit that had one."""
        if self._connection.version == 1:
            return "" if number == self.commit_number() else None
        with self._connection.translated():
            row = self._connection.db.execute(
                "SELECT token FROM history WHERE number = ?", (number,)
            ).fetchone()
        if row is None:
            return "" if number == 0 else None
        return str(row[0])

    def changes_since(self, commit: int) -> int:
        """How many passages were added or removed after `commit`."""
        with self._connection.translated():
            row = self._connection.db.execute(
                "SELECT (SELECT count(*) FROM passage WHERE added > :commit)"
                " + (SELECT count(*) FROM removed WHERE removed > :commit)",
                {"commit": commit},
            ).fetchone()
        return int(row[0])

    def added_since(self, commit: int) -> npt.NDArray[np.int64]:
        """Ids, ascending, of the passages that were added, or whose document moved, since."""
        with self._connection.translated():
            rows = self._connection.db.execute(
                "SELECT id FROM passage WHERE added > ?", (commit,)
            ).fetchall()
        return np.sort(np.fromiter((row[0] for row in rows), np.int64, len(rows)))

    def sources_until(self, commit: int) -> set[str]:
        """Sources of the files with passages that were last written by `commit` or before it."""
        with self._connection.translated():
            container = self._connection.columns("container")
            rows = self._connection.db.execute(
                f"SELECT CASE {container} WHEN '' THEN source ELSE {container} END"
                " FROM document WHERE rowid IN (SELECT document FROM passage WHERE added <= ?)",
                (commit,),
            ).fetchall()
        return {source for (source,) in rows}

    def removed_since(self, commit: int) -> npt.NDArray[np.int64]:
        """Ids of the passages that were removed after `commit`, ascending."""
        with self._connection.translated():
            rows = self._connection.db.execute(
                "SELECT passage FROM removed WHERE removed > ?", (commit,)
            ).fetchall()
        return np.sort(np.fromiter((row[0] for row in rows), np.int64, len(rows)))
