"""Whether a process waits for a core or for something else, as Linux tells it."""

from __future__ import annotations

from pathlib import Path


def runnable(process: int) -> bool:
    """Whether a process (its first thread) computes, or would if it had a core.

    False where that is unknown: on other systems than Linux, and of a process that has ended.
    """
    try:
        stat = Path(f"/proc/{process}/stat").read_bytes()
    except OSError:
        return False
    return stat.rpartition(b")")[2].split()[:1] == [b"R"]  # proc(5): the state follows the name
