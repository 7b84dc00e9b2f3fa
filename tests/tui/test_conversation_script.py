"""The conversations of twenty turns in the chat, on collections that are really asked."""

from __future__ import annotations

from pathlib import Path

import pytest

import qa
from tests.support import mixed_folder, notes_vault
from tests.support.conversation_scripts import (
    MIXED,
    SEEDS,
    VAULT,
    check_interpretation,
    check_shown,
)
from tests.support.pilot import ask, screen_text, until
from tui.app import QaApp, build
from tui.backend import Backend


async def hold(app: QaApp, script: list, last: str = "Goodbye.") -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: app.state.warm)
        for line, taken_as, first in script:
            await ask(pilot, line)
            turn = app.chat.conversation.turns[-1]
            assert turn.question == line
            assert turn.failure is None, line
            if turn.reply is not None:
                assert turn.reply.kind == taken_as, line
                continue
            assert turn.answer is not None, line
            check_interpretation(line, turn.answer.interpretation, taken_as)
            text = turn.answer.evidence[0].text if turn.answer.evidence else ""
            check_shown(line, turn.answer.answered, text, first)
        assert len(app.chat.conversation.turns) == len(script)
        assert last in screen_text(app)


@pytest.fixture(scope="module")
def vault_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("vault")
    notes_vault.make(home / "notes")
    with qa.open(home / "index", paths=[home / "notes"]) as engine:
        engine.sync()
    return home / "index"


@pytest.mark.slow
async def test_about_a_vault_of_notes(vault_index):
    backend = Backend(vault_index)
    await hold(build(backend=backend, watching=False), VAULT)
    backend.close()


@pytest.mark.slow
async def test_about_the_seed_articles(seeds_index):
    backend = Backend(seeds_index)
    await hold(build(backend=backend, watching=False), SEEDS)
    backend.close()


@pytest.mark.slow
async def test_about_files_of_many_kinds(tmp_path):
    mixed_folder.make(tmp_path / "files")
    with qa.open(tmp_path / "index", paths=[tmp_path / "files"]) as engine:
        engine.sync()
    backend = Backend(tmp_path / "index")
    await hold(build(backend=backend, watching=False), MIXED, "You're welcome.")
    backend.close()
