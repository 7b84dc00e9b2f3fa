"""Hits to an answer or a refusal, every quote checked against the document it claims to be from."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING

from qa.answering import candidates, confidence, evidence
from qa.answering.amounts_of_rows import amount_within
from qa.answering.corrected import newest_first
from qa.answering.days_meant import day_notes
from qa.answering.days_of_rows import days_within
from qa.answering.highlight import marked
from qa.answering.named_sections import with_sections
from qa.answering.own_time import bounds
from qa.answering.piece import Piece
from qa.answering.precedence import GAP, in_order, wants_newest
from qa.answering.query_weights import Weights
from qa.answering.question_classifier import classified
from qa.answering.question_form import Form, QuestionForm
from qa.answering.reader import Reader
from qa.answering.rerank import ReadHit, rerank
from qa.answering.selection import MORE_WORDS, MOST_WORDS, choose
from qa.answering.superseded import superseded_notes
from qa.answering.time_preference import of_another_time
from qa.answering.valid_copies import by_valid_copies
from qa.datatypes import (
    Answer,
    DifferingAnswer,
    Document,
    DocumentInfo,
    Evidence,
    Hit,
    Place,
    Refusal,
    Source,
    Strength,
    TimeFocus,
    Timing,
)
from qa.datatypes.places import lines_of, places_of
from qa.embedding.encoder import Encoder
from qa.errors import VerbatimError
from qa.risk import THRESHOLD, UNREAD_THRESHOLD
from qa.search.interface import WordCounts

if TYPE_CHECKING:
    from qa.answering.statements import Statement

# Share of the question's weight in words whose absence says that it isn't there, if a name, number
# or code is among them, or most of the words: for one like "cross" documents may use another.
DECISIVE = 0.3
MISSES = 3  # nearest passages under a refusal
# How far below the best unit's score a further one may be, in logits, where it isn't `GAP`.
GAPS = {Form.WHY: 3.0, Form.LIST: 2.5, Form.COMPARISON: 3.0, Form.KEYWORDS: 3.5}


def answer(
    question: str,
    hits: Sequence[Hit],
    *,
    encoder: Encoder,
    lexical: WordCounts,
    reader: Reader | None,
    document_of: Callable[[DocumentInfo], Document],
    path_of: Callable[[str], str],
    top: int,
    threshold: float | None = None,
    focus: TimeFocus | None = None,
) -> Answer:
    """Choose the evidence in `hits`, or refuse.

    `document_of` gives a document, against whose text every quote is checked, and `path_of` its
    path as a person would open it. Documents of the time that is `focus` are preferred. Raises
    VerbatimError when a quote is not verbatim.
    """
    started = time.perf_counter()
    form = classified(question, encoder)
    if wants_newest(focus):
        hits = by_valid_copies(question, hits, document_of)
    reads = rerank(question, hits, reader, focus)
    if reader:
        alone = partial(rerank, question, reader=reader, focus=focus)
        reads = with_sections(form, reads, candidates.READ_HITS, alone)
    read = Timing("read", 1000 * (time.perf_counter() - started))
    weights = Weights(question, lexical, focus)
    if focus and (bounds(focus) or focus.named):
        weights.set_aside(focus.words)
    fitted = reader.fitted if reader else {}
    sentences = candidates.measure(question, reads, weights, fitted.get("sentence"))
    ranker = reader.ranker if reader else None
    found = evidence.pieces(form, reads, sentences, document_of, encoder, weights, fitted, ranker)
    if not found:
        return Answer(
            question, False, (), (), refusal=Refusal.NOT_IN_DOCUMENTS,
            missing_terms=weights.missing, timings=(read,),
        )  # fmt: skip
    units = partial(_units_of, form, document_of, weights, fitted)
    found, beside, notes = in_order(form, found, reads, units, weights, focus)
    weights.forgive(found[0].text)
    if days := days_within(question, found[0].best.text):  # the row says it in other words
        weights.set_aside(days)
    elif ranged := amount_within(question, found[0].best.text):
        weights.set_aside(ranged.words)
    measured = confidence.features(found, weights)
    likely = confidence.probability(measured, weights.passages, fitted.get("refusal"))
    likely = min(likely, confidence.ceiling(found[0], weights))
    likely = max(likely, confidence.floor(found[0], form))
    if focus and of_another_time(found[0].info, focus):
        likely = min(likely, confidence.UNNAMED)
    sides: Sequence[Sequence[Statement]] = ()
    if likely >= confidence.LIKELY and not beside:
        # 5 ms to import, which refusals and weak answers do without.
        from qa.answering.differing import CEILING, differing
        from qa.answering.statements import may_change

        if sides := differing(form, found, weights, document_of, focus):
            likely = min(likely, CEILING)
            if wants_newest(focus) and may_change(form):
                said = (each for side in sides for each in side if not each.revised)
                found = newest_first(found, (each.piece for each in said), GAP)
    if threshold is None:
        threshold = THRESHOLD if reader else UNREAD_THRESHOLD
    answered = likely >= threshold
    gap = GAPS.get(form.form, GAP)
    # Without a reader the number is too rough for a word.
    strength = confidence.strength(likely) if reader else None
    room = MOST_WORDS if strength is Strength.STRONG else MORE_WORDS
    told = (side[0] for side in sides if not side[0].revised)
    others = [*beside, *(one.piece for one in told if one.piece.unit is not found[0].unit)]
    chosen = choose(form, found, top if answered else MISSES, gap, room, others)
    sources = _sources(chosen, path_of)
    spans = marked(question, chosen)
    quotes = tuple(_quote(piece, span, sources) for piece, span in zip(chosen, spans, strict=True))
    if answered:
        notes = (*notes, *day_notes(question, chosen[0], spans[0]))
    refusal = None
    if not answered:
        named = weights.missing_names or 2 * len(weights.missing) > len(weights.words)
        decisive = named and weights.missing_share >= DECISIVE
        refusal = Refusal.NOT_IN_DOCUMENTS if decisive else Refusal.NO_CLEAR_ANSWER
    return Answer(
        question=question,
        answered=answered,
        refusal=refusal,
        evidence=quotes if answered else (),
        misses=() if answered else quotes,
        sources=sources,
        missing_terms=weights.missing,
        confidence=likely,
        strength=strength,
        timings=(read,),
        notes=(*notes, *superseded_notes(chosen, found)),
        differing=_differing(sides, sources, path_of) if answered else (),
    )


def _units_of(
    form: QuestionForm,
    document_of: Callable[[DocumentInfo], Document],
    weights: Weights,
    fitted: Mapping[str, Mapping[str, float]],
    read: ReadHit,
) -> list[Piece]:
    """All units of one hit."""
    sentences = candidates.measure(form.text, [read], weights, fitted.get("sentence"))
    return evidence.united(form, [read], sentences, document_of, weights)


def _differing(
    sides: Sequence[Sequence[Statement]], sources: Sequence[Source], path_of: Callable[[str], str]
) -> tuple[DifferingAnswer, ...]:
    """What the sides say, that of the newest document first, those without a date last."""
    numbers = {source.document.id: source.number for source in sources}
    own = {one.info.id for side in sides for one in side}
    found = []
    for first, *others in sides:
        document, info = first.document, first.info
        if document.text[first.start : first.end] != first.words:
            raise VerbatimError(f"A quote from {info.source} is not the text at its place.")
        found.append(
            DifferingAnswer(
                first.words, info, path_of(info.source), first.start, first.end,
                document.line(first.start), first.yes, numbers.get(info.id),
                document.place_at(first.start), _same(first, others, own),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda each: -_day(each.document)))


def _same(first: Statement, others: Sequence[Statement], own: Set[str]) -> tuple[DocumentInfo, ...]:
    """The other documents of a side, each once, with copies; `own` are those with a statement."""
    found = {other.info.id: other.info for other in others}
    for each in (first, *others):
        if not each.revised:
            copies = each.piece.best.hit.also_in
            found |= {info.id: info for info in copies if info.id not in own}
    return tuple(found.values())


def _day(info: DocumentInfo) -> int:
    return info.published.toordinal() if info.published else 0


def _sources(chosen: Sequence[Piece], path_of: Callable[[str], str]) -> tuple[Source, ...]:
    """The documents of the chosen units, numbered in the order they are cited in."""
    cited: dict[str, list[Piece]] = {}
    for piece in chosen:
        cited.setdefault(piece.info.id, []).append(piece)
    return tuple(
        Source(
            number=number,
            document=group[0].info,
            path=path_of(group[0].info.source),
            lines=lines_of(_line(piece) for piece in group),
            also_in=tuple(dict.fromkeys(d for p in group for d in p.best.hit.also_in)),
            places=places_of(_place(piece) for piece in group),
        )
        for number, group in enumerate(cited.values(), 1)
    )


def _quote(piece: Piece, span: tuple[int, int] | None, sources: Sequence[Source]) -> Evidence:
    sentence, text = piece.best.sentence, piece.document.text
    if text[sentence.start : sentence.end] != piece.best.text:
        raise VerbatimError(f"A quote from {piece.info.source} is not the text at its place.")
    number = next(s.number for s in sources if s.document.id == piece.info.id)
    unit = piece.unit
    marked = (sentence.start + span[0], sentence.start + span[1]) if span else None
    return Evidence(
        citation=number,
        start=unit.start,
        end=unit.end,
        text=piece.text,
        line=_line(piece),
        place=_place(piece),
        score=piece.score,
        boxes=piece.document.boxes(*unit.proof),
        span_boxes=piece.document.boxes(*marked) if marked else (),
        span=marked,
        proof=unit.proof,
        parts=unit.parts,
        kinds=piece.kinds,
        headings=piece.headings,
    )


def _line(piece: Piece) -> int | None:
    return piece.document.line(piece.unit.proof[0])


def _place(piece: Piece) -> tuple[Place, ...]:
    return piece.document.place_at(piece.unit.proof[0])
