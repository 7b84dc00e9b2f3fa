"""Archives, read as folders: ZIP and TAR."""
