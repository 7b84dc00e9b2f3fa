"""Filters as people type them, made those that the store understands."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from qa.datatypes import Filter
from qa.objects.addresses import as_place
from qa.store.find_document import find
from qa.store.interface import StoreReader
from qa.store.path_patterns import escaped


def grounded(only: Filter, store: StoreReader, root: Path, here: Path) -> Filter:
    """The filter with sources in place of names, and with patterns seen from the root.

    `root` is the folder of the collection. Documents are shown by their path from `here`, the
    current folder, so a pattern may be written so as well: it means both.
    Raises UsageError when a name means no document or several.
    """
    sources = dict.fromkeys(only.sources)
    for name in only.names:
        sources[find(name, store, root)] = None
    patterns: dict[str, None] = {}
    for pattern in map(as_place, only.paths):
        if not pattern.startswith(("./", "../", "~")) and pattern not in (".", ".."):
            patterns[pattern] = None
        if (seen := _from_root(pattern, root, here)) is not None:
            patterns[seen] = None
        patterns = patterns or {pattern: None}
    return replace(only, sources=tuple(sources), names=(), paths=tuple(patterns))


def _from_root(pattern: str, root: Path, here: Path) -> str | None:
    """A pattern of paths from `here` as one from the root; None when it leads elsewhere.

    A name without a slash is one at any depth already.
    """
    if "/" not in pattern.rstrip("/") and pattern.rstrip("/") not in (".", "..", "~"):
        return None
    typed = os.path.expanduser(pattern)
    whole = os.path.normpath(os.path.join(here, typed))
    for base, place in ((str(root), whole), (os.path.realpath(root), whole)):
        if place == base or base.startswith(place.rstrip(os.sep) + os.sep):
            return "**"
        if not place.startswith(base.rstrip(os.sep) + os.sep):
            continue
        inside = place[len(base.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
        # The part that is the current folder was not typed: its signs have no meaning.
        below = os.path.relpath(here, base).replace(os.sep, "/")
        if not os.path.isabs(typed) and inside.startswith(f"{below}/"):
            inside = escaped(below) + inside[len(below) :]
        return f"/{inside}" + "/" * pattern.endswith("/")
    return None
