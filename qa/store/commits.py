"""Commits of the store and what each changed: what derived search structures are made from.

Every commit has a number and a token drawn at random. A search structure that names both holds
this store's passages up to there; one that names a number with another token comes from a copy
that went another way, and is not believed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import IndexDamaged
from qa.store.checksums import broken_vector
from qa.store.connection import REPAIR, Database

if TYPE_CHECKING:
    import numpy.typing as npt


_LOOKED_UP = 8_192  # ids at a time


class History(Database):
    """The part of the store that knows its commits."""

    @contextmanager
    def commit(self) -> Iterator[int]:
        """A transaction that changes passages: yields the number of the commit it makes."""
        with self.transaction():
            number = self.commit_number() + 1
            yield number
            self.set_meta("commit", str(number))
            token = os.urandom(8).hex()
            self._db.execute("INSERT OR REPLACE INTO history VALUES (?, ?)", (number, token))

    def commit_number(self) -> int:
        """Number of the last commit; 0 before the first."""
        with self._reading():
            return int(self.meta("commit") or 0)

    def state(self) -> str:
        """What the search structures must hold: which store, and up to which commit."""
        number = self.commit_number()
        token = self._token(number)
        return f"{self.meta('store')}:{number}" + (f":{token}" if token else "")

    def commit_of(self, state: object) -> int | None:
        """The number of the commit of this store that `state` names; None for a stranger."""
        store, _, rest = str(state).partition(":")
        number, _, token = rest.partition(":")
        if store != self.meta("store") or not number.isdecimal():
            return None
        held = int(number)
        known = held <= self.commit_number() and self._token(held) == token
        return held if known else None

    def _token(self, number: int) -> str | None:
        """The token of a commit: "" for what was there before there were any."""
        if self._version == 1:
            return "" if number == self.commit_number() else None
        with self._translated():
            row = self._db.execute(
                "SELECT token FROM history WHERE number = ?", (number,)
            ).fetchone()
        if row is None:
            return "" if number == 0 else None
        return str(row[0])

    def changes_since(self, commit: int) -> int:
        """How many passages came or went after `commit`."""
        with self._translated():
            row = self._db.execute(
                "SELECT (SELECT count(*) FROM passage WHERE added > :commit)"
                " + (SELECT count(*) FROM removed WHERE removed > :commit)",
                {"commit": commit},
            ).fetchone()
        return int(row[0])

    def removed_since(self, commit: int) -> npt.NDArray[np.int64]:
        """Ids of the passages that went after `commit`, ascending."""
        with self._translated():
            rows = self._db.execute(
                "SELECT passage FROM removed WHERE removed > ?", (commit,)
            ).fetchall()
        return np.sort(np.fromiter((row[0] for row in rows), np.int64, len(rows)))

    def vectors(
        self, dimension: int, batch: int = 8192, since: int | None = None
    ) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.float16]]]:
        """Passage ids with their vectors, in order of id: shapes (n,) and (n, dimension).

        All of them, or those that came after the commit `since`. Raises IndexDamaged when one is
        not what was made.
        """
        # Ids grow with commits. Asked for their order alone, SQLite would read the whole table.
        which = "" if since is None else f"WHERE added > {int(since)}"
        order = "id" if since is None else "added, id"
        with self._translated():
            cursor = self._db.execute(
                f"SELECT id, vector, {self._columns('vector_seal')} FROM passage {which}"
                f" ORDER BY {order}"
            )
            while rows := cursor.fetchmany(batch):
                if any(broken_vector(kept, vector) for _, vector, kept in rows):
                    raise IndexDamaged(f"{self.path} holds vectors that were not made.", REPAIR)
                flat = np.frombuffer(b"".join(row[1] for row in rows), np.float16)
                if flat.size != len(rows) * dimension:
                    raise IndexDamaged(f"{self.path} holds vectors of the wrong length.")
                yield (
                    np.fromiter((row[0] for row in rows), np.int64, len(rows)),
                    flat.reshape(len(rows), dimension),
                )

    def passage_ids(self) -> npt.NDArray[np.int64]:
        """The ids of all passages, ascending."""
        with self._translated():
            rows = self._db.execute("SELECT id FROM passage").fetchall()
        return np.sort(np.fromiter((row[0] for row in rows), np.int64, len(rows)))

    def some_vectors(self, ids: npt.NDArray[np.int64], dimension: int) -> npt.NDArray[np.float16]:
        """The vectors of passages by ascending id, shape (n, dimension); unknown ids are left out.

        Raises IndexDamaged when one has another length.
        """
        parts = []
        with self._translated():
            for at in range(0, len(ids), _LOOKED_UP):
                rows = self._db.execute(
                    "SELECT vector FROM passage WHERE id IN (SELECT value FROM json_each(?))"
                    " ORDER BY id",
                    (json.dumps(ids[at : at + _LOOKED_UP].tolist()),),
                )
                parts += [row[0] for row in rows]
        if any(not isinstance(one, bytes) or len(one) != 2 * dimension for one in parts):
            raise IndexDamaged(f"{self.path} holds vectors of the wrong length.")
        return np.frombuffer(b"".join(parts), np.float16).reshape(len(parts), dimension)

    def texts(self, since: int | None = None) -> Iterator[tuple[int, str, str]]:
        """Passages for the lexical index: (id, title, text), by document.

        All of them, or those that came after the commit `since`.
        """
        documents = "SELECT rowid, title, text FROM document"
        if since is not None:
            # A document's passages come together.
            documents += (
                " WHERE rowid IN"
                f" (SELECT document FROM passage WHERE added > {int(since)}) ORDER BY rowid"
            )
        with self._translated():
            for row, title, text in self._db.execute(documents):
                spans = self._db.execute(
                    "SELECT id, start, end FROM passage WHERE document = ? ORDER BY id", (row,)
                )
                for number, start, end in spans:
                    yield number, title, text[start:end]
