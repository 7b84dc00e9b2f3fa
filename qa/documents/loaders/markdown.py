"""Markdown: markdown-it finds the blocks, the text stays raw.

Only the block structure is parsed; markup inside a paragraph stays as it is, so that a quote is
what stands in the file. A marker in front of a block (`# `, `- `, `> `) is left outside of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.datatypes import Block, BlockKind, Document
from qa.documents.loaders import boilerplate, plain_text
from qa.documents.loaders.article_metadata import read_metadata
from qa.documents.loaders.dates import date_line
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.front_matter import read_front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_MAX_PARSED = 4 << 20  # characters; beyond, the text is cut as plain text (1 MiB takes about 0.5 s)
_MAX_HEADING = 200  # characters; a longer "heading" is a paragraph above a row of dashes
_NEWLINE = re.compile(r"\r\n|\n|\r")  # what CommonMark calls a line ending
_PROSE = re.compile(r"[\"“‘'(]?[A-Z][^\n]{40,}")  # how text begins that was merely indented
_LINK = re.compile(r"!?\[([^\]]{0,300})\]\([^)]{0,500}\)")
_EMPHASIS = re.compile(r"(\*{1,3}|`)(\S[^*`]{0,300})\1")
_COMMENT = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)


def load(data: bytes, source: str) -> Document:
    """Make a document of a Markdown file's bytes."""
    text = decode(data)
    front = read_front_matter(text)
    blocks = list(front.blocks)
    if len(text) > _MAX_PARSED:
        blocks += plain_text.cut(text[front.end :], front.end)
    else:
        blocks += _Blocks(text, front.end).blocks()
    title = front.known.title or _first_heading(text, blocks)
    found = read_metadata(text, blocks, source, front.known)
    return Document(
        source=source,
        title=title or found.title,
        text=text,
        blocks=found.blocks,
        author=found.author,
        agency=found.agency,
        published=found.published,
    )


def _first_heading(text: str, blocks: list[Block]) -> str | None:
    """Find the first heading, if nothing but furniture stands above it."""
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            heading = _LINK.sub(r"\1", text[block.start : block.end])
            return boilerplate.bare(_EMPHASIS.sub(r"\2", heading))
        if block.kind != BlockKind.META:
            return None
    return None


class _Blocks:
    """The blocks of `text[begin:]`, found by their lines."""

    def __init__(self, text: str, begin: int) -> None:
        self._text = text
        self._begin = begin
        ends = [match.end() for match in _NEWLINE.finditer(text, begin)]
        self._starts = [begin, *ends]

    def blocks(self) -> list[Block]:
        """All blocks in order; none overlaps the one before it."""
        found: list[Block] = []
        for block in self._found():
            if block.start < block.end and (not found or block.start >= found[-1].end):
                found.append(block)
        return found

    def _found(self) -> Iterator[Block]:
        items = 0
        tokens = _parse(self._text[self._begin :])
        for index, token in enumerate(tokens):
            if token.type == "list_item_open":
                items += 1
            elif token.type == "list_item_close":
                items -= 1
            if token.map is None:
                continue
            first, last = token.map
            if token.type == "heading_open":
                yield self._heading(tokens[index + 1], first)
            elif token.type == "paragraph_open":
                yield from self._paragraph(tokens[index + 1].content, first, last, items > 0)
            elif token.type == "table_open":
                yield self._span(first, last, BlockKind.TABLE)
            elif token.type == "fence":
                count = token.content.count("\n")
                yield self._span(first + 1, first + 1 + count, BlockKind.CODE)
            elif token.type == "code_block":
                yield from self._indented(first, last)
            elif token.type == "html_block":
                comment = _COMMENT.fullmatch(token.content)
                yield self._span(first, last, BlockKind.META if comment else BlockKind.PARAGRAPH)

    def _heading(self, inline: Token, first: int) -> Block:
        content = inline.content
        lines = content.count("\n") + 1
        start, end = self._trim(first, first + lines)
        if lines > 1 or len(content) > _MAX_HEADING:
            return Block(start, end, BlockKind.PARAGRAPH)
        at = self._text.find(content, start, end)  # between the number signs
        if content and at >= 0:
            return Block(at, at + len(content), BlockKind.HEADING)
        return Block(start, start if not content else end, BlockKind.HEADING)

    def _paragraph(self, content: str, first: int, last: int, item: bool) -> Iterator[Block]:
        start, end = self._trim(first, last)
        # A container's marker stands before the content, which is the rest of its line.
        opening = content.partition("\n")[0].strip()
        line_end = self._trim(first, first + 1)[1]
        if opening and len(opening) <= line_end - start:
            start = line_end - len(opening)
        if item:
            yield Block(start, end, BlockKind.LIST_ITEM)
            return
        lines = [
            line for line in plain_text.lines_of(self._text, start, end) if line.start < line.end
        ]
        if len(lines) > 1 and any(self._alone(line) for line in lines):
            yield from plain_text.cut_group(self._text, lines)
        else:
            yield Block(start, end)

    def _indented(self, first: int, last: int) -> Iterator[Block]:
        """Code, or paragraphs that somebody indented, as old agency reports are."""
        begin = first
        for line in range(first, last + 1):
            here = self._trim(line, line + 1)
            if line < last and here[0] < here[1]:
                continue  # only blank lines and the end close a piece
            start, end = self._trim(begin, line)
            prose = _PROSE.match(self._text, start, end)
            yield Block(start, end, BlockKind.PARAGRAPH if prose else BlockKind.CODE)
            begin = line + 1

    def _alone(self, line: plain_text.Line) -> bool:
        content = self._text[line.start : line.end]
        return len(content) < 400 and (
            boilerplate.separate(content) or date_line(content) is not None
        )

    def _span(self, first: int, last: int, kind: BlockKind) -> Block:
        return Block(*self._trim(first, last), kind)

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the lines `first` to before `last` without blank edges."""
        start = self._start(first)
        raw = self._text[start : self._start(last)]
        content = raw.strip()
        if not content:
            return start, start
        start += len(raw) - len(raw.lstrip())
        return start, start + len(content)

    def _start(self, line: int) -> int:
        return self._starts[line] if line < len(self._starts) else len(self._text)


def _parse(text: str) -> list[Token]:
    # 35 ms, and only when there is Markdown to read
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    # Inline markup is never needed, and it is where parsers can be made to take quadratic time.
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser.parse(text)
