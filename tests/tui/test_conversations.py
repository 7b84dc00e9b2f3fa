"""Conversations kept, reopened, exported; broken files; history and settings."""

from __future__ import annotations

import json
import os
import threading
import time
from dataclasses import replace
from datetime import date

import pytest

from qa.datatypes import Filter
from qa.errors import UsageError
from tests.support.fake_backend import TURKEY, WORLD_CUP, answered, refused
from tests.support.pilot import ask, screen_text, until
from tui import export, settings
from tui.app import build
from tui.conversation_store import RETENTION_DAYS, ConversationStore
from tui.conversations import (
    BrokenConversation,
    Conversation,
    Turn,
    from_plain,
    to_plain,
)
from tui.failures import Failure
from tui.history import MAX_QUESTIONS, History
from tui.themes import DARK, LIGHT
from tui.user_folders import config_folder, data_folder, write_whole


def conversation() -> Conversation:
    odd = replace(answered("odd \udce9 name\x1b[31m"), missing_terms=("[red]",))
    return Conversation(
        "index",
        [
            Turn(
                TURKEY, Filter(("a.txt",), date(2019, 1, 1)), answered(), asked="2026-01-02T03:04"
            ),
            Turn(WORLD_CUP, answer=refused()),
            Turn("why?", failure=Failure("It broke.", "Mend it.")),
            Turn("never mind", cancelled=True),
            Turn("odd", answer=odd),
        ],
    )


def test_there_and_back():
    before = conversation()
    after = from_plain(json.loads(json.dumps(to_plain(before))))
    assert after == before
    unfinished = Conversation("index", [*before.turns, Turn("running")])
    assert len(to_plain(unfinished)["turns"]) == len(before.turns)


@pytest.mark.parametrize(
    "damage",
    [
        lambda plain: plain.update(schema=99),
        lambda plain: plain.pop("turns"),
        lambda plain: plain["turns"][0].pop("answer"),
        lambda plain: plain["turns"][0]["answer"]["evidence"][0].update(text="other"),
        lambda plain: plain["turns"][0]["answer"]["evidence"][0].update(start="x"),
        lambda plain: plain["turns"][0]["answer"]["sources"][0]["document"].update(title=7),
        lambda plain: plain["turns"][0]["only"].update(since="tomorrow"),
        lambda plain: plain.update(turns=[None]),
        lambda plain: plain.update(turns={"a": 1}),
    ],
)
def test_damage_is_noticed(damage):
    plain = json.loads(json.dumps(to_plain(conversation())))
    damage(plain)
    with pytest.raises(BrokenConversation):
        from_plain(plain)


def test_the_shelf_keeps_the_latest_and_passes_over_broken_files(tmp_path):
    shelf = ConversationStore(tmp_path / "conversations")
    assert shelf.entries() == ((), 0)
    one = conversation()
    one.updated = "2026-01-01T00:00:00+00:00"
    shelf.save(one.id, to_plain(one), 2)
    shelf.save(one.id, {"late": "and older"}, 1)
    assert shelf.load(one.id) == one
    for number, text in enumerate(["", "{", "[]", '{"schema": 1}', "[" * 100_000, "\x00"]):
        (tmp_path / "conversations" / f"broken{number}.json").write_text(text)
    entries, broken = shelf.entries()
    assert [entry.id for entry in entries] == [one.id]
    assert (entries[0].title, entries[0].turns, broken) == (TURKEY, 5, 6)


def test_files_are_written_whole(tmp_path, monkeypatch):
    path = tmp_path / "a" / "b.json"
    write_whole(path, "old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [each.name for each in path.parent.iterdir()] == ["b.json"]


async def test_kept_and_reopened(app, fake, own_home):
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await ask(pilot, TURKEY)
        await ask(pilot, WORLD_CUP)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: not app.chat.conversation.turns)
        assert "Ask your 2 documents." in screen_text(app)
        await ask(pilot, "another")
        await until(pilot, lambda: len(list((own_home / "state/conversations").iterdir())) == 2)
    again = build(backend=fake, watching=False)
    async with again.run_test(size=(100, 40), notifications=True) as pilot:
        (own_home / "state" / "conversations" / "broken.json").write_text("{")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "2 questions" in screen_text(again))
        assert "it can't be read: 1 file." in screen_text(again)
        options = again.screen.query_one("OptionList")
        titles = [options.get_option_at_index(i).prompt.plain for i in range(2)]
        options.highlighted = next(i for i, title in enumerate(titles) if TURKEY in title)
        await pilot.press("enter")
        await until(pilot, lambda: len(again.chat.conversation.turns) == 2)
        await until(pilot, lambda: "Not in your documents." in screen_text(again))
        assert "fighter jet. [1]" in " ".join(screen_text(again).split())
        await ask(pilot, "one more")
        await until(pilot, lambda: len(again.chat.conversation.turns) == 3)


