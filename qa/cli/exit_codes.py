"""Exit codes: how a command ended, for the shell."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command; documented in `qa --help` and docs/cli.md."""

    OK = 0  # answered, found or done
    ERROR = 1  # any other failure
    USAGE = 2  # the question or an option is invalid
    NOT_FOUND = 3  # no answer in the documents, or nothing found
    INTERRUPTED = 130  # Ctrl-C, as shells count it: 128 + SIGINT
