"""Rows of tables by what stands in their cells: which, how many."""

from __future__ import annotations

from time import process_time

import pytest

from qa.catalogue.row_lists import row_list
from qa.catalogue.tables import tables_asked, tables_of
from qa.datatypes import Document, Strength
from qa.documents.loaders import load_bytes
from tests.support.builders import engine_over

TICKETS = """ID,Title,Status,Assignee,Priority,Opened
T-101,Printer offline,Open,Ben Lund,High,2025-03-01
T-102,VPN drops,Closed,Ben Lund,Low,2025-03-02
T-103,New laptop for Ida,Open,Mia Roth,Low,2025-03-04
T-104,Mailbox full,Open,Ben Lund,Low,2025-03-05
T-105,Badge broken,In progress,Mia Roth,High,2025-03-07
T-106,Projector lamp,Closed,Tom Ek,High,2025-03-09
"""
BOOKS = """title,author,year,shelf,lent to
The Dispossessed,Ursula K. Le Guin,1974,A2,
The Left Hand of Darkness,Ursula K. Le Guin,1969,A2,Jonas
Dune,Frank Herbert,1965,A1,
Solaris,Stanislaw Lem,1961,A1,Petra
The Master's Voice,Stanislaw Lem,1968,B1,
"""
STAFF = """# Staff

| Name | Department | Office | Phone |
|---|---|---|---|
| Ada Brill | Marketing | Oslo | 311 |
| Tom Fen | Sales | Bergen | 312 |
| Ines Falk | Marketing | Bergen | 313 |
| Uwe Holm | Sales | Oslo | 314 |
| Lea Sand | Marketing | Oslo | 315 |
"""
FILES = {"tickets.csv": TICKETS, "books.csv": BOOKS, "staff.md": STAFF}


def read(text: str, name: str) -> Document:
    return load_bytes(text.encode(), name, name[name.rindex(".") :]).documents[0]


DOCUMENTS = {name: read(text, name) for name, text in FILES.items()}


def rows(question: str, *names: str) -> list[str] | None:
    """What the first cells of the rows say, None where the question is left to reading."""
    found = row_list(question, [DOCUMENTS[name] for name in names or FILES], str)
    if found is None:
        return None
    documents = {document.source: document for document in DOCUMENTS.values()}
    cited = {source.number: documents[source.document.source] for source in found.sources}
    return [cited[each.citation].text[slice(*each.span or (0, 0))] for each in found.evidence]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("which open tickets are assigned to Ben?", ["T-101", "T-104"]),
        ("how many open tickets does Ben Lund have", ["T-101", "T-104"]),
        ("how many open tickets does ben have", ["T-101", "T-104"]),
        ("list the closed tickets", ["T-102", "T-106"]),
        ("which tickets are in progress?", ["T-105"]),
        ("which high priority tickets are not closed?", ["T-101", "T-105"]),
        ("how many tickets aren't open", ["T-102", "T-105", "T-106"]),
        ("show me the tickets of Ben Lund and Tom Ek", ["T-101", "T-102", "T-104", "T-106"]),
        ("which books by Le Guin do we have", ["The Dispossessed", "The Left Hand of Darkness"]),
        ("how many books by Lem", ["Solaris", "The Master's Voice"]),
        ("which books are lent out?", ["The Left Hand of Darkness", "Solaris"]),
        ("which books are not lent", ["The Dispossessed", "Dune", "The Master's Voice"]),
        ("which books are on shelf A1", ["Dune", "Solaris"]),
        ("who works in marketing in Oslo", ["Ada Brill", "Lea Sand"]),
        ("who is in the Bergen office?", ["Tom Fen", "Ines Falk"]),
        ("how many people work in sales", ["Tom Fen", "Uwe Holm"]),
        (
            "who is in Oslo or Bergen?",
            ["Ada Brill", "Tom Fen", "Ines Falk", "Uwe Holm", "Lea Sand"],
        ),
    ],
)
def test_rows_that_fit(question, wanted):
    assert rows(question) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "which open source tools are there?",
        "who is the head of marketing?",
        "what is marketing?",
        "who is Ada Brill?",
        "which tickets were closed last week",
        "which ticket in Oslo is closed?",
        "which tickets are the oldest?",
        "list the closed shops",
        "which books are about darkness?",
        "books from the sixties",
        "how many books are there?",
        "who",
    ],
)
def test_what_asks_for_more_is_left_to_reading(question):
    assert rows(question) is None


def test_the_count_is_exact_and_says_by_what():
    found = row_list("how many open tickets does Ben have?", [DOCUMENTS["tickets.csv"]], str)
    assert found is not None
    assert found.notes == ("2 of 6 rows in “tickets”: Status: Open, Assignee: Ben Lund.",)
    assert found.said == found.notes
    assert found.strength is Strength.STRONG
    text = DOCUMENTS["tickets.csv"].text
    assert all(text[each.start : each.end] == each.text for each in found.evidence)
    assert [each.line for each in found.evidence] == [2, 5]


def test_no_row_fits():
    found = row_list("which tickets of Mia are closed?", [DOCUMENTS["tickets.csv"]], str)
    assert found is not None
    assert not found.answered
    assert found.notes == ("0 of 6 rows in “tickets”: Status: Closed, Assignee: Mia Roth.",)


