"""Keys on a real pseudo-terminal: those pressed before the chat is there, and those it leaves."""

from __future__ import annotations

import os
import select
import termios
import time
from collections.abc import Iterator

import pytest
from textual.events import Key
from textual.message import Message

from tests.support.fake_backend import TURKEY
from tests.support.pilot import PATIENCE
from tests.support.pseudo_terminal import PseudoTerminal
from tui.picker import PickerApp
from tui.terminal_driver import TerminalDriver

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


PICKED = """
import os
from tests.support.fake_backend import FakeBackend
from tui import start
from tui.app import build

os.chdir({folder!r})
start.build = lambda index, building: build(backend=FakeBackend(), watching=False)
start.run(None)
"""


@pytest.fixture
def terminal(tmp_path) -> Iterator[PseudoTerminal]:
    made = PseudoTerminal(tmp_path, CHAT)
    yield made
    made.close()


@pytest.mark.slow
def test_enter_before_the_chat_is_there_sends_the_question(terminal):
    terminal.until("almost")
    terminal.send(f"{TURKEY}\r")
    terminal.until("stealth")  # is in the answer


@pytest.mark.slow
@pytest.mark.parametrize("how", ["Ctrl+Q", "SIGTERM"])
def test_the_terminal_is_left_as_it_was(terminal, how):
    terminal.until("almost")
    terminal.send("\r")
    terminal.until("2 documents")
    if how == "SIGTERM":
        terminal.process.terminate()
    else:
        terminal.send("\x11")
    ends = time.monotonic() + PATIENCE
    while terminal.process.poll() is None:
        assert time.monotonic() < ends
        if select.select([terminal.end], [], [], 0.1)[0]:
            os.read(terminal.end, 65536)
    assert terminal.process.returncode == 0
    assert termios.tcgetattr(terminal.theirs) == terminal.before


@pytest.mark.slow
def test_what_is_typed_while_the_chat_follows_the_list_is_for_the_chat(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Pond\n\nThe pond is deep.\n")
    terminal = PseudoTerminal(tmp_path, PICKED.format(folder=str(folder)))
    try:
        terminal.until("1 .md")
        terminal.send(f"\r{TURKEY}\r")
        terminal.send("and 2")
        terminal.until("stealth")  # is in the answer
        terminal.until("and 2")
    finally:
        terminal.close()


async def test_what_an_ending_app_did_not_come_to_handle_is_left_to_the_next(monkeypatch):
    app = PickerApp(None, ())
    driver = TerminalDriver(app)
    sent: list[Message] = []
    monkeypatch.setattr(driver, "process_message", sent.append)
    handled, late, after = (Key(each, each) for each in "abc")
    driver._post([handled, late])
    app.handles(handled)
    app.hands_over = True
    driver._post([after])
    assert sent == [handled, late]
    assert [*app.unhandled] == [late, after]
