"""How far an update is, how fast it is, and how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from qa.datatypes import Progress


@dataclass(frozen=True, slots=True)
class Pace:
    """How far an update is, how fast, and how long it still takes."""

    progress: Progress
    rate: float | None = None  # units in a second
    left: float | None = None  # seconds
    elapsed: float = 0.0  # seconds since the stage began

    @property
    def share(self) -> float:
        """From 0 to 1."""
        total = self.progress.total
        return min(1.0, self.progress.done / total) if total else 0.0

    def words(self, *, short: bool = False, waited: float = 0.0) -> str:
        """`1,200 of 28,072 documents · 38/s · 11 min left`, as far as it is known.

        `short` leaves the rate out; `waited` is how many seconds ago it was measured.
        """
        done, total = self.progress.done, self.progress.total
        if not done:
            # "0 of 800" would stand still until the first batch is through.
            parts = [f"{total:,} {self.progress.unit}"] if total else []
            if (elapsed := self.elapsed + waited) >= 1:
                parts.append(_duration(elapsed))
            return " · ".join(parts)
        parts = [f"{done:,} of {total:,} {self.progress.unit}" if total else f"{done:,}"]
        if self.rate and not short:
            parts.append(f"{self.rate:,.0f}/s" if self.rate >= 3 else f"{self.rate:.1f}/s")
        if self.left is not None:
            parts.append(f"{_duration(self.left)} left")
        return " · ".join(parts)


class Pacer:
    """Measures the pace of progress events, stage by stage."""

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
            return Pace(event, elapsed=now - self._began)
        rate = done / seconds
        left = (event.total - event.done) / rate if event.total else None
        return Pace(event, rate, left, now - self._began)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"
