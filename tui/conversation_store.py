"""Saved conversations: one JSON file each, written atomically.

A deleted one is moved to a folder beside them, from which it can be restored for a month.
"""

from __future__ import annotations

import os
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from tui.conversations import BrokenConversation, Conversation, from_plain, to_plain
from tui.user_folders import make_folder, read_json, write_json

FOLDER_NAME = "conversations"
_DELETED = "deleted"
_LOOKED_AT = 4  # files that are read for one recent conversation
RETENTION_DAYS = 30  # of a deleted conversation


@dataclass(frozen=True, slots=True)
class Entry:
    """One conversation in the list."""

    id: str
    title: str
    turns: int
    updated: str  # ISO 8601, UTC
    index: str = ""  # which it was asked of
    pinned: bool = False
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recent:
    """A conversation to go on with."""

    id: str
    title: str
    turns: int
    updated: str


class ConversationStore:
    """The conversations saved in a folder. Every method may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._written: dict[str, int] = {}
        self._leaving: set[str] = set()  # about to be deleted: not to be offered any more
        self._deleted: set[str] = set()  # by this run; late saves go there, too

    def save(self, identifier: str, plain: dict[str, Any], version: int) -> None:
        """Save a conversation, unless a later version of it is saved already. Raises OSError.

        `plain` must not be changed afterwards.
        """
        with self._lock:
            if version >= self._written.get(identifier, 0):
                write_json(self._path(identifier), plain)
                self._written[identifier] = version

    def load(self, identifier: str) -> Conversation:
        """A saved conversation. Raises BrokenConversation."""
        return _read(self._path(identifier))

    def entries(self) -> tuple[tuple[Entry, ...], int]:
        """The saved conversations and how many files could not be read.

        Pinned ones come first, the newest before the others.
        """
        found: list[Entry] = []
        broken = 0
        for path in _files(self._folder):
            try:
                each = _read(path)
            except BrokenConversation:
                broken += 1
            else:
                found.append(_entry(each))
        found.sort(key=lambda entry: (entry.pinned, entry.updated), reverse=True)
        return tuple(found), broken

    def recent(self, index: str, count: int = 3) -> tuple[Recent, ...]:
        """The conversations about an index that were saved last; only a few files are read.

        Of those called the same, as `qa ask` leaves them, the last one.
        """
        found: dict[str, Recent] = {}
        files = sorted(_files(self._folder), key=_when, reverse=True)
        for path in files[: count * _LOOKED_AT]:
            if path.stem in self._leaving:
                continue
            try:
                each = _read(path)
            except BrokenConversation:
                continue
            if each.index == index and each.turns:
                named = Recent(path.stem, each.title, len(each.turns), each.updated)
                found.setdefault(each.title.casefold(), named)
            if len(found) == count:
                break
        return tuple(found.values())

    def leave(self, identifier: str) -> None:
        """Offer a conversation no more; it is about to be deleted."""
        self._leaving.add(identifier)

    def delete(self, identifier: str) -> None:
        """Delete a conversation, and finally those deleted more than RETENTION_DAYS ago.

        Raises OSError.
        """
        with self._lock:
            path = self._path(identifier)
            self._deleted.add(identifier)
            deleted = self._path(identifier)
            make_folder(deleted.parent)
            with suppress(FileNotFoundError):  # not saved yet
                os.replace(path, deleted)
                os.utime(deleted)
            for old in _files(deleted.parent):
                if time.time() - _when(old) > RETENTION_DAYS * 86_400:
                    old.unlink(missing_ok=True)

    def change(
        self, identifier: str, *, name: str | None = None, pinned: bool | None = None
    ) -> None:
        """Name a saved conversation, or pin it. Raises BrokenConversation, OSError."""
        with self._lock:
            conversation = _read(self._path(identifier))
            conversation.name = conversation.name if name is None else name
            conversation.pinned = conversation.pinned if pinned is None else pinned
            write_json(self._path(identifier), to_plain(conversation))

    def restore(self) -> str | None:
        """Restore what was deleted last; its id, None when there is nothing. Raises OSError."""
        with self._lock:
            deleted = sorted(_files(self._folder / _DELETED), key=_when)
            if not deleted:
                return None
            identifier = deleted[-1].stem
            self._deleted.discard(identifier)
            self._leaving.discard(identifier)
            if self._path(identifier).exists():  # nothing is overwritten
                identifier = uuid.uuid4().hex
            os.replace(deleted[-1], self._path(identifier))
            return identifier

    def _path(self, identifier: str) -> Path:
        folder = self._folder / _DELETED if identifier in self._deleted else self._folder
        return folder / f"{identifier}.json"


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.json"))
    except OSError:
        return []


def _when(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _entry(conversation: Conversation) -> Entry:
    questions = tuple(turn.question for turn in conversation.turns)
    return Entry(
        conversation.id, conversation.title, len(questions), conversation.updated,
        conversation.index, conversation.pinned, questions,
    )  # fmt: skip


def _read(path: Path) -> Conversation:
    conversation = from_plain(read_json(path))
    conversation.id = path.stem  # so that saving writes where it was read
    return conversation
