"""Whether a sentence only announces what a question takes for something that happened."""

from __future__ import annotations

import re

from qa.patterns import lazy_pattern
from qa.search.terms import stems

_HAPPENED = lazy_pattern(r"\b(?:did|was|were|has|have|had)\b", re.I)
_AHEAD = lazy_pattern(
    r"\b(?:will|would|shall|could|may|might|should|going to|plan\w*|expect\w*|due|supposed"
    r"|schedul\w*|hop\w+|intend\w*|set to)\b",
    re.I,
)
# "Would" and "was to" are left out: a story tells with them what did happen.
# An amount that somebody asked for or offered is none that was paid.
_SOUGHT = lazy_pattern(
    r"\b(?:offer\w*|propos\w*|demand\w*|seek\w*|sought|request\w*|want\w*|bid\b|bidding"
    r"|(?:ask|appeal|call)(?:s|ed|ing)? for)",
    re.I,
)
_CLAUSES = lazy_pattern(r"[,;:()]\s|\b(?:and|but|after|when|who|which|that)\b")
_ANNOUNCED = lazy_pattern(
    r"\b(?:will|shall|could|may|might|(?:is|are) (?:not )?to"
    r"|(?:is|are|was|were|been|be) (?:due|set|expected|scheduled|planned|supposed|slated|likely) to"
    r"|(?:plan|hope|intend|aim)(?:s|ed|d|ned)? to)"
    r" (?:(?:not|only|also|now|soon|\w+ly) ){0,2}(?:have )?(?:be )?(?P<verb>[a-z]+)",
    re.I,
)


def only_announced(question: str, sentence: str, measure: int | None = None) -> bool:
    """Whether a question asks of what happened, and a sentence only says that it was to happen.

    So "he had been due to say Mass on 11 October" does to "when did he say Mass". A sentence that
    has the verb a second time, or a question that asks for plans, is another matter. A day or an
    amount, which begins at `measure`, is only announced as well where such words stand before it in
    its clause, whatever the verb: "they will go on trial on 12 January", "had offered 24 million".
    """
    if not _HAPPENED.search(question) or _AHEAD.search(question):
        return False
    clause = _CLAUSES.split(sentence[:measure])[-1] if measure is not None else ""
    if _ANNOUNCED.search(clause) or (_SOUGHT.search(clause) and not _SOUGHT.search(question)):
        return True
    asked, said = set(stems(question)), stems(sentence)
    for match in _ANNOUNCED.finditer(sentence):
        (verb,) = stems(match["verb"]) or ("",)
        if verb in asked and said.count(verb) == 1 and f"to {match['verb']}" not in question:
            return True
    return False
