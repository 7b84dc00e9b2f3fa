"""A year that points to another one, written out: "that year", "the year after".

What it stands for is the one year that the last question asks about, or that answered it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.conversation.past import Past

MAX_BACK = 2  # turns that are looked at

_YEAR = re.compile(r"(?<![\w.,/-])(?:1[5-9]|20)\d\d(?![\w/]|[.,]\d)")
_SAME = re.compile(
    r"\b(?:(?:in|during|within)\s+)?(?:that|the same|this same|that very)\s+(?:same\s+)?year\b"
    r"(?!\s+(?:when|that|in which|of|as)\b)",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:(?:in|during|within)\s+)?(?:"
    r"(?:the\s+)?(?P<after>(?:following|next)\s+year|year\s+(?:after|later)|a\s+year\s+(?:later|on))"
    r"|(?:the\s+)?(?P<before>(?:previous|preceding|prior)\s+year|year\s+(?:before|earlier)"
    r"|a\s+year\s+(?:earlier|before))"
    r")(?:\s+(?:that|then))?(?=\s*(?:[?!.,]|$))",
    re.I,
)


def dated(line: str, pasts: Sequence[Past]) -> str | None:
    """`line` with its pointing year written out as "in 2019"; None when it has none.

    None as well when the line names a year itself, or the turns before name none or several.
    """
    found = _SAME.search(line) or _OTHER.search(line)
    if found is None or _YEAR.search(line):
        return None
    year = _meant(pasts)
    if year is None:
        return None
    if found.re is _OTHER:
        year += 1 if found["after"] else -1
    return f"{line[: found.start()]}in {year}{line[found.end() :]}"


def _meant(pasts: Sequence[Past]) -> int | None:
    """The one year of the last turn that has any: the answer's before the question's."""
    for past in reversed(pasts[-MAX_BACK:]):
        for text in (past.span, past.question):
            years = set(_YEAR.findall(text))
            if years:
                return int(years.pop()) if len(years) == 1 else None
    return None
