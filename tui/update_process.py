"""An update of the index under way, as the screen sees it: events, an end, a way to stop it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qa.config import Locations
from qa.datatypes import Progress, Skipped, SyncReport
from tui.failures import Failure

VERBS = {
    "reading": "Reading",
    "compiling": "Preparing the model",
    "embedding": "Reading and embedding",
    "indexing": "Making it searchable",
}


class How(StrEnum):
    """What an update does."""

    UPDATE = "update"  # reads what is new and changed
    REBUILD = "rebuild"  # reads everything
    PRUNE = "prune"  # as an update, and removes whatever is gone, however much it is


class Update:
    """Runs `tui.update_worker` and tells what it says."""

    def __init__(self, where: Locations, how: How = How.UPDATE) -> None:
        self.stopped = False
        command = [sys.executable, "-P", "-m", "tui.update_worker", how]
        # All of it: the process must not look for the index itself, the folder may be another now.
        paths = [str(path) for path in where.paths or ()]
        self._process = subprocess.Popen(
            [*command, str(where.index), where.encoder or "", *paths],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def events(self) -> Iterator[Progress | SyncReport | Failure]:
        """How far it is, as it comes; at last the report or what went wrong.

        When it was stopped there is no last word.
        """
        assert self._process.stdout
        said_all = False
        with self._process.stdout as lines:
            for line in lines:
                event = _event(line)
                said_all = said_all or not isinstance(event, Progress)
                yield event
        code = self._process.wait()
        if not said_all and not self.stopped:
            yield Failure(
                f"The update ended before it was done ({_how(code)}).",
                "Press F5 to go on; what was done is kept.",
            )

    def stop(self) -> None:
        """End it. What it has committed stays."""
        self.stopped = True
        self._process.terminate()


def _event(line: str) -> Progress | SyncReport | Failure:
    said: dict[str, Any] = json.loads(line)
    if "progress" in said:
        return Progress(**said["progress"])
    if "failure" in said:
        return Failure(**said["failure"])
    report = said["report"]
    report["skipped"] = tuple(Skipped(**each) for each in report["skipped"])
    report["warnings"] = tuple(report["warnings"])
    return SyncReport(**report)


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


@dataclass(frozen=True, slots=True)
class Pace:
    """How far an update is, how fast, and how long it still takes."""

    progress: Progress
    rate: float | None = None  # units in a second
    left: float | None = None  # seconds

    @property
    def share(self) -> float:
        """From 0 to 1."""
        total = self.progress.total
        return min(1.0, self.progress.done / total) if total else 0.0

    def words(self) -> str:
        """`1,200 of 28,072 documents · 38/s · 11 min left`, as far as it is known."""
        done, total = self.progress.done, self.progress.total
        if not total and not done:
            return ""
        parts = [f"{done:,} of {total:,} {self.progress.unit}" if total else f"{done:,}"]
        if self.rate:
            parts.append(f"{self.rate:,.0f}/s" if self.rate >= 3 else f"{self.rate:.1f}/s")
        if self.left is not None:
            parts.append(f"{_duration(self.left)} left")
        return " · ".join(parts)


class Pacer:
    """Turns events into paces, stage by stage."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage = ""
        self._began, self._first = 0.0, 0

    def pace(self, event: Progress) -> Pace:
        """Take the next event."""
        now = self._clock()
        if event.stage != self._stage:
            self._stage, self._began, self._first = event.stage, now, event.done
        done, seconds = event.done - self._first, now - self._began
        if done <= 0 or seconds < 1:
            return Pace(event)
        rate = done / seconds
        left = (event.total - event.done) / rate if event.total else None
        return Pace(event, rate, left)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"
