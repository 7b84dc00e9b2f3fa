"""The SQLite file under the store: opening, transactions, settings, and errors in our words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from qa.errors import IndexDamaged, IndexLocked, IndexNotFound, IndexUnwritable, StoreError
from qa.files import make_folder
from qa.store.schema import (
    ADDED_COLUMNS,
    APPLICATION_ID,
    READABLE,
    SCHEMA,
    UPGRADES,
    USER_VERSION,
)

FILE_NAME = "qa.sqlite"
_PATIENCE = 5  # seconds to wait for another writer
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_REFUSED = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
# What was written is no longer there, or can't be read.
_UNREAD = frozenset({sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ})

REPAIR = "Repair it with 'qa doctor --repair'."


class Database:
    """An opened `qa.sqlite`. Use as a context manager or call `close()`.

    All methods raise subclasses of StoreError where SQLite raises its own.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path
        self._version = USER_VERSION

    @classmethod
    def open(cls, index: Path) -> Self:
        """Open the store in the folder `index` for reading.

        Raises IndexNotFound when there is none and IndexDamaged when it is not one of ours.
        """
        path = index / FILE_NAME
        if not path.is_file():
            raise IndexNotFound(f"There is no index in {index}.")
        try:
            return cls._connect(path)
        except IndexUnwritable as error:
            # On a full disk, or in a folder that may only be read, SQLite can't make its shared
            # memory. Without a log there is nothing in it that a reader would need.
            log = path.with_name(f"{FILE_NAME}-wal")
            if log.exists() and log.stat().st_size:
                if not os.access(path.parent, os.W_OK):
                    error.hint = (
                        "Run 'qa index' as somebody who may write there, or copy the folder."
                    )
                raise
            return cls._connect(path, frozen=True)

    @classmethod
    def create(cls, index: Path) -> Self:
        """Open the store in the folder `index` for writing, making both where they are missing.

        Raises IndexUnwritable when that is not possible. The caller holds the write lock.
        """
        try:
            make_folder(index)
        except OSError as error:
            raise IndexUnwritable(
                f"The index folder {index} can't be made: {error.strerror}."
            ) from error
        return cls._connect(index / FILE_NAME, create=True)

    @classmethod
    def _connect(cls, path: Path, *, create: bool = False, frozen: bool = False) -> Self:
        try:
            db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1" if frozen else path,
                uri=frozen,
                isolation_level=None,
                check_same_thread=False,
                timeout=_PATIENCE,
            )
        except sqlite3.OperationalError as error:
            raise IndexUnwritable(f"{path} can't be opened: {error}.") from error
        store = cls(db, path)
        try:
            with store._translated():
                empty = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
                ours = db.execute("PRAGMA application_id").fetchone()[0]
                if empty and not ours:  # as a kill leaves it that comes right after its making
                    if not create:
                        raise IndexNotFound(f"There is no index in {path.parent}.")
                    store._initialise()
                    ours = APPLICATION_ID
                version = db.execute("PRAGMA user_version").fetchone()[0]
                if ours != APPLICATION_ID or version not in READABLE:
                    raise IndexDamaged(f"{path} is not an index that this version can read.")
                if create and version != USER_VERSION:
                    store._script("".join(UPGRADES[v] for v in range(version, USER_VERSION)))
                    version = USER_VERSION
                store._version = version
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA synchronous = FULL")  # a commit is seconds of work
        except StoreError:
            db.close()
            raise
        return store

    def _initialise(self) -> None:
        self._db.execute("PRAGMA page_size = 8192")  # a passage and its vector on one page
        self._db.execute("PRAGMA journal_mode = WAL")
        identity = f"INSERT INTO meta VALUES ('store', '{os.urandom(16).hex()}');"
        self._script(f"PRAGMA application_id = {APPLICATION_ID};{SCHEMA}{identity}")

    def _script(self, statements: str) -> None:
        """Run statements that lead to the tables of today, all or none."""
        self._db.executescript(
            f"BEGIN IMMEDIATE; PRAGMA user_version = {USER_VERSION};{statements} COMMIT;"
        )

    def close(self) -> None:
        """Close the file; calling it twice does no harm."""
        self._db.close()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is written inside is kept. It doesn't count as a commit."""
        with self._translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside is of one commit, whatever a writer does meanwhile."""
        if self._db.in_transaction:  # it is already
            yield
            return
        with self._translated():
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                if self._db.in_transaction:
                    self._db.execute("COMMIT")

    def set_meta(self, key: str, value: str) -> None:
        """Keep one setting of the index."""
        with self._translated():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def become(self, other: Path) -> None:
        """Take over everything from the store in the folder `other`, in one transaction.

        Readers see the old contents until it is whole; a kill in between changes nothing.
        """
        with self._translated(), Database.open(other) as source:
            source._db.backup(self._db)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, so that the folder can be copied."""
        with self._translated():
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def meta(self, key: str) -> str | None:
        """One setting of the index, or None."""
        with self._translated():
            row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _select(self, query: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        marks = ",".join("?" * len(ids))
        return self._db.execute(f"{query} ({marks})", tuple(int(i) for i in ids)).fetchall()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # Not told by the message: that of a damaged text quotes it.
            exact = getattr(error, "sqlite_errorcode", 0)
            code = exact & 0xFF
            if code in _BUSY:
                raise IndexLocked(f"{self.path} is being written by another process.") from error
            if code in _REFUSED and exact not in _UNREAD and not self._misread(code):
                raise IndexUnwritable(f"{self.path} can't be written: {error}.") from error
            said = str(error) if exact else "a text in it is not what was written"
            raise IndexDamaged(f"{self.path} is damaged: {said}.") from error

    def _misread(self, code: int) -> bool:
        """Whether SQLite takes a file for read-only that isn't: its header says so."""
        return code == sqlite3.SQLITE_READONLY and all(
            os.access(path, os.W_OK) for path in (self.path, self.path.parent)
        )

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turn SQLite's errors into ours, and those of rows that make no sense."""
        with self._translated():
            try:
                yield
            except (ValueError, TypeError, LookupError) as error:
                raise IndexDamaged(
                    f"{self.path} is damaged: what it holds makes no sense.", REPAIR
                ) from error

    def _columns(self, names: str, table: str = "") -> str:
        """Columns as they are selected: those that this version hasn't are their defaults."""
        prefix = f"{table}." if table else ""
        selected = []
        for name in names.split(", "):
            since, default = ADDED_COLUMNS.get(name, (1, ""))
            selected.append(f"{prefix}{name}" if self._version >= since else default)
        return ", ".join(selected)
