"""The cosine of passages that have no vector yet, estimated from the words they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

# Of the share of the query's best BM25 score; numbers around these rank alike (docs/benchmarks.md).
INTERCEPT, SLOPE = 0.25, 0.35


def with_estimates(
    cosine: npt.NDArray[np.float32], bm25: npt.NDArray[np.float32], known: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float32]:
    """The cosines, estimated where they are not `known`; all arrays have shape (n,)."""
    best = float(bm25.max(initial=0.0))
    share = bm25 / best if best > 0 else bm25
    found: npt.NDArray[np.float32] = np.where(known, cosine, INTERCEPT + SLOPE * share)
    return found.astype(np.float32, copy=False)
