"""Days, months and years as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from qa.catalogue.periods import parse, stretch
from qa.catalogue.question import Period


@pytest.mark.parametrize(
    "text",
    [
        "2019-03-05",
        "2019/03/05",
        "5 March 2019",
        "5th of March, 2019",
        "March 5, 2019",
        "Mar 5 2019",
        "5.3.2019",
        "05.03.2019",
    ],
)
def test_days(text):
    assert stretch(text) == Period(date(2019, 3, 5), date(2019, 3, 5))


def test_months_and_years():
    assert stretch("January, 1991") == Period(date(1991, 1, 1), date(1991, 1, 31))
    assert stretch("2020-02") == Period(date(2020, 2, 1), date(2020, 2, 29))
    assert stretch("the year 2000") == Period(date(2000, 1, 1), date(2000, 12, 31))
    assert stretch("03/2021") == stretch("3/2021") == stretch("March 2021")
    assert stretch("01/31/2008") == Period(date(2008, 1, 31), date(2008, 1, 31))


def test_what_is_no_day_or_not_certain():
    assert stretch("31 February 2019") is None
    assert stretch("31.2.2019") is None
    assert stretch("13/2021") is None
    assert stretch("0000s") is stretch("a 9990s part") is stretch("in her 40s") is None
    assert parse("between 31 and 2 May 2024") is None
    assert stretch("room 12") is None
    # Third of April or fourth of March: only the year is certain.
    assert stretch("03/04/2021").day is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("before 2000", Period(until=date(1999, 12, 31))),
        ("until June 2001", Period(until=date(2001, 6, 30))),
        ("after May 2001", Period(since=date(2001, 6, 1))),
        ("since 2020", Period(since=date(2020, 1, 1))),
        ("between 2019 and 2021", Period(date(2019, 1, 1), date(2021, 12, 31))),
        ("between June and August 2024", Period(date(2024, 6, 1), date(2024, 8, 31))),
        ("from November to February 2024", Period(date(2023, 11, 1), date(2024, 2, 29))),
        ("between 3 and 9 May 2024", Period(date(2024, 5, 3), date(2024, 5, 9))),
        ("between 28 April and 9 May 2024", Period(date(2024, 4, 28), date(2024, 5, 9))),
        ("from June 3rd until July 4, 2024", Period(date(2024, 6, 3), date(2024, 7, 4))),
        ("in early April 2024", Period(date(2024, 4, 1), date(2024, 4, 10))),
        ("of late February 2023", Period(date(2023, 2, 21), date(2023, 2, 28))),
        ("since mid-May 2023", Period(since=date(2023, 5, 11))),
        ("in May", Period(month=5)),
        ("yesterday", Period(date(2024, 2, 29), date(2024, 2, 29))),
        ("last week", Period(date(2024, 2, 19), date(2024, 2, 25))),
        ("this month", Period(date(2024, 3, 1), date(2024, 3, 31))),
    ],
)
def test_times(text, period):
    assert parse(text, today=date(2024, 3, 1)) == period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1990s", 1990, 1999),
        ("the 1990's", 1990, 1999),
        ("the 90s", 1990, 1999),
        ("the '60s", 1960, 1969),
        ("early 2000s", 2000, 2003),
        ("the mid-90s", 1994, 1996),
        ("the late 1880s", 1887, 1889),
    ],
)
def test_decades(text, first, last):
    assert stretch(text) == Period(date(first, 1, 1), date(last, 12, 31))


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("in the last 30 days", date(2024, 3, 1)),
        ("from the past two weeks", date(2024, 3, 17)),
        ("over the last 3 months", date(2023, 12, 31)),
        ("in the last couple of months", date(2024, 1, 31)),
        ("from the past month", date(2024, 2, 29)),
        ("last 5 years", date(2019, 3, 31)),
        ("in the past year", date(2023, 3, 31)),
    ],
)
def test_so_many_days_months_or_years_back(text, since):
    today = date(2024, 3, 31)
    assert parse(text, today) == Period(since, today)


def test_a_month_of_any_year():
    may = parse("in May")
    assert date(1999, 5, 31) in may
    assert date(1999, 6, 1) not in may


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("in spring 2023", date(2023, 3, 1), date(2023, 5, 31)),
        ("in the summer of 2019", date(2019, 6, 1), date(2019, 8, 31)),
        ("in autumn, 2020", date(2020, 9, 1), date(2020, 11, 30)),
        ("in winter 2023", date(2023, 12, 1), date(2024, 2, 29)),
        ("in the winter of 2022/23", date(2022, 12, 1), date(2023, 2, 28)),
        ("since summer 2019", date(2019, 6, 1), None),
        ("before spring 2023", None, date(2023, 2, 28)),
        ("between spring 2022 and autumn 2022", date(2022, 3, 1), date(2022, 11, 30)),
        ("last winter", date(2024, 12, 1), date(2025, 2, 28)),
        ("last summer", date(2025, 6, 1), date(2025, 8, 31)),
        ("last autumn", date(2024, 9, 1), date(2024, 11, 30)),
        ("this winter", date(2025, 12, 1), date(2026, 2, 28)),
        ("this spring", date(2025, 3, 1), date(2025, 5, 31)),
    ],
)
def test_seasons(text, since, until):
    assert parse(text, date(2025, 11, 27)) == Period(since, until)


def test_a_winter_that_goes_on():
    assert parse("this winter", date(2026, 1, 5)) == Period(date(2025, 12, 1), date(2026, 2, 28))
    assert parse("last winter", date(2026, 1, 5)) == Period(date(2024, 12, 1), date(2025, 2, 28))
    assert stretch("Newsletter winter 2023") == Period(date(2023, 1, 1), date(2023, 12, 31))
