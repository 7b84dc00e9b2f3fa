"""The part of the store that knows the files: how each looked when it was read, and what was not.

What a file looks like is compared on every run, so it is kept apart from what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qa.datatypes import Skipped
from qa.store.commits import History


@dataclass(frozen=True, slots=True)
class FileState:
    """What is known of the file a document was read from; times in nanoseconds since 1970."""

    source: str
    size: int
    mtime_ns: int
    inode: int
    file_sha256: str
    ctime_ns: int = 0
    checked_ns: int = 0  # when its bytes were last hashed


class FileTable(History):
    """Files that documents were read from, and files that could not be read."""

    def files(self) -> dict[str, FileState]:
        """State of every indexed file at the time it was read, by source."""
        columns = self._columns("source, size, mtime_ns, inode, file_sha256, ctime_ns, checked_ns")
        with self._reading():
            rows = self._db.execute(f"SELECT {columns} FROM document")
            files = [FileState(*row) for row in rows]
            for file in files:  # what is computed with
                _require(file.source, str)
                _require(file.checked_ns, int)
            return {file.source: file for file in files}

    def touch(self, file: FileState) -> None:
        """Record that a file was looked at again and holds what it held."""
        with self._translated():
            self._db.execute(
                "UPDATE document SET size = ?, mtime_ns = ?, inode = ?, ctime_ns = ?,"
                " checked_ns = ? WHERE source = ?",
                (
                    file.size,
                    file.mtime_ns,
                    file.inode,
                    file.ctime_ns,
                    file.checked_ns,
                    file.source,
                ),
            )

    def set_skipped(self, skipped: Iterable[tuple[Skipped, str]]) -> None:
        """Replace the list of files that could not be indexed, each with its file's stamp."""
        with self._translated():
            self._db.execute("DELETE FROM skipped")
            self._db.executemany(
                "INSERT OR REPLACE INTO skipped VALUES (?, ?, ?)",
                [(item.source, item.reason, stamp) for item, stamp in skipped],
            )

    def skipped(self) -> dict[str, tuple[Skipped, str]]:
        """Files that could not be indexed, by source, each with its file's stamp then."""
        with self._reading():
            rows = self._db.execute("SELECT source, reason, stamp FROM skipped ORDER BY source")
            found = {}
            for row in rows:
                for value in row:
                    _require(value, str)
                found[row[0]] = (Skipped(row[0], row[1]), row[2])
            return found


def _require(value: object, kind: type) -> None:
    """Raise TypeError for a value that no sound row has there."""
    if not isinstance(value, kind):
        raise TypeError(f"{type(value).__name__} instead of {kind.__name__}")
