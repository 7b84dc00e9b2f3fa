"""Hits read by the reader and put in a new order, in which retrieval keeps a say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.amounts_of_rows import in_ranges
from qa.answering.called import called
from qa.answering.linear_model import weighted
from qa.answering.own_time import without_time
from qa.answering.reader import Reader, Reading
from qa.datatypes import DocumentInfo, Hit, TimeFocus
from qa.search.terms import spelled_out
from qa.search.variants import dated, numbered

_CONTEXT_WORDS = 24
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


@dataclass(frozen=True, slots=True)
class Features:
    """What a hit is ranked by; a weighted sum of it is its score."""

    answerable: float  # logit that the passage holds the answer
    margin: float  # of its best span over there being none (Devlin et al., 2019)
    retrieval: float  # the fused score


def rerank(
    question: str, hits: Sequence[Hit], reader: Reader | None, focus: TimeFocus | None = None
) -> list[ReadHit]:
    """Read `hits` and sort them, best first; without a reader they stay as they are.

    The weights of what they are ranked by are fitted on develop data.
    """
    if reader is None:
        return [ReadHit(hit, None, hit.score) for hit in hits]
    weights = reader.fitted["rerank"]
    readings = read(question, hits, reader, focus)
    own = [weighted(weights, features(*pair)) for pair in zip(hits, readings, strict=True)]
    scores = backed([hit.document.source for hit in hits], own)
    found = [ReadHit(*each) for each in zip(hits, readings, scores, strict=True)]
    return sorted(found, key=lambda each: -each.score)


def backed(documents: Sequence[str], scores: Sequence[float]) -> list[float]:
    """Scores of hits with what the other hits of their document add.

    Scores are fitted as a softmax over hits, so the chance of a document is the sum of its hits'
    (SumP of Dai and Callan, 2019): its best hit gets the logarithm of that sum, the others as much
    more as the best.
    """
    held: dict[str, list[float]] = {}
    for document, score in zip(documents, scores, strict=True):
        held.setdefault(document, []).append(score)
    more = {document: _above_best(mine) for document, mine in held.items()}
    return [score + more[document] for document, score in zip(documents, scores, strict=True)]


def _above_best(scores: Sequence[float]) -> float:
    """By how much the logarithm of the sum of exponentials exceeds the highest of `scores`."""
    best = max(scores)
    return math.log(sum(math.exp(score - best) for score in scores))


def read(
    question: str, hits: Sequence[Hit], reader: Reader, focus: TimeFocus | None = None
) -> list[Reading]:
    """Read each hit below its title and headings, with the best span of each of its sentences.

    An acronym in the question is read as the name it stands for in a hit that only has that.
    """
    heads = [context(hit, question) for hit in hits]
    found: dict[int, Reading] = {}
    read = [(hit.document, hit.text) for hit in hits]
    for text, places in by_wording(question, read, focus).items():
        chosen = [hits[i] for i in places]
        below = [
            [(a + len(heads[i]), b + len(heads[i])) for a, b in parts(hits[i])] for i in places
        ]
        readings = reader.read(
            text, [heads[i] + hit.text for i, hit in zip(places, chosen, strict=True)], below
        )
        for i, reading in zip(places, readings, strict=True):
            found[i] = reading.moved(-len(heads[i]))
    return [found[i] for i in range(len(hits))]


def by_wording(
    question: str, texts: Sequence[tuple[DocumentInfo, str]], focus: TimeFocus | None
) -> dict[str, list[int]]:
    """The wordings that `question` has for texts of documents, each with the places of those texts.

    An acronym is written as the name it stands for, a day in figures and a version in full, where
    a text only has that, an amount as the range of a row that has it; the time it is about is left
    out for a document of that time.
    """
    found: dict[str, list[int]] = {}
    for i, (info, text) in enumerate(texts):
        asked = in_ranges(without_time(question, focus, info, text), text)
        wording = numbered(dated(spelled_out(asked, text), text), text)
        found.setdefault(wording, []).append(i)
    return found


def context(hit: Hit, question: str) -> str:
    """What its document is called and the last headings above a hit, as one line before its text.

    On people's questions of the tuning half (92, five collections) it puts the right passage
    first for .761 instead of .739.
    """
    return heads(called(hit.document, question), hit.passage.heading.split(" › "))


def heads(title: str, headings: Sequence[str]) -> str:
    """A title and the last two headings below it, as one line before a text."""
    inner = [each for each in headings if each and each != title]
    words = ": ".join([title, *inner[-2:]]).split()[:_CONTEXT_WORDS]
    return " ".join(words) + ". " if words else ""


def features(hit: Hit, reading: Reading) -> Features:
    """Measure a hit that was read."""
    return Features(clipped(reading.answerable), clipped(reading.margin), hit.score)


def parts(hit: Hit) -> list[tuple[int, int]]:
    """The sentences of a hit, in characters of its text."""
    start = hit.passage.start
    return [(s.start - start, s.end - start) for s in hit.passage.sentences]


def clipped(logit: float) -> float:
    """`logit` within the range in which differences mean something."""
    return max(-LIMIT, min(LIMIT, logit))
