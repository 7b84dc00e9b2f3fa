"""The days that a row of a rota is for, and whether a question asks about them."""

from __future__ import annotations

from datetime import date

import pytest

import qa
from qa.answering.confidence import ANOTHER
from qa.answering.days_of_rows import days_within, of_another_day

SATURDAY = date(2026, 11, 28)
THIS_WEEK = "Week: 23–29 Nov 2026 · Primary: Ann"


@pytest.mark.parametrize(
    ("question", "row", "another"),
    [
        ("who is on duty on 5 August?", "Date: 5 July 2025 · Early: Ann", True),
        ("who is on duty on 5 August?", "Date: 2025-07-05 · Early: Ann", True),
        ("who is on duty on 5 July?", "Date: 2025-07-05 · Early: Ann", False),
        ("who is on duty on 5 July 2024?", "Date: 5 July 2025 · Early: Ann", True),
        ("who is on duty in July?", "Date: 5 July 2025 · Early: Ann", False),
        ("who has the key on 5 July?", "Key: 12 · Handed out: 3 July 2025", False),
        ("who is on duty on 5 July or 6 July?", "Date: 7 July 2025 · Early: Ann", False),
        ("who is on duty on 5 August?", "He is on duty on 5 July.", False),
        ("who is on duty on 20 November?", "From: 17 Nov 2025 · Until: 23 Nov 2025 · Ann", False),
        ("who is on duty on 20 Nov 2025?", "2025-11-17 · 2025-11-23 · Ann", False),
        ("who is on duty on 24 November?", "From: 17 Nov 2025 · Until: 23 Nov 2025 · Ann", True),
        ("who is on duty on 20 Nov 2024?", "From: 17 Nov 2025 · Until: 23 Nov 2025 · Ann", True),
        ("who is on duty on 2 January?", "From: 29 Dec 2025 · Until: 4 Jan 2026 · Ann", False),
    ],
)
def test_a_row_of_another_day(question, row, another):
    assert of_another_day(question, row) is another


def test_the_row_around_the_day_that_is_asked_for_answers(tmp_path):
    """The day stands in no row; before, each of them was one of another day."""
    weeks = [("3 Nov", "9 Nov", "Tom Hill"), ("10 Nov", "16 Nov", "Ann Lee"),
             ("17 Nov", "23 Nov", "Ida Blom"), ("24 Nov", "30 Nov", "Bo Dahl")]  # fmt: skip
    rows = [f"{first} 2025,{last} 2025,{who}\n" for first, last, who in weeks]
    (tmp_path / "files").mkdir()
    table = "Week from,Until,On duty\n" + "".join(rows)
    (tmp_path / "files" / "duty.csv").write_text(table, "utf-8")
    with qa.open(tmp_path / "index", paths=[tmp_path / "files"]) as engine:
        engine.sync()
        answer = engine.ask("who is on duty on 20 November 2025?", threshold=0.0)
    assert answer.evidence[0].line == 4
    assert answer.confidence > ANOTHER


@pytest.mark.parametrize(
    ("question", "row", "words"),
    [
        ("who is on call next week?", "Week: 30 Nov – 6 Dec 2026 · Primary: Ann", "next week"),
        ("who is on call this week?", THIS_WEEK, "this week"),
        ("who is on call next week?", THIS_WEEK, ""),
        ("who was on call last week?", "Week: Nov 16-22, 2026 · Primary: Ann", "last week"),
        ("who is on call today?", THIS_WEEK, "today"),
        ("who is on call now?", "Week: 23 to 29 Nov · Primary: Ann", "now"),
        ("who is on call tomorrow?", "From: 27 Nov · Until: 3 Dec · Ann", "tomorrow"),
        ("who is on call next weekend?", "From: 27 Nov · Until: 3 Dec · Ann", ""),
        ("who is on call on 24 Nov?", THIS_WEEK, "24 November 2026"),
        ("who is on call on 30 Nov?", THIS_WEEK, ""),
        ("who is on call next week?", "Range: 4–9 · Primary: Ann", ""),
    ],
)
def test_a_row_is_for_the_days_that_are_asked_for(question, row, words):
    assert days_within(question, row, SATURDAY) == words


@pytest.mark.parametrize(
    ("question", "row", "another"),
    [
        ("who is on call next week?", THIS_WEEK, True),
        ("who is on call today?", THIS_WEEK, False),
        ("who is on duty tomorrow?", "Date: 28 Nov 2026 · Ann", True),
        ("who is on duty this week?", "Date: 28 Nov 2026 · Ann", False),
        ("who is on call on 18 Nov?", "Week: 16–22 Nov 2026 · Ann", False),
        ("what is the port now?", "Port: 7411 · Service: toll", False),
    ],
)
def test_a_row_of_other_days_than_those_near_today(question, row, another):
    assert of_another_day(question, row, SATURDAY) is another
