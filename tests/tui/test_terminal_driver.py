"""Keys on a real pseudo-terminal: those pressed before the chat is there, and those it leaves."""

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
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.fake_backend import TURKEY
from tests.support.pilot import PATIENCE

ROOT = Path(__file__).parents[2]
# It begins when a line was typed, which it leaves to the chat.
CHAT = """
import select, sys
from tests.support.fake_backend import FakeBackend
from tui.app import build

app = build(backend=FakeBackend(), watching=False)
sys.stdout.write("almost")
sys.stdout.flush()
select.select([0], [], [])
app.run()
"""


class Terminal:
    """The other end of a terminal that a chat runs on."""

    def __init__(self, home: Path) -> None:
        self.end, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        own = {
            "QA_STATE": str(home / "state"), "QA_CONFIG": str(home / "config"),
            "PYTHONPATH": str(ROOT), "TERM": "xterm-256color",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHAT], cwd=ROOT, env={**os.environ, **own},
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

    def close(self) -> None:
        """End the program."""
        self.process.kill()
        self.process.wait()
        os.close(self.end)
        os.close(self.theirs)


@pytest.fixture
def terminal(tmp_path) -> Iterator[Terminal]:
    made = Terminal(tmp_path)
    yield made
    made.close()


@pytest.mark.slow
def test_enter_before_the_chat_is_there_sends_the_question(terminal):
    terminal.until("almost")
    terminal.send(f"{TURKEY}\r")
    terminal.until("stealth")  # is in the answer


@pytest.mark.slow
def test_the_terminal_is_left_as_it_was(terminal):
    terminal.until("almost")
    terminal.send("\r")
    terminal.until("sk your documents")
    terminal.send("\x11")  # Ctrl+Q
    ends = time.monotonic() + PATIENCE
    while terminal.process.poll() is None:
        assert time.monotonic() < ends
        if select.select([terminal.end], [], [], 0.1)[0]:
            os.read(terminal.end, 65536)
    assert terminal.process.returncode == 0
    assert termios.tcgetattr(terminal.theirs) == terminal.before
