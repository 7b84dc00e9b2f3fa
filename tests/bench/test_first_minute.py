"""Answers while an index is refined, and the first minute beside other programs."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("ir_measures", reason="the benchmarks need the dev extra")

import qa
from bench.data.datasets import Query
from bench.data.span_sets import Question, Rule
from bench.harness.people import VERDICTS
from bench.suites import peers, refining
from qa.datatypes import Answer, DocumentInfo, Evidence, Refusal, Source

FILES = 40  # more than are encoded at once


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(FILES):
        text = f"# Well {number}\n\nWell {number} was dug in {1700 + number} by Hob Marsh.\n"
        (folder / f"well-{number}.md").write_text(text)
    return folder


def test_none_half_and_all_have_their_vectors(files, tmp_path, monkeypatch):
    monkeypatch.setattr("qa.indexing.refine.BATCH_PASSAGES", 4)
    waiting: list[int] = []

    def ask(index: Path):
        with qa.open(index) as engine:
            assert engine.ask("Who dug well 7?").answered
            waiting.append(engine.status(scan=False).waiting)
        yield VERDICTS[0]

    counts, passages = refining.measure(refining.Set("wells", files, ask), tmp_path)
    none, half, all_ = waiting
    assert (none, all_) == (passages, 0)
    assert passages / 4 <= half <= passages * 3 / 4
    assert list(counts) == list(refining.STAGES)
    assert all(each == Counter([VERDICTS[0]]) for each in counts.values())


def test_an_answer_is_right_where_its_document_has_the_words():
    question = Question(
        Query("q", "Who dug the well?", frozenset({"wells"}), "g"),
        ("Hob Marsh",),
        rule=Rule.MENTIONS,
    )

    def answer(*pieces: tuple[str, str]) -> Answer:
        sources = [
            Source(
                i, DocumentInfo(str(i), refining._file(name), "", None, None, None, 9), name, (1,)
            )
            for i, (name, _) in enumerate(pieces, 1)
        ]
        evidence = [
            Evidence(i, 0, len(text), text, 1, 1.0) for i, (_, text) in enumerate(pieces, 1)
        ]
        return Answer(
            "", bool(pieces), tuple(evidence), tuple(sources), refusal=Refusal.NO_CLEAR_ANSWER
        )

    right, wrong, elsewhere = (
        ("wells", "By Hob Marsh."),
        ("wells", "By Ida."),
        ("mills", "Hob Marsh"),
    )
    assert refining.verdict(question, answer(right, wrong)) == VERDICTS[0]
    assert refining.verdict(question, answer(wrong, right)) == VERDICTS[1]
    assert refining.verdict(question, answer(wrong, elsewhere)) == VERDICTS[2]
    assert refining.verdict(question, answer()) == VERDICTS[3]


def test_shares_are_of_those_that_can_be_answered():
    counts = {"all": Counter({VERDICTS[0]: 3, VERDICTS[2]: 1, VERDICTS[4]: 1, VERDICTS[5]: 1})}
    (line,) = refining.report("wells", counts, 1234)
    assert line == ["wells", "1,234", "all", "4", "0.750", "0.750", "0.250", "0.000", "0.500 of 2"]


def test_the_first_answer_is_timed_apart_from_the_whole_index(files, tmp_path):
    waited = peers.ours(files, "Who dug well 7?", tmp_path)
    assert 0 < waited.first < waited.whole
    assert waited.processor > 0
    assert waited.peak_mib > 50
    assert peers._passages(tmp_path / "index", tmp_path / "passages.jsonl") == FILES
    assert len((tmp_path / "passages.jsonl").read_text().splitlines()) == FILES


def test_a_peer_that_fails_is_an_error_and_no_fast_run(tmp_path):
    with pytest.raises(RuntimeError, match="ended with"):
        peers.txtai(sys.executable, tmp_path / "missing.jsonl", "Who?", tmp_path)
