"""The only truth about a collection: one SQLite file with documents, passages and vectors.

Everything else in the index folder (`dense.faiss`, `lexical/`) is derived from it and says up
to which commit it holds. One transaction is one commit; readers see the last whole one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from qa.datatypes import (
    Block,
    BlockKind,
    Document,
    DocumentInfo,
    Filter,
    Passage,
    Sentence,
)
from qa.errors import IndexDamaged
from qa.filetable import FileState, FileTable
from qa.tables import TEXT_KEY

if TYPE_CHECKING:
    import numpy.typing as npt


__all__ = ["FileState", "Store", "StoredPassage"]

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
            columns = _columns(document, file)
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            cursor = self._db.execute(
                f"INSERT INTO document ({names}) VALUES ({marks})", tuple(columns.values())
            )
            row = cursor.lastrowid
            line, at = 1, 0
            rows = []
            for passage, vector in zip(passages, vectors, strict=True):
                if passage.start < at:  # overlapping passages step back
                    line, at = 1, 0
                line += document.text.count("\n", at, passage.start)
                at = passage.start
                rows.append(
                    (
                        row,
                        passage.start,
                        passage.end,
                        line,
                        passage.boilerplate,
                        text_sha256(document.text[passage.start : passage.end]),
                        json.dumps([(s.start, s.end, s.kind) for s in passage.sentences]),
                        commit,
                        vector.tobytes(),
                    )
                )
            self._db.executemany(
                "INSERT INTO passage (document, start, end, line, boilerplate, sha256, sentences,"
                " added, vector) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )

    def move(self, source: str, document: Document, file: FileState) -> None:
        """Give the document at `source` the place and the file of `document`, its equal.

        Its passages stay what they are, and so does when it was indexed.
        """
        columns = _columns(document, file)
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
            rows = self._db.execute(
                f"SELECT id FROM passage WHERE document IN ({chosen}) ORDER BY id", values
            ).fetchall()
        return documents, np.fromiter((row[0] for row in rows), np.int64, len(rows))

    def passages_of(self, source: str) -> tuple[Passage, ...]:
        """The passages of a document in order, without their sentences."""
        with self._translated():
            rows = self._db.execute(
                "SELECT start, end, boilerplate FROM passage"
                " JOIN document ON document.rowid = passage.document WHERE source = ?"
                " ORDER BY start, end",
                (source,),
            )
            return tuple(Passage(start, end, (), bool(odd)) for start, end, odd in rows)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents without their texts, by source."""
        with self._translated():
            rows = self._db.execute(f"SELECT {_INFO} FROM document ORDER BY source")
            return tuple(_info(row) for row in rows)

    def document(self, source: str) -> Document | None:
        """The document at `source` as it was indexed, or None."""
        with self._translated():
            row = self._db.execute(
                "SELECT source, title, text, blocks, author, agency, published, pages"
                " FROM document WHERE source = ?",
                (source,),
            ).fetchone()
        if row is None:
            return None
        return Document(
            source=row[0],
            title=row[1],
            text=row[2],
            blocks=tuple(Block(s, e, BlockKind(k)) for s, e, k in json.loads(row[3])),
            author=row[4],
            agency=row[5],
            published=date.fromisoformat(row[6]) if row[6] else None,
            pages=tuple(json.loads(row[7])),
        )

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """Passages by id; unknown ids are left out.

        Raises IndexDamaged when a passage's text is not the one it was indexed with.
        """
        found: dict[int, StoredPassage] = {}
        texts: dict[str, str] = {}
        with self._translated():
            rows = self._select(
                "SELECT passage.id, passage.start, passage.end, passage.line, boilerplate,"
                f" passage.sha256, sentences, {_INFO} FROM passage"
                " JOIN document ON document.rowid = passage.document WHERE passage.id IN",
                ids,
            )
            for number, start, end, line, boilerplate, sha256, sentences, *info in rows:
                document = _info(info)
                if document.id not in texts:
                    # Sliced here: SQLite's substr() stops at a NUL character.
                    texts[document.id] = self._db.execute(
                        "SELECT text FROM document WHERE id = ?", (document.id,)
                    ).fetchone()[0]
                text = texts[document.id][start:end]
                if text_sha256(text) != sha256:
                    raise IndexDamaged(
                        f"A passage of {document.source} is not the text that was indexed."
                    )
                spans = tuple(Sentence(s, e, BlockKind(k)) for s, e, k in json.loads(sentences))
                passage = Passage(start, end, spans, bool(boilerplate))
                found[number] = StoredPassage(number, document, passage, text, line)
        return found

    def known_vectors(
        self, texts: Iterable[tuple[str, str]], dimension: int, *, titled: bool
    ) -> dict[tuple[str, str], npt.NDArray[np.float16]]:
        """Vectors that are there already for passages given as (sha256 of the text, title).

        Without `titled` the titles make no difference.
        """
        wanted = set(texts)
        hashes = sorted({sha256 for sha256, _ in wanted})
        found: dict[tuple[str, str], npt.NDArray[np.float16]] = {}
        if self._version == 1:
            return found
        with self._translated():
            for at in range(0, len(hashes), _LOOKED_UP):
                keys = json.dumps([sha256[:16] for sha256 in hashes[at : at + _LOOKED_UP]])
                rows = self._db.execute(
                    "SELECT passage.sha256, title, vector FROM passage"
                    " JOIN document ON document.rowid = passage.document"
                    f" WHERE {TEXT_KEY} IN (SELECT value FROM json_each(?))",
                    (keys,),
                )
                for sha256, title, vector in rows:
                    if len(vector) == 2 * dimension:
                        key = (sha256, title if titled else "")
                        found[key] = np.frombuffer(vector, np.float16)
        return {
            (sha256, title): found[sha256, title if titled else ""]
            for sha256, title in wanted
            if (sha256, title if titled else "") in found
        }

    def sources_of(self, ids: Sequence[int]) -> list[str]:
        """The source of each passage's document, in the order of `ids`."""
        with self._translated():
            rows = self._select(
                "SELECT passage.id, source FROM passage"
                " JOIN document ON document.rowid = passage.document WHERE passage.id IN",
                ids,
            )
        sources: dict[int, str] = dict(rows)
        return [sources[int(i)] for i in ids]

    def boilerplate(self, ids: Sequence[int]) -> set[int]:
        """Those of `ids` whose passages are boilerplate."""
        with self._translated():
            rows = self._select("SELECT id FROM passage WHERE boilerplate = 1 AND id IN", ids)
        return {row[0] for row in rows}


