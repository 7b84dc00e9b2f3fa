"""Room in memory, asked for before a question opens networks under a limit (`ulimit -v`).

The libraries that it needs crash where they run out of it, instead of saying so.
"""

from __future__ import annotations

import mmap
import sys

_TO_ANSWER = 560 << 20  # bytes of address space, beside what is loaded by then


def require_room() -> None:
    """Raise MemoryError where this process has a limit that an answer won't fit."""
    if not limited():
        return
    try:
        mmap.mmap(-1, _TO_ANSWER).close()
    except OSError as error:
        raise MemoryError("An answer does not fit the limit.") from error


def limited() -> bool:
    """Whether this process may have only so much of it."""
    if sys.platform == "win32":
        return False
    import resource  # 0.2 ms

    return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY
