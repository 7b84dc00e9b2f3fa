"""Names of collections: typed by people, or taken from the names of folders, which are untrusted.

A name is one word or a few: letters, digits, and within it spaces, dots, dashes and underscores.
So it is never a path, an option, or something that steers a terminal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from qa.errors import UsageError

MAX_NAME = 64  # characters
_NAME = re.compile(r"\w(?:[\w .-]*\w)?")
_UNUSABLE = re.compile(r"[^\w .-]+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def is_name(text: str) -> bool:
    """Whether `text` can be the name of a collection as it is."""
    return (
        len(text) <= MAX_NAME
        and text == unicodedata.normalize("NFC", text)
        and _NAME.fullmatch(text) is not None
        and ".." not in text
        and not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") for char in text)
    )


def checked_name(typed: str) -> str:
    """The name that was typed, composed (NFC) and without blank edges. Raises UsageError."""
    name = unicodedata.normalize("NFC", typed.strip())
    if not is_name(name):
        raise UsageError(
            f"'{typed[: 2 * MAX_NAME]}' can't be the name of a collection.",
            f"Use up to {MAX_NAME} letters and digits, and between them spaces, dots, dashes and "
            "underscores.",
        )
    return name


def key_of(name: str) -> str:
    """What is compared: two names that differ by case or width only are the same."""
    return unicodedata.normalize("NFKC", name).casefold()


def name_for(paths: Sequence[Path], taken: Iterable[str]) -> str:
    """A new name for the collection of these folders and files, after the first of them.

    When it is taken the name of the folder above is put in front of it, then a number behind it.
    """
    first = paths[0]
    own = _usable(first.name) or "documents"
    above = _usable(first.parent.name)
    candidates = [own, *([f"{above}-{own}"[:MAX_NAME].rstrip(" .-_")] if above else [])]
    used = {key_of(name) for name in taken}
    for candidate in candidates:
        if key_of(candidate) not in used:
            return candidate
    number = 2
    while key_of(f"{own[: MAX_NAME - 8]}-{number}") in used:
        number += 1
    return f"{own[: MAX_NAME - 8]}-{number}"


def _usable(text: str) -> str:
    """What of a file's name can be a name, "" when nothing can."""
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    text = re.sub(r"\.{2,}", ".", _UNUSABLE.sub("-", text))
    text = _EDGES.sub("", text[:MAX_NAME])
    return text if text and is_name(text) else ""
