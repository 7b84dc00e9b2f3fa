"""Items whose marks were typed as text, "(a) ...", in formats that have lists of their own.

Contracts and laws are mostly written so: each item is a paragraph like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import Block, BlockKind
from qa.documents.loaders.item_marks import Mark, OpenItems, marks

_MOST_ITEM = 600  # characters
_TAIL = 8  # characters at the end of an item that are looked at
_ENDS = re.compile(r";(?:\s(?:and|or|und|oder|et|ou))?\s?\Z")
_MARK = 12  # characters of a paragraph in which its mark stands
_MOST_DEPTH = 8


def with_typed_items(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, with items of those paragraphs that are numbered one after the other.

    A list hangs from the paragraph right before it. Lone numbers ("1. May") are no items.
    """
    found = list(blocks)
    sections: dict[int, list[tuple[int, tuple[Mark, ...]]]] = {}  # paragraphs by their parents
    for place, block in enumerate(found):
        if block.kind is BlockKind.PARAGRAPH:
            typed = marks(text[block.start : min(block.end, block.start + _MARK)])
            sections.setdefault(block.parent, []).append((place, _usual(typed)))
        elif block.parent in sections and block.kind is not BlockKind.HEADING:
            sections[block.parent].append((place, ()))
    for parent, paragraphs in sections.items():
        chained = _chained(paragraphs)
        if chained:
            _hang(text, found, parent, [place for place, _ in paragraphs], chained)
    return with_led_items(text, found)


def with_led_items(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, with items of paragraphs that are one sentence with the line before them.

    So definitions and duties are written: "The owner shall:", "keep a look-out;", "... and rest."
    """
    found = list(blocks)
    lead = -1  # the place of the line that leads in to what comes
    items: list[int] = []
    for place, block in enumerate(blocks):
        paragraph = block.kind is BlockKind.PARAGRAPH
        last = text[block.end - 1]
        if paragraph and lead >= 0 and block.parent == blocks[lead].parent:
            if block.end - block.start <= _MOST_ITEM and _open(text, block):
                items.append(place)
                continue
            if items and last == ".":
                items.append(place)
        _lead(found, lead, items)
        items = []
        lead = place if paragraph and last == ":" else -1
    _lead(found, lead, items)
    return found


def _lead(found: list[Block], lead: int, items: Sequence[int]) -> None:
    """Hang `items` from the line that leads in to them; one alone is a sentence like any other."""
    for place in items if len(items) > 1 else ():
        block = found[place]
        found[place] = Block(block.start, block.end, BlockKind.LIST_ITEM, lead)


def _open(text: str, block: Block) -> bool:
    """Whether an item ends like one that others follow: "keep a look-out; and"."""
    return bool(_ENDS.search(text, max(block.start, block.end - _TAIL), block.end))


def _usual(typed: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Without capitals that a name may begin with: "A. Smith"."""
    return tuple(mark for mark in typed if mark.kind != "A.")


def _chained(paragraphs: Sequence[tuple[int, tuple[Mark, ...]]]) -> set[int]:
    """The places of paragraphs of which one goes on with the numbers of another right before it.

    Only items of inner lists may stand between them.
    """
    chained: set[int] = set()
    last: dict[str, tuple[Mark, int]] = {}  # of each kind: the mark met last, and where
    for place, typed in paragraphs:
        if not typed:
            last.clear()
        for mark in typed:
            above = last.get(mark.kind)
            if above and mark.follows(above[0]):
                chained |= {above[1], place}
        last |= {mark.kind: (mark, place) for mark in typed}
    return chained


def _hang(
    text: str, found: list[Block], parent: int, places: Sequence[int], chained: set[int]
) -> None:
    """Make items of the `chained` among the blocks at `places`, which hang from `parent`."""
    items = OpenItems()
    open_at: list[int] = []  # where the open items are
    lead = parent
    for place in places:
        block = found[place]
        if place not in chained:
            items.close()
            lead = place if block.kind is BlockKind.PARAGRAPH else parent
            continue
        line = text[block.start : min(block.end, block.start + _MARK)]
        depth = items.depth(line, 0)
        del open_at[depth:]
        above = open_at[-1] if open_at else lead
        open_at.append(place)
        digit = line.lstrip("( ")[0].isdigit()
        kind = BlockKind.STEP if digit else BlockKind.LIST_ITEM
        found[place] = Block(block.start, block.end, kind, above, min(depth, _MOST_DEPTH))
