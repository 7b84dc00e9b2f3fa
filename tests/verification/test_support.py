"""Written sentences against the quotes they cite: what passes and what doesn't, and why."""

from __future__ import annotations

import time

import pytest

from qa.answering.reader import Reader
from qa.datatypes import Doubt
from qa.verification.cloze import groups, pointed
from qa.verification.literals import new_addresses, new_names, new_numbers
from qa.verification.support import Supporting
from tests.verification.written_cases import FALSE, TRUE

QUOTE = (
    "The mill on the Wend was built in 1871 by the brothers Hask. It ground rye until the flood "
    "of 1954. The council paid 1,200 crowns for the roof."
)


@pytest.fixture(scope="module")
def supporting() -> Supporting:
    return Supporting(Reader())


@pytest.mark.parametrize(
    ("sentence", "new"),
    [
        ("It cost 1200 crowns.", ()),
        ("It cost 1,300 crowns.", ("1300",)),
        ("It was built in 1871 and flooded in 1954.", ()),
        ("It was built in 1817.", ("1817",)),
        ("It cost twelve crowns.", ("12",)),
        ("It cost 1.2 million crowns.", ("1.2", "million")),
        ("One of the mills stood there.", ()),
    ],
)
def test_numbers_are_literal(sentence, new):
    assert new_numbers(sentence, QUOTE) == new


def test_numbers_in_words_and_figures_are_the_same():
    assert new_numbers("Two of the 12 came.", "A dozen were asked, 2 came.") == ()
    assert new_numbers("It was on 25 October 2019.", "2019-10-25") == ()
    assert new_numbers("The third of May.", "May 3") == ()


@pytest.mark.parametrize(
    ("sentence", "new"),
    [
        ("The mill was built by the brothers Hask.", ()),
        ("The mill was built by the brothers Holm.", ("Holm",)),
        ("Rye was ground on the Wend.", ()),
        ("It was built for the EU.", ("EU",)),
        ("Batteries were built there.", ()),  # begins a sentence: no name by its capital
    ],
)
def test_names_are_literal(sentence, new):
    assert new_names(sentence, QUOTE) == new


def test_an_acronym_may_stand_for_its_name():
    assert new_names("He led the NFL.", "He led the National Football League.") == ()


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("He played in Major League Baseball.", "He played in the MLB."),
        ("The US paid for it.", "The United States paid for it."),
        ("He left the U.K. in May.", "He left the United Kingdom in May."),
        ("It joined the European Union.", "It joined the EU."),
        ("The Turkish army left.", "The army of Turkey left."),
        ("He came with Swedes.", "He came with Swedish soldiers."),
    ],
)
def test_a_name_may_be_written_in_another_form(sentence, quotes):
    assert new_names(sentence, quotes) == ()


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("The French army left.", "The army of Turkey left."),
        ("It joined the European Union.", "It joined the EC."),
        ("The UN paid for it.", "The United States paid for it."),
    ],
)
def test_another_name_is_another_however_it_is_written(sentence, quotes):
    assert new_names(sentence, quotes)


@pytest.mark.parametrize(
    ("sentence", "quotes", "new"),
    [
        ("It cost 1.2 million crowns.", "It cost 1,200,000 crowns.", ()),
        ("It cost 1,200,000 crowns.", "It cost 1.2 million crowns.", ()),
        ("It cost 1.3 million crowns.", "It cost 1,200,000 crowns.", ("1.3", "million")),
        ("It was built in the 1990s.", "It was built in 1994.", ()),
        ("It was built in the 1980s.", "It was built in 1994.", ("1980",)),
        ("It is of the 19th century.", "It was built in 1871.", ()),
        ("It is of the nineteenth century.", "It was built in 1900.", ()),
        ("It is of the 18th century.", "It was built in 1871.", ("18",)),
    ],
)
def test_a_number_may_be_written_in_another_form(sentence, quotes, new):
    assert new_numbers(sentence, quotes) == new


