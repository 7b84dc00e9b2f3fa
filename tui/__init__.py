"""The terminal UI: a chat with the documents. It talks to `qa.engine` only.

`tui.app.build` makes the app, for the command line and for tests alike.
"""
