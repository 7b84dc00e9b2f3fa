"""Passages that wait for their vectors: found by their words alone until a commit brings them.

They are refined newest document first, so what people are most likely to ask about comes first.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.embedding.passage_context import context_of
from qa.store.checksums import vector_checksum
from qa.store.connection import Connection
from qa.store.schema import ENCODING_SINCE

if TYPE_CHECKING:
    import numpy.typing as npt

# A document without a date is as old as its file.
_NEWEST_FIRST = """
SELECT passage.id FROM encoding
JOIN passage ON passage.id = encoding.passage JOIN document ON document.rowid = passage.document
WHERE done = 0
ORDER BY coalesce(published, date(mtime_ns / 1000000000, 'unixepoch')) DESC,
    document.rowid, passage.id
"""


@dataclass(frozen=True, slots=True)
class WaitingPassage:
    """A passage without a vector: the hash of its text, its context, and the text."""

    id: int
    sha256: str
    context: str  # what `qa.embedding.passage_context.context_of` makes of title and headings
    text: str


class WaitingPassages:
    """Reads and settles the table of passages that came without a vector."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def waiting(self) -> int:
        """How many passages have no vector yet."""
        if not self._has_table():
            return 0
        with self._connection.translated():
            (count,) = self._connection.db.execute(
                "SELECT count(*) FROM encoding WHERE done = 0"
            ).fetchone()
        return int(count)

    def waiting_ids(self) -> npt.NDArray[np.int64]:
        """Their ids, those of the newest documents first."""
        if not self._has_table():
            return np.empty(0, np.int64)
        with self._connection.translated():
            rows = self._connection.db.execute(_NEWEST_FIRST).fetchall()
        return np.fromiter((number for (number,) in rows), np.int64, len(rows))

    def waiting_texts(self, ids: Sequence[int]) -> list[WaitingPassage]:
        """Those of `ids` that still wait, in their order, with what is encoded of them."""
        connection = self._connection
        with connection.decoding():
            rows = connection.db.execute(
                f"SELECT passage.id, passage.sha256, title, {connection.columns('heading')},"
                " passage.document, start, end FROM encoding"
                " JOIN passage ON passage.id = encoding.passage"
                " JOIN document ON document.rowid = passage.document"
                " WHERE done = 0 AND encoding.passage IN (SELECT value FROM json_each(?))",
                (json.dumps([int(number) for number in ids]),),
            ).fetchall()
            numbers = sorted({row[4] for row in rows})
            texts = dict(
                connection.select("SELECT rowid, text FROM document WHERE rowid IN", numbers)
            )
        found = {
            number: WaitingPassage(
                number, sha256, context_of(title, heading), texts[document][start:end]
            )
            for number, sha256, title, heading, document, start, end in rows
            if document in texts
        }
        return [found[number] for number in map(int, ids) if number in found]

    def set_vectors(self, ids: Sequence[int], vectors: npt.NDArray[np.float16], commit: int) -> int:
        """Give those of `ids` that still wait their vectors, shape (len(ids), d): how many did.

        The caller has the commit open.
        """
        db = self._connection.db
        settled = 0
        with self._connection.translated():
            for number, vector in zip(ids, vectors, strict=True):
                changed = db.execute(
                    "UPDATE encoding SET done = ? WHERE passage = ? AND done = 0",
                    (commit, int(number)),
                )
                if changed.rowcount:
                    blob = vector.tobytes()
                    db.execute(
                        "UPDATE passage SET vector = ?, vector_seal = ? WHERE id = ?",
                        (blob, vector_checksum(blob), int(number)),
                    )
                    settled += 1
        return settled

    def vector_changes_since(self, commit: int) -> int:
        """How many vectors came or went after `commit`."""
        here = "SELECT count(*) FROM passage WHERE added > :commit"
        gone = "SELECT count(*) FROM removed WHERE removed > :commit"
        late = waiting = "0"
        if self._has_table():
            late = (
                "SELECT count(*) FROM encoding JOIN passage ON passage.id = encoding.passage"
                " WHERE done > :commit AND added <= :commit"
            )
            waiting = (
                "SELECT count(*) FROM passage JOIN encoding ON passage.id = encoding.passage"
                " WHERE added > :commit AND done = 0"
            )
        with self._connection.translated():
            row = self._connection.db.execute(
                f"SELECT ({here}) - ({waiting}) + ({late}) + ({gone})", {"commit": commit}
            ).fetchone()
        return int(row[0])

    def _has_table(self) -> bool:
        return self._connection.has(ENCODING_SINCE)
