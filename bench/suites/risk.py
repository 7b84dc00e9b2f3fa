"""What an accepted share of wrong answers costs in refusals: `python -m bench.suites.risk`.

Asks people's questions without refusing any, and prints the levels as `qa.risk` has them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bench.harness.people import RIGHT, Judge, Outcome, add_folders, asked, questions
from bench.measures.risk import RiskCurve
from qa.answering.confidence import STRONG
from qa.risk import THRESHOLD, Level

RISKS = (0.05, 0.1, 0.15, 0.2, 0.25)
THRESHOLDS = (STRONG, 0.75, 0.68, 0.6, 0.55, THRESHOLD, 0.15)


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


def report(outcomes: Sequence[Outcome]) -> str:
    """The curve in figures, and the levels as source code."""
    measured = curve(outcomes)
    cover = ", ".join(f"{measured.coverage_at(risk):.3f} at {risk:.0%}" for risk in RISKS)
    levels = "".join(
        f"    Level({one.threshold:.2f}, {one.wrong:.3f}, {one.refused:.3f}),\n"
        for one in (at(threshold, outcomes) for threshold in THRESHOLDS)
    )
    return (
        f"{len(outcomes)} questions. AURC {measured.area():.3f}; coverage {cover}\n\n"
        f"LEVELS = (\n{levels})"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, and print the curve."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.risk", description=__doc__)
    add_folders(parser)
    parser.add_argument("--half", choices=("tuning", "report"), default="report")
    options = parser.parse_args(arguments)
    collections = [path.name for path in options.indexes.iterdir() if path.is_dir()]
    rows = questions(options.realuse, options.half, (), collections)
    judge = Judge(options.realuse)
    answers = asked(rows, options.indexes, threshold=0.0)
    print(report([judge.outcome(row, answer) for row, answer in answers]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
