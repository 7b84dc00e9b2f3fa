"""Evidence: given the right document, does the first shown sentence answer."""

from __future__ import annotations

import numpy as np

from bench.data.span_sets import CLAPNQ, GIVEME, SQUAD, Question, searched
from bench.harness.judge_answer import best, right, right_proof
from bench.harness.partial_index import Part, PartialIndex
from bench.harness.session import Section, Session, compared, over_sets, ticking
from qa.answering.reader import Reader

SETS = (SQUAD, CLAPNQ, GIVEME)
QUESTIONS = 600  # of each set, unless --limit says otherwise
COLUMNS = ("best sentence right", "best unit right", "a shown unit right", "units shown", "refused")


def run(session: Session) -> Section:
    """Ask every set's questions of their own document, with the reader and without it."""

    def measure(name: str) -> Section:
        collection, every = searched(name, session.data)
        questions = session.choose(every, QUESTIONS)
        with session.open_index(collection) as index:
            values = {
                system: np.array([
                    asked(index, question, reader)
                    for question in ticking(f"{name}, {system}", questions)
                ])
                for system, reader in session.systems.items()
            }  # fmt: skip
        groups = [one.query.group for one in questions]
        judged = compared(COLUMNS, values, groups, plain=("units shown",))
        rule = questions[0].rule.value
        text = (
            f"### {name}\n\n{len(questions):,} questions about {len(set(groups)):,} articles; "
            f"right is a sentence that {rule}.\n\n{judged.text}\n"
        )
        return Section(text, {"questions": len(questions), "rule": rule} | judged.figures)

    texts, figures = over_sets(SETS, measure)
    return Section("\n".join(texts), figures)


def asked(index: PartialIndex, question: Question, reader: Reader | None) -> tuple[float, ...]:
    """The values of `COLUMNS` for one question; what a refusal shows counts as shown."""
    found = index.find(question.query.text, Part(only=question.query.relevant))
    answer = index.answer(question.query.text, found, reader)
    shown = answer.evidence or answer.misses
    first = best(answer)
    return (
        float(first is not None and right_proof(question, answer, first)),
        float(first is not None and right(question, answer, first)),
        float(any(right(question, answer, one) for one in shown)),
        float(len(shown)),
        float(not answer.answered),
    )
