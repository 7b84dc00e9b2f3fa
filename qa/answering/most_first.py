"""Of the rows of a table that is too large to be shown, the one with the most goes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.evidence import led_by
from qa.answering.extremes import has_more
from qa.answering.piece import Piece
from qa.answering.query_weights import Weights
from qa.answering.question_form import QuestionForm, asks_extreme
from qa.datatypes import BlockKind

_MOST_ROWS = 400


def most_first(question: QuestionForm, found: Sequence[Piece], weights: Weights) -> list[Piece]:
    """Units, best first, where the row that has the most of what is asked leads its table.

    Of the rows with as much of the question as the best one: "the cheapest kayak" is a kayak.
    """
    best = found[0]
    place = best.outline.at(best.best.sentence.start)
    if not asks_extreme(question) or place < 0 or best.unit.listed:
        return list(found)
    if best.outline.blocks[place].kind is not BlockKind.TABLE:
        return list(found)
    rows = best.outline.siblings(place)
    if not 1 < len(rows) <= _MOST_ROWS:
        return list(found)
    leading = place
    held = weights.asked_in(best.outline.block_text(place))
    for other in rows:
        text = best.outline.block_text(other)
        if weights.asked_in(text) >= held and has_more(
            question.text, text, best.outline.block_text(leading)
        ):
            leading = other
    start = best.outline.blocks[leading].start
    for piece in found[1:] if leading != place else ():
        if piece.info.id == best.info.id and piece.best.sentence.start == start:
            first, *others = led_by(piece, found)
            # That the table answers, its best row told; which row does is counted.
            return [replace(first, features=best.features, ranked=best.ranked), *others]
    return list(found)
