"""Logistic regression by Newton's method, plain and over lists of which some members are right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
RIDGE = 1e-3  # per case, of weights of columns scaled to unit spread
_ROUNDS = 100
_CLOSE = 1e-9


def fit(
    matrix: FloatArray, target: FloatArray, mass: FloatArray | None = None, ridge: float = RIDGE
) -> tuple[float, FloatArray]:
    """Intercept and weights of `matrix` (cases, columns) for a target of zeros and ones.

    `mass` is what each case counts. The ridge bounds weights where the cases are
    linearly separable; the intercept is free of it. A column that never varies gets weight 0.
    """
    mass = np.ones(len(target)) if mass is None else mass
    middle, spread = _scale(matrix, mass)
    scaled = np.column_stack([np.ones(len(matrix)), (matrix - middle) / spread])
    penalty = ridge * mass.sum() * np.append(0.0, np.ones(matrix.shape[1]))
    weights = np.zeros(scaled.shape[1])

    def loss(at: FloatArray) -> float:
        z = scaled @ at
        return float(mass @ (np.logaddexp(0, z) - target * z) + penalty @ at**2 / 2)

    for _ in range(_ROUNDS):
        chance = predicted(scaled @ weights)
        slope = scaled.T @ (mass * (target - chance)) - penalty * weights
        curve = (scaled.T * (mass * chance * (1 - chance))) @ scaled + np.diag(penalty + 1e-12)
        step = np.linalg.solve(curve, slope)
        before = loss(weights)
        while loss(weights + step) > before and np.abs(step).max() > _CLOSE:
            step /= 2
        weights += step
        if np.abs(step).max() <= _CLOSE:
            break
    plain = weights[1:] / spread
    return float(weights[0] - plain @ middle), plain


def fit_lists(
    lists: Sequence[tuple[FloatArray, NDArray[np.bool_]]],
    mass: Sequence[float] | None = None,
    ridge: float = RIDGE,
) -> FloatArray:
    """Weights that put the right members of each list above the others.

    Each list is (members, columns) with which of them are right; lists without a right or without
    a wrong member are ignored. Maximises the mean log probability of the right members in a
    softmax over their list (McFadden's conditional logit; ListNet's loss).
    """
    masses = np.ones(len(lists)) if mass is None else np.asarray(mass, dtype=np.float64)
    telling = [
        (rows, right, one)
        for (rows, right), one in zip(lists, masses, strict=True)
        if right.any() and not right.all()
    ]
    if not telling:
        raise ValueError("no list has both right and wrong members")
    every = np.vstack([rows for rows, _, _ in telling])
    _, spread = _scale(every, np.ones(len(every)))
    total = sum(one for _, _, one in telling)
    weights = np.zeros(every.shape[1])
    for _ in range(_ROUNDS):
        slope, curve = -ridge * total * weights, ridge * total * np.eye(len(weights))
        for rows, right, one in telling:
            scaled = rows / spread
            z = scaled @ weights
            chance = np.exp(z - z.max())
            chance /= chance.sum()
            mean = chance @ scaled
            slope += one * (scaled[right].mean(axis=0) - mean)
            curve += one * ((scaled.T * chance) @ scaled - np.outer(mean, mean))
        step = np.linalg.solve(curve, slope)
        # Longer steps than the spread of a column overshoot where the softmax is flat.
        weights += step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() <= _CLOSE:
            break
    result: FloatArray = weights / spread
    return result


def signed(
    solve: Callable[[NDArray[np.intp]], FloatArray], signs: Sequence[int], spread: FloatArray
) -> NDArray[np.intp]:
    """The columns that are left when none has a weight of the wrong sign.

    `solve` returns the weights of given columns; the one that is most wrong, measured by its
    column's spread, is left out until all agree with `signs` (-1 or 1).
    """
    left = np.arange(len(signs))
    while len(left):
        wrong = solve(left) * np.asarray(signs)[left] * spread[left]
        if wrong.min() >= 0:
            break
        left = np.delete(left, int(wrong.argmin()))
    return left


def predicted(logits: FloatArray) -> FloatArray:
    """The probabilities that logits stand for."""
    chance: FloatArray = np.exp(-np.logaddexp(0, -logits))
    return chance


def _scale(matrix: FloatArray, mass: FloatArray) -> tuple[FloatArray, FloatArray]:
    middle = mass @ matrix / mass.sum()
    spread = np.sqrt(mass @ (matrix - middle) ** 2 / mass.sum())
    return middle, np.where(spread > 1e-9, spread, 1.0)
