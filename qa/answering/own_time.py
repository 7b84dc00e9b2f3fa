"""A question as it is asked of documents that are themselves of the time it names."""

from __future__ import annotations

import re
from datetime import date

from qa.datatypes import DocumentInfo, TimeFocus

_BOUNDS = re.compile(
    r"between\b|from\b.*\b(?:to|until|till|through)\b|(?:since|until|before|after|prior|earlier|later)\b",
    re.IGNORECASE,
)


def bounds(focus: TimeFocus) -> bool:
    """Whether it says where a stretch of time begins or ends, not when something was."""
    return not focus.newest and bool(_BOUNDS.match(focus.words))


def of_its_time(info: DocumentInfo, focus: TimeFocus | None) -> bool:
    """Whether a document was written at the very time that is asked for."""
    if focus is None or focus.newest or bounds(focus) or info.published is None:
        return False
    return (focus.since or date.min) <= info.published <= (focus.until or date.max)


def without_time(question: str, focus: TimeFocus | None, info: DocumentInfo, text: str) -> str:
    """`question` as it is asked of a `text` in a document of the time that it names.

    Minutes of July don't say "in July" of what they report, and a reader that looks for that finds
    no answer in them. A text that names this time besides the day of its document is asked as it
    was typed: it may tell times apart itself.
    """
    day = info.published
    if not focus or not day or not of_its_time(info, focus):
        return question
    month = f"{day:%B}"
    first, second = rf"{day.day}(?:st|nd|rd|th)? (?:of )?{month}", rf"{month} 0?{day.day}"
    own = rf"\b0?(?:{first}|{second}),? {day.year}|{day.isoformat()}"
    rest = re.sub(own, "", text, flags=re.IGNORECASE).lower()
    named = re.findall(rf"\b\d{{4}}\b|\b{month.lower()}\b", focus.words.lower())
    if any(word in rest for word in named):
        return question
    asked = " ".join(question.replace(focus.words, focus.named, 1).split())
    return re.sub(r" (?=[?.!,])", "", asked)
