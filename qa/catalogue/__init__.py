"""Questions about the documents themselves, answered exactly from the store, not by the reader."""
