"""Ends of sentences that are certain from the words: always as library and rules say."""

import random
import re

import pytest

from qa.documents.certain_ends import certain_cuts
from qa.documents.sentences import _kept, _uncertain_cuts
from tests.documents.test_sentences import _cases

_TOGETHER = """
The He A I Biden Smith said and house reports long-term NATO US U.S. U.N. D.C. J.K. p.m.
a.m. Mr. Dr. St. Gov. Jr. Inc. Co. Fla. Wash. Aug. Sept. Mar. Sat. No. no. v. X. B. Plan
group 5 18 2019 5,000 3.5 $1.2 12. 2019. 5,000. 5%. end. end.” end." end.' end.’” end)
end). end”. Why? Why?” No! Yahoo! what?! … ... end... end.. amazon.com amazon.com.
costs.The U.S.-based U.S., p.m., end, (REUTERS.) (where else?) “Yes. "No. “The "The ‘The
(The ET EDT iPhone Mr. However, Monday. May. iii. 1. a. • – [1] end.[1] word.² 中。 don't.
Biden's. article 5. section 12. Vitamin C. on X. e.g. i.e. etc. Ph.D. approx. figs. 32nd
"""
_PIECES = _TOGETHER.split()


def _as_before(text: str) -> list[int]:
    return _kept(text, sorted(_uncertain_cuts(text)))


def test_what_is_certain_is_what_library_and_rules_say():
    made = random.Random(20)
    certain = 0
    for _ in range(4_000):
        pieces = made.choices(_PIECES, k=made.randint(2, 14))
        text = "".join(piece + made.choice(("", "", "", "", " ")) + " " for piece in pieces)
        text = text.rstrip() if made.random() < 0.5 else text
        cuts = certain_cuts(text)
        if cuts is not None:
            certain += 1
            assert _kept(text, cuts) == _as_before(text), text
    assert certain > 200  # or nothing was compared


def test_hard_cases_in_a_row_are_certain_only_where_they_are_right():
    cases = [re.sub(r"\s", " ", text) for text, _ in _cases()]
    for one, other in zip(cases, cases[1:] + cases[:1], strict=True):
        for text in (one, f"{one} {other}", f"{one}  {other} "):
            cuts = certain_cuts(text)
            assert cuts is None or _kept(text, cuts) == _as_before(text)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Prices fell in the U.S. this year. They rose elsewhere.", ["They"]),
        (
            "He left the U.S. The end of 2019. Then “Why? Now.” Nothing.",
            ["The", "Then", "Now", "Nothing"],
        ),
        ("It opens at 5 p.m. ET on Aug. 18, said Dr. Hazel Law. It costs $3.50.", ["It"]),
    ],
)
def test_ordinary_prose_needs_no_library(text: str, starts: list[str]):
    cuts = certain_cuts(text)
    assert cuts is not None
    assert [re.search(r"\w+", text[cut:])[0] for cut in cuts] == starts


@pytest.mark.parametrize(
    "text",
    [
        "Is it? he asked. No.",
        "It cost 5... He paid. So.",
        "Plan B. Turkey agreed.",
        "He has a plan  B. Turkey agreed.",
    ],
)
def test_what_may_be_either_is_left_to_the_library(text: str):
    assert certain_cuts(text) is None
