"""The conversations that are stored: one JSON file each, in the user's data folder.

Shell and TUI use the same files (schema 1): `index` is the folder of the collection's index and
`fingerprint` that of its settings. Files are private and replaced whole. A deleted conversation
lies in a folder beside the others, from where it can be brought back for a month.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from qa.datatypes import Turn
from qa.errors import UsageError
from qa.files import make_folder
from qa.serialization import from_plain, to_plain

SCHEMA = 1
FOLDER_NAME = "conversations"
DELETED_NAME = "deleted"
DELETED_DAYS = 30  # that a deleted conversation can be brought back
# Every `qa ask` begins a conversation: of those from the shell with a single question the oldest
# are removed, some at a time, when there are more than this.
MOST_SINGLE = 1000
_REMOVED_AT_ONCE = 100
_SHELL = "ask-"  # begins the ids of conversations that the shell began; time-ordered
_ID_CHARACTERS = 4  # of an id, at least, to name it by


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns so far, oldest first, and the index they were asked of."""

    id: str
    index: str
    updated: str  # ISO 8601, UTC
    turns: tuple[Turn, ...] = ()
    fingerprint: str = ""
    schema: int = SCHEMA

    @property
    def title(self) -> str:
        """Its first question."""
        return self.turns[0].question if self.turns else ""

    def with_turn(self, turn: Turn) -> Conversation:
        """Return it with one more turn."""
        return replace(self, turns=(*self.turns, turn), updated=now())


@dataclass(frozen=True, slots=True)
class Entry:
    """One conversation of a list."""

    id: str
    title: str
    turns: int
    updated: str
    index: str


