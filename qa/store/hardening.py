"""An index may come from anybody: nothing in it runs, and nothing of it leads elsewhere."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

from qa.errors import IndexDamaged
from qa.files import make_private

# What may lie in the folder of an index beside files of SQLite, FAISS and tantivy. A link among
# these would be written or deleted through.
_NAMES = ("qa.sqlite", "qa.sqlite-wal", "qa.sqlite-shm", "dense.faiss", "dense.json",
          "lexical", ".lock", ".writer.json", ".rebuild")  # fmt: skip
_MAX_VALUE = 512 << 20  # bytes of a text or a row
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 4),  # foreign keys count as triggers
    (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
)


def harden(db: sqlite3.Connection) -> None:
    """Let nothing in the file run anything: sqlite.org/security.html, "Untrusted SQLite Files"."""
    for limit, most in _LIMITS:
        db.setlimit(limit, most)
    if sys.version_info >= (3, 12):
        db.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        db.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
        db.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)
    if hasattr(db, "enable_load_extension"):  # not in every build of Python
        db.enable_load_extension(False)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")


def refuse_links(index: Path) -> None:
    """Raise IndexDamaged when a file of the index is a link to somewhere else."""
    for name in _NAMES:
        path = os.path.join(index, name)
        if os.path.islink(path):
            raise IndexDamaged(
                f"{path} is a link; the files of an index lie in its own folder.",
                "Remove the link, or copy in what it leads to.",
            )


def tighten(index: Path) -> None:
    """Make the files of an index private, and its folder unless other things lie in it as well."""
    with suppress(OSError):
        names = os.listdir(index)
        ours = [index / name for name in names if name in _NAMES]
        lexical = index / "lexical"
        make_private(*ours, *lexical.glob("*"), *lexical.glob("*/*"))
        if all(name in _NAMES or name.startswith(".") for name in names):
            make_private(index)
