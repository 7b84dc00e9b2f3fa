"""Exact match and F1 as the official SQuAD scripts define them, and refusing below a threshold.

After `evaluate-v1.1.py` and `evaluate-v2.0.py` (Rajpurkar et al. 2016; 2018). A question without
gold answers has the answer "", which only an empty answer matches.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> str:
    """Lower case without punctuation, articles and superfluous space."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact(predicted: str, gold: str) -> float:
    """1 when both are the same once normalised."""
    return float(normalised(predicted) == normalised(gold))


def f1(predicted: str, gold: str) -> float:
    """Harmonic mean of precision and recall of the words; 1 when both are empty."""
    mine, theirs = normalised(predicted).split(), normalised(gold).split()
    if not mine or not theirs:
        return float(mine == theirs)
    shared = sum((Counter(mine) & Counter(theirs)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(mine), shared / len(theirs)
    return 2 * precision * recall / (precision + recall)


def best(measure: Callable[[str, str], float], predicted: str, golds: Sequence[str]) -> float:
    """The measure against the gold answer that fits best."""
    given = [gold for gold in golds if normalised(gold)] or [""]
    return max(measure(predicted, gold) for gold in given)


def mentions(text: str, golds: Sequence[str]) -> bool:
    """Whether the words of a gold answer occur in `text`, in a row, once both are normalised.

    Here punctuation is more than ASCII's, so that “$1.50” in curly quotes is found.
    """
    words = f" {_plain(text)} "
    return any(f" {_plain(gold)} " in words for gold in golds if _plain(gold))


def _plain(text: str) -> str:
    spaced = (" " if char in "–—" else char for char in text)
    return normalised("".join(char for char in spaced if not category(char).startswith("P")))


def best_threshold(scores: FloatArray, answered: FloatArray, silent: FloatArray) -> float:
    """The threshold with the best mean: from it on a question is answered, below it is not.

    `answered` and `silent` are what each question is worth in either case.
    """
    order = np.argsort(-scores, kind="stable")
    gains = np.cumsum((answered - silent)[order])
    # Equal scores are answered together or not at all.
    last = np.append(np.diff(scores[order]) != 0, True)
    ends = np.flatnonzero(last)
    at = int(ends[np.argmax(gains[ends])])
    if gains[at] <= 0:
        return float("inf")
    if at + 1 == len(scores):
        return float("-inf")
    # Halfway between neighbours, so that rounding changes nothing.
    return float((scores[order[at]] + scores[order[at + 1]]) / 2)


def at_threshold(
    scores: FloatArray, answered: FloatArray, silent: FloatArray, threshold: float
) -> FloatArray:
    """What each question is worth when those from `threshold` on are answered."""
    return np.where(scores >= threshold, answered, silent)
