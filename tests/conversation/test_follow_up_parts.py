"""Times, places, corrections, numbers and names of firms in follow-up questions."""

from __future__ import annotations

import pytest

from qa.conversation.interpret import interpreted
from qa.conversation.past import Past
from qa.conversation.phrases import noun_phrases
from qa.conversation.times import counted, only_time, times

PORT = "what did Ada Brill say in the port of Harrow?"
DATED = "what happened in the port of Harrow on 8 April 2024?"


def taken(line: str, last: str, span: str = "", quote: str = "") -> str:
    return interpreted(line, [Past(last, span=span, quote=quote)]).text


@pytest.mark.parametrize(
    ("last", "line", "wanted"),
    [
        (PORT, "and in July 2024?", "what did Ada Brill say in the port of Harrow in July 2024?"),
        (PORT, "and in may?", "what did Ada Brill say in the port of Harrow in may?"),
        (PORT, "and July?", "what did Ada Brill say in the port of Harrow in July?"),
        (PORT, "and on Monday?", "what did Ada Brill say in the port of Harrow on Monday?"),
        (PORT, "and last week?", "what did Ada Brill say in the port of Harrow last week?"),
        (PORT, "yesterday?", "what did Ada Brill say in the port of Harrow yesterday?"),
        (PORT, "and in Dunmore?", "what did Ada Brill say in Dunmore?"),
        (DATED, "and in July 2023?", "what happened in the port of Harrow in July 2023?"),
        (DATED, "and in May?", "what happened in the port of Harrow in May 2024?"),
        (DATED, "and on 9 April?", "what happened in the port of Harrow on 9 April 2024?"),
        (DATED, "and before 2020?", "what happened in the port of Harrow before 2020?"),
        (DATED, "and in Dunmore?", "what happened in Dunmore on 8 April 2024?"),
        (DATED, "and in Dunmore in May?", "what happened in Dunmore in May 2024?"),
        (
            "what happened between 1990 and 1995?",
            "and in the first week of May 2001?",
            "what happened in the first week of May 2001?",
        ),
        ("What burned in May 2022?", "and 2023?", "What burned in May 2023?"),
        ("What was said at the 2024 summit?", "and in 2025?", "What was said at the 2025 summit?"),
        ("How many died (the fire)?", "and in April?", "How many died in April (the fire)?"),
    ],
)
def test_a_time_replaces_a_time_and_a_place_a_place(last, line, wanted):
    assert taken(line, last) == wanted


@pytest.mark.parametrize("line", ["and a week later?", "two days before?", "and afterwards?"])
def test_a_time_counted_from_another_replaces_nothing(line):
    rest = line.removeprefix("and ")
    assert taken(line, DATED) == f"{DATED[:-1]} {rest}"


def test_an_amount_is_no_year():
    assert taken("and 2000?", "How much are 500 sheets?") == "How much are 2000?"


def test_times_in_a_text():
    found = times("In March we may march on to Dunmore 2.1 by 2024-05-03, not 1990.5 or 8 April.")
    assert [(each.preposition, each.text) for each in found] == [
        ("in", "March"), ("by", "2024-05-03"), ("", "8 April"),
    ]  # fmt: skip
    assert only_time("the strike of March") is None
    assert not counted("the day before yesterday")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("no, I mean about the fire", "who opposed the fire?"),
        ("I meant the fire", "who opposed the fire?"),
        ("no, the fire", "who opposed the fire?"),
        ("sorry, I mean the strike of March", "who opposed the strike of March?"),
        ("actually, the fire", "who opposed the fire?"),
        ("what I meant was the fire", "who opposed the fire?"),
        ("I mean the fire, not the strike", "who opposed the fire?"),
        ("no, not the strike but the fire", "who opposed the fire?"),
        ("I meant in March", "who opposed the strike in March?"),
        ("no, I mean who started the fire?", "who started the fire?"),
    ],
)
def test_a_correction_replaces_what_it_is_of_the_kind_of(line, wanted):
    assert taken(line, "who opposed the strike?") == wanted


@pytest.mark.parametrize("line", ["What does I mean?", "Sorry seems to be which word?"])
def test_what_only_looks_like_a_correction_is_left_alone(line):
    assert taken(line, "who opposed the strike?") == line


@pytest.mark.parametrize("line", ["and how many died?", "so how many died?", "but who died?"])
def test_a_question_without_a_noun_is_about_the_last_one(line):
    found = interpreted(line, [Past("when did the fire at the Harrow mill happen?", span="May")])
    body = line.split(" ", 1)[1].rstrip("?")
    assert found.text == f"{body} (the fire, the Harrow mill)?"
    assert not found.certain


def test_how_many_died_names_nothing():
    assert noun_phrases("how many died?") == []
    assert [each.text for each in noun_phrases("how many boats burned?")] == ["boats"]
    assert [each.text for each in noun_phrases("how many wounded were there?")] == ["wounded"]


DESCRIBED = "Tom Okafor, owner of Halden Mills, spoke."


@pytest.mark.parametrize("asked", ["who is Tom Okafor?", "who was tom okafor?"])
@pytest.mark.parametrize("span", ["owner of Halden Mills", "Halden Mills", "Mira Holt's father"])
def test_who_is_somebody_leaves_that_name_the_one_meant(asked, span):
    assert taken("how old is he?", asked, span, DESCRIBED) == "how old is Tom Okafor?"


def test_who_holds_an_office_is_still_the_name_that_answered():
    for asked in ("who is the mayor of Harrow?", "who is Harrow's mayor?", "who is Mayor?"):
        assert taken("how old is he?", asked, "Tom Okafor") == "how old is Tom Okafor?"


@pytest.mark.parametrize("span", ["Eleven", "Twenty-one", "Eleven sailors", "Dozens", "None"])
def test_it_is_no_number_in_words(span):
    asked = "how many died in the fire?"
    assert taken("why was it corrected?", asked, span) == "why was the fire corrected?"


def test_it_is_no_name_beside_a_number():
    quote = "HARROW (Gazette) - Eleven have died, said Mira Holt of Velo."
    assert taken("why was it corrected?", "how many died?", "Eleven", quote) == (
        "why was it corrected?"
    )


def test_a_number_with_a_capital_in_a_question_is_a_name():
    assert taken("who owns it?", "What is Eleven?") == "who owns Eleven?"


@pytest.mark.parametrize("firm", ["Halden Shipping", "Halden Mills", "the Harrow Council"])
def test_a_firm_is_no_he_or_she(firm):
    asked = f"what did {firm} leave?"
    assert taken("why did he refuse?", asked, "12 boats") == f"why did he refuse ({firm})?"
    assert taken("why did it refuse?", asked, "12 boats").startswith("why did ")
    quote = f"Its owner Tom Okafor said that {firm} left 12 boats."
    assert taken("why did he refuse?", asked, "12 boats", quote) == "why did Tom Okafor refuse?"


@pytest.mark.parametrize("name", ["Ada Brill", "John Stuart Mill", "the minister"])
def test_who_may_be_named_like_a_firm_is_he_or_she(name):
    asked = f"what did {name} leave?"
    assert taken("why did she refuse?", asked, "12 boats") == f"why did {name} refuse?"
