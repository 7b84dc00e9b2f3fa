"""Lines that ask several questions at once, and their answers as one."""

from __future__ import annotations

from collections.abc import Iterator
from time import process_time

import pytest

import qa
from qa.conversation.converse import converse
from qa.conversation.several_questions import questions_in
from qa.datatypes import Answer, Turn
from tests.support.builders import engine_over

MILL = {
    "mill.md": """# Harrow Mill

The mill in Harrow was founded by Ada Brill in 1871. It stands on the east bank of the river.

## Prices

A ticket costs 7 euros for adults. Children pay 3 euros.

## Dogs

Dogs may come in when they are on a lead.
""",
    "fire.md": """# The fire

The mill burned down on 4 March 1902 because a lamp fell into the flour.

Tom Lind, a baker, saved two children from the fire.
""",
    "staff.csv": """name,office,floor
Ada Holm,Norden,first
Ben Lund,Tarn,first
Ines Falk,Norden,second
Uwe Roth,Norden,second
Lea Sand,Tarn,second
""",
    "ferry.md": """# The ferry

The ferry crosses the river every hour. The last ferry leaves at 23:10.
""",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qa.Engine]:
    with engine_over(tmp_path_factory.mktemp("mill"), MILL) as engine:
        yield engine


@pytest.mark.parametrize(
    "parts",
    [
        ("Who sent the mail about the fire", "when?"),
        ("who invented the printing press", "in what year"),
        ("what is its speed limit", "is it the same at night?"),
        ("How long is the sabbatical", "how often can I take it?"),
        ("How much did the chief get", "when did she leave?"),
        ("Who won the prize in 2004", "how much money comes with it?"),
        ("Is there a plugin for azure?", "can it install the certificate?"),
        ("which smtp port should i not use", "what instead"),
        ("I clicked a link in a mail. Whom do I write to", "what goes in the subject?"),
        ("who is the founder of the mill", "when was it founded", "why?"),
        ("What do we use Grafana for", "what about Dash?"),
        ("What's the height of the tower", "who's the architect?"),
    ],
)
def test_several(parts):
    *first, last = parts
    assert questions_in(", and ".join([*first, last])) == parts
    joint = [part if part.endswith("?") else f"{part}?" for part in first]
    assert len(questions_in(" ".join([*joint, last]))) == len(parts)


@pytest.mark.parametrize(
    "line",
    [
        "Why was Turkey removed from the F-35 program?",
        "When and where was Ada Brill born?",
        "Who came late and who had to stand?",
        "What happens when it rains and when it snows?",
        "Who knows when it began, and why?",
        "Explain what ownership is and how it works",
        "How do the mill and the ferry differ?",
        "What opera legend and has a famous restaurant?",
        "Which film came first, Harrow or What Is It?",
        "How many commonwealths are there and which are down-regulated",
        'Who wrote "Who Are They? And why?"',
        "salt and how",
        "Is there a story about the mill? Which one?",
        "and when?",
    ],
)
def test_one(line):
    assert questions_in(line) == (line,)


def test_the_time_it_takes_is_bounded():
    before = process_time()
    for line in (
        "who is it and " * 5000,
        "is it? " * 70,
        "a. " * 160 + "who and what",
        "and " * 120,
    ):
        questions_in(line)
    assert process_time() - before < 5


def ask(engine: qa.Engine, line: str, turns: tuple[Turn, ...] = ()) -> Answer:
    found = converse(engine, line, turns)
    assert isinstance(found, Answer)
    return found


def test_each_part_is_answered_in_its_order(engine):
    found = ask(engine, "How much is a ticket for adults, and when does the last ferry leave?")
    assert found.answered
    assert "7 euros" in found.evidence[0].text
    assert "23:10" in found.evidence[1].text
    assert [source.number for source in found.sources] == [1, 2]
    assert [source.document.source for source in found.sources] == ["mill.md", "ferry.md"]
    assert [each.citation for each in found.evidence[:2]] == [1, 2]
    parts = ["How much is a ticket for adults", "When does the last ferry leave?"]
    assert found.confidence == min(ask(engine, part).confidence or 0 for part in parts)
    assert found.question.endswith("leave?")


def test_a_part_may_lean_on_the_one_before(engine):
    found = ask(engine, "When did the mill burn down? And who saved two children from it?")
    shown = " ".join(each.text for each in found.evidence)
    assert "1902" in shown
    assert "Tom Lind" in shown
    founded = ask(engine, "Who founded the mill in Harrow, and where does it stand?")
    assert "Ada Brill" in founded.evidence[0].text
    assert any("east bank" in each.text for each in founded.evidence)


def test_a_piece_that_answers_both_is_shown_once(engine):
    found = ask(engine, "When did the mill burn down, and why?")
    assert [each.text for each in found.evidence].count(found.evidence[0].text) == 1


def test_a_part_without_an_answer_is_named(engine):
    found = ask(engine, "When does the last ferry leave, and who is the minister of defence?")
    assert found.answered
    assert "23:10" in found.evidence[0].text
    assert "No clear answer was found to “who is the minister of defence?”." in found.notes


def test_nothing_is_found_for_either(engine):
    found = ask(engine, "Who is the minister of defence, and how old are his dromedaries?")
    assert not found.answered
    assert not any("No clear answer" in note for note in found.notes)


def test_a_follow_up_may_ask_several(engine):
    turns = (
        Turn("Who founded the mill in Harrow?", ask(engine, "Who founded the mill in Harrow?")),
    )
    found = ask(engine, "may dogs come in, and how much is a ticket for adults?", turns)
    assert "lead" in found.evidence[0].text
    assert any("7 euros" in each.text for each in found.evidence)


def test_its_receipt_names_all_that_is_cited(engine):
    found = ask(engine, "How much is a ticket for adults, and when does the last ferry leave?")
    receipt = engine.add_receipt(found).receipt
    assert receipt is not None
    assert [each.source for each in receipt.files] == ["ferry.md", "mill.md"]


def test_lists_are_shown_whole(engine):
    found = ask(engine, "who is in the office Norden? And how many staff are on the first floor?")
    assert found.notes == (
        "3 of 5 rows in “staff”: office: Norden.",
        "2 of 5 rows in “staff”: floor: first.",
    )
    names = [each.text.split(" · ")[0].removeprefix("name: ") for each in found.evidence]
    assert names == ["Ada Holm", "Ines Falk", "Uwe Roth", "Ben Lund"]


def test_what_follows_goes_on_with_the_last_question(engine):
    line = "How much is a ticket for adults, and when does the last ferry leave?"
    first = ask(engine, "When does the last ferry leave? And how much is a ticket for adults?")
    turns = (Turn(first.question, first),)
    found = ask(engine, "and for children?", turns)
    assert found.interpretation == "how much is a ticket for children?"
    assert "3 euros" in found.evidence[0].text
    assert ask(engine, line).answered
