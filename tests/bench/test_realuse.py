"""People's own questions: how they are judged, counted and learned from, over a small world."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ir_measures", reason="the benchmarks need the dev extra")

import qa
from bench.data.datasets import Query
from bench.data.span_sets import Question, Rule
from bench.harness import people, trials
from bench.harness.cache import Cache, CachedReader
from bench.harness.judge_answer import text_between
from bench.harness.partial_index import WHOLE
from bench.harness.people import Judge, of_half, questions
from bench.harness.removal_trials import LARGE, OWN, Cases
from bench.harness.session import Session
from bench.measures import signed_fit
from bench.suites import fit, realuse
from qa.answering.reader import Reader
from qa.datatypes import Answer, DocumentInfo, Evidence, Place, PlaceKind, Refusal, Source

FILES = {
    "village": {
        "well.md": "# The well\n\nThe well was dug in 1743 by Hob Marsh. It is nine metres deep.\n",
        "mill.md": "# The mill\n\nThe mill grinds barley and rye for the whole valley.\n",
        "fair.md": "# The fair\n\nTo sell at the fair:\n\n1. Write to Ida.\n2. Pay 5 crowns.\n",
    },
    "ship": {"crew.md": "# Crew\n\nThe cook of the ship is Jon Ekholm.\n"},
}
# Rules of our own in the shape of those that come with the questions.
RULES = """
def right(row, pieces):
    text = " ".join(text for _, _, text in pieces)
    named = any(gold["file"] == source for gold in row["gold"] for source, _, _ in pieces)
    every = all if row["all"] else any
    return named and every(word in text for word in row["strings"])

def places(row, pieces):
    return {i for i, gold in enumerate(row["gold"]) if gold["file"] in [each[0] for each in pieces]}
