"""Which document a person means by a path, an id, or a part of a name or title.

No text is read. Paths and ids are looked up in SQLite's indexes; only a part of a name or title
is compared with those of every document (some 20 ms for 28,000).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from qa.errors import DocumentNotFound, UsageError
from qa.objects.addresses import as_place, is_object
from qa.store.interface import StoreReader

_LISTED = 5  # documents named when too many match
_ID = re.compile(r"[0-9a-f]{4,32}")  # the whole of an id or its beginning


def find(name: str, store: StoreReader, root: Path) -> str:
    """The source of the one document called `name`; the more exact kind of match wins.

    `root` is the folder that sources are relative to. Raises DocumentNotFound when no document
    matches, UsageError when several do.
    """
    wanted = name.strip()
    with store.snapshot():
        for matching in _KINDS if _storable(wanted) else ():
            matches = matching(wanted, store, root)
            if len(matches) == 1:
                return matches[0]
            if matches:
                raise _ambiguous(name, matches)
    raise DocumentNotFound(f"No document matches '{name}'.")


def _by_source(wanted: str, store: StoreReader, _: Path) -> list[str]:
    return [wanted] if store.has(wanted) else []


def _by_file(wanted: str, store: StoreReader, root: Path) -> list[str]:
    """Documents whose file is the one at the path `wanted`, by whatever way it is named."""
    if is_object(place := as_place(wanted)):
        source = os.path.relpath(place, root)
        return [source] if store.has(source) else list(store.inside(source))
    try:
        inode = os.stat(wanted).st_ino
    except (OSError, ValueError):
        return []
    ways = (
        (os.path.abspath(wanted), os.path.abspath(root)),
        (
            os.path.realpath(wanted),
            os.path.realpath(root),
        ),
    )
    for place, base in ways:
        source = os.path.relpath(place, base).replace(os.sep, "/")
        if store.has(source):
            return [source]
        if inside := store.inside(source):
            return inside
    # A link in between, or another name of the same file.
    return [source for source in store.sources_by_inode(inode) if _same(wanted, root / source)]


def _by_id(wanted: str, store: StoreReader, _: Path) -> list[str]:
    return store.sources_by_id(wanted) if _ID.fullmatch(wanted) else []


def _by_part_of_source(wanted: str, store: StoreReader, _: Path) -> list[str]:
    return [source for source, _ in store.names() if wanted.lower() in source.lower()]


def _by_part_of_title(wanted: str, store: StoreReader, _: Path) -> list[str]:
    return [source for source, title in store.names() if wanted.lower() in title.lower()]


_KINDS: tuple[Callable[[str, StoreReader, Path], list[str]], ...] = (
    _by_source,
    _by_file,
    _by_id,
    _by_part_of_source,
    _by_part_of_title,
)


def _ambiguous(name: str, matches: list[str]) -> UsageError:
    listed = ", ".join(matches[:_LISTED])
    more = f" and {len(matches) - _LISTED} more" if len(matches) > _LISTED else ""
    return UsageError(
        f"{len(matches)} documents match '{name}': {listed}{more}.",
        "Use a longer part of the path.",
    )


def _storable(name: str) -> bool:
    """Whether a name can stand in the store at all: not empty, no lone surrogates."""
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False


def _same(name: str, place: Path) -> bool:
    try:
        return os.path.samefile(name, place)
    except (OSError, ValueError):
        return False
