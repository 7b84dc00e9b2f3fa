"""Judge an answer: its best unit, whether that or its proof is right, and its span."""

from __future__ import annotations

from bench.data.span_sets import Question
from qa.datatypes import Answer, Evidence


def best(answer: Answer) -> Evidence | None:
    """The unit with the highest score, shown as evidence or as the nearest passage."""
    return max(answer.evidence or answer.misses, key=lambda one: one.score, default=None)


def right(question: Question, answer: Answer, one: Evidence) -> bool:
    """Whether a shown unit answers, by the rule of its set."""
    if question.right(_source(answer, one), one.start, one.end, one.text):
        return True
    return right_proof(question, answer, one)


def right_proof(question: Question, answer: Answer, one: Evidence) -> bool:
    """Whether the sentences of a unit that are marked as its proof answer, by the same rule."""
    start, end = one.proof or (one.start, one.end)
    return question.right(_source(answer, one), start, end, text_between(one, start, end))


def proper(one: Evidence) -> str:
    """The text of the span; of the proof where there is none."""
    return text_between(one, *(one.span or one.proof or (one.start, one.end)))


def text_between(one: Evidence, start: int, end: int) -> str:
    """What a unit shows of its document from `start` to `end`."""
    found, at = [], 0
    for a, b in one.stretches:
        first, last = max(a, start), min(b, end)
        if first < last:
            found.append(one.text[at + first - a : at + last - a])
        at += b - a + 1
    return "\n".join(found)


def _source(answer: Answer, one: Evidence) -> str:
    return next(s.document.source for s in answer.sources if s.number == one.citation)
