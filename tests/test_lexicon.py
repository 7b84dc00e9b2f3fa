"""The lists of English words that the rules share."""

from __future__ import annotations

import re

import pytest

from qa import lexicon
from qa.answering.question_type import AnswerType, holds, wants_words

LISTS = {
    name: value
    for name, value in vars(lexicon).items()
    if name.isupper() and isinstance(value, tuple)
}


@pytest.mark.parametrize("name", LISTS)
def test_nothing_stands_twice_in_a_list(name):
    assert len(set(LISTS[name])) == len(LISTS[name])


def test_the_calendar_is_in_order():
    assert len(lexicon.MONTHS) == 12
    assert len(lexicon.WEEKDAYS) == 7
    shortened = [month[:3] for month in lexicon.MONTHS]
    assert [name for name in shortened if name not in lexicon.MONTHS_SHORT] == ["May"]
    assert all(any(day.startswith(short) for day in lexicon.WEEKDAYS)
               for short in lexicon.WEEKDAYS_SHORT)  # fmt: skip


def test_an_agency_is_written_one_way():
    written = [name for names in lexicon.AGENCIES.values() for name in names]
    assert len(set(written)) == len(written)
    assert "Reuters" in lexicon.AGENCIES["Reuters"]


def test_longer_words_come_first_in_a_pattern():
    pattern = lexicon.alternatives(lexicon.MONTHS, lexicon.MONTHS_SHORT)
    found = re.match(pattern, "September 5")
    assert found is not None
    assert found.group() == "September"


@pytest.mark.parametrize("word", [*lexicon.MONTHS, *lexicon.MONTHS_SHORT, *lexicon.WEEKDAYS])
def test_the_calendar_answers_when(word):
    assert holds(AnswerType.TIME, f"It was in {word}.")


@pytest.mark.parametrize("word", lexicon.CURRENCIES)
def test_currencies_answer_how_much(word):
    assert holds(AnswerType.MONEY, f"It took his last {word}.")


@pytest.mark.parametrize("verb", ["say", "announce", "explain"])
def test_verbs_of_saying_ask_for_words(verb):
    assert wants_words(f"What did the minister {verb} about it?")
    assert not wants_words("What did the minister eat?")