def _columns(document: Document, file: FileState) -> dict[str, object]:
    """What the table of documents holds of one."""
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "author": document.author,
        "agency": document.agency,
        "published": document.published.isoformat() if document.published else None,
        "text": document.text,
        "sha256": document.sha256,
        "words": len(document.text.split()),
        "blocks": json.dumps([(b.start, b.end, b.kind) for b in document.blocks]),
        "pages": json.dumps(document.pages),
        "size": file.size,
        "mtime_ns": file.mtime_ns,
        "inode": file.inode,
        "file_sha256": file.file_sha256,
        "ctime_ns": file.ctime_ns,
        "checked_ns": file.checked_ns,
        "indexed_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


_INFO = "document.id, source, title, author, agency, published, words, indexed_at"


def _info(row: Sequence[object]) -> DocumentInfo:
    identifier, source, title, author, agency, published, words, indexed_at = row
    return DocumentInfo(
        id=str(identifier),
        source=str(source),
        title=str(title),
        author=None if author is None else str(author),
        agency=None if agency is None else str(agency),
        published=date.fromisoformat(str(published)) if published else None,
        words=int(str(words)),
        indexed_at=None if indexed_at is None else str(indexed_at),
    )


def text_sha256(text: str) -> str:
    """Hash by which a passage is recognised; also for text with lone surrogates."""
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
