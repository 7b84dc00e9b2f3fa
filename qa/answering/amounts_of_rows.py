"""Rows that are for a range of amounts, and questions that name an amount in it.

"Service: 5 to 10 years · Notice: 12 weeks" answers "what is the notice after 6 years?".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.answering.stated_numbers import Amount, amounts
from qa.datatypes.table_rows import cells_of, is_row

_MOST_LINES = 400  # of a text that are looked at
# An amount with its unit, which is looked for only where a question has one.
_MEASURED = re.compile(r"(?<![\w.,/:-])\d[\d.,]*\s?(?:%|[A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class InRange:
    """An amount as a question writes it, and the range of a row that has it."""

    words: str
    range: str


def amount_within(question: str, text: str) -> InRange | None:
    """The one amount of `question`, where it lies in the range that a row of `text` begins with.

    None where the text states that very amount, or no row is for a range that has it.
    """
    named = list(_MEASURED.finditer(question)) if is_row(text) else []
    if len(named) != 1:
        return None
    (match,) = named
    asked = amounts(question, *match.span())
    if len(asked) != 1 or not asked[0].measure or re.search(rf"\b{re.escape(match[0])}\b", text):
        return None
    for line in text.splitlines()[:_MOST_LINES]:
        if is_row(line) and (value := cells_of(line)[0].value) and _holds(value, asked[0]):
            return InRange(match[0], value)
    return None


def in_ranges(question: str, text: str) -> str:
    """`question` with its amount written as the range of the row of `text` that has it."""
    found = amount_within(question, text)
    return question.replace(found.words, found.range, 1) if found else question


def _holds(value: str, asked: Amount) -> bool:
    """Whether a cell states one range, and an amount is in it."""
    stated = amounts(value, 0, len(value))
    if len(stated) != 1 or stated[0].measure != asked.measure:
        return False
    (one,) = stated
    return one.low < one.high and one.low <= asked.low and asked.high <= one.high
