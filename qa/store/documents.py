"""The table of documents: written, read whole or without their texts, looked up by name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from qa.datatypes import Document, DocumentInfo, document_id
from qa.datatypes.boxes import intact
from qa.errors import IndexDamaged
from qa.store.checksums import differs
from qa.store.connection import REPAIR, Connection
from qa.store.file_states import FileState
from qa.store.rows import DocumentRow, InfoRow
from qa.store.schema import OLD_ID_DIGITS


class FullRow(NamedTuple):
    """A document with its text, whose columns passed their checksum."""

    row: DocumentRow
    text: str
    indexed_at: str | None


class DocumentTable:
    """Documents by source, their key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def insert(self, document: Document, file: FileState) -> int:
        """Add a document and return the number of its row. The caller has a commit open."""
        columns = _columns(document, file)
        columns["indexed_at"] = datetime.now(UTC).isoformat(timespec="seconds")
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        cursor = self._connection.db.execute(
            f"INSERT INTO document ({names}) VALUES ({marks})", tuple(columns.values())
        )
        return int(cursor.lastrowid or 0)

    def move(
        self, source: str, document: Document, file: FileState, commit: int | None = None
    ) -> None:
        """Give the document at `source` the source and the file of `document`, its equal.

        Its passages and the time it was indexed stay. With `commit` its passages count as added
        by that: for search structures that hold sources.
        """
        columns = _columns(document, file)
        changes = ", ".join(f"{name} = ?" for name in columns)
        with self._connection.translated():
            self._connection.db.execute(
                f"UPDATE document SET {changes} WHERE source = ?", (*columns.values(), source)
            )
            if commit is not None:
                self._connection.db.execute(
                    "UPDATE passage SET added = ? WHERE document ="
                    " (SELECT rowid FROM document WHERE source = ?)",
                    (commit, document.source),
                )

    def remove(self, source: str, commit: int) -> None:
        """Remove a document and its passages."""
        with self._connection.translated():
            self._connection.db.execute(
                "INSERT OR REPLACE INTO removed SELECT passage.id, ? FROM passage"
                " JOIN document ON document.rowid = passage.document WHERE document.source = ?",
                (commit, source),
            )
            self._connection.db.execute("DELETE FROM document WHERE source = ?", (source,))

    def inside(self, file: str) -> list[str]:
        """Sources of the documents that were read from a file, in order: its own, those inside."""
        with self._connection.translated():
            container = self._connection.columns("container")
            found = self._connection.db.execute(
                "SELECT source FROM document WHERE source = :file"
                f" UNION SELECT source FROM document WHERE {container} != '' AND"
                f" {container} = :file ORDER BY source",
                {"file": file},
            ).fetchall()
        return [str(source) for (source,) in found]

    def documents(self) -> tuple[DocumentInfo, ...]:
        """All documents without their texts, by source."""
        with self._connection.decoding():
            columns = self._connection.columns(", ".join(InfoRow._fields))
            rows = self._connection.db.execute(f"SELECT {columns} FROM document ORDER BY source")
            return tuple(InfoRow(*row).info() for row in rows)

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
        with self._connection.snapshot(), self._connection.decoding():
            for source in sources:
                if (full := self._select("source", source)) is None:
                    continue
                document = full.row.document(full.text)
                if document.sha256 != full.row.sha256:
                    raise self.damaged(source)
                found[source] = self._with_layout(document)
        return found

    def _with_layout(self, document: Document) -> Document:
        """A document with its layout, which no list and no search needs."""
        if not document.places:
            return document
        layout = self._connection.columns("layout")
        (found,) = self._connection.db.execute(
            f"SELECT {layout} FROM document WHERE source = ?", (document.source,)
        ).fetchone()
        if not intact(found):
            raise self.damaged(document.source)
        return replace(document, layout=found) if found else document

    def by_row(self, number: int) -> tuple[DocumentInfo, str]:
        """The document in a row, without and then its text. Raises IndexDamaged without one."""
        full = self._select("rowid", number)
        if full is None:
            raise IndexDamaged(f"{self._connection.path} holds passages of no document.")
        return full.row.info(full.indexed_at), full.text

    def has(self, source: str) -> bool:
        """Whether there is a document at `source`."""
        with self._connection.translated():
            found = self._connection.db.execute(
                "SELECT 1 FROM document WHERE source = ?", (source,)
            )
            return found.fetchone() is not None

    def sources_by_id(self, digits: str) -> list[str]:
        """Sources of the documents whose id begins with these hex digits, in order."""
        # Rows of earlier versions hold the first twelve digits only.
        low = digits[:OLD_ID_DIGITS]
        with self._connection.translated():
            found = self._connection.db.execute(
                "SELECT source FROM document WHERE id >= ? AND id < ? ORDER BY source",
                (low, f"{low}g"),
            ).fetchall()
        return [source for (source,) in found if document_id(source).startswith(digits)]

    def sources_by_inode(self, inode: int) -> list[str]:
        """Sources of the documents whose file had that inode when it was last looked at."""
        with self._connection.translated():
            found = self._connection.db.execute(
                "SELECT source FROM document WHERE inode = ?", (inode,)
            ).fetchall()
        return sorted(source for (source,) in found)

    def names(self) -> list[tuple[str, str]]:
        """Source and title of every document, by source."""
        with self._connection.translated():
            return self._connection.db.execute(
                "SELECT source, title FROM document ORDER BY source"
            ).fetchall()

    def labels(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Tags and aliases of the documents that have any, by source."""
        with self._connection.decoding():
            found = self._connection.db.execute(
                f"SELECT source, {self._connection.columns('tags, aliases')} FROM document"
            )
            return {
                source: (tuple(json.loads(tags)), tuple(json.loads(aliases)))
                for source, tags, aliases in found
                if tags != "[]" or aliases != "[]"
            }

    def sources_containing(self, fragment: str, limit: int) -> list[str]:
        """Sources of up to `limit` documents whose text contains `fragment` exactly, in order.

        Reads every text.
        """
        with self._connection.translated():
            found = self._connection.db.execute(
                "SELECT source FROM document WHERE instr(text, ?) ORDER BY source LIMIT ?",
                (fragment, limit),
            ).fetchall()
        return [source for (source,) in found]

    def words_of_large(self, size: int) -> list[tuple[str, int, int]]:
        """Source, bytes and words of the documents whose file has at least `size` bytes."""
        with self._connection.translated():
            # The sizes are in an index; only the rows found in it are read.
            found = self._connection.db.execute(
                "SELECT source, size, words FROM document WHERE rowid IN"
                " (SELECT rowid FROM document WHERE size >= ?) ORDER BY source",
                (size,),
            ).fetchall()
        return [(str(source), int(bytes_), int(words)) for source, bytes_, words in found]

    def damaged(self, source: object) -> IndexDamaged:
        """The error for a document that is not what was indexed."""
        return IndexDamaged(f"{source} in {self._connection.path} is not what was indexed.", REPAIR)

    def _select(self, column: str, value: object) -> FullRow | None:
        fields = ", ".join(DocumentRow._fields)
        found = self._connection.db.execute(
            f"SELECT {self._connection.columns(fields)}, text, indexed_at,"
            f" {self._connection.columns('seal')} FROM document WHERE {column} = ?",
            (value,),
        ).fetchone()
        if found is None:
            return None
        *values, text, indexed_at, stored = found
        row = DocumentRow(*values)
        if differs(stored, row.checksum):
            raise self.damaged(row.source)
        return FullRow(row, text, indexed_at)


def _columns(document: Document, file: FileState) -> dict[str, object]:
    """The columns of a document and its file, but for when it was indexed."""
    row = DocumentRow.of(document)
    if document.container:  # whose signature stands with the container
        file = FileState(document.source, 0, 0, 0, "")
    return row._asdict() | {
        "seal": row.checksum,
        "text": document.text,
        "layout": document.layout,
        "size": file.size,
        "mtime_ns": file.mtime_ns,
        "inode": file.inode,
        "file_sha256": file.file_sha256,
        "ctime_ns": file.ctime_ns,
        "checked_ns": file.checked_ns,
    }
