"""A real terminal, tmux, and a typist who opens and closes windows in the middle of words."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.pilot import PATIENCE
from tui.glyphs import ASKED

ROOT = Path(__file__).parents[2]
CHAT = """
from tests.support.fake_backend import FakeBackend
from tui.app import build

build(backend=FakeBackend(), watching=False).run()
"""
WORDS = ("quick", "dwarf", "blight", "squash", "2nd", "1 or 2?", "yes", "open it")
# What opens a window, and what is seen of it alone.
WINDOWS = (
    ("F1", "Alt+Enter"),
    ("C-p", "Find an action or a document"),
    ("C-o", "F2 renames"),
    ("F2", "Type to filter, Down"),
    ("F8", "What it says"),
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]


class Terminal:
    """A window of tmux with a server of its own."""

    def __init__(self, home: Path, size: tuple[int, int]) -> None:
        self._tmux = ["tmux", "-S", str(home / "tmux"), "-f", os.devnull]
        width, height = size
        own = {
            "QA_STATE": str(home / "state"), "QA_CONFIG": str(home / "config"),
            "PYTHONPATH": str(ROOT), "TERM": "xterm-256color",
        }  # fmt: skip
        subprocess.run(
            [*self._tmux, "new-session", "-d", "-x", str(width), "-y", str(height),
             sys.executable, "-c", CHAT],
            check=True, cwd=ROOT, env={**os.environ, **own},
        )  # fmt: skip
        subprocess.run([*self._tmux, "set", "-s", "escape-time", "0"], check=True)

    def press(self, key: str) -> None:
        """Press a key by its name in tmux."""
        subprocess.run([*self._tmux, "send-keys", key], check=True)

    def type(self, text: str) -> None:
        """Type characters."""
        subprocess.run([*self._tmux, "send-keys", "-l", text], check=True)

    def shown(self) -> str:
        """What stands on the screen."""
        done = subprocess.run(
            [*self._tmux, "capture-pane", "-p"], check=True, capture_output=True, text=True
        )
        return done.stdout

    def until(self, condition: Callable[[str], bool], what: str) -> None:
        """Look at the screen until it shows something."""
        ends = time.monotonic() + PATIENCE
        while not condition(shown := self.shown()):
            assert time.monotonic() < ends, f"{what}: not within {PATIENCE:.0f} s in\n{shown}"
            time.sleep(0.1)

    def close(self) -> None:
        """End the program and the server."""
        subprocess.run([*self._tmux, "kill-server"], check=False)


@pytest.fixture(params=[(80, 24), (130, 30)], ids=["narrow", "wide"])
def terminal(request, tmp_path) -> Iterator[Terminal]:
    made = Terminal(tmp_path, request.param)
    yield made
    made.close()


def box(shown: str) -> str:
    """What is in the question box: below the last rule, which is thick where one types."""
    lines = shown.rstrip("\n").split("\n")
    rule = max(at for at, line in enumerate(lines) if "────" in line or "━━━━" in line)
    return " ".join(" ".join(lines[rule + 1 : -1]).split()).removeprefix(ASKED).lstrip()


def test_words_typed_between_windows_arrive_whole(terminal):
    chance = random.Random(7)
    terminal.until(lambda shown: "Ask your documents" in shown, "the question box")
    terminal.until(lambda shown: "2 documents" in shown, "the documents")
    terminal.type("why was Turkey removed from F-35?")
    terminal.press("Enter")
    terminal.until(lambda shown: "stealth" in shown, "an answer")
    for _ in range(2):
        typed = ""
        for word in chance.sample(WORDS, 3):
            half = chance.randint(1, len(word) - 1)
            terminal.type(word[:half])
            key, seen = chance.choice(WINDOWS)
            terminal.press(key)
            terminal.until(lambda shown, seen=seen: seen in shown, f"{key} in {typed}{word}")
            terminal.press("Escape")
            # Before the window is gone, Esc and the next letter may be Alt and that letter.
            terminal.until(
                lambda shown, seen=seen: seen not in shown and " Ask " in shown, "the chat"
            )
            terminal.type(f"{word[half:]} ")
            typed += f"{word} "
            terminal.until(
                lambda shown, typed=typed: box(shown) == " ".join(typed.split()), f"{typed!r}"
            )
        terminal.press("C-u")
        terminal.until(lambda shown: box(shown) in ("", "Ask your documents"), "an empty box")
