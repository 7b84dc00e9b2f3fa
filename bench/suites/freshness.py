"""What it costs that a question looks at its files: asked as it is and looked at, in turns.

    python -m bench.suites.freshness INDEX [--questions N]

The index is one of files that are there and unchanged. Run it on a machine that does nothing else:
the look is meant to use the core that the search leaves.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import qa

WARMUPS = 3


def main() -> None:
    """Print a table of medians in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--questions", type=int, default=25)
    options = parser.parse_args()
    print("| | as it is | looked at | more | processor, as it is | looked at | unchecked |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with qa.open(options.index) as engine:
        titles = [info.title for info in engine.documents()]
        step = max(len(titles) // options.questions, 1)
        questions = [f"Which region has {title}?" for title in titles[::step]][: options.questions]
        for question in questions[:WARMUPS]:
            engine.ask(question)
        _measure("opened engine", questions, lambda text, fresh: engine.ask(text, fresh=fresh))

    def opening(text: str, fresh: bool) -> qa.Answer:
        with qa.open(options.index) as engine:
            return engine.ask(text, fresh=fresh)

    _measure("engine opened for the question", questions, opening)


def _measure(name: str, questions: list[str], ask: Callable[[str, bool], qa.Answer]) -> None:
    """Ask each question both ways, the one first that was second before."""
    elapsed: dict[bool, list[float]] = {False: [], True: []}
    computed: dict[bool, list[float]] = {False: [], True: []}
    unchecked = 0
    for number, question in enumerate(questions):
        for fresh in (True, False) if number % 2 else (False, True):
            began, used = time.perf_counter(), time.process_time()
            answer = ask(question, fresh)
            elapsed[fresh].append(1000 * (time.perf_counter() - began))
            computed[fresh].append(1000 * (time.process_time() - used))
            unchecked = max(unchecked, answer.stale.unchecked if fresh else 0)
    before, after = (statistics.median(elapsed[fresh]) for fresh in (False, True))
    used, more = (statistics.median(computed[fresh]) for fresh in (False, True))
    print(
        f"| {name} | {before:.0f} | {after:.0f} | {after - before:.0f} |"
        f" {used:.0f} | {more:.0f} | {unchecked} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
