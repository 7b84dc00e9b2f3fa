"""Which of the sentences of a unit is the one that proves."""

from __future__ import annotations

from qa.answering.alike import is_asked
from qa.answering.candidates import Candidate
from qa.answering.extremes import has_more
from qa.answering.negation import says_no
from qa.answering.query_weights import Weights

_DENIED = 2.0  # by how much a sentence that denies goes before another of its unit


def goes_before(one: Candidate, other: Candidate, weights: Weights, extreme: bool) -> bool:
    """Whether `one` of two sentences of a unit proves rather than the other.

    By their scores; but of two that are alike, such as "Monday 9 to 12" and "Tuesday 13 to 18", it
    is the one that has all the question's words that the other has, and more. What a question
    denies ("what may not be left here?") is rather denied by what proves. Of rows the one with the
    most is it where that is asked for.
    """
    asked = is_asked(one.text, other.text, weights)
    if asked is None and extreme:
        asked = has_more(weights.question, one.text, other.text)
    if asked is not None:
        return asked
    ahead = one.score - other.score
    if weights.says_no:
        ahead += _DENIED * (says_no(one.told) - says_no(other.told))
    return ahead > 0
