"""The cards of the collections: read with suspicion, written atomically, for their user only."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.collections.identity import Identity, identity_of
from qa.collections.names import is_name, key_of
from qa.errors import IndexLocked, UsageError
from qa.files import PRIVATE, make_folder, make_private, unwritable_as_error, write_json

CARD_NAME = "collection.json"
INDEX_NAME = "index"
_VERSION = 1
_MAX_BYTES = 1 << 20  # of a card
_MAX_PATHS = 1_000  # folders and files of one collection
_MAX_CARDS = 10_000
_TOLD = 8  # names in a message
_PATIENCE = 5  # seconds to wait for another process that changes the register
_KEY = re.compile(r"[a-z0-9]{8,32}")


@dataclass(frozen=True, slots=True)
class Card:
    """One collection. `key` names its folder and never changes; `name` may."""

    key: str
    name: str
    paths: tuple[Path, ...]  # absolute and normal; at least one
    identities: tuple[Identity | None, ...]  # of each path, when it was last indexed
    created: str  # ISO 8601, UTC

    @property
    def index(self) -> Path:
        """The folder of its index."""
        return home() / self.key / INDEX_NAME


def home() -> Path:
    """The folder with a folder for each collection."""
    import platformdirs

    return Path(platformdirs.user_data_dir("qa", appauthor=False)) / "collections"


def cards() -> tuple[Card, ...]:
    """All collections by name; what can't be read is left out, see `damaged`."""
    found = (_read(folder) for folder in _folders())
    return tuple(sorted((card for card in found if card), key=lambda card: key_of(card.name)))


def damaged() -> tuple[Path, ...]:
    """Folders of collections whose card can't be read."""
    return tuple(folder for folder in _folders() if _read(folder) is None)


def by_name(name: str) -> Card:
    """The collection of that name, in whatever case. Raises UsageError when there is none."""
    known = cards()
    for card in known:
        if key_of(card.name) == key_of(name.strip()):
            return card
    raise UsageError(f"There is no collection '{name}'.", _hint(name, known))


def by_index(index: Path) -> Card | None:
    """The collection whose index is in the folder `index`; None for one of no collection."""
    parent = index.parent
    if index.name != INDEX_NAME or parent.parent != home() or not _KEY.fullmatch(parent.name):
        return None
    return _read(parent)


def new_card(name: str, paths: Sequence[Path]) -> Card:
    """A card that is not written yet."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return with_paths(Card(os.urandom(8).hex(), name, (), (), now), paths)


def with_paths(card: Card, paths: Sequence[Path]) -> Card:
    """The card with these folders and files, as they are now."""
    if len(paths) > _MAX_PATHS:
        raise UsageError(
            f"A collection has at most {_MAX_PATHS:,} folders and files, not {len(paths):,}.",
            "Name the folder that they lie in.",
        )
    return replace(card, paths=tuple(paths), identities=tuple(map(identity_of, paths)))


def write(card: Card) -> None:
    """Write a card, making its folder where it is new. Raises IndexUnwritable.

    The caller holds `changing`.
    """
    folder = home() / card.key
    with unwritable_as_error(folder):
        _make_private(folder)
    plain = {
        "version": _VERSION,
        "name": card.name,
        "paths": [str(path) for path in card.paths],
        "identities": [
            None if each is None else [each.inode, [list(entry) for entry in each.entries]]
            for each in card.identities
        ],
        "created": card.created,
    }
    write_json(folder / CARD_NAME, plain)
    with contextlib.suppress(OSError):
        (folder / CARD_NAME).chmod(0o600)


@contextmanager
def changing() -> Iterator[None]:
    """Hold the lock of the register, which one process has at a time.

    Raises IndexLocked after five seconds, IndexUnwritable when it can't be made.
    """
    from filelock import FileLock, Timeout

    folder = home()
    with unwritable_as_error(folder):
        _make_private(folder)
        lock = FileLock(folder / ".lock", timeout=_PATIENCE, mode=PRIVATE)
        try:
            lock.acquire()
            make_private(folder / ".lock")  # one of an earlier version
        except Timeout as error:
            raise IndexLocked("Another process is changing the list of collections.") from error
    try:
        yield
    finally:
        lock.release()


def _make_private(folder: Path) -> None:
    """Make a folder 0700, and those of ours that it lies in."""
    make_folder(folder)
    for each in (folder, home()):
        if each.stat().st_mode & 0o077:
            each.chmod(0o700)


def _folders() -> list[Path]:
    try:
        with os.scandir(home()) as found:
            entries = [each for each in found if _KEY.fullmatch(each.name)]
            entries = [each for each in entries if each.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return sorted(Path(each.path) for each in entries[:_MAX_CARDS])


def _read(folder: Path) -> Card | None:
    """The card in a folder, None when it is missing, damaged or has been tampered with."""
    try:
        with open(folder / CARD_NAME, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
        plain = json.loads(data.decode("utf-8")) if len(data) <= _MAX_BYTES else None
        return _card(folder.name, plain)
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def _card(key: str, plain: Any) -> Card:
    """Raises ValueError, TypeError or LookupError for what is no card."""
    name, created = plain["name"], plain["created"]
    paths = tuple(_path(each) for each in plain["paths"])
    identities = tuple(_identity(each) for each in plain["identities"])
    datetime.fromisoformat(created)
    if plain["version"] != _VERSION or not is_name(name):
        raise ValueError(name)
    if not 0 < len(paths) <= _MAX_PATHS or len(identities) != len(paths):
        raise ValueError(len(paths))
    return Card(key, name, paths, identities, created)


def _path(text: Any) -> Path:
    if not isinstance(text, str) or "\0" in text or os.path.normpath(text) != text:
        raise ValueError(text)
    path = Path(text)
    if not path.is_absolute():
        raise ValueError(text)
    return path


def _identity(plain: Any) -> Identity | None:
    if plain is None:
        return None
    inode, entries = plain
    checked = tuple((str(name), int(number)) for name, number in entries)
    if any(os.sep in name or "\0" in name for name, _ in checked):
        raise ValueError(entries)
    return Identity(int(inode), checked)


def _hint(name: str, known: Sequence[Card]) -> str:
    if not known:
        return "Make one with 'qa index FOLDER'."
    from difflib import get_close_matches  # only for a name that is none

    names = {key_of(card.name): card.name for card in known}
    near = get_close_matches(key_of(name), names, n=3)
    if near:
        return f"Is it {', '.join(names[each] for each in near)}?"
    return f"There are: {told(known)}."


def told(known: Sequence[Card]) -> str:
    """The names of collections for a message, the first of many."""
    names = ", ".join(card.name for card in known[:_TOLD])
    more = len(known) - _TOLD
    return f"{names}, and {more} more ('qa collections' lists them)" if more > 0 else names
