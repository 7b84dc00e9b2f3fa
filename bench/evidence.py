"""Evidence and refusal without a reader: is the first sentence right, and is silence.

python -m bench.evidence [--questions 2000] [--fit]

Questions of squad11_dev are asked of its 2,067 paragraphs twice: as they are, and with every
paragraph of their own article left out of the hits, when nothing can answer them. Half of the
articles is for tuning (`--fit` fits the refusal's numbers there); the other half is reported.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import report
from bench.datasets import MissingDataError, Query, data_folder, is_tuning, load, read_lines
from bench.indexes import build
from bench.metrics import Estimate, bootstrap
from bench.quality import work_folder
from qa import evidence, refusal
from qa.datatypes import Hit
from qa.engine import ANSWER_HITS
from qa.evidence import Candidate, Weights
from qa.retrieval import Retriever

SET = "squad11_dev_paragraphs"
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: what was found with its article there, and with it gone."""

    group: str  # the article
    tuning: bool
    first: bool  # the first sentence holds a gold answer
    shown: bool  # one of the shown sentences does
    features: tuple[float, float, float]  # of the best sentence: cosine, context, misfit
    absent: tuple[float, float, float]  # the same with the article gone


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print Markdown, write JSON; 0 also when there is no data."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--work", type=Path, default=work_folder())
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--fit", action="store_true", help="fit the refusal on the tuning half")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    try:
        asked = ask(data_folder(options.data), options.work, options.questions)
    except MissingDataError as error:
        print(f"Passed over, no data: {error}.")
        return 0
    facts = report.environment()
    print(f"# Evidence and refusal without a reader\n\n{report.heading(facts)}\n")
    if options.fit:
        print(f"Fitted on the tuning half: {fit([a for a in asked if a.tuning])}\n")
    halves = {
        "tuning half": [one for one in asked if one.tuning],
        "other half": [one for one in asked if not one.tuning],
    }
    figures = {name: measure(half) for name, half in halves.items()}
    names = list(next(iter(figures.values())))
    rows = [
        [name, str(len(halves[name])), *(_shown(figures[name][key]) for key in names)]
        for name in halves
    ]
    print(report.table(["", "questions", *names], rows))
    if options.json:
        plain = {
            half: {key: [value.mean, value.low, value.high] for key, value in found.items()}
            for half, found in figures.items()
        }
        report.write_json(options.json, {"environment": facts, "figures": plain})
    return 0


def ask(data: Path, work: Path, limit: int) -> list[Asked]:
    """Ask an even sample of `limit` questions with and without their article."""
    collection = load(SET, data)
    records = {r["id"]: r for r in read_lines(data / "develop" / "squad11_dev.jsonl.gz")}
    title = {q.relevant[0]: records[q.id]["title"] for q in collection.queries}
    build(collection, work / SET)
    retriever = Retriever.open(work / SET / "index", strict=False)
    step = max(1, len(collection.queries) // limit)
    asked: list[Asked] = []
    try:
        for number, query in enumerate(collection.queries[::step]):
            if number % 200 == 0:
                print(f"asking {number} of {limit}", file=sys.stderr)
            record = records[query.id]
            hits = retriever.search(query.text, 4 * ANSWER_HITS)
            others = [h for h in hits if title.get(h.document.source) != record["title"]]
            found = _candidates(retriever, query.text, hits[:ANSWER_HITS])
            absent = _candidates(retriever, query.text, others[:ANSWER_HITS])
            shown = evidence.choose(query.text, found, 3)
            golds = [answer["text"] for answer in record["answers"]]
            asked.append(
                Asked(
                    group=record["title"],
                    tuning=is_tuning(Query("", "", (), record["title"])),
                    first=_right(found[0], golds, query.relevant[0]),
                    shown=any(_right(one, golds, query.relevant[0]) for one in shown),
                    features=_features(found[0]),
                    absent=_features(absent[0]) if absent else (0.0, 0.0, 1.0),
                )
            )
    finally:
        retriever.close()
    return asked


def measure(asked: Sequence[Asked]) -> dict[str, Estimate]:
    """The figures of one half with their intervals, articles resampled whole."""
    present = np.array([_probability(one.features) for one in asked])
    absent = np.array([_probability(one.absent) for one in asked])
    # The share of questions without an answer that a question with one outranks.
    order = np.sort(absent)
    ranks = np.searchsorted(order, present, "left") + np.searchsorted(order, present, "right")
    values = {
        "first sentence right": np.array([one.first for one in asked], float),
        "a shown sentence right": np.array([one.shown for one in asked], float),
        "refusal AUROC": ranks / (2 * len(asked)),
        "false refusals": (present < refusal.THRESHOLD).astype(float),
        "false answers": (absent >= refusal.THRESHOLD).astype(float),
    }
    groups = [one.group for one in asked]
    found = bootstrap(np.column_stack(list(values.values())), groups)
    return dict(zip(values, found, strict=True))


def fit(asked: Sequence[Asked], rounds: int = 50) -> str:
    """Logistic regression by Newton's method: answered with the article, not without."""
    rows = [one.features for one in asked] + [one.absent for one in asked]
    matrix = np.column_stack([np.ones(len(rows)), np.array(rows)])
    target = np.repeat([1.0, 0.0], len(asked))
    weights = np.zeros(matrix.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        curve = (matrix.T * (chance * (1 - chance))) @ matrix + 1e-3 * np.eye(len(weights))
        weights += np.linalg.solve(curve, matrix.T @ (target - chance) - 1e-3 * weights)
    names = ("INTERCEPT", "COSINE", "COVERAGE", "MISFIT")
    return ", ".join(f"{name} = {weight:.2f}" for name, weight in zip(names, weights, strict=True))


def _candidates(retriever: Retriever, question: str, hits: Sequence[Hit]) -> list[Candidate]:
    weights = Weights(question, retriever.lexical)
    return evidence.score(question, hits, retriever.encoder, weights)


def _features(best: Candidate) -> tuple[float, float, float]:
    return best.cosine, best.context, float(not best.fits)


def _probability(features: tuple[float, float, float]) -> float:
    return refusal.logistic(*features)


def _right(candidate: Candidate, golds: Sequence[str], document: str) -> bool:
    return candidate.hit.document.source == document and any(g in candidate.text for g in golds)


def _shown(value: Estimate) -> str:
    return f"{value.mean:.3f} [{value.low:.3f}, {value.high:.3f}]"


if __name__ == "__main__":
    raise SystemExit(main())
