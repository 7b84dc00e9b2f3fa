"""Which heading of a plain text stands above all the others."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from qa.datatypes import Block, BlockKind
from qa.documents.loaders.headlines import letterhead
from qa.documents.loaders.line_rules import division_title

_HEAD = 5  # blocks in which it is looked for
_LONGEST = 100  # characters
_VERSION = re.compile(r"\d+(?:\.\d+)*[a-z]?")


def top_headed(text: str, blocks: Sequence[Block], entries: Set[int]) -> list[Block]:
    """The blocks with the first of their headings above all, unless it opens a mere division.

    Nor do the `entries` of a diary stand above all, by their places, nor those of a changelog.
    """
    found = list(blocks)
    for place, block in enumerate(found[:_HEAD]):
        if letterhead(text, found, place):
            if block.kind is BlockKind.HEADING:
                found[place] = replace(block, kind=BlockKind.PARAGRAPH, level=0)
            continue
        if block.kind is BlockKind.HEADING:
            line = text[block.start : block.end]
            if place not in entries and not (division_title(line) or _numbered(text, found, place)):
                found[place] = replace(block, level=1)
            break
        if block.kind is not BlockKind.META:
            break
    return found


def _numbered(text: str, blocks: Sequence[Block], place: int) -> bool:
    """Whether another heading is the same but for the numbers in it: "Changes in version 2.1"."""
    line = text[blocks[place].start : blocks[place].end]
    shape = _VERSION.sub("0", line)
    return shape != line and any(
        block.kind is BlockKind.HEADING
        and block.end - block.start <= _LONGEST
        and _VERSION.sub("0", text[block.start : block.end]) == shape
        for block in blocks[place + 1 :]
    )
