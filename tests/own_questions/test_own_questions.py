"""Own questions read, judged and reported."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import qa
from qa.cli import main
from qa.datatypes import Answer
from qa.errors import UsageError
from qa.own_questions.judge import Outcome, judge
from qa.own_questions.questions import Gold, OwnQuestion, read_questions
from qa.own_questions.run import report, unfounded
from tests.support import fake_engine as fake

ANSWER = fake.answer()  # from a.txt: that Washington removed Turkey; that allies are at loggerheads
RIGHT = Gold("a.txt", "Washington removed Turkey from its F-35 program.")
LATER = Gold("a.txt", "NATO allies have been at loggerheads over the system.")
OTHER = Gold("c.txt", "Washington removed Turkey from its F-35 program.")


def outcome(answer: Answer = ANSWER, **values) -> Outcome:
    return judge(OwnQuestion("1", "why?", **values), answer).outcome


def test_what_is_shown_is_compared_with_places_and_wordings():
    assert outcome(gold=(RIGHT,)) is Outcome.RIGHT_FIRST
    assert outcome(gold=(LATER,)) is Outcome.RIGHT_SHOWN
    assert outcome(gold=(OTHER,)) is Outcome.WRONG
    assert outcome(gold=(OTHER, RIGHT)) is Outcome.RIGHT_FIRST
    assert outcome(gold=(RIGHT, LATER, OTHER), all=True) is Outcome.RIGHT_SHOWN
    assert outcome(gold=(RIGHT,), strings=(("ankara", "f-35 program"),)) is Outcome.RIGHT_FIRST
    assert outcome(gold=(RIGHT,), strings=(("ankara",),)) is Outcome.WRONG
    assert outcome(strings=(("loggerheads",),)) is Outcome.RIGHT_SHOWN
    assert outcome(fake.refusal(), gold=(RIGHT,)) is Outcome.FALSE_REFUSAL
    assert outcome(fake.refusal(), answerable=False) is Outcome.RIGHT_REFUSAL
    assert outcome(answerable=False) is Outcome.WRONG_ANSWER


def test_the_report_counts_by_kind_and_strength():
    judged = [
        judge(OwnQuestion("1", "why?", gold=(RIGHT,), kind="why"), ANSWER),
        judge(OwnQuestion("2", "who?", gold=(OTHER,), kind="fact"), ANSWER),
        judge(OwnQuestion("3", "who?", answerable=False), replace(fake.refusal(), strength=None)),
    ]
    assert report(judged).splitlines()[2:] == [
        "| - | 1 | 0 | 0 | 0 | 0 | 1 | 0 |",
        "| fact | 1 | 0 | 0 | 1 | 0 | 0 | 0 |",
        "| why | 1 | 1 | 0 | 0 | 0 | 0 | 0 |",
        "| all | 3 | 1 | 0 | 1 | 0 | 1 | 0 |",
        "",
        "strong: 1 of 2 answers right",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "no JSON object"),
        ("[]", "no JSON object"),
        ("{}", "no text 'question'"),
        ('{"question": "a"}', "neither where nor in which words"),
        ('{"question": "a", "answerable": "no"}', "neither true nor false"),
        ('{"question": "a", "gold": [{"file": "a.txt"}]}', "no text 'quote'"),
        ('{"question": "a", "strings": ["x"]}', "'strings' of another form"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path, line, message):
    path = tmp_path / "mine.jsonl"
    path.write_text('{"question": "who?", "answerable": false}\n\n' + line)
    with pytest.raises(UsageError, match=rf"mine\.jsonl:3 .*{message}"):
        read_questions(path)


def test_a_file_without_questions_is_an_error(tmp_path):
    with pytest.raises(UsageError, match="can't be read"):
        read_questions(tmp_path / "missing.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(UsageError, match="no question"):
        read_questions(tmp_path / "empty.jsonl")


def test_the_command_asks_and_reports(seeds_index: Path, tmp_path, capsys):
    rows = [
        {"question": "why was Turkey removed from F-35?", "strings": [["removed Turkey"]]},
        {"question": "who won the 2018 World Cup?", "answerable": False},
    ]
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    assert main(["bench", str(path), "--index", str(seeds_index)]) == 0
    out, err = capsys.readouterr()
    assert "| all | 2 | 1 | 0 | 0 | 0 | 1 | 0 |" in out
    assert err == ""
    path.write_text(json.dumps(rows[1] | {"answerable": True, "strings": [["France"]]}))
    assert main(["bench", str(path), "--index", str(seeds_index), "--details"]) == 3
    assert json.loads(capsys.readouterr().out)["outcome"] == "false refusal"


def test_a_copy_of_what_is_cited_is_as_right():
    assert [each.source for each in ANSWER.sources[0].also_in] == ["b.txt"]
    assert outcome(gold=(replace(RIGHT, file="b.txt"),)) is Outcome.RIGHT_FIRST


def test_a_wording_is_whole_words():
    assert outcome(strings=(("F-3",),)) is Outcome.WRONG
    assert outcome(strings=(("logger",),)) is Outcome.WRONG
    assert outcome(strings=(("f-35",),)) is Outcome.RIGHT_FIRST


def test_a_byte_order_mark_and_other_line_ends_in_texts_are_read(tmp_path: Path):
    path = tmp_path / "q.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf" + '{"question": "who\u2028repairs it?", "answerable": false}\r\n\n'.encode()
    )
    (question,) = read_questions(path)
    assert question.question == "who\u2028repairs it?"


def test_places_that_stand_nowhere_are_named(tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "notes.md").write_text("The clock is repaired by Anna every spring.\n")
    right = Gold("notes.md", "The clock is repaired by Anna every spring.")
    questions = [
        OwnQuestion("1", "who?", gold=(right,)),
        OwnQuestion("2", "who?", gold=(Gold("other.md", "The clock is repaired by Anna."),)),
        OwnQuestion("3", "who?", gold=(Gold("notes.md", "Ben winds up the bell at noon."),)),
    ]
    with qa.open(tmp_path / "index", paths=[tmp_path / "docs"]) as engine:
        engine.sync()
        assert list(unfounded(engine, questions)) == [
            "question 2: no document is called other.md",
            "question 3: its quote does not stand in notes.md",
        ]