async def test_a_long_conversation_shows_its_end_first(app, monkeypatch):
    from tui.messages import ConversationLoaded
    from tui.widgets import conversation
    from tui.widgets.conversation import EarlierTurns

    MOUNTED = 6  # noqa: N806
    monkeypatch.setattr(conversation, "MOUNTED", MOUNTED)
    turns = [Turn(f"question {i}", answer=refused()) for i in range(MOUNTED + 5)]
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.post_message(ConversationLoaded(Conversation("index", turns)))
        await until(pilot, lambda: len(app.chat.view.views()) == MOUNTED)
        await until(pilot, lambda: f"question {MOUNTED + 4}" in screen_text(app))
        (earlier,) = app.screen.query(EarlierTurns)
        earlier.focus()
        await pilot.press("enter")
        await until(pilot, lambda: len(app.chat.view.views()) == MOUNTED + 5)
        assert [view.turn for view in app.chat.view.views()] == turns


async def test_nothing_can_be_written(app, own_home):
    (own_home / "state").write_text("a file where a folder should be")
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await ask(pilot, TURKEY)
        await until(pilot, lambda: "Nothing could be saved" in screen_text(app))
        assert app.chat.conversation.turns[0].answer is not None


async def test_export(app, own_home, monkeypatch):
    monkeypatch.chdir(own_home)
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "nothing to export" in screen_text(app))
        await ask(pilot, TURKEY)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Export the conversation" in screen_text(app))
        await pilot.press("enter")
        written = own_home / "why-was-turkey-removed-from-f-35.md"
        await until(pilot, written.exists)
        assert "## why was Turkey removed from F\\-35?" in written.read_text().replace(
            "F-35?", "F\\-35?"
        )
        await pilot.press("ctrl+s", "enter")
        await until(pilot, lambda: "is there already" in screen_text(app))
        box = app.screen.query_one("Input")
        box.value = "talk.txt"
        await pilot.press("enter")
        await until(
            pilot, lambda: "a name ending in .md or .json." in " ".join(screen_text(app).split())
        )
        box.value = "talk.json"
        await pilot.press("enter")
        await until(pilot, (own_home / "talk.json").exists)
    held = json.loads((own_home / "talk.json").read_text())
    (turn,) = held["turns"]
    assert turn["typed"] == TURKEY
    quote = turn["answer"]["evidence"][0]
    assert (quote["citation"], quote["line"]) == (1, 16)
    assert turn["answer"]["sources"][0]["path"].endswith("000_f06a268188dc6e39.txt")


def test_exports_hold_citations_and_outcomes():
    markdown = export.as_markdown(conversation())
    assert markdown.startswith("# why was Turkey removed from F")
    assert "**poses a threat to Lockheed**" in markdown
    assert "seeds/000_f06a268188dc6e39.txt:16,18" in markdown
    assert "Not in your documents." in markdown
    assert "It broke" in markdown
    assert "Cancelled" in markdown
    turns = json.loads(export.as_json(conversation()))["turns"]
    assert [turn["outcome"] for turn in turns] == [
        None,
        None,
        "It broke. Mend it.",
        "Cancelled.",
        None,
    ]
    assert "[1]" in export.as_text(answered())
    assert export.as_text(refused()).startswith("Not in your documents.\n")


def test_export_writes_over_nothing(tmp_path):
    (tmp_path / "a.md").write_text("mine")
    with pytest.raises(UsageError):
        export.write(tmp_path / "a.md", conversation())
    assert (tmp_path / "a.md").read_text() == "mine"
    assert export.suggested_path(Conversation()) == "conversation.md"
    odd = Conversation("i", [Turn("../../etc/passwd\x1b[31m \u202e?")])
    assert "/" not in export.suggested_path(odd)


def test_an_export_is_not_suggested_among_the_documents(tmp_path, monkeypatch):
    folder = tmp_path / "notes" / "2025"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert export.suggested_path(Conversation(), [str(tmp_path / "notes")]) == "~/conversation.md"
    assert export.suggested_path(Conversation(), [str(tmp_path / "note")]) == "conversation.md"
    folder.rmdir()
    assert export.suggested_path(Conversation(), [str(tmp_path)]) == "~/conversation.md"


def test_history_forgets_the_oldest(tmp_path):
    history = History(tmp_path / "history.json")
    for number in range(MAX_QUESTIONS + 10):
        history.add(f"q{number}")
    history.save()
    kept = History(tmp_path / "history.json").questions
    assert (len(kept), kept[0], kept[-1]) == (MAX_QUESTIONS, "q10", f"q{MAX_QUESTIONS + 9}")
    for text in ("{", '{"questions": 7}', '{"questions": [1, "two"]}'):
        (tmp_path / "history.json").write_text(text)
        assert History(tmp_path / "history.json").questions in ([], ["two"])


@pytest.mark.parametrize(
    ("named", "theme"),
    [("0;15", LIGHT), ("0;default;7", LIGHT), ("15;0", DARK), ("", DARK), ("15;", DARK)],
)
def test_a_first_start_has_the_brightness_of_the_terminal(tmp_path, monkeypatch, named, theme):
    monkeypatch.setenv("COLORFGBG", named)
    assert settings.load(tmp_path).theme == theme
    settings.save(tmp_path, settings.Settings("nord"))
    assert settings.load(tmp_path).theme == "nord"


