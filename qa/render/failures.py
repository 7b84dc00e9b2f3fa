"""Any exception as one line for people: what happened and what to do next."""

from __future__ import annotations

import os
from typing import NamedTuple

from qa.errors import QaError


class Explanation(NamedTuple):
    """Two sentences. Both may hold text of others: make them visible before they are shown."""

    message: str
    hint: str


def explain(error: BaseException, unexpected_hint: str) -> Explanation:
    """Return what an exception means; `unexpected_hint` goes with those nobody planned for."""
    if isinstance(error, QaError):
        return Explanation(error.message, error.hint)
    if isinstance(error, OSError):
        name = f": {os.fsdecode(error.filename)}" if isinstance(error.filename, str | bytes) else ""
        return Explanation(
            f"{error.strerror or type(error).__name__}{name}.",
            "Check the disk and the permissions, then try again.",
        )
    # As libraries that are loaded say it, and Python of the stack of a thread.
    refused = ("allocate memory", "failed to map segment", "can't start new thread")
    if isinstance(error, MemoryError) or any(words in str(error) for words in refused):
        return Explanation(
            "There is not enough memory.",
            "Close other programs, or raise the limit (ulimit -v), then try again.",
        )
    if isinstance(error, ImportError):
        return Explanation(
            f"A library can't be loaded: {error}.".replace("..", "."),
            "Reinstall the project with 'pip install .'; under a limit on memory, raise it.",
        )
    message = f"Unexpected error: {type(error).__name__}: {error}".rstrip(".: ") + "."
    return Explanation(message, unexpected_hint)
