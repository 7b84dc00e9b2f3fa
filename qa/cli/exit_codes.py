"""What the command line tells the shell when it ends."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command; documented in `qa --help` and docs/cli.md."""

    OK = 0  # answered, found or done
    ERROR = 1  # anything that went wrong and is not one of the others
    USAGE = 2  # the question or an option makes no sense
    NOT_FOUND = 3  # the documents hold no answer
    INTERRUPTED = 130  # Ctrl-C, as shells count it: 128 + SIGINT
