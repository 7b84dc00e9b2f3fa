"""Measure one index in this process: time by stage, recall, memory. Run as a separate process.

python -m bench.harness.measure_index retrieval|answers|warm INDEX ...
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import qa
from bench.data import timing_texts
from bench.data.datasets import data_folder
from qa.engine import ANSWER_HITS
from qa.search.hybrid import Retriever

NEAREST = 10
_WARMUPS = 5
_USUAL = (600, 1_300)  # words of articles that updates add; the median of the real ones is 900

Figures = dict[str, Any]


def retrieval(index: Path, questions: Sequence[str], judged: int) -> Figures:
    """Milliseconds by stage, and the share of the ten nearest of all that is found.

    What is nearest of all is known by naming all passages as a filter, which is exact.
    """
    taken: dict[str, list[float]] = {}
    retriever = Retriever.open(index, strict=False)
    try:
        for question in questions[:_WARMUPS]:
            retriever.search(question, ANSWER_HITS)
        for question in questions:
            started = time.perf_counter()
            retriever.search(question, ANSWER_HITS)
            total = 1000 * (time.perf_counter() - started)
            for stage, spent in {**retriever.timings, "total": total}.items():
                taken.setdefault(stage, []).append(spent)
        everything = retriever.store.passage_ids()
        shares, seconds = {NEAREST: 0.0, 100: 0.0}, 0.0
        for question in questions[:judged]:
            vector = retriever.encoder.encode_queries([question])[0]
            found = retriever.dense.search(vector, 100).ids
            started = time.perf_counter()
            true = retriever.dense.search(vector, 100, everything).ids
            seconds += time.perf_counter() - started
            for depth in shares:
                both = np.intersect1d(found[:depth], true[:depth])
                shares[depth] += len(both) / len(true[:depth]) / judged
        known = retriever.dense.clusters
        return {
            "passages": len(everything),
            "documents": retriever.store.counts()[0],
            "questions": len(questions),
            "judged": judged,
            "stages": percentiles(taken),
            "recall": shares[NEAREST],
            "recall_100": shares[100],
            "exact_ms": 1000 * seconds / judged,
            "lists": known.lists if known else 0,
            "probes": known.probes if known else 0,
            "recall_said": known.recall if known else None,
        }
    finally:
        retriever.close()


def answers(index: Path, questions: Sequence[str]) -> Figures:
    """Milliseconds of whole answers, and the memory of the process that gave them."""
    taken: dict[str, list[float]] = {}
    with qa.open(index) as engine:
        for question in questions[:2]:
            engine.ask(question)
        for question in questions:
            for timing in engine.ask(question).timings:
                taken.setdefault(timing.stage, []).append(timing.milliseconds)
        return {"stages": percentiles(taken), "memory": memory()}  # while everything is open


def warm(index: Path, docs: Path, runs: int) -> Figures:
    """Seconds from an article's being written to its being found, by an engine that is open."""
    seconds = []
    with qa.open(index, paths=[docs]) as engine:
        engine.sync(prune=True)
        engine.search("anything at all", top=1)
        added = []
        try:
            for number in range(runs):
                path = docs / f"warm-{number}-{time.time_ns()}.txt"
                title = f"Zanzibarian quorum {path.stem} adjourned"
                article = update_texts(1, seed=time.time_ns())[0]
                path.write_text(f"{title}\n\n{article}", "utf-8")
                added.append(path)
                started = time.perf_counter()
                engine.sync()
                found = engine.search(title, top=3)
                seconds.append(time.perf_counter() - started)
                if not any(hit.document.title == title for hit in found):
                    raise RuntimeError(f"{path.name} was indexed and is not found")
        finally:
            for path in added:
                path.unlink()
            engine.sync(prune=True)
    return {"seconds": seconds}


def update_texts(number: int, seed: int = 0, data: Path | None = None) -> list[str]:
    """Articles of usual length that are in no index: each paragraph ends in a unique number."""
    source, stream = timing_texts.articles(data_folder(data))
    least, most = _USUAL if source == timing_texts.NEWS else (0, 10**9)
    made: list[str] = []
    for document in stream:
        if len(made) == number:
            break
        if not least <= len(document.text.split()) <= most:
            continue
        pieces = [piece for piece in document.text.splitlines() if piece.strip()]
        mark = f"{seed}-{len(made)}"
        stamped = [f"{piece} It was item {mark}-{k}." for k, piece in enumerate(pieces)]
        made.append("\n\n".join([f"{document.title} {mark}", *stamped]))
    return made


def percentiles(taken: Mapping[str, Sequence[float]]) -> dict[str, dict[str, float]]:
    """Median and the slowest twentieth and hundredth of each stage."""
    return {
        stage: dict(
            zip(("p50", "p95", "p99"), np.percentile(times, [50, 95, 99]).tolist(), strict=True)
        )
        for stage, times in taken.items()
    }


def memory() -> dict[str, float]:
    """MiB of this process: its own, and of files that are mapped, as the kernel counts them."""
    names = {"RssAnon": "own", "RssFile": "mapped", "VmHWM": "peak"}
    found = {}
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        name, _, rest = line.partition(":")
        if name in names:
            found[names[name]] = int(rest.split()[0]) / 1024
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure one thing and print it as JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.harness.measure_index", description=__doc__
    )
    parser.add_argument("what", choices=("retrieval", "answers", "warm"))
    parser.add_argument("index", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--judged", type=int, default=100)
    options = parser.parse_args(arguments)
    if options.what == "warm":
        found = warm(options.index, options.docs, options.number)
    else:
        _, questions = timing_texts.questions(data_folder(options.data), options.number)
        if options.what == "answers":
            found = answers(options.index, questions)
        else:
            found = retrieval(options.index, questions, min(options.judged, len(questions)))
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
