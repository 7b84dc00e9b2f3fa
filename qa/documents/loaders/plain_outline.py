"""The tree of a plain text: its blocks hung from headings, lead-ins, outer items, questions."""

from __future__ import annotations

from collections.abc import Sequence

from qa.datatypes import Block, BlockKind
from qa.documents.loaders import line_rules
from qa.documents.loaders.tree import QUESTION_LEVEL, Tree

_MOST_INDENT = 1_000  # characters in front of an item that are counted


def outline(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks with their parents, items with how deep they are nested."""
    tree = Tree()
    indents: list[int] = []  # of the items that are open
    term = False  # whether the last of those is a term with its text
    above = ""  # the last character before the block
    for block in blocks:
        start, end, kind = block.start, block.end, block.kind
        colon, above = above == ":", text[end - 1 : end]
        if kind in (BlockKind.LIST_ITEM, BlockKind.STEP):
            indent = _indent(text, start)
            while indents and indent <= indents[-1]:
                indents.pop()
            term = kind is BlockKind.LIST_ITEM and not line_rules.item(text[start : start + 80])
            # What stands above terms leads in to them only where it says so.
            lead = not term or colon
            tree.item(start, end, len(indents), kind, lead=lead)
            indents.append(indent)
            continue
        if term and kind is BlockKind.PARAGRAPH:
            while indents and _indent(text, start) <= indents[-1] + 1:
                indents.pop()
            if indents:
                tree.in_item(start, end, kind, len(indents))
                continue
        indents, term = [], False
        if kind is BlockKind.HEADING:
            tree.heading(start, end, block.level or 1)
        elif kind is BlockKind.QUESTION:
            tree.heading(start, end, QUESTION_LEVEL + 1, kind)
        elif kind is BlockKind.TABLE:
            rows = tree.blocks and tree.blocks[-1].kind is BlockKind.TABLE
            tree.add(start, end, kind, tree.blocks[-1].parent if rows else tree.lead())
        else:
            tree.add(start, end, kind)
    return tuple(tree.blocks)


def _indent(text: str, start: int) -> int:
    line = text.rfind("\n", max(0, start - _MOST_INDENT), start) + 1
    return len(text[max(line, start - _MOST_INDENT) : start].expandtabs(8))
