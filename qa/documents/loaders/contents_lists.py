"""Lists that only name the document's own headings: tables of contents, in whatever format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.datatypes import Block, BlockKind, Document

_FEWEST = 3  # entries
_SHARE = 0.8  # of the items of a list that are headings of the same document
_MAX_ENTRY = 200  # characters
_ITEMS = frozenset({BlockKind.LIST_ITEM, BlockKind.STEP, BlockKind.CONTENTS})
_MARK = re.compile(r"[-*+•◦▪–—]\s+")  # before an item of a plain text
_TITLE = re.compile(r"(?:table of )?contents:|(?:in|on) this (?:page|document|section):", re.I)
_PAGE = re.compile(r"\s*(?:\.\s?){3,}\s*\w{0,8}$|\s{2,}\d{1,5}$")  # "..... 12"
_NUMBER = re.compile(
    r"(?:(?:chapter|section|part|appendix)\s+)?[\dA-Z]{1,4}(?:\.\d+)*[.):]?\s+", re.I
)


def with_contents(document: Document) -> Document:
    """The document with the items of its tables of contents as such: they answer nothing.

    A list is one when at least four of five of its items, three or more, are headings of the
    document (numbers and pages don't count), and it names half of them, or numbers them. "We
    offer:" and its list is none, whatever the sections below are called.
    """
    blocks, text = document.blocks, document.text
    headings = {
        _plain(text[block.start : block.end]) for block in blocks if block.kind is BlockKind.HEADING
    }
    if len(headings) < _FEWEST:
        return document
    found: dict[int, Block] = {}
    first = 0
    while first < len(blocks):
        last = first
        while last < len(blocks) and blocks[last].kind in _ITEMS:
            last += 1
        run = blocks[first:last]
        if len(run) >= _FEWEST and not _introduced(text, blocks, first):
            lines = [text[block.start : min(block.end, block.start + _MAX_ENTRY)] for block in run]
            named = {_plain(line) for line in lines} & headings
            numbered = sum(bool(_NUMBER.match(_MARK.sub("", line, count=1))) for line in lines)
            if sum(_plain(line) in named for line in lines) >= _SHARE * len(run) and (
                2 * len(named) >= len(headings) or 2 * numbered > len(run)
            ):
                for place, block in enumerate(run, first):
                    found[place] = replace(block, kind=BlockKind.CONTENTS)
        first = last + 1
    if not found:
        return document
    settled = tuple(found.get(place, block) for place, block in enumerate(blocks))
    return replace(document, blocks=settled)


def _introduced(text: str, blocks: Sequence[Block], place: int) -> bool:
    """Whether a sentence that ends in a colon stands before the list."""
    above = blocks[place - 1] if place else None
    if above is None or above.kind is not BlockKind.PARAGRAPH or text[above.end - 1] != ":":
        return False
    return not _TITLE.fullmatch(text[above.start : above.end])


def _plain(line: str) -> str:
    """A heading or an entry without its mark, number and page, in lower case."""
    line = _PAGE.sub("", _MARK.sub("", line, count=1))
    bare = _NUMBER.sub("", line, count=1)
    return " ".join((bare or line).split()).casefold().strip(" .:")
