"""What is typed is never lost: it goes to the question box wherever the focus is."""

from __future__ import annotations

import asyncio
import random
import threading

import pytest
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from tests.support.fake_backend import DAMAGED, SEEDS, TURKEY, WORLD_CUP, FakeBackend, answered
from tests.support.pilot import ask, screen_text, until
from tui.app import build
from tui.conversations import Conversation, Turn
from tui.failures import Failure
from tui.screens.browsing import BrowsingScreen
from tui.screens.chat import ChatScreen
from tui.screens.help import HelpScreen
from tui.screens.palette import PaletteScreen
from tui.state import Phase
from tui.typing_keys import acts
from tui.widgets.quote import Quote
from tui.widgets.source_pane import SourcePane

SCRIPTS, KEYS = 200, 6
PRINTABLE = "123479ynopqcemjkgGNavfs/ ?aZé."
# May act instead of being typed, and only after Esc.
COMMANDS = set("123456789ynopqcemjkgGNdv/ ")
# In the tables and articles of the library and the timeline, where they are bound.
TABLE = set(" ardsfvnopyqjkgG/")
OTHER = (
    "enter", "escape", "escape", "tab", "shift+tab", "alt+1", "alt+2", "alt+n", "alt+p", "alt+c",
    "left", "right", "pageup", "pagedown", "ctrl+home", "ctrl+end", "f1", "f2", "f3", "f4", "f8",
    "ctrl+f", "ctrl+p", "ctrl+o", "click", "down",
)  # fmt: skip
NAMES = {" ": "space", "/": "slash", "?": "question_mark", ".": "full_stop"}


def texts(app) -> str:
    """All that was typed and is still there: the box, questions, and other fields."""
    fields = [each.value for screen in app.screen_stack for each in screen.query(Input)]
    questions = (turn.question for turn in app.chat.conversation.turns)
    return "".join([app.chat.prompt.text, *questions, *fields])


async def settle(pilot) -> None:
    """Wait for what a key sets off. `Pilot.press` sleeps as well, 50 ms for each key."""
    for _ in range(3):  # from the app to the screen, the widget, and back with its messages
        await pilot._wait_for_screen()


async def press(pilot, key: str) -> None:
    app = pilot.app
    if key == "click":
        if quotes := [each for each in app.screen.query(Quote) if each.region.height]:
            quotes[0].post_message(Quote.Opened(quotes[0]))  # as a click on its number does
    else:
        name = NAMES.get(key, key)
        app.post_message(Key(name, key if len(key) == 1 else ALT.get(key)))
    await settle(pilot)


