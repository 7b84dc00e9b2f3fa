"""One writer at a time, and who it is."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from qa.errors import IndexLocked, StoreError
from qa.files import PRIVATE, make_folder, make_private, read_json, unwritable_as_error, write_json

LOCK_NAME = ".lock"
WRITER_NAME = ".writer.json"  # beside the lock, which only its owner may open for writing


@contextmanager
def writing(index: Path, patience: float = 0.0) -> Iterator[None]:
    """Take the index's one write lock. Raises IndexLocked when another process keeps it.

    `patience` is how many seconds to wait for it.

    The lock is the operating system's: it is released when its process ends, however that ends.
    """
    from filelock import FileLock, Timeout

    found = index.exists()
    with unwritable_as_error(index):
        make_folder(index)
        lock = FileLock(index / LOCK_NAME, timeout=patience, mode=PRIVATE)
        try:
            lock.acquire()
            make_private(index / LOCK_NAME)
        except Timeout as error:
            raise IndexLocked(f"Another process{_writer(index)} is writing to {index}.") from error
    try:
        # A full disk must not stop a question from rebuilding its search structures.
        with suppress(StoreError):
            write_json(
                index / WRITER_NAME,
                {
                    "pid": os.getpid(),
                    "host": socket.gethostname(),
                    "since": datetime.now(UTC).isoformat(timespec="seconds"),
                },
            )
        yield
    finally:
        with suppress(OSError):
            (index / WRITER_NAME).unlink(missing_ok=True)
            if not found and os.listdir(index) == [LOCK_NAME]:  # nothing came of it
                (index / LOCK_NAME).unlink()
                index.rmdir()
        lock.release()


def _writer(index: Path) -> str:
    """The owner of the lock, in words, if it has written who it is."""
    owner = read_json(index / WRITER_NAME) or {}
    try:
        since = datetime.fromisoformat(str(owner["since"])).astimezone()
        return f" ({int(owner['pid'])} on {owner['host']}, since {since:%Y-%m-%d %H:%M:%S})"
    except (KeyError, TypeError, ValueError):
        return ""
