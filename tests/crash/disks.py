"""A disk played again from the calls that changed it, as it may look after the power failed.

Two kinds of file system:

- `journal`: changes of folders reach the disk in order, and all earlier ones whenever something
  is synced (ext4, XFS, Btrfs); the bytes of a file are safe only when it was synced itself;
- `strict`: the least that POSIX promises. A folder loses every change that came after it was last
  synced itself, even the name of a new file that was.

Bytes that were not synced are lost or kept sector by sector.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .calls import Call

SYSTEMS = ("journal", "strict")
LOSSES = ("all", "some", "none")  # of what was not synced
_SECTOR = 512


Held = dict[str, bytes | None]  # paths and what their files hold; None for a folder


def held(folder: Path) -> Held:
    """What a folder holds now."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@dataclass(slots=True)
class _File:
    """What is safe of a file, and what came since."""

    safe: bytes = b""
    since: list[Call] = field(default_factory=list)

    def sync(self) -> None:
        self.safe, self.since = _written(self.safe, self.since), []


@dataclass(frozen=True, slots=True)
class _Change:
    """Of names: one that comes, one that goes, or both at once. No file stands for a folder."""

    comes: str | None
    goes: str | None
    file: _File | None = None

    def folders(self) -> set[str]:
        return {os.path.dirname(name) for name in (self.comes, self.goes) if name is not None}

    def apply(self, names: dict[str, _File | None]) -> None:
        if self.goes is not None:
            names.pop(self.goes, None)
        if self.comes is not None:
            names[self.comes] = self.file


class Disk:
    """What is on a disk for certain, and what may be."""

    def __init__(self, held: Held, system: str, unsafe: Callable[[str], bool]) -> None:
        """A disk that holds this, all of it safe but the bytes of `unsafe` files."""
        self._strict = system == "strict"
        self._safe: dict[str, _File | None] = {"": None}
        for name, data in held.items():
            self._safe[name] = None if data is None else _File(data)
            if data and unsafe(name):
                whole = Call("write", name, data=data)
                self._safe[name] = _File(bytes(len(data)), [whole])
        self._seen = dict(self._safe)  # what a program sees
        self._pending: list[_Change] = []

    def play(self, calls: Iterable[Call]) -> None:
        """Let a program make calls."""
        for call in calls:
            if call.kind == "create":
                self._change(_Change(call.path, None, _File()))
            elif call.kind == "mkdir":
                self._change(_Change(call.path, None))
            elif call.path not in self._seen:
                continue  # it has no name any more
            elif call.kind == "unlink":
                self._change(_Change(None, call.path))
            elif call.kind == "link":
                self._change(_Change(call.other, None, self._seen[call.path]))
            elif call.kind == "rename":
                self._change(_Change(call.other, call.path, self._seen[call.path]))
            elif call.kind in ("write", "truncate"):
                file = self._seen[call.path]
                assert file is not None
                file.since.append(call)
            elif call.kind == "sync":
                self._sync(call.path)

    def _change(self, change: _Change) -> None:
        if change.goes is not None and change.comes is not None:
            assert change.file is not None, "folders are not renamed here"
        change.apply(self._seen)
        self._pending.append(change)

    def _sync(self, path: str) -> None:
        file = self._seen[path]
        if file is not None:
            file.sync()
        still = []
        for change in self._pending:
            if self._strict and (file is not None or path not in change.folders()):
                still.append(change)
            else:
                change.apply(self._safe)
        self._pending = still

    def fail(self, losses: str, draw: random.Random, folder: Path) -> None:
        """Let the power fail, and put what is on the disk then into a folder."""
        names = dict(self._safe)
        for change in self._surviving(losses, draw):
            change.apply(names)
        for name, file in sorted(names.items()):
            if not name or not all(parent in names for parent in _parents(name)):
                continue
            path = folder / name
            if file is None:
                path.mkdir(exist_ok=True)
            else:
                kept = file.since if losses == "none" else []
                if losses == "some":
                    kept = _some(file.since, draw)
                path.write_bytes(_written(file.safe, kept))

    def _surviving(self, losses: str, draw: random.Random) -> list[_Change]:
        """The changes of names that reached the disk though nobody asked for it."""
        if losses == "none":
            return self._pending
        if losses == "all":
            return []
        if not self._strict:
            return self._pending[: draw.randint(0, len(self._pending))]
        ends: dict[str, bool] = {}  # folders that no later change reached
        survive = []
        for change in self._pending:
            folders = change.folders()
            if any(ends.get(each) for each in folders) or draw.random() < 0.2:
                ends |= dict.fromkeys(folders, True)
            else:
                survive.append(change)
        return survive


def _parents(name: str) -> list[str]:
    parts = name.split("/")
    return ["/".join(parts[:i]) for i in range(1, len(parts))]


def _written(before: bytes, calls: Iterable[Call]) -> bytes:
    data = bytearray(before)
    for call in calls:
        if call.kind == "truncate":
            del data[call.size :]
            data.extend(bytes(call.size - len(data)))
        else:
            data.extend(bytes(max(0, call.offset - len(data))))
            data[call.offset : call.offset + len(call.data)] = call.data
    return bytes(data)


def _some(calls: Iterable[Call], draw: random.Random) -> list[Call]:
    """A part of the writes, the written ones in part."""
    share = draw.choice((0.1, 0.5, 0.9))
    kept = []
    for call in calls:
        if call.kind == "truncate":
            if draw.random() < share:
                kept.append(call)
            continue
        for at in range(0, len(call.data), _SECTOR):
            if draw.random() < share:
                part = call.data[at : at + _SECTOR]
                kept.append(Call("write", call.path, offset=call.offset + at, data=part))
    return kept
