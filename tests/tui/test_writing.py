"""A language model on top of the chat: shown above the quotes, switched in the palette."""

from __future__ import annotations

from dataclasses import replace

from qa.datatypes import Doubt, Support, Written, WrittenSentence
from qa.writing import settings
from tests.support.fake_backend import TURKEY, WORLD_CUP
from tests.support.pilot import ask, screen_text, until
from tui import settings as tui_settings

WRITTEN = Written(
    (
        WrittenSentence("Turkey was removed from the program.", (1,), Support(True, None, 0.9)),
        WrittenSentence("It paid 2001.", (1,), Support(False, Doubt.NUMBER, 0.0, ("2001",))),
    ),
    "small",
    "127.0.0.1:8080",
)


async def test_what_is_written_comes_above_the_quotes_and_is_stored(app, fake):
    fake.write = lambda answer, cancelled: replace(answer, written=WRITTEN)
    async with app.run_test(size=(100, 50)) as pilot:
        app.user_data.change_settings(write=True)
        await ask(pilot, TURKEY)
        turn = app.chat.conversation.turns[-1]
        await until(pilot, lambda: turn.answer.written, "written")
        await until(pilot, lambda: "Written by small" in screen_text(app), "shown")
        shown = screen_text(app)
        assert "Turkey was removed from the program." in shown
        assert "“It paid 2001.”" in shown
        assert shown.index("Written by small") < shown.index("[1]", shown.index("Written by small"))
        await ask(pilot, WORLD_CUP)
        assert app.chat.conversation.turns[-1].answer.written is None


async def test_without_the_switch_no_model_is_asked(app, fake):
    asked = []
    fake.write = lambda answer, cancelled: asked.append(answer)
    async with app.run_test(size=(100, 50)) as pilot:
        await ask(pilot, TURKEY)
        assert asked == []
        assert "Written by" not in screen_text(app)


async def test_the_switch_needs_a_model_that_may_be_asked(app):
    async with app.run_test(size=(100, 30)):
        app.action_toggle_writing()
        assert not app.user_data.settings.write  # none is configured
        settings.save(settings.checked("192.0.2.1:9/v1", "small"))
        app.action_toggle_writing()
        assert not app.user_data.settings.write  # nobody allowed it
        settings.save(settings.checked("127.0.0.1:9/v1", "small"))
        app.action_toggle_writing()
        assert app.user_data.settings.write
        app.action_toggle_writing()
        assert not app.user_data.settings.write


def test_the_choice_is_off_until_it_is_made(tmp_path):
    assert not tui_settings.load(tmp_path).write
    tui_settings.save(tmp_path, tui_settings.Settings(write=True))
    assert tui_settings.load(tmp_path).write
