"""HTML and XHTML pages: what they are about, without what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qa.datatypes import Block, BlockKind, Document
from qa.documents.loaders.article_metadata import read_metadata
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.metadata import Known
from qa.documents.loaders.titles import finished, from_name
from qa.documents.loaders.tree import rehang
from qa.documents.loaders.typed_items import with_typed_items
from qa.documents.loaders.web.folded import unfold
from qa.documents.loaders.web.html_blocks import add_blocks
from qa.documents.loaders.web.html_encoding import page_text
from qa.documents.loaders.web.html_nodes import HEADINGS, Element, shift
from qa.documents.loaders.web.html_tables import add_table
from qa.documents.loaders.web.html_tree import parse
from qa.documents.loaders.web.main_content import (
    first_prose,
    main_content,
    remove,
    shown_only,
)
from qa.documents.loaders.web.page_anchors import release
from qa.documents.loaders.web.page_data import page_data
from qa.documents.loaders.web.page_dates import marked_days, published
from qa.documents.loaders.web.page_metadata import PageMetadata, heading_text, page_metadata
from qa.documents.loaders.web.page_parts import is_meta, names, turns_pages
from qa.documents.loaders.web.powers import mark_powers
from qa.documents.loaders.web.shown_days import says_changed, shown_days
from qa.documents.loaders.web.signs import draw_signs
from qa.errors import DocumentError

_ABOVE = 8  # elements above the headline where its date may stand
_NO_HEADLINE = 60  # elements above the text where the date of a page without headline may stand
_MOST_LINE = 160  # characters of a byline
_HOUR = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: ?(?:[A-Z]{2,4}|Uhr|h))?", re.IGNORECASE)
_MOST_HOUR = 15  # characters
_MOST_CHARS = 32 << 20


def load(data: bytes, source: str) -> Document:
    """Make a document of a page's bytes. Raises DocumentError if it shows no text."""
    return page_document(page_text(data), source)


def page_document(html: str, source: str) -> Document:
    """Make a document of a page's markup. Raises DocumentError if it shows no text."""
    if len(html) > _MOST_CHARS:
        raise DocumentError("Too large: a page of more than 32 million characters.")
    root = parse(html.replace("\r\n", "\n").replace("\r", "\n"))
    data = page_data(root)
    tab = next((element for element in root.iter() if element.tag == "title"), None)
    draw_signs(root)
    folded = unfold(root)
    shown_only(root)
    mark_powers(root)
    sections = release(root)
    described = page_metadata(root, data, tab.text() if tab is not None else "")
    order = {id(element): at for at, element in enumerate(root.iter())}
    shown = shown_days(root)
    properties = [
        e for e in root.iter() if e.tag == "table" and names(e).split()[:1] == ["properties"]
    ]
    rows = {id(each) for table in properties for each in table.iter()}
    lines = [
        e
        for e in root.iter()
        if is_meta(e) and id(e) not in rows and 2 < len(e.text(_MOST_LINE)) < _MOST_LINE
    ]
    main = main_content(root, data.article, sections, folded)
    head = _head(order, main, described.heading)
    day, origin = published(shown, marked_days(root), head, data)
    builder = Builder()
    _add_title(builder, described, main, tab.line if tab is not None else 1)
    _add_lines(builder, [e for e in lines if head[0] <= order[id(e)] < head[1]], main)
    _add_properties(builder, properties, main)
    add_blocks(builder, main, data.questions)
    _mark_change(builder)
    _mark_hours(builder)
    if not any(b.kind not in (BlockKind.HEADING, BlockKind.META) for b in builder.tree.blocks):
        text_blocks(builder, html)  # a page of links
    known = Known(
        described.title or None,
        described.author,
        described.site,
        day,
        origin,
        described.language,
    )
    return _document(builder, source, known)