def test_settings_that_make_no_sense(tmp_path):
    assert settings.load(tmp_path).theme == DARK
    for text in ("{", '{"theme": 7}', '{"theme": "no-such"}'):
        (tmp_path / settings.FILE_NAME).write_text(text)
        assert settings.load(tmp_path).theme == DARK
    settings.save(tmp_path, settings.Settings(LIGHT))
    assert settings.load(tmp_path).theme == LIGHT


def test_where_things_are_kept(monkeypatch, own_home):
    assert data_folder() == own_home / "state"
    monkeypatch.delenv("QA_STATE")
    monkeypatch.delenv("QA_CONFIG")
    monkeypatch.setenv("XDG_DATA_HOME", str(own_home / "x"))
    assert data_folder().is_relative_to(own_home)
    assert config_folder().name == "qa"


# Deleting.


def shelved(folder, *titles: str) -> ConversationStore:
    """A shelf with conversations, the first the newest."""
    shelf = ConversationStore(folder)
    for at, title in enumerate(titles):
        made = Conversation("index", [Turn(title, answer=answered(title))], id=f"id{at}")
        made.updated = f"2026-01-{20 - at:02}T00:00:00+00:00"
        shelf.save(made.id, to_plain(made), 1)
    return shelf


def test_what_is_deleted_can_be_brought_back(tmp_path):
    shelf = shelved(tmp_path, "one", "two", "three")
    before = shelf.load("id1")
    for identifier in ("id1", "id0"):
        shelf.delete(identifier)
        time.sleep(0.01)
    assert [each.id for each in shelf.entries()[0]] == ["id2"]
    shelf.save("id1", {"late": "still on its way"}, 9)  # does not bring it back
    assert [each.id for each in shelf.entries()[0]] == ["id2"]
    shelf.save("id1", to_plain(before), 10)
    again = ConversationStore(tmp_path)  # in another run
    assert {again.restore(), again.restore()} == {"id0", "id1"}
    assert again.restore() is None
    assert again.load("id1") == before
    assert [each.id for each in again.entries()[0]] == ["id0", "id1", "id2"]


def test_nothing_is_written_over_by_bringing_back(tmp_path):
    shelf = shelved(tmp_path, "one")
    shelf.delete("id0")
    shelved(tmp_path, "another")
    identifier = ConversationStore(tmp_path).restore()
    assert identifier not in (None, "id0")
    assert {each.title for each in shelf.entries()[0]} == {"one", "another"}


def test_what_was_deleted_long_ago_goes(tmp_path):
    shelf = shelved(tmp_path, "one", "two", "three")
    shelf.delete("id0")
    shelf.delete("id1")
    for name, days in (("id0", RETENTION_DAYS + 1), ("id1", RETENTION_DAYS - 1)):
        ago = time.time() - days * 86_400
        os.utime(tmp_path / "deleted" / f"{name}.json", (ago, ago))
    shelf.delete("id2")
    assert {each.stem for each in (tmp_path / "deleted").iterdir()} == {"id1", "id2"}


async def test_deleting_in_the_list(app, own_home):
    shelved(own_home / "state" / "conversations", "first", "second")
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await pilot.press("ctrl+o")
        options = app.screen.query_one("OptionList")
        await until(pilot, lambda: options.option_count == 2)
        await pilot.press("alt+d")
        await until(pilot, lambda: options.option_count == 1)
        assert "Deleted: first" in screen_text(app)
        await pilot.press("delete")
        await until(pilot, lambda: options.option_count == 0)
        await pilot.press("delete")  # nothing is left
        await until(pilot, lambda: not list(app.workers))
        for count in (1, 2):
            await pilot.press("ctrl+z")
            await until(pilot, lambda count=count: options.option_count == count)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "There is nothing to restore." in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: len(app.chat.conversation.turns) == 1)


async def test_deleting_the_one_that_is_open(app, fake, own_home):
    folder = own_home / "state" / "conversations"
    gate = threading.Event()
    fake.fake.gate = lambda question: gate.wait(30) if question == "slow" else None
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await ask(pilot, TURKEY)
        await until(pilot, lambda: len(list(folder.glob("*.json"))) == 1)
        identifier = app.chat.conversation.id
        app.chat.prompt.text = "slow"
        await pilot.press("enter")
        await until(pilot, lambda: len(app.chat.conversation.turns) == 2)
        await app.action_delete()
        await until(pilot, lambda: "Ctrl+O, then Ctrl+Z, restores it." in screen_text(app))
        assert app.chat.conversation.turns == []
        gate.set()
        await ask(pilot, WORLD_CUP)  # what was still under way comes to nothing
        await until(pilot, lambda: not list(app.workers))
        assert (folder / "deleted" / f"{identifier}.json").exists()
        assert not (folder / f"{identifier}.json").exists()
        app.action_restore()
        await until(pilot, lambda: app.chat.conversation.id == identifier)
        assert [turn.cancelled for turn in app.chat.conversation.turns] == [False, True]
        app.action_restore()
        await until(pilot, lambda: "There is nothing to restore." in screen_text(app))
