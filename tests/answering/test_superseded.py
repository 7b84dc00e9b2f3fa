"""Documents that say they were replaced: behind those in force, and people are told."""

from __future__ import annotations

import pytest

import qa
from qa.answering.superseded import superseded

OLD = """# Parental leave, 2019 edition

Replaced in 2023.

Every employee has twelve weeks of parental leave with full pay. It is requested from the people
team at least two months before the leave begins.
"""
NEW = """# Parental leave

Every employee may take twenty weeks of parental leave with full pay. Ask the people team two months
before it begins.
"""


@pytest.mark.parametrize(
    "line",
    [
        "Replaced in 2023.",
        "Status: Superseded by ADR 12",
        "**Status:** superseded",
        "This policy has been replaced by the handbook.",
        "Note: this page is out of date, see Leave.",
        "This regulation was repealed on 1 May 2020.",
        "This version is no longer in force.",
        "OBSOLETE",
        "Withdrawn with effect from 3 March 2021",
        "DEPRECATED: use the new sheet.",
        "This tariff has been withdrawn and is no longer valid.",
        "This plan has been cancelled and replaced by Plan B.",
        "Status: Deprecated",
        "Diese Regel ist außer Kraft.",
        "Ersetzt durch die Ordnung von 2024",
    ],
)
def test_lines_that_say_so(line):
    text = f"Leave of absence\n\n{line}\n\nEvery employee has ten days."
    assert superseded(text) == line


@pytest.mark.parametrize(
    "line",
    [
        "Replaced the battery of the hall clock.",
        "The bulb was replaced in 2019 by the caretaker.",
        "Superseded versions are stored in the archive.",
        "Retired teachers may borrow books.",
        "- Replaced by Mr Oak in autumn.",
        "This law was repealed in 1890.",
        "Deprecated features are listed below.",
        "The outdated boiler makes noise, and nobody wants to pay for a new one.",
        "No longer will the ferry wait for the mail.",
        "This policy replaces the one of 2019.",
    ],
)
def test_lines_that_do_not(line):
    assert superseded(f"Notes\n\n{line}\n") == ""


def test_a_line_without_a_subject_stands_right_below_the_title():
    assert superseded("Teachers\n\nMr Elm\n\nMr Ash\n\nReplaced by Mr Oak in autumn.\n") == ""
    assert superseded("Fares\n\n2 May 2019\n\nReplaced in 2023.\n") == "Replaced in 2023."


def test_only_the_head_of_a_document_speaks_of_it():
    assert superseded("Words of the report. " * 60 + "\n\nReplaced in 2023.\n") == ""


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("leave")
    (folder / "leave-2019.md").write_text(OLD)
    (folder / "leave.md").write_text(NEW)
    for number in range(20):
        text = f"The market of village {number} opens in the morning and the weather is fine.\n"
        (folder / f"village{number}.md").write_text(text)
    with qa.open(folder / "index", paths=[folder]) as opened:
        opened.sync()
        yield opened


def test_the_one_in_force_comes_first(engine):
    found = engine.ask("How many weeks of parental leave does every employee have?")
    first, *_ = found.evidence
    cited = {source.number: source.document.source for source in found.sources}
    assert cited[first.citation] == "leave.md"
    assert "twenty weeks" in first.text


def test_people_are_told_what_the_old_one_says_of_itself(engine):
    found = engine.ask("How many weeks of parental leave does every employee have?", top=3)
    cited = {source.document.source for source in found.sources}
    told = [note for note in found.notes if "Replaced in 2023." in note]
    assert bool(told) == ("leave-2019.md" in cited)
    only = qa.Filter(sources=("leave-2019.md",))
    alone = engine.ask("How many weeks of parental leave does every employee have?", only=only)
    assert alone.answered
    assert alone.notes == ('Parental leave, 2019 edition says of itself: "Replaced in 2023."',)
