"""The only truth about a collection: one SQLite file with documents, passages and vectors.

Everything else in the index folder (`dense.faiss`, `lexical/`) is derived from it and says up
to which commit it holds. One transaction is one commit; readers see the last whole one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.datatypes import Document, DocumentInfo, Filter, Passage, document_id
from qa.embedding.passage_context import context_of
from qa.errors import IndexDamaged
from qa.store import row_codec
from qa.store.checksums import broken, broken_vector, vector_seal
from qa.store.connection import REPAIR
from qa.store.file_states import FileState, FileTable
from qa.store.row_codec import text_sha256
from qa.store.schema import OLD_ID_DIGITS, TEXT_KEY

if TYPE_CHECKING:
    import numpy.typing as npt


__all__ = ["FileState", "Store", "StoredPassage", "text_sha256"]

_LOOKED_UP = 500  # texts at a time


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its place: `text` is `document.text[start:end]`."""

    id: int
    document: DocumentInfo
    passage: Passage
    text: str
    line: int


class Store(FileTable):
    """Documents, passages, vectors, and the files they come from.

    All methods raise subclasses of StoreError where SQLite raises its own.
    """

    def put(
        self,
        document: Document,
        file: FileState,
        passages: Sequence[Passage],
        vectors: npt.NDArray[np.float16],
        commit: int,
    ) -> None:
        """Add or replace a document with its passages; `vectors` has shape (len(passages), d)."""
        with self._translated():
            self._remove(document.source, commit)
            columns = row_codec.columns(document, file)
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            cursor = self._db.execute(
                f"INSERT INTO document ({names}) VALUES ({marks})", tuple(columns.values())
            )
            row = cursor.lastrowid
            lines = row_codec.line_numbers(document, (passage.start for passage in passages))
            made = []
            for passage, line, vector in zip(passages, lines, vectors, strict=True):
                shown = row_codec.passage_columns(passage, document.text, line)
                blob = vector.tobytes()
                sealed = (row_codec.passage_seal(shown), blob, vector_seal(blob))
                made.append((row, commit, *shown, *sealed))
            self._db.executemany(
                f"INSERT INTO passage (document, added, {row_codec.PASSAGE}, seal, vector,"
                " vector_seal)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                made,
            )

    def move(self, source: str, document: Document, file: FileState) -> None:
        """Give the document at `source` the place and the file of `document`, its equal.

        Its passages stay what they are, and so does when it was indexed.
        """
        columns = row_codec.columns(document, file)
        del columns["indexed_at"]
        changes = ", ".join(f"{name} = ?" for name in columns)
        with self._translated():
            self._db.execute(
                f"UPDATE document SET {changes} WHERE source = ?", (*columns.values(), source)
            )

    def remove(self, source: str, commit: int) -> None:
        """Take a document and its passages out."""
        with self._translated():
            self._remove(source, commit)

    def _remove(self, source: str, commit: int) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO removed SELECT passage.id, ? FROM passage"
            " JOIN document ON document.rowid = passage.document WHERE document.source = ?",
            (commit, source),
        )
        self._db.execute("DELETE FROM document WHERE source = ?", (source,))

    def counts(self) -> tuple[int, int]:
        """How many documents and passages there are."""
        with self._translated():
            return tuple(
                self._db.execute(
                    "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM passage)"
                ).fetchone()
            )

    def matching(self, only: Filter) -> tuple[int, npt.NDArray[np.int64]]:
        """What `only` leaves: how many documents, and the ids of their passages, ascending."""
        conditions, values = ["TRUE"], []
        if only.sources:
            conditions.append("source IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(only.sources))
        if only.since:
            conditions.append("published >= ?")
            values.append(only.since.isoformat())
        if only.until:
            conditions.append("published <= ?")
            values.append(only.until.isoformat())
        chosen = f"SELECT rowid FROM document WHERE {' AND '.join(conditions)}"
        with self._translated():
            documents = self._db.execute(f"SELECT count(*) FROM ({chosen})", values).fetchone()[0]
            ids = self._db.execute(
                f"SELECT id FROM passage WHERE document IN ({chosen}) ORDER BY id", values
            ).fetchall()
        return documents, np.fromiter((row[0] for row in ids), np.int64, len(ids))

    def passages_of(self, source: str) -> tuple[Passage, ...]:
        """The passages of a document in order, without their sentences."""
        with self._reading():
            found = self._db.execute(
                f"SELECT start, end, boilerplate, {self._columns('heading')} FROM passage"
                " JOIN document ON document.rowid = passage.document WHERE source = ?"
                " ORDER BY start, end",
                (source,),
            )
            return tuple(
                Passage(start, end, (), bool(odd), head) for start, end, odd, head in found
            )

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents without their texts, by source."""
        with self._reading():
            found = self._db.execute(f"SELECT {row_codec.INFO} FROM document ORDER BY source")
            return tuple(row_codec.info(row) for row in found)

    def document(self, source: str) -> Document | None:
        """The document at `source` as it was indexed, or None.

        Raises IndexDamaged when it is not what was indexed.
        """
        return self.full_documents([source]).get(source)

    def full_documents(self, sources: Sequence[str]) -> dict[str, Document]:
        """Documents with their texts as they were indexed, by source; unknown ones are left out.

        Raises IndexDamaged when one is not what was indexed.
        """
        found: dict[str, Document] = {}
        with self.snapshot(), self._reading():
            for source in sources:
                if (row := self._shown("source", source)) is None:
                    continue
                shown, text, _ = row
                document = row_codec.document(shown, text)
                if document.sha256 != shown[7]:
                    raise self._spoilt(source)
                found[source] = document
        return found

    def has(self, source: str) -> bool:
        """Whether there is a document at `source`."""
        with self._translated():
            found = self._db.execute("SELECT 1 FROM document WHERE source = ?", (source,))
            return found.fetchone() is not None

    def sources_by_id(self, digits: str) -> list[str]:
        """Sources of the documents whose id begins with `digits`, in order."""
        # Rows of earlier versions hold the first twelve digits only.
        low = digits[:OLD_ID_DIGITS]
        with self._translated():
            found = self._db.execute(
                "SELECT source FROM document WHERE id >= ? AND id < ? ORDER BY source",
                (low, f"{low}g"),
            ).fetchall()
        return [source for (source,) in found if document_id(source).startswith(digits)]

    def sources_by_inode(self, inode: int) -> list[str]:
        """Sources of the documents whose file had that inode when it was last looked at."""
        with self._translated():
            found = self._db.execute(
                "SELECT source FROM document WHERE inode = ?", (inode,)
            ).fetchall()
        return sorted(source for (source,) in found)

    def names(self) -> list[tuple[str, str]]:
        """Source and title of every document, by source."""
        with self._translated():
            return self._db.execute("SELECT source, title FROM document ORDER BY source").fetchall()

    def labels(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Tags and aliases of the documents that have any, by source."""
        with self._translated():
            found = self._db.execute(
                f"SELECT source, {self._columns('tags, aliases')} FROM document"
            ).fetchall()
        return {
            source: (tuple(json.loads(tags)), tuple(json.loads(aliases)))
            for source, tags, aliases in found
            if tags != "[]" or aliases != "[]"
        }

    def sources_holding(self, fragment: str, limit: int) -> list[str]:
        """Sources of up to `limit` documents whose text holds `fragment` to the letter, in order.

        Reads every text: some 4 ms for a thousand documents.
        """
        with self._translated():
            found = self._db.execute(
                "SELECT source FROM document WHERE instr(text, ?) ORDER BY source LIMIT ?",
                (fragment, limit),
            ).fetchall()
        return [source for (source,) in found]

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """Passages by id; unknown ids are left out.

        Raises IndexDamaged when a passage or its document is not what was indexed.
        """
        found: dict[int, StoredPassage] = {}
        documents: dict[int, tuple[DocumentInfo, str]] = {}
        columns = self._columns(row_codec.PASSAGE, "passage")
        with self.snapshot(), self._reading():
            stored = self._select(
                f"SELECT id, document, {columns}, {self._columns('seal')} FROM passage WHERE id IN",
                ids,
            )
            for number, row, *shown, kept in stored:
                if row not in documents:
                    documents[row] = self._informed(row)
                info, text = documents[row]
                passage = row_codec.passage(shown)
                # Sliced here: SQLite's substr() stops at a NUL character.
                part = text[passage.start : passage.end]
                if broken(kept, row_codec.passage_seal(shown)) or text_sha256(part) != shown[4]:
                    raise self._spoilt(info.source)
                found[number] = StoredPassage(number, info, passage, part, shown[2])
        return found

    def _informed(self, row: int) -> tuple[DocumentInfo, str]:
        """What hits say of their document, and its text."""
        found = self._shown("rowid", row)
        if found is None:
            raise IndexDamaged(f"{self.path} holds passages of no document.")
        shown, text, indexed_at = found
        return row_codec.info((*shown[1:7], indexed_at)), text

    def _shown(self, column: str, value: object) -> tuple[list[Any], str, str] | None:
        """A document's columns `DOCUMENT`, its text, and when it was indexed."""
        found = self._db.execute(
            f"SELECT {self._columns(row_codec.DOCUMENT)}, text, indexed_at,"
            f" {self._columns('seal')} FROM document WHERE {column} = ?",
            (value,),
        ).fetchone()
        if found is None:
            return None
        *shown, text, indexed_at, kept = found
        if broken(kept, row_codec.document_seal(shown)):
            raise self._spoilt(shown[1])
        return shown, text, indexed_at

    def _spoilt(self, source: object) -> IndexDamaged:
        return IndexDamaged(f"{source} in {self.path} is not what was indexed.", REPAIR)

    def known_vectors(
        self, texts: Iterable[tuple[str, str]], dimension: int, *, in_context: bool
    ) -> dict[tuple[str, str], npt.NDArray[np.float16]]:
        """Vectors that are there already for passages given as (sha256 of the text, context).

        The context is what `qa.embedding.passage_context.context_of` makes of title and headings.
        Without `in_context` it makes no difference.
        """
        wanted = set(texts)
        hashes = sorted({sha256 for sha256, _ in wanted})
        found: dict[tuple[str, str], npt.NDArray[np.float16]] = {}
        if self._version == 1:
            return found
        with self._translated():
            for at in range(0, len(hashes), _LOOKED_UP):
                keys = json.dumps([sha256[:16] for sha256 in hashes[at : at + _LOOKED_UP]])
                stored = self._db.execute(
                    f"SELECT passage.sha256, title, {self._columns('heading')}, vector,"
                    f" {self._columns('vector_seal')} FROM passage"
                    " JOIN document ON document.rowid = passage.document"
                    f" WHERE {TEXT_KEY} IN (SELECT value FROM json_each(?))",
                    (keys,),
                )
                for sha256, title, heading, vector, kept in stored:
                    sound = not broken_vector(kept, vector)
                    if sound and len(vector) == 2 * dimension:
                        key = (sha256, context_of(title, heading) if in_context else "")
                        found[key] = np.frombuffer(vector, np.float16)
        return {
            (sha256, context): found[sha256, context if in_context else ""]
            for sha256, context in wanted
            if (sha256, context if in_context else "") in found
        }

    def sources_of(self, ids: Sequence[int]) -> list[str]:
        """The source of each passage's document, in the order of `ids`."""
        with self._translated():
            found = self._select(
                "SELECT passage.id, source FROM passage"
                " JOIN document ON document.rowid = passage.document WHERE passage.id IN",
                ids,
            )
        sources: dict[int, str] = dict(found)
        return [sources[int(i)] for i in ids]

    def boilerplate(self, ids: Sequence[int]) -> set[int]:
        """Those of `ids` whose passages are boilerplate."""
        with self._translated():
            found = self._select("SELECT id FROM passage WHERE boilerplate = 1 AND id IN", ids)
        return {row[0] for row in found}