def test_a_word_in_two_columns_is_told_by_the_name_of_one():
    both = """# Crew

| Name | Home town | Office |
|---|---|---|
| Ada Brill | Oslo | Bergen |
| Tom Fen | Bergen | Oslo |
| Ines Falk | Bergen | Oslo |
"""
    document = read(both, "crew.md")
    assert row_list("who is from Bergen?", [document], str) is None
    found = row_list("whose home town is Bergen? who has the home town Bergen", [document], str)
    assert found is not None
    assert len(found.evidence) == 2


TASKS = """task,state
Roof,Started
Gate,Not started
Wall,Not started
Barn,Started
"""


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("which tasks are started?", ["Roof", "Barn"]),
        ("which tasks are not started?", ["Gate", "Wall"]),
        ("how many tasks aren't started yet", ["Gate", "Wall"]),
    ],
)
def test_a_value_that_says_no(question, wanted):
    document = read(TASKS, "tasks.csv")
    found = row_list(question, [document], str)
    assert found is not None
    assert [document.text[slice(*each.span or (0, 0))] for each in found.evidence] == wanted


def test_tables_of_different_things_are_not_chosen_between():
    other = read(STAFF.replace("Phone", "Car"), "cars.md")
    assert row_list("who works in Oslo?", [DOCUMENTS["staff.md"], other], str) is None
    same = read(STAFF.replace("Ada Brill", "Eva Moe"), "staff2.md")
    found = row_list("who works in sales in Oslo?", [DOCUMENTS["staff.md"], same], str)
    assert found is not None
    assert found.notes[0].startswith("2 of 10 rows in")


def test_forms_and_short_tables_are_no_lists():
    form = read("# Order\n\n| Field | Value |\n|---|---|\n| Name | Ada |\n", "a.md")
    assert list(tables_of(form)) == []


def test_it_stays_quick_on_a_large_table():
    cities, states = ("Oslo", "Bergen"), ("Open", "Closed", "Closed")
    lines = (f"{number},{cities[number % 2]},{states[number % 3]}" for number in range(9000))
    document = read("\n".join(["id,city,state", *lines]), "orders.csv")
    before = process_time()
    found = row_list("how many orders are open in Bergen?", [document], str)
    assert process_time() - before < 5  # 1 s, and 20 s when a document was described for each row
    assert found is not None
    assert found.notes[0].startswith("1,500 of 9,000 rows in “orders”: ")


@pytest.mark.slow
def test_asked_of_a_folder(tmp_path):
    with engine_over(
        tmp_path, {**FILES, "note.md": "# Oslo\n\nOslo is the capital of Norway."}
    ) as engine:
        found = engine.ask("who works in marketing in Oslo?")
        assert found.notes == ("2 of 5 rows in “staff”: Department: Marketing, Office: Oslo.",)
        assert [each.citation for each in found.evidence] == [1, 1]
        assert found.searched_documents == 4
        assert found.receipt is not None
        hits = engine.search("What is the capital of Norway?", top=1)
        assert tables_asked("What is the capital of Norway?", hits) == []
        assert "capital" in engine.ask("What is the capital of Norway?").evidence[0].text


@pytest.mark.parametrize(
    "question",
    [
        "how many tickets with more than 3 tickets are open",
        "who has the most open tickets",
        "how many people have open tickets",
        "how many assignees have open tickets",
        "how many tickets are open and how many are closed",
        "what is an open ticket",
    ],
)
def test_what_compares_or_counts_other_things_is_left_to_reading(question):
    assert rows(question, "tickets.csv") is None


GUESTS = """Name,Coming,Diet
Ada Brill,Yes,Vegan
Tom Fen,No,
Ines Falk,Yes,Vegetarian
Lea Sand,No,Vegan
"""


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("who is coming?", ["Ada Brill", "Ines Falk"]),
        ("which vegan guests aren't coming", ["Lea Sand"]),
        ("who is vegan and coming", ["Ada Brill"]),
    ],
)
def test_a_column_that_says_whether_something_is_so(question, wanted):
    document = read(GUESTS, "guests.csv")
    found = row_list(question, [document, document], str)
    assert found is not None
    assert [document.text[slice(*each.span or (0, 0))] for each in found.evidence] == wanted
    unsure = read(GUESTS.replace("Fen,No", "Fen,Maybe"), "guests.csv")
    assert row_list(question, [unsure], str) is None


def test_what_is_denied_is_said_of_its_column():
    assert rows("which tickets are open but not assigned to Ben", "tickets.csv") == ["T-103"]
    assert rows("which tickets were opened on 2025-03-02", "tickets.csv") == ["T-102"]
    assert rows("which tickets were not opened on 2025-03-02", "tickets.csv") is None


def test_the_name_of_a_column_is_not_a_part_of_the_names_of_others():
    cases = """case,case closed,outcome,who
Harbour,2020-01-02,plea,Ada
Harbour,,plea,Tom
Harbour,,verdict,Ines
Mill,,plea,Uwe
"""
    found = row_list("how many pleas in the Harbour case?", [read(cases, "pleas.csv")], str)
    assert found is not None
    assert found.notes == ("2 of 4 rows in “pleas”: case: Harbour, outcome: plea.",)
