"""Open domain: a question asked of a whole collection, to the document and to the answer proper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.data.span_sets import NEWS, SQUAD, XQUAD, Question, searched
from bench.harness.judge_answer import best, proper
from bench.harness.partial_index import PartialIndex
from bench.harness.session import Section, Session, compared, over_sets, ticking
from bench.measures import squad_official as squad
from bench.measures.metrics import NAMES, evaluate
from qa.answering.reader import Reader
from qa.answering.rerank import ReadHit, rerank

SETS = (SQUAD, XQUAD, NEWS)
QUESTIONS = 400  # of each set, unless --limit says otherwise
RANKS = ("R@1", "R@5", "MRR", "nDCG@10")
ANSWERS = ("in best sentence", "in shown sentences", "sentences shown", "EM", "F1", "refused")


def run(session: Session) -> Section:
    """Ask every set's questions of the whole collection, with the reader and without it."""

    def measure(name: str) -> Section:
        collection, every = searched(name, session.data)
        questions = session.choose(every, QUESTIONS)
        ranks, answers = {}, {}
        with session.open_index(collection) as index:
            size = len(index.sources)
            for system, reader in session.systems.items():
                ranks[system] = ranked(index, questions, reader)
                answers[system] = np.array([
                    answered(index, question, reader)
                    for question in ticking(f"{name}, {system}", questions)
                ])  # fmt: skip
        groups = [one.query.group for one in questions]
        documents = compared(RANKS, ranks, groups)
        texts = compared(ANSWERS, answers, groups, plain=("sentences shown",))
        text = (
            f"### {name}\n\n{len(questions):,} questions about {len(set(groups)):,} articles, "
            f"asked of {size:,} documents.\n\n"
            f"Documents, in the order of the hits:\n\n{documents.text}\n\n"
            "The gold answer's words in what is shown, refusals looked at as well; exact match "
            "and F1 of the best sentence's span (of the whole sentence without the reader):\n\n"
            f"{texts.text}\n"
        )
        return Section(
            text,
            {
                "questions": len(questions),
                "documents": documents.figures,
                "answers": texts.figures,
            },
        )

    texts, figures = over_sets(SETS, measure)
    return Section("\n".join(texts), figures)


def ranked(
    index: PartialIndex, questions: Sequence[Question], reader: Reader | None
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The values of `RANKS` for each question, from the hits that are read."""
    rankings = {}
    for question in ticking("reading", questions):
        hits = index.find(question.query.text).hits
        rankings[question.query.id] = documents(rerank(question.query.text, hits, reader))
    relevant = {one.query.id: one.query.relevant for one in questions}
    return evaluate(rankings, relevant)[:, [NAMES.index(name) for name in RANKS]]


def documents(reads: Sequence[ReadHit]) -> list[str]:
    """The documents of hits, each where it comes first; near-copies come with their hit."""
    named = [
        document.source for read in reads for document in (read.hit.document, *read.hit.also_in)
    ]
    return list(dict.fromkeys(named))


def answered(index: PartialIndex, question: Question, reader: Reader | None) -> tuple[float, ...]:
    """The values of `ANSWERS` for one question."""
    answer = index.answer(question.query.text, index.find(question.query.text), reader)
    shown = answer.evidence or answer.misses
    first, golds = best(answer), question.answers
    span = proper(first) if first else ""
    return (
        float(first is not None and squad.mentions(first.text, golds)),
        float(any(squad.mentions(one.text, golds) for one in shown)),
        float(len(shown)),
        squad.best(squad.exact, span, golds),
        squad.best(squad.f1, span, golds),
        float(not answer.answered),
    )
