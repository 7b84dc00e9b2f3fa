"""The store looked at row by row: what in it contradicts itself, and how that is taken out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from qa.store import Store, text_sha256

if TYPE_CHECKING:
    import numpy.typing as npt

_LENGTHS = (0.99, 1.01)  # of a unit vector in half precision
_ORPHANS = "FROM passage WHERE document NOT IN (SELECT rowid FROM document)"


class Inspector(Store):
    """A store that is checked or mended rather than searched."""

    def complaints(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty when it is well."""
        try:
            found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check")]
            strays = self._db.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [f"{error}."]
        said = [] if found == ["ok"] else found
        return said + [f"{len(strays)} rows of no document."] * bool(strays)

    def wrong_texts(self, tick: Callable[[int], None]) -> list[str]:
        """Sources of documents whose text or passages are not those that were indexed."""
        wrong: list[str] = []
        with self._translated():
            documents = self._db.execute("SELECT rowid, source, text, sha256 FROM document")
            for done, (row, source, text, sha256) in enumerate(documents, 1):
                spans = self._db.execute(
                    "SELECT start, end, sha256 FROM passage WHERE document = ?", (row,)
                ).fetchall()
                sound = bool(spans) and text_sha256(text) == sha256
                if not sound or any(text_sha256(text[a:b]) != known for a, b, known in spans):
                    wrong.append(source)
                if done % 200 == 0:
                    tick(done)
        return wrong

    def odd_vectors(self, dimension: int) -> list[int]:
        """Ids of passages whose vector has another length than the encoder gives it."""
        odd: list[int] = []
        with self._translated():
            for number, blob in self._db.execute("SELECT id, vector FROM passage"):
                if len(blob) != 2 * dimension:
                    odd.append(number)
                    continue
                vector = np.frombuffer(blob, np.float16).astype(np.float32)
                if not _LENGTHS[0] < float(np.sqrt(vector @ vector)) < _LENGTHS[1]:  # NaN is odd
                    odd.append(number)
        return odd

    def miscounted(self) -> list[str]:
        """What the counters say that can't be."""
        with self._translated():
            newest, back = self._db.execute(
                "SELECT max((SELECT coalesce(max(added), 0) FROM passage),"
                " (SELECT coalesce(max(removed), 0) FROM removed)),"
                " (SELECT count(*) FROM passage JOIN removed ON removed.passage = passage.id)"
            ).fetchone()
        said = []
        if newest > self.commit_number():
            said.append(f"passages of commit {newest}, and the last is {self.commit_number()}")
        if self.commit_of(self.state()) is None:
            said.append("the last commit is not in the history")
        if back:
            said.append(f"{back} passages are there and removed")
        return said

    def mend(self) -> None:
        """Make SQLite's own indexes and counters anew, and take out passages of no document."""
        with self.transaction():
            newest = self._db.execute(
                "SELECT max((SELECT coalesce(max(added), 0) FROM passage),"
                " (SELECT coalesce(max(removed), 0) FROM removed),"
                " (SELECT coalesce(max(number), 0) FROM history))"
            ).fetchone()[0]
            self.set_meta("commit", str(max(newest, self.commit_number())))
        with self.commit() as number:
            self._db.execute("REINDEX")
            self._db.execute(f"INSERT OR REPLACE INTO removed SELECT id, ? {_ORPHANS}", (number,))
            self._db.execute(f"DELETE {_ORPHANS}")
            self._db.execute("DELETE FROM removed WHERE passage IN (SELECT id FROM passage)")

    def encoded_texts(self, ids: Sequence[int], *, titled: bool) -> list[str]:
        """What the encoder read of each passage, in the order of `ids`."""
        texts: list[str] = []
        with self._translated():
            for number in ids:
                title, text, start, end = self._db.execute(
                    "SELECT title, text, start, end FROM passage"
                    " JOIN document ON document.rowid = passage.document WHERE passage.id = ?",
                    (number,),
                ).fetchone()
                texts.append((f"{title}\n" if titled else "") + text[start:end])
        return texts

    def set_vectors(self, ids: Iterable[int], vectors: npt.NDArray[np.float16]) -> None:
        """Give passages other vectors. They are new to the search structures only if made anew."""
        with self.commit():
            self._db.executemany(
                "UPDATE passage SET vector = ? WHERE id = ?",
                [(vector.tobytes(), n) for n, vector in zip(ids, vectors, strict=True)],
            )
