"""Paths as they are typed: told from questions, completed, made absolute."""

from __future__ import annotations

import os
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


def given_folder(text: str) -> Path | None:
    """The path typed where a folder is asked for; None for what can be none."""
    try:
        return Path(text.strip()).expanduser().absolute()
    except (OSError, RuntimeError, ValueError):  # no such user, a deleted current folder
        return None


def completed(text: str) -> str:
    """A typed path with as much of a folder's name added as is certain; itself when nothing is.

    The only folder that fits gets a separator at its end. Hidden folders count when a dot was
    typed, and capitals make no difference where nothing fits exactly.
    """
    above, slash, start = text.rpartition(os.sep)
    try:
        place = Path(os.path.expanduser(above + slash) or os.curdir)
        with os.scandir(place) as entries:
            names = [
                each.name
                for each in entries
                if (start[:1] == "." or not each.name.startswith(".")) and each.is_dir()
            ]
    except (OSError, ValueError):
        return text
    fitting = [name for name in names if name.startswith(start)]
    if not fitting:
        fitting = [name for name in names if name.lower().startswith(start.lower())]
    if not fitting or any(not name.isprintable() for name in fitting):
        return text
    common = fitting[0]
    while not all(name.startswith(common) for name in fitting):
        common = common[:-1]
    if len(common) < len(start):  # they differ in capitals
        return text
    return above + slash + common + (os.sep if len(fitting) == 1 else "")
