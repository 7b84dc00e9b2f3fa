"""A unit that may be shown, with all that is measured of it."""

from __future__ import annotations

from dataclasses import dataclass

from qa.answering.candidates import Candidate
from qa.answering.outline import Outline
from qa.answering.query_weights import Weights
from qa.answering.rerank import ReadHit
from qa.answering.units import Unit
from qa.answering.unproven import asks_the_same, supposes
from qa.datatypes import BlockKind, Document, DocumentInfo


@dataclass(frozen=True, slots=True)
class Features:
    """What is measured of a unit; a weighted sum of it is its score."""

    passage: float = 0.0  # its passage's score below the best passage's, in logits
    answerable: float = 0.0  # the reader's logit of its passage
    span: float = 0.0  # margin of the best span in it over there being none
    cosine: float = 0.0  # of its best sentence to the question
    sentence: float = 0.0  # share of the question's weight in words, in its best sentence
    coverage: float = 0.0  # the same in the unit, the headings above it and the title
    heading: float = 0.0  # the same in the nearest heading alone
    fits: float = 0.0  # 1 if it holds something of the kind that is asked for
    listed: float = 0.0  # 1 if a list is asked for and it is one
    steps: float = 0.0  # 1 if it is asked how to do something, and it has steps or code
    defines: float = 0.0  # 1 if it is asked what something is, and it says so
    weak: float = 0.0  # 1 for bylines and boilerplate
    empty: float = 0.0  # 1 if it only announces, asks or supposes, or is a fragment
    spoken: float = 0.0  # 1 if the question asks what somebody said and these are their words
    reason: float = 0.0  # 1 if a reason is asked for and it gives one
    evidence: float = 0.0  # the most of its sentences': logit of being what a person needs to see
    document: float = 0.0  # share of the question's weight in words, in the whole document


# Without a reader; by hand.
UNREAD = {
    "passage": 0.6,
    "answerable": 0.0,
    "span": 0.0,
    "cosine": 1.0,
    "sentence": 0.4,
    "coverage": 0.6,
    "heading": 0.1,
    "fits": 0.1,
    "listed": 0.1,
    "steps": 0.1,
    "defines": 0.2,
    "weak": -0.6,
    "empty": -0.2,
    "spoken": 0.0,
    "reason": 0.1,
    "evidence": 0.0,
    "document": 0.3,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit that may be shown, with all that was measured of it."""

    unit: Unit
    best: Candidate  # the sentence that proves
    read: ReadHit
    outline: Outline
    text: str
    context: str  # the title and the headings above it
    headings: tuple[str, ...]
    kinds: tuple[BlockKind, ...]  # of the block of each part
    features: Features
    score: float = 0.0
    ranked: float = 0.0  # the ranker's logit of it, below its title and headings; 0 without one

    @property
    def info(self) -> DocumentInfo:
        """The document it is from."""
        return self.best.hit.document

    @property
    def proof_text(self) -> str:
        """The sentence that proves, or the whole of what proves, as it stands in the document."""
        start, end = self.unit.proof
        return self.document.text[start:end]

    @property
    def document(self) -> Document:
        """The same with its text."""
        return self.outline.document


def proves_nothing(piece: Piece, weights: Weights) -> bool:
    """Whether a piece only asks what the question asks, or its proof supposes what is not so."""
    question, proof = weights.question, piece.best.text
    if asks_the_same(question, piece.text, proof, weights.coverage):
        return True
    return supposes(question, proof)
