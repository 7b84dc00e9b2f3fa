"""Commands typed into the box, as people know them from other chats."""

from __future__ import annotations

import pytest

from tests.support.fake_backend import TURKEY
from tests.support.pilot import ask, until
from tui.screens.help import HelpScreen
from tui.typed_commands import action_typed


@pytest.mark.parametrize(
    ("line", "action"),
    [(" EXIT ", "quit"), ("/new", "new"), ("what is /new?", None), ("new", None), ("", None)],
)
def test_only_whole_lines_are_commands(line, action):
    assert action_typed(line) == action


async def _typed(pilot, line):
    pilot.app.chat.prompt.text = line
    pilot.app.chat.prompt.focus()
    await pilot.press("enter")


async def test_a_new_conversation_help_and_the_end(app, fake):
    async with app.run_test(size=(80, 40)) as pilot:
        await ask(pilot, TURKEY)
        first = app.chat.conversation
        await _typed(pilot, "/new")
        await until(pilot, lambda: app.chat.conversation is not first)
        await _typed(pilot, "/help")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.chat)
        await _typed(pilot, "exit")
        await until(pilot, lambda: app.return_code is not None or not app.is_running)
    asked = [question for question, _ in fake.fake.asked]
    assert TURKEY in asked
    assert {"/new", "/help", "exit"}.isdisjoint(asked)
