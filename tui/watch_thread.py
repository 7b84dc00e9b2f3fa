"""A thread that waits for changes of the collection and tells of them; and how often one looks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Event, Thread

from qa.datatypes import Noticed
from qa.errors import CollectionNotFound

_LOOK_EVERY = 30.0  # seconds between two looks where changes can't be waited for
_REST = 9  # a look that takes a second is followed by this many without


class Watch:
    """Runs until it is stopped, and keeps no process from ending."""

    def __init__(
        self, changes: Callable[[Event], Iterator[Noticed]], tell: Callable[[Noticed], object]
    ) -> None:
        self._changes, self._tell = changes, tell
        self._stop = Event()
        self._thread = Thread(target=self._run, name="qa-watch", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether anything will still be told."""
        return self._thread.is_alive() and not self._stop.is_set()

    def stop(self) -> None:
        """End it, soon."""
        self._stop.set()

    def _run(self) -> None:
        try:
            for noticed in self._changes(self._stop):
                if self._stop.is_set():
                    return
                self._tell(noticed)
        except CollectionNotFound:  # nothing to watch before a folder is named
            return
        except Exception:  # noqa: BLE001 - whatever it was, the files can still be looked at
            while not self._stop.wait(_LOOK_EVERY):
                self._tell(Noticed.FILES)


class Pauses:
    """One look at a time, and looks take no more than a tenth of the time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: float | None = None
        self._next = 0.0

    def wait(self) -> float | None:
        """Seconds until a look may begin; None while one is under way."""
        return None if self._since is not None else max(0.0, self._next - self._clock())

    def begin(self) -> None:
        """A look begins."""
        self._since = self._clock()

    def end(self) -> None:
        """It is over, if there was one."""
        if self._since is not None:
            now = self._clock()
            self._next = now + _REST * (now - self._since)
            self._since = None
