"""Author and date: of the document cited, or of what it tells of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import qa
from qa.conversation.converse import converse
from qa.datatypes import Answer, Reply, Turn
from tests.support.builders import engine_over

NOTES = {
    "bridge.html": """<html><head><title>Bridge closed</title><meta name="author"
content="Carla Reyes"><meta property="article:published_time" content="2019-12-03"></head>
<body><article><h1>Bridge closed</h1><p>The bridge at Tarn was closed because of rusted cables.
</p></article></body></html>
""",
    "novel.md": """---
author: Olga Petrenko
date: 2021-03-04
---
# Notes on novels

Harrowgate is a novel about a lighthouse. Ada Finch wrote Harrowgate in two winters. Harrowgate
was published in 1974.
""",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qa.Engine]:
    with engine_over(tmp_path_factory.mktemp("sources"), NOTES) as engine:
        yield engine


def talk(engine: qa.Engine, *lines: str) -> Answer | Reply:
    turns: list[Turn] = []
    for line in lines:
        found = converse(engine, line, turns)
        answered = isinstance(found, Answer)
        turns.append(Turn(line, answer=found) if answered else Turn(line, reply=found))
    return found


CLOSED = "why was the bridge closed?"


@pytest.mark.parametrize(
    "lines",
    [
        (CLOSED, "when was it published?"),
        (CLOSED, "who wrote it?"),
        (CLOSED, "who says so?", "by whom?"),
        (CLOSED, "when was it published?", "and by whom?", "and when?"),
        (CLOSED, "who is the prime minister of Norway?", "when was it published?", "by whom?"),
    ],
)
def test_of_the_document_cited(engine, lines):
    found = talk(engine, *lines)
    assert isinstance(found, Answer)
    assert found.notes[0].startswith("Carla Reyes in “Bridge closed”, 2019-12-03 (")
    assert found.interpretation == CLOSED
    assert found.confidence is None


def test_of_what_the_document_tells_of(engine):
    found = talk(engine, "What is Harrowgate?", "when was it published?")
    assert isinstance(found, Answer)
    assert found.interpretation == "when was Harrowgate published?"
    assert "published in 1974" in " ".join(found.evidence[0].text.split())
    found = talk(engine, "What is Harrowgate?", "who wrote it?")
    assert isinstance(found, Answer)
    assert found.interpretation == "who wrote it (Harrowgate)?"
    assert not any("Olga Petrenko" in note for note in found.notes)


def test_after_a_question_of_its_own_by_whom_is_about_that(engine):
    found = talk(engine, "was the bridge closed?", "by whom?")
    assert isinstance(found, Answer)
    assert found.interpretation == "by whom was the bridge closed?"


def test_without_an_answer_it_is_a_question(engine):
    found = talk(engine, "who wrote Harrowgate?")
    assert isinstance(found, Answer)
    assert found.interpretation is None
