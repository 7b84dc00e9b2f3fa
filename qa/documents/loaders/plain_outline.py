"""The tree of a plain text: its blocks hung from headings, lead-ins, outer items, questions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import Block, BlockKind
from qa.documents.loaders import line_rules
from qa.documents.loaders.item_marks import OpenItems
from qa.documents.loaders.plain_clauses import speaker
from qa.documents.loaders.plain_letters import as_letter
from qa.documents.loaders.tree import QUESTION_LEVEL, Tree
from qa.documents.loaders.typed_items import with_led_items

_MOST_INDENT = 1_000  # characters in front of an item that are counted
_MARK = 80  # characters of an item in which its mark stands
_BODY = re.compile(r"\S{1,8}\s{1,20}")  # a mark and what parts it from its text
_REPLIES = 2
_FAR = 4  # columns by which a paragraph of an item is at most deeper than the item's text


def outline(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks with their parents, items with how deep they are nested."""
    tree = Tree()
    items = OpenItems()
    kept: tuple[list[int], int] | None = None  # the list that something came between
    term = False  # whether the last item is a term with its text
    body = 0  # the column of its text
    replies = 0  # speeches until the one that no longer answers a question, in a play
    within: tuple[int, int] | None = None  # the paragraph of an item right before, its column
    above = ""  # the last character before the block
    for block in as_letter(text, blocks):
        start, end, kind = block.start, block.end, block.kind
        colon, above = above == ":", text[end - 1 : end]
        if kind in (BlockKind.LIST_ITEM, BlockKind.STEP):
            indent = _indent(text, start)
            line = text[start : start + _MARK]
            if kept:
                if not colon and items.goes_on(line, indent):
                    tree.resume_list(kept)
                else:
                    items.close()
                kept = None
            if items.outside(indent):
                tree.end_list()
            term = kind is BlockKind.LIST_ITEM and not line_rules.item(line)
            if within and indent > within[1]:  # items of a paragraph that is in an item
                tree.resume_list(tree.opened(within[0]))
                items.add(within[1])
            within = None
            match = _BODY.match(line)
            body = indent + (match.end() if match else 0)
            # What stands above terms leads in to them only where it says so.
            lead = not term or colon
            tree.item(start, end, items.depth(line, indent), kind, lead=lead)
            continue
        if len(items) and not kept and _within(text, block, term, body, items):
            within = tree.in_item(start, end, kind, len(items)), _indent(text, start)
            continue
        within = None
        if kind is BlockKind.HEADING or kind is BlockKind.QUESTION or term:
            items.close()
            kept = None
        elif len(items) and not kept:
            kept = tree.open_list()
        term = False
        if kind is BlockKind.HEADING:
            tree.heading(start, end, block.level or 1)
        elif kind is BlockKind.QUESTION:
            tree.heading(start, end, QUESTION_LEVEL + 1, kind)
            replies = _REPLIES if speaker(text, block) else 0
        elif kind is BlockKind.TABLE:
            rows = tree.blocks and tree.blocks[-1].kind is BlockKind.TABLE
            tree.add(start, end, kind, tree.blocks[-1].parent if rows else tree.lead())
        else:
            if replies and kind is BlockKind.PARAGRAPH and speaker(text, block):
                replies -= 1
                if not replies:
                    tree.close_question()
            tree.add(start, end, kind)
    return tuple(with_led_items(text, tree.blocks))


def _within(text: str, block: Block, term: bool, body: int, items: OpenItems) -> bool:
    """Whether a paragraph goes on with an open item, below whose text it stands.

    What is not such a paragraph leaves the items as they are.
    """
    if block.kind is not BlockKind.PARAGRAPH:
        return False
    indent = _indent(text, block.start)
    if term:
        return bool(items.keep(indent))
    second = text.find("\n", block.start, block.end) + 1
    if second:  # its first line alone may be indented
        line = text[second : min(second + _MOST_INDENT, block.end)]
        indent = min(indent, len(line) - len(line.lstrip()))
    if indent > body + _FAR or not items.holds(indent):
        return False
    return bool(items.keep(indent))


def _indent(text: str, start: int) -> int:
    line = text.rfind("\n", max(0, start - _MOST_INDENT), start) + 1
    return len(text[max(line, start - _MOST_INDENT) : start].expandtabs(8))
