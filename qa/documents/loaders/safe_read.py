"""Opening files that may be hostile: only regular ones, only up to a limit, never blocking."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.errors import DocumentError

MAX_BYTES = 64 << 20  # 64 MiB: some ten million words; a larger file is no article

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # opening a FIFO must not wait for its writer
    | getattr(os, "O_NOFOLLOW", 0)  # the scanner has resolved the links it trusts
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_regular(path: Path, limit: int = MAX_BYTES) -> bytes:
    """All bytes of a regular file of at most `limit` bytes; DocumentError for anything else."""
    with _opened(path) as descriptor:
        size = os.fstat(descriptor).st_size
        if size > limit:
            raise DocumentError(too_large(size, limit))
        data = _first(descriptor, limit + 1)
    if len(data) > limit:  # it grew, or its size is not what it says (as under /proc)
        raise DocumentError(too_large(len(data), limit))
    return data


def read_head(path: Path, most: int) -> bytes:
    """The first bytes of a regular file, at most so many; DocumentError for anything else."""
    with _opened(path) as descriptor:
        return _first(descriptor, most)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The descriptor of a regular file."""
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise DocumentError(_cannot_open(path, error)) from error
    try:
        # Checked on the descriptor, not the name: the name may point elsewhere by now.
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise DocumentError("Not a regular file.")
        yield descriptor
    except OSError as error:
        raise DocumentError(f"Can't be read: {error.strerror}.") from error
    finally:
        os.close(descriptor)


def _first(descriptor: int, most: int) -> bytes:
    with open(descriptor, "rb", closefd=False) as file:
        return file.read(most)


def too_large(size: int, limit: int = MAX_BYTES) -> str:
    """Why a file of `size` bytes is skipped."""
    return f"Too large: {size / 2**20:,.1f} MiB, and the limit is {limit / 2**20:,.0f} MiB."


def _cannot_open(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, ValueError):
        return "Can't be opened: its name holds a NUL character."
    if path.is_symlink():
        return "Is a symbolic link."
    return f"Can't be opened: {error.strerror}."