# Terminals send the letter with Alt.
ALT = {"alt+1": "1", "alt+2": "2", "alt+n": "n", "alt+p": "p", "alt+c": "c"}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
async def test_no_printable_key_is_lost(part, monkeypatch):
    """200 random scripts of keys, on both sides of the width where articles stand beside.

    Nothing is painted, which is half of the time and decides nothing here.
    """
    monkeypatch.setattr(Screen, "_compositor_refresh", lambda screen: screen._dirty_widgets.clear())
    chance = random.Random(part)
    lost: list[str] = []
    for size in ((80, 20), (112, 20)):
        app = build(backend=FakeBackend(), watching=False)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda app=app: app.state.warm)
            for _ in range(SCRIPTS // 8):
                script = [
                    chance.choice(PRINTABLE) if chance.random() < 0.6 else chance.choice(OTHER)
                    for _ in range(KEYS)
                ]
                await run_script(pilot, script, lost)
            assert app._exception is None
    assert not lost


async def run_script(pilot, script: list[str], lost: list[str]) -> None:
    app = pilot.app
    app.show_chat()
    turn = Turn(TURKEY, answer=answered(), asked="2026-01-02T03:04:05+00:00")
    await app.chat.open_conversation(Conversation("index", [turn]))
    app.chat.prompt.text = ""
    await settle(pilot)
    escaped = False
    for at, key in enumerate(script):
        screen = app.screen
        if isinstance(screen, PaletteScreen) and key == "enter":
            continue  # it might quit
        before = texts(app)
        in_field = isinstance(app.focused, Input)
        bound = acts(screen, NAMES.get(key, key))
        focused = app.focused.ancestors if app.focused else ()
        reads = any(isinstance(each, SourcePane) for each in focused)
        await press(pilot, key)
        if len(key) > 1:
            escaped = key == "escape" or (escaped and isinstance(screen, ChatScreen))
            if app.screen is app.chat and app.focused is app.chat.prompt:
                escaped = False
            continue
        if isinstance(screen, ChatScreen):
            allowed = escaped and key in COMMANDS
        else:
            table = isinstance(screen, BrowsingScreen) and not in_field
            walks = table and reads and key in "np"
            allowed = table and (bound or walks) and key in TABLE
        after = texts(app)
        # A window that opened a moment before may have brought words of its own meanwhile.
        if after.count(key) <= before.count(key) and not allowed:
            lost.append(f"{key!r} of {script[: at + 1]} on {screen} with {app.focused}")
        if len(after) == len(before) + 1:
            assert after.count(key) == before.count(key) + 1


async def test_digits_and_letters_typed_under_an_answer_are_a_question(app):
    async with app.run_test(size=(80, 24)) as pilot:
        for typed in ("2nd opinion?", "yes now?", "1 or 2"):
            await ask(pilot, TURKEY)
            await pilot.press(*("space" if key == " " else key for key in typed))
            assert app.chat.prompt.text == typed
            assert not app.chat.reading
            assert app.clipboard == ""
            await pilot.press("enter")
            await until(pilot, lambda: app.chat.conversation.turns[-1].done)
            assert app.chat.conversation.turns[-1].question == typed


async def test_alt_and_a_digit_never_types_it(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("alt+1", "alt+2")
        assert app.chat.prompt.text == ""
        await ask(pilot, TURKEY)
        await pilot.press("alt+9")  # no such source
        assert app.chat.prompt.text == ""
        assert not app.chat.reading


async def test_the_first_letter_after_esc_ends_commands_before_the_focus_has_moved(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("escape")
        quote = app.focused
        for letter in "in 2019?":  # all were on their way to the answer
            quote.post_message(Key("space" if letter == " " else letter, letter))
        await until(pilot, lambda: len(app.chat.prompt.text) == 8)
        assert app.chat.prompt.text == "in 2019?"
        assert not app.chat.reading


@pytest.mark.parametrize("where", ["box", "answer", "library"])
async def test_letters_typed_while_a_line_to_find_words_opens_go_there(app, where):
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, TURKEY)
        if where == "answer":
            await pilot.press("escape")
        elif where == "library":
            await pilot.press("f2", "down", "enter")
            await until(pilot, lambda: app.screen.reading and app.screen.pane.view.has_focus)
        app.post_message(Key("ctrl+f", None))
        for letter in "turkey":  # all at once
            app.post_message(Key(letter, letter))
        await until(pilot, lambda: isinstance(app.focused, Input) and app.focused.id == "find")
        await until(pilot, lambda: app.focused.value == "turkey")
        assert app.chat.prompt.text == ""


QUICK = "how deep is the pond?"
TABLES = {
    "answer": ("tab",), "source": ("alt+1",), "library": ("f2", "down"), "timeline": ("f8",),
    "library's article": ("f2", "down", "enter"),
}  # fmt: skip


@pytest.mark.parametrize("where", TABLES)
async def test_quick_typing_outside_a_field_arrives_whole_and_in_order(app, where):
    """All keys come before the first has moved the focus, as under load, or from a script."""
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.state.warm)
        await ask(pilot, TURKEY)
        for key in TABLES[where]:
            await pilot.press(key)
        if where == "timeline":
            await until(pilot, lambda: app.screen.grid.has_focus)
            app.screen.line.put("")
        if where in ("source", "library's article"):
            await until(pilot, lambda: app.screen.pane.view.has_focus)
        for at, letter in enumerate(QUICK):
            app.post_message(Key(NAMES.get(letter, letter), letter))
            if at % 5 == 2:
                await asyncio.sleep(0)  # some come while others are on their way
        field = app.chat.prompt if app.screen is app.chat else app.screen.line
        await until(pilot, lambda: field.has_focus)
        await settle(pilot)
        typed = field.text if field is app.chat.prompt else field.value
        assert typed == QUICK


async def test_keys_that_come_before_the_screen_is_there_wait_for_it(app):
    """They are on their way when the app begins, and when a window opens."""
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(Key("f2", None))
        for letter in "pent":
            app.post_message(Key(letter, letter))
        await until(pilot, lambda: isinstance(app.screen, BrowsingScreen) and app.screen.is_mounted)
        await until(pilot, lambda: app.chat.prompt.text + app.screen.line.value == "pent")


async def test_after_esc_letters_are_commands_until_one_types(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("escape", "1")
        await until(pilot, lambda: "1 of 2" in screen_text(app))
        await pilot.press("n")
        await until(pilot, lambda: "2 of 2" in screen_text(app))
        await pilot.press("y")
        assert app.clipboard.startswith("Washington has previously warned")
        await pilot.press("w")  # no command
        assert app.chat.prompt.text == "w"
        await pilot.press("n", "y", "1")
        assert app.chat.prompt.text == "wny1"
        assert app.chat.reading


async def test_typing_in_an_article_goes_to_the_box_below_it(app):
    """Opened with Alt or the mouse, letters are no commands there; the box is always seen."""
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("alt+1")
        await until(pilot, lambda: app.chat.pane.view.evidence_line)
        await pilot.press("n", "o", "w")
        assert app.chat.prompt.text == "now"
        assert "now" in screen_text(app)
        assert app.chat.reading
        await pilot.press("alt+n")
        await until(pilot, lambda: "2 of 2" in screen_text(app))


async def test_keys_that_need_alt_are_shown_with_it(app):
    async with app.run_test(size=(120, 24)) as pilot:
        await ask(pilot, TURKEY)
        await until(pilot, lambda: "Alt+Y Copy answer" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: " y Copy answer" in screen_text(app))


async def test_letters_typed_in_a_window_are_a_question(app):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("w", "h", "y")
        assert app.screen is app.chat
        assert app.chat.prompt.text == "why"


async def test_letters_typed_over_the_conversations_delete_none(app, own_home):
    """They filter the list, in the line above it."""
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, TURKEY)
        await until(pilot, lambda: list((own_home / "state/conversations").glob("*.json")))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: app.screen.options.option_count == 1)
        await pilot.press(*"due")
        assert app.screen.line.value == "due"
        assert app.screen.options.option_count == 0
        assert list((own_home / "state/conversations").glob("*.json"))


