"""The palette: actions by name, description and other words, then documents."""

from __future__ import annotations

import pytest

from tests.support.fake_backend import TURKEY
from tests.support.pilot import ask, screen_text, until
from tui.actions import Action, matching
from tui.commands import palette_actions
from tui.screens.palette import PaletteScreen


async def opened(pilot) -> PaletteScreen:
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(pilot.app.screen, PaletteScreen))
    return pilot.app.screen


def listed(screen: PaletteScreen) -> list[str]:
    return [str(each.prompt) for each in screen.options.options]


async def test_the_palette_has_every_action_and_every_document(app):
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: app.state.name)
        names = {action.title for action in palette_actions(app)}
        assert {
            "New conversation", "Conversations", "Library", "Update the index", "Timeline",
            "Rebuild the index", "Light or dark", "Help", "Quit",
        } <= names  # fmt: skip
        await ask(pilot, TURKEY)
        names = {action.title for action in palette_actions(app)}
        assert {"Export the conversation", "Copy the answer"} <= names
        await opened(pilot)
        await pilot.press(*"pentagon")
        await until(pilot, lambda: "The Pentagon is pressing" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.chat and app.chat.reading)
        await until(pilot, lambda: "Under the current sanctions law" in screen_text(app))


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("date", "Ask documents of certain days"),
        ("since", "Ask documents of certain days"),
        ("filter", "Library"),
        ("theme", "Theme: qa, dark"),
        ("settings", "Update automatically"),
        ("settings", "Light or dark"),
        ("rename", "Conversations"),
        ("undelete", "Restore a conversation"),
        ("chronology", "Timeline"),
        ("clipboard sentence", "Copy the sentence"),
        ("cptans", "Copy the answer"),  # letters in their order
        ("libary", "Library"),  # a typo
        ("UPDATE INDEX", "Update the index"),
    ],
)
async def test_actions_are_found_by_what_people_call_them(app, typed, title):
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: app.state.name)
        await ask(pilot, TURKEY)
        found = [match.action.title for match in matching(palette_actions(app), typed)]
        assert title in found[:4]


def test_titles_come_before_other_words_and_these_before_descriptions():
    made = [
        Action("Quit", "Leave the theme park", print),
        Action("Light or dark", "Colours", print, words="theme"),
        Action("Theme", "Choose one", print),
        Action("Anthem", "Sing", print),
    ]
    found = matching(made, "them")
    assert [each.action.title for each in found] == ["Theme", "Light or dark", "Anthem", "Quit"]
    assert found[0].at == {0, 1, 2, 3}
    assert matching(made, "zzz") == []
    assert [each.action for each in matching(made, " ")] == made


async def test_actions_come_first_one_line_each_with_their_key(app):
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: app.state.name)
        screen = await opened(pilot)
        lines = listed(screen)
        assert all("\n" not in each for each in lines)
        assert lines[0].startswith("New conversation ")
        assert lines[0].endswith(" Ctrl+N")
        assert len({len(each) for each in lines}) == 1
        await pilot.press(*"date")
        lines = listed(screen)
        documents = [at for at, each in enumerate(lines) if "2019-10-25" in each]
        actions = [at for at, each in enumerate(lines) if "Ask documents of" in each]
        assert documents  # it holds "date" in no title: the one of updates does
        assert max(actions) < min(documents)


async def test_an_action_is_run_from_anywhere(app):
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: app.state.name)
        await ask(pilot, TURKEY)
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is not app.chat)
        await opened(pilot)
        await pilot.press(*"edit", "enter")
        await until(pilot, lambda: app.screen is app.chat)
        await until(pilot, lambda: app.chat.prompt.text == TURKEY)
        await opened(pilot)
        await pilot.press(*"qqqq")
        assert "Nothing has a name like this." in screen_text(app)
        await pilot.press("enter", "escape")
        assert app.screen is app.chat
