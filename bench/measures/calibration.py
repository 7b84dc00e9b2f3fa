"""How well scores separate right from wrong, and whether probabilities are calibrated.

Every figure takes a weight per case, so that a bootstrap resample is a vector of counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.measures.metrics import Estimate

FloatArray = NDArray[np.float64]
BINS = (10, 15)  # of the expected calibration error
FALSE_REFUSALS = 0.05  # at which false answers are counted
RESAMPLES = 1000
_Z = 1.959964  # two-sided 95% of a normal distribution


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of similar confidence: mean confidence, share of right ones with its 95% interval."""

    cases: int
    confidence: float
    right: float
    low: float
    high: float


class Scored:
    """Scores of cases, and which of them are positive: answerable, or right.

    Equal scores count as equal: no figure depends on the order of the cases.
    """

    def __init__(
        self, scores: Sequence[float] | FloatArray, truth: Sequence[bool] | FloatArray
    ) -> None:
        self.scores = np.asarray(scores, dtype=np.float64)
        self.truth = np.asarray(truth, dtype=np.float64)
        if not len(self.scores) or self.scores.shape != self.truth.shape:
            raise ValueError("as many scores as truths are needed, and at least one")
        levels, self._level = np.unique(self.scores, return_inverse=True)
        self._levels = len(levels)

    def _masses(self, weights: FloatArray | None) -> tuple[FloatArray, FloatArray]:
        """The weight of positives and of negatives at each distinct score, ascending."""
        mass = np.ones_like(self.scores) if weights is None else weights
        every = np.bincount(self._level, mass, self._levels).astype(np.float64)
        positive = np.bincount(self._level, mass * self.truth, self._levels).astype(np.float64)
        return positive, every - positive

    def auroc(self, weights: FloatArray | None = None) -> float:
        """The chance that a positive has the higher score than a negative; ties count half."""
        positive, negative = self._masses(weights)
        total = positive.sum() * negative.sum()
        below = np.cumsum(negative) - negative
        return float((positive * (below + negative / 2)).sum() / total) if total else np.nan

    def average_precision(self, weights: FloatArray | None = None) -> float:
        """Precision at every threshold, weighed by the recall it adds."""
        positive, negative = (masses[::-1] for masses in self._masses(weights))
        if not positive.sum():
            return np.nan
        found, taken = np.cumsum(positive), np.cumsum(positive + negative)
        precision = np.divide(found, taken, out=np.zeros_like(found), where=taken > 0)
        return float((positive * precision).sum() / positive.sum())

    def false_answers(
        self, weights: FloatArray | None = None, refusals: float = FALSE_REFUSALS
    ) -> float:
        """Share of negatives that pass the threshold which refuses `refusals` of the positives."""
        positive, negative = self._masses(weights)
        if not positive.sum() or not negative.sum():
            return np.nan
        refused = (np.cumsum(positive) - positive) / positive.sum()
        at = int(np.flatnonzero(refused <= refusals + 1e-12)[-1])
        return float(negative[at:].sum() / negative.sum())

    def threshold(self, refusals: float = FALSE_REFUSALS) -> float:
        """The score below which at most `refusals` of the positives are."""
        positive, _ = self._masses(None)
        refused = (np.cumsum(positive) - positive) / positive.sum()
        return float(np.unique(self.scores)[np.flatnonzero(refused <= refusals + 1e-12)[-1]])

    def calibration_error(self, bins: int, weights: FloatArray | None = None) -> float:
        """Expected calibration error over bins of equal mass (Nixon et al. 2019)."""
        mass = np.ones_like(self.scores) if weights is None else weights
        member = self._bins(bins)
        gaps = np.bincount(member, mass * (self.scores - self.truth), bins)
        return float(np.abs(gaps).sum() / mass.sum())

    def reliability(self, bins: int = BINS[0]) -> tuple[Bin, ...]:
        """Confidence and share of right answers, in bins of equal mass."""
        member = self._bins(bins)
        found = []
        for number in range(bins):
            mine = member == number
            if cases := int(mine.sum()):
                right = float(self.truth[mine].mean())
                low, high = wilson(right, cases)
                found.append(Bin(cases, float(self.scores[mine].mean()), right, low, high))
        return tuple(found)

    def _bins(self, bins: int) -> NDArray[np.int64]:
        """The bin of each case; equal scores share one."""
        ranks = np.searchsorted(np.sort(self.scores), self.scores)
        return ranks * bins // len(self.scores)


def wilson(share: float, cases: int) -> tuple[float, float]:
    """95% interval of a share among independent cases (Wilson 1927)."""
    spread = 1 + _Z**2 / cases
    middle = (share + _Z**2 / (2 * cases)) / spread
    half = _Z * np.sqrt(share * (1 - share) / cases + _Z**2 / (4 * cases**2)) / spread
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def resampled(
    figure: Callable[[FloatArray | None], float],
    groups: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """`figure` with its 95% percentile interval, whole groups drawn with replacement.

    Resamples in which the figure has no value (no negative was drawn) are left out.
    """
    _, member = np.unique(np.asarray(groups), return_inverse=True)
    number = int(member.max()) + 1
    generator = np.random.default_rng(seed)
    values = np.empty(resamples)
    for at in range(resamples):
        counts = np.bincount(generator.integers(0, number, number), minlength=number)
        values[at] = figure(counts[member].astype(np.float64))
    values = values[~np.isnan(values)]
    mean = figure(None)
    low, high = np.quantile(values, [0.025, 0.975]) if len(values) else (np.nan, np.nan)
    return Estimate(mean, float(low), float(high))
