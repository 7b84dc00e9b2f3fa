"""Which qualifier a noun has in the question, and which in a text."""

from __future__ import annotations

import pytest

from qa.answering.qualifiers import other_ordinal, other_qualifier

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
