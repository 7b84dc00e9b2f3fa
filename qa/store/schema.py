"""The tables of `qa.sqlite`, and how those of an earlier version are upgraded."""

from __future__ import annotations

APPLICATION_ID = 0x51412121
USER_VERSION = 8
READABLE = (1, 2, 3, 4, 5, 6, 7, 8)  # versions that can be read as they are; writing upgrades them

# Columns that came later: the first version that has them, and what stands for them before.
ADDED_COLUMNS = {
    "ctime_ns": (2, "0"),
    "checked_ns": (2, "0"),
    "seal": (3, "NULL"),
    "vector_seal": (3, "NULL"),
    "lines": (4, "'[]'"),
    "tags": (4, "'[]'"),
    "aliases": (4, "'[]'"),
    "heading": (4, "''"),
    "places": (6, "pages"),  # renamed; it was always empty
    "place": (6, "'[]'"),
    "container": (7, "''"),
    "date_origin": (7, "''"),
    "language": (8, "''"),
    "layout": (8, "x''"),
}
CONTAINERS_SINCE = 7  # the first version with a table of the files that hold several documents

# Columns that have another name now, as earlier versions created them.
FORMER_COLUMNS = {"document": ("pages TEXT NOT NULL",)}

OLD_ID_DIGITS = 12  # of a document's id, before version 4

# Eight bytes of the hash are enough to look a text up by; the rest is compared when found.
TEXT_KEY = "substr(passage.sha256, 1, 16)"

# Passages that came without their vector: `done` is 0 while they wait for it, then the number of
# the commit that brought it. Its vector is empty until then.
ENCODING_SINCE = 7  # the first version that has it
_ENCODING = """
CREATE TABLE encoding (
    passage INTEGER PRIMARY KEY REFERENCES passage (id) ON DELETE CASCADE,
    done INTEGER NOT NULL
);
CREATE INDEX encoding_done ON encoding (done);
"""

_HISTORY = "CREATE TABLE history (number INTEGER PRIMARY KEY, token TEXT NOT NULL);"
_TEXT_INDEX = "CREATE INDEX passage_text ON passage (substr(sha256, 1, 16));"

# File signatures are read on every run: from here, or all texts would be read with them. Not as
# many columns before version 7; some stores of version 2 have it already.
_OLD_FILE_INDEX = """CREATE INDEX IF NOT EXISTS document_file ON document
    (source, size, mtime_ns, inode, file_sha256, ctime_ns, checked_ns);"""
FILE_INDEX = """CREATE INDEX document_file ON document
    (source, size, mtime_ns, inode, file_sha256, ctime_ns, checked_ns, container);"""

_NAME_INDEX = "CREATE INDEX document_name ON document (source, title);"

# Lists and filters, and looking a document up by a part of its path or title, read this instead of
# every row with its text. Not as many columns before versions 5, 7 and 8.
_OLD_FACTS_INDEX = """CREATE INDEX document_facts ON document
    (source, title, published, agency, author, words, indexed_at);"""
_FACTS_INDEX_7 = """CREATE INDEX document_facts ON document
    (source, title, published, agency, author, words, indexed_at, container, date_origin);"""
_FACTS_INDEX = """CREATE INDEX document_facts ON document
    (source, title, published, agency, author, words, indexed_at, container, date_origin,
    language);"""

# Files that hold several documents: their signatures stand here, once, and not with the documents.
_CONTAINERS = """CREATE TABLE container (
    source TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    file_sha256 TEXT NOT NULL,
    ctime_ns INTEGER NOT NULL,
    checked_ns INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX document_container ON document (container, source) WHERE container != '';"""

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
    places TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    file_sha256 TEXT NOT NULL,
    indexed_at TEXT NOT NULL,
    ctime_ns INTEGER NOT NULL DEFAULT 0,
    checked_ns INTEGER NOT NULL DEFAULT 0,
    seal INTEGER,
    lines TEXT NOT NULL DEFAULT '[]',
    tags TEXT NOT NULL DEFAULT '[]',
    aliases TEXT NOT NULL DEFAULT '[]',
    container TEXT NOT NULL DEFAULT '',
    date_origin TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    layout BLOB NOT NULL DEFAULT x''
);
{_CONTAINERS}
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
    vector BLOB NOT NULL,
    seal INTEGER,
    vector_seal INTEGER,
    heading TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX passage_document ON passage (document);
CREATE INDEX passage_added ON passage (added);
{_TEXT_INDEX}
{FILE_INDEX}
{_FACTS_INDEX}
CREATE TABLE removed (passage INTEGER PRIMARY KEY, removed INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX removed_at ON removed (removed);
{_ENCODING}
CREATE TABLE skipped (source TEXT PRIMARY KEY, reason TEXT NOT NULL, stamp TEXT NOT NULL)
    WITHOUT ROWID;
"""

# From each earlier version to the next. The last commit of the first has no token, so that search
# structures made from it stay valid. Rows written without a checksum stay without, and those with
# one keep it: a column added since is part of the checksum only where it is not empty.
UPGRADES = {
    1: f"""
ALTER TABLE document ADD COLUMN ctime_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN checked_ns INTEGER NOT NULL DEFAULT 0;
{_HISTORY}
INSERT INTO history SELECT CAST(value AS INTEGER), '' FROM meta WHERE key = 'commit';
{_TEXT_INDEX}
""",
    2: f"""
ALTER TABLE document ADD COLUMN seal INTEGER;
ALTER TABLE passage ADD COLUMN seal INTEGER;
ALTER TABLE passage ADD COLUMN vector_seal INTEGER;
{_OLD_FILE_INDEX}
""",
    3: f"""
ALTER TABLE document ADD COLUMN lines TEXT NOT NULL DEFAULT '[]';
ALTER TABLE document ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE document ADD COLUMN aliases TEXT NOT NULL DEFAULT '[]';
ALTER TABLE passage ADD COLUMN heading TEXT NOT NULL DEFAULT '';
{_NAME_INDEX}
""",
    4: f"""
DROP INDEX IF EXISTS document_name;
{_OLD_FACTS_INDEX}
""",
    5: """
ALTER TABLE document RENAME COLUMN pages TO places;
ALTER TABLE passage ADD COLUMN place TEXT NOT NULL DEFAULT '[]';
""",
    6: f"""
ALTER TABLE document ADD COLUMN container TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN date_origin TEXT NOT NULL DEFAULT '';
DROP INDEX IF EXISTS document_file;
DROP INDEX IF EXISTS document_facts;
{FILE_INDEX}
{_FACTS_INDEX_7}
{_CONTAINERS}
{_ENCODING}
""",
    7: f"""
ALTER TABLE document ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN layout BLOB NOT NULL DEFAULT x'';
DROP INDEX IF EXISTS document_facts;
{_FACTS_INDEX}
""",
}
