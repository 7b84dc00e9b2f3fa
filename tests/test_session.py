"""What a session makes of a question around its answer: spelling, catalogue, times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import qa
from qa.datatypes import Filter, Refusal
from tests.support.builders import engine_over

FILES = {
    "lamp.md": "---\ndate: 2021-05-03\nauthor: Ada Brill\n---\n# Lamps\n\nThe lighthouse keeper "
    "trims the wick of the lantern every evening.\n",
    "boats.md": "---\ndate: 2022-08-11\n---\n# Boats\n\nA mooring costs 40 euros a month. The "
    "harbour master collects the money on the first day.\n",
    "sheep.md": "---\ndate: 2022-09-01\n---\n# Sheep\n\nThe sheep are shorn in June by the family "
    "of the lighthouse keeper.\n",
}
ANSWERING = ["encode", "dense", "lexical", "fuse", "fetch", "read", "evidence"]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qa.Engine]:
    with engine_over(tmp_path_factory.mktemp("session"), FILES) as engine:
        yield engine


def stages(answer: qa.Answer) -> list[str]:
    return [timing.stage for timing in answer.timings]


class TestSpelling:
    def test_a_misspelt_word_is_searched_as_the_word_it_is_taken_for_and_said(self, engine):
        typed = engine.ask("Who trims the wick of the lantren?")
        plain = engine.ask("Who trims the wick of the lantern?")
        assert typed.corrections == (("lantren", "lantern"),)
        assert typed.question == "Who trims the wick of the lantren?"
        assert typed.missing_terms == ()
        assert typed.answered
        assert (typed.evidence, typed.confidence) == (plain.evidence, plain.confidence)
        assert plain.corrections == ()

    def test_a_word_that_is_like_no_other_stays_and_is_missing(self, engine):
        found = engine.ask("Who trims the zyxomar?")
        assert found.corrections == ()
        assert "zyxomar" in found.missing_terms

    def test_a_question_about_the_documents_is_corrected_as_well(self, engine):
        found = engine.ask("Which notes mention the lantren?")
        assert found.corrections == (("lantren", "lantern"),)
        assert [source.document.source for source in found.sources] == ["lamp.md"]


class TestCatalogue:
    def test_what_is_asked_about_the_documents_is_answered_without_reading(self, engine):
        found = engine.ask("When was the Boats note published?")
        assert found.answered
        assert [source.document.source for source in found.sources] == ["boats.md"]
        assert stages(found) == ["open", "total"]

    def test_it_is_counted_exactly(self, engine):
        found = engine.ask("Which notes mention the lighthouse keeper?")
        assert {source.document.source for source in found.sources} == {"lamp.md", "sheep.md"}

    def test_only_where_it_was_asked(self, engine):
        only = Filter(since=date(2022, 8, 1))
        found = engine.ask("Which notes mention the lighthouse keeper?", only=only)
        assert {source.document.source for source in found.sources} == {"sheep.md"}

    def test_everything_else_is_read(self, engine):
        found = engine.ask("How much does a mooring cost?")
        assert found.answered
        assert "40 euros" in found.evidence[0].text
        assert stages(found) == ["open", *ANSWERING, "total"]


class TestRefusals:
    def test_words_that_stand_nowhere(self, engine):
        found = engine.ask("Who invented the telescope?")
        assert not found.answered
        assert found.refusal is Refusal.NOT_IN_DOCUMENTS
        assert set(found.missing_terms) == {"invented", "telescope"}

    def test_words_that_stand_there_without_an_answer(self, engine):
        found = engine.ask("Who trims the wick of the lantern?", threshold=1.0)
        assert not found.answered
        assert found.refusal is Refusal.NO_CLEAR_ANSWER
        assert found.missing_terms == ()
        assert "lighthouse keeper" in found.misses[0].text

    def test_an_answer_is_no_refusal(self, engine):
        assert engine.ask("Who trims the wick of the lantern?").refusal is None


class TestSearched:
    def test_how_much_was_searched(self, engine):
        status = engine.status(scan=False)
        for question in (
            "Who trims the wick of the lantern?",
            "When was the Boats note published?",
        ):
            found = engine.ask(question)
            assert found.searched_documents == 3
            assert found.searched_passages == status.passages
            assert found.index_fingerprint == status.fingerprint

    def test_how_much_of_a_part(self, engine):
        found = engine.ask("Who shears the sheep?", only=Filter(since=date(2022, 1, 1)))
        assert found.searched_documents == 2

    def test_times_add_up(self, engine):
        times = {t.stage: t.milliseconds for t in engine.ask("How much is a mooring?").timings}
        assert all(spent >= 0 for spent in times.values())
        assert sum(times.values()) - times["total"] <= times["total"] + 1


class TestBesideWriters:
    """Another process commits at the worst moment: no question may call the index damaged."""

    @pytest.fixture
    def home(self, tmp_path: Path) -> Path:
        (tmp_path / "notes").mkdir()
        for name, text in FILES.items():
            (tmp_path / "notes" / name).write_text(text, "utf-8")
        with qa.open(tmp_path / "index", paths=[tmp_path / "notes"]) as built:
            built.sync()
        return tmp_path

    @pytest.mark.parametrize("structure", ["Dense", "Lexical"])
    def test_a_commit_while_the_structures_are_opened(self, home, monkeypatch, structure):
        from qa.search import hybrid

        opened = getattr(hybrid, structure).open
        commits = []

        def then_commit(index, store, **options):
            found = opened(index, store, **options)
            if not commits:
                commits.append(1)
                (home / "notes" / "boats.md").write_text("# Boats\n\nMooring is free now.\n")
                (home / "notes" / "sheep.md").unlink()
                with qa.open(home / "index", paths=[home / "notes"]) as writer:
                    writer.sync()
            return found

        with qa.open(home / "index", paths=[home / "notes"]) as engine:
            monkeypatch.setattr(getattr(hybrid, structure), "open", then_commit)
            hits = engine.search("What does a mooring cost?", top=50, fresh=False)
            assert commits
            assert all("family" not in hit.text for hit in hits)
            later = engine.search("What does a mooring cost?", top=50, fresh=False)
        assert "free now" in later[0].text
