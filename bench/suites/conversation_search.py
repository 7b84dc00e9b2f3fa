"""Follow-ups searched for as typed, with all turns, as interpreted, and as people rewrote them.

    python -m bench.suites.conversation_search --work FOLDER

Needs the develop sets of conversations with passages; FOLDER takes their documents and indexes.
The replies before a line are those of the data set, so that all ways see the same conversation.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import qa
from bench.data.conversation_passages import SETS, Collection, Task
from bench.data.datasets import data_folder
from bench.report.markdown import environment, heading, table
from bench.suites.conversation import pasts
from qa.conversation.interpret import interpreted
from qa.files import write_json

TOP = 5
QUOTED = 0.6  # of a gold text's words that a hit must have
RAW, JOINED, OURS, GOLD = "as typed", "all turns", "ours", "rewritten by people"


@dataclass(frozen=True, slots=True)
class Found:
    """Ranks (0: not among the first) of the first gold passage, by way; all of the same lines."""

    ranks: dict[str, list[int]]
    milliseconds: float  # median, to interpret one line

    def recall(self, way: str, depth: int) -> float:
        """The share of lines with a gold passage among the first `depth`."""
        ranks = self.ranks[way]
        return sum(0 < rank <= depth for rank in ranks) / max(len(ranks), 1)

    def closed(self) -> float | None:
        """How much of the way in recall@5 from the line as typed to the rewrite ours covers."""
        if not self.ranks.get(GOLD):
            return None
        low, high = self.recall(RAW, TOP), self.recall(GOLD, TOP)
        return (self.recall(OURS, TOP) - low) / (high - low) if high > low else None


def main() -> None:
    """Print Markdown, and write the figures as JSON where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the data sets")
    parser.add_argument("--work", type=Path, required=True, help="takes documents and indexes")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--most", type=int, default=600, help="lines of a set, evenly chosen")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    data = data_folder(chosen.data)
    facts = environment()
    print(heading(facts))
    figures: dict[str, Any] = {"environment": facts}
    rows, refusals = [], []
    for name in chosen.sets:
        collection = SETS[name](data)
        with opened(collection, chosen.work / name.replace(" ", "-").replace(",", "")) as engine:
            found = searched(engine, evenly(follow_ups(collection), chosen.most))
            refused = asked(engine, evenly(judged(collection), chosen.most // 3))
        rows += _rows(name, found)
        refusals += [[name, kind, str(n), f"{share:.2f}"] for kind, (n, share) in refused.items()]
        figures[name] = {
            "recall@1": {way: found.recall(way, 1) for way in found.ranks},
            "recall@5": {way: found.recall(way, TOP) for way in found.ranks},
            "lines": len(found.ranks[RAW]),
            "gap closed": found.closed(),
            "milliseconds": found.milliseconds,
            "refused": refused,
        }
    header = ["set", "searched with", "lines", "recall@1", "recall@5", "gap closed", "ms"]
    print(table(header, rows))
    if refusals:
        print(table(["set", "lines", "n", "refused"], refusals))
    if chosen.json:
        write_json(chosen.json, figures)


def _rows(name: str, found: Found) -> list[list[str]]:
    rows = []
    for way, ranks in found.ranks.items():
        if not ranks:
            continue
        closed = found.closed() if way == OURS else None
        rows.append([
            name, way, str(len(ranks)), f"{found.recall(way, 1):.3f}",
            f"{found.recall(way, TOP):.3f}", "" if closed is None else f"{closed:.0%}",
            f"{found.milliseconds:.1f}" if way == OURS else "",
        ])  # fmt: skip
    return rows


def opened(collection: Collection, folder: Path) -> qa.Engine:
    """The collection in `folder`, indexed once."""
    documents = folder / "documents"
    if not documents.is_dir():
        collection.write(documents)
    engine = qa.open(folder / "index", paths=[documents])
    if engine.empty():
        engine.sync()
    return engine


def follow_ups(collection: Collection) -> list[Task]:
    """The lines that come after others and that some passage answers."""
    return [task for task in collection.tasks if task.turns and task.gold]


def judged(collection: Collection) -> list[Task]:
    """The lines of which somebody says whether the passages answer them."""
    return [task for task in collection.tasks if task.turns and task.answerable is not None]


def evenly(tasks: Sequence[Task], most: int) -> list[Task]:
    """At most so many, from all over."""
    step = max(len(tasks) / max(most, 1), 1)
    return [tasks[int(i * step)] for i in range(int(len(tasks) / step))]


def searched(engine: qa.Engine, tasks: Sequence[Task]) -> Found:
    """Search for every line in every way."""
    ranks: dict[str, list[int]] = {RAW: [], JOINED: [], OURS: [], GOLD: []}
    spent = []
    for task in tasks:
        before = pasts(task.turns, task.title)
        started = time.perf_counter()
        ours = interpreted(task.line, before).text
        spent.append(1000 * (time.perf_counter() - started))
        every = " ".join([*(text for turn in task.turns for text in turn), task.line])
        ways = {RAW: task.line, JOINED: every[-qa.MAX_QUESTION :], OURS: ours}
        if task.rewrite is not None:
            ways[GOLD] = task.rewrite
        for way, text in ways.items():
            ranks[way].append(_rank(engine, text, task))
    return Found(ranks, float(np.median(spent)) if spent else 0.0)


def asked(engine: qa.Engine, tasks: Sequence[Task]) -> dict[str, tuple[int, float]]:
    """How many of the lines are refused, asked as they are interpreted."""
    counts: dict[str, list[bool]] = {}
    for task in tasks:
        text = interpreted(task.line, pasts(task.turns, task.title)).text[: qa.MAX_QUESTION]
        refused = not engine.ask(text, fresh=False).answered
        counts.setdefault("answerable" if task.answerable else "unanswerable", []).append(refused)
    return {kind: (len(each), sum(each) / len(each)) for kind, each in counts.items()}


def _rank(engine: qa.Engine, text: str, task: Task) -> int:
    for hit in engine.search(text, top=TOP, fresh=False):
        sources = {hit.document.source, *(info.source for info in hit.also_in)}
        for source, quote in task.gold:
            if source in sources and _share(quote, hit.text) >= QUOTED:
                return hit.rank
    return 0


def _share(wanted: str, text: str) -> float:
    """The share of the words of `wanted` that stand in `text`; 1 where nothing is wanted."""
    words = wanted.lower().split()
    have = set(text.lower().split())
    return sum(word in have for word in words) / len(words) if words else 1.0


if __name__ == "__main__":
    main()
