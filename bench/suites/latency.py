"""Latency of whole answers by stage, warm, with the reader and without it, in turns."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.data import timing_texts
from bench.data.as_document import as_document
from bench.data.datasets import MissingDataError, load, seed_documents
from bench.data.span_sets import NEWS
from bench.harness.indexes import build
from bench.harness.partial_index import SHOWN
from bench.harness.session import WITH, WITHOUT, Section, Session
from bench.measures.timing_spread import Spread, spread
from bench.report.figures import spread_table
from qa.answering.answer import answer
from qa.answering.reader import Reader
from qa.engine import ANSWER_HITS
from qa.indexing.given_documents import index_documents
from qa.search.hybrid import Retriever

QUESTIONS = 60  # of each collection, unless --limit says otherwise
WARMUPS = 3


def run(session: Session) -> Section:
    """Time the seeds and, where its articles are, realtimeqa; no result is cached."""
    reader = session.reader.plain if session.reader else None  # without its cache
    number = QUESTIONS if session.limit is None else session.limit or QUESTIONS
    texts, figures = [], {}
    with tempfile.TemporaryDirectory(prefix="qa-bench-") as folder:
        seeds = Path(folder) / "index"
        index_documents(seeds, [as_document(document) for document in seed_documents()])
        asked = [
            timing_texts.SEED_QUESTIONS[at % len(timing_texts.SEED_QUESTIONS)]
            for at in range(number)
        ]
        found = measure(seeds, asked, reader)
        texts.append(_section("the seeds", len(asked), found))
        figures["seeds"] = found
    try:
        collection = load(NEWS, session.data)
        build(collection, session.work / NEWS, as_it_is=True)
    except MissingDataError:
        texts.append(f"{NEWS} skipped, no data.\n")
    else:
        _, asked = timing_texts.questions(session.data, number)
        found = measure(session.work / NEWS / "index", asked, reader)
        texts.append(_section(NEWS, len(asked), found))
        figures[NEWS] = found
    plain = {
        name: {system: {stage: asdict(one) for stage, one in stages.items()}
               for system, stages in found.items()}
        for name, found in figures.items()
    }  # fmt: skip
    return Section("\n".join(texts), plain)


def measure(
    index: Path, questions: Sequence[str], reader: Reader | None
) -> dict[str, dict[str, Spread]]:
    """Milliseconds by system and stage; both systems answer a question before the next comes."""
    systems = {WITHOUT: None} | ({WITH: reader} if reader else {})
    taken: dict[str, dict[str, list[float]]] = {system: {} for system in systems}
    retriever = Retriever.open(index, strict=False)
    try:
        for at, question in enumerate([*questions[:WARMUPS], *questions]):
            for system, chosen in systems.items():
                stages = _stages(retriever, question, chosen)
                if at >= WARMUPS:
                    for stage, milliseconds in stages.items():
                        taken[system].setdefault(stage, []).append(milliseconds)
    finally:
        retriever.close()
    return {
        system: {stage: spread(times) for stage, times in stages.items()}
        for system, stages in taken.items()
    }


def _stages(retriever: Retriever, question: str, reader: Reader | None) -> Mapping[str, float]:
    started = time.perf_counter()
    hits = retriever.search(question, ANSWER_HITS)
    retrieved = time.perf_counter()
    made = answer(
        question,
        hits,
        encoder=retriever.encoder,
        lexical=retriever.lexical,
        reader=reader,
        document_of=retriever.document_of,
        path_of=str,
        top=SHOWN,
    )
    ended = time.perf_counter()
    reading = sum(each.milliseconds for each in made.timings)
    return {
        **retriever.timings,
        **({"reading": reading} if reader else {}),
        "evidence": 1000 * (ended - retrieved) - reading,
        "total": 1000 * (ended - started),
    }


def _section(name: str, number: int, found: Mapping[str, Mapping[str, Spread]]) -> str:
    tables = [
        f"{system}:\n\n{spread_table('milliseconds', stages, 1)}\n"
        for system, stages in found.items()
    ]
    return "\n".join([f"### {name}, {number} questions\n", *tables])
