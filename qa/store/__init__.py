"""One SQLite file, the only truth about a collection."""
