"""From measured sentences to the units that are shown as evidence.

Sentences of one unit are one candidate. A unit is scored by its passage's place, the best of its
sentences, how much of the question it holds with the headings above it, and its form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from qa.answering.alike import is_asked
from qa.answering.called import called
from qa.answering.candidates import Candidate, compared
from qa.answering.candidates import Features as SentenceFeatures
from qa.answering.extremes import compared_value, has_more
from qa.answering.leading import led
from qa.answering.linear_model import weighted
from qa.answering.named_sections import side_by_side
from qa.answering.negation import says_no
from qa.answering.outline import Outline
from qa.answering.piece import UNREAD, Features, Piece
from qa.answering.query_weights import Weights
from qa.answering.question_form import Form, QuestionForm, asks_extreme, defined_term
from qa.answering.ranker import Ranker
from qa.answering.rerank import ReadHit, by_wording, clipped, heads, parts
from qa.answering.step_sections import with_steps
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
_DENIED = 2.0  # by how much a sentence that denies goes before another of its unit
COMPARED = 12  # units whose best sentence is encoded: each costs 2 to 4 ms
RANKED = 8  # units that the ranker reads: each costs some 10 ms of a core


def pieces(
    question: QuestionForm,
    reads: Sequence[ReadHit],
    candidates: Sequence[Sequence[Candidate]],
    document_of: Callable[[DocumentInfo], Document],
    encoder: Encoder,
    weights: Weights,
    fitted: Mapping[str, Mapping[str, float]],
    ranker: Ranker | None = None,
) -> list[Piece]:
    """The units of the candidates, scored, best first; by `ranker` too, where there is one.

    `fitted` has the weights of "unit" and "sentence" that go with a reader, else it is empty.
    """
    numbers = fitted.get("unit", UNREAD)
    found = united(question, reads, candidates, document_of, weights)
    scored = [replace(piece, score=weighted(numbers, piece.features)) for piece in found]
    scored.sort(key=lambda piece: -piece.score)
    near = in_meaning(question.text, scored[:COMPARED], encoder, fitted)
    if ranker:
        near = ranked(weights, near, ranker, fitted["ranked"])
    return led(question, near, weights)


def in_meaning(
    question: str,
    found: Sequence[Piece],
    encoder: Encoder,
    fitted: Mapping[str, Mapping[str, float]],
) -> list[Piece]:
    """Units, best first, in the order they have when their best sentences were encoded."""
    numbers = fitted.get("unit", UNREAD)
    best = compared(question, [p.best for p in found], encoder, fitted.get("sentence"))
    again = []
    for piece, candidate in zip(found, best, strict=True):
        features = replace(piece.features, cosine=candidate.features.cosine)
        score = weighted(numbers, features)
        again.append(replace(piece, best=candidate, features=features, score=score))
    return sorted(again, key=lambda piece: -piece.score)


def ranked(
    weights: Weights, found: Sequence[Piece], ranker: Ranker, numbers: Mapping[str, float]
) -> list[Piece]:
    """Units, best first, in the order they have when `ranker` has read the first of them.

    Their score becomes a sum of what it was and of the ranker's logit, weighted by `numbers`.
    Those after `RANKED` count as the worst of those that were read. An acronym in the question is
    read as the name it stands for in a unit that only has that.
    """
    # Its own headings, not its passage's: a passage of a short document has several sections.
    read = [heads(called(p.info, weights.question), p.headings) + p.text for p in found[:RANKED]]
    logits: dict[int, float] = {}
    told = list(zip((piece.info for piece in found), read, strict=False))
    for words, places in by_wording(weights.question, told, weights.focus).items():
        logits |= zip(places, ranker.logits(words, [read[i] for i in places]), strict=True)
    worst = min(logits.values(), default=0.0)
    again = []
    for i, piece in enumerate(found):
        logit = clipped(logits.get(i, worst))
        score = numbers["score"] * piece.score + numbers["logit"] * logit
        again.append(replace(piece, ranked=logit, score=score))
    return sorted(again, key=lambda piece: -piece.score)


def united(
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
        asked=cache(weights.asked_in),
    )
    outlines: dict[str, Outline] = {}
    about: dict[str, float] = {}
    found: dict[tuple[str, tuple[tuple[int, int], ...]], Piece] = {}
    top = reads[0].score if reads else 0.0
    for read, mine in zip(reads, candidates, strict=False):
        info = read.hit.document
        if info.id not in outlines:
            outlines[info.id] = Outline(document_of(info))
            named = f"{called(info, question.text)}\n{outlines[info.id].text}"
            about[info.id] = weights.standing_in(named)
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
            if here.steps:
                unit = with_steps(outline, unit)
            if (
                here.rows
                and unit.kind is BlockKind.TABLE
                and compared_value(question.text, candidate.text)
            ):
                unit = replace(unit, proof=(place.start, place.end))  # of rows the best proves
            if not (unit.proof[0] <= place.start and place.end <= unit.proof[1]):
                # What a heading says is not marked in the text below it.
                candidate = replace(candidate, span=None)
            key = (info.id, unit.parts)
            known = found.get(key)
            if known is None:
                found[key] = _piece(question, unit, candidate, read, top, outline, weights)
            elif goes_before(candidate, known.best, weights, wanted.rows):
                piece = _piece(question, unit, candidate, read, top, outline, weights)
                found[key] = _both(piece, known.features)
            else:
                found[key] = _both(known, candidate.features)
    pieces = list(found.values())

    def made(unit: Unit, like: Piece) -> Piece:
        return _piece(question, unit, like.best, like.read, top, like.outline, weights)

    pieces += side_by_side(question, pieces, made)
    return [
        replace(piece, features=replace(piece.features, document=about[piece.info.id]))
        for piece in pieces
    ]


def goes_before(one: Candidate, other: Candidate, weights: Weights, extreme: bool) -> bool:
    """Whether `one` of two sentences of a unit proves rather than the other.

    By their scores; but of two that are alike, such as "Monday 9 to 12" and "Tuesday 13 to 18", it
    is the one that has all the question's words that the other has, and more. What a question
    denies ("what may not be left here?") is rather denied by what proves. Of rows the one with the
    most is it where that is asked for.
    """
    asked = is_asked(one.text, other.text, weights)
    if asked is None and extreme:
        asked = has_more(weights.question, one.text, other.text)
    if asked is not None:
        return asked
    ahead = one.score - other.score
    if weights.says_no:
        ahead += _DENIED * (says_no(one.told) - says_no(other.told))
    return ahead > 0


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
    names = called(info, question.text), *headings, weights.time_of(info)
    context = "\n".join(filter(None, names))
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
