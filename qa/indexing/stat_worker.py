"""The program of a process that looks at many files: which of them are not as they were indexed.

It is run by its path, isolated and without site packages, and imports nothing of `qa`, so that it
is ready within 15 ms. It opens no file. A request is a list of fields: the folder, the number of
the row to begin at, and the rows, five fields each (path relative to the folder, size, mtime,
inode and ctime), or no rows for those of the last request. Replies come as it goes on: how many
files it has looked at since the reply before, and the places of those rows that are gone or look
different; after the last one, an empty reply.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from functools import partial

MARK = "\x01"  # between fields
STEP = 1024  # files between two replies: 2 ms
LENGTH = 8  # bytes before every message that say how long it is

Row = tuple[str, int, int, int, int]
Stat = Callable[[str], os.stat_result]


def rows_of(fields: list[str]) -> list[Row]:
    """Rows from their fields. Raises ValueError when they are none, as where a path has a MARK."""
    if len(fields) % 5:
        raise ValueError("not five fields a row")
    numbers = (map(int, fields[at::5]) for at in range(1, 5))
    return list(zip(fields[::5], *numbers, strict=True))


def different(rows: Iterable[Row], stat: Stat) -> list[int]:
    """The places of rows whose file is gone or looks different, by `stat` of its path."""
    found = []
    for at, (source, size, mtime_ns, inode, ctime_ns) in enumerate(rows):
        try:
            now = stat(source)
        except (OSError, ValueError):
            found.append(at)
            continue
        if (
            now.st_mtime_ns != mtime_ns
            or now.st_ctime_ns != ctime_ns
            or now.st_size != size
            or now.st_ino != inode
        ):
            found.append(at)
    return found


def main() -> None:
    """Answer requests on stdin until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    requests, replies = sys.stdin.buffer, sys.stdout.buffer

    def reply(fields: list[int]) -> None:
        data = MARK.join(map(str, fields)).encode()
        replies.write(len(data).to_bytes(LENGTH, "little") + data)
        replies.flush()

    rows: list[Row] = []
    while len(head := requests.read(LENGTH)) == LENGTH:
        message = requests.read(int.from_bytes(head, "little"))
        root, first, *fields = message.decode("utf-8").split(MARK)
        if fields:
            rows = rows_of(fields)
        folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        stat = partial(os.stat, dir_fd=folder)
        start = int(first)
        for begin, end in ((start, len(rows)), (0, start)):
            for at in range(begin, end, STEP):
                step = rows[at : min(at + STEP, end)]
                reply([len(step), *(at + place for place in different(step, stat))])
        os.close(folder)
        reply([])


if __name__ == "__main__":
    main()
