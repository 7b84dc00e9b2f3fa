"""Questions that people really ask of what they really have: `python -m bench.suites.realuse`.

Judged by the `score.py` that comes with the questions, in one process instead of one for each
question. Needs the folder with `questions.jsonl`, `score.py` and the unpacked collections, which
are for measuring only and are not part of this project.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.harness.people import RIGHT, VERDICTS, Judge, Outcome, add_folders, asked, questions
from bench.measures.calibration import Scored
from bench.report.markdown import table


def report(outcomes: Sequence[Outcome]) -> str:
    """The tables of `score.py`, and how well confidence tells right from wrong."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        for key in (one.row["kind"], one.row["collection"], "ALL"):
            counts[key][one.verdict] += 1
    rows = [
        [key, str(sum(mine.values())), *(str(mine[v]) for v in VERDICTS)]
        for key, mine in sorted(counts.items(), key=lambda each: (each[0] == "ALL", each[0]))
    ]
    lines = [table(["", "n", *VERDICTS], rows), ""]
    answerable = [one for one in outcomes if one.row["answerable"]]
    shown = [one for one in outcomes if one.words]
    if answerable and shown:
        n = len(answerable)
        share = {v: sum(o.verdict == v for o in answerable) / n for v in VERDICTS}
        unanswerable = max(1, len(outcomes) - n)
        lines.append(
            f"right first {share['right first']:.3f}, shown "
            f"{share['right first'] + share['right shown']:.3f}, marked "
            f"{sum(o.marked for o in answerable) / n:.3f}, wrong {share['wrong']:.3f}, refused "
            f"{share['false refusal']:.3f} of {n}; answers to unanswerable "
            f"{sum(o.verdict == VERDICTS[5] for o in outcomes) / unanswerable:.3f} of "
            f"{len(outcomes) - n}; words shown first "
            f"{statistics.median(o.words[0] for o in shown):.0f}, all "
            f"{statistics.median(sum(o.words) for o in shown):.0f}"
        )
    if placed := [one for one in outcomes if one.placed is not None]:
        right = sum(bool(one.placed) for one in placed)
        lines.append(f"place right in {right} of {len(placed)} right answers")
    lines.append(confidence_line(outcomes))
    return "\n".join(lines)


def confidence_line(outcomes: Sequence[Outcome]) -> str:
    """How right answers of each strength are, and both AUROCs."""
    said = []
    for name in ("strong", "likely", "weak"):
        mine = [o for o in outcomes if o.words and o.strength == name]
        if mine:
            right = sum(o.verdict in RIGHT for o in mine) / len(mine)
            said.append(f"{name}: right {right:.2f} of {len(mine)}")
    confidence = np.array([o.confidence for o in outcomes])
    answerable = np.array([bool(o.row["answerable"]) for o in outcomes], float)
    if 0 < answerable.sum() < len(outcomes):
        said.append(f"AUROC answerable {Scored(confidence, answerable).auroc():.3f}")
    right_first = np.array([o.verdict == "right first" for o in outcomes], float)
    if 0 < right_first.sum() < len(outcomes):
        said.append(f"right or not {Scored(confidence, right_first).auroc():.3f}")
    return "; ".join(said)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask the chosen questions, print the tables, write outcomes as JSON lines."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.realuse", description=__doc__)
    add_folders(parser)
    parser.add_argument("--half", choices=("tuning", "report"))
    parser.add_argument("--collections", help="some of them, separated by commas")
    parser.add_argument("--only", default="", help="kinds or collections, separated by commas")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every outcome there")
    options = parser.parse_args(arguments)
    collections = [path.name for path in options.indexes.iterdir() if path.is_dir()]
    if options.collections:
        collections = options.collections.split(",")
    only = [each for each in options.only.split(",") if each]
    judge = Judge(options.realuse)
    rows = questions(options.realuse, options.half, only, collections)
    outcomes = [judge.outcome(row, answer) for row, answer in asked(rows, options.indexes)]
    print(report(outcomes))
    if options.json:
        with options.json.open("w", encoding="utf-8") as file:
            for one in outcomes:
                shown = {"verdict": one.verdict, "marked": one.marked, "shown": one.shown,
                         "confidence": one.confidence, "strength": one.strength,
                         "placed": one.placed, "cited": one.cited}  # fmt: skip
                file.write(json.dumps({**one.row, **shown}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
