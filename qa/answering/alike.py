"""Sentences that say like things of different things, and which of them a question is about."""

from __future__ import annotations

import re

from qa.answering.qualifiers import told_apart
from qa.answering.query_weights import Weights

_SHORT_LINE = 8  # words of a line that is no sentence
_LONGER = 1.6  # times the words of the other, at most
_ENDS = (".", "!", "?", ":")


def is_asked(one: str, other: str, weights: Weights) -> bool | None:
    """Whether `one` of two alike texts has all words of the question that the other has, and more.

    Or the qualifier of the question where the other has another one. False where the other has;
    None where neither has, or they are not alike.
    """
    mine, theirs = weights.asked_in(one), weights.asked_in(other)
    if mine == theirs or not alike(one, other):
        return None
    if mine > theirs or theirs > mine:
        return mine > theirs
    return told_apart(weights.question, one, other)


def alike(one: str, other: str) -> bool:
    """Whether two sentences say like things of different things: short lines, or one wording."""
    a, b = (re.findall(r"\w+", text.casefold()) for text in (one, other))
    fewer, more = sorted((len(a), len(b)))
    if more <= _SHORT_LINE and not any(text.rstrip().endswith(_ENDS) for text in (one, other)):
        return True
    return more <= _LONGER * fewer and 2 * len(set(a) & set(b)) >= fewer - _figures(a, b)


def _figures(one: list[str], other: list[str]) -> int:
    """How many words of the shorter are figures, in which like things differ."""
    return sum(word.isdigit() for word in min(one, other, key=len))
