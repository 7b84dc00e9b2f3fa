"""Stored conversations: private files, written whole, found again by the index they are about."""

from __future__ import annotations

import json
import os
import stat
import time
from pathlib import Path

import pytest

from qa.conversation import history as module
from qa.conversation.history import History, data_folder, switched_on
from qa.datatypes import Filter, Reply, Turn
from qa.errors import UsageError
from tests.support.fake_engine import answer

INDEX = Path("/somewhere/index")


def begun(history: History, question: str, index: Path = INDEX):
    conversation = history.begin(index, "f00d").with_turn(Turn(question, answer=answer()))
    history.save(conversation)
    return conversation


def test_a_conversation_is_read_back_as_it_was(tmp_path):
    history = History(tmp_path / "conversations")
    conversation = history.begin(INDEX, "f00d")
    for turn in (
        Turn("why?", answer=answer(), only=Filter(sources=("a.txt",)), asked="2026-01-02T03:04:05"),
        Turn("thanks", reply=Reply("thanks", "You're welcome.", "thanks")),
        Turn("when?", failure=("no", "wait")),
        Turn("where?", cancelled=True),
    ):
        conversation = conversation.with_turn(turn)
    history.save(conversation)
    assert history.latest(INDEX) == conversation
    assert conversation.title == "why?"


def test_files_are_private(tmp_path):
    before = os.umask(0)
    try:
        history = History(tmp_path / "qa" / "conversations")
        begun(history, "why?")
    finally:
        os.umask(before)
    (path,) = (tmp_path / "qa" / "conversations").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "qa").stat().st_mode) == 0o700  # made for it


def test_the_latest_is_that_of_the_same_index(tmp_path):
    history = History(tmp_path)
    first = begun(history, "first")
    begun(history, "other", Path("/another/index"))
    assert history.latest(INDEX) == first
    second = begun(history, "second")
    assert history.latest(INDEX) == second
    time.sleep(0.01)
    history.save(first.with_turn(Turn("again", answer=answer())))
    found = history.latest(INDEX)
    assert found is not None
    assert [turn.question for turn in found.turns] == ["first", "again"]
    assert history.latest(Path("/none")) is None


def test_a_damaged_file_is_passed_over_and_counted(tmp_path):
    history = History(tmp_path)
    good = begun(history, "good")
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"schema": 9}'), ("d", "[" * 100_000)):
        (tmp_path / f"{name}.json").write_text(text)
    entries, broken = history.entries(INDEX)
    assert [entry.title for entry in entries] == ["good"]
    assert broken == 4
    assert history.latest(INDEX) == good


def test_a_quote_that_misses_its_place_is_damage(tmp_path):
    history = History(tmp_path)
    conversation = begun(history, "good")
    path = tmp_path / f"{conversation.id}.json"
    plain = json.loads(path.read_text())
    plain["turns"][0]["answer"]["evidence"][0]["text"] += "!"
    path.write_text(json.dumps(plain))
    assert history.latest(INDEX) is None


def test_finding_deleting_and_bringing_back(tmp_path):
    history = History(tmp_path)
    first, second = begun(history, "why were the batteries bought?"), begun(history, "who?")
    assert history.load(first.id[-6:]) == first
    assert [c.id for c, _ in history.search("BATTERIES why", INDEX)] == [first.id]
    assert [c.id for c, _ in history.search("removed turkey")] == [second.id, first.id]
    assert history.delete(first.id[-6:]) == first.id
    assert [entry.id for entry in history.entries()[0]] == [second.id]
    with pytest.raises(UsageError, match="No conversation"):
        history.load(first.id[-6:])
    assert history.restore() == first.id
    assert history.load(first.id) == first
    assert history.restore() is None


def test_a_part_that_many_have_is_refused(tmp_path):
    history = History(tmp_path)
    begun(history, "one")
    begun(history, "two")
    with pytest.raises(UsageError, match="2 conversations match 'ask-'"):
        history.load("ask-")


def test_old_single_questions_are_removed_when_there_are_many(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_SINGLE", 3)
    history = History(tmp_path)
    long = begun(history, "long").with_turn(Turn("and?", answer=answer()))
    history.save(long)
    for number in range(5):
        begun(history, f"question {number}")
    titles = {entry.title for entry in history.entries()[0]}
    assert "long" in titles
    assert "question 4" in titles
    assert "question 0" not in titles


def test_a_failed_write_leaves_the_earlier_state(tmp_path, monkeypatch):
    history = History(tmp_path)
    conversation = begun(history, "why?")

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        history.save(conversation.with_turn(Turn("and?")))
    monkeypatch.undo()
    assert history.latest(INDEX) == conversation
    assert len(list(tmp_path.iterdir())) == 1


def test_where_and_whether(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_STATE", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("QA_STATE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if os.name == "posix" and os.uname().sysname == "Linux":
        assert data_folder() == tmp_path / "data" / "qa"
    for value, on in (("0", False), ("off", False), ("", True), ("1", True)):
        monkeypatch.setenv("QA_HISTORY", value)
        assert switched_on() is on
