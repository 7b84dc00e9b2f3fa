"""Open items of check lists."""

from __future__ import annotations

import re

from qa.catalogue import pieces
from qa.catalogue.pieces import Piece
from qa.catalogue.shelf import READ
from qa.catalogue.showing import EXACT, Asked
from qa.datatypes import Answer

_OPEN = re.compile(r"^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?P<box>\[ \])[ \t]+(?P<item>\S.*)$", re.M)


def todos(asked: Asked) -> Answer | None:
    """The items of check lists that are not done."""
    shown: list[Piece] = []
    infos = asked.shelf.holding("[ ]")
    count = 0
    for info, document in asked.shelf.read(infos[:READ]):
        for match in _OPEN.finditer(document.text) if document else ():
            count += 1
            if document and len(shown) < pieces.SHOWN:
                place = (match.start("box"), match.end("item"))
                shown.append(pieces.line(info, document, place, match.span("item")))
    if not shown:
        return None
    least = "At least " if len(infos) > READ else ""
    notes = [f"{least}{count:,} open {'item' if count == 1 else 'items'}."]
    if count > len(shown):
        notes.append(f"The first {len(shown)} are shown.")
    return pieces.answer(asked.text, shown, asked.path_of, confidence=EXACT, notes=notes)
