"""Per-query figures by `ir-measures`, and bootstrap intervals of their means.

The measures themselves are trec_eval's, through ir-measures; none is written here.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

with warnings.catch_warnings():  # its optional providers warn about their own dependencies
    warnings.simplefilter("ignore")
    import ir_measures
    from ir_measures import RR, R, nDCG

MEASURES = {"R@1": R @ 1, "R@5": R @ 5, "R@10": R @ 10, "MRR": RR, "nDCG@10": nDCG @ 10}
NAMES = tuple(MEASURES)

Ranking = Sequence[str]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries with its 95% bootstrap interval, in the unit of the values."""

    mean: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies wholly on one side of zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Dense, BM25 and hybrid on the same queries: one estimate per measure of `NAMES`."""

    queries: int
    dense: tuple[Estimate, ...]
    lexical: tuple[Estimate, ...]
    hybrid: tuple[Estimate, ...]
    difference: tuple[Estimate, ...]  # hybrid minus the better half, paired


def evaluate(rankings: Mapping[str, Ranking], relevant: Mapping[str, Sequence[str]]) -> FloatArray:
    """Figures per query, shape (queries, measures), in the order of `relevant` and `NAMES`.

    `rankings` maps a query to document ids, best first, each once; a query without a ranking
    scores zero. With one relevant document R@k is the share of questions answered in the top k.
    """
    row = {query: number for number, query in enumerate(relevant)}
    column = {measure: number for number, measure in enumerate(MEASURES.values())}
    qrels = {query: dict.fromkeys(documents, 1) for query, documents in relevant.items()}
    # Scores that fall with the rank: trec_eval sorts by score and would break ties by id.
    run = {
        query: {document: float(-rank) for rank, document in enumerate(ranking)}
        for query, ranking in rankings.items()
        if query in row
    }
    values = np.zeros((len(row), len(column)))
    for figure in ir_measures.iter_calc(list(MEASURES.values()), qrels, run):
        values[row[figure.query_id], column[figure.measure]] = figure.value
    return values


def bootstrap(
    values: FloatArray,
    groups: Sequence[str] | None = None,
    *,
    resamples: int = 10_000,
    seed: int = 0,
    level: float = 0.95,
) -> list[Estimate]:
    """Percentile intervals of the column means of `values`, shape (queries, columns).

    Groups of queries are drawn whole (each query is its own group by default): questions about
    one paragraph succeed and fail together, and as if independent they would make intervals too
    narrow. All columns see the same resamples, so a column of differences gets the paired one.
    """
    if len(values) == 0:
        raise ValueError("no queries to resample")
    _, member = np.unique(range(len(values)) if groups is None else groups, return_inverse=True)
    number = int(member.max()) + 1
    sums = np.zeros((number, values.shape[1] + 1))
    np.add.at(sums, member, np.column_stack([values, np.ones(len(values))]))
    generator = np.random.default_rng(seed)
    means = np.empty((resamples, values.shape[1]))
    # How often each group was drawn times its sums is the resample's sum: one product for all
    # columns. In steps of about 4 million draws to keep memory near 100 MB.
    step = max(1, 4_000_000 // number)
    for start in range(0, resamples, step):
        size = min(step, resamples - start)
        drawn = generator.integers(0, number, size=(size, number), dtype=np.int64)
        drawn += np.arange(size)[:, None] * number
        counts = np.bincount(drawn.ravel(), minlength=size * number).reshape(size, number)
        totals = counts.astype(np.float64) @ sums
        means[start : start + size] = totals[:, :-1] / totals[:, -1:]
    tail = (1 - level) / 2
    low, high = np.quantile(means, [tail, 1 - tail], axis=0)
    return [
        Estimate(float(mean), float(under), float(over))
        for mean, under, over in zip(values.mean(axis=0), low, high, strict=True)
    ]


def compare(
    dense: FloatArray, lexical: FloatArray, hybrid: FloatArray, groups: Sequence[str] | None = None
) -> Comparison:
    """Estimates of three systems on the same queries, each of shape (queries, measures).

    The difference is hybrid minus, measure by measure, the half with the larger mean.
    """
    better = np.where(dense.mean(axis=0) >= lexical.mean(axis=0), dense, lexical)
    together = np.hstack([dense, lexical, hybrid, hybrid - better])
    estimates = bootstrap(together, groups)
    width = dense.shape[1]
    parts = [tuple(estimates[i * width : (i + 1) * width]) for i in range(4)]
    return Comparison(len(dense), *parts)
