"""The same questions of an index and of its copy in Lance tables.

`python -m bench.suites.shared_collection NAME=INDEX ... --questions FILE` copies each index into
Lance tables in a temporary folder (or below `--at`), and asks both the questions of that
collection, in turns. It reports how many answers are the same, nDCG@10 of the passages that hold a
gold quote, and the times of search and answer. The questions are JSON lines:
{"collection", "question", "gold": [{"file", "quote"}]}; without a quote every document that is
named counts once, with its best passage. `--limit N` asks N of them, drawn by `--seed`, of which
the first `--answers N` are answered, and the others only searched for.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import qa
from bench.measures.metrics import NAMES, evaluate
from bench.measures.timing_spread import spread
from bench.report.markdown import table
from qa.datatypes import Answer, Hit
from qa.errors import IndexNotFound
from qa.library import copy

_TOP = 10
_OVERLAP = 0.6  # share of a gold quote's words from which on a passage holds it
_WARMUPS = 3


@dataclass(slots=True)
class Side:
    """What one kind of storage did."""

    search: list[float] = field(default_factory=list)  # seconds
    processor: list[float] = field(default_factory=list)  # seconds that it took of these
    answer: list[float] = field(default_factory=list)
    rankings: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Compared:
    """Both kinds, and how often they agreed."""

    local: Side = field(default_factory=Side)
    shared: Side = field(default_factory=Side)
    same_answers: int = 0
    same_hits: int = 0
    asked: int = 0
    answered: int = 0  # of these
    differing: list[str] = field(default_factory=list)


def compare(
    index: Path, address: str, rows: Sequence[Mapping[str, Any]], answers: int | None = None
) -> Compared:
    """Ask every question of both, first the one and then the other, turn about.

    The first `answers` are answered, by default all; the others are only searched for.
    """
    found = Compared()
    with qa.open(index) as local, qa.open(address) as shared:
        for row in rows[:_WARMUPS]:
            for engine in (local, shared):
                engine.search(row["question"], fresh=False)
                if answers != 0:
                    engine.ask(row["question"], fresh=False)
        for number, row in enumerate(rows):
            sides = [(local, found.local), (shared, found.shared)]
            results = {}
            for engine, side in sides if number % 2 else reversed(sides):
                began, used = time.perf_counter(), time.process_time()
                hits = engine.search(row["question"], top=_TOP, fresh=False)
                side.search.append(time.perf_counter() - began)
                side.processor.append(time.process_time() - used)
                answer = None
                if answers is None or number < answers:
                    began = time.perf_counter()
                    answer = engine.ask(row["question"], fresh=False)
                    side.answer.append(time.perf_counter() - began)
                if row.get("gold"):
                    side.rankings[str(number)] = ranked(hits, row["gold"])
                results[id(engine)] = hits, answer
            (one, first), (other, second) = results[id(local)], results[id(shared)]
            found.asked += 1
            found.same_hits += [shown(hit) for hit in one] == [shown(hit) for hit in other]
            if first is None or second is None:
                continue
            found.answered += 1
            if said(first) == said(second):
                found.same_answers += 1
            else:
                found.differing.append(row["question"])
    return found


def shown(hit: Hit) -> tuple[str, int]:
    """Which passage a hit is, wherever it is stored."""
    return hit.document.source, hit.passage.start


def said(answer: Answer) -> tuple[object, ...]:
    """What an answer says: whether it is one, its evidence and its confidence."""
    evidence = tuple((each.text, each.start, each.citation) for each in answer.evidence)
    sources = tuple(source.document.source for source in answer.sources)
    return answer.answered, evidence, sources, round(answer.confidence or 0.0, 3)


def ranked(hits: Sequence[Hit], gold: Sequence[Mapping[str, str]]) -> list[str]:
    """Hits by the gold quote that they are the first to hold, others by their place."""
    left = dict(zip(_golds(gold), gold, strict=True))
    found = []
    for place, hit in enumerate(hits):
        held = next((name for name, each in left.items() if holds(hit, each)), None)
        if held:
            del left[held]
        found.append(held or f"hit {place}")
    return found


def _golds(gold: Sequence[Mapping[str, str]]) -> list[str]:
    return [f"gold {number}" for number in range(len(gold))]


def ndcg(side: Side, rows: Sequence[Mapping[str, Any]]) -> float | None:
    """The mean over the questions with gold quotes, each of which is one relevant item."""
    relevant = {number: _golds(rows[int(number)]["gold"]) for number in side.rankings}
    if not relevant:
        return None
    return float(evaluate(side.rankings, relevant)[:, NAMES.index("nDCG@10")].mean())


def holds(hit: Hit, gold: Mapping[str, str]) -> bool:
    """Whether a hit is from the file of a gold quote, and has most of its words, if it has any."""
    source, file = hit.document.source, gold["file"]
    if source != file and not source.endswith(f"/{file}"):
        return False
    if "quote" not in gold:
        return True
    wanted, have = (Counter(re.findall(r"\w+", text.lower())) for text in (gold["quote"], hit.text))
    total = sum(wanted.values())
    return bool(total) and sum((wanted & have).values()) / total >= _OVERLAP


def report(name: str, found: Compared, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """One row of the table."""
    one, other = found.local, found.shared
    means = [ndcg(side, rows) for side in (one, other)]
    scores = ["-" if mean is None else f"{mean:.4f}" for mean in means]
    times = []
    sides = (one.search, other.search, one.processor, other.processor, one.answer, other.answer)
    for timings in sides:
        figures = spread([1000 * each for each in timings]) if timings else None
        times.append(f"{figures.p50:.0f} / {figures.p95:.0f}" if figures else "-")
    hits = f"{found.same_hits / max(1, found.asked):.3f}"
    share = f"{found.same_answers / max(1, found.answered):.3f}"
    return [name, str(found.asked), hits, str(found.answered), share, *scores, *times]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the named collections and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collections", nargs="+", metavar="NAME=INDEX")
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=None, help="questions of each collection")
    parser.add_argument(
        "--answers", type=int, default=None, help="of these, the first are answered"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at", default=None, help="address below which the copies are made")
    parser.add_argument("--out", type=Path, default=None, help="figures as JSON")
    options = parser.parse_args(arguments)
    rows = [json.loads(line) for line in options.questions.read_text("utf-8").splitlines()]
    lines, figures = [], {}
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as folder:
        base = options.at or f"lance:{folder}"
        for each in options.collections:
            name, _, index = each.partition("=")
            address = f"{base}/{name}"
            built = copied(Path(index), address)
            mine = [row for row in rows if row.get("collection", name) == name]
            if options.limit and options.limit < len(mine):
                mine = random.Random(options.seed).sample(mine, options.limit)
            found = compare(Path(index), address, mine, options.answers)
            lines.append(report(name, found, mine))
            figures[name] = asdict(found) | {"copied_in": built}
            print("\n".join(found.differing), file=sys.stderr)
    head = ["", "n", "same hits", "answered", "same answer", "nDCG@10 local", "Lance",
            "search ms p50 / p95 local", "Lance", "of the processor local", "Lance",
            "answer ms p50 / p95 local", "Lance"]  # fmt: skip
    print(table(head, lines))
    if options.out:
        options.out.write_text(json.dumps(figures), "utf-8")
    return 0


def copied(index: Path, address: str) -> float:
    """Copy an index, unless its copy is there: how many seconds it took."""
    began = time.perf_counter()
    try:
        with qa.open(address) as engine:
            engine.documents()
    except IndexNotFound:
        copy(index, address)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