"""


def row(
    identifier: str, question: str, file: str = "", *strings: str, **more: Any
) -> dict[str, Any]:
    return {
        "id": identifier, "collection": more.pop("collection", "village"),
        "kind": more.pop("kind", "fact"), "question": question, "answerable": bool(file),
        "gold": [{"file": file}] if file else [], "all": more.pop("all", False),
        "strings": list(strings), "history": [], **more,
    }  # fmt: skip


ROWS = [
    row("q1", "When was the well dug?", "well.md", "1743"),
    row("q2", "What does the mill grind?", "mill.md", "barley", "rye", all=True, kind="list"),
    row("q3", "How do I sell at the fair?", "fair.md", "Write to Ida", "Pay 5", all=True,
        kind="how-to"),
    row("q4", "Who is the cook of the ship?", "crew.md", "Jon Ekholm", collection="ship"),
    row("q5", "When was the well dug?", "well.md", "1899"),  # the gold itself is wrong
    row("q6", "Who invented the telescope?", kind="unanswerable"),
    row("q7", "Who painted the ceiling of the palace?", kind="unanswerable"),
    row("q8", "How deep is the well?", "well.md", "nine metres"),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("realuse")
    (home / "score.py").write_text(RULES)
    lines = "".join(json.dumps(one) + "\n" for one in ROWS)
    (home / "questions.jsonl").write_text(lines + "\n", "utf-8")
    return home


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("collections")
    for name, files in FILES.items():
        (home / name).mkdir()
        for path, text in files.items():
            (home / name / path).write_text(text, "utf-8")
        with qa.open(home / "indexes" / name, paths=[home / name]) as engine:
            engine.sync()
    return home / "indexes"


@pytest.fixture
def judge(folder: Path) -> Judge:
    return Judge(folder)


# --- judging ----------------------------------------------------------------------------------

TEXT = "The well was dug in 1743. It is nine metres deep.\n\nHob dug it."


def evidence(start: int, end: int, **more: Any) -> Evidence:
    return Evidence(1, start, end, TEXT[start:end], 1, 1.0, **more)


def answered(*pieces: Evidence, **more: Any) -> Answer:
    info = DocumentInfo("id", "well.md", "The well", None, None, None, 9)
    source = Source(1, info, "well.md", (1,))
    return Answer("?", bool(pieces), pieces, (source,), confidence=0.7, **more)


class TestOutcome:
    ROW = ROWS[0]

    def verdict(self, judge: Judge, row: dict[str, Any], answer: Answer) -> str:
        return judge.outcome(row, answer).verdict

    def test_the_first_piece_or_a_later_one(self, judge: Judge) -> None:
        good, bad = evidence(0, 25), evidence(26, 49)
        assert self.verdict(judge, self.ROW, answered(good, bad)) == "right first"
        assert self.verdict(judge, self.ROW, answered(bad, good)) == "right shown"
        assert self.verdict(judge, self.ROW, answered(bad)) == "wrong"

    def test_refusals(self, judge: Judge) -> None:
        refusal = answered(refusal=Refusal.NO_CLEAR_ANSWER)
        assert self.verdict(judge, self.ROW, refusal) == "false refusal"
        assert self.verdict(judge, ROWS[5], refusal) == "right refusal"
        wrong = self.verdict(judge, ROWS[5], answered(evidence(0, 25)))
        assert wrong == "wrong answer to unanswerable"

    def test_what_is_marked_is_the_proof_of_the_first_piece(self, judge: Judge) -> None:
        whole = evidence(0, 49, proof=(26, 49))
        found = judge.outcome(self.ROW, answered(whole))
        assert (found.verdict, found.marked) == ("right first", False)
        assert judge.outcome(self.ROW, answered(replace(whole, proof=(0, 25)))).marked
        assert judge.outcome(self.ROW, answered(replace(whole, proof=None))).marked

    def test_of_a_list_a_part_may_be_marked_but_not_shown(self, judge: Judge) -> None:
        both = {**self.ROW, "strings": ["1743", "nine"], "all": True}
        found = judge.outcome(both, answered(evidence(0, 25)))
        assert (found.verdict, found.marked) == ("wrong", True)

    def test_its_words_and_its_confidence(self, judge: Judge) -> None:
        found = judge.outcome(self.ROW, answered(evidence(0, 25), evidence(26, 49)))
        assert found.words == (6, 5)
        assert (found.confidence, found.strength) == (0.7, "")
        assert found.shown == (TEXT[0:25], TEXT[26:49])

    def test_rules_that_are_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            Judge(tmp_path)


@pytest.mark.parametrize(
    ("proof", "text"),
    [
        (None, "The well was dug in 1743.\nHob dug it."),
        ((0, 25), "The well was dug in 1743."),
        ((51, 62), "Hob dug it."),
        ((20, 54), "1743.\nHob"),
    ],
)
def test_a_proof_may_reach_over_parts(proof: tuple[int, int] | None, text: str) -> None:
    parts = ((0, 25), (51, 62))
    shown = "The well was dug in 1743.\nHob dug it."
    piece = Evidence(1, 0, 62, shown, 1, 1.0, proof=proof, parts=parts)
    assert text_between(piece, *(proof or (0, 62))) == text


# --- questions and halves ---------------------------------------------------------------------


def test_questions_are_chosen_by_half_collection_and_kind(folder: Path) -> None:
    both = ["village", "ship"]
    every = questions(folder, None, (), both)
    assert every == ROWS
    assert [one["id"] for one in questions(folder, None, (), ["ship"])] == ["q4"]
    assert [one["id"] for one in questions(folder, None, ("how-to", "ship"), both)] == ["q3", "q4"]
    tuning, report = (questions(folder, half, (), both) for half in ("tuning", "report"))
    assert [one for one in every if one in tuning or one in report] == every
    assert not [one for one in tuning if one in report]
    assert {of_half(one["id"]) for one in tuning} <= {"tuning"}


def test_halves_are_those_of_the_script_that_comes_with_the_questions() -> None:
    # The last hex digits of their MD5 hashes are 1, f, a, 7, 2 and 6: odd ones are reported.
    names = ("a", "b", "q1", "q2", "q4", "q8")
    halves = ["report", "report", "tuning", "report", "tuning", "tuning"]
    assert [of_half(each) for each in names] == halves


# --- the whole --------------------------------------------------------------------------------


def test_every_question_is_asked_judged_and_counted(
    folder: Path, indexes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "outcomes.jsonl"
    common = ["--realuse", str(folder), "--indexes", str(indexes)]
    assert realuse.main([*common, "--json", str(out)]) == 0
    printed = capsys.readouterr().out
    found = {one["id"]: one for one in map(json.loads, out.read_text("utf-8").splitlines())}
    assert {key: one["verdict"] for key, one in found.items()} == {
        "q1": "right first", "q2": "right first", "q3": "right first", "q4": "right first",
        "q5": "wrong", "q6": "right refusal", "q7": "right refusal", "q8": "right first",
    }  # fmt: skip
    assert found["q1"]["marked"]
    assert "1743" in found["q1"]["shown"][0]
    assert "right first 0.833, shown 0.833" in printed
    assert "wrong 0.167, refused 0.000 of 6; answers to unanswerable 0.000 of 2" in printed
    cells = [
        part.strip() for part in printed.splitlines() if "| ALL" in part for part in part.split("|")
    ]
    assert cells[1:9] == ["ALL", "8", "5", "0", "1", "0", "2", "0"]
    assert "AUROC answerable 1.000" in printed


def test_a_follow_up_is_asked_after_what_was_asked_before(indexes: Path) -> None:
    before = ["When was the well dug?"]
    rows = [
        row("f1", "And how deep is it?", "well.md", "nine metres"),
        {**row("f2", "And how deep is it?", "well.md", "nine metres"), "history": before},
        {**row("f3", "Thank you!"), "history": before},
    ]
    alone, after, talk = (answer for _, answer in people.asked(rows, indexes))
    assert alone.interpretation is None
    assert after.interpretation
    assert after.answered
    assert "nine metres" in after.evidence[0].text
    assert (talk.answered, talk.evidence) == (False, ())


def test_only_some_of_them(folder: Path, indexes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = ["--realuse", str(folder), "--indexes", str(indexes)]
    assert realuse.main([*common, "--only", "ship"]) == 0
    assert "right first 1.000" in capsys.readouterr().out


def test_a_report_of_nothing_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert "right first" in realuse.report([])


# --- trials -----------------------------------------------------------------------------------


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    cache = Cache(tmp_path / "cache.sqlite")
    yield Session(tmp_path, tmp_path, cache, None)
    cache.close()


def test_people_s_questions_are_trials_of_their_collection(
    judge: Judge, indexes: Path, session: Session
) -> None:
    with ExitStack() as stack:
        made = list(trials.of_people(judge, ROWS, indexes, session, stack, 3.0))
        assert [trial.text for trial in made] == [one["question"] for one in ROWS]
        assert sum(trial.share for trial in made) == pytest.approx(3.0)
        assert [trial.ranked for trial in made] == [one["answerable"] for one in ROWS]
        assert all(trial.part == WHOLE and not trial.crowd for trial in made)
        assert made[0].index is made[1].index is not made[3].index

        dug, grinds, unanswerable = made[0], made[1], made[5]
        _, _, pieces = fit.measured(dug, None, {})
        assert [dug.right(piece) for piece in pieces] == ["1743" in p.text for p in pieces]
        assert dug.right(pieces[0])
        assert not any(unanswerable.right(piece) for piece in pieces)
        hits = {hit.document.source: hit for hit in grinds.find().hits}
        assert grinds.right_hit(hits["mill.md"])
        assert not grinds.right_hit(hits["well.md"])
        assert not any(unanswerable.right_hit(hit) for hit in hits.values())


def test_a_passage_that_holds_a_part_of_a_list_is_right_but_a_unit_must_hold_it_all(
    judge: Judge, indexes: Path, session: Session
) -> None:
    asked = {**ROWS[1], "strings": ["barley", "nowhere"]}
    with ExitStack() as stack:
        (trial,) = trials.of_people(judge, [asked], indexes, session, stack, 1.0)
        hits = {hit.document.source: hit for hit in trial.find().hits}
        assert trial.right_hit(hits["mill.md"])
        _, _, pieces = fit.measured(trial, None, {})
        assert any("barley" in piece.text for piece in pieces)
        assert not any(trial.right(piece) for piece in pieces)


def test_questions_with_gold_spans_are_asked_with_their_article_and_without(
    judge: Judge, indexes: Path, session: Session
) -> None:
    with ExitStack() as stack:
        (own,) = trials.of_people(judge, ROWS[:1], indexes, session, stack, 1.0)
        index = own.index
        sources = ("well.md",)
        asked = Question(Query("q", "When was the well dug?", sources, "g"), ("1743",),
                         rule=Rule.MENTIONS)  # fmt: skip
        cases = Cases.of_documents(index.sources)
        made = list(trials.of_questions("set", index, cases, [asked], (LARGE, OWN)))
        assert [trial.ranked for trial in made] == [True, False, True]
        assert sum(trial.share for trial in made) == pytest.approx(3 / 2)
        assert not any(trial.crowd for trial in made)
        present, absent, alone = (fit.measured(trial, None, {})[2] for trial in made)
        assert present[0].info.source == alone[0].info.source == "well.md"
        assert made[0].right(present[0])
        assert made[2].right(alone[0])
        assert "well.md" not in {piece.info.source for piece in absent}
        assert not any(made[1].right(piece) for piece in absent)
        assert made[0].right_hit(made[0].find().hits[0])


# --- fitting ----------------------------------------------------------------------------------


def test_numbers_are_fitted_on_the_tuning_half_of_people_s_questions(
    folder: Path, indexes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "fitted.json"
    assert fit.main([
        "--sets", "", "--realuse", str(folder), "--indexes", str(indexes),
        "--data", str(tmp_path), "--work", str(tmp_path), "--json", str(out),
    ]) == 0  # fmt: skip
    chosen = questions(folder, "tuning", (), ["village", "ship"])
    assert f"{len(chosen)} trials" in capsys.readouterr().out
    numbers = json.loads(out.read_text("utf-8"))
    assert set(numbers["unit"]) == set(fit.UNIT)
    assert set(numbers["sentence"]) == {"intercept", *fit.SENTENCE}
    for names in (numbers["unit"], numbers["sentence"], numbers["refusal"]):
        for name in signed_fit.AGAINST & names.keys():
            assert names[name] <= 0
    assert Reader().fitted.keys() == numbers.keys() | {"ranked"}  # this reader has no ranker


def test_what_a_trial_measures_is_what_an_answer_is_made_from(
    judge: Judge, indexes: Path, session: Session
) -> None:
    reader = Reader()
    cached = CachedReader(reader, session.cache, dict(reader.fitted))
    with ExitStack() as stack, qa.open(indexes / "village") as engine:
        (trial,) = trials.of_people(judge, ROWS[:1], indexes, session, stack, 1.0)
        _, _, pieces = fit.measured(trial, cached, cached.fitted)
        answer = engine.ask(trial.text)
        assert pieces[0].text == answer.evidence[0].text
        assert pieces[0].score == pytest.approx(answer.evidence[0].score, abs=1e-3)
        assert set(people.VERDICTS) > people.RIGHT


@pytest.mark.parametrize(
    ("gold", "right"),
    [
        ({"page": 3}, True),
        ({"page": 4}, False),
        ({"slide": 3}, False),
        ({"sheet": "budget!", "row": 12}, True),
        ({"sheet": "Plan", "row": 12}, False),
        ({"time": "00:12:25"}, True),
        ({"time": "00:11:25"}, False),
        ({"message": "Re: storage bits"}, True),  # a mail whose title is its subject
        ({"heading": "The  roof"}, True),
        ({"heading": "The wall"}, False),
    ],
)
def test_the_place_is_judged(gold: dict[str, Any], right: bool) -> None:
    places = (
        Place(0, PlaceKind.SHEET, 1, "Budget"),
        Place(0, PlaceKind.PAGE, 3),
        Place(0, PlaceKind.ROW, 12),
        Place(0, PlaceKind.SECOND, 751),
    )
    evidence = Evidence(1, 0, 4, "Text", None, 0.0, headings=("The roof",), place=places)
    assert people.place_right(gold, evidence, "Re: storage bits") is right
