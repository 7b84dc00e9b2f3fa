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
from qa.store.file_states import FileRow
from qa.store.store import Store

_STEP = 128  # files that are looked at between two looks at the clock


@dataclass(slots=True)
class QuickCheck:
    """One look at a folder, which can be stopped and resumed.

    `suspects` are the sources of files that are gone or look different; `elsewhere` says that
    names came or went, or that this can't be told without listing the folders.
    """

    root: str
    rows: list[FileRow]
    scan: LastScan | None
    unread: list[str]  # sources of files that could not be read then
    suspects: list[str] = field(default_factory=list)
    elsewhere: bool = False
    _folders_done: bool = False
    _start: int = 0
    _done: int = 0

    @classmethod
    def of(cls, store: Store, root: Path) -> QuickCheck:
        """Prepare a look at the files of an index."""
        rows = store.file_rows()
        # Where it has to stop before the end, the next one is to see others.
        start = random.randrange(len(rows)) if rows else 0
        unread = store.unreadable()
        return cls(os.path.abspath(root), rows, LastScan.of(store), unread, _start=start)

    @property
    def clean(self) -> bool:
        """Whether nothing that was looked at has changed."""
        return not self.suspects and not self.elsewhere

    @property
    def unchecked(self) -> int:
        """How many files have not been looked at."""
        return len(self.rows) - self._done

    def advance(self, enough: Callable[[], bool]) -> None:
        """Look on until everything was looked at, or until `enough` says so."""
        if not self._folders_done:
            self.elsewhere = self._folders_differ()
            self._folders_done = True
        before = self.root + os.sep
        total = len(self.rows)
        stat = os.stat
        while self._done < total and not enough():
            low = (self._start + self._done) % total
            batch = self.rows[low : min(low + _STEP, total)]
            for source, size, mtime_ns, inode, ctime_ns, checked_ns in batch:
                try:
                    found = stat(before + source)
                except OSError:
                    self.suspects.append(source)
                    continue
                if (
                    found.st_mtime_ns != mtime_ns
                    or found.st_ctime_ns != ctime_ns
                    or found.st_size != size
                    or found.st_ino != inode
                    or -RACY_NS < checked_ns - mtime_ns < RACY_NS
                    or -RACY_NS < checked_ns - ctime_ns < RACY_NS
                ):
                    self.suspects.append(source)
            self._done += len(batch)

    def _folders_differ(self) -> bool:
        scan = self.scan
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
            signature_at(os.path.join(self.root, source))[1] > since for source in self.unread
        )
