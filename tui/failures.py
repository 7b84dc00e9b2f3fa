"""Errors in words for the screen: a message and what to do. Never a traceback."""

from __future__ import annotations

import os
from dataclasses import dataclass

from qa.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMismatch,
    IndexNotFound,
    QaError,
    VerbatimError,
)

# Hints of the engine name shell commands; here there are keys.
_HINTS: tuple[tuple[type[QaError], str], ...] = (
    (IndexNotFound, "Press F5 to build it."),
    (IndexMismatch, "Press Shift+F5 to rebuild it."),
    (IndexDamaged, "Press Shift+F5 to rebuild it."),
    (VerbatimError, "Press Shift+F5 to rebuild the index, and report this as a bug."),
)


_COMMANDS = (
    ("'qa index --prune'", "Ctrl+P, “Remove documents that are gone”,"),
    ("'qa index --rebuild'", "Shift+F5"),
    ("'qa status' lists", "F3 in the library lists"),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A message for people and what to do next. Both must be made safe to show."""

    message: str
    hint: str = ""
    locked: bool = False  # another process is writing: it may work in a moment


def commands_as_keys(text: str) -> str:
    """Replace shell commands in a message of the engine by the keys that do the same."""
    for command, keys in _COMMANDS:
        text = text.replace(command, keys)
    return text


def explain(error: BaseException) -> Failure:
    """Explain an exception to the person at the screen."""
    if isinstance(error, QaError):
        hint = next((hint for kind, hint in _HINTS if isinstance(error, kind)), error.hint)
        return Failure(
            commands_as_keys(error.message), commands_as_keys(hint), isinstance(error, IndexLocked)
        )
    if isinstance(error, OSError):
        name = f": {os.fsdecode(error.filename)}" if isinstance(error.filename, str | bytes) else ""
        message = f"{error.strerror or type(error).__name__}{name}."
        return Failure(message, "Check the disk and the permissions, then try again.")
    message = f"Unexpected error: {type(error).__name__}: {error}".rstrip(".: ") + "."
    return Failure(message, "Try again; if it stays, report it as a bug.")
