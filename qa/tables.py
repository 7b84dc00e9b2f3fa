"""The tables of `qa.sqlite`, and how those of an earlier version become today's."""

from __future__ import annotations

APPLICATION_ID = 0x51412121
USER_VERSION = 2
READABLE = (1, 2)  # versions that can be read as they are; writing brings them up to date

# Eight bytes of the hash are enough to look a text up by; the rest is compared when found.
TEXT_KEY = "substr(passage.sha256, 1, 16)"

_HISTORY = "CREATE TABLE history (number INTEGER PRIMARY KEY, token TEXT NOT NULL);"
_TEXT_INDEX = "CREATE INDEX passage_text ON passage (substr(sha256, 1, 16));"

# What files look like is read on every run: from here, or all texts would be read with it. Stores
# of the first days of version 2 are without it, and get it when they are next written.
FILE_INDEX = """CREATE INDEX IF NOT EXISTS document_file ON document
    (source, size, mtime_ns, inode, file_sha256, ctime_ns, checked_ns);"""

SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
{_HISTORY}
CREATE TABLE document (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    author TEXT,
    agency TEXT,
    published TEXT,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    words INTEGER NOT NULL,
    blocks TEXT NOT NULL,
    pages TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    file_sha256 TEXT NOT NULL,
    indexed_at TEXT NOT NULL,
    ctime_ns INTEGER NOT NULL DEFAULT 0,
    checked_ns INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document (rowid) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    line INTEGER NOT NULL,
    boilerplate INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    sentences TEXT NOT NULL,
    added INTEGER NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX passage_document ON passage (document);
CREATE INDEX passage_added ON passage (added);
{_TEXT_INDEX}
{FILE_INDEX}
CREATE TABLE removed (passage INTEGER PRIMARY KEY, removed INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX removed_at ON removed (removed);
CREATE TABLE skipped (source TEXT PRIMARY KEY, reason TEXT NOT NULL, stamp TEXT NOT NULL)
    WITHOUT ROWID;
"""

# From version 1. Its last commit has no token, so that search structures made from it stay good.
UPGRADE = f"""
ALTER TABLE document ADD COLUMN ctime_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN checked_ns INTEGER NOT NULL DEFAULT 0;
{_HISTORY}
INSERT INTO history SELECT CAST(value AS INTEGER), '' FROM meta WHERE key = 'commit';
{_TEXT_INDEX}
{FILE_INDEX}
"""
