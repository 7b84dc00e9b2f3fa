"""From scored units to those that are shown: few, short, none saying the same twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.candidates import Candidate, names_speaker
from qa.answering.excerpts import merged, word_count
from qa.answering.outline import Outline, Stretch
from qa.answering.piece import Piece
from qa.answering.question_form import Form, QuestionForm
from qa.answering.question_type import AnswerType, expected
from qa.answering.units import Unit
from qa.datatypes import BlockKind
from qa.search.near_duplicates import contained, same_words, shingles

MOST_WORDS = 150  # of all that is shown under a strong answer
MORE_WORDS = 200  # under any other: the less sure the first unit is, the more the others count
# Units of one place are shown as one when the other's score is nearly as good, in logits, and all
# from the first to the last has at most so many words.
NEARLY = 0.75
TOGETHER = 120


def choose(
    question: QuestionForm,
    found: Sequence[Piece],
    most: int,
    gap: float,
    room: int = MOST_WORDS,
    beside: Sequence[Piece] = (),
) -> list[Piece]:
    """The best unit and those that nearly equal it, at most `most`, none saying it twice.

    `gap` is how far below the best score a further unit may be, `room` how many words all may have.
    Those `beside` the best come before any other, however much better it is: they contradict it.
    When the best are somebody's words and the question is about who said them, the sentence that
    names the speaker comes with them. What only gives the same answer again is left out, unless
    reasons are asked for.
    """
    if not found:
        return []
    best = found[0]
    who = expected(question.text) is AnswerType.PERSON
    chosen: list[Piece] = []
    words = 0

    def add(piece: Piece, contradicts: bool = False) -> None:
        nonlocal words
        for each in (_with_neighbours(piece, found), piece):
            size = len(each.text.split())
            fits = len(chosen) < most and (not chosen or words + size <= room)
            # A story that was updated has other numbers in the same words.
            if fits and (contradicts or not any(_repeats(each, o, question) for o in chosen)):
                chosen.append(each)
                words += size
                return

    for piece in found:
        if piece.score < best.score - gap:
            break
        add(piece)
        if piece is best and (who or piece.best.needs_speaker):
            for other in found:
                if names_speaker(other.best, piece.best):
                    add(other)
        if piece is best:
            for other in beside:
                add(other, contradicts=True)
    return chosen


def _with_neighbours(piece: Piece, found: Sequence[Piece]) -> Piece:
    """The unit with those beside it that are nearly as good, as one; its own proof stays marked.

    Only what was read: other scores don't compare.
    """
    unit, mine = piece.unit, _squeezed(piece.text)
    for other in found:
        near = other.info.id == piece.info.id and other.score >= piece.score - NEARLY
        speaks = other.read.reading and not (other.features.weak or other.features.empty)
        inside = unit.start <= other.unit.start and other.unit.end <= unit.end
        if not near or not speaks or inside:
            continue
        apart = other.unit.end <= piece.unit.start or piece.unit.end <= other.unit.start
        same = _squeezed(other.text)
        if apart and (same in mine or mine in same):  # a lede that stands twice
            continue
        stretch = min(unit.start, other.unit.start), max(unit.end, other.unit.end)
        if _of_one_part(piece.outline, stretch) and (
            word_count(piece.outline, [stretch]) <= TOGETHER
        ):
            unit = Unit(
                merged(piece.outline, [stretch]), unit.proof, unit.kind,
                unit.listed or other.unit.listed, unit.coded or other.unit.coded,
            )  # fmt: skip
    if unit is piece.unit:
        return piece
    text = unit.text(piece.outline.text)
    return replace(piece, unit=unit, text=text, kinds=piece.outline.kinds(unit.parts))


def _of_one_part(outline: Outline, stretch: Stretch) -> bool:
    """Whether no heading stands within a stretch: below it begins what is about something else."""
    first, last = outline.at(stretch[0]), outline.at(stretch[1] - 1)
    return all(
        block.kind is not BlockKind.HEADING for block in outline.blocks[first + 1 : last + 1]
    )


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


def _repeats(piece: Piece, other: Piece, question: QuestionForm) -> bool:
    """Whether a unit says what another one says already."""
    same = piece.info.id == other.info.id
    if same and piece.unit.start < other.unit.end and other.unit.start < piece.unit.end:
        return True
    if contained(shingles(piece.text), shingles(other.text)):
        return True
    plain = question.form in (Form.FACT, Form.DEFINITION)
    return plain and same_answer(piece.best, other.best)


def same_answer(one: Candidate, other: Candidate) -> bool:
    """Whether the answer proper is the same in both, or part of the other's."""
    if one.span is None or other.span is None:
        return False
    return same_words(one.text[slice(*one.span)], other.text[slice(*other.span)])
