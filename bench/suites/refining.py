"""Answers while an index is refined: with the vectors of none, half and all of its passages.

python -m bench.suites.refining --realuse DIR --files DIR

Each collection is indexed by its words only, as `qa index --quick` does, and asked; then refined
until half of the passages have a vector, newest documents first as always, and asked again; then
wholly. People's own questions are judged by the script they came with; those of SQuAD's paragraphs
and of quiz news by the words of their answers in a unit of the right document.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import qa
from bench.data.as_document import as_document
from bench.data.datasets import data_folder
from bench.data.span_sets import NEWS, SQUAD, Question, half, sampled, searched
from bench.harness.people import VERDICTS, Judge, asked, questions
from bench.harness.ticker import say
from bench.measures.squad_official import mentions
from bench.report.markdown import environment, heading, table
from qa.datatypes import Answer, Progress
from qa.indexing import refine

STAGES = ("words only", "half", "all")
_HALF = 0.5
_BATCH = 16  # passages; the product's 256 are all of a small collection
_BESIDE = 3  # documents that nobody asks about to one that somebody does
Counts = dict[str, Counter[str]]  # by stage, verdicts


@dataclass(frozen=True, slots=True)
class Set:
    """A folder of documents, and what comes of asking everything of the index in another one."""

    name: str
    folder: Path
    ask: Callable[[Path], Iterator[str]]  # verdicts


class _EnoughError(Exception):
    """As many passages have their vector as were wanted."""


def measure(one: Set, work: Path) -> tuple[Counts, int]:
    """The verdicts on a set at each stage, and how many passages it has. Raises RuntimeError."""
    index = work / one.name
    counts: Counts = {}
    for stage in STAGES:
        with qa.open(index, paths=[one.folder]) as engine:
            if stage == "half":
                _refine_half(engine)
            else:
                engine.sync(quick=stage != "all", prune=True)
            status = engine.status(scan=False)
        share = 1 - status.waiting / status.passages
        wanted = {"words only": 0.0, "half": _HALF, "all": 1.0}[stage]
        if abs(share - wanted) > 1 / 4:  # a batch is much of a small collection
            say(f"{one.name}: {share:.0%} of the passages have a vector at {stage!r}")
        counts[stage] = Counter(one.ask(index))
        say(f"{one.name}, {stage}: {dict(counts[stage])}")
    return counts, status.passages


def _refine_half(engine: qa.Engine) -> None:
    def watch(progress: Progress) -> None:
        if progress.stage == "refining" and progress.done >= _HALF * progress.total:
            raise _EnoughError

    try:
        engine.sync(progress=watch, prune=True)
    except _EnoughError:
        return


def people(realuse: Path, files: Path, which: str) -> Iterator[Set]:
    """The collections that people's questions are about."""
    judge = Judge(realuse)
    for folder in sorted(path for path in files.iterdir() if path.is_dir()):
        rows = questions(realuse, which, (), [folder.name])

        def ask(index: Path, rows: Sequence[dict[str, object]] = tuple(rows)) -> Iterator[str]:
            for row, answer in asked(rows, index.parent):
                yield judge.outcome(row, answer).verdict

        if rows:
            yield Set(folder.name, folder, ask)


def spans(name: str, data: Path, limit: int, work: Path) -> Set:
    """A set with gold answers: what its questions are about, and three times as many documents."""
    collection, every = searched(name, data)
    chosen = sampled(half(every, "test"), limit)
    wanted = {source for question in chosen for source in question.query.relevant}
    folder = work / f"{name}-files"
    folder.mkdir()
    beside = _BESIDE * len(wanted)
    for document in collection.documents():
        if document.id not in wanted:
            if not beside:
                continue
            beside -= 1
        made = as_document(document)
        (folder / _file(document.id)).write_text(made.text, encoding="utf-8")

    def ask(index: Path) -> Iterator[str]:
        with qa.open(index) as engine:
            for question in chosen:
                yield verdict(question, engine.ask(question.query.text, fresh=False))

    return Set(name, folder, ask)


def _file(identifier: str) -> str:
    return f"{hashlib.sha256(identifier.encode()).hexdigest()[:24]}.txt"


def verdict(question: Question, answer: Answer) -> str:
    """One of `VERDICTS` on a question that can be answered."""
    names = {_file(source) for source in question.query.relevant}
    sources = {source.number: source.document.source for source in answer.sources}
    right = [
        sources[each.citation] in names and mentions(each.text, question.answers)
        for each in answer.evidence
    ]
    if not answer.answered:
        return VERDICTS[3]
    return VERDICTS[0] if right[0] else VERDICTS[1] if any(right) else VERDICTS[2]


def report(name: str, counts: Counts, passages: int) -> list[list[str]]:
    """A line of the table for each stage."""
    lines = []
    for stage, mine in counts.items():
        answerable = sum(mine[each] for each in VERDICTS[:4])
        others = mine[VERDICTS[4]] + mine[VERDICTS[5]]
        first, shown, wrong, refused = (mine[each] / max(1, answerable) for each in VERDICTS[:4])
        lines.append(
            [name, f"{passages:,}", stage, str(answerable), f"{first:.3f}", f"{first + shown:.3f}",
             f"{wrong:.3f}", f"{refused:.3f}",
             f"{mine[VERDICTS[5]] / others:.3f} of {others}" if others else ""]
        )  # fmt: skip
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every set at every stage, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.suites.refining", description=__doc__)
    parser.add_argument("--realuse", type=Path, metavar="DIR",
                        help="the folder with people's questions and score.py")  # fmt: skip
    parser.add_argument("--files", type=Path, metavar="DIR",
                        help="the folder with their unpacked collections")  # fmt: skip
    parser.add_argument("--half", choices=("tuning", "report"), default="report")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of data sets")
    parser.add_argument("--limit", type=int, default=200, metavar="N",
                        help="questions of each other set (default: %(default)s)")  # fmt: skip
    options = parser.parse_args(arguments)
    refine.BATCH_PASSAGES = _BATCH
    print(f"# While an index is refined\n\n{heading(environment())}\n")
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as made:
        work = Path(made)
        sets = [
            spans(name, data_folder(options.data), options.limit, work) for name in (SQUAD, NEWS)
        ]
        people_sets = (
            list(people(options.realuse, options.files, options.half)) if options.realuse else []
        )
        together: Counts = {stage: Counter() for stage in STAGES}
        size = 0
        for one in (*people_sets, *sets):
            counts, passages = measure(one, work)
            if one in people_sets:
                size += passages
                for stage in STAGES:
                    together[stage] += counts[stage]
            rows += report(one.name, counts, passages)
        if people_sets:
            rows += report("people's questions, all", together, size)
    columns = [
        "",
        "passages",
        "vectors of",
        "n",
        "first",
        "shown",
        "wrong",
        "refused",
        "unanswerable answered",
    ]
    print(table(columns, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
