"""Risk against coverage: how many questions are answered, and how many of the answers are wrong.

After El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification" (2010). A
question counts as answered from its confidence on; its risk is the share of wrong ones among those
that are answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RiskCurve:
    """At each distinct confidence, from the highest down: arrays of shape (levels,)."""

    thresholds: FloatArray
    coverage: FloatArray
    risk: FloatArray

    @classmethod
    def of(cls, confidence: Sequence[float], right: Sequence[bool]) -> RiskCurve:
        """From the confidence of every question and whether its answer would be right.

        Raises ValueError for no question, or unlike many.
        """
        scores = np.asarray(confidence, np.float64)
        wrong = 1.0 - np.asarray(right, np.float64)
        if not len(scores) or scores.shape != wrong.shape:
            raise ValueError("as many confidences as truths are needed, and at least one")
        levels, level = np.unique(-scores, return_inverse=True)
        shown = np.cumsum(np.bincount(level))
        return cls(-levels, shown / len(scores), np.cumsum(np.bincount(level, wrong)) / shown)

    def area(self) -> float:
        """The mean risk over all coverages (AURC; Geifman et al., 2019); lower is better."""
        steps = np.diff(self.coverage, prepend=0.0)
        return float((self.risk * steps).sum() / self.coverage[-1])

    def coverage_at(self, risk: float) -> float:
        """The share of questions that can be answered at this risk, 0 if none can.

        The risk may be higher among the few that are surest, where one wrong answer weighs much.
        """
        enough = np.flatnonzero(self.risk <= risk)
        return float(self.coverage[enough[-1]]) if len(enough) else 0.0
