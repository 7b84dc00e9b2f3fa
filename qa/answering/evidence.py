"""From measured sentences to the units that are shown as evidence.

Sentences of one unit are one candidate: a paragraph, a list with the line that leads in to it, a
row. A unit is scored by its passage's place in the reader's order, the best of its sentences, how
much of the question it holds together with the headings above it, and whether it has the form that
is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.answering.alike import is_asked
from qa.answering.candidates import Candidate, compared
from qa.answering.candidates import Features as SentenceFeatures
from qa.answering.linear_model import weighted
from qa.answering.outline import Outline
from qa.answering.query_weights import Weights
from qa.answering.question_form import Form, QuestionForm, asks_extreme, defined_term
from qa.answering.rerank import ReadHit, parts
from qa.answering.units import Unit, Wanted, names_one_row, unit_at
from qa.datatypes import BlockKind, Document, DocumentInfo
from qa.embedding.encoder import Encoder
from qa.search.terms import content_stems

_SAYS_WHAT = (
    r"(?:^|[.\n] *)(?:an? |the )?[\W_]*{term}s?[\W_]*(?: \([^)]{{1,40}}\))?,?"
    r"(?: (?:is|are|means?|refers? to|stands? for|defines?|lets?|allows?|[—–-])|:) "
    r"|\b(?:called|termed|known as|referred to as) (?:an? |the )?[\W_]*{term}s?\b"
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|so that|in order to|in case|otherwise|therefore"
    r"|the reasons?|reasons? (?:for|why)|which is why|that['’]s why|means that|caused?|led to|amid"
    r"|after|over (?:claims|fears|concerns)"
    r"|to (?:avoid|prevent|ensure|make sure|keep|help|protect|allow|let))\b",
    re.I,
)
_NEAR = 2.0  # logits
_AHEAD = 0.01
COMPARED = 12  # units whose best sentence is encoded: each costs 2 to 4 ms


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


def pieces(
    question: QuestionForm,
    reads: Sequence[ReadHit],
    candidates: Sequence[Sequence[Candidate]],
    document_of: Callable[[DocumentInfo], Document],
    encoder: Encoder,
    weights: Weights,
    fitted: Mapping[str, Mapping[str, float]],
) -> list[Piece]:
    """The units of the candidates, scored, best first.

    `fitted` has the weights of "unit" and "sentence" that go with a reader, else it is empty.
    """
    numbers = fitted.get("unit", UNREAD)
    found = _united(question, reads, candidates, document_of, weights)
    scored = [replace(piece, score=weighted(numbers, piece.features)) for piece in found]
    scored.sort(key=lambda piece: -piece.score)
    near = scored[:COMPARED]
    best = compared(question.text, [p.best for p in near], encoder, fitted.get("sentence"))
    for n, (piece, candidate) in enumerate(zip(near, best, strict=True)):
        features = replace(piece.features, cosine=candidate.features.cosine)
        near[n] = replace(
            piece, best=candidate, features=features, score=weighted(numbers, features)
        )
    return asked_first(sorted(near, key=lambda piece: -piece.score), weights)


def asked_first(found: list[Piece], weights: Weights) -> list[Piece]:
    """Units, best first, where of those alike within a document the one that is asked for leads."""
    if not found:
        return found
    best = found[0]
    for piece in found[1:]:
        near = piece.score >= found[0].score - _NEAR and piece.info.id == best.info.id
        if near and is_asked(piece.proof_text, best.proof_text, weights):
            best = piece
    return found if best is found[0] else led_by(best, found)


def led_by(best: Piece, found: Sequence[Piece]) -> list[Piece]:
    """Units, best first, with `best`, another one of them, put just ahead of the first."""
    others = [piece for piece in found if piece is not best]
    return [replace(best, score=others[0].score + _AHEAD), *others]


def _united(
    question: QuestionForm,
    reads: Sequence[ReadHit],
    candidates: Sequence[Sequence[Candidate]],
    document_of: Callable[[DocumentInfo], Document],
    weights: Weights,
) -> list[Piece]:
    """The units of all candidates, each once, with its best sentence."""
    wanted = Wanted(
        items=question.form is Form.LIST,
        steps=question.form is Form.HOW_TO,
        rows=asks_extreme(question),
    )
    outlines: dict[str, Outline] = {}
    about: dict[str, float] = {}
    found: dict[tuple[str, tuple[tuple[int, int], ...]], Piece] = {}
    top = reads[0].score if reads else 0.0
    for read, mine in zip(reads, candidates, strict=False):
        info = read.hit.document
        if info.id not in outlines:
            outlines[info.id] = Outline(document_of(info))
            about[info.id] = weights.standing_in(f"{info.title}\n{outlines[info.id].text}")
        outline = outlines[info.id]
        offset = read.hit.passage.start
        stretches = [(a + offset, b + offset) for a, b in parts(read.hit)]
        for candidate in mine:
            place = candidate.sentence
            looked_up = wanted.rows and names_one_row(outline, place.start, weights.coverage)
            here = replace(wanted, rows=False) if looked_up else wanted
            unit = unit_at(outline, (place.start, place.end), stretches, here)
            if unit is None:
                continue
            if not (unit.proof[0] <= place.start and place.end <= unit.proof[1]):
                # What a heading says is not marked in the text below it.
                candidate = replace(candidate, span=None)
            key = (info.id, unit.parts)
            known = found.get(key)
            if known is None:
                found[key] = _piece(question, unit, candidate, read, top, outline, weights)
            elif _goes_before(candidate, known.best, weights):
                piece = _piece(question, unit, candidate, read, top, outline, weights)
                found[key] = _both(piece, known.features)
            else:
                found[key] = _both(known, candidate.features)
    return [
        replace(piece, features=replace(piece.features, document=about[piece.info.id]))
        for piece in found.values()
    ]


def _goes_before(one: Candidate, other: Candidate, weights: Weights) -> bool:
    """Whether `one` of two sentences of a unit proves rather than the other.

    By their scores; but of two that are alike, such as "Monday 9 to 12" and "Tuesday 13 to 18", it
    is the one that has all the question's words that the other has, and more.
    """
    asked = is_asked(one.text, other.text, weights)
    return one.score > other.score if asked is None else asked


def _both(piece: Piece, other: Features | SentenceFeatures) -> Piece:
    """The piece with what the reader found in another of its sentences, where that is more."""
    mine = piece.features
    most = {name: max(getattr(mine, name), getattr(other, name)) for name in ("span", "evidence")}
    return replace(piece, features=replace(mine, **most))


def _piece(
    question: QuestionForm,
    unit: Unit,
    best: Candidate,
    read: ReadHit,
    top: float,
    outline: Outline,
    weights: Weights,
) -> Piece:
    text = unit.text(outline.text)
    headings = outline.heads(outline.at(unit.proof[0]))
    info = best.hit.document
    context = "\n".join((info.title, *headings))
    named = headings[-1] if headings else info.title
    features = Features(
        passage=read.score - top,
        answerable=read.answerable,
        span=best.features.span,
        sentence=best.features.coverage,
        coverage=weights.coverage(f"{context}\n{best.told}\n{text}"),
        heading=weights.coverage(named),
        fits=best.features.fits,
        listed=float(question.form is Form.LIST and unit.listed),
        steps=float(question.form is Form.HOW_TO and (unit.coded or unit.kind is BlockKind.STEP)),
        defines=float(_defines(question, text, named)),
        weak=float(best.features.kind > 0),
        empty=float(_is_empty(unit, best, text)),
        spoken=best.features.spoken,
        reason=float(question.form is Form.WHY and _REASON.search(text) is not None),
        evidence=best.features.evidence,
    )
    return Piece(unit, best, read, outline, text, context, headings, outline.kinds(unit.parts),
                 features)  # fmt: skip


def _is_empty(unit: Unit, best: Candidate, text: str) -> bool:
    """Whether it only announces, asks or supposes something, or is too short to say it."""
    if text.endswith(":"):
        return True
    return best.features.fragment > 0 and not unit.listed and not unit.coded


def _defines(question: QuestionForm, text: str, heading: str) -> bool:
    """Whether a text says what the term is that is asked about."""
    term = defined_term(question)
    if not term:
        return False
    words = re.escape(term).replace("\\ ", r"[\s-]+")
    says = _SAYS_WHAT.format(term=words)
    if re.search(says, text[:400], re.I):
        return True
    return set(content_stems(term)) == set(content_stems(heading))
