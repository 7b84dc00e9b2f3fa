"""Weights of named features that may speak only for an answer, or only against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.measures import regression
from bench.measures.confidence_fit import Rows
from bench.measures.metrics import FloatArray

Numbers = dict[str, float]
# Features that can only speak against an answer; all others can only speak for it.
AGAINST = frozenset({
    "misfit", "missing", "names", "number", "denied", "opposed", "kind", "fragment",
    "weak", "empty",
})  # fmt: skip


def listwise(
    names: Sequence[str], lists: Sequence[tuple[FloatArray, NDArray[np.bool_]]],
    mass: Sequence[float],
) -> Numbers:  # fmt: skip
    """Weights that put the right members of each list above the others."""

    def solve(columns: NDArray[np.intp]) -> FloatArray:
        return regression.fit_lists([(rows[:, columns], right) for rows, right in lists], mass)

    columns = _agreeing(solve, names, np.vstack([rows for rows, _ in lists]))
    return _numbers(names, columns, solve(columns))


def fitted_rows(names: Sequence[str], rows: Rows) -> Numbers:
    """Weights and an intercept by which the weighted sum is the logit of being right."""

    def solve(columns: NDArray[np.intp]) -> FloatArray:
        return regression.fit(rows.features[:, columns], rows.right, rows.mass)[1]

    columns = _agreeing(solve, names, rows.features)
    intercept, weights = regression.fit(rows.features[:, columns], rows.right, rows.mass)
    return {"intercept": intercept} | _numbers(names, columns, weights)


def _agreeing(
    solve: Callable[[NDArray[np.intp]], FloatArray], names: Sequence[str], rows: FloatArray
) -> NDArray[np.intp]:
    """The columns whose weights have the sign they must have.

    What is against all sense in some hundred questions would be wrong in the next collection.
    """
    signs = [-1 if name in AGAINST else 1 for name in names]
    return regression.signed(solve, signs, rows.std(axis=0))


def _numbers(names: Sequence[str], columns: NDArray[np.intp], weights: FloatArray) -> Numbers:
    """The weight of each name, 0 for those that were left out."""
    found = dict.fromkeys(names, 0.0)
    found.update((names[i], float(one)) for i, one in zip(columns, weights, strict=True))
    return found
