"""Rows chosen by an amount or a time, and amounts added up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from qa.catalogue import row_measures
from qa.catalogue.row_lists import row_list
from qa.catalogue.tables import tables_of
from qa.datatypes import Answer, Document
from qa.documents.loaders import load_bytes
from tests.support.builders import engine_over

COSTS = """Date,Category,What,Amount
2025-03-30,Travel,Tram tickets,12.00
2026-01-14,Travel,Train to Vik,89.50
2026-01-20,Office,Printer paper,23.00
2026-02-03,Travel,Hotel in Vik,240.00
2026-02-17,Food,Team lunch,118.40
2026-03-02,Travel,Flight to Aal,310.00
2026-03-09,Office,Two chairs,199.98
2026-03-21,Travel,Taxi,42.50
"""
TICKETS = """ID,Title,Status,Opened
T-1,Printer offline,Open,2026-03-01
T-2,VPN drops,Closed,2026-03-02
T-3,Mailbox full,Open,2026-04-05
"""
ORDERS = """Item,Qty,Price
Bolt,40,€0.20
Nut,10,€0.10
Hinge,4,€3.00
Hinge,2,€3.00
"""
BUDGET = """Item,Planned,Spent
Roof,"1,000.00",800.50
Yard,300.00,149.40
Roof,50.00,60.00
Total,"1,350.00","1,009.90"
"""


def read(text: str, name: str) -> Document:
    return load_bytes(text.encode(), name, name[name.rindex(".") :]).documents[0]


def asked(question: str, text: str = COSTS, name: str = "costs.csv") -> Answer | None:
    return row_list(question, [read(text, name)], str)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how much did we spend on travel in March?",
         "2 of 8 rows in “costs”: Category: Travel, Date: March 2026. Amount: 352.50 in total."),
        ("what did we spend in february",
         "2 of 8 rows in “costs”: Date: February 2026. Amount: 358.40 in total."),
        ("how much did we spend on office stuff in january",
         "1 of 8 rows in “costs”: Category: Office, Date: January 2026. Amount: 23.00 in total."),
        ("total for office", "2 of 8 rows in “costs”: Category: Office. Amount: 222.98 in total."),
        ("how much money did we spend on travel since 2026-02-01",
         "3 of 8 rows in “costs”: Category: Travel, Date: since 2026-02-01."
         " Amount: 592.50 in total."),
        ("which costs were over 200?", "2 of 8 rows in “costs”: Amount: over 200."),
        ("list the travel costs of at least 240",
         "2 of 8 rows in “costs”: Category: Travel, Amount: at least 240."),
        ("how many travel costs under 50 euros are there",
         "2 of 8 rows in “costs”: Category: Travel, Amount: under 50 euros."),
        ("which travel costs are from 2025",
         "1 of 8 rows in “costs”: Category: Travel, Date: 2025."),
    ],
)  # fmt: skip
def test_what_is_measured(question, said):
    found = asked(question)
    assert found is not None
    assert found.notes == (said,)


@pytest.mark.parametrize(
    "question",
    [
        "how much did the flight to Aal cost?",  # a row says it
        "how much is left of the travel costs?",
        "how much is travel?",
        "how many trips in March",
        "which travel costs are more than usual",
        "which costs are over 20 and under 50",
        "costs before and after the move",
        "how much does Ada spend on travel",
    ],
)
def test_what_asks_for_more_is_left_to_reading(question):
    assert asked(question) is None


def test_a_time_is_said_of_the_column_that_is_named_or_of_the_date():
    assert asked("which tickets were closed in March?", TICKETS, "tickets.csv") is None
    found = asked("which tickets were opened in March?", TICKETS, "tickets.csv")
    assert found is not None
    assert found.notes == ("2 of 3 rows in “tickets”: Opened: March 2026.",)


def test_of_two_days_the_one_that_is_named():
    bills = """Bill,Issued on,Due date,Amount
