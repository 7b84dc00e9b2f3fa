"""Numbers and days as English writes them."""

from __future__ import annotations

from datetime import date

from qa.lexicon import MONTHS


def counted(number: int, noun: str) -> str:
    """Return `1 document`, `2 documents`, `28,072 documents`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day_in_words(day: date) -> str:
    """Return `3 March 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
