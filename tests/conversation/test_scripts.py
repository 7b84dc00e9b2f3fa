"""Two conversations of twenty turns and more, on the seed articles and on a vault of notes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import qa
from qa.conversation.converse import converse
from qa.datatypes import Answer, Reply, Turn
from tests.support import mixed_folder, notes_vault
from tests.support.conversation_scripts import (
    MIXED,
    SEEDS,
    VAULT,
    check_interpretation,
    check_shown,
)


@pytest.fixture(scope="module")
def vault_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qa.Engine]:
    home = tmp_path_factory.mktemp("vault")
    notes_vault.make(home / "notes")
    with qa.open(home / "index", paths=[home / "notes"]) as engine:
        engine.sync()
        yield engine


def hold(engine: qa.Engine, script: list) -> None:
    turns: list[Turn] = []
    assert len(script) >= 20
    for line, taken_as, first in script:
        result = converse(engine, line, turns)
        if isinstance(result, Reply):
            assert result.kind == taken_as, line
            assert result.text
            turns.append(Turn(line, reply=result))
            continue
        assert isinstance(result, Answer)
        check_interpretation(line, result.interpretation, taken_as)
        text = result.evidence[0].text if result.evidence else ""
        check_shown(line, result.answered, text, first)
        for each in result.evidence:
            source = next(s for s in result.sources if s.number == each.citation)
            text = engine.document(source.document.source).text
            parts = each.stretches
            assert each.text == "\n".join(text[start:end] for start, end in parts)
        turns.append(Turn(line, answer=result))


def test_a_conversation_about_a_vault_of_notes(vault_engine):
    hold(vault_engine, VAULT)


def test_a_conversation_about_the_seed_articles(seeds_engine):
    hold(seeds_engine, SEEDS)


def test_a_conversation_about_files_of_many_kinds(tmp_path):
    mixed_folder.make(tmp_path / "files")
    with qa.open(tmp_path / "index", paths=[tmp_path / "files"]) as engine:
        engine.sync()
        hold(engine, MIXED)


def test_what_is_newer_comes_from_later_documents(vault_engine):
    first = converse(vault_engine, "How much will the repair of the roof cost?", [])
    assert isinstance(first, Answer)
    may = "minutes/2024-05-02.md"
    evidence = next(
        e for e in first.evidence if first.sources[e.citation - 1].document.source.endswith(may)
    )
    from dataclasses import replace

    first = replace(first, evidence=(evidence,))
    later = converse(vault_engine, "anything newer?", [Turn("How much?", answer=first)])
    assert isinstance(later, Answer)
    assert "51,500" in later.evidence[0].text
    assert later.notes == ("5 undated documents left out.", "From documents after 2024-05-02.")
    last = converse(
        vault_engine, "anything newer?", [Turn("x", answer=first), Turn("y", answer=later)]
    )
    assert isinstance(last, Reply)
    assert last.text == "No document after 2024-09-12 answers that."


def test_standalone_asks_the_words_as_typed(vault_engine):
    first = converse(vault_engine, "What is Larkspur?", [])
    assert isinstance(first, Answer)
    second = converse(
        vault_engine, "Who started it?", [Turn("What is Larkspur?", answer=first)], standalone=True
    )
    assert isinstance(second, Answer)
    assert second.interpretation is None
    assert second.question == "Who started it?"
