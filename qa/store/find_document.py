"""Which document a person means by a path, an id, or a part of a name or title."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from qa.datatypes import DocumentInfo
from qa.errors import UsageError

_ID_DIGITS = 4  # of an id, at least
_LISTED = 5  # documents named when too many match


def find(
    name: str, documents: Sequence[DocumentInfo], place: Callable[[str], Path]
) -> DocumentInfo:
    """The one document called `name`; the more exact kind of match wins.

    `place` gives the file of a source. Raises UsageError when no document or several match.
    """
    wanted = name.strip()
    lower = wanted.lower()
    tests: tuple[Callable[[DocumentInfo], bool], ...] = (
        lambda d: wanted in (d.source, d.id),
        lambda d: _same_file(wanted, place(d.source)),
        lambda d: len(wanted) >= _ID_DIGITS and d.id.startswith(wanted),
        lambda d: lower in d.source.lower(),
        lambda d: lower in d.title.lower(),
    )
    for test in tests if wanted else ():
        matches = [document for document in documents if test(document)]
        if len(matches) == 1:
            return matches[0]
        if matches:
            listed = ", ".join(document.source for document in matches[:_LISTED])
            more = f" and {len(matches) - _LISTED} more" if len(matches) > _LISTED else ""
            raise UsageError(
                f"{len(matches)} documents match '{name}': {listed}{more}.",
                "Use a longer part of the path.",
            )
    raise UsageError(
        f"No document matches '{name}'.",
        "Use its path, or a part of its file name or title; 'qa search' shows paths.",
    )


def _same_file(name: str, place: Path) -> bool:
    try:
        return os.path.samefile(name, place)
    except (OSError, ValueError):
        return False
