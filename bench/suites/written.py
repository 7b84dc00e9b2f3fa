"""Sentences that cite quotes: how many fabricated ones pass the check, and how many true ones.

    python -m bench.suites.written --half tuning --fit
    python -m bench.suites.written --limit 200

Half of each lot is of questions, half of sentences that people wrote (FoolMeTwice, RTE), and all
kinds of fabrication come in turn. Weights and threshold of `qa.verification.support` are chosen on
the tuning half; the other is for reporting.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from itertools import zip_longest
from pathlib import Path

import numpy as np

from bench.data.claims import QA, TRUE, Cited, cited
from bench.data.datasets import data_folder
from bench.measures.metrics import bootstrap
from bench.measures.regression import fit
from bench.report.figures import figure
from bench.report.markdown import table, write_results
from qa.answering.reader import Reader
from qa.verification.support import Measures, Supporting, measure


def main() -> None:
    """Check the sentences and print what passed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--half", choices=("tuning", "report"), default="report")
    parser.add_argument("--limit", type=int, default=200, help="sentences of either kind")
    parser.add_argument("--fit", action="store_true", help="fit weights to the tuning half")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.fit and options.half != "tuning":
        parser.error("--fit goes with --half tuning")
    every = [
        each
        for each in cited(data_folder(options.data))
        if each.tuning == (options.half == "tuning")
    ]
    chosen = [*drawn(every, options.limit, true=True), *drawn(every, options.limit, true=False)]
    reader = Reader()
    print(passed(chosen, reader, options.json))
    if options.fit:
        print(fitted(chosen, reader))


def drawn(cases: Sequence[Cited], count: int, *, true: bool) -> list[Cited]:
    """True or fabricated sentences: of questions and of people by turns, and so of each kind."""
    sides: list[list[Cited]] = []
    for asked in (True, False):
        kinds: dict[tuple[str, str], list[Cited]] = defaultdict(list)
        for each in cases:
            if each.true == true and (each.origin == QA) == asked:
                kinds[each.origin, each.kind].append(each)
        sides.append(_by_turns(kinds.values()))
    return _by_turns(sides)[:count]


def _by_turns(lots: Iterable[Sequence[Cited]]) -> list[Cited]:
    return [each for turn in zip_longest(*lots) for each in turn if each is not None]


def passed(cases: Sequence[Cited], reader: Reader, json: Path | None) -> str:
    """What passed, by kind and origin, as a table."""
    supporting = Supporting(reader)
    found = [supporting.check(each.text, [each.quote], each.about) for each in cases]
    lots: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, each in enumerate(cases):
        whole = "true, all" if each.true else "fabricated, all"
        lots[whole, ""].append(at)
        lots[each.kind, each.origin].append(at)
    rows = []
    for (kind, origin), places in sorted(lots.items(), key=lambda lot: (lot[0][1] != "", lot[0])):
        values = np.array([[float(found[at].supported)] for at in places])
        (share,) = bootstrap(values, [cases[at].group for at in places])
        literal = sum(found[at].probability == 0.0 for at in places)
        rows.append([kind, origin, str(len(places)), str(int(values.sum())), figure(share),
                     str(literal)])  # fmt: skip
    if json:
        checked = [asdict(c) | asdict(f) for c, f in zip(cases, found, strict=True)]
        write_results(json, {"sentences": checked})
    return table(["kind", "origin", "sentences", "passed", "share", "other literals"], rows)


def fitted(cases: Sequence[Cited], reader: Reader) -> str:
    """Weights fitted to the sentences that have no other literals, and thresholds."""
    supporting = Supporting(reader)
    left = [
        each for each in cases if supporting.check(each.text, [each.quote], each.about).probability
    ]
    measured = [asdict(measure(each.text, each.quote, each.about, reader)) for each in left]
    names = [field.name for field in fields(Measures)]
    matrix = np.array([[each[name] for name in names] for each in measured])
    target = np.array([float(each.kind == TRUE) for each in left])
    intercept, weights = fit(matrix, target)
    logits = np.sort((intercept + matrix @ weights)[target == 0])[::-1]
    lies = sum(not each.true for each in cases)
    lines = [f"intercept {intercept:.3f}"]
    lines += [f"{name} {weight:.3f}" for name, weight in zip(names, weights, strict=True)]
    for share in (0.005, 0.01, 0.02, 0.05):
        likely = 1 / (1 + np.exp(-logits[int(share * lies)]))
        lines.append(f"threshold at which {share:.1%} of the fabricated ones pass: {likely:.3f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