def now() -> str:
    """The time as it is stored."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def data_folder() -> Path:
    """The folder of what is a person's own: `$QA_STATE`, else the user's data folder."""
    if chosen := os.environ.get("QA_STATE"):
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("qa", appauthor=False))


def switched_on() -> bool:
    """Whether conversations are stored: not with `QA_HISTORY=0` (or "off", "no", "false")."""
    return os.environ.get("QA_HISTORY", "").strip().lower() not in ("0", "off", "no", "false")


class History:
    """The conversations in a folder, by default that of the user."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_folder() / FOLDER_NAME

    def begin(self, index: Path, fingerprint: str = "") -> Conversation:
        """Return a new conversation about an index; it is stored by `save`."""
        identifier = f"{_SHELL}{time.time_ns():019d}-{uuid.uuid4().hex[:6]}"
        return Conversation(identifier, os.path.realpath(index), now(), fingerprint=fingerprint)

    def save(self, conversation: Conversation) -> None:
        """Store a conversation in the place of its earlier state. Raises OSError.

        Not flushed to the disk (10 ms): after a power cut the last turn may be missing, but a
        file is whole or not there.
        """
        make_folder(self.folder)
        path = self._path(conversation.id)
        new = not path.exists()
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        text = json.dumps(to_plain(conversation))
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(temporary, path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        if new and conversation.id.startswith(_SHELL):
            self._limit()

    def latest(self, index: Path) -> Conversation | None:
        """The conversation about an index that was changed last; None when there is none.

        One that can't be read is passed over.
        """
        for path in self._files():
            found = _read(path)
            if found is not None and _about(found, index):
                return found
        return None

    def entries(self, index: Path | None = None) -> tuple[tuple[Entry, ...], int]:
        """The conversations, latest first, and how many files can't be read.

        With `index`, those about it only.
        """
        found, broken = [], 0
        for path in self._files():
            each = _read(path)
            if each is None:
                broken += 1
            elif index is None or _about(each, index):
                found.append(Entry(each.id, each.title, len(each.turns), each.updated, each.index))
        return tuple(found), broken

    def load(self, name: str) -> Conversation:
        """The conversation with an id that begins or ends with `name`.

        Raises UsageError when there is none, several, or it can't be read.
        """
        path = self._find(name)
        found = _read(path)
        if found is None:
            raise UsageError(
                f"The conversation {path.stem} can't be read.",
                f"Its file is damaged: {path}",
            )
        return found

    def search(self, text: str, index: Path | None = None) -> Iterator[tuple[Conversation, Turn]]:
        """The turns whose question or quoted answer has all words of `text`, latest first."""
        wanted = text.lower().split()
        for path in self._files():
            found = _read(path)
            if found is None or (index is not None and not _about(found, index)):
                continue
            for turn in found.turns:
                content = _content(turn).lower()
                if all(word in content for word in wanted):
                    yield found, turn

    def delete(self, name: str) -> str:
        """Put a conversation away; its id. What was put away a month ago is removed.

        Raises UsageError when there is no such conversation, OSError.
        """
        path = self._find(name)
        away = self.folder / DELETED_NAME
        away.mkdir(mode=0o700, exist_ok=True)
        os.replace(path, away / path.name)
        os.utime(away / path.name)
        for old in away.glob("*.json"):
            with suppress(OSError):
                if time.time() - old.stat().st_mtime > DELETED_DAYS * 86_400:
                    old.unlink()
        return path.stem

    def restore(self) -> str | None:
        """Bring back what was deleted last; its id, None when there is nothing. Raises OSError."""
        away = self.folder / DELETED_NAME
        deleted = sorted(away.glob("*.json"), key=_changed)
        if not deleted:
            return None
        path = deleted[-1]
        identifier = path.stem if not self._path(path.stem).exists() else uuid.uuid4().hex
        os.replace(path, self._path(identifier))
        return identifier

    def _path(self, identifier: str) -> Path:
        return self.folder / f"{identifier}.json"

    def _files(self) -> list[Path]:
        """The files of conversations, changed last first."""
        try:
            found = [
                (entry.stat().st_mtime_ns, entry.path)
                for entry in os.scandir(self.folder)
                if entry.name.endswith(".json") and not entry.name.startswith(".")
            ]
        except OSError:
            return []
        return [Path(path) for _, path in sorted(found, reverse=True)]

    def _find(self, name: str) -> Path:
        files = self._files()
        if len(name) >= _ID_CHARACTERS:
            found = [p for p in files if p.stem == name] or [
                p for p in files if p.stem.startswith(name) or p.stem.endswith(name)
            ]
            if len(found) == 1:
                return found[0]
            if found:
                raise UsageError(
                    f"{len(found)} conversations match '{name}'.", "Use more of its id."
                )
        raise UsageError(f"No conversation is called '{name}'.", "See the list with 'qa history'.")

    def _limit(self) -> None:
        """Remove the oldest conversations of one question from the shell when there are many."""
        try:
            names = sorted(
                entry.name for entry in os.scandir(self.folder) if entry.name.startswith(_SHELL)
            )
            if len(names) <= MOST_SINGLE:
                return
            for name in names[:_REMOVED_AT_ONCE]:
                each = _read(self.folder / name)
                if each is not None and len(each.turns) <= 1:
                    (self.folder / name).unlink(missing_ok=True)
        except OSError:
            return  # tidying up can wait


def _about(conversation: Conversation, index: Path) -> bool:
    """Whether a conversation is about an index, by whatever path that was named then and now."""
    return conversation.index == str(index) or (
        os.path.realpath(conversation.index) == os.path.realpath(index)
    )


def _content(turn: Turn) -> str:
    texts = [turn.question]
    if turn.answer is not None:
        texts += [each.text for each in turn.answer.evidence]
    return "\n".join(texts)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _read(path: Path) -> Conversation | None:
    """The conversation in a file; None when it is damaged or of another version."""
    try:
        plain = json.loads(path.read_text("utf-8"))
        found = from_plain(Conversation, plain)
    except (OSError, ValueError, RecursionError, TypeError):
        return None
    return replace(found, id=path.stem) if found.schema == SCHEMA else None
