"""The store looked at row by row: what in it contradicts itself, and how that is taken out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from qa.embedding.passage_context import context_of
from qa.errors import IndexDamaged
from qa.store import row_codec
from qa.store.checksums import broken, broken_vector, vector_seal
from qa.store.row_codec import text_sha256
from qa.store.store import Store

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
        with self._reading():
            documents = self._db.execute(
                f"SELECT {self._columns(row_codec.DOCUMENT)}, {self._columns('seal')}, text, rowid"
                " FROM document"
            )
            for done, (*shown, kept, text, row) in enumerate(documents, 1):
                sound = text_sha256(text) == shown[7] and not broken(
                    kept, row_codec.document_seal(shown)
                )
                if not (sound and self._sound_passages(row, text)):
                    wrong.append(shown[1])
                if done % 200 == 0:
                    tick(done)
        return wrong

    def _sound_passages(self, row: int, text: str) -> bool:
        """Whether a document has passages, and all of them are what was indexed."""
        passages = self._db.execute(
            f"SELECT {self._columns(row_codec.PASSAGE)}, {self._columns('seal')} FROM passage"
            " WHERE document = ?",
            (row,),
        ).fetchall()
        return bool(passages) and not any(
            broken(kept, row_codec.passage_seal(shown))
            or text_sha256(text[shown[0] : shown[1]]) != shown[4]
            for *shown, kept in passages
        )

    def odd_vectors(self, dimension: int) -> list[int]:
        """Ids of passages whose vector is not what was made, or can't have been."""
        odd: list[int] = []
        with self._reading():
            for number, blob, kept in self._db.execute(
                f"SELECT id, vector, {self._columns('vector_seal')} FROM passage"
            ):
                if broken_vector(kept, blob) or len(blob) != 2 * dimension:
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

    def texts_of(self, ids: Sequence[int]) -> list[tuple[str, str]]:
        """Context (title and headings) and text of each passage, in the order of `ids`.

        Raises IndexDamaged when one can't be found together with its document.
        """
        texts: list[tuple[str, str]] = []
        with self._translated():
            for number in ids:
                row = self._db.execute(
                    f"SELECT title, {self._columns('heading')}, text, start, end FROM passage"
                    " JOIN document ON document.rowid = passage.document WHERE passage.id = ?",
                    (number,),
                ).fetchone()
                if row is None:
                    raise IndexDamaged(f"{self.path} holds a passage that can't be looked up.")
                title, heading, text, start, end = row
                texts.append((context_of(title, heading), text[start:end]))
        return texts

    def set_vectors(self, ids: Iterable[int], vectors: npt.NDArray[np.float16]) -> None:
        """Give passages other vectors. They are new to the search structures only if made anew."""
        with self.commit():
            blobs = (vector.tobytes() for vector in vectors)
            self._db.executemany(
                "UPDATE passage SET vector = ?, vector_seal = ? WHERE id = ?",
                [(blob, vector_seal(blob), n) for n, blob in zip(ids, blobs, strict=True)],
            )