async def test_alt_with_a_letter_acts_or_does_nothing(app):
    """Esc and a letter are told from it by when they are read (`tui.terminal_parser`)."""
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        app.post_message(Key("alt+w", "w"))
        await pilot.pause()
        assert app.chat.prompt.text == ""
        app.post_message(Key("alt+y", "y"))
        await pilot.pause()
        assert app.chat.prompt.text == ""
        assert "fighter jet" in app.clipboard


async def test_alt_and_enter_make_a_new_line(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "alt+enter", "b")
        assert app.chat.prompt.text == "a\nb"


FIELDS = {
    "chat": ("escape",),
    "article": ("alt+1",),
    "find": ("ctrl+f",),
    "library": ("f2",),
    "library's table": ("f2", "down"),
    "library's article": ("f2", "down", "enter"),
    "its words": ("f2", "down", "enter", "ctrl+f"),
    "facets": ("f2", "f4"),
    "dates": ("f2", "down", "d"),
    "timeline": ("f8",),
    "help": ("f1",),
    "palette": ("ctrl+p",),
    "conversations": ("ctrl+o",),
    "name": ("ctrl+o", "f2"),
    "export": ("ctrl+s",),
}


@pytest.mark.parametrize("where", FIELDS)
async def test_no_key_with_alt_types_or_leaves(app, where):
    """Alt+A in an article that was opened from the library typed an "a" into the filter."""
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.state.warm)
        await ask(pilot, TURKEY)
        for key in FIELDS[where]:
            await pilot.press(key)
            await pilot.pause()
        screen, focused, before = app.screen, app.focused, texts(app)
        for letter in "abcdefghijklmnopqrstuvwxyz0123456789":
            if not acts(screen, f"alt+{letter}"):
                app.post_message(Key(f"alt+{letter}", letter))
        app.post_message(Key("alt+question_mark", "?"))
        await settle(pilot)
        assert texts(app) == before
        assert (app.screen, app.focused) == (screen, focused)


def test_alt_and_a_digit_arrive_from_terminals_of_the_old_kind():
    """Guards `textual._ansi_sequences`: without it Alt+1 would type an exclamation mark."""
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    build(backend=FakeBackend(), watching=False)
    assert not {f"\x1b{each}" for each in "0123456789-="} & set(ANSI_SEQUENCES_KEYS)


async def test_paste_goes_to_the_box(app):
    from textual.events import Paste

    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, TURKEY)
        await pilot.press("escape")
        app.screen._forward_event(Paste("pasted"))
        await pilot.pause()
        assert app.chat.prompt.text == "pasted"


# The first start.


def nothing_indexed() -> FakeBackend:
    backend = FakeBackend()
    backend.fake.missing = True
    backend.waits = True
    return backend


async def test_a_question_before_the_first_build_builds_waits_and_is_answered():
    backend = nothing_indexed()
    app = build(backend=backend, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.phase is Phase.NO_INDEX)
        await until(pilot, lambda: app.focused is app.chat.prompt)
        await pilot.press(*"why?", "enter")
        await until(pilot, lambda: len(backend.updates) == 1)
        await until(pilot, lambda: "waits for the index" in screen_text(app))
        backend.fake.missing = False
        backend.updates[0].waits = False
        await until(pilot, lambda: app.chat.conversation.turns[0].answer)
        assert app.chat.conversation.turns[0].question == "why?"


