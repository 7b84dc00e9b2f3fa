"""What went wrong, in words for the screen: one message and what to do. Never a traceback."""

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

# Hints of the engine name commands of the shell; in here there are keys.
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
    """A message for people and what to do next. Both are yet to be made safe to show."""

    message: str
    hint: str = ""
    locked: bool = False  # somebody is writing: it may work in a moment


def in_here(said: str) -> str:
    """What the engine says of commands of the shell, said of the keys that do the same."""
    for command, keys in _COMMANDS:
        said = said.replace(command, keys)
    return said


def explain(error: BaseException) -> Failure:
    """Say what an exception means to the person at the screen."""
    if isinstance(error, QaError):
        hint = next((hint for kind, hint in _HINTS if isinstance(error, kind)), error.hint)
        return Failure(in_here(error.message), in_here(hint), isinstance(error, IndexLocked))
    if isinstance(error, OSError):
        name = f": {os.fsdecode(error.filename)}" if isinstance(error.filename, str | bytes) else ""
        message = f"{error.strerror or type(error).__name__}{name}."
        return Failure(message, "Check the disk and the permissions, then try again.")
    message = f"Unexpected error: {type(error).__name__}: {error}".rstrip(".: ") + "."
    return Failure(message, "Try again; if it stays, report it as a bug.")
