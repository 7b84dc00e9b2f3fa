"""Documents that say of themselves that they are no longer in force.

"Replaced in 2023." below the title of a policy: the one that replaced it answers first where it
answers about as well, and of the old one people are told what it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.evidence import led_by
from qa.answering.piece import Piece

_HEAD = 1_000  # characters of a document in which it speaks of itself
_MOST_WORDS = 18  # of a line that does
_BY = (
    r"(?=\W*$|\W+(?:by|in|on|from|since|as of|with effect|effective|through|under|and|durch|am|zum"
    r"|seit|mit)\b)"
)
_OVER = (
    r"(?:(?:superseded|replaced|withdrawn|repealed|revoked|rescinded|cancelled|ersetzt|aufgehoben)"
    rf"{_BY}|(?:obsolete|outdated|deprecated|out of date|out-of-date)\b"
    r"(?=\W*$|\W+(?:by|since|as of|please|see|use|in favou?r)\b)"
    r"|no longer (?:valid|in force|in effect|current|applicable|applies|maintained)\b"
    r"|(?:außer kraft|nicht mehr gültig)\b)"
)
_ITSELF = (
    r"(?:(?:this|the present|diese[sr]?) (?:[\w-]+ )?(?:policy|document|page|article|version"
    r"|edition|guide|guideline|note|rule|regulation|directive|act|standard|specification"
    r"|procedure|handbook|manual|chapter|section|tariff|plan|decision|record|proposal|order|notice|list|file|text"
    r"|command|api|format|repository|project|package|regel|richtlinie|ordnung|fassung|satzung)"
    r" (?:is|was|has been|have been|had been|ist|wurde) )"
)
_STATEMENT = re.compile(
    r"\W*(?P<subject>(?:(?:status|state|note|notice|important|warning|caution|attention)\W+){0,2}"
    rf"{_ITSELF}?)(?:now |currently |since )?{_OVER}",
    re.IGNORECASE,
)
_MOST_ABOVE = 3  # lines above one without a subject: it stands right below the title


def superseded(text: str) -> str:
    """The line in which a document says that it is no longer in force; empty without one."""
    for above, line in enumerate(filter(str.strip, text[:_HEAD].splitlines())):
        line = line.strip()
        said = _STATEMENT.match(line) if len(line.split()) <= _MOST_WORDS else None
        item = line.startswith(("-", "*", "+")) and not line.startswith("**")
        if said and (said["subject"] or (above < _MOST_ABOVE and not item)):
            return line
    return ""


def in_force_first(found: Sequence[Piece], gap: float) -> list[Piece]:
    """Units, best first, where one in force within `gap` logits goes before a superseded best."""
    if not found or not superseded(found[0].document.text):
        return list(found)
    best = found[0]
    for piece in found:
        if piece.score < best.score - gap:
            break
        if piece.info.id != best.info.id and not superseded(piece.document.text):
            return led_by(piece, found)
    return list(found)


def superseded_notes(chosen: Sequence[Piece]) -> tuple[str, ...]:
    """For people: what the documents of the shown units say of themselves."""
    documents = {piece.info.id: piece for piece in chosen}.values()
    return tuple(
        f'{piece.info.title} says of itself: "{line}"'
        for piece in documents
        if (line := superseded(piece.document.text))
    )
