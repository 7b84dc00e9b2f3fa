"""What kind of thing questions ask for, and which sentences hold one."""

from __future__ import annotations

import pytest

from qa.answering.question_type import (
    AnswerType,
    expected,
    holds,
    is_polar,
    wants_items,
    wants_reasons,
    wants_words,
)

QUESTIONS = {
    AnswerType.PERSON: """
        who removed Turkey from the F-35 program?
        Who asked Congress for a national security waiver?
        Whom did Pompeo warn?
        Whose words are these?
        And who was the official?
        "Who would hold the waiver authority?"
        Who was the minister when the law passed?
    """,
    AnswerType.TIME: """
        When did the S-400 batteries arrive?
        And when is the vote?
        Since when has it been on?
        According to the article, when was it signed?
        The Normans came when?
        What year did the war end?
        Which day is the vote?
        What time does it start?
        On what date was it signed?
        In which century was it built?
    """,
    AnswerType.NUMBER: """
        How many batteries arrived?
        How many people were killed when the bridge fell?
        How old is the minister?
        How tall is Mount Everest?
        How long did it take?
        How far is the border?
        How much rain fell?
        What number of people came?
        Which temperature was measured?
    """,
    AnswerType.MONEY: """
        How much did the system cost?
        How much money did Turkey pay?
        How much is the company worth?
        How much will the jet cost?
        What is the price of an S-400 battery?
        What's the price of oil?
        What was the total cost?
        What is the annual budget of the Pentagon?
        What did Lorenz pay for the machine?
        What is the daily meal allowance during meet-ups?
    """,
    AnswerType.PERCENT: """
        What percentage of voters agreed?
        Which percent of them was late?
        What share of the vote did he get?
    """,
    AnswerType.PHONE: """
        What is the phone number of the harbour office?
        telephone number of the contract manager
        which fax number do I use
    """,
    AnswerType.EMAIL: """
        What is the email address of the librarian?
        whose e-mail address is given?
    """,
    AnswerType.LINK: """
        What is the website of the museum?
        what's the url for the status page
    """,
    AnswerType.OTHER: """
        why was Turkey removed from F-35?
        What did Pompeo tell the Turks?
        Has Turkey switched on the S-400?
        Which countries could be punished?
        Where is the museum?
        What did he pay attention to?
        How do I change the website?
        Where were you when it happened?
        What happened when the war ended?
        Why did the price fall when the shop closed?
        Is the whole thing over?
        How does WHO define health?
        ?
    """,
}
TABLE = [(q.strip(), kind) for kind, qs in QUESTIONS.items() for q in qs.strip().split("\n")]


@pytest.mark.parametrize(("question", "kind"), TABLE)
def test_expected(question, kind):
    assert expected(question) is kind


def test_expected_of_nothing():
    assert expected("") is AnswerType.OTHER


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (AnswerType.PERSON, "It was Mattis."),
        (AnswerType.PERSON, "he asked for it"),
        (AnswerType.TIME, "Batteries began arriving in July."),
        (AnswerType.TIME, "It ended in 1945."),
        (AnswerType.TIME, "on 4 Sept, at dawn"),
        (AnswerType.TIME, "doors open at 9:30 p.m. sharp"),
        (AnswerType.TIME, "the 3rd"),
        (AnswerType.NUMBER, "a dozen of them"),
        (AnswerType.NUMBER, "it took 7"),
        (AnswerType.MONEY, "for $3.5 billion"),
        (AnswerType.MONEY, "It cost two million roubles."),
        (AnswerType.PERCENT, "rose by 12 percent"),
        (AnswerType.PERCENT, "a third of voters"),
        (AnswerType.PHONE, "Call (207) 555-0142 before noon."),
        (AnswerType.PHONE, "+44 20 7946 0991"),
        (AnswerType.PHONE, "Name: Tom Fen · Phone: 312"),
        (AnswerType.PHONE, "In an emergency dial 112."),
        (AnswerType.EMAIL, "Write to desk@harbour.example."),
        (AnswerType.EMAIL, "nora (at) harbour.example"),
        (AnswerType.LINK, "See https://harbour.example/tides"),
        (AnswerType.LINK, "at harbour.org every day"),
        (AnswerType.OTHER, ""),
    ],
)
def test_holds(kind, text):
    assert holds(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (AnswerType.PERSON, "it was a rainy week"),
        (AnswerType.TIME, "Batteries have arrived in 3 places."),
        (AnswerType.TIME, "It cost 25 dollars."),
        (AnswerType.NUMBER, "Someone alone did it."),
        (AnswerType.MONEY, "Batteries of the S-400 arrived in July 2019."),
        (AnswerType.PERCENT, "Most of them agreed."),
        (AnswerType.PHONE, "Room 12 on floor 3, from 9 to 5."),
        (AnswerType.PHONE, "The phone costs 312 euros; phones sold: many."),
        (AnswerType.PHONE, "Joined 2022-03-30, paid 30.03.2022 and 30/03/22."),
        (AnswerType.PHONE, "He was chair 2019-2023, and £4,318.22 were left."),
        (AnswerType.EMAIL, "Write to the desk at noon."),
        (AnswerType.LINK, "It is on our site. See there."),
        (AnswerType.TIME, ""),
    ],
)
def test_does_not_hold(kind, text):
    assert not holds(kind, text)


@pytest.mark.parametrize("question", ["why was it?", "And why?", "How does it work?"])
def test_wants_reasons(question):
    assert wants_reasons(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many came?",
        "How old is it?",
        "How often does it run?",
        "How big is it?",
        "What is the reason for which it failed?",
        "Show it.",
        "",
    ],
)
def test_wants_no_reasons(question):
    assert not wants_reasons(question)


@pytest.mark.parametrize(
    "question",
    [
        "Has Turkey switched on the S-400?",
        "is it raining",
        "Isn't it raining?",
        "And could India face penalties?",
        "Did Ankara buy missiles?",
    ],
)
def test_yes_or_no(question):
    assert is_polar(question)


@pytest.mark.parametrize(
    "question",
    ["Who has it?", "Is it Ankara or Izmir?", "When did it rain?", "Island of the day", ""],
)
def test_not_yes_or_no(question):
    assert not is_polar(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which countries could be punished for buying Russian weapons?",
        "What three stadiums did the NFL choose from?",
        "Who are the hosts of the programme?",
        "Name the boroughs of New York City.",
        "what other options were named?",
    ],
)
def test_wants_items(question):
    assert wants_items(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which country bought it?",
        "What river runs through Warsaw?",
        "What position does Miller play?",
        "What is the status of the talks?",
        "Which bus goes there?",
        "Which Carolina Panthers player was named?",
        "Who was the minister?",
        "",
    ],
)
def test_wants_no_items(question):
    assert not wants_items(question)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did Cavusoglu say about sanctions?", True),
        ("And what has Pompeo told the Turks?", True),
        ("How did Ankara respond?", True),
        ("What was announced?", True),
        ("What did Turkey buy?", False),
        ("Who said that?", False),
        ("When did she say it?", False),
        ("What is the risk of sanctions?", False),
    ],
)
def test_wants_words(question, words):
    assert wants_words(question) is words
