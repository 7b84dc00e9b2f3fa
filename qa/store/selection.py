"""Which documents a `Filter` leaves, found in an index of the table: no text is read."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from qa.datatypes import DocumentInfo, Filter, Selection
from qa.errors import UsageError
from qa.store.connection import Connection
from qa.store.path_patterns import compiled, literal_start
from qa.store.rows import InfoRow

if TYPE_CHECKING:
    import numpy.typing as npt

_LAST = "\U0010ffff"  # after everything that can follow in a path
_MAX_NAMES = 64  # agencies or authors in one filter
_INT64 = 2**63 - 1


class DocumentSelection:
    """Documents and passages by source, path, date, agency, author and length."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def matching(self, only: Filter) -> tuple[int, npt.NDArray[np.int64]]:
        """What `only` leaves: how many documents, and the ids of their passages, ascending.

        Raises UsageError for a pattern that can't be used.
        """
        with self._connection.translated():
            chosen, values = self._chosen(only)
            (documents,) = self._connection.db.execute(
                f"SELECT count(*) FROM document WHERE {chosen}", values
            ).fetchone()
            ids = self._connection.db.execute(
                "SELECT id FROM passage WHERE document IN"
                f" (SELECT rowid FROM document WHERE {chosen}) ORDER BY id",
                values,
            ).fetchall()
        return documents, np.fromiter((number for (number,) in ids), np.int64, len(ids))

    def select(self, only: Filter) -> tuple[DocumentInfo, ...]:
        """The documents that `only` leaves without their texts, by source. Raises UsageError."""
        with self._connection.decoding():
            chosen, values = self._chosen(only)
            columns = self._connection.columns(", ".join(InfoRow._fields))
            rows = self._connection.db.execute(
                f"SELECT {columns} FROM document WHERE {chosen} ORDER BY source", values
            )
            return tuple(InfoRow(*row).info() for row in rows)

    def count(self, only: Filter) -> Selection:
        """How many documents `only` leaves, and how many fit it but for having no date.

        Raises UsageError.
        """
        with self._connection.translated():
            chosen, values = self._chosen(only)
            (documents,) = self._connection.db.execute(
                f"SELECT count(*) FROM document WHERE {chosen}", values
            ).fetchone()
            if not (only.since or only.until):
                return Selection(int(documents), 0)
            chosen, values = self._chosen(replace(only, since=None, until=None))
            (undated,) = self._connection.db.execute(
                f"SELECT count(*) FROM document WHERE {chosen} AND published IS NULL", values
            ).fetchone()
        return Selection(int(documents), int(undated))

    def _chosen(self, only: Filter) -> tuple[str, list[object]]:
        """The condition of SQL for `only`, and its values."""
        if only.names:
            raise ValueError("names of documents are resolved before the store is asked")
        conditions: list[str] = ["TRUE"]
        values: list[object] = []

        def require(condition: str, value: object) -> None:
            conditions.append(condition)
            values.append(value)

        if only.sources:
            require("source IN (SELECT value FROM json_each(?))", json.dumps(only.sources))
        if only.paths:
            rows = self._rows_of(only.paths)
            require("rowid IN (SELECT value FROM json_each(?))", json.dumps(rows))
        if only.since:
            require("published >= ?", only.since.isoformat())
        if only.until:
            require("published <= ?", only.until.isoformat())
        if only.agencies:
            names = self._names_like("agency", only.agencies)
            require("agency IN (SELECT value FROM json_each(?))", json.dumps(names))
        if only.authors:
            names = self._names_like("author", only.authors)
            require("author IN (SELECT value FROM json_each(?))", json.dumps(names))
        if only.languages:
            column = self._connection.columns("language")  # of an earlier version: none has one
            require(f"{column} IN (SELECT value FROM json_each(?))", json.dumps(only.languages))
        if only.min_words is not None:
            require("words >= ?", min(only.min_words, _INT64))
        if only.max_words is not None:
            require("words <= ?", min(only.max_words, _INT64))
        return " AND ".join(conditions), values

    def _rows_of(self, patterns: tuple[str, ...]) -> list[int]:
        """Numbers of the rows whose source matches one of the patterns."""
        matches = compiled(patterns)
        starts = [literal_start(pattern) for pattern in patterns]
        query, bounds = "SELECT rowid, source FROM document", []
        if all(starts):  # then only a part of the index is read
            query += f" WHERE {' OR '.join(['(source >= ? AND source < ?)'] * len(starts))}"
            bounds = [bound for start in starts for bound in (start, start + _LAST)]
        rows = self._connection.db.execute(query, [_storable(bound) for bound in bounds])
        return [number for number, source in rows if matches(source)]

    def _names_like(self, column: str, wanted: tuple[str, ...]) -> list[str]:
        """The values of a column that hold one of the wanted texts, in whatever case."""
        rows: sqlite3.Cursor = self._connection.db.execute(
            f"SELECT DISTINCT {column} FROM document WHERE {column} IS NOT NULL"
        )
        return names_like((name for (name,) in rows), wanted)


def names_like(names: Iterable[str], wanted: Sequence[str]) -> list[str]:
    """Those of `names` that hold one of the wanted texts, in whatever case. Raises UsageError."""
    if len(wanted) > _MAX_NAMES:
        raise UsageError(f"At most {_MAX_NAMES} names can be given.", "Leave some out.")
    keys = [_key(each) for each in wanted]
    if not all(keys):
        raise UsageError("The name of a source or author is empty.", "Write a part of it.")
    return [name for name in names if any(key in _key(name) for key in keys)]


def _key(text: str) -> str:
    """A name as it is compared: white space, case and width make no difference."""
    return " ".join(unicodedata.normalize("NFKC", str(text)).casefold().split())


def _storable(text: str) -> str:
    """A text that SQLite takes: lone surrogates stand in no source of a store."""
    return text.encode("utf-8", "replace").decode("utf-8")
