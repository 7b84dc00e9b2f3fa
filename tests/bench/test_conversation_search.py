"""Follow-ups with passages: how the sets are read, and what is measured, on made-up data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import qa
from bench.data.conversation_passages import Task, canard, inscit, mtrag
from bench.suites import conversation_search as suite

MILL = {
    "passage_id": "Mill:1",
    "passage_text": "The mill of Harrow was built by Ida Marsh in 1743.",
    "passage_titles": ["Mill", "History"],
}
WELL = {
    "passage_id": "Well:1",
    "passage_text": "The well of Harrow is nine metres deep.",
    "passage_titles": ["Well"],
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "conversation"
    (folder / "mtrag_un").mkdir(parents=True)
    direct = {"responseType": "directAnswer", "response": "1743", "evidence": [MILL]}
    nothing = {"responseType": "noAnswerNoRelevantInfo", "response": "-", "evidence": []}
    turns = [
        {"context": ["Who built the mill?"], "prevEvidence": [], "labels": [direct]},
        {
            "context": ["Who built the mill?", "Ida Marsh", "when was it built?"],
            "prevEvidence": [[MILL], [WELL]],
            "labels": [direct],
        },
        {
            "context": ["Who built the mill?", "Ida Marsh", "how many cats has she?"],
            "prevEvidence": [],
            "labels": [nothing],
        },
    ]
    plain = {"0": {"seedArticle": {"title": "Harrow"}, "turns": turns}}
    (folder / "inscit_dev.json").write_text(json.dumps(plain))
    said = [{"speaker": "user", "text": "Who built it?"}, {"speaker": "agent", "text": "Ida"}]
    row = {
        "contexts": [{"document_id": "1", "text": "Ida built the mill in 1743."}],
        "input": [*said, {"speaker": "user", "text": "when?"}],
        "answerability": ["ANSWERABLE"],
    }
    other = row | {"contexts": [], "answerability": ["UNANSWERABLE"]}
    lines = "\n".join(map(json.dumps, (row, other)))
    (folder / "mtrag_un" / "reference.jsonl").write_text(lines)
    history = ["Mill", "History", "Who built it?", "Ida Marsh of Harrow did"]
    rows = [
        {"Question": "Who built it?", "History": history[:2], "Rewrite": "Who built the mill?"},
        {"Question": "when?", "History": history, "Rewrite": "When was the mill built?"},
        {
            "Question": "why?",
            "History": [*history, "when?", "in the dry summer of 1743"],
            "Rewrite": "Why was the mill built?",
        },
    ]
    (folder / "canard_dev.json").write_text(
        json.dumps([row | {"QuAC_dialog_id": "C_1"} for row in rows])
    )
    return tmp_path / "data"


def test_passages_and_gold_of_inscit(data):
    found = inscit(data)
    assert len(found.documents) == 2
    first, second, third = found.tasks
    assert first.turns == ()
    assert (second.line, second.turns) == (
        "when was it built?",
        (("Who built the mill?", "Ida Marsh"),),
    )
    ((source, text),) = second.gold
    assert found.documents[source].startswith("Mill, History\n\nThe mill of Harrow")
    assert text == ""
    assert (second.answerable, third.answerable, third.gold) == (None, False, ())


def test_mtrag_says_what_can_not_be_answered(data):
    found = mtrag(data)
    assert [task.answerable for task in found.tasks] == [True, False]
    assert found.tasks[0].turns == (("Who built it?", "Ida"),)
    assert [len(task.gold) for task in found.tasks] == [1, 0]


def test_answers_of_canard_are_documents(data):
    found = canard(data)
    (text,) = found.documents.values()
    assert text == "Mill\n\nHistory\n\nIda Marsh of Harrow did\n\nin the dry summer of 1743\n"
    assert [(task.line, task.gold[0][1], task.rewrite) for task in found.tasks] == [
        ("Who built it?", "Ida Marsh of Harrow did", "Who built the mill?"),
        ("when?", "in the dry summer of 1743", "When was the mill built?"),
    ]


def test_recall_and_how_much_of_the_gap_is_closed():
    ranks = {
        suite.RAW: [0, 0, 0, 1],
        suite.JOINED: [0, 6, 0, 1],
        suite.OURS: [1, 5, 0, 1],
        suite.GOLD: [1, 1, 2, 1],
    }
    found = suite.Found(ranks, 1.0)
    assert [found.recall(way, 5) for way in ranks] == [0.25, 0.25, 0.75, 1.0]
    assert found.recall(suite.OURS, 1) == 0.5
    assert found.closed() == pytest.approx(2 / 3)
    assert suite.Found(ranks | {suite.GOLD: []}, 1.0).closed() is None


def test_a_follow_up_is_searched_in_every_way(data, tmp_path):
    collection = inscit(data)
    with suite.opened(collection, tmp_path / "work") as engine:
        found = suite.searched(engine, suite.follow_ups(collection))
        assert found.ranks[suite.OURS] == [1]
        assert found.ranks[suite.GOLD] == []
        nowhere = Task((), "mill", (("none.txt", ""),))
        assert suite.searched(engine, [nowhere]).ranks[suite.RAW] == [0]
        refused = suite.asked(engine, suite.judged(collection))
    assert refused == {"unanswerable": (1, 1.0)}
    with pytest.raises(qa.IndexNotFound):
        qa.open(tmp_path / "none").ask("why?")
