"""Documents of the time that a question is about, preferred among near-equals.

A preference and no filter: the year in a question may be that of what happened, and a document
written later may tell of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from qa.answering.own_time import of_its_time
from qa.answering.piece import Piece
from qa.datatypes import DocumentInfo, Hit, TimeFocus

RETRIEVED = 0.04  # added to the fused score of a hit in a document of that time
READ = 0.8  # logits added to the score of its units; GAP, which parts near-equals, is 2
_AFTER = timedelta(days=14)  # what happened in a period is reported until then
_YEAR = timedelta(days=366)
_RECENT = re.compile(r"\b(?:last|this|past|previous|yesterday)\b", re.IGNORECASE)
_EDGE = 0.5  # of the preference for what was published in those days


class Preference:
    """How much documents are preferred, from 0 to 1, among those given."""

    def __init__(self, focus: TimeFocus, documents: Iterable[DocumentInfo]) -> None:
        self._focus = focus
        dated = {info.id: info.published for info in documents if info.published}
        self._days = sorted(dated.values())

    def __bool__(self) -> bool:
        """Whether it makes a difference at all: the documents are dated, and not all alike."""
        return len(set(self._days)) > 1

    def of(self, info: DocumentInfo) -> float:
        """The preference for a document; none for one without a date.

        The newest are told by their rank: one odd date among them changes little.
        """
        day = info.published
        if day is None or not self:
            return 0.0
        if self._focus.newest:
            return bisect_left(self._days, day) / (len(self._days) - 1)
        since, until = self._focus.since or date.min, self._focus.until or date.max
        if since <= day <= until:
            return 1.0
        return _EDGE if until < day and (day - until) <= _AFTER else 0.0


def preferred_hits(hits: Sequence[Hit], focus: TimeFocus, top: int) -> tuple[Hit, ...]:
    """The `top` hits that are read, those of documents of that time preferred; their scores stay.

    So a document of that time is read that else would be just too far down. Where the question
    names documents by their time, no others are read.
    """
    if focus.named and (meant := [hit for hit in hits if of_its_time(hit.document, focus)]):
        hits = meant
    preference = Preference(focus, (hit.document for hit in hits))
    if not preference:
        return tuple(hits[:top])
    chosen = sorted(
        hits, key=lambda hit: hit.score + RETRIEVED * preference.of(hit.document), reverse=True
    )
    ordered = sorted(chosen[:top], key=lambda hit: hit.rank)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(ordered, 1))


def preferred_pieces(
    found: Sequence[Piece], focus: TimeFocus
) -> tuple[list[Piece], tuple[str, ...]]:
    """Units in a new order, best first, those of documents of that time preferred.

    With a sentence for people, where the first is one of those, or where none is of the days before
    this one that were asked for.
    """
    if all(of_another_time(piece.info, focus) for piece in found):
        return list(found), (f'Nothing that comes near is in a document dated "{focus.words}".',)
    preference = Preference(focus, (piece.info for piece in found))
    if focus.named and all(of_its_time(piece.info, focus) for piece in found):
        return list(found), (_remark(focus),)
    if not preference:
        return list(found), ()
    scored = [
        replace(piece, score=piece.score + READ * preference.of(piece.info)) for piece in found
    ]
    scored.sort(key=lambda piece: -piece.score)
    return scored, (_remark(focus),) if preference.of(scored[0].info) >= _EDGE else ()


def of_another_time(info: DocumentInfo, focus: TimeFocus) -> bool:
    """Whether a document was written at another time than the recent one that is asked for.

    "Last week" in its text is not ours. A year that is named may be that of what it tells of.
    """
    if info.published is None or not _RECENT.search(focus.words):
        return False
    since, until = focus.since or date.min, focus.until or date.max
    return until - since <= _YEAR and not since <= info.published <= until + _AFTER


def _remark(focus: TimeFocus) -> str:
    """A sentence for people on what was preferred."""
    if focus.newest:
        return f'Newer documents are preferred, for "{focus.words}"; --no-dates leaves dates aside.'
    if focus.named:
        return f'Only documents of that time are read for "{focus.words}"; --no-dates reads all.'
    return f'Documents dated "{focus.words}" are preferred; --no-dates leaves dates aside.'
