"""The named collections as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.render.layout import width_of
from qa.render.phrases import counted, file_name, local_time
from qa.render.sanitize import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.datatypes import NamedCollection

NOTHING = "No collections yet; 'qa index FOLDER' makes one."


def as_text(collections: Sequence[NamedCollection]) -> str:
    """Return a line for each collection, and below it its folders."""
    if not collections:
        return f"{NOTHING}\n"
    names = [visible_line(each.name) for each in collections]
    states = [_state(each) for each in collections]
    wide = max(map(width_of, names))
    long = max(map(width_of, states))
    lines = []
    for each, name, state in zip(collections, names, states, strict=True):
        gap = " " * (wide - width_of(name) + 2)
        updated = f"updated {when}" if (when := local_time(each.last_sync)) else ""
        lines.append(f"{name}{gap}{state:<{long}}  {updated}".rstrip())
        for path in each.paths:
            lost = " (not there)" if path in each.missing else ""
            lines.append(f"{' ' * (wide + 2)}{file_name(path)}{lost}")
    return "\n".join(lines) + "\n"


def _state(collection: NamedCollection) -> str:
    if collection.problem is not None:
        return f"can't be read: {visible_line(collection.problem)}"
    if collection.documents is None:
        return "not indexed yet"
    return counted(collection.documents, "document")
