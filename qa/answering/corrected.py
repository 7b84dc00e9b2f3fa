"""A unit that corrects the best one goes before it: "11:30, not 11:00" before "at 11:00".

So does a newer one where both contradict each other (a toll that rose, a "did not" that is over),
and a later version of the same report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.answering.leading import led_by
from qa.answering.news_versions import revises
from qa.answering.piece import Piece
from qa.answering.question_form import QuestionForm
from qa.answering.span_cleanup import DENIAL

_LOOKED_AT = 12  # units
_BEHIND = 0.01
_MAY_CORRECT = re.compile(rf"{DENIAL}\S", re.IGNORECASE)


def corrected_first(question: QuestionForm, found: Sequence[Piece], gap: float) -> list[Piece]:
    """Units, best first, where one within `gap` logits that denies what the best says leads.

    None does that is older than the best one.
    """
    near = [piece for piece in found[1:_LOOKED_AT] if piece.score >= found[0].score - gap]
    near = [piece for piece in near if _MAY_CORRECT.search(piece.best.text)]
    if not near:
        return list(found)
    from qa.answering.statements import agree, compared, statement  # 5 ms, and few units deny

    kind = compared(question)
    if kind is None:
        return list(found)
    own = [piece for piece in found[:_LOOKED_AT] if piece.info.id == found[0].info.id]
    said = next(filter(None, (statement(question.text, kind, piece) for piece in own)), None)
    if said is None or said.denied:
        return list(found)
    for piece in near:
        days = piece.info.published, found[0].info.published
        if days[0] and days[1] and days[0] < days[1]:
            continue
        other = statement(question.text, kind, piece)
        if other and other.denied and agree(kind, other.denied, said):
            return led_by(piece, found)
    return list(found)


def newest_first(found: Sequence[Piece], contradicting: Iterable[Piece], gap: float) -> list[Piece]:
    """Units, best first, where the newest `contradicting` the best within `gap` logits leads."""
    best = found[0]
    newest = best
    for piece in contradicting:
        days = piece.info.published, newest.info.published
        if piece.score >= best.score - gap and days[0] and days[1] and days[0] > days[1]:
            newest = piece
    return list(found) if newest is best else led_by(newest, found)


def later_versions_first(found: Sequence[Piece], gap: float) -> list[Piece]:
    """Units, best first, where those of an earlier version of a report go behind a later one's."""
    infos = {piece.info.id: piece.info for piece in found}.values()
    later = {old.id: new.id for old in infos for new in infos if revises(new, old, "")}
    if not later:
        return list(found)
    best: dict[str, float] = {}
    for piece in found:
        best.setdefault(piece.info.id, piece.score)
    ordered = []
    for piece in found:
        limit = best[later[piece.info.id]] if piece.info.id in later else piece.score
        behind = limit < piece.score <= limit + gap
        ordered.append(replace(piece, score=limit - _BEHIND) if behind else piece)
    return sorted(ordered, key=lambda piece: -piece.score)
