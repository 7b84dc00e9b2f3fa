"""Which of the units leads, where something else than their scores says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.alike import is_asked
from qa.answering.piece import Piece, proves_nothing
from qa.answering.query_weights import Weights
from qa.answering.question_form import Form, QuestionForm
from qa.answering.question_type import AnswerType, expected
from qa.answering.stated_times import only_a_time
from qa.datatypes import BlockKind
from qa.search.terms import stems

_FORMED = ("listed", "steps", "defines", "weak", "empty", "spoken", "reason")  # of its own form
_NEAR = 2.0  # logits
_PROVING = 4.0  # the same, before one that proves nothing
_CALLED = 1.0  # the same, of a document that is called by words of the question
_AHEAD = 0.01


def led(question: QuestionForm, found: list[Piece], weights: Weights) -> list[Piece]:
    """Units, best first, led by the one that is asked for, is called so, or proves."""
    if expected(question.text) is not AnswerType.TIME:
        found = below_dates(found)
    found = proving_first(found, weights)
    if question.form is Form.HOW_TO:
        found = called_so_first(found, weights)
    return asked_first(found, weights)


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


def proving_first(found: list[Piece], weights: Weights) -> list[Piece]:
    """Units, best first, where one that proves nothing doesn't stand before one that may."""
    if not found or not proves_nothing(found[0], weights):
        return found
    for piece in found[1:]:
        if piece.score < found[0].score - _PROVING:
            break
        if not proves_nothing(piece, weights):
            return led_by(piece, found)
    return found


def called_so_first(found: list[Piece], weights: Weights) -> list[Piece]:
    """Units, best first, where of those that hold as much of the question one is called by it.

    "How do I extract a zarr archive?" is answered by the page "zarr" rather than by the page of
    another command that names zarr archives.
    """
    if not found or _called_so(found[0], weights):
        return found
    best = found[0]
    for piece in found[1:]:
        if piece.score < best.score - _CALLED:
            break
        whole = piece.features.coverage >= best.features.coverage
        if whole and piece.features.steps and _called_so(piece, weights):
            return led_by(piece, found)
    return found


def _called_so(piece: Piece, weights: Weights) -> bool:
    """Whether all words of its document's title are in the question."""
    title = stems(piece.info.title)
    return bool(title) and set(title) <= weights.words.keys()


def below_dates(found: Sequence[Piece]) -> list[Piece]:
    """Units, best first, where what a report says stands for the line that says only its day.

    "What happened in June?" asks for both, and a day alone is shown to nobody. The unit that comes
    next of the report takes what the line was found to be worth where that is more.
    """
    lines: dict[str, Piece] = {}
    others: dict[str, Piece] = {}
    alone = [piece.unit.kind is BlockKind.META and only_a_time(piece.text) for piece in found]
    for piece, dated in zip(found, alone, strict=True):
        (lines if dated else others).setdefault(piece.info.id, piece)
    if not lines:
        return list(found)
    result = []
    for piece, dated in zip(found, alone, strict=True):
        line, first = lines.get(piece.info.id), others.get(piece.info.id)
        if piece is first and line is not None and line.score > piece.score:
            features = replace(
                line.features, **{name: getattr(piece.features, name) for name in _FORMED}
            )
            piece = replace(piece, features=features, score=line.score, ranked=line.ranked)
        if first is None or not dated:
            result.append(piece)
    return sorted(result, key=lambda piece: -piece.score)


def led_by(best: Piece, found: Sequence[Piece]) -> list[Piece]:
    """Units, best first, with `best`, another one of them, put just ahead of the first."""
    others = [piece for piece in found if piece is not best]
    return [replace(best, score=others[0].score + _AHEAD), *others]
