"""Choosing the fusion weight: tuned on one half of the questions, reported on the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.data.datasets import Query, is_tuning
from bench.harness.candidates import CandidateTable
from bench.measures.metrics import NAMES, Comparison, compare, evaluate
from bench.report.markdown import table

MEASURE = "nDCG@10"  # what the weight is chosen by


@dataclass(frozen=True, slots=True)
class Sweep:
    """A sweep's figures and the weight it chose.

    `tuning` maps a set to its `MEASURE` per weight on the tuning half; `mean` is their plain mean
    over sets; `best` is the weight with the best mean. `reported` compares, on the other half
    only, the halves of retrieval with the hybrid of the weight `best`.
    """

    weights: tuple[float, ...]
    tuning: Mapping[str, tuple[float, ...]]
    mean: tuple[float, ...]
    best: float
    best_per_set: Mapping[str, float]
    reported: Mapping[str, Comparison]


def run(
    sets: Mapping[str, tuple[Sequence[Query], CandidateTable]], weights: Sequence[float]
) -> Sweep:
    """Sweep `weights` over the sets. Sets with an empty half are left out."""
    tuning: dict[str, tuple[float, ...]] = {}
    others: dict[str, list[Query]] = {}
    for name, (queries, found) in sets.items():
        tune = [query for query in queries if is_tuning(query)]
        rest = [query for query in queries if not is_tuning(query)]
        if tune and rest:
            others[name] = rest
            tuning[name] = tuple(_figure(found, weight, tune) for weight in weights)
    if not tuning:
        raise ValueError("too few questions to split into halves")
    mean = np.mean(list(tuning.values()), axis=0)
    best = weights[int(mean.argmax())]
    return Sweep(
        weights=tuple(weights),
        tuning=tuning,
        mean=tuple(mean.tolist()),
        best=best,
        best_per_set={name: weights[int(np.argmax(line))] for name, line in tuning.items()},
        reported={name: judge(sets[name][1], best, rest) for name, rest in others.items()},
    )


def _figure(found: CandidateTable, weight: float, queries: Sequence[Query]) -> float:
    relevant = {query.id: query.relevant for query in queries}
    return float(evaluate(found.hybrid(weight), relevant)[:, NAMES.index(MEASURE)].mean())


def judge(found: CandidateTable, weight: float, queries: Sequence[Query]) -> Comparison:
    """Compare dense, BM25 and the hybrid of this weight on these queries."""
    relevant = {query.id: query.relevant for query in queries}
    return compare(
        evaluate(found.dense(), relevant),
        evaluate(found.lexical(), relevant),
        evaluate(found.hybrid(weight), relevant),
        [query.group for query in queries],
    )


def section(tuned: Sweep) -> str:
    """Render a sweep as Markdown that says of every table which half it shows."""
    names = list(tuned.tuning)
    rows = [
        [f"{weight:g}", *(f"{tuned.tuning[name][at]:.3f}" for name in names), f"{mean:.3f}"]
        for at, (weight, mean) in enumerate(zip(tuned.weights, tuned.mean, strict=True))
    ]
    rows.append(["best weight", *(f"{tuned.best_per_set[name]:g}" for name in names),
                 f"{tuned.best:g}"])  # fmt: skip
    column = NAMES.index(MEASURE)
    other = []
    for name, judged in tuned.reported.items():
        gain = judged.difference[column]
        other.append([
            name,
            f"{judged.queries:,}",
            f"{judged.dense[column].mean:.3f}",
            f"{judged.lexical[column].mean:.3f}",
            f"{judged.hybrid[column].mean:.3f}",
            f"{gain.mean:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"
            + (" *" if gain.excludes_zero else ""),
        ])  # fmt: skip
    return (
        f"## Sweep of the cosine's weight\n\n"
        f"**Tuning half** of each set's questions, {MEASURE} (development figures, not results):"
        f"\n\n{table(['weight', *names, 'mean'], rows)}\n\n"
        f"**The other half**, never looked at for the choice, with the weight {tuned.best:g}, "
        f"{MEASURE}:\n\n"
        + table(["set", "questions", "dense", "BM25", "hybrid", "hybrid − better half"], other)
        + "\n"
    )
