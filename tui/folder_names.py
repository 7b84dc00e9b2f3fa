"""Telling a folder from a question, in what was typed before anything is indexed."""

from __future__ import annotations

import re
from pathlib import Path

_PATH = re.compile(r"(?:~|/|\.{1,2}(?:/|$)|[A-Za-z]:[\\/])")


def folder_typed(text: str) -> Path | None:
    """The path that `text` is, None when it reads like a question."""
    text = text.strip()
    if "\n" in text or not _PATH.match(text):
        return None
    try:
        return Path(text).expanduser().absolute()
    except (OSError, RuntimeError, ValueError):  # no such user, or no path at all
        return None
