"""The list of what can be asked: this folder and what it holds, collections, another folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from qa import library
from qa.datatypes import Holdings
from qa.errors import QaError
from qa.indexing.holdings import holdings
from qa.indexing.sync import sync
from tests.support.builders import settled
from tests.support.fake_backend import FakeBackend
from tests.support.pilot import screen_text, until
from tests.support.updates import fake_encoder, write
from tui import start
from tui.app import build
from tui.folder_names import completed, given_folder
from tui.picker import Choice, PickerApp, held_words
from tui.widgets.folder_input import FolderInput


@pytest.fixture
def notes(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "notes"
    for n in range(3):
        write(folder / f"{n}.md", f"# Note {n}\n\nThe minister bought {n} radios.\n")
    write(folder / "log.txt", "Nothing happened.\n")
    write(folder / "photo.jpg", "no text")
    monkeypatch.chdir(folder)
    return folder


def collection(folder: Path, monkeypatch) -> str:
    """Index a folder as a collection; the path of its index."""
    write(folder / "a.txt", "The harbour was closed by Ann.\n")
    fake_encoder(monkeypatch)
    target = library.target([folder])
    assert target.index
    sync(target.index, [folder])
    return str(target.index)


def test_what_a_folder_holds(notes):
    assert holdings(notes) == Holdings(4, ((".md", 3), (".txt", 1)), 1, whole=True)
    assert held_words(holdings(notes)) == "4 files: 3 .md, 1 .txt"
    assert held_words(Holdings(0, (), 5, whole=True)) == "nothing that can be read"
    assert held_words(Holdings(9_000, ((".md", 9_000),), 0, whole=False)) == (
        "more than 9,000 files: 9,000 .md"
    )
    assert not holdings(notes, seconds=-1).whole
    assert holdings(notes / "missing").files == 0


def test_the_folder_one_is_in_is_known_when_it_belongs_to_something(notes, tmp_path, monkeypatch):
    assert not library.known_here(notes)
    assert not library.known_here(None)
    collection(tmp_path / "other", monkeypatch)
    assert not library.known_here(notes)
    assert library.known_here(tmp_path / "other")
    monkeypatch.setenv("QA_INDEX", "somewhere")
    assert library.known_here(notes)
    monkeypatch.delenv("QA_INDEX")
    (notes / "seeds").mkdir()
    assert library.known_here(notes)


def test_an_index_without_a_name_is_listed(tmp_path):
    assert library.collections(unnamed=True) == ()
    settled(tmp_path / "data" / "qa" / "index").__exit__(None, None, None)
    (found,) = library.collections(unnamed=True)
    assert found.name == "The index without a name"
    assert found.index == str(tmp_path / "data" / "qa" / "index")
    assert library.collections() == ()


async def test_this_folder_is_first_and_enter_indexes_it(notes, tmp_path, monkeypatch):
    collection(tmp_path / "other", monkeypatch)
    app = PickerApp(notes, library.collections())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "4 files" in screen_text(app))
        shown = screen_text(app)
        assert "4 files: 3 .md, 1 .txt" in shown
        assert shown.index("Index this folder") < shown.index("other") < shown.index("1 document")
        await pilot.press("enter")
    assert app.return_value == Choice(folder=notes)


async def test_a_collection_is_opened(notes, tmp_path, monkeypatch):
    index = collection(tmp_path / "other", monkeypatch)
    app = PickerApp(notes, library.collections())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "4 files" in screen_text(app))
        await pilot.press("down", "enter")
    assert app.return_value == Choice(index=Path(index))


async def test_an_empty_folder_is_no_choice_but_the_next_one_is(tmp_path, monkeypatch):
    index = collection(tmp_path / "other", monkeypatch)
    empty = tmp_path / "empty"
    empty.mkdir()
    app = PickerApp(empty, library.collections())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "nothing that can be read" in screen_text(app))
        await pilot.press("up", "enter")
        await until(pilot, lambda: "nothing to read in this folder" in screen_text(app))
        await pilot.press("down", "enter")
    assert app.return_value == Choice(index=Path(index))


async def test_what_is_typed_behind_enter_corrects_a_wrong_folder(notes):
    app = PickerApp(notes, ())
    async with app.run_test(size=(80, 24)) as pilot:
        box = app.query_one(FolderInput)
        box.focus()
        box.value = f"{notes.parent}/"
        box.cursor_position = len(box.value)
        for key in ("n", "o", "enter", "t", "e", "s", "enter"):  # all at once
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: app.return_value is not None)
    assert app.return_value == Choice(folder=notes)


async def test_a_typed_folder_is_completed_by_tab_and_indexed_by_enter(notes, tmp_path):
    (tmp_path / "papers" / "old").mkdir(parents=True)
    app = PickerApp(notes, ())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*f"{tmp_path}/pap")  # from wherever the focus is
        box = app.query_one(FolderInput)
        assert box.value == f"{tmp_path}/pap"
        await pilot.press("tab", "o", "tab")
        assert box.value == f"{tmp_path}/papers/old/"
        await pilot.press("x", "enter")
        await until(pilot, lambda: "no such folder" in screen_text(app))
        await pilot.press("backspace", "enter")
        await until(pilot, lambda: app.return_value)
    assert app.return_value == Choice(folder=tmp_path / "papers" / "old")


async def test_keys_on_the_heels_of_the_first_go_into_the_box(notes, tmp_path):
    app = PickerApp(notes, ())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for character in f"{tmp_path}/not":
            app.post_message(events.Key(character, character))
        app.post_message(events.Key("tab", "\t"))
        box = app.query_one(FolderInput)
        await until(pilot, lambda: box.value == f"{notes}/")
        assert app.focused is box


async def test_escape_leaves(notes):
    app = PickerApp(notes, ())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
    assert app.return_value is None


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (200, 50)])
async def test_no_terminal_is_too_small(notes, size):
    app = PickerApp(notes, ())
    async with app.run_test(size=size) as pilot:
        await pilot.press("x", "tab", "down", "enter", "escape")
    assert app.return_code in (0, None)


async def test_the_chat_lives_in_one_cell(app, fake: FakeBackend):
    async with app.run_test(size=(1, 1)) as pilot:
        await pilot.press(*"why?", "enter")
        await until(pilot, lambda: all(turn.done for turn in app.chat.conversation.turns))
        await pilot.resize_terminal(80, 24)
        await pilot.resize_terminal(1, 1)
        await pilot.press("ctrl+p", "escape", "f2", "escape", "f1", "escape")
        assert app.is_running
    assert app.return_code in (0, None)


async def test_a_chosen_folder_is_indexed_at_once(notes, monkeypatch):
    started = []
    index, building = start._opened(Choice(folder=notes))
    assert building
    app = build(index, watching=False, building=True)
    monkeypatch.setattr(app, "action_update", lambda: started.append(True))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: started)
        assert app.state.preview
        assert app.state.preview.files == 4


async def test_another_collection_can_be_chosen_from_the_chat(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.action_collections()
    assert app.switching


def test_plain_qa_shows_the_list_and_opens_what_was_chosen(notes, tmp_path, monkeypatch):
    index = collection(tmp_path / "other", monkeypatch)
    seen = []

    class Chat:
        return_code = 0
        switching = False

        def run(self):
            seen.append("chat")

    def chat(index, building):
        seen.append((index, building))
        return Chat()

    monkeypatch.setattr(start, "build", chat)
    monkeypatch.setattr(start, "_pick", lambda here: (Choice(index=Path(index)), []))
    assert start.run(None) == 0
    assert seen == [(Path(index), False), "chat"]
    monkeypatch.setattr(start, "_pick", lambda here: (None, []))
    assert start.run(None) == 0
    assert len(seen) == 2  # Esc: no chat


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("pa", "papers"),  # two begin so
        ("papers-", "papers-old/"),
        ("papers/2", "papers/2019/"),
        ("PAPERS-", "papers-old/"),
        ("nothing", "nothing"),
        ("file", "file"),  # no folder
        (".h", ".hidden/"),
        ("none/", "none/"),
        ("\0", "\0"),
    ],
)
def test_completion(tmp_path, monkeypatch, typed, wanted):
    for name in ("papers/2019", "papers-old", ".hidden", "other"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "file.txt").touch()
    monkeypatch.chdir(tmp_path)
    assert completed(typed) == wanted
    if typed != "\0":
        assert completed(f"{tmp_path}/{typed}") == f"{tmp_path}/{wanted}"


def test_a_home_that_is_unknown_is_no_folder():
    assert given_folder("~nobody-at-all/x") is None
    assert completed("~nobody-at-all/x") == "~nobody-at-all/x"


def test_a_bad_project_is_an_error_not_a_list(notes):
    (notes / "qa.toml").write_text("paths = 3")
    with pytest.raises(QaError, match="invalid"):
        start.run(None)
