"""Versions of an agency's report, told by what stands before a headline: CORRECTED-, UPDATE 2-."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.datatypes import DocumentInfo

_MARK = re.compile(
    r"(?:(?P<corrected>CORRECTED|CORRECTION|CORRECTING|REFILE|CLARIFICATION|KORRIGIERT|BERICHTIGUNG)"
    r"|(?:UPDATED?|WRAPUP|AKTUALISIERT)(?:[ ](?P<number>\d{1,2}))?)[ ]?[-:–—][ ]?"
)
_SAID = re.compile(
    r"\((?:Corrects|Corrected|Updates|Adds|Refiles|Clarifies|Removes|Fixes)\b[^()\n]{3,200}\)"
)
_HEAD = 1_000  # characters of a report in which it says what is new
_FEWEST = 4  # words of a headline that is known again
_DAYS = 3  # between two versions


def revises(new: DocumentInfo, old: DocumentInfo, text: str) -> str:
    """What `new`, whose text is `text`, says that it changed in the same report `old`; or empty."""
    (later, headline), (earlier, before) = _version(new.title), _version(old.title)
    if later <= earlier or min(len(headline), len(before)) < _FEWEST:
        return ""
    if not (headline <= before or before <= headline):
        return ""
    if new.published and old.published and abs((new.published - old.published).days) > _DAYS:
        return ""
    said = _SAID.search(text[:_HEAD])
    return said[0] if said else new.title


@lru_cache(maxsize=256)  # each document of an answer is compared with all others
def _version(title: str) -> tuple[tuple[int, bool], frozenset[str]]:
    """Which version of a report a title names, and the words of its headline."""
    number, corrected = 0, False
    while mark := _MARK.match(title):
        corrected = corrected or bool(mark["corrected"])
        number = max(number, 0 if mark["corrected"] else int(mark["number"] or 1))
        title = title[mark.end() :]
    return (number, corrected), frozenset(re.findall(r"\w+", title.casefold()))
