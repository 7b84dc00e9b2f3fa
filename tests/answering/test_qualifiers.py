"""Which qualifier a noun has in the question, and which in a text."""

from __future__ import annotations

import pytest

from qa.answering.qualifiers import (
    asks_for_one,
    other_ordinal,
    other_qualifier,
    other_role,
    told_apart,
)

LOSS = "In the second quarter the loss was 6.5 million crowns."


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("What was the loss in the third quarter?", LOSS, True),
        ("What was the loss in the 3rd quarter?", LOSS, True),
        ("What was the loss in the second quarter?", LOSS, False),
        ("What was the loss in the 2nd quarter?", LOSS, False),
        ("What was the loss in the third quarter?", f"{LOSS} The third quarter brought 4.", False),
        ("What was the loss in the third quarter?", "Quarter 3: a loss of 4 million.", False),
        ("Who came third in the race?", "The second race was long.", False),
        ("Who wrote the first edition?", "The second editions sold well.", True),
    ],
)
def test_ordinals(question: str, text: str, expected: bool) -> None:
    assert other_ordinal(question, text) is expected


@pytest.mark.parametrize(
    ("question", "nowhere", "text", "expected"),
    [
        ("price of walnut boards", ["walnut"], "Oak board: 84 euros. Beech board: 61 euros.", True),
        ("price of walnut boards", [], "Oak board: 84 euros.", False),
        ("price of walnut boards", ["walnut"], "A board costs 61 euros. Oak board: 84.", False),
        ("how are walnut boards stored", ["stored"], "Oak boards lie in the hall.", False),
        ("price of walnut boards", ["walnut"], "The price is 84 euros.", False),
    ],
)
def test_words_that_stand_nowhere(
    question: str, nowhere: list[str], text: str, expected: bool
) -> None:
    assert other_qualifier(question, text, nowhere) is expected


@pytest.mark.parametrize(
    ("question", "nowhere", "expected"),
    [
        ("Is there car insurance?", ["car"], True),
        ("Does Merrow have a vegan menu?", ["vegan"], True),
        ("Does Merrow offer pet insurance?", ["offer"], False),
        ("How much is a vegan menu?", ["vegan"], False),
        ("Is there a vegan menu?", [], False),
    ],
)
def test_whether_there_is_one_of_a_kind(question: str, nowhere: list[str], expected: bool) -> None:
    assert asks_for_one(question, nowhere) is expected


MAIL, WEB = "The mail server listens on port 2525.", "The web server listens on 8080."


@pytest.mark.parametrize(
    ("question", "one", "other", "expected"),
    [
        ("On which port does the web server listen?", WEB, MAIL, True),
        ("On which port does the web server listen?", MAIL, WEB, False),
        ("On which port does the web server listen?", "It listens on 8080.", WEB, None),
        ("On which port does the web server listen?", "The server listens on 8080.", WEB, None),
        ("On which port does it listen?", MAIL, WEB, None),
    ],
)
def test_what_is_said_of_another_one(question, one, other, expected) -> None:
    assert told_apart(question, one, other) is expected


MET = "The foreign minister, Ola Berg, met the press about air defence."


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Who is the defence minister?", MET, True),
        ("who was the defence minister of Norway", MET, True),
        ("Who is the foreign minister?", MET, False),
        ("Who is the minister?", MET, False),
        ("Who is the Norwegian minister?", MET, False),  # of what, is not said
        ("Who is the defence minister?", "The defense minister is Eva Moe.", False),
        ("Who is the defence minister?", "The minister of defence is Eva Moe.", False),
        ("Who is the defence minister?", "Eva Moe has the defence.", False),
        ("What does the defence minister say?", MET, False),
    ],
)
def test_who_has_another_office(question, text, expected) -> None:
    assert other_role(question, text) is expected
