"""The numbers that make a confidence of the measures of an answer, fitted on measured cases.

First the weights of the measures, over collections of all sizes but the largest; then what the size
of a collection does to their sum (`qa.refusal.probability`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench import regression
from bench.metrics import FloatArray
from qa import refusal

_GENTLEST = 0.05  # share of a logit that is left in the largest collections, at least


@dataclass(frozen=True, slots=True)
class Rows:
    """Measured cases: features, whether they are right, what each counts, passages there were."""

    features: FloatArray
    right: FloatArray
    mass: FloatArray
    passages: FloatArray

    def logits(self, numbers: Mapping[str, float], names: Sequence[str]) -> FloatArray:
        """The weighted sum of each case."""
        found: FloatArray = self.features @ np.array([numbers[name] for name in names])
        return numbers["intercept"] + found

    def sizes(self) -> tuple[FloatArray, FloatArray]:
        """What `qa.refusal.size` says of each case's collection."""
        few, many = np.array([refusal.size(int(one)) for one in self.passages]).T
        return few, many


def tempered(numbers: Mapping[str, float], rows: Rows) -> dict[str, float]:
    """The numbers with `steeper` and `likelier`: what a power of ten of passages does to logits.

    Nothing, where it would turn them round.
    """
    logits, (few, _) = rows.logits(numbers, refusal.FEATURES), rows.sizes()
    shift, (plain, more, higher) = regression.fit(
        np.column_stack([logits, few * logits, few]), rows.right, rows.mass
    )
    if plain <= 0 or more <= 0:
        return dict(numbers) | dict.fromkeys(refusal.SIZES, 0.0)
    scaled = {name: plain * value for name, value in numbers.items()}
    scaled["intercept"] += shift
    # What the shift adds is multiplied with the rest: taken off here, it counts once.
    steeper = more / plain
    return scaled | {
        "steeper": float(steeper),
        "likelier": float(higher - steeper * shift),
        "drowned": 0.0,
        "rivals": 0.0,
    }


def sobered(numbers: Mapping[str, float], crowd: Rows) -> dict[str, float]:
    """The numbers with `drowned` and `rivals`, by which a crowd makes logits smaller and lower.

    With them confidence is, on the whole, the share of right answers there. A collection that is
    no crowd says nothing.
    """
    if not len(crowd.right) or not crowd.sizes()[1].any():
        return dict(numbers)
    few, many = crowd.sizes()
    logits = crowd.logits(numbers, refusal.FEATURES)
    logits += few * (numbers["steeper"] * logits + numbers["likelier"])
    shift, (slope,) = regression.fit(logits[:, None], crowd.right, crowd.mass)
    left = min(1.0, max(_GENTLEST, float(slope)))
    beyond = float(many.mean())
    return dict(numbers) | {
        "drowned": float(np.log(left)) / beyond,
        "rivals": float(shift) / beyond,
    }


def confidences(numbers: Mapping[str, float], rows: Rows) -> FloatArray:
    """What `qa.refusal.probability` says of each case."""
    return np.array([
        refusal.probability(refusal.Features(*map(float, row)), int(passages), numbers)
        for row, passages in zip(rows.features, rows.passages, strict=True)
    ])  # fmt: skip