B1,2026-03-01,2026-04-01,10.00
B2,2026-03-05,2026-04-05,20.00
B3,2026-04-02,2026-05-02,30.00
"""
    found = asked("which bills are due in April?", bills, "bills.csv")
    assert found is not None
    assert found.notes == ("2 of 3 rows in “bills”: Due date: April 2026.",)
    assert asked("which bills are from April?", bills, "bills.csv") is None


def test_a_month_of_no_year_is_the_latest_that_is_not_to_come():
    (table,) = tables_of(read(COSTS, "costs.csv"))
    march = row_measures.stretch("in March")
    assert march is not None
    for today, year in ((date(2026, 11, 1), 2026), (date(2026, 2, 1), 2025)):
        found = row_measures.in_time(table, march, (), today)
        assert found is not None
        assert found.told() == f"Date: March {year}"
        assert {row.value("Date")[:4] for row in table.rows if found.holds(row)} == {str(year)}


def test_prices_of_several_are_not_added_up_but_compared():
    assert asked("total for the hinge", ORDERS, "orders.csv") is None
    found = asked("which orders have a price over 1 euro", ORDERS, "orders.csv")
    assert found is not None
    assert found.notes == ("2 of 4 rows in “orders”: Price: over 1 euro.",)


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (("€40", "€2.50"), "Cost: €42.50 in total."),
        (("40 EUR", "2 eur"), "Cost: 42 in total."),
        (("40 €", ""), "Cost: 40 € in total."),
        (("€40", "$2"), None),
        (("40%", "20%"), None),
        (("1.310", "2.500"), None),
        (("1.310", "2,50"), None),
        (("1.310.000", "2,50"), "Cost: 1.310.002,50 in total."),
    ],
)
def test_only_what_can_be_added_up_is(amounts, said):
    bills = "Bill;For;Cost\n" + "".join(f"B{n};Roof;{each}\n" for n, each in enumerate(amounts))
    found = asked("how much was spent on the roof?", bills + "B9;Yard;\n", "bills.csv")
    assert (found and found.notes[0].partition("Roof. ")[2]) == said


def test_a_number_that_nobody_names_is_no_amount():
    rooms = "Room,Floor,Seats\nOak,1,40\nElm,1,12\nAsh,2,25\n"
    assert asked("which rooms are over 20", rooms, "rooms.csv") is None
    found = asked("which rooms have over 20 seats", rooms, "rooms.csv")
    assert found is not None
    assert found.notes == ("2 of 3 rows in “rooms”: Seats: over 20.",)
    assert asked("how much is the floor in total?", rooms, "rooms.csv") is None


def test_under_is_said_of_other_things_than_amounts():
    acts = "action,year\nPit,1906\nHill,1906\nLake,1908\n"
    found = asked("how many actions under the act were in 1906", acts, "actions under the act.csv")
    assert found is not None
    assert found.notes == ("2 of 3 rows in “actions under the act”: year: 1906.",)


def test_the_row_of_the_total_is_no_other_amount():
    found = asked("how much was spent on the roof?", BUDGET, "budget.csv")
    assert found is not None
    assert found.notes == ("2 of 4 rows in “budget”: Item: Roof. Spent: 860.50 in total.",)
    planned = asked("what is the total planned for the roof", BUDGET, "budget.csv")
    assert planned is not None
    assert planned.notes == ("2 of 4 rows in “budget”: Item: Roof. Planned: 1,050.00 in total.",)


def test_no_row_of_a_time():
    found = asked("how much did we spend on food in March 2026?")
    assert found is not None
    assert not found.answered
    assert found.notes == ("0 of 8 rows in “costs”: Category: Food, Date: March 2026.",)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("1,310.50", "1310.50"), ("1.310,50", "1310.50"), ("12,5", "12.5"), ("1,310", "1310"),
        ("€40", "40"), ("40 €", "40"), ("40 euros", "40"), ("12%", "12"), ("1'200", "1200"),
        ("-5", "-5"), ("(12.50)", "-12.50"), ("1.2.3", None), ("2026-03-02", None), ("", None),
        ("T-1", None), ("10 to 20", None), ("3 apples", None),
    ],
)  # fmt: skip
def test_an_amount(value, amount):
    assert row_measures.amount(value) == (None if amount is None else Decimal(amount))


def test_a_total_is_written_as_its_amounts():
    assert row_measures.total(["€40", "€1,310.50"]) == "€1,350.50"
    assert row_measures.total(["40,50 €", "1.310,00 €"]) == "1.350,50 €"
    assert row_measures.total(["(12.50)", "20", "none"]) == "7.50"
    assert row_measures.total(["3", "4"]) == "7"


@pytest.mark.slow
def test_asked_of_a_folder(tmp_path):
    note = "# Travel\n\nWe travel by train."
    with engine_over(tmp_path, {"costs.csv": COSTS, "note.md": note}) as engine:
        found = engine.ask("how much did we spend on travel in March?")
        assert found.said[0].endswith("Amount: 352.50 in total.")
        text = engine.document("costs.csv").text
        assert all(text[each.start : each.end] == each.text for each in found.evidence)
        refused = engine.ask("how many trips did Ada make in March?")
        assert "March" not in refused.missing_terms
