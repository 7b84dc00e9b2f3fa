"""Documents that say they were replaced: behind those in force, and people are told."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date

import pytest

import qa
from qa.answering.editions import newest_edition_first
from qa.answering.superseded import in_force_first, replaced_by, superseded
from qa.datatypes import DocumentInfo
from tests.support.answered_collection import Collection

OLD = """# Parental leave, 2019 edition

Replaced in 2023.

Every employee has twelve weeks of parental leave with full pay. It is requested from the people
team at least two months before the leave begins.
"""
NEW_LEAVE = """# Parental leave

Every employee may take twenty weeks of parental leave with full pay. Ask the people team two months
before it begins.
"""
PRICES = """# Berth prices 2025

Plan | per month | per year | Boats
---|---|---|---
Single | 19 € | 190 € | 1
Fleet | 79 € | 790 € | 25

## Berth prices 2024 (old)

Plan | per month
---|---
Single | 15 €
Fleet | 69 €
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


def info(title: str, source: str, day: date | None = None) -> DocumentInfo:
    return DocumentInfo(source, source, title, None, None, day, 100)


TRAVEL = info("Travel policy 2019", "travel-2019.md")
DATED = info("Travel policy", "hr/travel.md", date(2019, 3, 4))
QUEUE = info("ADR-0007: Use RabbitMQ", "adr/0007-use-rabbitmq.md")
BARE = info("Use RabbitMQ", "docs/adr/0007-use-rabbitmq.md")
NEW = info("Mobility policy", "mobility.md", date(2023, 1, 1))


@pytest.mark.parametrize(
    ("old", "line"),
    [
        (TRAVEL, "This policy replaces the Travel Policy of 2019."),
        (DATED, "This policy replaces the Travel Policy of 2019."),
        (TRAVEL, "The Mobility Policy hereby supersedes our Travel Policy 2019 as of 1 May 2023."),
        (TRAVEL, "The Travel Policy 2019 is no longer in force."),
        (TRAVEL, "Travel policy (2019) has been replaced by this policy."),
        (TRAVEL, "This document replaces the Expense Rules of 2018 and the Travel Policy of 2019."),
        (QUEUE, "Supersedes ADR-0007"),
        (QUEUE, "This decision supersedes ADR 7."),
        (BARE, "Supersedes: ADR-0007"),
        (BARE, "- ADR-0007 is superseded by this decision."),
        (BARE, "Diese Ordnung ersetzt Use RabbitMQ."),
    ],
)
def test_another_document_names_what_it_replaces(old, line):
    text = f"Mobility policy\n\n{line}\n\nEvery trip is asked for.\n"
    assert replaced_by(old, NEW, text) == line.removeprefix("- ")
    if line.endswith("."):
        text = f"Mobility policy\n\nGo by train. {line} Trains are preferred.\n"
        assert replaced_by(old, NEW, text) == line.removeprefix("- ")


@pytest.mark.parametrize(
    ("old", "line"),
    [
        (TRAVEL, "This policy replaces the Travel Policy of 2018."),
        (TRAVEL, "This policy replaces the Travel Policy, edition of 2018."),
        (TRAVEL, "This policy replaces the Travel Policy (2018)."),
        (TRAVEL, "This policy replaces the Travel Policy and the Meal Policy of 2018."),
        (TRAVEL, "This policy does not replace the Travel Policy of 2019."),
        (TRAVEL, "This policy replaces section 4 of the Travel Policy of 2019."),
        (TRAVEL, "This policy replaces the Travel Expenses Policy of 2019."),
        (TRAVEL, "The form replaces the Travel Policy of 2019."),
        (TRAVEL, "Nobody replaces the Travel Policy of 2019."),
        (TRAVEL, "The Travel Policy 2019 is in force."),
        (TRAVEL, "This policy replaces the Mobility Policy."),
        (info("Leave", "leave.md"), "This policy replaces Leave."),
        (QUEUE, "Supersedes ADR-0070"),
        (QUEUE, "Supersedes RFC-0007"),
        (info("Use RabbitMQ", "rfc/0007-use-rabbitmq.md"), "Supersedes ADR-0007"),
        (info("Travel policy", "travel.md", date(2024, 1, 1)), "Replaces the Travel Policy."),
    ],
)
def test_what_may_be_another_document_is_not_replaced(old, line):
    assert replaced_by(old, NEW, f"Mobility policy\n\n{line}\n\nTrains are preferred.\n") == ""


