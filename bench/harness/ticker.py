"""How far a long measurement is, on stderr."""

from __future__ import annotations

import sys
import time

from qa.datatypes import Progress


def say(line: str) -> None:
    """Print a line to stderr at once."""
    print(line, file=sys.stderr, flush=True)


class Ticker:
    """A progress callback that writes a line to stderr every ten seconds of a long job."""

    def __init__(self, name: str, every: float = 10.0) -> None:
        self.name, self.every = name, every
        self.started = self.spoken = time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        """Say how far the job is, if it is time to."""
        now = time.perf_counter()
        if now - self.spoken < self.every:
            return
        self.spoken = now
        rate = progress.done / (now - self.started)
        total = f" of {progress.total:,}" if progress.total else ""
        say(f"{self.name}: {progress.stage} {progress.done:,}{total} {progress.unit}, {rate:.0f}/s")
