"""Which members of an archive are read, by their names alone."""

from __future__ import annotations

MOST_MEMBERS = 100_000  # that are listed
MOST_MEMBER = 64 << 20  # bytes of one that are read
_FOLDERS = frozenset({"__MACOSX", "__pycache__", "node_modules", "CVS"})


def hidden(name: str) -> bool:
    """Whether a member is left out in silence: hidden ones, caches, what a system adds."""
    parts = name.replace("\\", "/").split("/")
    return any(
        (part.startswith(".") and part not in (".", "..")) or part in _FOLDERS for part in parts
    )


def leads_out(name: str) -> bool:
    """Whether the path of a member leads out of the folder that it would be unpacked to."""
    path = name.replace("\\", "/")
    return path.startswith("/") or path[1:2] == ":" or ".." in path.split("/")


LEADS_OUT = "Not read: its path leads out of the archive."
ENCRYPTED = "Protected by a password."
NOT_A_FILE = "Not a regular file."