@pytest.mark.parametrize("text", ["\n ", "a ", "This policy ", "a, ", "replaces a ", "is "])
def test_hostile_texts_take_no_time(text):
    start = time.process_time()
    assert replaced_by(TRAVEL, NEW, text * 20_000) == ""
    assert time.process_time() - start < 2


def test_an_rfc_names_those_it_obsoletes_by_their_numbers():
    old = DocumentInfo("1", "docs/rfc7113.txt", "The Gauge Protocol", None, None, None, 9)
    other = DocumentInfo("3", "docs/rfc7114.txt", "The Gauge Protocol", None, None, None, 9)
    new = DocumentInfo("2", "docs/rfc9871.txt", "The Gauge Protocol", None, None, None, 9)
    text = "Request for Comments: 9871     Nordlys AB\nObsoletes: 7113, 7115       R. Lind\n"
    assert replaced_by(old, new, text) == "Obsoletes: 7113, 7115"
    assert replaced_by(other, new, text) == ""


@pytest.mark.parametrize(
    ("line", "day", "replaced"),
    [
        ("These terms replace those of May 25, 2018.", date(2018, 5, 25), True),
        ("This policy replaces the version of 25 May 2018.", date(2018, 5, 25), True),
        ("These terms replace those of May 25, 2018.", date(2019, 5, 25), False),
        ("These terms replace those of the shop.", date(2018, 5, 25), False),
    ],
)
def test_an_earlier_document_of_the_same_title_is_named_by_its_day(line, day, replaced):
    old = DocumentInfo("1", "a/terms.html", "Terms of Service", None, None, day, 9)
    new = DocumentInfo("2", "b/terms.md", "Terms of Service", None, None, None, 9)
    assert replaced_by(old, new, f"Terms of Service\n\n{line}\n") == (line if replaced else "")


def test_a_name_that_is_the_new_ones_too_is_no_old_one():
    old = info("Travel policy", "old/travel.md")
    new = info("Travel policy", "travel.md")
    assert (
        replaced_by(old, new, "Travel policy\n\nThis version replaces the Travel Policy.\n") == ""
    )


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("leave")
    (folder / "leave-2019.md").write_text(OLD)
    (folder / "leave.md").write_text(NEW_LEAVE)
    (folder / "meals-2019.md").write_text(
        "# Meal allowance 2019\n\nThe meal allowance is thirty euros for each day of a trip.\n"
    )
    (folder / "mobility.md").write_text(
        "# Mobility\n\nThis policy replaces the Meal Allowance of 2019.\n\n"
        "The meal allowance is forty euros for each day of a trip.\n"
    )
    (folder / "prices.md").write_text(PRICES)
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


def test_old_parts_of_a_document_are_behind_unless_asked_for():
    made = Collection()
    made.add("a.txt", "The fleet pays 69 euros.")
    made.add("b.txt", "The fleet pays 79 euros.")
    one, two = made.pieces("What does the fleet pay?")
    old = replace(one, headings=("Prices 2025", "Prices 2024 (old)"), score=2.0)
    new = replace(two, headings=("Prices 2025",), score=1.5)
    assert in_force_first([old, new], 2.0, "What does the fleet pay?")[0].text == new.text
    assert in_force_first([old, new], 2.0, "What did the fleet pay in the OLD list?")[0] is old
    assert in_force_first([old, new], 0.1, "What does the fleet pay?")[0] is old
    also = replace(new, headings=("Prices 2023 [archived]",))
    assert in_force_first([old, also], 2.0, "What does the fleet pay?")[0] is old


