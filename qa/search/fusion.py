"""The candidates of both sides, and how their scores are mixed.

The two sides are mixed by a convex combination of the cosine and of the BM25 score divided by
the query's best, which beats reciprocal rank fusion here (docs/benchmarks.md), as it did in
Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (TOIS 2023).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

DENSE_WEIGHT = 0.6  # of the cosine; tuned on develop data (docs/benchmarks.md)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What both sides propose for one query; all arrays have shape (n,).

    `ids` int64; `cosine` float32, exact where there is a vector, else estimated; `bm25` float32;
    the ranks int32, 1 = best. Both are 0 for passages that the side did not propose.
    """

    ids: npt.NDArray[np.int64]
    cosine: npt.NDArray[np.float32]
    bm25: npt.NDArray[np.float32]
    dense_rank: npt.NDArray[np.int32]
    lexical_rank: npt.NDArray[np.int32]


def fuse(candidates: Candidates, weight: float = DENSE_WEIGHT) -> npt.NDArray[np.float32]:
    """Weight * cosine + (1 - weight) * bm25 / max(bm25): float32 of shape (n,)."""
    best = candidates.bm25.max(initial=0.0)
    lexical = candidates.bm25 / best if best > 0 else candidates.bm25
    fused: npt.NDArray[np.float32] = weight * candidates.cosine + (1 - weight) * lexical
    return fused
