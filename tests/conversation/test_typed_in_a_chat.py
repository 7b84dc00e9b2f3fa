"""Follow-ups as people type them: names without capitals, bare ends of questions, pronouns."""

from __future__ import annotations

import pytest

import qa
from qa.conversation.casing import cased, names_in
from qa.conversation.converse import converse
from qa.conversation.interpret import interpreted
from qa.conversation.past import Past, owners_meant
from qa.datatypes import Answer, Turn


def taken(line: str, last: str, span: str = "", quote: str = "", **more: object) -> str:
    return interpreted(line, [Past(last, span=span, quote=quote, **more)]).text  # type: ignore[arg-type]


def test_names_are_what_is_written_with_a_capital_inside_a_sentence():
    names = names_in(
        [
            "Ada Lind left Velo in May. Her deputy, Omar Krell, runs the port of Harrow's north.",
            "Brick is cheap. The S-400 stands in Tull · Plan: Basic",
            "He is captain; Captain Mora sails. May they march?",
        ]
    )
    assert names == {
        "ada": "Ada", "lind": "Lind", "velo": "Velo", "omar": "Omar", "krell": "Krell",
        "harrow": "Harrow", "s-400": "S-400", "tull": "Tull", "mora": "Mora",
    }  # fmt: skip
    assert cased("did omar krell see lind's s-400 in May?", names) == (
        "did Omar Krell see Lind's S-400 in May?"
    )


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    home = tmp_path_factory.mktemp("typed")
    (home / "files").mkdir()
    texts = {
        "lind.txt": "Lind leaves the mill\n\nThe head of the mill, Ada Lind, left on Friday because"
        " she was ill. Lind got no severance pay.\n",
        "krell.txt": "New head of the mill\n\nOmar Krell followed Ada Lind as head of the mill. He"
        " earns 40,000 euros a year.\n",
    }
    for name, text in texts.items():
        (home / "files" / name).write_text(text)
    with qa.open(home / "index", paths=[home / "files"]) as opened:
        opened.sync()
        yield opened


def test_names_typed_without_capitals_are_known_from_what_was_quoted(engine):
    turns: list[Turn] = []
    for line, wanted in (
        ("why did ada lind leave the mill", None),
        ("did she get severance pay", "did Ada Lind get severance pay"),
        ("who followed her", "who followed Ada Lind"),
    ):
        answer = converse(engine, line, turns)
        assert isinstance(answer, Answer)
        assert answer.interpretation == wanted
        assert answer.question == line
        turns.append(Turn(line, answer=answer))


@pytest.mark.parametrize(
    ("last", "span", "line", "wanted"),
    [
        # What did something is what is spoken of next.
        ("what caused the fire at Velo?", "a worn belt", "who made it?", "who made a worn belt"),
        ("what did Ada Lind buy?", "a used boat", "how old is it?", "how old is the used boat"),
        ("What does the mill grind?", "rye", "who runs it?", "who runs the mill"),
        ("What is Larkspur?", "a system", "who started it?", "who started Larkspur?"),
        # People are no "it", and who was counted is told by the answer.
        ("how many people were hurt?", "three workers", "how are they?", "how are three workers"),
        # The verb stands behind the name.
        ("did Lind get severance pay?", "", "who followed him?", "who followed Lind?"),
        # "Took part" is no thing.
        (
            "how many boats took part in the race in 2024?",
            "",
            "did it make a profit?",
            "did the race make a profit",
        ),
        ("who will replace Lind?", "", "when?", "when will they replace Lind?"),
        ("who will build the jetty?", "Tull", "when?", "when will Tull build the jetty?"),
    ],
)
def test_what_a_pronoun_goes_on_from(last, span, line, wanted):
    found = taken(line, last, span)
    assert found.startswith(wanted.removesuffix("?").replace(" a worn", " the worn")), found


@pytest.mark.parametrize(
    ("last", "span", "line", "wanted"),
    [
        (
            "who won the vote in Harrow?",
            "Ada Lind",
            "with how many percent",
            "with how many percent did Ada Lind win the vote in Harrow?",
        ),
        ("who sold Velo?", "Tull", "for how much?", "for how much did Tull sell Velo?"),
        ("why did Velo choose Harrow?", "", "and why not oslo", "why didn't Velo choose oslo?"),
        ("who will build the jetty?", "Tull", "why not Brill?", "why won't Brill build the jetty?"),
        ("how can I pay?", "", "why not by cheque", "why can't I pay by cheque?"),
        ("did it make a loss?", "", "and the year before", "did it make a loss the year before?"),
        ("how many boats came?", "", "why so few", "why so few (how many boats came)?"),
        ("how much is a Velo 3?", "", "which one is light", "which one is light (the Velo 3)?"),
        ("what does Lind earn?", "", "and her deputy", "what does Lind's deputy earn"),
        ("who was the chair?", "Ada Lind", "and before her", "who was the chair before Ada Lind?"),
    ],
)  # fmt: skip
def test_short_lines_are_joined_to_the_question_before(last, span, line, wanted):
    assert taken(line, last, span).rstrip("?") == wanted.rstrip("?")


@pytest.mark.parametrize("line", ["why not use vinegar?", "which one of the plans is cheap?"])
def test_whole_questions_with_such_words_are_left_alone(line):
    assert taken(line, "how do I clean the tank?") == line


def test_whom_he_stood_for_is_no_she(engine):
    turns: list[Turn] = []
    for line in ("who followed ada lind as head of the mill", "what does he earn"):
        answer = converse(engine, line, turns)
        assert isinstance(answer, Answer)
        turns.append(Turn(line, answer=answer))
    assert turns[1].answer is not None
    assert turns[1].answer.interpretation == "what does Omar Krell earn"
    answer = converse(engine, "why did she leave", turns)
    assert isinstance(answer, Answer)
    assert answer.interpretation == "why did Ada Lind leave"


@pytest.mark.parametrize(
    ("last", "line", "wanted"),
    [
        ("can I get a loan from Velo?", "how do i cancel", "how do i cancel (Velo)?"),
        ("what is wrong with the jetty?", "what is a new one?", "what is a new one (the jetty)?"),
    ],
)
def test_what_names_nothing_is_about_what_was_asked_before(last, line, wanted):
    assert taken(line, last) == wanted


def test_its_goes_on_from_what_it_stood_for_and_not_from_what_that_has():
    meant = "What are Velo's products?"
    owners = owners_meant("What are its products?", meant)
    assert owners == {("velo",)}
    assert taken("When was it founded?", meant, owners=owners) == "When was Velo founded?"
    # Who names somebody's theory asks about the theory.
    assert owners_meant("What is Lind's theory?", "What is Lind's theory?") == frozenset()
    assert taken("How was it proved?", "What is Lind's theory?") == "How was Lind's theory proved?"
