"""Read hits to the sentences that prove an answer.

Each sentence of the best passages is scored by what the reader made of it and of its passage,
how near it is in meaning, how much of the question's weight in words it and its passage hold,
and how well its passage did in retrieval. Without a reader the rest decides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa.answering.linear_model import probability, weighted
from qa.answering.negation import numbers, says_no
from qa.answering.question_type import (
    AnswerType,
    expected,
    holds,
    is_polar,
    wants_items,
    wants_reasons,
    wants_words,
)
from qa.answering.quote_attribution import speakers
from qa.answering.rerank import ReadHit, clipped, parts
from qa.datatypes import BlockKind, Hit, Sentence
from qa.embedding.encoder import Encoder
from qa.search.lexical_index import Lexical
from qa.search.near_duplicates import contained, same_words, shingles
from qa.search.terms import acronyms, aliases, coded, codes, content_words, stems

READ_HITS = 8  # passages whose sentences are looked at
# Sentences that are encoded: the best by everything but their cosine. On tuning questions of
# squad11_dev 8 are as good as all 35, and each costs 2 to 4 ms.
READ_SENTENCES = 8

_KIND_PENALTY = {BlockKind.HEADING: 0.15, BlockKind.META: 0.4, BlockKind.BOILERPLATE: 0.4}
_FRAGMENT_WORDS = 4


@dataclass(frozen=True, slots=True)
class Features:
    """What is measured of a sentence; a weighted sum of it is its score."""

    cosine: float = 0.0  # to the question
    coverage: float = 0.0  # share of the question's weight in words, in the sentence
    context: float = 0.0  # the same in its passage
    hit: float = 0.0  # the passage's fused score
    fits: float = 0.0  # 1 if it holds something of the kind that is asked for
    kind: float = 0.0  # for headings, bylines and the like
    fragment: float = 0.0  # 1 if it is too short to say something, or a question
    spoken: float = 0.0  # 1 if the question asks what somebody said and these are their words
    answerable: float = 0.0  # logit of its passage
    span: float = 0.0  # margin of the sentence's best span over there being none


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
}


@dataclass(frozen=True, slots=True)
class Shares:
    """How near a further sentence must come to the best one's score to be shown with it."""

    plain: float
    reasons: float  # for why and how
    items: float  # for lists, whose items may stand far apart


# With a reader scores are probabilities, which fall off more steeply. Chosen on tuning questions of
# squad11_dev, clapnq and giveme5w1h: from here on more is shown, and little more of it is right.
READ_SHARES = Shares(plain=0.5, reasons=0.2, items=0.3)
UNREAD_SHARES = Shares(plain=0.8, reasons=0.7, items=0.5)
# Share of the best sentence's coverage that a further reason has: it must speak of the same thing.
_SAME_THING = 0.15


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


class Weights:
    """The words of a question, each with its weight: the rarer in the collection, the more."""

    def __init__(self, question: str, lexical: Lexical) -> None:
        self.question = question
        self.words = content_words(question)
        self.numbers = numbers(question)
        self.says_no = says_no(question)
        self._names = set(codes(question) + acronyms(question))
        self._coded = coded(question)
        self.passages = total = max(len(lexical), 1)
        self._most = math.log(1 + (total + 0.5) / 0.5)
        self.missing: tuple[str, ...] = ()
        self._weights: dict[str, float] = {}
        for stem, word in self.words.items():
            count = lexical.frequency(stem)
            if count == 0:
                # `CAATSA` counts as found where its long form is, `S-400s` where the S-400 is.
                count = lexical.alias_frequency(self._coded.get(stem, stem))
                self._names.add(stem)
                if count == 0:
                    self.missing += (word,)
            self._weights[stem] = math.log(1 + (total - count + 0.5) / (count + 0.5))

    @property
    def missing_share(self) -> float:
        """Share of the question's weight in words that stand nowhere in the collection."""
        total = sum(self._weights.values())
        lost = {stem for stem, word in self.words.items() if word in self.missing}
        return sum(w for s, w in self._weights.items() if s in lost) / total if total else 0.0

    def coverage(self, text: str) -> float:
        """Share of the question's weight that stands in `text`: 0 to 1."""
        total = sum(self._weights.values())
        if total == 0:
            return 0.0
        present = self._present(text)
        return sum(w for stem, w in self._weights.items() if stem in present) / total

    def heaviest_lacking(self, text: str) -> float:
        """Weight of the rarest word that `text` lacks; 1 for one that stands nowhere."""
        present = self._present(text)
        return (
            max((w for s, w in self._weights.items() if s not in present), default=0.0) / self._most
        )

    def _present(self, text: str) -> set[str]:
        present = set(stems(text))
        if self._names - present:
            present.update(aliases(text))
            present.update(stem for stem, code in self._coded.items() if code in present)
        return present


