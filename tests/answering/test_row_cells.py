"""The cells of a row, and which of them a question asks for."""

from __future__ import annotations

import pytest

import qa
from qa.answering.confidence import ANOTHER
from qa.answering.row_cells import asked_value, cells_of, of_another_day, within_cell

SUPPLIER = "Supplier: Lenz & Son · Contact: Bob Reed · Phone: 555 0170 · Customer no.: MC-5518"
COURSE = "Course code: S1 · Course: Sailing · Price: £395 · Instructor: Ann Calder"
BUDGET = "Rent · 2024 Plan: £14 · 2025 Plan: £15 · 2025 Change: 5.0%"


def test_cells_have_the_names_of_their_columns_and_their_places():
    cells = cells_of(BUDGET)
    assert [(cell.key, cell.value) for cell in cells[:2]] == [("", "Rent"), ("2024 Plan", "£14")]
    assert all(BUDGET[cell.start : cell.end] == cell.value for cell in cells)


@pytest.mark.parametrize(
    ("question", "row", "value"),
    [
        ("customer number at Lenz", SUPPLIER, "MC-5518"),
        ("phone number of Lenz & Son", SUPPLIER, "555 0170"),
        ("price of the course S1", COURSE, "£395"),
        ("planned rent of 2025", BUDGET, "£15"),
        # What is asked has no column, or several; nothing says of what; the kind is another.
        ("how much does the course S1 cost", COURSE, None),
        ("rent in 2025", BUDGET, None),
        ("what is the price?", COURSE, None),
        ("when is the price of S1 due?", COURSE, None),
        ("price of S1", "A sentence: it has no cells.", None),
    ],
)
def test_the_value_that_is_asked_for_by_the_name_of_its_column(question, row, value):
    found = asked_value(question, row)
    assert (found and row[slice(*found)]) == value


@pytest.mark.parametrize(
    ("words", "within"),
    [
        ("Price: £395", "£395"),
        ("£395 · Instructor: Ann Calder", "£395"),
        ("Sailing", "Sailing"),
        ("Price", "Price"),
    ],
)
def test_a_span_lies_within_a_value(words, within):
    start = COURSE.index(words)
    assert COURSE[slice(*within_cell(COURSE, (start, start + len(words))))] == within


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
