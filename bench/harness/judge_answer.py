"""Judge an answer: its best sentence, whether that is right, and its span."""

from __future__ import annotations

from bench.data.span_sets import Question
from qa.datatypes import Answer, Evidence


def best(answer: Answer) -> Evidence | None:
    """The sentence with the highest score, shown as evidence or as the nearest miss.

    It need not be the first: neighbours are shown in the order of their document.
    """
    return max(answer.evidence or answer.misses, key=lambda one: one.score, default=None)


def right(question: Question, answer: Answer, one: Evidence) -> bool:
    """Whether a shown sentence answers, by the rule of its set."""
    document = next(s.document for s in answer.sources if s.number == one.citation)
    return question.right(document.source, one.start, one.end, one.text)


def proper(one: Evidence) -> str:
    """The text of the span; of the whole sentence where there is none."""
    if one.span is None:
        return one.text
    return one.text[one.span[0] - one.start : one.span[1] - one.start]
