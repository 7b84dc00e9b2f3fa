"""Letters in plain text: an address at their head is no heading and no title, a subject is both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.datatypes import Block, BlockKind

_HEAD = 16  # blocks in which the salutation stands
_SALUTATION = re.compile(
    r"(?:Dear|Sehr geehrte[rs]?|Liebe[rs]?|Chère?s?|Cher|Madame|Estimad[oa]s?|Gentile|Geachte)\b"
    r"[^\n]{0,80}(?<![.?])(?=\n|\Z)"
)
_ADDRESS = re.compile(
    r"\d{1,5}[a-z]?,? (?:[A-Z][\w.'’-]*,? ?){1,5}(?:\d{1,5}|[A-Z])?(?=\n|\Z)"
    r"|[^\W\d][^\n\d]{2,40}?(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|street|road|lane)"
    r"(?: \d{1,4}[a-z]?)?(?=\n|\Z)"
    r"|(?:[A-Z]{1,2}-)?\d{4,5} [^\W\d][^\n\d]{1,40}(?=\n|\Z)"
    r"|P\.? ?O\.? Box \d+",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:re|subject|ref|betreff|betr\.?|betrifft|concerning|objet|asunto|oggetto)\s?:\s{0,5}"
    r"(?P<subject>\S[^\n]{2,150}?)(?=\n|\Z)",
    re.IGNORECASE,
)
_MOST_WORDS = 12


def as_letter(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the headings that a letter has: its subject, not the lines of addresses."""
    place = _salutation(text, blocks)
    if place is None:
        return list(blocks)
    subject = _subject(text, blocks, place)
    found = []
    for number, block in enumerate(blocks):
        if number == subject:
            block = replace(block, kind=BlockKind.HEADING, level=1)
        elif number < place and block.kind is BlockKind.HEADING:
            block = replace(block, kind=BlockKind.PARAGRAPH, level=0)
        found.append(block)
    return found


def letter_title(text: str, blocks: Sequence[Block]) -> tuple[str, str]:
    """The subject of a letter and its salutation; both empty where a text is no letter."""
    place = _salutation(text, blocks)
    if place is None:
        return "", ""
    salutation = _line(text, blocks[place]).rstrip(",:! ")
    subject = _subject(text, blocks, place)
    line = _line(text, blocks[subject]) if subject is not None else ""
    labelled = _SUBJECT.match(line)
    return labelled["subject"] if labelled else line, salutation


def _line(text: str, block: Block) -> str:
    return text[block.start : block.end].split("\n")[0].strip()


def _salutation(text: str, blocks: Sequence[Block]) -> int | None:
    """The block with the salutation of a letter, below an address."""
    for number, block in enumerate(blocks[:_HEAD]):
        if number and _SALUTATION.match(text, block.start, block.end):
            address = any(_ADDRESS.match(text, b.start, b.end) for b in blocks[:number])
            return number if address else None
    return None


def _subject(text: str, blocks: Sequence[Block], place: int) -> int | None:
    """The block with the subject: labelled, or a line alone between the day and the salutation."""
    for number in range(min(place + 2, len(blocks))):
        if _SUBJECT.match(text, blocks[number].start, blocks[number].end):
            return number
    if place < 2 or blocks[place - 2].kind is not BlockKind.META:
        return None
    line = text[blocks[place - 1].start : blocks[place - 1].end]
    short = len(line.split()) <= _MOST_WORDS and "\n" not in line and line[-1] not in ".,;:"
    return place - 1 if short and not _ADDRESS.match(line) else None
