"""Whether a folder is still what its index was made from, by signatures alone.

Nothing is read and nothing listed: folders that have the times they had hold the same names, so a
look at each known file is all there is to do. What looks different is compared properly
afterwards (`qa.indexing.diff`).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from qa.indexing.file_signatures import RACY_NS
from qa.indexing.last_scan import META_KEY, LastScan, signature_at
from qa.indexing.stat_process import MANY, NotLooked, StatProcess
from qa.indexing.stat_worker import Stat, different
from qa.indexing.waiting_scans import WaitingScans
from qa.store.file_states import FileRow
from qa.store.store import Store

_STEP = 256  # files that are looked at between two questions whether it is enough: 0.5 ms


@dataclass(slots=True)
class Looker:
    """What stays between the looks at one index: a process where there are many files."""

    process: StatProcess | None = None

    def close(self) -> None:
        """End the process; another one is started when it is needed."""
        if self.process:
            self.process.close()
            self.process = None


@dataclass(slots=True)
class QuickCheck:
    """One look at a folder.

    `suspects` are the files that are gone or look different, by source, each with the size that
    was indexed; `elsewhere` says that names came or went, or that this can't be told without
    listing the folders; `unchecked` is how many files have not been looked at.
    """

    root: str
    unchecked: int
    suspects: dict[str, int] = field(default_factory=dict)
    elsewhere: bool = False

    @property
    def clean(self) -> bool:
        """Whether nothing that was looked at has changed."""
        return not self.suspects and not self.elsewhere

    def run(self, store: Store, looker: Looker, enough: Callable[[], bool]) -> None:
        """Look at all folders, then at the files until `enough` says so."""
        self._run(store, looker, enough)
        waiting = WaitingScans.of(store)
        for source in self.suspects.keys() & waiting.retained.keys():
            if waiting.same_now(source, os.path.join(self.root, source)):
                del self.suspects[source]

    def _run(self, store: Store, looker: Looker, enough: Callable[[], bool]) -> None:
        many = self.unchecked >= MANY
        if many and not self.elsewhere:
            self._start(looker)
        self.elsewhere = self.elsewhere or self._folders_differ(store)
        if enough():
            return
        total = self.unchecked
        self.suspects.update(store.racy_files(RACY_NS))
        if many and looker.process:
            try:
                self._in_process(store, looker, enough)
            except NotLooked:
                looker.close()
                self.unchecked = total
            else:
                return
        self._here(store, enough)

    def _start(self, looker: Looker) -> None:
        if looker.process is None:
            try:
                looker.process = StatProcess()
            except NotLooked:  # then it is done here
                return

    def _in_process(self, store: Store, looker: Looker, enough: Callable[[], bool]) -> None:
        """Let the process look at the files. Raises NotLooked."""
        assert looker.process
        state = (store.state(), store.meta(META_KEY), self.root)
        found: list[str] = []
        for count, sources in looker.process.look(self.root, store, state, enough):
            self.unchecked -= count
            found += sources
            if found and not self.suspects:
                self.suspects[found[0]] = 0  # the search need not wait for the rest of them
        self.suspects.update((source, 0) for source in found)
        sizes = {source: file.size for source, file in store.states_of(found).items()}
        self.suspects.update(sizes)
        if self.unchecked:  # it was stopped, and would go on replying
            looker.close()

    def _here(self, store: Store, enough: Callable[[], bool]) -> None:
        """Look at the files in this thread."""
        # Where it has to stop before the end, the next one is to see others: any beginning will do.
        start = store.source_at(random.randrange(self.unchecked)) if self.unchecked else ""
        with _below(self.root) as stat:
            if self._files(store, start, None, stat, enough):
                self._files(store, "", start, stat, enough)

    def _files(
        self, store: Store, after: str, until: str | None, stat: Stat, enough: Callable[[], bool]
    ) -> bool:
        """Look at the files whose sources come after one and, if given, up to another."""
        while not enough():
            rows = store.file_rows(after, _STEP)
            if until is not None:
                rows = [row for row in rows if row[0] <= until]
            if not rows:
                return True
            self._look(rows, stat)
            after = rows[-1][0]
        return False

    def _look(self, rows: Sequence[FileRow], stat: Stat) -> None:
        self.suspects.update(rows[at][:2] for at in different(rows, stat))
        self.unchecked -= len(rows)

    def _folders_differ(self, store: Store) -> bool:
        scan = LastScan.of(store)
        if scan is None or scan.watched is None:
            return True
        for path, signature in scan.watched:
            now = signature_at(os.path.join(self.root, path))
            # Written just before it was listed: it may have been written again in the same tick.
            if now != signature or abs(scan.checked_ns - now[0]) < RACY_NS:
                return True
        since = scan.checked_ns - RACY_NS
        # They have no signature to compare; whatever was done to one shows in its ctime.
        return any(
            signature_at(os.path.join(self.root, source))[1] > since
            for source in store.unreadable()
        )


def quick_check(store: Store, root: Path) -> QuickCheck:
    """Prepare a look at the files of an index."""
    return QuickCheck(os.path.abspath(root), store.file_count())


@contextmanager
def _below(root: str) -> Iterator[Stat]:
    """A function that looks at a file by its path relative to `root`."""
    if os.stat not in os.supports_dir_fd:  # Windows
        yield lambda source: os.stat(os.path.join(root, source))
        return
    try:
        folder = os.open(root, os.O_RDONLY)
    except OSError:  # then none of the files can be looked at
        folder = -1
    try:
        yield partial(os.stat, dir_fd=folder)
    finally:
        if folder >= 0:
            os.close(folder)
