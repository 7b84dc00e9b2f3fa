"""Whether a folder is still what its index was made from, by signatures alone and in bounded time.

Nothing is read and nothing listed: folders that have the times they had hold the same names, so a
look at each known file is all there is to do. What looks different is compared properly
afterwards (`qa.indexing.diff`).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from qa.indexing.diff import RACY_NS
from qa.indexing.last_scan import LastScan, signature_at
from qa.store.store import Store

_STEP = 256  # files that are looked at between two looks at the clock: 1 ms


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

    def run(self, store: Store, enough: Callable[[], bool]) -> None:
        """Look at all folders, then at the files until `enough` says so."""
        self.elsewhere = self.elsewhere or self._folders_differ(store)
        # Where it has to stop before the end, the next one is to see others: any beginning will do.
        start = store.source_at(random.randrange(self.unchecked)) if self.unchecked else ""
        first = self._files(store, start, None, enough)
        if first:
            self._files(store, "", start, enough)

    def _files(
        self, store: Store, after: str, until: str | None, enough: Callable[[], bool]
    ) -> bool:
        """Look at the files whose sources come after one and, if given, up to another."""
        while not enough():
            rows = store.file_rows(after, _STEP)
            if until is not None:
                rows = [row for row in rows if row[0] <= until]
            if not rows:
                return True
            self._look(rows)
            after = rows[-1][0]
        return False

    def _look(self, rows: list[tuple[str, int, int, int, int, int]]) -> None:
        before = self.root + os.sep
        stat, suspects = os.stat, self.suspects
        for source, size, mtime_ns, inode, ctime_ns, checked_ns in rows:
            try:
                found = stat(before + source)
            except OSError:
                suspects[source] = 0
                continue
            if (
                found.st_mtime_ns != mtime_ns
                or found.st_ctime_ns != ctime_ns
                or found.st_size != size
                or found.st_ino != inode
                or -RACY_NS < checked_ns - mtime_ns < RACY_NS
                or -RACY_NS < checked_ns - ctime_ns < RACY_NS
            ):
                suspects[source] = size
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
