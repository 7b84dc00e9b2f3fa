"""Of the rows of a table the one that is asked for goes first: with the most, or of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.amounts_of_rows import amount_within
from qa.answering.days_of_rows import days_within
from qa.answering.extremes import has_more
from qa.answering.leading import led_by
from qa.answering.piece import Piece
from qa.answering.query_weights import Weights
from qa.answering.question_form import QuestionForm, asks_extreme
from qa.datatypes import BlockKind

_MOST_ROWS = 400


def most_first(question: QuestionForm, found: Sequence[Piece], weights: Weights) -> list[Piece]:
    """Units, best first, where the row that has the most of what is asked leads its table.

    Of the rows with as much of the question as the best one: "the cheapest kayak" is a kayak. Where
    rows are for stretches of time or ranges of amounts, the one that has what is asked for.
    """
    best = found[0]
    place = best.outline.at(best.best.sentence.start)
    if place < 0 or best.outline.blocks[place].kind is not BlockKind.TABLE:
        return list(found)
    rows = best.outline.siblings(place)
    if not 1 < len(rows) <= _MOST_ROWS:
        return list(found)
    text_of = best.outline.block_text
    leading = place
    if not asks_extreme(question):
        if not _is_for(question.text, text_of(place)):
            leading = next((row for row in rows if _is_for(question.text, text_of(row))), place)
    elif not best.unit.listed:
        held = weights.asked_in(text_of(place))
        for other in rows:
            text = text_of(other)
            if weights.asked_in(text) >= held and has_more(question.text, text, text_of(leading)):
                leading = other
    start = best.outline.blocks[leading].start
    for piece in found[1:] if leading != place else ():
        if piece.info.id == best.info.id and piece.best.sentence.start == start:
            first, *others = led_by(piece, found)
            # That the table answers, its best row told; which row does is counted.
            return [replace(first, features=best.features, ranked=best.ranked), *others]
    return list(found)


def _is_for(question: str, row: str) -> bool:
    return bool(days_within(question, row) or amount_within(question, row))
