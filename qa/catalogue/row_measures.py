"""What rows are measured by: an amount that is more or less than one, a day of a time; and totals.

A question's "over 200" or "in March" is said of one column. Where the question doesn't name it, it
is the only one of money, or one that is called for days alone: a ticket that was opened in March
was not closed in March.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from qa.catalogue import periods
from qa.catalogue.question import Period
from qa.catalogue.tables import Table, TableRow
from qa.datatypes.table_rows import says_total
from qa.lexicon import CURRENCIES
from qa.patterns import lazy_pattern
from qa.search.terms import stems

_LONGEST_TIME = 40  # characters of a cell that is a day
_UNIT = rf"[%€$£¥]|(?:eur|usd|gbp|chf|kr|{'|'.join(CURRENCIES)})\b"
_NUMBER = (
    r"[-−]?(?:[€$£¥]|(?:eur|usd|gbp|chf|kr)\.?)?\s?(?P<figures>\d(?:[\d.,'’]*\d)?)"
    rf"(?:\s?(?:{_UNIT}))?"
)
_BOUND = lazy_pattern(
    r"\b(?:(?P<over>(?:more|greater|higher) than|over|above|exceeding)"
    r"|(?P<least>at least|no less than)"
    r"|(?P<under>(?:less|fewer|lower|cheaper) than|under|below)"
    rf"|(?P<most>at most|up to|no more than)) {_NUMBER}(?![\w.,:/-]*\w)",
    re.I,
)
_AMOUNT = lazy_pattern(rf"\(?{_NUMBER}\)?", re.I)
# Not "how much is the rent?", which asks for one of its amounts.
_SUM = lazy_pattern(
    r"\bhow much (?:money )?(?:did|have|has|had|was|were|went)\b"
    r"|\b(?:total|sum|altogether|in all|overall|combined)\b"
    r"|\b(?:what|how much) (?:money )?(?:did|have|do) (?:i|we|they) (?:spend|spent|pay|paid)\b",
    re.I,
)
# What is said of any amount that is added up.
_SPENDING = (
    "spend spent pay paid cost costs money total sum altogether overall combined amount"
    " thing stuff expense purchase"
)
_NO_AMOUNTS = "id no nr number year phone telephone zip postcode code rank page"
_MONEY = "amount cost price spent total sum paid fee value expense charge payment budget"
_COUNTS = "qty quantity count pieces units"  # times a price
_DAYS = "date day when time month year datum"


@dataclass(frozen=True, slots=True)
class Bound:
    """An amount that is asked to be passed or not: `words` of the question say it."""

    words: str
    number: Decimal
    above: bool
    itself: bool  # whether the amount itself will do

    def holds(self, amount: Decimal) -> bool:
        """Whether an amount is on the side that is asked for."""
        if amount == self.number:
            return self.itself
        return (amount > self.number) is self.above


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time that is asked for: `words` of the question say it."""

    words: str
    period: Period


@dataclass(frozen=True, slots=True)
class InTime:
    """That a column has a day of a time."""

    key: str
    period: Period
    words: str

    def holds(self, row: TableRow) -> bool:
        """Whether a row has one."""
        told = _period(row.value(self.key))
        if told is None or told.since is None or told.until is None:
            return False
        return told.since in self.period and told.until in self.period

    def told(self) -> str:
        """For people: `Date: March 2026`."""
        return f"{self.key}: {self.words}"


@dataclass(frozen=True, slots=True)
class InBounds:
    """That a column has an amount on one side of another."""

    key: str
    bound: Bound

    def holds(self, row: TableRow) -> bool:
        """Whether a row has one."""
        found = amount(row.value(self.key))
        return found is not None and self.bound.holds(found)

    def told(self) -> str:
        """For people: `Amount: over 200`."""
        return f"{self.key}: {self.bound.words}"


def bound(text: str) -> Bound | None:
    """The one amount that a question compares with; None where there is none or there are more."""
    found = list(_BOUND.finditer(text))
    if len(found) != 1:
        return None
    (match,) = found
    number = _decimal(match["figures"])
    above = bool(match["over"] or match["least"])
    itself = bool(match["least"] or match["most"])
    return None if number is None else Bound(match[0], number, above, itself)


def stretch(text: str) -> Stretch | None:
    """The one time that a question is about; None where there is none or there are more."""
    found = list(periods.IN_TEXT.finditer(text)) if periods.ANY.search(text) else []
    period = periods.parse(found[0][0]) if len(found) == 1 else None
    return Stretch(found[0][0], period) if period else None


def asks_total(text: str) -> bool:
    """Whether amounts are to be added up."""
    return _SUM.search(text) is not None


def spending() -> frozenset[str]:
    """The stems that say of any amount that it is one."""
    return _stems(_SPENDING)


def is_total(row: TableRow) -> bool:
    """Whether a row adds up the others."""
    return says_total(row.cells[0].value)


