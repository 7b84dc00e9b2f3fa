"""Weighted sums of named measures, and the probability one stands for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any


def weighted(weights: Mapping[str, float], features: Any) -> float:
    """The sum over the fields of the dataclass `features`, each times its weight.

    An "intercept" among the weights is added. Raises KeyError for a field without a weight.
    """
    total = weights.get("intercept", 0.0)
    for field in fields(features):
        total += weights[field.name] * getattr(features, field.name)
    return total


def probability(weights: Mapping[str, float], features: Any) -> float:
    """The logistic function of the weighted sum."""
    return logistic(weighted(weights, features))


def logistic(logit: float) -> float:
    """The probability that a logit stands for."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))
