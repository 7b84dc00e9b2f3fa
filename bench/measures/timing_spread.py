"""Order statistics of repeated timings: median, 95th percentile, fastest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """Order statistics of `runs` timings, in the unit of the timings."""

    p50: float
    p95: float
    fastest: float
    runs: int


def spread(timings: Sequence[float]) -> Spread:
    """Summarise at least one timing; percentiles interpolate between neighbours."""
    p50, p95 = np.percentile(np.asarray(timings, dtype=np.float64), [50, 95])
    return Spread(float(p50), float(p95), float(min(timings)), len(timings))
