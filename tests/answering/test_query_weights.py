"""The words of a question: what each weighs, which stand nowhere, which names a text lacks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qa.answering.query_weights import Weights
from qa.search.variants import bare_days, bare_months, dated, numbered
from tests.support.answered_collection import MUSEUM, RAIN, REMOVED, THREAT, WordCounts

THIS_YEAR = datetime.now(UTC).year


def weights(question: str, *texts: str) -> Weights:
    return Weights(question, WordCounts(texts))


def test_coverage_is_a_share():
    asked = weights("Was Turkey removed?", REMOVED, RAIN, MUSEUM)
    assert asked.coverage(REMOVED) == pytest.approx(1.0)
    assert asked.coverage(RAIN) == 0
    assert 0 < asked.coverage("Turkey") < 1


def test_rare_words_weigh_more():
    asked = weights("Turkey museum", MUSEUM, REMOVED, THREAT)
    assert asked.coverage("museum") > 0.5 > asked.coverage("Turkey")
    assert asked.coverage("museum") + asked.coverage("Turkey") == pytest.approx(1.0)


def test_missing_words_as_they_are_written():
    asked = weights("What did Putin say about Turkeys in 2018?", REMOVED, RAIN)
    assert asked.missing == ("Putin", "2018")


def test_everyday_words_are_never_missing_unless_they_are_names():
    asked = weights("Must Putin go to the cheaper Best hotel?", REMOVED, RAIN)
    assert asked.missing == ("Putin", "Best", "hotel")


def test_a_word_that_asks_for_what_is_newest_is_never_missing():
    assert weights("Who is the current head of Zork?", REMOVED, RAIN).missing == ("head", "Zork")


def test_the_share_of_what_is_missing_is_that_of_the_weight():
    assert weights("Was Turkey removed?", REMOVED, RAIN).missing_share == 0
    assert weights("Was Zork unplugged?", REMOVED, RAIN).missing_share == pytest.approx(1.0)
    # What stands nowhere is rarer than what stands in one of three.
    half = weights("Was Turkey unplugged?", REMOVED, RAIN, MUSEUM).missing_share
    assert 0.5 < half < 1.0


def test_an_acronym_is_found_in_its_long_form():
    long = "the Countering America's Adversaries Through Sanctions Act"
    asked = weights("What does CAATSA say?", long, RAIN)
    assert asked.missing == ()
    assert asked.coverage(long) == pytest.approx(1.0)
    assert asked.coverage(RAIN) == 0


@pytest.mark.parametrize("spelling", ["S-400", "S400", "s400", "S 400"])
def test_spellings_of_a_code(spelling):
    asked = weights(f"the {spelling}?", "Batteries of the S-400 arrived.", RAIN)
    assert asked.missing == ()
    assert asked.coverage("Batteries of the S-400 arrived.") == pytest.approx(1.0)


def test_a_question_without_words():
    asked = weights("?!", RAIN)
    assert asked.missing == ()
    assert asked.coverage(RAIN) == 0
    assert asked.missing_share == 0
    assert asked.share_of_names(asked.lacking_names(RAIN)) == 0


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("When did Turkey leave?", "Norway left in May.", ("Turkey",)),
        ("When did Turkey leave?", "Turkey left in May.", ()),
        ("What does version 4.2 remove?", "Version 4.3 removes the button.", ("4.2",)),
        ("What does the NATO treaty say?", "The treaty says nothing.", ("NATO",)),
        # The first word of a question is written with a capital anyway.
        ("Prices rose by how much?", "They rose by a third.", ()),
        ("when did the ferry leave?", "The train left at noon.", ()),
    ],
)
def test_names_and_numbers_that_a_text_lacks(question, text, lacking):
    asked = weights(question, text, RAIN)
    assert asked.lacking_names(text) == lacking
    assert asked.share_of_names(asked.lacking_names(text)) == float(bool(lacking))


def test_of_two_names_one_is_half():
    asked = weights("Did Turkey fight Norway?", "Turkey fought.", RAIN)
    assert asked.share_of_names(asked.lacking_names("Turkey fought.")) == pytest.approx(0.5)


def test_a_day_in_words_stands_where_it_stands_in_figures():
    entry = "2026-01-14 The cat went to the vet."
    asked = weights("What happened on 14 January 2026?", entry, RAIN)
    assert asked.missing == ()
    assert asked.coverage(entry) > asked.coverage("The cat went to the vet on 15 January.")
    assert asked.lacking_names(entry) == ()
    assert weights("What happened on 15 January 2026?", entry, RAIN).missing == ("15", "January")


@pytest.mark.parametrize("asked", ["14 January", "the 14th of January", "January 14"])
def test_a_day_without_its_year_stands_where_one_of_the_last_years_does(asked):
    entry = f"{THIS_YEAR}-01-14 The cat went to the vet."
    other = entry.replace("-14", "-15")
    found = weights(f"What happened on {asked}?", entry, other, RAIN)
    assert found.missing == ()
    assert found.asked_in(entry) > found.asked_in(other)
    assert dated(f"What happened on {asked}?", f"{other} {entry}").endswith(f"{THIS_YEAR}-01-14?")


def test_of_two_years_with_that_day_neither_is_meant():
    question = "What happened on 14 January?"
    assert dated(question, "2025-01-14 The vet came. 2026-01-14 Nobody came.") == question
    assert dated(question, "The vet came on 14 January, not on 2026-01-14.") == question
    assert not bare_days("Who came on 14 January 2026, and may 3.5 be right, or May 2026?")


def test_a_figure_stands_where_its_word_counts_the_same():
    asked = weights("notice after 6 months", RAIN)
    assert asked.lacking_identifiers("It lasts six months.") == ()
    assert asked.lacking_identifiers("Six of them, after months.") == ("6",)
    assert weights("what did release 6 remove?", RAIN).lacking_identifiers("six") == ("6",)
    assert "6" in asked.missing
    asked.forgive("It lasts six months.")
    assert "6" not in asked.missing


def test_a_version_stands_where_it_stands_in_full():
    row = "Version: 3.0.0 · End: 2023-06-30 · Node: 10, 12"
    found = weights("When did v3 end?", row, RAIN)
    assert found.missing == ()
    assert found.lacking_identifiers(row) == ()
    assert found.lacking_identifiers(row.replace("3.0.0", "4.0.0")) == ("v3",)
    assert numbered("When did v3 end?", row) == "When did version 3.0.0 end?"
    assert numbered("When did version 3 end?", row) == "When did version 3.0.0 end?"
    assert numbered("When did Velo 3 end?", row) == "When did Velo 3.0.0 end?"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When did v3 end?", "v3 ended in May, 3.0.0 in June."),
        ("Who were the 3 winners?", "Velo 3.0.0 won."),
        ("When did v3.1 end?", "3.0.0 ended."),
        ("When did v3 end?", "3.0.0-1 and 13.0.0 ended."),
        ("When did v3 end?", "3.0 and 3.0.0 ended."),
        ("Who rose by 3%?", "Velo 3.0.0 did."),
    ],
)
def test_other_numbers_are_read_as_they_are_asked(question, text):
    assert numbered(question, text) == question


def test_a_month_without_a_year_stands_where_its_days_do() -> None:
    row = "Date: 2024-03-02 · Trip: Aal"
    for question in ("which trips in March?", "trip of march", "trips of mar."):
        assert not Weights(question, WordCounts([row])).missing
    assert Weights("which trips in April?", WordCounts([row])).missing == ("April",)
    assert not bare_months("March on, may you come in March 2024, in June 3")