@pytest.mark.parametrize(
    ("question", "price"),
    [
        ("price of the fleet plan per month", "79 €"),
        ("What was the old price of the fleet plan?", "69 €"),
    ],
)
def test_a_part_that_is_called_old_comes_behind_the_others(engine, question, price):
    assert price in engine.ask(question).evidence[0].text


def test_people_are_told_what_the_old_one_says_of_itself(engine):
    found = engine.ask("How many weeks of parental leave does every employee have?", top=3)
    cited = {source.document.source for source in found.sources}
    told = [note for note in found.notes if "Replaced in 2023." in note]
    assert bool(told) == ("leave-2019.md" in cited)
    only = qa.Filter(sources=("leave-2019.md",))
    alone = engine.ask("How many weeks of parental leave does every employee have?", only=only)
    assert alone.answered
    assert alone.notes == ('Parental leave, 2019 edition says of itself: "Replaced in 2023."',)


def test_one_that_another_document_replaces_comes_behind_it(engine):
    found = engine.ask("How much is the meal allowance for each day of a trip?", top=3)
    cited = [source.document.source for source in found.sources]
    assert cited[0] == "mobility.md"
    assert "forty euros" in found.evidence[0].text
    only = qa.Filter(sources=("meals-2019.md",))
    assert engine.ask("How much is the meal allowance?", only=only).notes == ()
    note = (
        'Mobility says of Meal allowance 2019: "This policy replaces the Meal Allowance of 2019."'
    )
    assert (note in found.notes) == ("meals-2019.md" in cited)


@dataclass(frozen=True)
class _Unit:
    info: DocumentInfo
    score: float


@pytest.mark.parametrize(
    ("earlier", "later", "edition"),
    [
        ("Price list 2024", "Price list 2025", True),
        ("Fees January 2024", "Fees January 2025", True),
        # Each of these has its own to say.
        ("Committee 2022-02-16", "Committee 2024-09-18", False),
        ("Committee of 3 March 2022", "Committee of 5 May 2024", False),
        ("Minutes 2022", "Minutes 2024", False),
        ("Newsletter June 2022", "Newsletter June 2024", False),
    ],
)
def test_what_records_an_occasion_is_no_edition(earlier, later, edition):
    found = [
        _Unit(info(title, f"{title}.md"), score) for title, score in ((earlier, 2.0), (later, 1.0))
    ]
    first = newest_edition_first("What does a berth cost?", found, 2.0)[0]
    assert first.info.title == (later if edition else earlier)


@pytest.mark.parametrize(
    ("line", "replaced"),
    [
        ("Supersedes version 2.4 of 3 March 2023.", True),
        ("This policy replaces v2.4.", True),
        ("Supersedes: 2.4", True),
        ("Supersedes version 2.3.", False),
        ("This policy is version 2.4 no more.", False),
    ],
)
def test_an_earlier_document_of_the_same_title_is_named_by_its_version(line, replaced):
    old = info("Security policy", "security-v2.4.md")
    new = info("Security policy", "security-v3.md")
    assert replaced_by(old, new, f"Security policy\n\n{line}\n") == (line if replaced else "")
    assert replaced_by(new, new, f"Security policy\n\n{line}\n") == ""
    assert replaced_by(info("Leave policy", "leave-v2.4.md"), new, f"{line}\n") == ""


@pytest.mark.parametrize(
    ("question", "leads"),
    [
        ("When must a lost device be reported?", "security-v3.md"),
        ("When must a device be reported by v2.4?", "security-v2.4.md"),
    ],
)
def test_of_two_versions_the_higher_leads(question, leads):
    found = [
        _Unit(info("Security policy", source), score)
        for source, score in (("security-v2.4.md", 2.0), ("security-v3.md", 1.0))
    ]
    assert newest_edition_first(question, found, 2.0)[0].info.source == leads
