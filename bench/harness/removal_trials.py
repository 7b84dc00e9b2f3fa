"""Questions whose article is in the collection, and the same questions with it taken away.

Or a question with nothing but the document it is about, which need not answer it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.data.span_sets import Question
from bench.harness.partial_index import WHOLE, Part

LARGE, SMALL, OWN = "whole collection", "two articles", "own document"

Article = tuple[str, ...]  # the documents it is made of


@dataclass(frozen=True, slots=True)
class Trial:
    """A part of a collection, and whether it has what answers the question."""

    part: Part
    present: bool


_LISTED = 10  # relevant documents of a question that realtimeqa lists at most


def removable(questions: Sequence[Question]) -> list[Question]:
    """The questions that can lose all that answers them: the list of what does is complete."""
    return [one for one in questions if len(one.query.relevant) < _LISTED]


class Cases:
    """The articles of a collection, to be put in and taken out."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles
        self._of = {source: article for article in articles for source in article}

    @classmethod
    def of_paragraphs(cls, questions: Sequence[Question]) -> Cases:
        """Documents are paragraphs: those asked about in one group are one article."""
        found: dict[str, dict[str, None]] = {}
        for one in questions:
            found.setdefault(one.query.group, {}).update(dict.fromkeys(one.query.relevant))
        return cls([tuple(documents) for documents in found.values()])

    @classmethod
    def of_documents(cls, sources: Sequence[str]) -> Cases:
        """Every document is an article."""
        return cls([(source,) for source in sources])

    def trials(self, question: Question, size: str) -> tuple[Trial, ...]:
        """What there is with the question's article, and without any that is relevant to it.

        The whole collection loses all of them. Small ones have two articles, drawn by the
        question's id: the first relevant one and a random one, or two random ones. The own
        document is there alone, and answers the question or doesn't.
        """
        if size == OWN:
            return (Trial(Part(only=question.query.relevant), bool(question.answers)),)
        present, absent = self._parts(question, size)
        return Trial(present, present=True), Trial(absent, present=False)

    def _parts(self, question: Question, size: str) -> tuple[Part, Part]:
        relevant = [self._of[source] for source in question.query.relevant]
        away = tuple(dict.fromkeys(source for article in relevant for source in article))
        if size == LARGE:
            return WHOLE, Part(without=away)
        generator = random.Random(question.query.id)
        drawn: list[Article] = []
        while len(drawn) < 2:
            other = generator.choice(self._articles)
            if other not in drawn and not set(other) & set(away):
                drawn.append(other)
        return Part(only=relevant[0] + drawn[0]), Part(only=drawn[0] + drawn[1])