def score(
    question: str,
    reads: Sequence[ReadHit],
    encoder: Encoder,
    weights: Weights,
    fitted: Mapping[str, float] | None = None,
) -> list[Candidate]:
    """The promising sentences of the best hits, scored, best first.

    `fitted` are the weights of the features, and an "intercept", when a reader has read the hits.
    The score is then the probability that the sentence holds the answer.
    """
    kind = expected(question)
    polar, words = is_polar(question), wants_words(question)
    found: list[Candidate] = []
    for read in reads[:READ_HITS]:
        hit = read.hit
        context = weights.coverage(hit.text)
        speaking = speakers(hit.text, parts(hit))
        for i, speaker in enumerate(speaking):
            text = sentence_text(hit, i)
            # A quotation is covered by the name of its speaker too.
            told = text if speaker is None else f"{text} {sentence_text(hit, speaker)}"
            covered = weights.coverage(told)
            needs_speaker = speaker is not None and covered > weights.coverage(text)
            span = read.reading.by_part[i] if read.reading else None
            features = Features(
                coverage=covered,
                context=context,
                hit=hit.score,
                fits=float(holds(kind, told)),
                kind=_KIND_PENALTY.get(hit.passage.sentences[i].kind, 0.0),
                fragment=float(_is_fragment(text)),
                spoken=float(words and needs_speaker),
                answerable=read.answerable,
                span=clipped(span.score - read.reading.null) if span and read.reading else 0.0,
            )
            offset = hit.passage.sentences[i].start - hit.passage.start
            found.append(
                Candidate(
                    hit=hit,
                    index=i,
                    text=text,
                    told=told,
                    features=features,
                    score=_total(features, fitted),
                    # To a yes-or-no question no words of the sentence are the answer.
                    span=(span.start - offset, span.end - offset) if span and not polar else None,
                    speaker=speaker,
                    needs_speaker=needs_speaker,
                )
            )
    promising = sorted(found, key=lambda c: -c.score)[:READ_SENTENCES]
    if not promising:
        return []
    query = encoder.encode_queries([question])[0]
    cosines = encoder.encode_passages([c.text for c in promising]) @ query
    for n, cosine in enumerate(cosines):
        features = replace(promising[n].features, cosine=float(cosine))
        promising[n] = replace(promising[n], features=features, score=_total(features, fitted))
    return sorted(promising, key=lambda c: -c.score)


def choose(
    question: str, candidates: Sequence[Candidate], most: int, shares: Shares = UNREAD_SHARES
) -> list[Candidate]:
    """The best sentence and those that nearly equal it, at most `most`, none saying it twice.

    The best come first; sentences that are neighbours in a document stand in its order. When
    the best are somebody's words and the question is about who said them, the sentence that
    names the speaker comes with them. A sentence that only gives the same answer again is left
    out, unless the question asks for reasons.
    """
    if not candidates:
        return []
    reasons = wants_reasons(question)
    share = shares.reasons if reasons else shares.plain
    if wants_items(question):
        share = shares.items
    floor = share * candidates[0].score
    same_thing = _SAME_THING * candidates[0].features.coverage
    who = expected(question) is AnswerType.PERSON
    chosen: list[Candidate] = []
    marks: list[frozenset[int]] = []

    def add(candidate: Candidate) -> None:
        mark = shingles(candidate.text)
        known = any(contained(mark, other) for other in marks)
        if not (reasons or known):
            known = any(same_answer(candidate, other) for other in chosen)
        if len(chosen) < most and not known:
            chosen.append(candidate)
            marks.append(mark)

    for candidate in candidates:
        if candidate.score < floor:
            break
        if reasons and candidate.features.coverage < same_thing:
            continue
        add(candidate)
        if candidate is candidates[0] and (who or candidate.needs_speaker):
            for other in candidates:
                if names_speaker(other, candidate):
                    add(other)
    return _joined(chosen)


def same_answer(one: Candidate, other: Candidate) -> bool:
    """Whether the answer proper is the same in both, or part of the other's."""
    if one.span is None or other.span is None:
        return False
    return same_words(one.text[slice(*one.span)], other.text[slice(*other.span)])


def sentence_text(hit: Hit, index: int) -> str:
    """The verbatim text of one sentence of a hit."""
    sentence = hit.passage.sentences[index]
    return hit.text[sentence.start - hit.passage.start : sentence.end - hit.passage.start]


def _total(features: Features, fitted: Mapping[str, float] | None) -> float:
    return probability(fitted, features) if fitted else weighted(UNREAD, features)


def _is_fragment(text: str) -> bool:
    return len(text.split()) < _FRAGMENT_WORDS or text.rstrip("\"'”’)").endswith("?")


def _joined(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Put neighbours beside each other, in the order of the document."""
    groups: list[list[Candidate]] = []
    for candidate in chosen:
        near = [group for group in groups if any(_neighbours(candidate, c) for c in group)]
        for group in near[1:]:
            groups.remove(group)
        merged = [*(c for group in near for c in group), candidate]
        merged.sort(key=lambda c: c.sentence.start)
        if near:
            groups[groups.index(near[0])] = merged
        else:
            groups.append(merged)
    return [candidate for group in groups for candidate in group]


def names_speaker(one: Candidate, other: Candidate) -> bool:
    """Whether `one` is the sentence that says whose words `other` is."""
    return one.hit.passage_id == other.hit.passage_id and one.index == other.speaker


def _neighbours(one: Candidate, other: Candidate) -> bool:
    return one.hit.passage_id == other.hit.passage_id and abs(one.index - other.index) == 1
