"""Which of the units that answer goes first: that of the time asked for, in force, corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from qa.answering import confidence
from qa.answering.amended import amended_first
from qa.answering.corrected import corrected_first, later_versions_first
from qa.answering.editions import newest_edition_first
from qa.answering.leading import led_by
from qa.answering.most_first import most_first
from qa.answering.piece import Piece
from qa.answering.query_weights import Weights
from qa.answering.question_form import QuestionForm
from qa.answering.rerank import ReadHit
from qa.answering.superseded import in_force_first
from qa.answering.time_preference import preferred_pieces
from qa.datatypes import TimeFocus

GAP = 2.0  # how far below the best unit's score one that goes before it may be, in logits
_ANNOUNCED = "What comes nearest only says that this was planned, or asked for."


class Ordered(NamedTuple):
    """Units, best first, those to be shown beside the first, and sentences for people."""

    found: list[Piece]
    beside: Sequence[Piece]
    notes: tuple[str, ...]


def wants_newest(focus: TimeFocus | None) -> bool:
    """Whether what is in force now answers; asked of a time, what was in force then does."""
    return focus is None or focus.newest


def in_order(
    form: QuestionForm,
    found: Sequence[Piece],
    reads: Sequence[ReadHit],
    units: Callable[[ReadHit], Sequence[Piece]],
    weights: Weights,
    focus: TimeFocus | None,
) -> Ordered:
    """Scored units, best first, in the order in which they answer.

    `units` gives those of any of the hits `reads`.
    """
    found, notes = preferred_pieces(found, focus) if focus else (found, ())
    if wants_newest(focus):
        found = newest_edition_first(form.text, found, GAP)
        found = later_versions_first(in_force_first(found, GAP, form.text), GAP)
    found = most_first(form, corrected_first(form, found, GAP), weights)
    if not weights.has_options(found[0].text):  # what has them, however little, is about them
        named = next((piece for piece in found if weights.has_options(piece.text)), None)
        found = led_by(named, found) if named else found
    beside: Sequence[Piece] = ()
    if wants_newest(focus):
        found, beside = amended_first(found, reads, units)
    if confidence.announced(found[0], weights):
        notes = (*notes, _ANNOUNCED)
    return Ordered(found, beside, notes)
