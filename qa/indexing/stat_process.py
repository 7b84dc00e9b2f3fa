"""Look at many files in a process of its own, which stays for the next look.

In a thread each of tens of thousands of calls of the system gives Python's lock away and waits for
it again, beside a search that uses it: 28,072 files took 90 to 200 ms of processors instead of 55.
"""

from __future__ import annotations

import os
import random
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qa.indexing import stat_worker
from qa.indexing.stat_worker import LENGTH, MARK

if TYPE_CHECKING:
    from qa.store.store import Store

MANY = 4_000  # files from which on a process is worth its start, 15 ms
_BEAT = 0.01  # seconds between two questions whether it is enough


class NotLooked(Exception):
    """The process can't be started here, or it has died."""


class StatProcess:
    """A process that looks at the files of one index."""

    def __init__(self) -> None:
        program = str(Path(stat_worker.__file__))
        if os.name != "posix" or not sys.executable or os.stat not in os.supports_dir_fd:
            raise NotLooked
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        except (OSError, ValueError) as error:
            raise NotLooked from error
        self._sources: list[str] = []
        self._state: object = None

    def look(
        self, root: str, store: Store, state: object, enough: Callable[[], bool]
    ) -> Iterator[tuple[int, list[str]]]:
        """Look at all files of `store` below `root`: how many, and which of them look different.

        Rows that it had at the same `state` are not read again. Where it has to stop before the
        end, the next look is to see others: it begins anywhere. Raises NotLooked; after that, and
        where it was not read to its end, the process has to be closed.
        """
        rows = ""
        if state != self._state:
            rows = store.file_fields(MARK)
            self._sources = rows.split(MARK)[::5] if rows else []
        count = len(self._sources)
        if not count:
            return
        start = random.randrange(count)
        try:
            self._send(MARK.join((root, str(start), *([rows] if rows else []))), enough)
            while (fields := self._received(enough)) is not None:
                if not fields:
                    self._state = state
                    return
                yield fields[0], [self._sources[at] for at in fields[1:]]
        except (OSError, ValueError, IndexError) as error:
            raise NotLooked from error

    def close(self) -> None:
        """End it."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        with suppress(subprocess.TimeoutExpired):  # at a disk that does not answer
            self._process.wait(0.1)

    def _send(self, text: str, enough: Callable[[], bool]) -> None:
        data = text.encode("utf-8")
        left = memoryview(len(data).to_bytes(LENGTH, "little") + data)
        pipe = self._process.stdin
        assert pipe
        os.set_blocking(pipe.fileno(), False)
        while left and not enough():
            if select.select([], [pipe], [], _BEAT)[1]:
                left = left[os.write(pipe.fileno(), left) :]

    def _received(self, enough: Callable[[], bool]) -> list[int] | None:
        """The next reply; None when it is not waited for any longer."""
        head = self._read(LENGTH, enough)
        if head is None:
            return None
        data = self._read(int.from_bytes(head, "little"), enough)
        if data is None:
            return None
        return [int(field) for field in data.decode("ascii").split(MARK) if field]

    def _read(self, size: int, enough: Callable[[], bool]) -> bytes | None:
        pipe = self._process.stdout
        assert pipe
        found = b""
        while len(found) < size:
            if enough():
                return None
            if select.select([pipe], [], [], _BEAT)[0]:
                more = os.read(pipe.fileno(), size - len(found))
                if not more:
                    raise OSError("the process has ended")
                found += more
        return found
