"""What the parts of the answers benchmark share: folders, reader, collections, paired tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.data.datasets import Collection, MissingDataError
from bench.data.span_sets import Question, half, sampled
from bench.harness.cache import Cache, CachedReader
from bench.harness.indexes import build
from bench.harness.partial_index import PartialIndex
from bench.harness.ticker import Ticker
from bench.measures.metrics import Estimate, FloatArray, bootstrap
from bench.report.figures import difference, figure
from bench.report.markdown import table
from qa.answering.reader import Reader
from qa.datatypes import Progress

WITHOUT, WITH, GAIN = "without reader", "with reader", "with − without"


@dataclass(frozen=True, slots=True)
class Section:
    """What a part of a run found: as Markdown, and the same figures unrounded."""

    text: str
    figures: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Session:
    """One run. Without `reader` only what needs none is measured; `limit` None is each part's."""

    data: Path
    work: Path
    cache: Cache
    reader: CachedReader | None
    half: str = "test"
    limit: int | None = None

    @property
    def systems(self) -> dict[str, Reader | None]:
        """The pipelines that are measured side by side."""
        return {WITHOUT: None} | ({WITH: self.reader} if self.reader else {})

    def choose(self, questions: Sequence[Question], usual: int, times: int = 1) -> list[Question]:
        """This run's half of the questions: `times` the limit, or else the `usual` (0 = all)."""
        limit = usual if self.limit is None else self.limit
        return sampled(half(questions, self.half), times * limit)

    @contextmanager
    def open_index(self, collection: Collection) -> Iterator[PartialIndex]:
        """Open the collection's index, which is built if there is none."""
        folder = self.work / collection.name
        build(collection, folder, as_it_is=True)
        index = PartialIndex(folder / "index", self.cache)
        try:
            yield index
        finally:
            index.close()


def over_sets(
    names: Sequence[str], measure: Callable[[str], Section]
) -> tuple[list[str], dict[str, Any]]:
    """Measure every set that is there; one without data is named on stderr and skipped."""
    texts, figures = [], {}
    for name in names:
        try:
            part = measure(name)
        except MissingDataError as error:
            print(f"{name}: skipped, {error}", file=sys.stderr)
            continue
        texts.append(part.text)
        figures[name] = part.figures
    return texts, figures


def ticking(name: str, questions: Sequence[Question]) -> Iterator[Question]:
    """The questions, one by one, with a line on stderr every ten seconds."""
    tick = Ticker(name)
    for done, question in enumerate(questions, 1):
        yield question
        tick(Progress("asking", done, len(questions), "questions"))


def compared(
    columns: Sequence[str],
    values: Mapping[str, FloatArray],
    groups: Sequence[str],
    plain: Sequence[str] = (),
) -> Section:
    """Systems on the same questions: their means, and the paired difference of the two.

    `values` maps a system to its figures, of shape (questions, columns); the columns named in
    `plain` are no shares, and are shown with their digits.
    """
    systems = dict(values)
    if WITHOUT in systems and WITH in systems:
        systems[GAIN] = systems[WITH] - systems[WITHOUT]
    estimates = bootstrap(np.hstack(list(systems.values())), groups)
    width = len(columns)
    rows, figures = [], {}
    for number, name in enumerate(systems):
        mine = estimates[number * width : (number + 1) * width]
        shown = difference if name == GAIN else figure
        rows.append([
            name,
            *(_plain(one) if column in plain else shown(one)
              for column, one in zip(columns, mine, strict=True)),
        ])  # fmt: skip
        figures[name] = {c: asdict(one) for c, one in zip(columns, mine, strict=True)}
    return Section(table(["", *columns], rows), figures)


def _plain(one: Estimate) -> str:
    return f"{one.mean:.2f} [{one.low:.2f}, {one.high:.2f}]"
