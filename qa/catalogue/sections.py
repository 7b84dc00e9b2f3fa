"""A part of a document asked for by its number: Article 20, chapter 5, the third amendment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qa.catalogue import pieces
from qa.catalogue.numerals import ordinal, spellings
from qa.catalogue.pieces import Piece
from qa.catalogue.shelf import READ
from qa.catalogue.showing import EXACT, TITLED, Asked
from qa.datatypes import Answer, BlockKind, Document, DocumentInfo

_MOST = 2  # documents that may have a part of this name
_WORDS = 130  # shown of it


def section(asked: Asked) -> Answer | None:
    """The heading of the part and what stands below it; None where there is none, or many."""
    part, number = asked.question.noun, asked.question.number
    heading = _heading(part, number)
    texts = [f"{part} {written}" for written in spellings(number)]
    texts.append(
        f"{part} {ordinal(int(number))}" if number.isdigit() and len(number) < 3 else number
    )
    found: list[Piece] = []
    for info, document in asked.shelf.read(asked.shelf.containing(texts)[:READ]):
        matching = list(_matching(info, document, heading)) if document else []
        if matching:  # a list of contents has the same headings, with less below them
            found.append(max(matching, key=lambda piece: piece.parts[-1][1] - piece.parts[0][0]))
    if not 1 <= len(found) <= _MOST:
        return None
    whole = all(_ends_there(piece) for piece in found)
    confidence = EXACT if len(found) == 1 and whole else TITLED
    return pieces.answer(asked.text, found, asked.path_of, confidence=confidence)


def _ends_there(piece: Piece) -> bool:
    """Whether nothing of the part is left out."""
    below = [b for b in piece.document.blocks if b.start >= piece.parts[-1][1]]
    return not below or below[0].kind is BlockKind.HEADING


@cache
def _heading(part: str, number: str) -> re.Pattern[str]:
    numbers = "|".join(map(re.escape, spellings(number)))
    named = rf"{part}\s+(?:{numbers})(?!\w|\.\d)"
    if not number.isdigit():  # "8.6 Termination": nothing else has such a number
        return re.compile(rf"^\W*(?:{named}|{re.escape(number)}(?!\w|\.\d))", re.I)
    ordinals = rf"{number}(?:st|nd|rd|th)" + (f"|{ordinal(int(number))}" if len(number) < 3 else "")
    return re.compile(rf"^\W*(?:{named}|(?:the\s+)?(?:{ordinals})\s+{part}\b)", re.I)


def _matching(info: DocumentInfo, document: Document, heading: re.Pattern[str]) -> Iterator[Piece]:
    """The parts of a document whose heading matches, those with a text of their own."""
    for number, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        if len(text) < 200 and heading.match(text):
            piece = pieces.whole_section(info, document, number, _WORDS)
            if len(piece.parts) > 1:
                yield piece
