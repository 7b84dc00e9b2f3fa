"""The conversations of twenty turns in the shell: `qa ask --continue`, line by line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import qa
from qa.cli import main
from qa.conversation.history import History
from tests.support import mixed_folder, notes_vault
from tests.support.conversation_scripts import (
    MIXED,
    SEEDS,
    VAULT,
    check_interpretation,
    check_shown,
)

SEED_FILES = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A current folder of one's own, in which conversations are stored."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QA_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("QA_HISTORY")
    return tmp_path


def hold(home: Path, script: list, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(script) >= 20
    for line, taken_as, first in script:
        code = main(["ask", "--json", "--continue", "--index", str(home / "index"), line])
        said = json.loads(capsys.readouterr().out)
        if said["kind"] == "reply":
            assert (code, said["intent"]) == (0, taken_as), line
            continue
        assert said["kind"] == "answer", line
        check_interpretation(line, said["interpretation"], taken_as)
        assert code == (0 if said["answered"] else 3)
        assert said["receipt"]["index_state"]
        if said["interpretation"] is not None:
            assert said["strength"] != "strong", line
        text = said["evidence"][0]["text"] if said["evidence"] else ""
        check_shown(line, said["answered"], text, first)
    stored = History().latest(home / "index")
    assert stored is not None
    assert [turn.question for turn in stored.turns] == [line for line, _, _ in script]


def test_about_a_vault_of_notes(home, capsys):
    notes_vault.make(home / "notes")
    with qa.open(home / "index", paths=[home / "notes"]) as engine:
        engine.sync()
    hold(home, VAULT, capsys)


def test_about_the_seed_articles(home, capsys):
    shutil.copytree(SEED_FILES, home / "seeds")
    with qa.open(home / "index", paths=[home / "seeds"]) as engine:
        engine.sync()
    hold(home, SEEDS, capsys)


def test_about_files_of_many_kinds(home, capsys):
    mixed_folder.make(home / "files")
    with qa.open(home / "index", paths=[home / "files"]) as engine:
        engine.sync()
    hold(home, MIXED, capsys)