def _head(order: dict[int, int], main: Element, heading: Element | None) -> tuple[int, int]:
    """The places between which a page shows when it was published."""
    prose = first_prose(main)
    end = order[id(prose)] if prose is not None else 0
    tops = [order[id(heading)]] if heading is not None and id(heading) in order else []
    tops = [at for at in tops if at < end]
    top = max(tops, default=max(0, end - _NO_HEADLINE))
    return top - _ABOVE, _first_section(order, main, top, end)


def _first_section(order: dict[int, int], main: Element, top: int, end: int) -> int:
    """The place before `end` where a second section begins, of short texts; else `end`."""
    seen: set[str] = set()
    for element in main.iter():
        at = order.get(id(element), top)
        if at >= end:
            break
        if at > top and element.tag in HEADINGS and element.text(1):
            if element.tag in seen:
                return at
            seen.add(element.tag)
    return end


def _add_title(builder: Builder, described: PageMetadata, main: Element, line: int) -> None:
    """Begin with the title, wherever the page shows it, once."""
    if not described.title:
        return
    same = [e for e in main.iter() if e.tag in ("h1", "h2") and heading_text(e) == described.title]
    heading = described.heading
    if heading is not None:
        same.append(heading)
        line = heading.line
    remove(same)
    builder.heading([Piece(described.title, line)], 1)


def _add_lines(builder: Builder, lines: list[Element], main: Element) -> None:
    """Add byline and date that stand at the head of the page but not in its main part."""
    inside = {id(element) for element in main.iter()}
    seen: set[int] = set()
    for element in lines:
        if id(element) not in inside and id(element) not in seen:
            seen.update(id(below) for below in element.iter())
            builder.add(BlockKind.META, [Piece(element.text(), element.line)])


def _add_properties(builder: Builder, properties: list[Element], main: Element) -> None:
    """Add the tables of what a page of Notion says of itself, which stand above its main part."""
    inside = {id(element) for element in main.iter()}
    for table in properties:
        if id(table) not in inside:
            add_table(builder, table)


def _mark_change(builder: Builder) -> None:
    """Take a last line that says when the page was changed for what it is."""
    blocks = builder.tree.blocks
    if not blocks or blocks[-1].kind is not BlockKind.PARAGRAPH:
        return
    last = blocks[-1]
    if last.end - last.start <= _MOST_LINE and says_changed(builder.text[last.start : last.end]):
        blocks[-1] = Block(last.start, last.end, BlockKind.META, last.parent)


def _mark_hours(builder: Builder) -> None:
    """Take the hour above an entry of a live blog for what it is, no end of the entry before."""
    blocks = builder.tree.blocks
    for place, (block, below) in enumerate(pairwise(blocks)):
        if block.kind is BlockKind.PARAGRAPH and below.kind is BlockKind.HEADING:
            short = block.end - block.start <= _MOST_HOUR
            if short and _HOUR.fullmatch(builder.text[block.start : block.end]):
                blocks[place] = replace(block, kind=BlockKind.META)


def _document(builder: Builder, source: str, known: Known) -> Document:
    text, blocks, lines = builder.result()
    if not text.strip():
        raise DocumentError("The page shows no text.")
    blocks = with_typed_items(text, blocks)
    found = read_metadata(text, blocks, source, known, articles_only=True)
    kinds: Sequence[Block] = found.blocks
    if found.headline is not None:
        kinds = rehang(list(found.blocks), found.headline)
    title = found.title or from_name(source)
    document = Document(
        source, title, text, tuple(kinds), lines=lines, places=tuple(builder.places)
    )
    return finished(document, found, known)


def text_blocks(builder: Builder, html: str, line: int = 1) -> None:
    """Append all that a fragment or a chapter shows, but for what leads to the next one.

    `line` is where the fragment begins in its file.
    """
    root = parse(html)
    draw_signs(root)
    unfold(root)
    shown_only(root)
    remove([element for element in root.iter() if turns_pages(element)])
    mark_powers(root)
    release(root)
    if line > 1:
        shift(root, line - 1)
    add_blocks(builder, root)
