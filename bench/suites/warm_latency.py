"""Latency of questions to an open index, by stage."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import qa
from bench.measures.timing_spread import Spread, spread
from qa.search.fusion import fuse
from qa.search.hybrid import Retriever

WARMUPS = 5


@dataclass(frozen=True, slots=True)
class Warm:
    """Milliseconds: `retrieval` by stage with its total, `ask` by stage with its total."""

    passages: int
    retrieval: dict[str, Spread]
    ask: dict[str, Spread]


def measure(index: Path, questions: Sequence[str]) -> Warm:
    """Ask every question after a few that don't count: first candidates only, then whole answers.

    Two passes, because an answer's own stages contain retrieval.
    """
    retrieval = _retrieval(index, questions)
    passages, ask = _ask(index, questions)
    return Warm(passages, retrieval, ask)


def _retrieval(index: Path, questions: Sequence[str]) -> dict[str, Spread]:
    taken: dict[str, list[float]] = {}
    retriever = Retriever.open(index, strict=False)
    try:
        for question in questions[:WARMUPS]:
            retriever.candidates(question)
        for question in questions:
            started = time.perf_counter()
            fuse(retriever.candidates(question), 0.5)
            _add(taken, retriever.timings, started)
        return _spreads(taken)
    finally:
        retriever.close()


def _ask(index: Path, questions: Sequence[str]) -> tuple[int, dict[str, Spread]]:
    taken: dict[str, list[float]] = {}
    passages = 0
    with qa.open(index) as engine:
        for question in questions[:WARMUPS]:
            engine.ask(question)
        for question in questions:
            started = time.perf_counter()
            answer = engine.ask(question)
            _add(taken, {one.stage: one.milliseconds for one in answer.timings}, started)
            passages = answer.searched_passages
    return passages, _spreads(taken)


def _add(taken: dict[str, list[float]], stages: dict[str, float], started: float) -> None:
    total = (time.perf_counter() - started) * 1000
    for stage, milliseconds in {**stages, "total": total}.items():
        taken.setdefault(stage, []).append(milliseconds)


def _spreads(taken: dict[str, list[float]]) -> dict[str, Spread]:
    return {stage: spread(timings) for stage, timings in taken.items()}
