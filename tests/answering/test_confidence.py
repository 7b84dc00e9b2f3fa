"""Whether the evidence answers at all: each measure, the size of a collection, the word for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from qa.answering import confidence
from qa.answering.confidence import FEATURES, SIZES, UNREAD, Features, probability
from qa.answering.linear_model import logistic
from qa.answering.query_weights import Weights
from qa.answering.question_form import question_form
from qa.datatypes import BlockKind
from qa.risk import THRESHOLD
from tests.support.answered_collection import MUSEUM, RAIN, Collection

ZERO = dict.fromkeys((*FEATURES, *SIZES), 0.0)


@pytest.fixture
def made() -> Collection:
    return Collection()


def test_without_a_reader_nothing_found_is_no_answer_and_all_found_is_one():
    zero = probability(Features(), 100)
    assert zero == pytest.approx(1 / (1 + np.exp(-UNREAD["intercept"])))
    assert zero < 0.001
    assert probability(Features(cosine=0.9, coverage=1.0), 100) > 0.99
    assert set(UNREAD) == {"intercept", *FEATURES, *SIZES}


@pytest.mark.parametrize("name", FEATURES)
def test_each_measure_counts_as_it_was_fitted(name):
    fitted = ZERO | {"intercept": -1.0, name: 2.0}
    assert probability(Features(**{name: 0.75}), 100, fitted) == pytest.approx(logistic(-1 + 1.5))


def test_the_size_of_a_collection_tempers_the_sum():
    fitted = ZERO | {
        "intercept": 2.0, "steeper": 0.5, "likelier": 0.1, "drowned": -0.7, "rivals": -0.3
    }  # fmt: skip

    def likely(passages):
        return probability(Features(), passages, fitted)

    assert likely(0) == likely(1) == pytest.approx(logistic(2.0))
    assert likely(100) == pytest.approx(logistic(2.0 * (1 + 2 * 0.5) + 2 * 0.1))
    most = 2.0 * (1 + np.log10(5000) * 0.5) + np.log10(5000) * 0.1
    assert likely(5000) == pytest.approx(logistic(most))
    assert likely(500_000) == pytest.approx(logistic(most * np.exp(-1.4) - 0.6))


def test_of_a_unit(made):
    made.add("a.txt", "Turkey was removed from its program.", RAIN)
    question = "When was Turkey removed from the program Zork?"
    (best,) = made.pieces(question)
    measured = made.measured(question)
    # Rain fell on Friday, but that is not the sentence that proves.
    assert (measured.misfit, measured.answerable, measured.span) == (1.0, 0.0, 0.0)
    assert measured.cosine == best.features.cosine
    assert measured.sentence == best.features.sentence
    assert measured.coverage == best.features.coverage
    assert measured.missing == Weights(question, made.lexical).missing_share
    assert 0.2 < measured.missing < 1.0


def test_the_opposite_of_what_is_asked(made):
    made.add("a.txt", "Prices fell in July.")
    assert made.measured("When did prices rise or when fell prices?").opposed == 0.0
    assert made.measured("When were prices, which rose, in July?").opposed == 1.0
    assert made.measured("When did prices change in July?").opposed == 0.0


class TestNames:
    def test_a_name_that_another_stands_for_is_lacking(self, made):
        made.add("a.txt", "The fee of the Harbour Bank is 12 euros a month.")
        made.add("b.txt", MUSEUM.replace("museum", "Meadow Bank"))
        asked = "What is the fee of the {} Bank a month?"
        assert made.measured(asked.format("Harbour")).names == 0.0
        assert 0 < made.measured(asked.format("Meadow")).names < 1

    def test_all_of_them_lacking_is_one(self, made):
        made.add("a.txt", "Velo runs on anything that has a screen.")
        assert made.measured("Does it run on Homebrew 4.2?").names == 1.0

    @pytest.mark.parametrize("place", ["heading", "title", "file", "text", "author"])
    def test_a_name_may_stand_above_or_in_what_the_document_is_called(self, made, place):
        source = "corby-1997.txt" if place == "file" else "a.txt"
        text = "The fee is 12 euros in Corby." if place == "text" else "The fee is 12 euros."
        made.add(source, text, before="Corby\n\n" if place == "heading" else "A title\n\n")
        hit = made.hits[0]
        title = "Corby" if place == "title" else "A title"
        author = "Ada Corby" if place == "author" else None
        made.hits[0] = replace(hit, document=replace(hit.document, title=title, author=author))
        assert made.measured("What is the fee in Corby?").names == 0.0

    def test_small_words_are_no_names(self, made):
        made.add("a.txt", RAIN)
        assert made.measured("What is the fee of the ferry?").names == 0.0


def test_numbers_may_stand_in_the_passage_the_title_or_the_date(made):
    made.add("a.txt", "Turkey was removed for 1,200 days.", RAIN)
    hit = made.hits[0]
    assert made.measured("Was Turkey removed for 1200 days?").number == 0.0
    assert made.measured("Was Turkey removed for 12 days?").number == 1.0
    asked = "Was Turkey removed in 2019?"
    for title, published, number in (
        ("A title", None, 1.0),
        ("The year 2019", None, 0.0),
        ("A title", date(2019, 7, 1), 0.0),
    ):
        document = replace(hit.document, title=title, published=published)
        made.hits[0] = replace(hit, document=document)
        assert made.measured(asked).number == number


def test_a_denial_is_missed_only_where_it_is_asked_for(made):
    made.add("a.txt", "Turkey was removed.", RAIN)
    assert made.measured("Why was Turkey not removed?").denied == 1.0
    assert made.measured("Why was Turkey removed?").denied == 0.0
    made.add("b.txt", "They refused that Turkey was removed, Turkey.", RAIN)
    assert made.measured("Why wasn’t that Turkey removed, they?").denied == 0.0


class TestLead:
    QUESTION = "When was Turkey removed?"

    def lead(self, made: Collection, *scores: float, sources: str = "abc") -> float:
        for source, score in zip(sources, scores, strict=False):
            made.add(f"{source}.txt", f"¶Turkey was removed in year {score}.",
                     before="" if f"{source}.txt" not in made.documents else "\n\n")  # fmt: skip
        pieces = made.pieces(self.QUESTION)
        found = [replace(piece, score=n) for piece, n in zip(pieces, scores, strict=True)]
        weights = Weights(self.QUESTION, made.lexical)
        return confidence.features(found, weights).lead

    def test_it_is_what_the_best_is_above_the_next_document(self, made):
        assert self.lead(made, 2.0, 1.25, 0.5) == pytest.approx(0.75)

    def test_it_is_at_most_three(self, made):
        assert self.lead(made, 9.0, 1.0) == 3.0

    def test_alone_it_is_as_much_as_it_can_be(self, made):
        assert self.lead(made, 2.0) == 3.0

    def test_units_of_the_same_document_are_no_rivals(self, made):
        made.add("a.txt", "Turkey was removed in the year that had the snow and the long winter "
                 "after which the harbour froze and nobody came or went for weeks on end.",
                 "¶" + RAIN + " Turkey was removed again when the harbour was open, the ice was "
                 "gone and the ships and the sailors had all come back to the town.")  # fmt: skip
        found = made.pieces(self.QUESTION)
        assert len(found) == 2
        weights = Weights(self.QUESTION, made.lexical)
        assert confidence.features(found, weights).lead == 3.0


class TestEmpty:
    @pytest.mark.parametrize(
        ("text", "empty"),
        [
            ("Everybody asked: who opened the Harrow bridge?", 1.0),
            ("Had Ada opened the Harrow bridge, it would stand.", 1.0),
            ("Ada opened the Harrow bridge.", 0.0),
        ],
    )
    def test_what_asks_or_supposes(self, made, text, empty):
        made.add("a.txt", text)
        assert made.measured("Who opened the Harrow bridge?").empty == empty

    def test_short_items_of_a_list_are_not(self, made):
        made.add("a.txt", "These people opened the Harrow bridge:", "¶Ada", "¶Tom",
                 kinds={1: BlockKind.LIST_ITEM, 2: BlockKind.LIST_ITEM})  # fmt: skip
        assert made.measured("Which people were there: Ada?").empty == 0.0


def formed(made, question):
    """Whether the best unit has the form that is asked for."""
    measured = made.pieces(question)[0].features
    return max(measured.listed, measured.steps, measured.defines)


class TestFormed:
    def test_a_list_steps_or_a_definition_where_it_is_asked_for(self, made):
        made.add("a.txt", "The pump is cleaned in these steps:", "¶Open the lid.", "¶Rinse it.",
                 kinds={1: BlockKind.STEP, 2: BlockKind.STEP})  # fmt: skip
        assert formed(made, "How do I clean the pump?") == 1.0
        assert formed(made, "Which kinds of steps clean the pump?") == 1.0
        assert formed(made, "Who cleaned the pump?") == 0.0

    def test_a_definition(self, made):
        made.add("a.txt", "A halyard is a rope that lifts a sail.")
        assert formed(made, "What is a halyard?") == 1.0
        assert formed(made, "Who lifts a halyard?") == 0.0


@pytest.mark.parametrize(("likely", "word"), [
    (1.0, "strong"), (confidence.STRONG, "strong"), (confidence.STRONG - 0.01, "likely"),
    (confidence.LIKELY, "likely"), (confidence.LIKELY - 0.01, "weak"), (0.0, "weak"),
])  # fmt: skip
def test_in_a_word(likely, word):
    assert confidence.strength(likely) == word


def test_thresholds_are_in_order():
    assert 0 < THRESHOLD < confidence.LIKELY < confidence.STRONG < 1


@pytest.mark.parametrize(
    ("typed", "least"),
    [("turkey", 0.4), ("Rain fell", 0.4), ("rain turkey", 0.0), ("turk", 0.0), ("turkey?", 0.0)],
)
def test_a_name_looked_up_is_answered_by_what_has_it_word_by_word(made, typed, least):
    made.add("a.txt", "Rain fell on Turkey and nowhere else.")
    (best,) = made.pieces("Rain on Turkey")
    assert confidence.floor(best, question_form(typed)) == least
