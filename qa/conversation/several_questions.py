"""The questions that one line asks at once: "Who sent the mail, and when?"."""

from __future__ import annotations

import re

_AUXILIARY = (
    r"(?:am|is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might"
    r"|must)(?:n['’]t)?"
)
_PREPOSITION = (
    r"(?:by|for|with|within|at|in|on|of|from|to|since|until|under|about|into|through|against"
    r"|after|before)"
)
_ASKING = r"(?:who|whom|whose|what|which|when|where|why|how)"
_SPOKEN_OF = r"(?:it|they|he|she|i|you|we|this|that|these|those|there)"
_NOUN = rf"(?!(?:{_AUXILIARY}|{_SPOKEN_OF}|to)\b)[\w'’-]+"
# Compiled when a line needs them (`re` keeps them), which most don't: 4 ms of a cold start.
_JOINING = (" and ", " but ", " plus ", "? ")
# What a second question begins with, and that it is all of it or stands before an auxiliary, as in
# no clause that hangs on the first ("how it works", "where he lived"); who and what do something.
_SECOND = (
    rf"(?:(?:{_PREPOSITION}\s+)?"
    rf"(?:(?:when|where|why|whom|who|how(?:\s+{_NOUN}){{0,3}}?|what(?:\s+{_NOUN}){{0,3}}?"
    rf"|(?:which|whose)(?:\s+{_NOUN}){{1,3}}?)(?:\s+{_AUXILIARY}\s+\S.*|\s+about\s+\S.*)?"
    rf"|(?:who|what)\s+{_NOUN}\s.*|how\s+(?:much|many)\s+{_NOUN}\s+{_NOUN}\s.*)"
    rf"|{_ASKING}['’]s\s+\S.*|{_AUXILIARY}\s+{_SPOKEN_OF}\b.*)[?.!\s]*"
)
_JOINT = (
    r"(?:\s*[,;]\s*|\s+)(?:and|but|plus)\s+(?:(?:also|then|so)\s+)?(?=\w)"
    r"|(?<=\?)\s+(?:(?:and|but|or|also)\s+)?(?=\w)"
)
_ASKS = (
    rf"(?:.*[.!]\s+)?(?:(?:{_PREPOSITION}|please|so|and|hi|hello|ok|hey)[\s,]+)?"
    rf"(?:{_ASKING}\b|{_AUXILIARY}\s|(?:tell|show|give|find|list|explain|describe)\b)"
)
_QUESTION_WORD = rf"\b{_ASKING}\b"
_RELATIVE = r"\s*who\b"  # "Who came late and who had to stand?" is one
_CHOICE = r"which ones?\W*"  # whose answer shows which
_FEWEST_WORDS = 3  # of a first question
_MOST_QUESTIONS = 3
_MOST = 500  # characters of a line that is looked at


def questions_in(line: str) -> tuple[str, ...]:
    """The questions of `line` as they are typed, at most three; the line itself where it asks one.

    Those after the first may lean on it: "when?", "is it free?". A question in which another one
    hangs ("Who knows when it began, and why?") is not parted.
    """
    found: list[str] = []
    while len(found) < _MOST_QUESTIONS - 1 and (parts := _parted(line)):
        first, line = parts
        found.append(first)
    return (*found, line)


def _parted(line: str) -> tuple[str, str] | None:
    """The first question of a line, and the rest."""
    if len(line) > _MOST or not any(joint in line.lower() for joint in _JOINING):
        return None
    for joint in re.finditer(_JOINT, line, re.I):
        first, second = line[: joint.start()].strip(), line[joint.end() :].strip()
        if len(first.split()) < _FEWEST_WORDS or not re.match(_ASKS, first, re.I | re.S):
            continue
        if _quotes(first) or re.fullmatch(_CHOICE, second, re.I):
            continue
        if not re.fullmatch(_SECOND, second, re.I | re.S):
            continue
        if first.endswith("?") or not _hangs_on(first, second):
            return first, second
    return None


def _hangs_on(first: str, second: str) -> bool:
    """Whether what looks like a second question may be a clause of the first."""
    if len(re.findall(_QUESTION_WORD, first, re.I)) > 1:
        return True
    relative = re.match(_RELATIVE, first, re.I) and re.match(_RELATIVE, second, re.I)
    return bool(relative) and len(second.split()) > 1


def _quotes(first: str) -> bool:
    """Whether `first` ends within quotation marks."""
    return first.count('"') % 2 == 1 or first.count("“") != first.count("”")
