"""What an accepted share of wrong answers costs in refusals: `python -m bench.suites.risk`.

Asks people's questions without refusing any. `--half tuning` prints the levels that
`qa.risk` has; `--half report` measures what they keep.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.harness.people import RIGHT, Judge, Outcome, asked, questions
from bench.measures.risk import RiskCurve
from bench.report.markdown import table
from qa.risk import LEVELS, THRESHOLD, Level

RISKS = (0.05, 0.08, 0.1, 0.15, 0.2, 0.25)


def curve(outcomes: Sequence[Outcome]) -> RiskCurve:
    """Of all questions; an answer to one that the documents don't answer is wrong."""
    return RiskCurve.of([o.confidence for o in outcomes], [o.verdict in RIGHT for o in outcomes])


def at(threshold: float, outcomes: Sequence[Outcome]) -> Level:
    """What becomes of the questions at a threshold."""
    shown = [o for o in outcomes if o.confidence >= threshold]
    answerable = [o for o in outcomes if o.row["answerable"]]
    refused = sum(o.confidence < threshold for o in answerable)
    wrong = sum(o.verdict not in RIGHT for o in shown)
    return Level(threshold, wrong / max(1, len(shown)), refused / max(1, len(answerable)))


def fitted(outcomes: Sequence[Outcome]) -> list[Level]:
    """A level for each risk that can be had and for the default, each threshold once."""
    found = {THRESHOLD: at(THRESHOLD, outcomes)}
    for risk in RISKS:
        threshold = curve(outcomes).threshold(risk)
        if threshold is not None:
            found.setdefault(round(threshold, 2), at(round(threshold, 2), outcomes))
    return sorted(found.values(), key=lambda level: -level.threshold)


def report(outcomes: Sequence[Outcome]) -> str:
    """The curve in figures, and what each level of the product keeps on these questions."""
    measured = curve(outcomes)
    cover = ", ".join(f"{measured.coverage_at(risk):.3f} at {risk:.0%}" for risk in RISKS)
    rows = [
        [f"{level.threshold:.2f}", f"{level.wrong:.3f}", f"{here.wrong:.3f}",
         f"{level.refused:.3f}", f"{here.refused:.3f}"]
        for level in LEVELS
        for here in [at(level.threshold, outcomes)]
    ]  # fmt: skip
    head = ["from", "wrong, as fitted", "here", "refused, as fitted", "here"]
    return f"{len(outcomes)} questions. AURC {measured.area():.3f}; coverage {cover}\n\n" + table(
        head, rows
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print the curve, and with the tuning half the levels as source code."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.risk", description=__doc__)
    parser.add_argument("--realuse", type=Path, required=True, metavar="DIR",
                        help="the folder with questions.jsonl and score.py")  # fmt: skip
    parser.add_argument("--indexes", type=Path, required=True, metavar="DIR",
                        help="the folder with an index for each collection")  # fmt: skip
    parser.add_argument("--half", choices=("tuning", "report"), default="report")
    options = parser.parse_args(arguments)
    collections = [path.name for path in options.indexes.iterdir() if path.is_dir()]
    rows = questions(options.realuse, options.half, (), collections)
    judge = Judge(options.realuse)
    answers = asked(rows, options.indexes, threshold=0.0)
    outcomes = [judge.outcome(row, answer) for row, answer in answers]
    print(report(outcomes))
    if options.half == "tuning":
        print("\nLEVELS = (")
        for one in fitted(outcomes):
            print(f"    Level({one.threshold:.2f}, {one.wrong:.3f}, {one.refused:.3f}),")
        print(")")
    return 0


if __name__ == "__main__":
    sys.exit(main())
