"""Hits to the sentences that prove an answer, without a reader.

Each sentence of the best passages is scored by how near it is in meaning, how much of the
question's weight in words it and its passage hold, and how well its passage did. A reader can
take the place of `score` later: both give one score per sentence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answertypes import AnswerType, expected, holds, wants_reasons
from qa.datatypes import BlockKind, Hit, Sentence
from qa.encoder import Encoder
from qa.lexical import Lexical
from qa.similarity import contained, shingles
from qa.speech import speakers
from qa.terms import acronyms, aliases, codes, content_words, stems

READ_HITS = 8  # passages whose sentences are looked at
# Sentences that are encoded: the best by everything but their cosine. On tuning questions of
# squad11_dev 8 are as good as all 35, and each costs 2 to 4 ms.
READ_SENTENCES = 8

# Set by hand; no combination on a grid over tuning questions of squad11_dev is clearly better.
COSINE_WEIGHT = 1.0
COVERAGE_WEIGHT = 0.8
CONTEXT_WEIGHT = 0.2
HIT_WEIGHT = 0.6
TYPE_BONUS = 0.1
KIND_PENALTY = {BlockKind.HEADING: 0.15, BlockKind.META: 0.4, BlockKind.BOILERPLATE: 0.4}
FRAGMENT_PENALTY = 0.2  # for what is too short to say something, and for questions
FRAGMENT_WORDS = 4

# A further sentence is shown only when it is nearly as good as the best.
KEEP_SHARE = 0.8
KEEP_SHARE_REASONS = 0.7  # for why and how


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit with everything that was measured of it."""

    hit: Hit
    index: int  # of the sentence in its passage
    text: str
    score: float
    cosine: float
    coverage: float  # share of the question's weight in words, in the sentence
    context: float  # the same in its passage
    fits: bool  # holds something of the kind that is asked for
    speaker: int | None = None  # the sentence of the passage that says whose words these are
    needs_speaker: bool = False  # the question's words are covered only together with it

    @property
    def sentence(self) -> Sentence:
        """Where it stands in its document."""
        return self.hit.passage.sentences[self.index]


class Weights:
    """The words of a question, each with its weight: the rarer in the collection, the more."""

    def __init__(self, question: str, lexical: Lexical) -> None:
        self.words = content_words(question)
        self._names = {name: name for name in codes(question) + acronyms(question)}
        total = max(len(lexical), 1)
        self.missing: tuple[str, ...] = ()
        self._weights: dict[str, float] = {}
        for stem, word in self.words.items():
            count = lexical.frequency(stem)
            if count == 0:
                # `CAATSA` counts as found where its long form is.
                count = lexical.alias_frequency(stem)
                self._names[stem] = stem
                if count == 0:
                    self.missing += (word,)
            self._weights[stem] = math.log(1 + (total - count + 0.5) / (count + 0.5))

    def coverage(self, text: str) -> float:
        """Share of the question's weight that stands in `text`: 0 to 1."""
        total = sum(self._weights.values())
        if total == 0:
            return 0.0
        present = set(stems(text))
        if self._names.keys() - present:
            present.update(aliases(text))
        return sum(w for stem, w in self._weights.items() if stem in present) / total


def score(
    question: str, hits: Sequence[Hit], encoder: Encoder, weights: Weights
) -> list[Candidate]:
    """The promising sentences of the best hits, scored, best first."""
    kind = expected(question)
    spots = [(hit, i) for hit in hits[:READ_HITS] for i in range(len(hit.passage.sentences))]
    context = {hit.passage_id: weights.coverage(hit.text) for hit in hits[:READ_HITS]}
    speaking = {hit.passage_id: _speakers(hit) for hit in hits[:READ_HITS]}
    found: list[Candidate] = []
    for hit, i in spots:
        text, speaker = sentence_text(hit, i), speaking[hit.passage_id][i]
        # A quotation is covered by the name of its speaker too.
        told = text if speaker is None else f"{text} {sentence_text(hit, speaker)}"
        covered = weights.coverage(told)
        candidate = Candidate(
            hit=hit,
            index=i,
            text=text,
            score=0.0,
            cosine=0.0,
            coverage=covered,
            context=context[hit.passage_id],
            fits=holds(kind, told),
            speaker=speaker,
            needs_speaker=covered > weights.coverage(text),
        )
        found.append(replace(candidate, score=_total(candidate)))
    promising = sorted(found, key=lambda c: -c.score)[:READ_SENTENCES]
    if not promising:
        return []
    query = encoder.encode_queries([question])[0]
    cosines = encoder.encode_passages([c.text for c in promising]) @ query
    read = [replace(c, cosine=float(x)) for c, x in zip(promising, cosines, strict=True)]
    return sorted((replace(c, score=_total(c)) for c in read), key=lambda c: -c.score)


def choose(question: str, candidates: Sequence[Candidate], most: int) -> list[Candidate]:
    """The best sentence and those that nearly equal it, at most `most`, none saying it twice.

    The best come first; sentences that are neighbours in a document stand in its order. When
    the best are somebody's words and the question is about who said them, the sentence that
    names the speaker comes with them.
    """
    if not candidates:
        return []
    share = KEEP_SHARE_REASONS if wants_reasons(question) else KEEP_SHARE
    floor = share * candidates[0].score
    who = expected(question) is AnswerType.PERSON
    chosen: list[Candidate] = []
    marks: list[frozenset[int]] = []

    def add(candidate: Candidate) -> None:
        mark = shingles(candidate.text)
        if len(chosen) < most and not any(contained(mark, other) for other in marks):
            chosen.append(candidate)
            marks.append(mark)

    for candidate in candidates:
        if candidate.score < floor:
            break
        add(candidate)
        if candidate is candidates[0] and (who or candidate.needs_speaker):
            for other in candidates:
                if _names_speaker(other, candidate):
                    add(other)
    return _joined(chosen)


def sentence_text(hit: Hit, index: int) -> str:
    """The verbatim text of one sentence of a hit."""
    sentence = hit.passage.sentences[index]
    return hit.text[sentence.start - hit.passage.start : sentence.end - hit.passage.start]


def _total(candidate: Candidate) -> float:
    total = (
        COSINE_WEIGHT * candidate.cosine
        + COVERAGE_WEIGHT * candidate.coverage
        + CONTEXT_WEIGHT * candidate.context
        + HIT_WEIGHT * candidate.hit.score
        + (TYPE_BONUS if candidate.fits else 0.0)
        - KIND_PENALTY.get(candidate.sentence.kind, 0.0)
    )
    short = len(candidate.text.split()) < FRAGMENT_WORDS
    if short or candidate.text.rstrip("\"'”’)").endswith("?"):
        total -= FRAGMENT_PENALTY
    return total


def _speakers(hit: Hit) -> list[int | None]:
    start = hit.passage.start
    return speakers(hit.text, [(s.start - start, s.end - start) for s in hit.passage.sentences])


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


def _names_speaker(one: Candidate, other: Candidate) -> bool:
    return one.hit.passage_id == other.hit.passage_id and one.index == other.speaker


def _neighbours(one: Candidate, other: Candidate) -> bool:
    return one.hit.passage_id == other.hit.passage_id and abs(one.index - other.index) == 1
