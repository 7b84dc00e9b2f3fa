"""A file to a document, its sentences and its passages."""
