"""A program on a pseudo-terminal, whose other end a test has."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.support.pilot import PATIENCE

ROOT = Path(__file__).parents[2]


class PseudoTerminal:
    """The other end of the terminal that `program`, in Python, runs on."""

    def __init__(self, home: Path, program: str) -> None:
        self.end, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        own = {
            "QA_STATE": str(home / "state"), "QA_CONFIG": str(home / "config"),
            "PYTHONPATH": str(ROOT), "TERM": "xterm-256color",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, **own},
            stdin=self.theirs, stdout=self.theirs, stderr=self.theirs, start_new_session=True,
        )  # fmt: skip

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self.end, keys.encode())

    def until(self, wanted: str) -> None:
        """Read what is painted until something is."""
        seen, ends = b"", time.monotonic() + PATIENCE
        while wanted.encode() not in seen:
            left = ends - time.monotonic()
            assert left > 0, seen[-500:]
            assert select.select([self.end], [], [], left)[0], seen[-500:]
            seen = seen[-4096:] + os.read(self.end, 65536)

    def wait(self, condition: Callable[[], object]) -> None:
        """Let it paint until something is so."""
        ends = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < ends
            if select.select([self.end], [], [], 0.05)[0]:
                with suppress(OSError):  # it has ended
                    os.read(self.end, 65536)

    def close(self) -> None:
        """End the program."""
        self.process.kill()
        self.process.wait()
        os.close(self.end)
        os.close(self.theirs)
