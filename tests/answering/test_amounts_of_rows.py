"""Rows that are for a range of amounts answer questions that name one of these amounts."""

import pytest

import qa
from qa.answering.amounts_of_rows import amount_within, in_ranges

MIDDLE = "Service: 5 to 10 years · Notice: 12 weeks"
LAST = "Service: over 10 years · Notice: 16 weeks"


@pytest.mark.parametrize(
    ("question", "row", "found"),
    [
        ("notice after 6 years?", MIDDLE, ("6 years", "5 to 10 years")),
        ("notice after 12 years?", MIDDLE, None),
        ("notice after 12 years?", LAST, ("12 years", "over 10 years")),
        ("notice after 90 months?", MIDDLE, ("90 months", "5 to 10 years")),
        ("notice after 6 weeks?", "Service: up to 2 years · Notice: 4 weeks",
         ("6 weeks", "up to 2 years")),
        ("what does 3 kg cost?", "Weight: 2-5 kg · Price: £7", ("3 kg", "2-5 kg")),
        ("notice after 6 years?", "Service: 6 years · Notice: 12 weeks", None),
        ("notice after 6 years?", "After 5 to 10 years it is 12 weeks.", None),
        ("notice after 6?", MIDDLE, None),  # six of what
        ("from 6 years to 9 years?", MIDDLE, None),
        ("which port has version 6.1?", MIDDLE, None),
    ],
)  # fmt: skip
def test_a_row_is_for_the_amounts_in_its_range(question, row, found):
    within = amount_within(question, row)
    assert (within and (within.words, within.range)) == found
    asked = question.replace(*found) if found else question
    assert in_ranges(question, f"Starting and leaving.\n{row}") == asked


def test_the_row_around_the_amount_that_is_asked_for_answers(tmp_path):
    """The amount stands in no row; before, the answer was refused for lacking it."""
    rows = [("up to 2 years", "4"), ("2 to 5 years", "8"), ("5 to 10 years", "12")]
    lines = "".join(f"| {service} | {weeks} weeks |\n" for service, weeks in rows)
    table = f"# Leaving\n\n| Service | Notice |\n|---|---|\n{lines}"
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "leaving.md").write_text(table)
    with qa.open(tmp_path / "index", paths=[folder]) as collection:
        collection.sync()
        for years, weeks in ((3, "8 weeks"), (7, "12 weeks")):
            answer = collection.ask(f"How much notice after {years} years?")
            assert answer.answered
            assert weeks in answer.evidence[0].text
