"""Office documents and books: files that are zip archives of XML, and RTF."""