def in_time(
    table: Table, asked: Stretch, named: Iterable[str], today: date | None = None
) -> InTime | None:
    """What "in March" asks of the rows: of the latest March of them, where no year is said.

    `named` are the columns that the question names. None where none has days.
    """
    of_days = [key for key in table.keys if _is_of_days(table, key)]
    keys = [key for key in of_days if key in set(named)]
    keys = keys or [key for key in of_days if set(stems(key)) <= _stems(_DAYS)]
    if len(keys) != 1:
        return None
    (key,), period, words = keys, asked.period, _plain(asked.words)
    if period.month is not None and period.since is None and period.until is None:
        today = today or datetime.now().astimezone().date()
        told = [found.since for row in table.rows if (found := _period(row.value(key)))]
        of_month = {day.year for day in told if day and day.month == period.month and day <= today}
        if of_month:
            year = max(of_month)
            period = replace(period, since=date(year, 1, 1), until=date(year, 12, 31))
            words = f"{words} {year}"
    return InTime(key, period, words)


def in_bounds(table: Table, asked: Bound, named: Iterable[str]) -> InBounds | None:
    """What "over 200" asks of the rows; `named` are the columns that the question names."""
    key = amounts_of(table, named)
    return InBounds(key, asked) if key else None


def amounts_of(table: Table, named: Iterable[str]) -> str | None:
    """The column of amounts that the question names, else the only one of money; None without.

    Any other number may be one that things are known by.
    """
    keys = [key for key in table.keys if _is_of_amounts(table, key)]
    asked = [key for key in keys if key in set(named)]
    money = [key for key in keys if _is_of_money(table, key)]
    for chosen in (asked, money):
        if len(chosen) == 1:
            return chosen[0]
    return None


def added_up(table: Table, named: Iterable[str]) -> str | None:
    """The column whose amounts a question for a total adds up.

    None for the price of several, for shares, and for amounts in more than one currency.
    """
    key = amounts_of(table, named)
    if key is None:
        return None
    counted = any(set(stems(each)) & _stems(_COUNTS) for each in table.keys if each != key)
    units = {re.sub(r"[\d.,'’()−\s-]", "", row.value(key)).lower() for row in table.rows} - {""}
    priced = counted and "price" in stems(key)
    return None if priced or len(units) > 1 or "%" in units else key


def total(values: Sequence[str]) -> str:
    """The sum of amounts as they are written, those that are none left out: `1,352.50`, `€40`."""
    amounts = [found for value in values if (found := amount(value)) is not None]
    places = max((-int(each.as_tuple().exponent) for each in amounts), default=0)
    said = f"{sum(amounts, Decimal(0)):,.{max(places, 0)}f}"
    if any(_comma_is_point(value) for value in values):
        said = said.translate(str.maketrans(",.", ".,"))
    signs = {re.sub(r"\d.*\d|\d", "\0", each.strip("()-−")) for each in values if each}
    return signs.pop().replace("\0", said) if len(signs) == 1 else said


def amount(value: str) -> Decimal | None:
    """The amount that a cell has and nothing else: `1,310.00`, `€ 40`, `(12.50)` is owed."""
    match = _AMOUNT.fullmatch(value.strip())
    found = _decimal(match["figures"]) if match else None
    if found is None:
        return None
    return -found if value.strip()[:1] in "(-−" else found


def _decimal(figures: str) -> Decimal | None:
    """Figures as people write them, 1,310.50 or 1.310,50; None for a version or an address."""
    plain = re.sub(r"['’]", "", figures)
    if _comma_is_point(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", plain):
        plain = plain.replace(".", "")
    return Decimal(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None


def _comma_is_point(value: str) -> bool:
    return re.search(r"(?:^|\D)(?:\d{1,3}(?:\.\d{3})+|\d+),(?:\d\d?)(?:\D|$)", value) is not None


def _period(value: str) -> Period | None:
    """The day, month or year that a cell has."""
    return periods.stretch(value) if value and len(value) <= _LONGEST_TIME else None


@cache
def _stems(words: str) -> frozenset[str]:
    return frozenset(stems(words))


def _is_of_days(table: Table, key: str) -> bool:
    values = [value for row in table.rows if (value := row.value(key)) and not is_total(row)]
    return bool(values) and all(_period(value) for value in values)


def _is_of_amounts(table: Table, key: str) -> bool:
    if set(stems(key)) & (_stems(_NO_AMOUNTS) | _stems(_DAYS)):
        return False
    values = [value for row in table.rows if (value := row.value(key))]
    # 1.310 may be more than a thousand, or little more than one.
    certain = not any(re.search(r"(?<![\d.,])\d{1,3}\.\d{3}(?![\d.,])", value) for value in values)
    return certain and bool(values) and all(amount(value) is not None for value in values)


def _is_of_money(table: Table, key: str) -> bool:
    signed = any(re.search("[€$£¥]", row.value(key)) for row in table.rows)
    return signed or bool(set(stems(key)) & _stems(_MONEY))


def _plain(words: str) -> str:
    """The words of a time without what leads in to a month or a year: "in march" is March."""
    bare = re.sub(
        r"^(?:in|of|from|on|for|during|dated|at) (?:the month of )?", "", words, flags=re.I
    )
    return re.sub(
        rf"\b(?:{periods.LONG_MONTH})\b", lambda name: name[0].capitalize(), bare, flags=re.I
    )
