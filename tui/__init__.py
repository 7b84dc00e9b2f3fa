"""The terminal UI: a chat with the documents. It talks to `qa.engine` only."""
