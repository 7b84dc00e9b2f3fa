"""What happens to a process at the calls it makes."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

from .calls import Call

_ROOM = frozenset({"write", "create", "truncate", "link", "mkdir"})


class Fate(Enum):
    """What becomes of a process at a call."""

    GO_ON = "go on"
    KILL = "kill"  # the call is not made
    TEAR = "tear"  # a write is made in part, then it is killed
    FULL = "full"  # no space left on the device
    SHORT = "short"  # a write is made in part, and says so


class Fault(Protocol):
    """Decides about every call that changes a file below the watched folder."""

    share: float  # of a write that is made in part

    def at(self, call: Call) -> Fate:
        """What becomes of the process at this call."""


@dataclass(slots=True)
class Count:
    """Nothing happens; the calls are counted by kind."""

    counts: Counter[str] = field(default_factory=Counter)
    share: float = 1.0

    def at(self, call: Call) -> Fate:
        """Count it."""
        self.counts[call.kind] += 1
        return Fate.GO_ON


@dataclass(slots=True)
class KillAt:
    """SIGKILL before the `number`th call of a kind; with `share`, in the middle of that write.

    With `path`, only calls on that file count.
    """

    kind: str
    number: int
    share: float = 0.0
    path: str | None = None
    made: int = 0

    def at(self, call: Call) -> Fate:
        """Kill when it is the one."""
        if call.kind != self.kind or self.path not in (None, call.path):
            return Fate.GO_ON
        self.made += 1
        if self.made != self.number:
            return Fate.GO_ON
        return Fate.TEAR if self.share else Fate.KILL


@dataclass(slots=True)
class FullFrom:
    """The disk is full from the `number`th call on that needs room; the write there is short."""

    number: int
    share: float
    made: int = 0

    def at(self, call: Call) -> Fate:
        """Refuse what needs room."""
        if call.kind not in _ROOM or (call.kind == "truncate" and not call.size):
            return Fate.GO_ON
        self.made += 1
        if self.made < self.number:
            return Fate.GO_ON
        first = self.made == self.number and call.kind == "write" and len(call.data) > 1
        return Fate.SHORT if first else Fate.FULL


@dataclass(slots=True)
class Record:
    """Nothing happens; everything is written down, for `power` to play again."""

    calls: list[Call] = field(default_factory=list)
    share: float = 1.0

    def at(self, call: Call) -> Fate:
        """Write it down."""
        self.calls.append(call)
        return Fate.GO_ON


@dataclass(slots=True)
class Copying:
    """While the process works, its folder is copied: file by file, each at a moment of its own.

    `moments` says after which calls a file is copied, or a half of one.
    """

    source: Path
    target: Path
    moments: list[int]
    draw: random.Random
    share: float = 1.0
    made: int = 0
    left: list[tuple[Path, float, float]] | None = None

    def at(self, call: Call) -> Fate:
        """Copy what is due."""
        self.made += 1
        while self.moments and self.moments[0] <= self.made:
            self.moments.pop(0)
            self.step()
        return Fate.GO_ON

    def step(self) -> None:
        """Copy one file more, or a half of one."""
        if self.left is None:
            files = sorted(path for path in self.source.rglob("*") if path.is_file())
            self.draw.shuffle(files)
            self.left = []
            for path in files:
                halves = [(0.0, 0.5), (0.5, 1.0)] if self.draw.random() < 0.3 else [(0.0, 1.0)]
                self.left += [(path, *half) for half in halves]
        if self.left:
            self._copy(*self.left.pop(0))

    def finish(self) -> None:
        """Copy what is left."""
        while self.left is None or self.left:
            self.step()

    def _copy(self, path: Path, begin: float, end: float) -> None:
        try:
            data = path.read_bytes()
        except OSError:  # gone meanwhile: whoever copies a folder passes that over
            return
        place = self.target / path.relative_to(self.source)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = data[int(len(data) * begin) : int(len(data) * end)]
        with place.open("ab" if begin else "wb") as file:
            file.write(part)
