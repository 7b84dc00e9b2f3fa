"""The log of update processes: a small rotating file that only its user can read."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from tui.user_folders import state_folder

FILE_NAME = "update.log"
MAX_BYTES = 1_000_000  # a larger log is rotated before the next update starts
BACKUPS = 2  # update.log.1 and update.log.2


def path() -> Path:
    """Where the log is."""
    return state_folder() / FILE_NAME


def open_for_append() -> int:
    """Open the log for a process to append to; return the file descriptor. Raises OSError.

    The folder is created 0700, the file 0600. Rotation happens here, not while it is written:
    the process holds the descriptor as its stderr, so that crashes of native code land in it.
    """
    log = path()
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        if log.stat().st_size > MAX_BYTES:
            _rotate(log)
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with suppress(OSError):
        os.chmod(log, 0o600)  # also where an older file was readable by others
    return descriptor


def _rotate(log: Path) -> None:
    names = [log, *(log.with_name(f"{log.name}.{n}") for n in range(1, BACKUPS + 1))]
    for newer, older in reversed(list(pairwise(names))):
        with suppress(FileNotFoundError):
            os.replace(newer, older)
