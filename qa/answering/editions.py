"""Documents that are editions of one: of names that differ by year or version the newest leads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.leading import led_by
from qa.answering.piece import Piece
from qa.answering.superseded import YEAR, titled, version_of, words_of, years_of
from qa.datatypes import DocumentInfo
from qa.lexicon import MONTHS, MONTHS_SHORT
from qa.patterns import lazy_pattern

_MONTHS = frozenset(map(str.lower, (*MONTHS, *MONTHS_SHORT)))
_RECORDS = frozenset(
    {"minutes", "meeting", "agenda", "newsletter", "diary", "journal", "log", "letter", "invoice",
     "bulletin", "transcript", "speech", "interview", "release", "protokoll", "sitzung"}
)  # fmt: skip
_DAY = lazy_pattern(
    r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[./]\d\d?[./]\d{2,4}"
    rf"|\b\d\d?(?:st|nd|rd|th)? (?:{'|'.join((*MONTHS, *MONTHS_SHORT))})\b"
    rf"|\b(?:{'|'.join((*MONTHS, *MONTHS_SHORT))})\.? \d\d?(?!\d)",
    re.IGNORECASE,
)
_PAST = lazy_pattern(
    r"\b(?:did|was|were|had|(?<!be )(?!need|speed|feed)[a-z]{2,}ed|came|went|won|said"
    r"|wrote|last)\b",
    re.I,
)
_VERSION = lazy_pattern(r"\bv\d|\bversion|\d+\.\d+", re.IGNORECASE)


def names_a_year(question: str) -> bool:
    """Whether a question names a year, or asks for what happened: then no edition is the one."""
    return bool(YEAR.search(question) or _PAST.search(question))


def newest_edition_first(question: str, found: Sequence[Piece], gap: float) -> list[Piece]:
    """Units, best first, where of documents whose names differ by the year the newest one leads.

    So does that of the highest version, where the names differ by its number. A price list of this
    year before that of last year, where the question names none and asks for nothing that happened.
    """
    if not found:
        return []
    best = found[0]
    leading = best
    for piece in found:
        if piece.score < best.score - gap:
            break
        if newer_edition(question, piece.info, leading.info):
            leading = piece
    return list(found) if leading is best else led_by(leading, found)


def newer_edition(question: str, one: DocumentInfo, other: DocumentInfo) -> bool:
    """Whether one of two documents is the later edition, and the question asks for none by name."""
    if names_a_year(question):
        return False
    return _later_year(one, other) or (not _VERSION.search(question) and _later_version(one, other))


def _later_year(one: DocumentInfo, other: DocumentInfo) -> bool:
    (name, years), (same, others) = edition(one), edition(other)
    return bool(others and name) and name == same and max(years, default=0) > max(others)


def _later_version(one: DocumentInfo, other: DocumentInfo) -> bool:
    """Whether one of two documents with one title is a later version: policy-v3, policy-v2.4."""
    numbers = [
        tuple(map(int, version.split(".")))
        for info in (one, other)
        if (version := version_of(info))
    ]
    if len(numbers) < 2 or numbers[0] <= numbers[1]:
        return False
    # "Protocol (v2.0, 12 Jan 2024)": the day is that of the version.
    (name, _), (same, _) = (words_of(_DAY.sub(" ", titled(info))) for info in (one, other))
    return bool(name) and name == same


def edition(info: DocumentInfo) -> tuple[set[str], set[int]]:
    """The name of a document without numbers, months and the year, and its years.

    None of what records an occasion, or is named after a day: each of those has its own to say.
    """
    title, _ = words_of(info.title.casefold())
    if title & _RECORDS or _DAY.search(info.title):
        return set(), set()
    return {word for word in title if not word.isdecimal()} - _MONTHS, years_of(info)
