"""Read hits to sentences that may prove an answer, each measured.

What the reader made of a sentence and of its passage, how much of the question's weight in words
it and its passage hold, whether it holds the kind of thing that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa.answering.called import called
from qa.answering.casualties import counts_others
from qa.answering.linear_model import probability, weighted
from qa.answering.query_weights import Weights
from qa.answering.question_type import expected, holds, is_polar, wants_words
from qa.answering.quote_attribution import speakers
from qa.answering.rerank import ReadHit, clipped, parts
from qa.answering.row_cells import within_cell
from qa.datatypes import BlockKind, Hit, Sentence
from qa.embedding.encoder import Encoder

READ_HITS = 10  # passages whose sentences are looked at

_KIND_PENALTY = {BlockKind.META: 0.4, BlockKind.BOILERPLATE: 0.4}
_FRAGMENT_WORDS = 4
# "If X had ..." says what is not so; "if you become a parent" is a rule.
_SUPPOSES = re.compile(
    r"[\"'“‘(]*(?:(?:Suppose|Supposing|Imagine|Had|What if)\b|If\b.{0,60}\b(?:had|were|would)\b)"
)


@dataclass(frozen=True, slots=True)
class Features:
    """What is measured of a sentence; a weighted sum of it is its score."""

    cosine: float = 0.0  # to the question
    coverage: float = 0.0  # share of the question's weight in words, in the sentence
    context: float = 0.0  # the same in its passage
    hit: float = 0.0  # the passage's fused score
    fits: float = 0.0  # 1 if it holds something of the kind that is asked for
    kind: float = 0.0  # for bylines and the like
    fragment: float = 0.0  # 1 if it is too short to say something, asks or supposes
    spoken: float = 0.0  # 1 if the question asks what somebody said and these are their words
    answerable: float = 0.0  # logit of its passage
    span: float = 0.0  # margin of the sentence's best span over there being none
    evidence: float = 0.0  # mean logit of its words being what a person needs to see


# Without a reader. Set by hand; no combination on a grid over tuning questions of squad11_dev is
# clearly better.
UNREAD = {
    "cosine": 1.0,
    "coverage": 0.8,
    "context": 0.2,
    "hit": 0.6,
    "fits": 0.1,
    "kind": -1.0,
    "fragment": -0.2,
    "spoken": 0.0,
    "answerable": 0.0,
    "span": 0.0,
    "evidence": 0.0,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit with everything that was measured of it."""

    hit: Hit
    index: int  # of the sentence in its passage
    text: str
    told: str  # with the sentence that says whose words it is, if it is a quotation
    features: Features
    score: float = 0.0
    span: tuple[int, int] | None = None  # the answer proper, in characters of the sentence
    speaker: int | None = None  # the sentence of the passage that says whose words these are
    needs_speaker: bool = False  # the question's words are covered only together with it

    @property
    def sentence(self) -> Sentence:
        """Where it stands in its document."""
        return self.hit.passage.sentences[self.index]


def measure(
    question: str,
    reads: Sequence[ReadHit],
    weights: Weights,
    fitted: Mapping[str, float] | None = None,
) -> list[list[Candidate]]:
    """The sentences of the best hits, scored, by hit and in the order of their passage.

    `fitted` are the weights of the features, and an "intercept", when a reader has read the hits.
    """
    polar, words = is_polar(question), wants_words(question)
    kind = expected(question)
    found: list[list[Candidate]] = []
    for read in reads[:READ_HITS]:
        hit = read.hit
        dated = weights.time_of(hit.document)
        head = f"{called(hit.document, question)}\n{hit.passage.heading}\n{dated}"
        context = weights.coverage(f"{head}\n{hit.text}")
        mine: list[Candidate] = []
        for i, speaker in enumerate(speakers(hit.text, parts(hit))):
            text = sentence_text(hit, i)
            # A quotation is covered by the name of its speaker too.
            told = text if speaker is None else f"{text} {sentence_text(hit, speaker)}"
            covered = weights.coverage(f"{dated}\n{told}")
            needs_speaker = speaker is not None and covered > weights.coverage(f"{dated}\n{text}")
            span = read.reading.by_part[i] if read.reading else None
            features = Features(
                coverage=covered,
                context=context,
                hit=hit.score,
                fits=float(holds(kind, told)),
                kind=_KIND_PENALTY.get(hit.passage.sentences[i].kind, 0.0),
                fragment=float(_proves_nothing(text)),
                spoken=float(words and needs_speaker),
                answerable=read.answerable,
                span=clipped(span.score - read.reading.null) if span and read.reading else 0.0,
                evidence=clipped(read.reading.evidence[i]) if read.reading else 0.0,
            )
            offset = hit.passage.sentences[i].start - hit.passage.start
            # To a yes-or-no question no words of the sentence are the answer.
            marked = (span.start - offset, span.end - offset) if span and not polar else None
            if marked and hit.passage.sentences[i].kind is BlockKind.TABLE:
                marked = within_cell(text, marked)
            if marked and counts_others(question, text, marked):
                marked = None
            mine.append(
                Candidate(
                    hit=hit,
                    index=i,
                    text=text,
                    told=told,
                    features=features,
                    score=total(features, fitted),
                    span=marked,
                    speaker=speaker,
                    needs_speaker=needs_speaker,
                )
            )
        found.append(mine)
    return found


def compared(
    question: str,
    candidates: Sequence[Candidate],
    encoder: Encoder,
    fitted: Mapping[str, float] | None = None,
) -> list[Candidate]:
    """The same sentences with how near they are to the question in meaning, in the same order."""
    if not candidates:
        return []
    query = encoder.encode_queries([question])[0]
    cosines = encoder.encode_passages([c.text for c in candidates]) @ query
    found = []
    for candidate, cosine in zip(candidates, cosines, strict=True):
        features = replace(candidate.features, cosine=float(cosine))
        found.append(replace(candidate, features=features, score=total(features, fitted)))
    return found


def sentence_text(hit: Hit, index: int) -> str:
    """The verbatim text of one sentence of a hit."""
    sentence = hit.passage.sentences[index]
    return hit.text[sentence.start - hit.passage.start : sentence.end - hit.passage.start]


def total(features: Features, fitted: Mapping[str, float] | None) -> float:
    """The score of a sentence: with a reader the probability that it holds the answer."""
    return probability(fitted, features) if fitted else weighted(UNREAD, features)


def names_speaker(one: Candidate, other: Candidate) -> bool:
    """Whether `one` is the sentence that says whose words `other` is."""
    return one.hit.passage_id == other.hit.passage_id and one.index == other.speaker


def _proves_nothing(text: str) -> bool:
    """Whether it is too short to say something, asks, or supposes."""
    asks = text.rstrip("\"'”’)").endswith("?")
    return len(text.split()) < _FRAGMENT_WORDS or asks or _SUPPOSES.match(text) is not None