async def test_a_question_typed_while_the_index_is_opened_waits(fake):
    gate = threading.Event()
    documents = fake.fake.documents
    fake.fake.documents = lambda: (gate.wait(10), documents())[1]
    app = build(backend=fake, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"why?", "enter")
        await until(pilot, lambda: "waits for the index" in screen_text(app))
        gate.set()
        await until(pilot, lambda: app.chat.conversation.turns[0].answer)


async def test_enter_in_the_empty_box_builds():
    backend = nothing_indexed()
    app = build(backend=backend, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "Build the index" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: len(backend.updates) == 1)


async def test_a_build_that_fails_offers_to_ask_again():
    backend = nothing_indexed()
    backend.waits = False
    backend.events = [Failure("The disk is full.", "Free some space.")]
    app = build(backend=backend, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.phase is Phase.NO_INDEX)
        await pilot.press(*"why?", "enter")
        await until(pilot, lambda: "› Ask again" in screen_text(app))
        assert "✕ The disk is full." in screen_text(app)
        from tests.support.fake_backend import REPORT

        backend.events = [REPORT]
        backend.fake.missing = False
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.chat.conversation.turns[0].answer)
        assert len(app.chat.conversation.turns) == 1


async def test_a_question_that_fails_offers_to_ask_again(app, fake):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.state.warm)
        fake.fake.fails["ask"] = DAMAGED
        await ask(pilot, TURKEY)
        del fake.fake.fails["ask"]
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.chat.conversation.turns[0].answer)
        assert app.focused is app.chat.prompt


async def test_a_path_is_no_question_while_nothing_is_indexed(own_home):
    backend = nothing_indexed()
    backend.fake.held = ()
    app = build(backend=backend, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "nothing to read" in screen_text(app))
        wrong = str(own_home / "nowhere")
        folder = app.screen.query_one("#folder")
        folder.focus()
        folder.value = wrong
        await pilot.press("enter")
        await until(pilot, lambda: "There is no folder" in " ".join(screen_text(app).split()))
        assert app.focused is folder
        assert folder.value == wrong
        app.chat.prompt.focus()  # and the next one is typed into the box
        app.chat.prompt.text = wrong
        await pilot.press("enter")
        await pilot.pause()
        assert app.chat.prompt.text == wrong
        assert not app.chat.conversation.turns
        app.chat.prompt.text = str(SEEDS)
        await pilot.press("enter")
        await until(pilot, lambda: backend.updates)
        assert not app.chat.conversation.turns
        assert app.state.name == "seeds"  # the title names the new folder at once


async def test_a_folder_that_fails_can_be_corrected():
    """The field with what was typed stays, and keeps the focus."""
    backend = nothing_indexed()
    backend.waits = False
    backend.fake.held = ()
    backend.events = [Failure("Nothing can be read there.", "Name another folder.")]
    app = build(backend=backend, watching=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "nothing to read" in screen_text(app))
        folder = app.screen.query_one("#folder")
        folder.focus()
        folder.value = str(SEEDS)
        await pilot.press("enter")
        await until(pilot, lambda: "Nothing can be read there" in screen_text(app))
        await until(pilot, lambda: not app.state.updating)
        await pilot.press("x")
        assert app.screen.query_one("#folder").value == f"{SEEDS}x"
        assert app.chat.prompt.text == ""


# Windows give the focus back.


@pytest.mark.parametrize("key", ["f1", "ctrl+o", "ctrl+p", "f2"])
@pytest.mark.parametrize("where", ["box", "quote", "article"])
async def test_the_focus_returns_after_every_window(app, key, where):
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, lambda: app.state.warm)
        await ask(pilot, TURKEY)
        if where != "box":
            await pilot.press("escape", "down")
        if where == "article":
            await pilot.press("enter")
            await until(pilot, lambda: app.focused is app.chat.pane.view)
        before = app.focused
        await pilot.press(key)
        await until(pilot, lambda: app.screen is not app.chat)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.chat)
        assert app.focused is before
        if where == "article":
            await pilot.press("escape")
            assert isinstance(app.focused, Quote)
            assert app.focused.place == 1


async def test_the_focus_is_the_box_s_after_a_refusal_too(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, WORLD_CUP)
        assert app.focused is app.chat.prompt


async def test_keys_wait_for_the_first_picture_two_seconds_at_most(app, monkeypatch):
    monkeypatch.setattr("tui.app.EARLY_SECONDS", 0.3)
    monkeypatch.setattr(type(app), "call_after_refresh", lambda *_, **__: True)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.chat.prompt.text == ""
        await pilot.press("h", "i")
        await until(pilot, lambda: app.chat.prompt.text == "hi")
