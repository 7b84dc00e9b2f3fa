"""Hits read by the reader and put in a new order, in which retrieval keeps a say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.datatypes import Hit
from qa.reader import Reader, Reading

LIMIT = 10.0  # logits beyond it say no more


@dataclass(frozen=True, slots=True)
class ReadHit:
    """A hit with what the reader made of it; `score` decides the order."""

    hit: Hit
    reading: Reading | None
    score: float

    @property
    def answerable(self) -> float:
        """The reader's logit that the passage holds the answer, 0 when nobody read it."""
        return clipped(self.reading.answerable) if self.reading else 0.0


def rerank(question: str, hits: Sequence[Hit], reader: Reader | None) -> list[ReadHit]:
    """Read `hits` and sort them, best first; without a reader they stay as they are.

    The score is a weighted sum of answerability, span margin (Devlin et al., 2019) and the fused
    retrieval score, the weights fitted on develop data.
    """
    if reader is None:
        return [ReadHit(hit, None, hit.score) for hit in hits]
    weights = reader.fitted["rerank"]
    texts = [hit.text for hit in hits]
    found = []
    for hit, reading in zip(
        hits, reader.read(question, texts, [parts(h) for h in hits]), strict=True
    ):
        score = (
            weights["answerable"] * clipped(reading.answerable)
            + weights["margin"] * clipped(reading.margin)
            + weights["retrieval"] * hit.score
        )
        found.append(ReadHit(hit, reading, score))
    return sorted(found, key=lambda read: -read.score)


def parts(hit: Hit) -> list[tuple[int, int]]:
    """The sentences of a hit, in characters of its text."""
    start = hit.passage.start
    return [(s.start - start, s.end - start) for s in hit.passage.sentences]


def clipped(logit: float) -> float:
    """`logit` within the range in which differences mean something."""
    return max(-LIMIT, min(LIMIT, logit))
