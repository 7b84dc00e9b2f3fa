"""The day that "on Wednesday" or "yesterday" means, counted from the day of its document."""

from __future__ import annotations

import re
from datetime import date, timedelta

from qa import lexicon
from qa.answering.piece import Piece
from qa.answering.question_type import AnswerType, expected
from qa.patterns import lazy_pattern
from qa.wording import day_in_words

_MONTH = lexicon.alternatives(lexicon.MONTHS, lexicon.MONTHS_SHORT)
_DAY = lazy_pattern(
    rf"\b(?:(?P<weekday>{lexicon.alternatives(lexicon.WEEKDAYS)})|(?P<relative>yesterday|today|tomorrow))\b",
    re.IGNORECASE,
)
# Another week than the nearest, one of each month, or a day that is told exactly.
_OTHERWISE = lazy_pattern(
    r"\b(?:last|next|every|each|of|following|previous|before|a|first|second|third|fourth|fifth"
    r"|\d(?:st|nd|rd|th))\W+\Z",
    re.I,
)
_EXACT = lazy_pattern(rf"\b\d{{4}}\b|\b(?:{_MONTH})\b")
_NUMBERED = lazy_pattern(rf",?\s+(?:the\s+)?(?:\d|(?:{_MONTH})\b)")
_AHEAD = lazy_pattern(r"\b(?:will|shall|is|are|does|do|next)\b", re.IGNORECASE)
_SHIFT = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEK = 7


def day_meant(
    question: str, sentence: str, span: tuple[int, int], published: date
) -> tuple[str, date] | None:
    """The word in a stretch of a sentence that names a day only by its document's, and that day.

    A weekday is the last one up to that day where the question asks of what was, else the next one.
    """
    words = sentence[slice(*span)]
    found = _DAY.findall(words)
    match = _DAY.search(sentence, *span)
    if match is None or len(found) != 1 or _EXACT.search(words):
        return None
    if _OTHERWISE.search(sentence, 0, match.start()) or _NUMBERED.match(sentence, match.end()):
        return None
    if match["relative"]:
        return match[0], published + timedelta(days=_SHIFT[match["relative"].lower()])
    weekday = [day.lower() for day in lexicon.WEEKDAYS].index(match["weekday"].lower())
    ahead = (weekday - published.weekday()) % _WEEK
    if _AHEAD.search(question):
        return match[0], published + timedelta(days=ahead)
    return match[0], published - timedelta(days=(_WEEK - ahead) % _WEEK)


def day_notes(question: str, best: Piece, span: tuple[int, int] | None) -> tuple[str, ...]:
    """A sentence for people on the day that the best unit names by a weekday alone.

    `span` are the words that are marked, in characters of its best sentence.
    """
    published = best.info.published
    if published is None or expected(question) is not AnswerType.TIME:
        return ()
    sentence = best.best.text
    found = day_meant(question, sentence, span or best.best.span or (0, len(sentence)), published)
    if found is None:
        return ()
    word, day = found
    return (f"“{word}” in a text of {day_in_words(published)} is {day_in_words(day)}.",)
