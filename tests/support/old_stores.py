"""SQL that turns a store into one of an earlier version."""

# Without languages and the places of words on pages.
VERSION_7 = """
DROP INDEX document_facts;
ALTER TABLE document DROP COLUMN language;
ALTER TABLE document DROP COLUMN layout;
CREATE INDEX document_facts ON document
    (source, title, published, agency, author, words, indexed_at, container, date_origin);
PRAGMA user_version = 7;
"""

# Without the files that hold several documents, the origins of dates, and passages that wait.
VERSION_6 = f"""
{VERSION_7}
DROP INDEX document_container; DROP INDEX document_file; DROP INDEX document_facts;
DROP TABLE container; DROP TABLE encoding;
ALTER TABLE document DROP COLUMN container; ALTER TABLE document DROP COLUMN date_origin;
CREATE INDEX document_file ON document
    (source, size, mtime_ns, inode, file_sha256, ctime_ns, checked_ns);
CREATE INDEX document_facts ON document
    (source, title, published, agency, author, words, indexed_at);
PRAGMA user_version = 6;
"""
