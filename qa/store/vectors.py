"""The vectors of the passages, and those that can be reused for the same text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from qa.embedding.passage_context import context_of
from qa.errors import IndexDamaged
from qa.store.checksums import vector_differs
from qa.store.connection import REPAIR, Connection
from qa.store.schema import ENCODING_SINCE, TEXT_KEY

if TYPE_CHECKING:
    import numpy.typing as npt

LENGTHS = (0.99, 1.01)  # of a unit vector in half precision
_IDS_AT_A_TIME = 8_192
_TEXTS_AT_A_TIME = 500


class StoredVectors:
    """Reads the column of vectors: float16, as many numbers as the encoder has dimensions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def vectors(
        self, dimension: int, batch: int = 8192, since: int | None = None
    ) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.float16]]]:
        """Passage ids with their vectors, in order of id: shapes (n,) and (n, dimension).

        All that have one, or those that came after the commit `since`. Raises IndexDamaged when
        one fails its checksum, has another length, or numbers with which scores are no cosines.
        """
        connection = self._connection
        waits = late = ""
        if connection.has(ENCODING_SINCE):
            waits = "NOT EXISTS (SELECT 1 FROM encoding WHERE encoding.passage = id AND done = 0)"
            late = f" OR id IN (SELECT passage FROM encoding WHERE done > {int(since or 0)})"
        # Ids grow with commits. Asked for their order alone, SQLite would read the whole table.
        came = "" if since is None else f"(added > {int(since)}{late})"
        which = " AND ".join(filter(None, (came, waits)))
        which = f"WHERE {which}" if which else ""
        order = "id" if since is None else "added, id"
        with connection.translated():
            cursor = connection.db.execute(
                f"SELECT id, vector, {connection.columns('vector_seal')} FROM passage {which}"
                f" ORDER BY {order}"
            )
            while rows := cursor.fetchmany(batch):
                if any(vector_differs(stored, vector) for _, vector, stored in rows):
                    raise IndexDamaged(
                        f"{connection.path} holds vectors that fail their checksum.", REPAIR
                    )
                flat = np.frombuffer(b"".join(vector for _, vector, _ in rows), np.float16)
                if flat.size != len(rows) * dimension:
                    raise self._wrong_length()
                vectors = flat.reshape(len(rows), dimension)
                if not unit_at_most(vectors):  # a stranger's checksum fits whatever was written
                    raise IndexDamaged(f"{connection.path} holds vectors of no model.", REPAIR)
                yield np.fromiter((number for number, _, _ in rows), np.int64, len(rows)), vectors

    def some_vectors(self, ids: npt.NDArray[np.int64], dimension: int) -> npt.NDArray[np.float16]:
        """The vectors of passages by ascending id, shape (n, dimension); unknown ids are left out.

        Raises IndexDamaged when one has another length.
        """
        parts = []
        with self._connection.translated():
            for at in range(0, len(ids), _IDS_AT_A_TIME):
                rows = self._connection.db.execute(
                    "SELECT vector FROM passage WHERE id IN (SELECT value FROM json_each(?))"
                    " ORDER BY id",
                    (json.dumps(ids[at : at + _IDS_AT_A_TIME].tolist()),),
                )
                parts += [vector for (vector,) in rows]
        if any(not isinstance(one, bytes) or len(one) != 2 * dimension for one in parts):
            raise self._wrong_length()
        return np.frombuffer(b"".join(parts), np.float16).reshape(len(parts), dimension)

    def reusable_vectors(
        self, texts: Iterable[tuple[str, str]], dimension: int, *, in_context: bool
    ) -> dict[tuple[str, str], npt.NDArray[np.float16]]:
        """Stored vectors for passages given as (sha256 of the text, context).

        The context is what `qa.embedding.passage_context.context_of` makes of title and headings.
        Without `in_context` it makes no difference.
        """
        wanted = set(texts)
        hashes = sorted({sha256 for sha256, _ in wanted})
        found: dict[tuple[str, str], npt.NDArray[np.float16]] = {}
        connection = self._connection
        if connection.version == 1:  # has no index to look texts up by
            return found
        with connection.translated():
            for at in range(0, len(hashes), _TEXTS_AT_A_TIME):
                keys = json.dumps([sha256[:16] for sha256 in hashes[at : at + _TEXTS_AT_A_TIME]])
                rows = connection.db.execute(
                    f"SELECT passage.sha256, title, {connection.columns('heading')}, vector,"
                    f" {connection.columns('vector_seal', 'passage')} FROM passage"
                    " JOIN document ON document.rowid = passage.document"
                    f" WHERE {TEXT_KEY} IN (SELECT value FROM json_each(?))",
                    (keys,),
                )
                for sha256, title, heading, vector, stored in rows:
                    if not vector_differs(stored, vector) and len(vector) == 2 * dimension:
                        key = (sha256, context_of(title, heading) if in_context else "")
                        found[key] = np.frombuffer(vector, np.float16)
        return {
            (sha256, context): found[sha256, context if in_context else ""]
            for sha256, context in wanted
            if (sha256, context if in_context else "") in found
        }

    def _wrong_length(self) -> IndexDamaged:
        return IndexDamaged(f"{self._connection.path} holds vectors of the wrong length.")


def unit_at_most(vectors: npt.NDArray[np.floating]) -> bool:
    """Whether all of shape (n, d) are finite and no longer than 1, so that products are cosines."""
    wide = vectors.astype(np.float32)
    squares = np.einsum("ij,ij->i", wide, wide)
    return bool((squares < LENGTHS[1] ** 2).all())  # NaN is not
