"""Which row of a table has the most or the least of what is asked for."""

from __future__ import annotations

import pytest

import qa
from qa.answering.extremes import compared_value, has_more

ONE = "Course: S1 · Price: £395 · Duration: 5 days · Start: 2 May 2025"
TWO = "Course: S2 · Price: £425 · Duration: 3 days · Start: 4 May 2025"


@pytest.mark.parametrize(
    ("question", "more", "value"),
    [
        ("which course is the most expensive", False, "£395"),
        ("what is the cheapest course", True, "£395"),
        ("which course costs the least", True, "£395"),
        ("which course has the highest price", False, "£395"),
        ("which course is the longest", True, "5 days"),
        ("which course starts earliest", True, "2 May 2025"),
        ("which is the newest course", False, "2 May 2025"),
        # No column says how large one is; nothing is compared.
        ("which is the largest course", None, None),
        ("what does the course cost", None, None),
    ],
)
def test_the_row_with_more_of_what_is_asked(question, more, value):
    assert has_more(question, ONE, TWO) is more
    assert has_more(question, TWO, ONE) is (None if more is None else not more)
    found = compared_value(question, ONE)
    assert (found and ONE[slice(*found)]) == value


@pytest.mark.parametrize(
    ("question", "one", "other", "more"),
    [
        ("who is the oldest?", "Name: Ann · Age: 31", "Name: Ben · Age: 44", False),
        ("who is the youngest?", "Name: Ann · Age: 31", "Name: Ben · Age: 44", True),
        ("who is the oldest?", "Name: Ann · Born: 1985", "Name: Ben · Born: 1961", False),
        ("which has the most value?", "Item: Rope · Value: 12", "Item: Total · Value: 82", True),
        ("which is the cheapest?", "Item: Rope · Price: free", "Item: Buoy · Price: £3", None),
        ("which is the cheapest?", "Item: Rope · Price: £2-4", "Item: Buoy · Price: 3 kg", None),
    ],
)
def test_ages_totals_and_what_cannot_be_compared(question, one, other, more):
    assert has_more(question, one, other) is more


COURSES = (
    "Course,Days,Price\nKayak beginners,2,149\nDinghy sailing one,5,395\n"
    "Dinghy sailing two,5,425\nPowerboat,2,310\nFirst aid,1,95\n"
)
NOTE = "bring a towel and dry clothes and a packed lunch for every day of it please"


@pytest.mark.parametrize("large", [False, True])
def test_the_row_with_the_most_proves(large, tmp_path):
    """In a small table, which is shown whole, and in one that is too large for that."""
    head, *rows = COURSES.splitlines()
    table = [f"{head},Note", *(f"{row},{NOTE}" for row in rows)] if large else [head, *rows]
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "courses.csv").write_text("\n".join(table) + "\n", "utf-8")
    with qa.open(tmp_path / "index", paths=[tmp_path / "files"]) as engine:
        engine.sync()
        most = engine.ask("Which course is the most expensive?", threshold=0.0)
        kayak = engine.ask("What does the cheapest dinghy course cost?", threshold=0.0)
    assert most.evidence[0].line == 4
    assert kayak.evidence[0].line == 3
