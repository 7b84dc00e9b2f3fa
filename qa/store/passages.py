"""The table of passages: what search finds, with the text that people are shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.datatypes import Document, DocumentInfo, Passage, Place
from qa.store.checksums import differs, vector_checksum
from qa.store.connection import Connection
from qa.store.documents import DocumentTable
from qa.store.rows import PassageRow, line_numbers, text_sha256

if TYPE_CHECKING:
    import numpy.typing as npt

_FIELDS = ", ".join(PassageRow._fields)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its place: `text` is `document.text[start:end]`."""

    id: int
    document: DocumentInfo
    passage: Passage
    text: str
    line: int | None
    place: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Searchable:
    """A passage with all the words that it is found by."""

    id: int
    text: str
    heading: str
    source: str
    title: str
    author: str | None
    agency: str | None
    published: str | None  # ISO 8601
    tags: tuple[str, ...]
    aliases: tuple[str, ...]


class PassageTable:
    """Passages by id. An id is never used twice."""

    def __init__(self, connection: Connection, documents: DocumentTable) -> None:
        self._connection = connection
        self._documents = documents

    def insert(
        self,
        row: int,
        document: Document,
        passages: Sequence[Passage],
        vectors: Iterable[npt.NDArray[np.float16] | None],
        commit: int,
    ) -> None:
        """Add the passages of the document in `row`.

        `vectors` are one for each, of shape (d,), or None for a passage that waits for it.
        """
        lines = line_numbers(document, (passage.start for passage in passages))
        made = []
        waiting = False
        for passage, line, vector in zip(passages, lines, vectors, strict=True):
            columns = PassageRow.of(passage, document, line)
            blob = b"" if vector is None else vector.tobytes()
            waiting = waiting or vector is None
            sums = (columns.checksum, vector_checksum(blob))
            made.append((row, commit, *columns, blob, *sums))
        marks = ", ".join("?" * (len(PassageRow._fields) + 5))
        self._connection.db.executemany(
            f"INSERT INTO passage (document, added, {_FIELDS}, vector, seal, vector_seal)"
            f" VALUES ({marks})",
            made,
        )
        if waiting:
            self._connection.db.execute(
                "INSERT INTO encoding SELECT id, 0 FROM passage"
                " WHERE document = ? AND length(vector) = 0",
                (row,),
            )

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """Passages by id; unknown ids are left out.

        Raises IndexDamaged when a passage or its document is not what was indexed.
        """
        connection = self._connection
        found: dict[int, StoredPassage] = {}
        documents: dict[int, tuple[DocumentInfo, str]] = {}
        columns = connection.columns(f"{_FIELDS}, seal", "passage")
        with connection.snapshot(), connection.decoding():
            rows = connection.select(
                f"SELECT id, document, {columns} FROM passage WHERE id IN", ids
            )
            for number, document, *values, stored in rows:
                row = PassageRow(*values)
                if document not in documents:
                    documents[document] = self._documents.by_row(document)
                info, text = documents[document]
                passage = row.passage()
                # Sliced here: SQLite's substr() stops at a NUL character.
                part = text[passage.start : passage.end]
                if differs(stored, row.checksum) or text_sha256(part) != row.sha256:
                    raise self._documents.damaged(info.source)
                found[number] = StoredPassage(
                    number, info, passage, part, row.line or None, row.places()
                )
        return found

    def passages_of(self, source: str) -> tuple[Passage, ...]:
        """The passages of a document in order, without their sentences."""
        with self._connection.decoding():
            rows = self._connection.db.execute(
                f"SELECT start, end, boilerplate, {self._connection.columns('heading')}"
                " FROM passage JOIN document ON document.rowid = passage.document"
                " WHERE source = ? ORDER BY start, end",
                (source,),
            )
            return tuple(
                Passage(start, end, (), bool(boilerplate), heading)
                for start, end, boilerplate, heading in rows
            )

    def passage_ids(self) -> npt.NDArray[np.int64]:
        """The ids of all passages, ascending."""
        with self._connection.translated():
            rows = self._connection.db.execute("SELECT id FROM passage").fetchall()
        return np.sort(np.fromiter((number for (number,) in rows), np.int64, len(rows)))

    def sources_of(self, ids: Sequence[int]) -> list[str]:
        """The source of each passage's document, in the order of `ids`."""
        with self._connection.translated():
            found = self._connection.select(
                "SELECT passage.id, source FROM passage"
                " JOIN document ON document.rowid = passage.document WHERE passage.id IN",
                ids,
            )
        sources: dict[int, str] = dict(found)
        return [sources[int(number)] for number in ids]

    def boilerplate(self, ids: Sequence[int]) -> set[int]:
        """Those of `ids` whose passages are boilerplate."""
        with self._connection.translated():
            found = self._connection.select(
                "SELECT id FROM passage WHERE boilerplate = 1 AND id IN", ids
            )
        return {number for (number,) in found}

    def texts(self, since: int | None = None) -> Iterator[tuple[int, str, str]]:
        """Passages as (id, title, text), by document.

        All of them, or those that were added after the commit `since`.
        """
        for passage in self.searchable(since):
            yield passage.id, passage.title, passage.text

    def searchable(self, since: int | None = None) -> Iterator[Searchable]:
        """Passages with what is known of their documents, by document.

        All of them, or those that were added, or whose document moved, after the commit `since`.
        """
        connection = self._connection
        columns = f"source, title, author, agency, published, {connection.columns('tags, aliases')}"
        documents = f"SELECT rowid, {columns}, text FROM document"
        if since is not None:  # a document's passages are added together
            documents += (
                " WHERE rowid IN"
                f" (SELECT document FROM passage WHERE added > {int(since)}) ORDER BY rowid"
            )
        passages = f"SELECT id, start, end, {connection.columns('heading')} FROM passage"
        with connection.decoding():
            for row, *described, tags, aliases, text in connection.db.execute(documents):
                spans = connection.db.execute(f"{passages} WHERE document = ? ORDER BY id", (row,))
                words = (*described, tuple(json.loads(tags)), tuple(json.loads(aliases)))
                for number, start, end, heading in spans:
                    yield Searchable(number, text[start:end], heading, *words)
