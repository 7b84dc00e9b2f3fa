"""Lines of a plain text that look like headings and are none: clauses, and what somebody says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qa.datatypes import Block, BlockKind

_NEAR = 1  # columns by which sections may differ
_MOST_INDENT = 100
_NUMBER = re.compile(r"(\d{1,3})(?!\d)")
_BARE = re.compile(r"\d{1,3}\s+\S")  # without a stop behind the number
_LABEL = 90  # characters of a paragraph in which its speaker is looked for
_SPEAKS = 2  # times that a speaker says something
_DIALOGUE = 6  # speeches that make a play or a transcript
_SPEAKER = re.compile(r"([A-Z][A-Z'’-]*\.?(?: [A-Z][A-Z'’-]*\.?){0,3})[.:](?= ) [^\n]*?[a-z]")
_CLAUSE = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})\.\d{1,3}\.?\s+(?=\S)")
_CLAUSES = frozenset({BlockKind.PARAGRAPH, BlockKind.STEP, BlockKind.LIST_ITEM})


def column(text: str, block: Block) -> int:
    """Columns before a block in its line, as far as they are looked at."""
    start = max(text.rfind("\n", 0, block.start) + 1, block.start - _MOST_INDENT)
    return len(text[start : block.start].expandtabs(8))


def no_addresses(text: str, blocks: Sequence[Block], levels: list[int | None]) -> None:
    """Take their levels from lines like "14 Larch Close": sections are numbered one by one.

    So with numbers of something else that stand deeper than those of the sections.
    """
    found = {
        place: int(match[1])
        for place, level in enumerate(levels)
        if level and (match := _NUMBER.match(text, blocks[place].start, blocks[place].end))
    }
    numbers = set(found.values())
    least = min((column(text, blocks[place]) for place in found), default=0)
    for place, number in found.items():
        block = blocks[place]
        if _BARE.match(text, block.start) and (
            not {number - 1, number + 1} & numbers or column(text, block) > least + _NEAR
        ):
            levels[place] = None


def clauses(text: str, blocks: Sequence[Block], levels: Sequence[int | None]) -> frozenset[int]:
    """The places of lines like "2.1 The Tenant shall" where 2.2 is a clause as well.

    `levels` are those of lines that could be headings.
    """
    places = {
        place: match[1]
        for place, block in enumerate(blocks)
        if block.kind in _CLAUSES and (match := _CLAUSE.match(text, block.start, block.end))
    }
    sections = {
        above
        for place, above in places.items()
        if levels[place] is None and text[blocks[place].end - 1] in ".;"
    }
    return frozenset(place for place, above in places.items() if above in sections)


def speaker(text: str, block: Block) -> str | None:
    """Who says what a block says, in capitals before it: "TOBY. It is late"."""
    if not text[block.start].isupper():
        return None
    match = _SPEAKER.match(text, block.start, min(block.end, block.start + _LABEL))
    return match[1] if match else None


def speeches(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """The places of what is said in a play or a transcript, where its speakers are in capitals."""
    found = {
        place: name
        for place, block in enumerate(blocks)
        if block.kind is BlockKind.PARAGRAPH and (name := speaker(text, block))
    }
    counts = Counter(found.values())
    often = {name for name, count in counts.items() if count >= _SPEAKS}
    if sum(counts[name] for name in often) >= _DIALOGUE:
        often = set(counts)  # a witness may say one thing only
    return frozenset(place for place, name in found.items() if name in often)
