"""Lists that only name the document's own headings: tables of contents, in whatever format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from qa.datatypes import Block, BlockKind, Document
from qa.patterns import lazy_pattern

_FEWEST = 3  # entries
_SHARE = 0.8  # of the items of a list that are headings of the same document
_MAX_ENTRY = 200  # characters
_FEWEST_PAGES = 5  # entries that dots lead from to a page
_APART = 3  # blocks from one such entry to the next, at most
_ITEMS = frozenset({BlockKind.LIST_ITEM, BlockKind.STEP, BlockKind.CONTENTS})
_MARK = lazy_pattern(r"[-*+•◦▪–—]\s+")  # before an item of a plain text
_TITLE = lazy_pattern(r"(?:table of )?contents:|(?:in|on) this (?:page|document|section):", re.I)
_PAGE = lazy_pattern(r"\s*(?:\.\s?){3,}\s*\w{0,8}$|\s{2,}\d{1,5}$")  # "..... 12"
_LED = lazy_pattern(  # from the first dot on, so that `re` looks at dots only
    r"\.(?<!\.\.)(?<!\. \.)[ \xa0]?(?:\.[ \xa0]?){3,}[\s·]*(\d{1,4}|[ivxlc]{1,7})\b(?![.,]\d)"
)
_NUMBER = lazy_pattern(
    r"(?:(?:chapter|section|part|appendix)\s+)?[\dA-Z]{1,4}(?:\.\d+)*[.):]?\s+", re.I
)


def with_contents(document: Document) -> Document:
    """The document with the entries of its tables of contents as such: they answer nothing.

    A list is one when at least four of five of its items, three or more, are headings of the
    document (numbers and pages don't count), and it names half of them, or numbers them. "We
    offer:" and its list is none, whatever the sections below are called. Lines of dots that lead to
    page numbers, five or more, are one, too.
    """
    found = [*_listed_headings(document), *_dotted_lines(document)]
    if not found:
        return document
    blocks = list(document.blocks)
    for place in found:
        blocks[place] = replace(blocks[place], kind=BlockKind.CONTENTS, level=0)
    return replace(document, blocks=tuple(blocks))


def _listed_headings(document: Document) -> Iterator[int]:
    """Places of the items of lists that name the document's headings."""
    blocks, text = document.blocks, document.text
    headings = {
        _plain(text[block.start : block.end]) for block in blocks if block.kind is BlockKind.HEADING
    }
    first = 0
    while first < len(blocks) and len(headings) >= _FEWEST:
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
                yield from range(first, last)
        first = last + 1


def _dotted_lines(document: Document) -> Iterator[int]:
    """Places of the blocks in which dots lead to page numbers, and of those between them."""
    led = [
        (place, entries)
        for place, block in enumerate(document.blocks)
        if (entries := _LED.findall(document.text, block.start, block.end))
    ]
    first = 0
    for last, (place, _) in enumerate(led, 1):
        if last == len(led) or led[last][0] - place > _APART:
            pages = [page for _, entries in led[first:last] for page in entries]
            if _ascending([int(page) for page in pages if page.isdecimal()]):
                region = range(led[first][0], place + 1)
                yield from (at for at in region if document.blocks[at].kind is not BlockKind.META)
            first = last


def _ascending(pages: Sequence[int]) -> bool:
    rising = sum(one <= other for one, other in pairwise(pages))
    return len(pages) >= _FEWEST_PAGES and rising >= _SHARE * (len(pages) - 1)


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
