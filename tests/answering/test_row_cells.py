"""The cells of a row, and which of them a question asks for."""

from __future__ import annotations

import pytest

from qa.answering.row_cells import asked_value, within_cell
from qa.datatypes.table_rows import cells_of

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
