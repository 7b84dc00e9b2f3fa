"""A thread that reports changes of the collection, and a throttle for comparing files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Event, Thread

from qa.datatypes import Noticed
from qa.errors import CollectionNotFound

_CHECK_EVERY = 30.0  # seconds between two checks where the system reports no changes
_REST = 9  # a check that takes a second is followed by this many seconds without one


class ChangeWatcher:
    """Runs until it is stopped; a daemon, so it never delays the end of the process."""

    def __init__(
        self, changes: Callable[[Event], Iterator[Noticed]], report: Callable[[Noticed], object]
    ) -> None:
        self._changes, self._report = changes, report
        self._stop = Event()
        self._thread = Thread(target=self._run, name="qa-watch", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether changes are still reported."""
        return self._thread.is_alive() and not self._stop.is_set()

    def stop(self) -> None:
        """Stop soon; returns at once."""
        self._stop.set()

    def _run(self) -> None:
        try:
            for change in self._changes(self._stop):
                if self._stop.is_set():
                    return
                self._report(change)
        except CollectionNotFound:  # nothing to watch before a folder is named
            return
        except Exception:  # noqa: BLE001 - whatever it was, files can still be compared by the clock
            while not self._stop.wait(_CHECK_EVERY):
                self._report(Noticed.FILES)


class ScanThrottle:
    """One check at a time, and checks take no more than a tenth of the time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: float | None = None
        self._next = 0.0

    def wait(self) -> float | None:
        """Seconds until a check may begin; None while one is running."""
        return None if self._since is not None else max(0.0, self._next - self._clock())

    def begin(self) -> None:
        """A check begins."""
        self._since = self._clock()

    def end(self) -> None:
        """The check has ended, if there was one."""
        if self._since is not None:
            now = self._clock()
            self._next = now + _REST * (now - self._since)
            self._since = None
