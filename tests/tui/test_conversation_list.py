"""The list of conversations: filtered, named, pinned; those of other collections apart."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.fake_backend import TURKEY, answered
from tests.support.pilot import ask, screen_text, until
from tui.conversation_store import ConversationStore
from tui.conversations import BrokenConversation, Conversation, Turn, from_plain, to_plain
from tui.elapsed import ago
from tui.screens.conversations import ConversationsScreen


def stored(folder, **collections: str) -> ConversationStore:
    """A conversation for each title, of the named index; the first is the newest."""
    store = ConversationStore(folder)
    for at, (title, index) in enumerate(collections.items()):
        turns = [Turn(title, answer=answered(title)), Turn("and then?", answer=answered())]
        made = Conversation(index, turns, id=f"id{at}")
        made.updated = (datetime.now(UTC) - timedelta(hours=2 + 24 * at)).isoformat()
        store.save(made.id, to_plain(made), 1)
    return store


async def opened(pilot, count: int) -> ConversationsScreen:
    await pilot.press("ctrl+o")
    await until(pilot, lambda: isinstance(pilot.app.screen, ConversationsScreen))
    screen = pilot.app.screen
    await until(pilot, lambda: screen.options.option_count == count)
    return screen


def age(days: int) -> str:
    """How old the conversation at a place of `stored` is."""
    return ago((datetime.now(UTC) - timedelta(hours=2 + 24 * days)).isoformat())


def lines(screen: ConversationsScreen) -> list[str]:
    return [" ".join(str(each.prompt).split()) for each in screen.options.options]


async def test_each_has_its_title_age_and_number_of_questions(app, own_home):
    stored(own_home / "state/conversations", first="index", second="/else/index", third="index")
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await opened(pilot, 4)
        assert lines(screen) == [
            f"first 2 questions · {age(0)}",
            f"third 2 questions · {age(2)}",
            "Of other collections",
            f"second 2 questions · {age(1)}",
        ]
        await pilot.press(*"secon")
        assert lines(screen) == ["Of other collections", f"second 2 questions · {age(1)}"]
        await pilot.press("enter")
        await until(pilot, lambda: app.chat.conversation.title == "second")


async def test_every_question_is_searched(app, own_home):
    stored(own_home / "state/conversations", first="index", second="index")
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await opened(pilot, 2)
        await pilot.press(*"then sec")
        assert lines(screen) == [f"second 2 questions · {age(1)}"]
        await pilot.press("ctrl+u", *"nowhere")
        assert lines(screen) == []


async def test_one_is_named_and_pinned(app, own_home):
    folder = own_home / "state/conversations"
    stored(folder, first="index", second="index")
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await opened(pilot, 2)
        await pilot.press("down", "f4")
        await until(pilot, lambda: lines(screen)[0].startswith("◆ second"))
        assert screen.options.highlighted == 0
        await pilot.press("f2", "ctrl+u", *"My own", "enter")
        await until(pilot, lambda: lines(screen)[0].startswith("◆ My own 2 questions"))
        await pilot.press("f4")
        await until(pilot, lambda: lines(screen)[1].startswith("My own"))
        await pilot.press("f2", "ctrl+u", "enter")  # no name: its first question again
        await until(pilot, lambda: lines(screen)[1].startswith("second"))
    plain = json.loads((folder / "id1.json").read_text())
    assert (plain["name"], plain["pinned"]) == ("", False)
    assert len(plain["turns"]) == 2


async def test_the_name_of_the_open_one_stays_when_it_is_saved_again(app, own_home):
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, TURKEY)
        await until(pilot, lambda: list((own_home / "state/conversations").glob("*.json")))
        screen = await opened(pilot, 1)
        await pilot.press("f2", "ctrl+u", *"F-35", "enter")
        await until(pilot, lambda: lines(screen)[0].startswith("F-35"))
        await pilot.press("escape")
        await ask(pilot, "and India?")
        screen = await opened(pilot, 1)
        await until(pilot, lambda: lines(screen)[0].startswith("F-35 2 questions"))


async def test_delete_in_the_line_deletes_a_letter_first(app, own_home):
    stored(own_home / "state/conversations", first="index")
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await opened(pilot, 1)
        await pilot.press(*"first", "home", "delete")
        assert screen.line.value == "irst"
        assert screen.options.option_count == 1
        await pilot.press("end", "delete")
        await until(pilot, lambda: screen.options.option_count == 0)
        assert "Deleted: first" in screen_text(app)


def test_names_and_pins_are_saved_and_may_be_missing(tmp_path):
    store = stored(tmp_path, one="index", two="index")
    store.change("id1", name="A name", pinned=True)
    store.change("id1", pinned=True)
    entries, _ = store.entries()
    assert [(each.title, each.pinned) for each in entries] == [("A name", True), ("one", False)]
    with pytest.raises(BrokenConversation):
        store.change("id7", name="x")
    plain = to_plain(store.load("id0"))
    del plain["name"], plain["pinned"]  # as version 0.1.0 wrote it
    assert from_plain(plain).title == "one"
