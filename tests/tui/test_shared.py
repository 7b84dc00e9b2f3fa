"""The chat over a shared collection: asked and read, and updated elsewhere."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

import qa
from qa.cli.chat import open_chat
from qa.errors import NotShared
from tests.support.pilot import ask, until
from tui import start
from tui.app import build
from tui.backend import Backend
from tui.state import Phase

NEEDS_LANCE = pytest.mark.skipif(
    find_spec("lance") is None, reason="needs the extra: pip install 'qa[scale]'"
)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "pump.txt").write_text("The valve cracked.\n\nAnna Berg repaired the pump.\n")
    (folder / "lunch.txt").write_text("Lunch is at noon in the canteen.\n")
    return folder


@NEEDS_LANCE
@pytest.mark.slow
async def test_a_shared_collection_is_asked_and_read_and_not_updated_here(
    folder, tmp_path, monkeypatch
):
    monkeypatch.setattr("qa.indexing.watch._POLL_SECONDS", 0.2)
    address = f"lance:{tmp_path / 'archive'}"
    with qa.open(address, paths=[folder], encoder="fast") as engine:
        engine.sync()
        (folder / "later.txt").write_text("The lift is out of order.\n")
        app = build(address)
        async with app.run_test(size=(100, 30), notifications=True) as pilot:
            await until(pilot, lambda: app.state.phase is Phase.READY and app.state.warm)
            await until(pilot, lambda: app.state.name == "archive")
            assert len(app.state.documents) == 2
            assert not app.state.differences  # of files that may not be at hand
            await ask(pilot, "who repaired the pump?")
            (turn,) = app.chat.conversation.turns
            assert turn.failure is None
            assert "Anna Berg repaired the pump." in turn.answer.evidence[0].text
            article = app.backend.read(turn.answer.sources[0].document)
            assert article.document.text.startswith("The valve cracked.")
            await pilot.press("f5")
            await until(pilot, lambda: app.state.build_failure)
            assert "only asked and read here" in app.state.build_failure.message
            engine.sync()  # by another process, as it were: the list follows
            await until(pilot, lambda: len(app.state.documents) == 3)
        app.backend.close()


def test_no_folder_takes_the_place_of_a_shared_collection(folder, tmp_path):
    backend = Backend(f"lance:{tmp_path / 'archive'}")
    with pytest.raises(NotShared, match="only asked and read here"):
        backend.choose(folder)
    with pytest.raises(NotShared):
        backend.update()


@pytest.mark.parametrize("named", [True, False], ids=["option", "environment"])
def test_the_chat_is_opened_with_an_address(named, tmp_path, monkeypatch):
    address, opened = f"lance:{tmp_path}", []
    monkeypatch.setattr(start, "run", lambda index: opened.append(index) or 0)
    if not named:
        monkeypatch.setitem(os.environ, "QA_INDEX", address)
    assert open_chat(address if named else None) == 0
    assert opened == [address]
