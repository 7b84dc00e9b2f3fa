"""The files of a collection: their signatures when they were read, and those that could not be.

Signatures are compared on every run, so they are read apart from the documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.datatypes import Skipped
from qa.documents.loaders import unsupported
from qa.documents.scan import INDEXED_ANYWAY
from qa.store.connection import Connection
from qa.store.rows import inside
from qa.store.schema import CONTAINERS_SINCE

_STATE = "source, size, mtime_ns, inode, file_sha256, ctime_ns, checked_ns"
_TABLES = (("document", "source = ? AND container = ''"), ("container", "source = ?"))
FileRow = tuple[str, int, int, int, int]  # source, size, mtime, inode, ctime; times as below


@dataclass(frozen=True, slots=True)
class FileState:
    """The signature and the hash of the file of a document; times in nanoseconds since 1970."""

    source: str
    size: int
    mtime_ns: int
    inode: int
    file_sha256: str
    ctime_ns: int = 0
    checked_ns: int = 0  # when its bytes were last hashed


class FileStates:
    """Files that documents were read from, and files that could not be read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def files(self) -> dict[str, FileState]:
        """State of every indexed file at the time it was read, by source."""
        with self._connection.decoding():
            files = [FileState(*row) for row in self._connection.db.execute(self._every(_STATE))]
            for file in files:  # the two that are computed with
                _require(file.source, str)
                _require(file.checked_ns, int)
                inside(file.source)
            return {file.source: file for file in files}

    def file_rows(self, after: str = "", most: int = -1) -> list[FileRow]:
        """Rows of indexed files by source, those that come after one: all, or at most so many.

        Bare rows, for a question that has a few hundredths of a second for all of them.
        """
        every = self._every("source, size, mtime_ns, inode, ctime_ns", "source > ?1")
        with self._connection.decoding():
            rows: list[FileRow] = self._connection.db.execute(
                f"{every} ORDER BY source LIMIT ?2", (after, most)
            ).fetchall()
            if not all(type(each[0]) is str and type(each[1]) is int for each in rows):
                raise TypeError("a row that is no signature")
        return rows

    def file_fields(self, mark: str) -> str:
        """Source, size, mtime, inode and ctime of every indexed file by source, after each other.

        With `mark` between all of them. One step of SQLite makes it, outside of Python's lock.
        """
        columns = "source, size, mtime_ns, inode, ctime_ns"
        joined = "||?1||".join(columns.split(", "))
        with self._connection.decoding():
            row = self._connection.db.execute(
                f"SELECT group_concat({joined}, ?1) FROM ({self._every(columns)})", (mark,)
            ).fetchone()
        return str(row[0] or "")

    def racy_files(self, racy_ns: int) -> list[tuple[str, int]]:
        """Source and size of the files that may differ though their signature does not.

        They were written within `racy_ns` nanoseconds of being hashed, and may have been written
        again in the same tick of the file system's clock.
        """
        with self._connection.decoding():
            rows: list[tuple[str, int]] = self._connection.db.execute(
                f"SELECT source, size FROM ({self._every(_STATE)})"
                " WHERE min(abs(checked_ns - mtime_ns), abs(checked_ns - ctime_ns)) < ?",
                (racy_ns,),
            ).fetchall()
            for source, size in rows:
                _require(source, str)
                _require(size, int)
        return rows

    def file_count(self) -> int:
        """How many files are indexed."""
        with self._connection.translated():
            row = self._connection.db.execute(
                f"SELECT count(*) FROM ({self._every('source')})"
            ).fetchone()
        return int(row[0])

    def source_at(self, place: int) -> str:
        """The source of the file at a place in the order of sources, from 0; "" beyond it."""
        with self._connection.translated():
            row = self._connection.db.execute(
                f"{self._every('source')} ORDER BY source LIMIT 1 OFFSET ?", (place,)
            ).fetchone()
        return str(row[0]) if row else ""

    def states_of(self, sources: Sequence[str]) -> dict[str, FileState]:
        """State of the files of some documents, by the source of the document.

        Sources that are not indexed are left out. A container may be named as well.
        """
        chosen = "source IN (SELECT value FROM json_each(?1))"
        values = (json.dumps(list(sources)),)
        with self._connection.decoding():
            rows = self._connection.db.execute(self._every(_STATE, chosen), values)
            found = {row[0]: FileState(*row) for row in rows}
            if self._has_containers():
                columns = ", ".join(f"container.{name}" for name in _STATE.split(", "))
                rows = self._connection.db.execute(
                    f"SELECT document.source, {columns} FROM document JOIN container"
                    f" ON container.source = document.container WHERE document.{chosen}",
                    values,
                )
                found.update((source, FileState(*row)) for source, *row in rows)
        return found

    def containers(self) -> set[str]:
        """Sources of the indexed files that hold several documents."""
        if not self._has_containers():
            return set()
        with self._connection.translated():
            rows = self._connection.db.execute("SELECT source FROM container").fetchall()
        return {str(source) for (source,) in rows}

    def skipped_inside(self, files: Iterable[str]) -> tuple[tuple[Skipped, str], ...]:
        """What was skipped inside of some files, each with the source of the file."""
        return skipped_inside(self, files)

    def touch(self, file: FileState) -> None:
        """Store the new signature of a file whose bytes are the same. The caller writes."""
        changes = "size = ?, mtime_ns = ?, inode = ?, ctime_ns = ?, checked_ns = ?"
        values = (
            file.size, file.mtime_ns, file.inode, file.ctime_ns, file.checked_ns, file.source
        )  # fmt: skip
        with self._connection.translated():
            for table, which in _TABLES:
                self._connection.db.execute(f"UPDATE {table} SET {changes} WHERE {which}", values)

    def set_container(self, file: FileState) -> None:
        """Store the signature of a file that holds several documents. The caller writes."""
        with self._connection.translated():
            self._connection.db.execute(
                f"INSERT OR REPLACE INTO container ({_STATE}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    file.source, file.size, file.mtime_ns, file.inode, file.file_sha256,
                    file.ctime_ns, file.checked_ns,
                ),
            )  # fmt: skip

    def remove_container(self, source: str) -> None:
        """Forget that a file holds several documents. The caller writes."""
        with self._connection.translated():
            self._connection.db.execute("DELETE FROM container WHERE source = ?", (source,))

    def _every(self, columns: str, where: str = "TRUE") -> str:
        """The query for `columns` of all files: those that are one document, and containers."""
        names = columns.split(", ")
        values = self._connection.columns(columns).split(", ")
        selected = ", ".join(
            f"{value} AS {name}" for value, name in zip(values, names, strict=True)
        )
        container = self._connection.columns("container")
        query = f"SELECT {selected} FROM document WHERE {container} = '' AND {where}"
        if self._has_containers():
            query += f" UNION ALL SELECT {columns} FROM container WHERE {where}"
        return query

    def _has_containers(self) -> bool:
        """Whether any file holds several documents; the tables of old versions can't."""
        self._connection.columns("container")  # looks whether they were upgraded since
        if self._connection.version < CONTAINERS_SINCE:
            return False
        with self._connection.translated():
            row = self._connection.db.execute("SELECT EXISTS (SELECT 1 FROM container)").fetchone()
        return bool(row[0])

    def set_skipped(self, skipped: Iterable[tuple[Skipped, str]]) -> None:
        """Replace the list of files that could not be indexed, each with its file's signature."""
        with self._connection.translated():
            self._connection.db.execute("DELETE FROM skipped")
            self._connection.db.executemany(
                "INSERT OR REPLACE INTO skipped VALUES (?, ?, ?)",
                [(item.source, item.reason, signature) for item, signature in skipped],
            )

    def unreadable(self) -> list[str]:
        """Sources of the files that could not be indexed although their format can be read.

        A link to a file that is indexed hides nothing, and is none of them.
        """
        with self._connection.translated():
            rows = self._connection.db.execute(
                "SELECT source FROM skipped WHERE reason NOT LIKE ? AND reason != ?",
                (unsupported("%"), INDEXED_ANYWAY),
            ).fetchall()
        return [str(source) for (source,) in rows]

    def other_format_count(self) -> int:
        """How many files are of formats that can't be read."""
        with self._connection.translated():
            row = self._connection.db.execute(
                "SELECT count(*) FROM skipped WHERE reason LIKE ?", (unsupported("%"),)
            ).fetchone()
        return int(row[0])

    def skipped(self) -> dict[str, tuple[Skipped, str]]:
        """Files that could not be indexed, by source, each with its file's signature then."""
        with self._connection.decoding():
            rows = self._connection.db.execute(
                "SELECT source, reason, stamp FROM skipped ORDER BY source"
            )
            found = {}
            for row in rows:
                for value in row:
                    _require(value, str)
                source, reason, signature = row
                found[source] = (Skipped(source, reason), signature)
            return found


def _require(value: object, kind: type) -> None:
    """Raise TypeError for a value that no valid row has."""
    if not isinstance(value, kind):
        raise TypeError(f"{type(value).__name__} instead of {kind.__name__}")


class _Skips(Protocol):
    """The files of a collection."""

    def containers(self) -> set[str]:
        """Sources of the indexed files that hold several documents."""

    def skipped(self) -> dict[str, tuple[Skipped, str]]:
        """Files that could not be indexed, by source, each with its file's signature then."""


def skipped_inside(skips: _Skips, files: Iterable[str]) -> tuple[tuple[Skipped, str], ...]:
    """What was skipped inside of some files, each with the source of the file."""
    containers = skips.containers().intersection(files)
    found = []
    for source, (item, _) in skips.skipped().items() if containers else ():
        above = source
        while above := above.rpartition("/")[0]:
            if above in containers:
                found.append((item, above))
                break
    return tuple(found)
