"""Documents of the time that a question is about, preferred among near-equals.

A preference and no filter: the year in a question may be that of what happened, and a document
written later may tell of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from qa.answering.evidence import Piece
from qa.datatypes import DocumentInfo, Hit, TimeFocus

RETRIEVED = 0.08  # added to the fused score of a hit in a document of that time
READ = 1.0  # logits added to the score of its units; GAP, which parts near-equals, is 2
_AFTER = timedelta(days=14)  # what happened in a period is reported until then
_EDGE = 0.5  # of the preference for what was published in those days


class Preference:
    """How much documents are preferred, from 0 to 1, among those given."""

    def __init__(self, focus: TimeFocus, documents: Iterable[DocumentInfo]) -> None:
        self._focus = focus
        days = {info.published for info in documents if info.published}
        self._oldest = min(days, default=None)
        self._newest = max(days, default=None)

    def __bool__(self) -> bool:
        """Whether it makes a difference at all: the documents are dated, and not all alike."""
        return self._oldest is not None and self._oldest != self._newest

    def of(self, info: DocumentInfo) -> float:
        """The preference for a document; none for one without a date."""
        day = info.published
        if day is None or self._oldest is None or self._newest is None:
            return 0.0
        if self._focus.newest:
            age = (self._newest - day).days
            span = (self._newest - self._oldest).days
            return 1.0 - age / span if span else 1.0
        since, until = self._focus.since or date.min, self._focus.until or date.max
        if since <= day <= until:
            return 1.0
        late = until < day and (day - until) <= _AFTER
        return _EDGE if late else 0.0


def preferred_hits(hits: Sequence[Hit], focus: TimeFocus, top: int) -> tuple[Hit, ...]:
    """The best `top` of the hits, those of documents of that time preferred."""
    preference = Preference(focus, (hit.document for hit in hits))
    if not preference:
        return tuple(hits[:top])
    scored = []
    for hit in hits:
        more = RETRIEVED * preference.of(hit.document)
        scored.append(replace(hit, score=hit.score + more))
    scored.sort(key=lambda hit: -hit.score)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(scored[:top], 1))


def preferred_pieces(found: Sequence[Piece], focus: TimeFocus) -> list[Piece]:
    """Units in a new order, best first, those of documents of that time preferred."""
    preference = Preference(focus, (piece.info for piece in found))
    if not preference:
        return list(found)
    scored = [
        replace(piece, score=piece.score + READ * preference.of(piece.info)) for piece in found
    ]
    return sorted(scored, key=lambda piece: -piece.score)


def remark(focus: TimeFocus) -> str:
    """A sentence for people on what was preferred."""
    if focus.newest:
        return f'Newer documents are preferred, for "{focus.words}"; --no-dates leaves dates aside.'
    return f'Documents dated "{focus.words}" are preferred; --no-dates leaves dates aside.'
