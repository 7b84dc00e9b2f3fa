"""Plain text: paragraphs by blank lines, with the lines inside them read for what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.datatypes import Block, BlockKind, Document
from qa.documents.loaders import boilerplate
from qa.documents.loaders.article_metadata import read_metadata
from qa.documents.loaders.dates import date_line
from qa.documents.loaders.encoding_detection import decode

_ITEM = re.compile(r"\s*(?:[-*+•‣◦▪●]|\(?\d{1,3}[.)]|\(?[a-z][.)])[ \t]+\S")
_MAX_WRAP = 120  # characters; lines longer than this were not broken by width
_MIN_WRAP = 40  # nor were lines this short
_SLACK = 10  # how much shorter than the width a full line may be
_MAX_HEADING = 100  # characters
_MAX_HEADING_WORDS = 14
_INDENT = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line's text without blank edges: `text[start:end]`; `indent` counts what stood before."""

    start: int
    end: int
    indent: int


def load(data: bytes, source: str) -> Document:
    """Make a document of a plain text file's bytes."""
    text = decode(data)
    found = read_metadata(text, cut(text), source)
    return Document(
        source=source,
        title=found.title,
        text=text,
        blocks=found.blocks,
        author=found.author,
        agency=found.agency,
        published=found.published,
    )


def cut(text: str, base: int = 0) -> list[Block]:
    """Blocks of a text in order; `base` is added to all offsets."""
    blocks: list[Block] = []
    for group in _groups(text):
        blocks.extend(cut_group(text, group))
    blocks = _with_headings(text, blocks)
    return [Block(block.start + base, block.end + base, block.kind) for block in blocks]


def cut_group(text: str, lines: Sequence[Line]) -> list[Block]:
    """Blocks of consecutive lines: wrapped lines are joined, items and furniture stand alone."""
    contents = [text[line.start : line.end] for line in lines]
    items = _items(contents)
    width = max(len(content) for content in contents)
    margin = min(line.indent for line in lines)
    blocks: list[Block] = []
    for index, line in enumerate(lines):
        content = contents[index]
        if len(content) <= 400 and (boilerplate.separate(content) or date_line(content)):
            kind = BlockKind.META
        elif items[index]:
            kind = BlockKind.LIST_ITEM
        else:
            kind = BlockKind.PARAGRAPH
        joined = (
            blocks
            and kind == BlockKind.PARAGRAPH
            and blocks[-1].kind != BlockKind.META
            and _continues(
                contents[index - 1],
                content,
                width,
                line.indent - margin,
                blocks[-1].kind == BlockKind.LIST_ITEM,
            )
        )
        if joined:
            blocks[-1] = replace(blocks[-1], end=line.end)
        else:
            blocks.append(Block(line.start, line.end, kind))
    return blocks


def lines_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Yield the lines of `text[start:end]` as Python splits them, blank ones with start == end."""
    position = start
    for raw in text[start:end].splitlines(keepends=True):
        content = raw.strip()
        indent = len(raw) - len(raw.lstrip())
        first = position + (indent if content else 0)
        yield Line(first, first + len(content), indent)
        position += len(raw)


def _groups(text: str) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines_of(text):
        if line.start < line.end:
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _items(contents: Sequence[str]) -> list[bool]:
    """Which lines are list items. One lone `5. ` within wrapped text is none."""
    found = [bool(_ITEM.match(content)) for content in contents]
    if not found[0] and sum(found) < 2:
        first = found.index(True) if any(found) else 0
        if first and not contents[first - 1].endswith(":"):
            return [False] * len(contents)
    return found


def _continues(before: str, line: str, width: int, deeper: int, item: bool) -> bool:
    """Whether the line goes on where the one before it was broken for width."""
    if deeper >= _INDENT:
        return item  # an indented line opens a paragraph, but goes on with an item
    if line[0].islower() and before[-1] not in '.!?:"”':
        return True
    if not _MIN_WRAP <= width <= _MAX_WRAP:
        return False
    return len(before) + 1 + len(line.split(None, 1)[0]) > width - _SLACK


def _with_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Short lines without a full stop above a paragraph become headings."""
    marked: list[Block] = []
    below = BlockKind.META  # nothing below
    for block in reversed(blocks):
        if (
            block.kind == BlockKind.PARAGRAPH
            and below in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING)
            and _like_heading(text[block.start : block.end])
        ):
            block = replace(block, kind=BlockKind.HEADING)
        marked.append(block)
        if block.kind != BlockKind.META:
            below = block.kind
    return marked[::-1]


def _like_heading(line: str) -> bool:
    if len(line) > _MAX_HEADING or "\n" in line or len(line.split()) > _MAX_HEADING_WORDS:
        return False
    if line[-1] in ".!…:;,\"”'’)" or not (line[0].isupper() or line[0].isdigit()):
        return False
    return any(char.isalpha() for char in line)
