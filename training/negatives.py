"""The best wrong passages of our own retrieval, for every training question."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.datatypes import Document
from qa.documents.loaders import plain_text
from qa.indexing.given_documents import index_documents
from qa.search.hybrid import Retriever, fuse
from training.contexts import Context
from training.sources import Question

KEEP = 12  # wrong passages per question


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage of a context, by its characters."""

    context: int
    start: int
    end: int


def mine(
    questions: Sequence[Question], contexts: Sequence[Context], home: Sequence[int], work: Path
) -> list[list[Spot]]:
    """For each question its best passages of other contexts that don't hold an answer's words.

    `home` numbers each question's own context. The index and the result are cached in `work`.
    """
    cached = work / "negatives.json"
    if cached.is_file():
        return [[Spot(*spot) for spot in row] for row in json.loads(cached.read_text("utf-8"))]
    index = work / "index"
    _say(f"indexing {len(contexts):,} contexts")
    index_documents(
        index,
        (
            Document(str(i), "", context.text, tuple(plain_text.cut(context.text, 0)))
            for i, context in enumerate(contexts)
        ),
    )
    retriever = Retriever.open(index)
    spots: dict[int, Spot] = {}
    found = []
    started = time.perf_counter()
    for n, question in enumerate(questions):
        found.append(_wrong(question, home[n], retriever, spots, contexts))
        if n % 2000 == 1999:
            rate = (n + 1) / (time.perf_counter() - started)
            _say(f"wrong passages for {n + 1:,} of {len(questions):,} questions, {rate:.0f}/s")
    retriever.close()
    cached.write_text(
        json.dumps([[(s.context, s.start, s.end) for s in row] for row in found]), "utf-8"
    )
    return found


def _wrong(
    question: Question,
    home: int,
    retriever: Retriever,
    spots: dict[int, Spot],
    contexts: Sequence[Context],
) -> list[Spot]:
    candidates = retriever.candidates(question.text, 40)
    answers = {question.context[a:b].lower() for a, b in question.answers}
    best = candidates.ids[np.argsort(-fuse(candidates))].tolist()
    fresh = [i for i in best if i not in spots]
    for stored in retriever.store.passages(fresh).values():
        passage = stored.passage
        spots[stored.id] = Spot(int(stored.document.source), passage.start, passage.end)
    rows: list[Spot] = []
    for i in best:
        spot = spots[i]
        if spot.context == home:
            continue
        text = contexts[spot.context].text[spot.start : spot.end].lower()
        if not any(answer in text for answer in answers):
            rows.append(spot)
        if len(rows) == KEEP:
            break
    return rows


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
