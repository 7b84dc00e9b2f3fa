"""Is the schema of a `qa.sqlite` ours? Asked before anything else is read from a file.

A file from somebody else may hold views, triggers, virtual tables, generated columns or checks
that run expressions of its author's when it is read or written (SQLite, "Defense Against The Dark
Arts", sqlite.org/security.html). Only tables and indexes that this program has ever created pass,
definition by definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from qa.store.schema import FORMER_COLUMNS, SCHEMA, UPGRADES

Row = tuple[str, str, str, str | None]  # type, name, table and SQL, as in sqlite_master

_SEQUENCE = "CREATE TABLE sqlite_sequence(name,seq)"  # SQLite's own, for AUTOINCREMENT
_AUTOMATIC = "sqlite_autoindex_"  # of UNIQUE and PRIMARY KEY; they have no SQL


def foreign_object(rows: Iterable[Row]) -> str | None:
    """What in these rows of sqlite_master no version of this program creates; None if nothing.

    It is the type of the object with its name, for a message.
    """
    tables, indexes = _ours()
    for kind, name, table, sql in rows:
        if kind == "table":
            ours = sql == _SEQUENCE if name == "sqlite_sequence" else _is_table(name, sql, tables)
        elif kind == "index":
            automatic = name == f"{_AUTOMATIC}{table}_{name.rpartition('_')[2]}" and sql is None
            ours = (automatic and table in tables) or _normal(sql or "") in indexes
        else:
            ours = False
        if not ours:
            return f"{kind} {name!r}"
    return None


def _is_table(name: str, sql: str | None, tables: dict[str, tuple[frozenset[str], str]]) -> bool:
    """Whether a table has only columns of ours; earlier versions have fewer of them."""
    if name not in tables or sql is None:
        return False
    before, columns, after = _parts(sql)
    known, suffix = tables[name]
    return before == f"CREATE TABLE {name}" and after == suffix and known.issuperset(columns)


@cache
def _ours() -> tuple[dict[str, tuple[frozenset[str], str]], frozenset[str]]:
    """Tables with the columns they may have and what follows these; and indexes."""
    tables: dict[str, tuple[frozenset[str], str]] = {}
    indexes = set()
    for script in (SCHEMA, *UPGRADES.values()):
        for statement in map(_normal, script.split(";")):
            if statement.startswith("CREATE TABLE "):
                before, columns, after = _parts(statement)
                name = before.removeprefix("CREATE TABLE ")
                tables[name] = frozenset([*columns, *FORMER_COLUMNS.get(name, ())]), after
            elif statement.startswith("CREATE INDEX "):
                indexes.add(statement)
    return tables, frozenset(indexes)


def _normal(sql: str) -> str:
    """A statement as SQLite stores it, with single spaces."""
    return " ".join(sql.split()).replace("CREATE INDEX IF NOT EXISTS ", "CREATE INDEX ")


def _parts(sql: str) -> tuple[str, list[str], str]:
    """What stands before the columns of a CREATE TABLE, the columns, and what follows them."""
    before, _, rest = _normal(sql).partition("(")
    inside, _, after = rest.rpartition(")")
    columns = re.split(r",(?![^()]*\))", inside)  # not at commas between brackets
    return before.strip(), [column.strip() for column in columns], after.strip()
