"""The time that a question is about."""

from datetime import date

import pytest

from qa.catalogue.time_focus import time_focus
from qa.datatypes import TimeFocus

TODAY = date(2024, 5, 17)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What did the court decide in March 2021?", date(2021, 3, 1), date(2021, 3, 31)),
        ("Who resigned on 5 May 2019?", date(2019, 5, 5), date(2019, 5, 5)),
        ("sales between 2019 and 2020", date(2019, 1, 1), date(2020, 12, 31)),
        ("floods before 2000", None, date(1999, 12, 31)),
        ("What has changed since June 2023?", date(2023, 6, 1), None),
        ("What happened yesterday?", date(2024, 5, 16), date(2024, 5, 16)),
        ("What was said last month about rent?", date(2024, 4, 1), date(2024, 4, 30)),
    ],
)
def test_periods(question: str, since: date | None, until: date | None) -> None:
    focus = time_focus(question, TODAY)
    assert focus is not None
    assert (focus.since, focus.until, focus.newest) == (since, until, False)


def test_the_words_are_those_of_the_question() -> None:
    assert time_focus("Who won in May 2019, and why?") == TimeFocus(
        "in May 2019", date(2019, 5, 1), date(2019, 5, 31)
    )


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest interest rate?",
        "Who is the current prime minister?",
        "most recent sanctions",
        "What does a ticket cost now?",
        "How many are in hospital today?",
        "Who currently owns the harbour?",
    ],
)
def test_the_newest(question: str) -> None:
    focus = time_focus(question, TODAY)
    assert focus is not None
    assert focus.newest
    assert focus.since is focus.until is None


@pytest.mark.parametrize(
    "question",
    [
        "Why was Turkey removed from the F-35 program?",
        "How do I change the current directory?",
        "What is an electric current?",
        "Who may march in May?",
        "What did she say about now and then?",
        "Is 12345 a prime number?",
        "Who wrote the best songs of the 1990s?",
        "Must I say if I was ill in the last 12 months?",
    ],
)
def test_no_time(question: str) -> None:
    assert time_focus(question, TODAY) is None
