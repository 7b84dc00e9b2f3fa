"""The SQLite file under the store: opening, transactions, settings, and SQLite's errors as ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

from qa.errors import IndexDamaged, IndexLocked, IndexNotFound, IndexUnwritable, StoreError
from qa.files import create_private, make_folder
from qa.store.hardening import harden, refuse_links, tighten
from qa.store.schema import (
    ADDED_COLUMNS,
    APPLICATION_ID,
    READABLE,
    SCHEMA,
    UPGRADES,
    USER_VERSION,
)
from qa.store.schema_check import foreign_object

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


class Connection:
    """An opened `qa.sqlite`, which the parts of the store share.

    All methods raise subclasses of StoreError where SQLite raises its own; whoever uses `db`
    does so within `translated()` or `decoding()`.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self.db = db
        self.path = path
        self.version = USER_VERSION  # of its tables

    @classmethod
    def open(cls, index: Path) -> Self:
        """Open the store in the folder `index` for reading.

        Raises IndexNotFound when there is none and IndexDamaged when it is not one of ours.
        """
        path = index / FILE_NAME
        if not path.is_file():
            raise IndexNotFound(f"There is no index in {index}.")
        refuse_links(index)
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
            raise IndexUnwritable.because(
                f"The index folder {index} can't be made", error
            ) from error
        refuse_links(index)
        path = index / FILE_NAME
        try:
            create_private(path)  # its log and shared memory get the rights that it has
        except OSError as error:
            raise IndexUnwritable.because(f"{path} can't be opened", error) from error
        tighten(index)
        return cls._connect(path, create=True)

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
        connection = cls(db, path)
        try:
            with connection.translated():
                harden(db)
                schema = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
                objects = schema.fetchall()
                empty = not objects
                ours = db.execute("PRAGMA application_id").fetchone()[0]
                if empty and not ours:  # killed right after the file was created
                    if not create:
                        raise IndexNotFound(f"There is no index in {path.parent}.")
                    connection._initialise()
                    ours = APPLICATION_ID
                version = db.execute("PRAGMA user_version").fetchone()[0]
                if ours != APPLICATION_ID or version not in READABLE:
                    raise IndexDamaged(f"{path} is not an index that this version can read.")
                if foreign := foreign_object(objects):
                    raise IndexDamaged(
                        f"{path} is not an index of qa: it holds the {foreign}.",
                        "It may come from somebody who means harm. Rebuild it from its folder: "
                        "'qa index --rebuild FOLDER'.",
                    )
                if create and version != USER_VERSION:
                    connection._script("".join(UPGRADES[v] for v in range(version, USER_VERSION)))
                    version = USER_VERSION
                connection.version = version
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA synchronous = FULL")  # a commit is seconds of work
        except StoreError:
            db.close()
            raise
        return connection

    def _initialise(self) -> None:
        self.db.execute("PRAGMA page_size = 8192")  # a passage and its vector on one page
        self.db.execute("PRAGMA journal_mode = WAL")
        identity = f"INSERT INTO meta VALUES ('store', '{os.urandom(16).hex()}');"
        self._script(f"PRAGMA application_id = {APPLICATION_ID};{SCHEMA}{identity}")

    def _script(self, statements: str) -> None:
        """Run statements that create or upgrade the tables, all or none."""
        self.db.executescript(
            f"BEGIN IMMEDIATE; PRAGMA user_version = {USER_VERSION};{statements} COMMIT;"
        )

    def close(self) -> None:
        """Close the file; calling it twice does no harm."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of what is written inside, or nothing. It doesn't count as a commit."""
        with self.translated():
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside is of one commit, whatever a writer does meanwhile."""
        if self.db.in_transaction:  # then it is already
            yield
            return
        with self.translated():
            self.db.execute("BEGIN")
            try:
                yield
            finally:
                if self.db.in_transaction:
                    self.db.execute("COMMIT")

    def set_meta(self, key: str, value: str) -> None:
        """Store one setting of the index."""
        with self.translated():
            self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def become(self, other: Path) -> None:
        """Take over everything from the store in the folder `other`, in one transaction.

        Readers see the old contents until it is whole; a kill in between changes nothing.
        """
        with self.translated(), closing(Connection.open(other)) as source:
            source.db.backup(self.db)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, so that the folder can be copied."""
        with self.translated():
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def meta(self, key: str) -> str | None:
        """One setting of the index, or None."""
        with self.translated():
            row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def select(self, query: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows of a query that ends with "IN", for these ids."""
        marks = ",".join("?" * len(ids))
        return self.db.execute(f"{query} ({marks})", tuple(int(i) for i in ids)).fetchall()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn SQLite's errors into subclasses of StoreError."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # Decided by the code: messages may contain document text.
            exact = getattr(error, "sqlite_errorcode", 0)
            code = exact & 0xFF
            if code in _BUSY:
                raise IndexLocked(f"{self.path} is being written by another process.") from error
            if code in _REFUSED and exact not in _UNREAD and not self._misread(code):
                raise IndexUnwritable(f"{self.path} can't be written: {error}.") from error
            reason = str(error) if exact else "a text in it is not valid UTF-8"
            raise IndexDamaged(f"{self.path} is damaged: {reason}.") from error

    def _misread(self, code: int) -> bool:
        """Whether SQLite takes a file for read-only that isn't: its header says so."""
        return code == sqlite3.SQLITE_READONLY and all(
            os.access(path, os.W_OK) for path in (self.path, self.path.parent)
        )

    @contextmanager
    def decoding(self) -> Iterator[None]:
        """Turn SQLite's errors into ours, and those of rows that can't be decoded."""
        with self.translated():
            try:
                yield
            except (ValueError, TypeError, LookupError, RecursionError) as error:
                raise IndexDamaged(
                    f"{self.path} is damaged: a row in it is invalid.", REPAIR
                ) from error

    def has(self, since: int) -> bool:
        """Whether the tables are of the version `since` or of a later one."""
        if self.version < USER_VERSION:  # another connection may have upgraded the tables since
            self.version = self.db.execute("PRAGMA user_version").fetchone()[0]
        return self.version >= since

    def columns(self, names: str, table: str = "") -> str:
        """Columns as they are selected: those that this version hasn't are their defaults."""
        prefix = f"{table}." if table else ""
        selected = []
        for name in names.split(", "):
            since, default = ADDED_COLUMNS.get(name, (1, ""))
            selected.append(f"{prefix}{name}" if self.has(since) else default)
        return ", ".join(selected)
