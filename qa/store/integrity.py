"""The store checked row by row: what in it contradicts itself, and how that is removed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from qa.datatypes.boxes import intact
from qa.embedding.passage_context import context_of
from qa.errors import IndexDamaged
from qa.store.checksums import differs, vector_checksum, vector_differs
from qa.store.rows import DocumentRow, PassageRow, text_sha256
from qa.store.store import Store
from qa.store.vectors import LENGTHS

if TYPE_CHECKING:
    import numpy.typing as npt

_ORPHANS = "FROM passage WHERE document NOT IN (SELECT rowid FROM document)"


class Inspector:
    """Checks and repairs an opened store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection = store.connection
        self._db = store.connection.db

    def sqlite_problems(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty when nothing is."""
        try:
            found = [str(message) for (message,) in self._db.execute("PRAGMA integrity_check")]
            orphans = self._db.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [f"{error}."]
        problems = [] if found == ["ok"] else found
        return problems + [f"{len(orphans)} rows of no document."] * bool(orphans)

    def wrong_texts(self, report: Callable[[int], None]) -> list[str]:
        """Sources of documents whose text or passages are not those that were indexed.

        `report` is called with the number of documents checked so far.
        """
        wrong: list[str] = []
        columns = self._connection.columns(", ".join((*DocumentRow._fields, "layout", "seal")))
        with self._connection.decoding():
            documents = self._db.execute(f"SELECT {columns}, text, rowid FROM document")
            for done, (*values, layout, stored, text, number) in enumerate(documents, 1):
                row = DocumentRow(*values)
                valid = text_sha256(text) == row.sha256 and not differs(stored, row.checksum)
                if not (valid and intact(layout) and self._valid_passages(number, text)):
                    wrong.append(row.source)
                if done % 200 == 0:
                    report(done)
        return wrong

    def _valid_passages(self, document: int, text: str) -> bool:
        """Whether a document has passages, and all of them are what was indexed."""
        columns = self._connection.columns(", ".join((*PassageRow._fields, "seal")))
        rows = self._db.execute(
            f"SELECT {columns} FROM passage WHERE document = ?", (document,)
        ).fetchall()
        passages = [(PassageRow(*values), stored) for *values, stored in rows]
        return bool(passages) and not any(
            differs(stored, row.checksum) or text_sha256(text[row.start : row.end]) != row.sha256
            for row, stored in passages
        )

    def wrong_vectors(self, dimension: int) -> list[int]:
        """Ids of passages whose vector fails its checksum or can't be an encoder's.

        Those that wait for theirs are not wrong.
        """
        wrong: list[int] = []
        waiting = set(self._store.waiting_ids().tolist())
        with self._connection.decoding():
            for number, vector, stored in self._db.execute(
                f"SELECT id, vector, {self._connection.columns('vector_seal')} FROM passage"
            ):
                if number in waiting and not vector:
                    continue
                if vector_differs(stored, vector) or len(vector) != 2 * dimension:
                    wrong.append(number)
                    continue
                numbers = np.frombuffer(vector, np.float16).astype(np.float32)
                length = float(np.sqrt(numbers @ numbers))
                if not LENGTHS[0] < length < LENGTHS[1]:  # NaN is neither
                    wrong.append(number)
        return wrong

    def wrong_counters(self) -> list[str]:
        """Which counters contradict the tables, in words for people."""
        with self._connection.translated():
            newest, both = self._db.execute(
                "SELECT max((SELECT coalesce(max(added), 0) FROM passage),"
                " (SELECT coalesce(max(removed), 0) FROM removed)),"
                " (SELECT count(*) FROM passage JOIN removed ON removed.passage = passage.id)"
            ).fetchone()
        problems = []
        last = self._store.commit_number()
        if newest > last:
            problems.append(f"passages of commit {newest}, and the last is {last}")
        if self._store.commit_of(self._store.state()) is None:
            problems.append("the last commit is not in the history")
        if both:
            problems.append(f"{both} passages are there and removed")
        return problems

    def repair(self) -> None:
        """Rebuild SQLite's own indexes and counters, and remove passages of no document."""
        store = self._store
        with store.transaction():
            (newest,) = self._db.execute(
                "SELECT max((SELECT coalesce(max(added), 0) FROM passage),"
                " (SELECT coalesce(max(removed), 0) FROM removed),"
                " (SELECT coalesce(max(number), 0) FROM history))"
            ).fetchone()
            store.set_meta("commit", str(max(newest, store.commit_number())))
        with store.commit() as number:
            self._db.execute("REINDEX")
            self._db.execute(f"INSERT OR REPLACE INTO removed SELECT id, ? {_ORPHANS}", (number,))
            self._db.execute(f"DELETE {_ORPHANS}")
            self._db.execute("DELETE FROM removed WHERE passage IN (SELECT id FROM passage)")

    def texts_of(self, ids: Sequence[int]) -> list[tuple[str, str]]:
        """Context (title and headings) and text of each passage, in the order of `ids`.

        Raises IndexDamaged when one can't be found together with its document.
        """
        texts: list[tuple[str, str]] = []
        with self._connection.translated():
            for number in ids:
                row = self._db.execute(
                    f"SELECT title, {self._connection.columns('heading')}, text, start, end"
                    " FROM passage JOIN document ON document.rowid = passage.document"
                    " WHERE passage.id = ?",
                    (number,),
                ).fetchone()
                if row is None:
                    raise IndexDamaged(
                        f"{self._store.path} holds a passage that can't be looked up."
                    )
                title, heading, text, start, end = row
                texts.append((context_of(title, heading), text[start:end]))
        return texts

    def set_vectors(self, ids: Iterable[int], vectors: npt.NDArray[np.float16]) -> None:
        """Replace the vectors of passages; the caller rebuilds the search structures."""
        with self._store.commit():
            blobs = (vector.tobytes() for vector in vectors)
            self._db.executemany(
                "UPDATE passage SET vector = ?, vector_seal = ? WHERE id = ?",
                [(blob, vector_checksum(blob), n) for n, blob in zip(ids, blobs, strict=True)],
            )
