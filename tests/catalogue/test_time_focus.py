"""The time that a question is about."""

from datetime import date

import pytest

from qa.catalogue.time_focus import time_among, time_focus
from qa.datatypes import DocumentInfo, TimeFocus

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


LATER = date(2025, 6, 1)
DATED = [
    DocumentInfo(name, name, title, None, None, day, 99)
    for name, title, day in (
        ("a.md", "Committee meeting", date(2023, 7, 4)),
        ("b.md", "Committee meeting", date(2024, 7, 9)),
        ("minutes/c.md", "The mill", date(2024, 9, 10)),
        ("minutes/b.md", "The bridge", date(2024, 8, 1)),
        ("newsletter-2024-11.md", "Newsletter of November", date(2024, 11, 3)),
        ("newsletter-2025-01.md", "Newsletter of January", date(2025, 1, 3)),
        ("f.md", "A report on herons", date(2025, 2, 1)),
        ("g.md", "The mayor reads a report", date(2025, 2, 2)),
        ("h.md", "Committee meeting", date(2027, 7, 6)),  # its agenda
        ("e.md", "Meeting rooms", None),
    )
]


@pytest.mark.parametrize(
    ("question", "words", "since", "until", "named"),
    [
        ("who was absent in july", "in july", date(2024, 7, 1), date(2024, 7, 31), ""),
        ("who was at the last meeting?", "last meeting", *[date(2024, 9, 10)] * 2, "meeting"),
        (
            "what does our last newsletter say",
            "last newsletter",
            *[date(2025, 1, 3)] * 2,
            "newsletter",
        ),
        (
            "the last committee meeting",
            "last committee meeting",
            *[date(2024, 7, 9)] * 2,
            "meeting",
        ),
        ("the last meeting in july", "last meeting in july", *[date(2024, 7, 9)] * 2, "meeting"),
        ("the july minutes", "july minutes", date(2024, 7, 1), date(2024, 7, 31), "minutes"),
    ],
)
def test_a_month_or_the_last_meeting_is_one_of_the_documents(
    question: str, words: str, since: date, until: date, named: str
) -> None:
    found = time_among(question, lambda: DATED, LATER)
    assert found == TimeFocus(words, since, until, named=named)


@pytest.mark.parametrize(
    "question",
    [
        "who was absent in May?",  # nothing is of a May
        "what happened in July 1914?",  # has its year
        "what happened in July of 1914?",
        "what happened in July, 1914?",
        "what happened in July last year?",
        "what does the latest report say?",  # several, of no series
        "holidays from July to September",
        "what did the last assembly decide?",  # none is known
        "who was the last king?",
    ],
)
def test_times_that_no_document_is_of(question: str) -> None:
    assert time_among(question, lambda: DATED, LATER) is None
