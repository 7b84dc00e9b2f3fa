"""Fit the weights of confidence on measured answers.

First the weights of the measures, over collections of all sizes but the largest; then what the size
of a collection does to their sum (`qa.answering.confidence.probability`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.measures import regression
from bench.measures.metrics import FloatArray
from qa.answering import confidence

_GENTLEST = 0.05  # share of a logit that is left in the largest collections, at least


@dataclass(frozen=True, slots=True)
class Rows:
    """Measured cases: features, whether they are right, what each counts."""

    features: FloatArray
    right: FloatArray
    mass: FloatArray

    def sums(self, numbers: Mapping[str, float], names: Sequence[str]) -> FloatArray:
        """The weighted sum of each case's features, which `names` are."""
        found: FloatArray = self.features @ np.array([numbers[name] for name in names])
        return numbers["intercept"] + found


@dataclass(frozen=True, slots=True)
class Answers(Rows):
    """Measured answers, and how many passages each was chosen from."""

    passages: FloatArray

    def sizes(self) -> tuple[FloatArray, FloatArray]:
        """The two size terms of `qa.answering.confidence.size` for each collection."""
        few, many = np.array([confidence.size(int(one)) for one in self.passages]).T
        return few, many

    def logits(self, numbers: Mapping[str, float]) -> FloatArray:
        """What `qa.answering.confidence.tempered` makes of each answer."""
        return np.array([
            confidence.tempered(confidence.Features(*map(float, row)), int(passages), numbers)
            for row, passages in zip(self.features, self.passages, strict=True)
        ])  # fmt: skip


def tempered(numbers: Mapping[str, float], answers: Answers) -> dict[str, float]:
    """The numbers with `steeper` and `likelier`: what a power of ten of passages does to logits.

    Both are zero where they would reverse the order of logits.
    """
    sums, (few, _) = answers.sums(numbers, confidence.FEATURES), answers.sizes()
    shift, (plain, more, higher) = regression.fit(
        np.column_stack([sums, few * sums, few]), answers.right, answers.mass
    )
    untouched = dict.fromkeys(confidence.SIZES, 0.0)
    if plain <= 0 or more <= 0:
        return dict(numbers) | untouched
    scaled = {name: plain * value for name, value in numbers.items()}
    scaled["intercept"] += shift
    # What the shift adds is multiplied with the rest: taken off here, it counts once.
    steeper = more / plain
    found = {"steeper": float(steeper), "likelier": float(higher - steeper * shift)}
    return scaled | untouched | found


def crowd_corrected(numbers: Mapping[str, float], crowd: Answers) -> dict[str, float]:
    """The numbers with `drowned` and `rivals`, which lower logits in very large collections.

    With them confidence is, on the whole, the share of right answers there. Collections that are
    not large change nothing. `numbers` are those that `tempered` gave.
    """
    beyond = float(np.mean(crowd.sizes()[1])) if len(crowd.right) else 0.0
    if beyond == 0:
        return dict(numbers)
    shift, (slope,) = regression.fit(crowd.logits(numbers)[:, None], crowd.right, crowd.mass)
    left = min(1.0, max(_GENTLEST, float(slope)))
    return dict(numbers) | {
        "drowned": float(np.log(left)) / beyond,
        "rivals": float(shift) / beyond,
    }
