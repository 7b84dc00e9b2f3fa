"""Make what a long update has committed searchable from time to time, not only at its end."""

from __future__ import annotations

import time
from pathlib import Path

from qa.indexing.derive import derive
from qa.store.store import Store

_FIRST = 1.0  # seconds after the beginning; people may ask the first documents then
# How much longer the pause is than publishing took. What is published then need not be at the end,
# when nothing else is left to do on the other cores.
_SHARE = 2


class Publisher:
    """Called after each commit of an update; publishes when that is due. The caller has the lock.

    The pauses grow with what publishing takes; workers read on meanwhile.
    """

    def __init__(self, index: Path, store: Store) -> None:
        self._index = index
        self._store = store
        self._due = time.monotonic() + _FIRST

    def __call__(self) -> None:
        """Bring the search structures up to the last commit, if enough time has passed."""
        began = time.monotonic()
        if began < self._due:
            return
        derive(self._index, self._store, growing=True)
        ended = time.monotonic()
        self._due = ended + max(_FIRST, _SHARE * (ended - began))
