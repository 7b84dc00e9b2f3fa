"""What people say to an assistant besides questions: "new topic", "the second one", "in German"."""

from __future__ import annotations

import pytest

import qa
from qa.conversation.converse import converse
from qa.conversation.intents import afresh, recognise
from qa.datatypes import Answer, Reply, Turn


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("forget", "new topic|never mind|nvm|start over|forget that|ok, something else"),
        ("form", "in german?|translate that|in simpler words|as a list|write an email about it"),
        ("again", "say that again|repeat the answer|what was the answer again"),
        ("repeat", "what did i ask first|list my questions|what have i asked so far"),
        ("nth 2", "the second one|source 2|open the second source|[2]|more about the second one"),
        ("nth 0", "the last one|what about the last one"),
        ("more", "other sources|any other answers|the next one|longer|details"),
        ("sure", "you said 5 but it's 6|that can't be right|prove it|based on what"),
        ("sure", "you said 48 million but is that sure|you said 3, i thought it was 4"),
        ("passage", "quote it|the exact words"),
        ("document", "show me where|show me the document"),
        ("complaint", "not that one|no, not that|wrong person|i dont get it"),
        ("identity", "google it|what model are you|can you search the web|tell me a joke"),
        ("thanks", "okay thanks|thanks that helps|No, thank you, that is all I need. Goodbye!"),
        ("shorter", "tldr"),
        ("farewell", "thats all"),
    ],
)
def test_what_lines_want(kind, lines):
    for line in lines.split("|"):
        intent = recognise(line)
        assert intent is not None, line
        assert f"{intent.kind} {intent.object}".strip() == kind, line


@pytest.mark.parametrize(
    "line",
    [
        "who started a new topic?",
        "what is the second one called?",
        "which files are in German?",
        "how do I reset the machine",
        "what does the last document say",
        "you said what?",
        "how do I repeat the test",
        "show me the last mail",
        "how do I write an email to the club",
        "what is the source of the Rhine",
    ],
)
def test_questions_stay_questions(line):
    assert recognise(line) is None


def test_a_question_may_follow_a_new_topic_in_its_line():
    assert afresh("new topic: who is he?") == "who is he?"
    assert afresh("Next question - how much is it") == "how much is it"
    assert afresh("new topic") == afresh("a question of topic: yes") == ""


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    home = tmp_path_factory.mktemp("chat_lines")
    (home / "files").mkdir()
    for name, text in {
        "a.txt": "The ferry in spring\n\nThe ferry to Marn runs twice a day in spring.\n",
        "b.txt": "The ferry in winter\n\nThe ferry to Marn runs once a day in winter.\n",
        "c.txt": "The mill\n\nThe mill grinds rye. Ada Lind owns the mill.\n",
    }.items():
        (home / "files" / name).write_text(text)
    with qa.open(home / "index", paths=[home / "files"]) as opened:
        opened.sync()
        yield opened


def talk(engine: qa.Engine, *lines: str) -> list[Answer | Reply]:
    turns: list[Turn] = []
    for line in lines:
        found = converse(engine, line, turns)
        reply = found if isinstance(found, Reply) else None
        turns.append(Turn(line, answer=None if isinstance(found, Reply) else found, reply=reply))
    return [turn.answer or turn.reply for turn in turns]  # type: ignore[misc]


def test_a_new_topic_leans_on_nothing(engine):
    found = talk(engine, "who owns the mill?", "never mind", "what does she grind?")
    assert isinstance(found[1], Reply)
    assert isinstance(found[2], Answer)
    assert found[2].interpretation is None
    again = talk(engine, "who owns the mill?", "new topic", "back to the mill")
    assert isinstance(again[2], Answer)
    assert again[2].answered


def test_one_of_the_sources_is_shown_and_spoken_of(engine):
    found = talk(
        engine, "which files mention the ferry?", "the second one", "where does it say that"
    )
    second = found[0].sources[1].document.source  # type: ignore[union-attr]
    for each in found[1:]:
        assert isinstance(each, Answer)
        assert [source.document.source for source in each.sources] == [second]
    (_, many) = talk(engine, "which files mention the ferry?", "source 7")
    assert isinstance(many, Reply)
    assert "2 sources" in many.text
    # Where one source is cited it is a question.
    (_, one) = talk(engine, "who owns the mill?", "the second one")
    assert isinstance(one, Answer)


def test_an_answer_is_shown_again_and_questions_are_listed(engine):
    found = talk(engine, "who owns the mill?", "say that again", "what does it grind?")
    assert isinstance(found[0], Answer)
    assert isinstance(found[1], Answer)
    assert found[1].evidence == found[0].evidence
    assert found[1].question == "say that again"
    asked = talk(engine, "who owns the mill?", "what does it grind?", "what did i ask first")
    assert isinstance(asked[2], Reply)
    assert asked[2].text == "You asked: “who owns the mill?”"
    listed = talk(engine, "who owns the mill?", "what does it grind?", "list my questions")[2]
    assert isinstance(listed, Reply)
    assert listed.text.splitlines()[1:] == ["“who owns the mill?”", "“what does it grind?”"]


def test_quotes_are_not_translated_but_languages_are_asked_for(engine):
    form = talk(engine, "who owns the mill?", "in german?")[1]
    assert isinstance(form, Reply)
    assert form.kind == "form"
    counted = talk(engine, "how many files are in English?", "in german?")[1]
    assert isinstance(counted, Answer)
