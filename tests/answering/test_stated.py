"""Amounts, times and names as texts state them, and which of them can't both be true."""

from __future__ import annotations

from datetime import date

import pytest

from qa.answering import stated_numbers, stated_times
from qa.answering.polarity import says_yes
from qa.answering.stated_names import names, same_name, same_words


def _amounts(text: str) -> tuple[stated_numbers.Amount, ...]:
    return stated_numbers.amounts(text, 0, len(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.2 million", "1,200,000"),
        ("twelve jurors", "12"),
        ("twenty-one", "21 men"),
        ("two hundred and ten", "210"),
        ("a dozen eggs", "12 eggs"),
        ("$3bn", "3 billion dollars"),
        ("at least 12", "14"),
        ("up to 50", "44"),
        ("600 or more", "740"),
        ("about 12%", "11.9 percent"),
        ("1,200", "1,187"),
        ("between 50 and 60", "55"),
        ("50-60", "60"),
        ("two hours", "120 minutes"),
        ("42 km", "26 miles"),
        ("2.5 m", "2500 mm"),
        ("10 euros", "$10"),  # not compared
        ("4 days", "80 km"),
        ("12", "tents"),
    ],
)
def test_amounts_that_can_both_be_true(one, other):
    assert stated_numbers.agreement(_amounts(one), _amounts(other)) is not False
    assert stated_numbers.agreement(_amounts(other), _amounts(one)) is not False


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 people", "14"),
        ("at least 20", "14 people"),
        ("fewer than 40", "52"),
        ("$1.2 million", "$3.5 million"),
        ("52%", "58 percent"),
        ("two hours", "45 minutes"),
        ("120 m", "135 metres"),
        ("1,200", "1,300"),
        ("between 50 and 60", "75"),
        ("about 100", "130"),
        ("seventeen", "seven"),
        ("34-year-old", "37 years old"),
    ],
)
def test_amounts_that_can_not(one, other):
    assert stated_numbers.agreement(_amounts(one), _amounts(other)) is False
    assert stated_numbers.agreement(_amounts(other), _amounts(one)) is False


def test_an_amount_is_read_beyond_the_span_that_touches_it():
    text = "In all at least 1.2 million dollars were lost in 3 days."
    (amount,) = stated_numbers.amounts(text, text.index("1.2"), text.index("1.2") + 3)
    assert (amount.low, amount.measure, amount.figure) == (1_200_000, "$", 1_200_000)
    assert amount.high == float("inf")


SPRING, AUTUMN = date(2019, 5, 1), date(2019, 10, 1)


@pytest.mark.parametrize(
    ("one", "then", "other", "later"),
    [
        ("4 March 1851", None, "March 4", None),
        ("2019-03-04", None, "4 March 2019", None),
        ("the 1870s", None, "in 1874", None),
        ("on Tuesday", SPRING, "30 April 2019", SPRING),
        ("yesterday", SPRING, "on 30 April", SPRING),
        ("18:00", None, "6 pm", None),
        ("noon", None, "12:00", None),
        ("on Monday", SPRING, "on Friday", AUTUMN),  # of different weeks
        ("4 March", SPRING, "11 March", date(2020, 4, 1)),  # of different years
        ("in 1874", None, "on Friday", None),
        ("it may march on", None, "May 4", None),
    ],
)
def test_times_that_can_both_be_true(one, then, other, later):
    found = [
        stated_times.moments(text, 0, len(text), day) for text, day in ((one, then), (other, later))
    ]
    assert stated_times.agreement(*found) is not False
    assert stated_times.agreement(*found[::-1]) is not False


@pytest.mark.parametrize(
    ("one", "then", "other", "later"),
    [
        ("4 March 1904", None, "11 March 1904", None),
        ("12 June", None, "19 June", None),
        ("in 1871", None, "1874", None),
        ("the 1870s", None, "1881", None),
        ("18:00", None, "8 p.m.", None),
        ("on Monday", SPRING, "on Friday", SPRING),
        ("yesterday", SPRING, "on 28 April", SPRING),
        ("on Friday", SPRING, "30 April 2019", SPRING),
    ],
)
def test_times_that_can_not(one, then, other, later):
    found = [
        stated_times.moments(text, 0, len(text), day) for text, day in ((one, then), (other, later))
    ]
    assert stated_times.agreement(*found) is False
    assert stated_times.agreement(*found[::-1]) is False


def test_names_are_without_titles_and_what_modifies_them():
    assert names("French President Anna Berg") == {"anna", "berg"}
    assert names("the mayor") == names("on Friday 4 March") == frozenset()
    assert names("Ms Zoë Hall-Kerr's") == {"zoe", "hall", "kerr"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Oda Farrant", "Mirela Stane", False),
        ("Velden", "Korsholm", False),
        ("Ms Calder", "Ines Calder", True),
        ("the mayor", "Petra Vale", None),
        ("the AP", "Associated Press", True),
        ("Muller", "Müller", True),
        ("Vera Lund and Otto Reis", "Otto Reis", True),
    ],
)
def test_the_same_name(one, other, same):
    assert same_name(one, other) is same_name(other, one) is same


def test_the_same_words():
    assert same_words("blue", "green") is False
    assert same_words("dark green", "green")
    assert same_words("wifi", "Wi-Fi")
    assert same_words("-", "green") is None


def test_amounts_of_different_measures_are_not_compared():
    assert stated_numbers.agreement(_amounts("4 days"), _amounts("80 km")) is None
    assert stated_numbers.agreement(_amounts("14 passengers"), _amounts("80 km")) is None
    assert stated_numbers.agreement(_amounts("14"), _amounts("80 km")) is False
    assert stated_numbers.agreement(_amounts("two hours"), _amounts("120 minutes"))


@pytest.mark.parametrize(
    ("sentence", "yes"),
    [
        ("Dogs are allowed on Harrow beach all year.", True),
        ("Yes, they are.", True),
        ("Dogs are not allowed on Harrow beach.", False),
        ("On Harrow beach dogs are forbidden.", False),
        ("On Harrow beach dogs are never forbidden.", True),
        ("No dogs are allowed on Harrow beach.", False),
        ("Dogs are allowed on Harrow beach if they are small.", None),
        ("Cats are allowed on the lawn.", None),
    ],
)
def test_yes_or_no(sentence, yes):
    assert says_yes("Are dogs allowed on Harrow beach?", sentence) is yes


def test_a_name_of_the_question_may_stand_in_the_heading():
    question, sentence = "Are dogs allowed on Harrow beach?", "Dogs aren't allowed on this beach."
    assert says_yes(question, sentence, "Harrow beach") is False
    assert says_yes("Are dogs and cats allowed on Harrow beach?", sentence) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("June 14, 2024", True),
        ("Friday, 14 June 2024, 10:30 am", True),
        ("2024-06-14", True),
        ("Tribune, June 14, 2024", False),
        ("May", True),
        ("may", False),
        ("* * *", False),
    ],
)
def test_the_date_of_a_report_alone(text, expected):
    assert stated_times.only_a_time(text) is expected
