"""Questions to fit numbers on, each with what there is to find and what would be right.

From sets with gold spans and from people's own questions alike.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.data.span_sets import NEWS, Question
from bench.harness.partial_index import WHOLE, Found, Part, PartialIndex
from bench.harness.people import Judge
from bench.harness.removal_trials import LARGE, OWN, Cases
from bench.harness.session import Session
from qa.answering.candidates import Candidate
from qa.answering.piece import Piece
from qa.datatypes import Hit


@dataclass(frozen=True, slots=True)
class Trial:
    """One question asked of a part of a collection."""

    text: str
    index: PartialIndex
    part: Part
    right_hit: Callable[[Hit], bool]
    right_sentence: Callable[[Candidate], bool]
    right: Callable[[Piece], bool]
    ranked: bool  # whether the order of hits and units is learned from it
    # Among 28,072 articles a quarter of the quiz questions still find their answer's words when
    # their own article is gone: what is called right there says too little to learn from, but how
    # often it is decides what so many passages take from every confidence.
    crowd: bool = False
    share: float = 1.0  # what it counts

    def find(self) -> Found:
        """What a search gives."""
        return self.index.find(self.text, self.part)


def of_questions(
    name: str, index: PartialIndex, cases: Cases, chosen: Sequence[Question], sizes: Sequence[str]
) -> Iterator[Trial]:
    """Trials of a set with gold spans; half of them lack what answers."""
    for question in chosen:
        for size in sizes:
            for trial in cases.trials(question, size):
                yield Trial(
                    question.query.text,
                    index,
                    trial.part,
                    partial(_holds, question),
                    partial(_right_sentence, question),
                    partial(_right, question),
                    ranked=trial.part == WHOLE or size == OWN,
                    crowd=(name, size) == (NEWS, LARGE),
                    share=1 / (len(chosen) * len(sizes)),
                )


def of_people(
    judge: Judge, rows: Sequence[dict[str, Any]], indexes: Path, session: Session,
    stack: ExitStack, weight: float,
) -> Iterator[Trial]:  # fmt: skip
    """Trials of people's own questions, `weight` times as important as a set's."""
    opened: dict[str, PartialIndex] = {}
    for row in rows:
        name = row["collection"]
        if name not in opened:
            opened[name] = stack.enter_context(closing(PartialIndex(indexes / name, session.cache)))
        yield Trial(
            row["question"],
            opened[name],
            WHOLE,
            partial(_shows_hit, judge, row),
            partial(_shows_sentence, judge, row),
            partial(_shows, judge, row),
            ranked=bool(row["answerable"]),
            share=weight / len(rows),
        )


def of_own(
    file: Path, indexes: Path, session: Session, stack: ExitStack, weight: float
) -> Iterator[Trial]:
    """Trials of questions written for passages (`training.manuals`), and of their look-alikes."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    opened: dict[str, PartialIndex] = {}
    asked = [(row, name) for row in rows for name in ("q", "u") if row.get(name)]
    for row, which in asked:
        name = row["collection"]
        if not (indexes / name).is_dir():
            continue
        if name not in opened:
            opened[name] = stack.enter_context(closing(PartialIndex(indexes / name, session.cache)))
        quotes = partial(_quotes, row) if which == "q" else _never
        yield Trial(
            row[which],
            opened[name],
            WHOLE,
            partial(_of_hit, quotes),
            partial(_of_sentence, quotes),
            partial(_of_piece, quotes),
            ranked=which == "q",
            share=weight / len(asked),
        )


def _quotes(row: dict[str, Any], source: str, text: str) -> bool:
    """Whether a text has most words of what was quoted from its document, or is most of it."""
    if source != row["document"]:
        return False
    wanted, there = (Counter(re.findall(r"\w+", each.lower())) for each in (row["e"], text))
    common = (wanted & there).total()
    return common >= 0.6 * wanted.total() or (there.total() > 3 and common >= 0.9 * there.total())


def _never(*_: str) -> bool:
    return False


def _of_hit(quotes: Callable[[str, str], bool], hit: Hit) -> bool:
    return quotes(hit.document.source, hit.text)


def _of_sentence(quotes: Callable[[str, str], bool], one: Candidate) -> bool:
    return quotes(one.hit.document.source, one.text)


def _of_piece(quotes: Callable[[str, str], bool], piece: Piece) -> bool:
    return quotes(piece.info.source, piece.text)


def _holds(question: Question, hit: Hit) -> bool:
    """Whether a passage of the question's own documents holds its answer."""
    return any(
        question.right(document.source, hit.passage.start, hit.passage.end, hit.text)
        for document in (hit.document, *hit.also_in)
        if document.source in question.query.relevant
    )


def _right_sentence(question: Question, one: Candidate) -> bool:
    place = one.sentence
    return question.right(one.hit.document.source, place.start, place.end, one.text)


def _right(question: Question, piece: Piece) -> bool:
    if question.right(piece.info.source, piece.unit.start, piece.unit.end, piece.text):
        return True
    return _right_sentence(question, piece.best)


def _named(info: Any) -> str:
    return " ".join(str(e or "") for e in (info.title, info.author, info.agency, info.published))


def _shows_hit(judge: Judge, row: dict[str, Any], hit: Hit) -> bool:
    lenient = {**row, "all": False}
    return bool(row["answerable"]) and judge.right(
        lenient, [(hit.document.source, _named(hit.document), hit.text)]
    )


def _shows_sentence(judge: Judge, row: dict[str, Any], one: Candidate) -> bool:
    lenient = {**row, "all": False}
    document = one.hit.document
    return bool(row["answerable"]) and judge.right(
        lenient, [(document.source, _named(document), one.text)]
    )


def _shows(judge: Judge, row: dict[str, Any], piece: Piece) -> bool:
    return bool(row["answerable"]) and judge.right(
        row, [(piece.info.source, _named(piece.info), piece.text)]
    )