def test_hostile_numbers_are_read_at_once():
    began = time.perf_counter()
    assert new_numbers("9" * 5000 + " million", QUOTE)
    assert new_numbers("a-" * 10_000 + " 19th century", "It was built in 1871.") == ()
    assert time.perf_counter() - began < 2


def test_addresses_are_literal():
    assert new_addresses("See https://evil.example/?q=rye.", QUOTE) == (
        "https://evil.example/?q=rye",
    )
    assert new_addresses("See www.mill.example.", "Look at www.mill.example today") == ()


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("The mill was built in 1817.", Doubt.NUMBER),
        ("The mill on the Wend was built by Ada Holm.", Doubt.NAME),
        ("The mill is described at www.mill.example.", Doubt.ADDRESS),
        ("The mill on the Wend was not built in 1871 by the brothers Hask.", Doubt.DENIAL),
        ("The brothers Hask sold the mill in 1954.", Doubt.MEANING),
        ("The council burned the roof.", Doubt.MEANING),
        ("Cats sleep all day.", Doubt.MEANING),
    ],
)
def test_what_the_quotes_do_not_say_does_not_pass(supporting, sentence, doubt):
    found = supporting.check(sentence, [QUOTE])
    assert (found.supported, found.doubt) == (False, doubt)


@pytest.mark.parametrize(
    "sentence",
    [
        "It ground rye until the flood of 1954.",
        "it ground rye  until the flood of 1954",
        "The mill on the Wend was built by the brothers Hask in 1871.",
        "The brothers Hask built the mill on the Wend in 1871.",
    ],
)
def test_what_they_say_passes_also_in_other_words(supporting, sentence):
    found = supporting.check(sentence, [QUOTE])
    assert found.supported, found
    assert found.doubt is None


def test_only_the_nearest_sentence_of_a_quote_says_whether_something_is_denied(supporting):
    quote = f"{QUOTE} It was not insured."
    found = supporting.check("The council burned the roof for 1,200 crowns.", [quote])
    assert found.doubt is Doubt.MEANING
    found = supporting.check("The council did not pay 1,200 crowns for the roof.", [quote])
    assert found.doubt is Doubt.DENIAL


def test_forty_sentences_as_a_language_model_writes_them(supporting):
    """What a user sees. The bounds are what is reached, far from what is wanted (20 and 0)."""
    passed = [supporting.check(text, [quote], about).supported for (about, quote), text in TRUE]
    assert sum(passed) >= 7
    passed = [supporting.check(text, [quote], about).supported for (about, quote), text in FALSE]
    assert sum(passed) <= 3


def test_a_part_of_a_sentence_is_not_taken_for_its_whole(supporting):
    quote = "It is not true that he resigned. He stays."
    assert not supporting.check("He resigned.", [quote]).supported
    assert supporting.check("He stays.", [quote]).supported


def test_without_a_reader_only_whole_sentences_pass():
    supporting = Supporting(None)
    assert supporting.check("It ground rye until the flood of 1954.", [QUOTE]).supported
    assert not supporting.check("Rye was ground there until 1954.", [QUOTE]).supported


def test_one_of_several_quotes_is_enough(supporting):
    found = supporting.check("It ground rye until the flood of 1954.", ["Other words.", QUOTE])
    assert found.supported


def test_groups_are_runs_of_words_of_meaning_names_and_numbers_first():
    sentence = "The old mill was built in 1871 by Ada Hask."
    shown = [sentence[start:end] for start, end in groups(sentence)]
    assert shown == ["Ada Hask", "1871", "old mill", "built"]


def test_the_reader_points_elsewhere_when_somebody_else_did_it():
    text = "The mill was built by Ada Hask. The church was built by Otto Holm."
    reader = Reader()
    right = pointed("The mill was built by Ada Hask.", text, reader)
    wrong = pointed("The mill was built by Otto Holm.", text, reader)
    assert right.behind[0] == 0.0  # asked who built the mill, it points at her
    assert wrong.behind[0] < -1.0
    assert sum(right.behind) > sum(wrong.behind)
