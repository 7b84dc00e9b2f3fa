"""Near-copies of texts: wire copy, ledes repeated with a dateline."""

from __future__ import annotations

import random

import pytest

from qa.search.near_duplicates import RESEMBLANCE, Seen, contained, same_words, shingles


def near_copies(one: frozenset[int], other: frozenset[int]) -> bool:
    seen = Seen()
    seen.add(one)
    return seen.copied_by(other) == 0


LEDE = (
    "The United States is still in talks with Turkey to get Ankara to 'walk away' from the Russian "
    "missile defense system it bought, a senior State Department official said on Friday."
)
DATED = "WASHINGTON, Oct 25 (Reuters) - " + LEDE
OTHER = (
    "Rain is expected in the north tomorrow; the south stays dry with highs near 24 degrees, the "
    "weather service said."
)


def test_case_and_punctuation_make_no_difference():
    one, other = shingles("Walk away, 'from the S-400'!"), shingles("walk AWAY from the s 400")
    assert one == other
    assert len(one) == 4


def test_a_repeated_lede_with_a_dateline_is_a_copy():
    assert near_copies(shingles(LEDE), shingles(DATED))
    assert near_copies(shingles(DATED), shingles(LEDE))
    assert contained(shingles(LEDE), shingles(DATED))


def test_a_sentence_within_a_long_text_is_contained_and_no_copy():
    article = shingles(f"{OTHER} {LEDE} {OTHER.upper()[:60]}")
    assert not near_copies(shingles(LEDE), article)
    assert contained(shingles(LEDE), article)
    assert contained(article, shingles(LEDE))


@pytest.mark.parametrize("relation", [near_copies, contained])
def test_different_texts(relation):
    assert not relation(shingles(LEDE), shingles(OTHER))
    assert not relation(shingles("he said so"), shingles("he said no"))


@pytest.mark.parametrize("relation", [near_copies, contained])
def test_nothing_is_like_nothing(relation):
    assert shingles("") == shingles(" ... ") == frozenset()
    assert not relation(shingles(""), shingles(""))
    assert not relation(shingles(""), shingles(LEDE))


@pytest.mark.parametrize("relation", [near_copies, contained])
def test_short_texts_compare_as_wholes(relation):
    assert len(shingles("Reuters")) == len(shingles("by Dave Majumdar")) == 1
    assert relation(shingles("Reuters"), shingles("REUTERS."))
    assert not relation(shingles("Reuters"), shingles("Reuters TV"))


def test_thresholds():
    hundred = frozenset(range(100))
    assert near_copies(hundred, frozenset(range(80)))
    assert not near_copies(hundred, frozenset(range(79)))
    assert contained(hundred, frozenset(range(10, 110)))
    assert not contained(hundred, frozenset(range(11, 111)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("July", "in July", True),
        ("in July, 2019", "in July", True),
        ("the July", "July", True),
        ("July", "July 2019", True),
        ("JULY.", "July", True),
        ("June", "July", False),
        ("", "July", False),
        ("the", "the", False),
    ],
)
def test_same_words(one, other, same):
    assert same_words(one, other) is same
    assert same_words(other, one) is same


def test_the_first_of_those_that_are_repeated_is_told():
    rng = random.Random(0)
    texts = [frozenset(rng.sample(range(60), rng.randrange(30, 60))) for _ in range(200)]
    seen = Seen()
    found = []
    for number, text in enumerate(texts):
        found.append(seen.copied_by(text))
        expected = (
            k
            for k, other in enumerate(texts[:number])
            if len(text & other) >= RESEMBLANCE * len(text | other)
        )
        assert found[-1] == next(expected, None)
        seen.add(text)
    assert 20 < sum(each is not None for each in found) < 180
