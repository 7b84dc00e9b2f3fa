"""A question that is being typed outlives the chat, however that ends, and is never sent by it."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.support.fake_backend import TURKEY
from tests.support.pilot import ask, screen_text, until
from tests.support.pseudo_terminal import PseudoTerminal
from tui.app import build
from tui.drafts import Drafts
from tui.history import History

HALF = "what did the board decide about the 2nd po"
CHAT = """
from tests.support.fake_backend import FakeBackend
from tui.app import build

build(backend=FakeBackend(), watching=False).run()
"""


def saved(home: Path) -> list[str]:
    """The drafts on the disk."""
    files = (home / "state" / "drafts").glob("*.json")
    return sorted(json.loads(each.read_text("utf-8"))["text"] for each in files)


def test_a_draft_is_taken_over_by_the_next_chat_of_its_collection(tmp_path):
    first, other, next_one = (Drafts(tmp_path) for _ in range(3))
    first.save("garden", "when is the")
    first.save("garden", HALF)
    assert other.adopt("garden") == ""  # the first one still runs
    assert other.adopt("house") == ""
    first.close()
    assert other.adopt("house") == ""
    assert other.adopt("garden") == HALF
    assert next_one.adopt("garden") == ""  # it is the other one's now
    other.save("garden", "")  # sent
    other.close()
    assert next_one.adopt("garden") == ""
    assert list(tmp_path.iterdir()) == []


def test_two_chats_of_a_collection_keep_a_draft_each(tmp_path):
    first, second, third = (Drafts(tmp_path) for _ in range(3))
    first.save("garden", "first")
    second.save("garden", "second")
    first.close()
    second.close()
    assert {third.adopt("garden"), Drafts(tmp_path).adopt("garden")} == {"first", "second"}


def test_a_draft_follows_the_chat_to_another_collection(tmp_path):
    drafts = Drafts(tmp_path)
    drafts.save("garden", HALF)
    drafts.save("house", HALF)
    drafts.close()
    assert Drafts(tmp_path).adopt("garden") == ""
    assert Drafts(tmp_path).adopt("house") == HALF


@pytest.mark.parametrize("content", ["", "{", "[]", '{"text": 3}', '{"text": " "}'])
def test_a_damaged_draft_is_none(tmp_path, content):
    drafts = Drafts(tmp_path)
    drafts.save("garden", HALF)
    drafts.close()
    (path,) = tmp_path.glob("*.json")
    path.write_text(content)
    assert Drafts(tmp_path).adopt("garden") == ""
    assert list(tmp_path.iterdir()) == []


def test_what_was_changed_in_an_earlier_question_stays_there(tmp_path):
    history = History()
    history.add("one?")
    history.add("two?")
    assert history.back("new") == "two?"
    assert history.unsent("two?") == "new"
    assert history.unsent("two? or three?") == "two? or three?"
    assert history.back("two? or three?") == "one?"
    assert history.back("one?") is None
    assert history.forward("one?") == "two? or three?"
    assert history.forward("two? or three?") == "new"
    assert history.forward("new") is None


def test_a_lock_that_a_killed_chat_left_goes(tmp_path):
    drafts = Drafts(tmp_path)
    drafts.save("garden", HALF)
    drafts.save("garden", "")
    (lock,) = tmp_path.iterdir()
    assert lock.suffix == ".lock"
    assert Drafts(tmp_path).adopt("garden") == ""
    assert lock.exists()  # it runs
    drafts._lock.release()  # as its end does
    assert Drafts(tmp_path).adopt("garden") == ""
    assert not lock.exists()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_a_killed_chat_loses_no_question(tmp_path, how):
    if signal.getsignal(how) is signal.SIG_IGN:
        pytest.skip("it is ignored here, as under nohup")
    killed = PseudoTerminal(tmp_path, CHAT)
    try:
        killed.until("2 documents")
        killed.send(HALF)
        killed.wait(lambda: saved(tmp_path) == [HALF])
        killed.process.send_signal(how)
        killed.wait(lambda: killed.process.poll() is not None)
    finally:
        killed.close()
    again = PseudoTerminal(tmp_path, CHAT)
    try:
        again.until("2nd po")
        again.send("nds?")
        again.wait(lambda: saved(tmp_path) == [f"{HALF}nds?"])
    finally:
        again.close()


async def test_it_is_back_at_the_next_start_and_not_sent(fake, own_home):
    app = build(backend=fake, watching=False)
    async with app.run_test() as pilot:
        await pilot.press(*"why was")
        await until(pilot, lambda: saved(own_home) == ["why was"])
        await pilot.press(*" it")  # and ends at once
    again = build(backend=fake, watching=False)
    async with again.run_test() as pilot:
        await until(pilot, lambda: again.chat.prompt.text == "why was it")
        assert "What you had not sent is back in the box." in screen_text(again)
        assert again.chat.conversation.turns == []
        await pilot.press("?", "enter")
        await until(pilot, lambda: again.chat.conversation.turns)
        assert again.chat.conversation.turns[0].question == "why was it?"
        await until(pilot, lambda: saved(own_home) == [])
    third = build(backend=fake, watching=False)
    async with third.run_test() as pilot:
        await until(pilot, lambda: third.state.warm and not third.workers)
        assert third.chat.prompt.text == ""


async def test_what_is_typed_at_once_is_not_put_behind_it(fake, own_home):
    app = build(backend=fake, watching=False)
    async with app.run_test() as pilot:
        await pilot.press(*"why was")
    again = build(backend=fake, watching=False)
    again.user_data.find_draft = lambda index, found: again.set_timer(
        0.3, lambda: type(again.user_data).find_draft(again.user_data, index, found)
    )
    async with again.run_test() as pilot:
        await pilot.press(*"who")
        await until(pilot, lambda: "why was" in again.user_data.history.questions)
        assert again.chat.prompt.text == "who"
        await until(pilot, lambda: saved(own_home) == ["who"])
        await pilot.press("up")
        assert again.chat.prompt.text == "why was"
        await pilot.press("down")
        assert again.chat.prompt.text == "who"


async def test_editing_a_question_loses_none_that_is_being_typed(app, own_home):
    async with app.run_test() as pilot:
        await ask(pilot, TURKEY)
        await pilot.press(*"half a")
        await pilot.press("alt+e")
        assert app.chat.prompt.text == TURKEY
        await pilot.press("up")
        assert app.chat.prompt.text == "half a"


async def test_a_disk_that_takes_no_draft_is_reported_once(app, own_home, monkeypatch):
    tried: list[str] = []

    def full(drafts, index, text):
        tried.append(text)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Drafts, "save", full)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.state.warm)
        await pilot.press("a")
        await until(pilot, lambda: "Nothing could be saved" in screen_text(app))
        await pilot.press("b")
        await until(pilot, lambda: tried == ["a", "ab"] and not app.workers)
        shown = []
        monkeypatch.setattr(app, "show_message", lambda text, **_: shown.append(text))
        await pilot.press("c")
        await until(pilot, lambda: tried[-1] == "abc" and not app.workers)
        assert not shown
