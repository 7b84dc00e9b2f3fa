"""Forms of one word: two spellings, irregular verbs and nouns."""

from __future__ import annotations

import pytest

from qa.answering.query_weights import Weights
from qa.search.query_terms import QueryTerms
from qa.search.terms import content_words, stems
from qa.search.word_forms import other_forms, other_spelling
from tests.support.answered_collection import WordCounts

PAIRS = {
    "colour": "color", "colours": "colors", "favourite": "favorite", "neighbours": "neighbors",
    "defence": "defense", "centre": "center", "kilometres": "kilometers", "catalogue": "catalog",
    "organisation": "organization", "organised": "organized", "analyse": "analyze",
    "encyclopaedia": "encyclopedia", "grey": "gray", "programme": "program",
}  # fmt: skip


@pytest.mark.parametrize(("british", "american"), PAIRS.items())
def test_both_ways(british, american):
    assert other_spelling(british) == american
    assert other_spelling(american) == british


@pytest.mark.parametrize(
    "word",
    ["laboratory", "programming", "later", "water", "size", "filled", "our", "metric", "dog"],
)
def test_other_words(word):
    assert other_spelling(word) is None


def test_a_question_in_one_form_has_the_words_of_the_others():
    text = "The defense budget of the organization grew."
    asked = Weights("How did the organisation's defence budget grow?", WordCounts([text]))
    assert asked.missing == ()
    assert asked.coverage(text) == 1
    assert {"defens", "organiz"} <= set(QueryTerms.of("the organisation's defence").further)
    assert "mice" in QueryTerms.of("where is the mouse?").further


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("what did we buy", "Bought: a lamp"), ("who wrote it", "Written by Ada"),
        ("which mouse", "Three mice"), ("how many children", "A child"),
        ("when did prices fall", "Prices have fallen"), ("who spends most", "Spent: 40"),
    ],
)  # fmt: skip
def test_irregular_forms(question, text):
    others = other_forms(content_words(question))
    assert set(stems(text)) & {each for forms in others.values() for each in forms}


def test_most_words_have_none():
    assert other_forms(content_words("which dogs left the house on Monday")) == {}
    assert other_forms({"b": "b" * 50_000 + "isation"}) == {}
