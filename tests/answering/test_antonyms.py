"""Texts that say the opposite of a question."""

from __future__ import annotations

import pytest

from qa.answering.antonyms import ANTONYMS, says_opposite


@pytest.mark.parametrize(
    ("question", "text", "opposite"),
    [
        ("Why did prices rise?", "Prices fall when it rains.", True),
        ("Why did prices RISE?", "Fall in prices.", True),
        ("Why did prices rise?", "Prices rise and fall.", False),  # the word itself is there too
        ("Why did prices rise or fall?", "Prices fall.", False),  # both are asked for
        ("Why did prices change?", "Prices fall.", False),
        ("Which town is in the north?", "The southern towns.", False),
        ("Who has at least five seats?", "They have at most four seats.", True),
        ("Who has at least five seats?", "Most of them have five seats.", False),
        ("Who has the least seats?", "They have most seats.", True),
        ("", "", False),
    ],
)
def test_says_opposite(question, text, opposite):
    assert says_opposite(question, text) is opposite


def test_opposites_go_both_ways_and_nothing_is_its_own():
    for word, others in ANTONYMS.items():
        assert word not in others
        assert all(word in ANTONYMS[other] for other in others)
