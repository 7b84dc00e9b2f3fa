r"""Markdown as it is read: markdown-it finds blocks and marks, of which only the text stays.

Line ends become "\n". What the parser gives up on (nesting beyond its limit) is kept as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.datatypes import Block, BlockKind, Document
from qa.documents.loaders import boilerplate, plain_text
from qa.documents.loaders.article_metadata import read_metadata
from qa.documents.loaders.builder import Builder, Piece, plain, rows
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.front_matter import FrontMatter
from qa.documents.loaders.html_text import HtmlReader
from qa.documents.loaders.inline import Line, lines, parser
from qa.documents.loaders.joplin import read_fields
from qa.documents.loaders.markdown_masks import masked
from qa.documents.loaders.markdown_paragraphs import Paragraph, joined
from qa.documents.loaders.tags import fields_of_aliases, hashtags
from qa.documents.loaders.titles import finished
from qa.documents.loaders.tree import BOLD_LEVEL, rehang

if TYPE_CHECKING:
    from markdown_it.token import Token

_MAX_PARSED = 4 << 20  # characters; beyond, the text is cut as plain text (1 MiB takes about 2 s)
_MAX_LINES = 60_000  # the parser needs some 450 bytes for each, however short: 200 MB for a MiB
_MAX_HEADING = 200  # characters; a longer "heading" is a paragraph above a row of dashes
_PROSE = re.compile(r"[\"“‘'(]?[A-Z][^\n]{40,}")  # how text begins that was merely indented
_CALLOUT = re.compile(
    r"\[!(?P<type>[\w-]{1,40})(?:\|[^\]\n]{0,100})?\][+-]?[ \t]*(?P<title>[^\n]*)"
)
_HEADING_ID = re.compile(r"\s*\{:?[ ]?[#.][^{}]{0,200}\}\s*\Z")
_MARKS = re.compile(r"(?:[\s>*+#-]|\d{1,9}[.)](?=\s|\Z))*+")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,60}\]:?\s*")
_LEAVES = frozenset(
    {"heading_open", "paragraph_open", "table_open", "fence", "code_block", "html_block", "hr"}
)
_PARAGRAPH, _QUOTE = BlockKind.PARAGRAPH, BlockKind.QUOTE


def load(data: bytes, source: str) -> Document:
    """Make a document of a Markdown file's bytes."""
    raw, front = read_fields(plain_text.unix_lines(decode(data)).removeprefix("\ufeff"))
    if len(raw) > _MAX_PARSED or raw.count("\n") > _MAX_LINES:
        text = raw[front.end :]
        lines_of: tuple[tuple[int, int], ...] = ((0, 1 + raw.count("\n", 0, front.end)),)
        blocks, tags, aliases = plain_text.cut(text), front.tags, front.aliases
    else:
        text, blocks, lines_of = _Walk(raw, front).result()
        tags = tuple(dict.fromkeys([*front.tags, *hashtags(text, blocks)]))
        aliases = (*front.aliases, *fields_of_aliases(text, blocks))
    fields = {0} if front.spans else set()  # which are no lines of an article
    found = read_metadata(text, blocks, source, front.known, articles_only=True, entries=fields)
    kinds = list(found.blocks)
    if found.headline is not None:
        kinds = rehang(kinds, found.headline)
    document = Document(
        source=source,
        title=found.title,
        text=text,
        blocks=tuple(kinds),
        lines=() if lines_of == ((0, 1),) else lines_of,
        tags=tags,
        aliases=aliases,
    )
    return finished(document, found, front.known)


@dataclass(slots=True)
class _List:
    """A list that is open."""

    parent: int
    depth: int
    led: bool  # a line that ends in a colon leads in to it


class _Walk:
    """Goes through the tokens of what follows the front matter and builds the readable text."""

    def __init__(self, text: str, front: FrontMatter) -> None:
        # The line of the file that line 0 here is.
        self._first = 1 + text.count("\n", 0, front.end)
        body = masked(text[front.end :])
        self._parser = parser()
        self._env: dict[str, Any] = {}
        self._tokens: list[Token] = self._parser.parse(body, self._env)
        self._lost = self._uncovered(body)
        self._builder = Builder()
        self._tree = self._builder.tree
        self._builder.add(BlockKind.META, [Piece(*field) for field in front.shown(text)])
        self._html = HtmlReader(self._builder)
        self._lists: list[_List] = []
        self._kinds = [_PARAGRAPH]  # of paragraphs, by container
        self._item: Token | None = None  # an item that has no block yet

    def result(self) -> tuple[str, list[Block], tuple[tuple[int, int], ...]]:
        index = 0
        while index < len(self._tokens):
            index = self._token(index)
        self._recover(None)
        text, blocks, pairs = self._builder.result()
        return text, _signed(text, blocks), pairs

    # --- what the parser gave up on

    def _uncovered(self, body: str) -> list[tuple[int, str]]:
        """Lines with words that no token stands for, in reverse order."""
        covered: set[int] = set()
        for token in self._tokens:
            if token.type in _LEAVES and token.map:
                covered.update(range(*token.map))
        references = {**self._env.get("references", {})}
        for label, found in references.items():
            if not label.startswith("^"):
                covered.update(range(*found["map"]))
        for found in self._env.get("duplicate_refs", ()):
            covered.update(range(*found["map"]))
        lost = []
        for number, line in enumerate(body.split("\n")):
            if number not in covered:
                bare = line[_end(_MARKS, line) :]
                if re.search(r"\w", bare):
                    lost.append((number, bare))
        return lost[::-1]

    def _recover(self, before: int | None) -> None:
        while self._lost and (before is None or self._lost[-1][0] < before):
            number, line = self._lost.pop()
            line = _FOOTNOTE.sub("", line, count=1)
            self._builder.add(_PARAGRAPH, joined(self._inline(line, number)))

    # --- tokens

    def _token(self, index: int) -> int:
        """Deal with the token at `index`; gives the index of the next."""
        token = self._tokens[index]
        if token.map and token.type in _LEAVES:
            self._recover(token.map[0])
        match token.type:
            case "heading_open":
                self._heading(token, self._tokens[index + 1])
                return index + 3
            case "paragraph_open":
                self._paragraph(token, self._tokens[index + 1])
                return index + 3
            case "bullet_list_open" | "ordered_list_open":
                parent = self._tree.lead() if self._item is None else self._tree.parent()
                led = parent >= 0 and self._builder.ends_with(parent, ":")
                self._lists.append(_List(parent, len(self._lists), led))
                self._item = None
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._tree.enter(self._lists[-1].parent)
                self._kinds.append(_PARAGRAPH)
                self._item = token
            case "blockquote_open":
                self._quotation(index)
            case "list_item_close" | "blockquote_close":
                self._tree.leave()
                self._kinds.pop()
                self._item = None
            case "table_open":
                return self._table(index)
            case "fence":
                self._code(token.content, _map(token)[0] + 1)
            case "code_block":
                self._indented(token)
            case "html_block":
                self._html.read(token.content, self._line(_map(token)[0]))
        return index + 1

    def _line(self, number: int) -> int:
        return self._first + number

    def _inline(self, content: str, number: int) -> list[Line]:
        return lines(self._parser, content, self._line(number), self._env)

    def _heading(self, token: Token, inline: Token) -> None:
        content = _HEADING_ID.sub("", inline.content)
        found = self._inline(content, _map(token)[0])
        if self._item is not None:
            self._add_item(found)
        elif len(found) > 1 or len(content) > _MAX_HEADING:
            self._builder.add(self._kinds[-1], joined(found))
        else:
            self._builder.heading(joined(found), int(token.tag[1]))

    def _paragraph(self, token: Token, inline: Token) -> None:
        content, number = inline.content, _map(token)[0]
        if content.startswith("[^"):
            content = _FOOTNOTE.sub("", content, count=1)
        if callout := _CALLOUT.match(content) if self._tree.depth > 1 else None:
            title = self._inline(callout["title"], number)
            self._builder.heading(joined(title), BOLD_LEVEL, soft=True)
            content = content[callout.end() :].removeprefix("\n")
            number += 1
            if not content:
                return
        found = self._inline(content, number)
        if self._item is not None:
            self._add_item(found)
        else:
            Paragraph(self._builder, self._kinds[-1]).add(found)

    def _add_item(self, found: list[Line]) -> None:
        """Make the first text of an item its block."""
        token, self._item = self._item, None
        here = self._lists[-1]
        pieces = joined(found)
        kind = BlockKind.LIST_ITEM
        if token is not None and token.info:  # a number
            kind = BlockKind.STEP
            if pieces:
                pieces = [Piece(f"{token.info}{token.markup} ", pieces[0].line), *pieces]
        elif self._contents(found, here):
            kind = BlockKind.CONTENTS
        below = bool(self._tree.blocks) and self._tree.blocks[-1].kind is kind
        gap = ("\n" if below else "\n\n") + "  " * min(here.depth, 20)
        place = self._builder.add(kind, pieces, here.parent, here.depth, gap)
        if place >= 0:
            self._tree.rebase(place)

    def _contents(self, found: list[Line], here: _List) -> bool:
        """Whether an item only names what stands elsewhere in the documents."""
        filled = [line for line in found if line.pieces]
        target = filled[0].link if len(filled) == 1 else None
        if target is None or "://" in target or target.startswith("mailto:"):
            return False
        return not here.led or target.startswith("#")

    def _quotation(self, index: int) -> None:
        self._item = None
        inner = self._tokens[index + 1 : index + 3]
        callout = len(inner) == 2 and inner[0].type == "paragraph_open"
        callout = callout and bool(_CALLOUT.match(inner[1].content))
        self._tree.enter(self._tree.parent())
        self._kinds.append(_PARAGRAPH if callout else _QUOTE)

    def _code(self, content: str, number: int) -> None:
        self._item = None
        pieces = [Piece(content.rstrip(), self._line(number))]
        self._builder.add(BlockKind.CODE, pieces, self._tree.before())

    def _indented(self, token: Token) -> None:
        """Code, or paragraphs that somebody indented, as old agency reports are."""
        number = _map(token)[0]
        for part in re.split(r"(\n(?:[ \t]*\n)+)", token.content):
            if part.strip():
                if _PROSE.match(part.lstrip()):
                    self._item = None
                    kind = self._kinds[-1]
                    self._builder.add(kind, [Piece(part, self._line(number))])
                else:
                    self._code(part, number)
            number += part.count("\n")

    def _table(self, index: int) -> int:
        self._item = None
        table: list[tuple[int, list[str]]] = []
        while (token := self._tokens[index]).type != "table_close":
            if token.type == "tr_open":
                table.append((self._line(_map(token)[0]), []))
            elif token.type == "inline":
                number = table[-1][0] - self._first
                table[-1][1].append(plain(joined(self._inline(token.content, number))))
            index += 1
        parent = self._tree.lead()
        for place, piece in enumerate(rows(table, header=any(table[0][1]))):
            self._builder.add(BlockKind.TABLE, [piece], parent, gap="\n" if place else "\n\n")
        return index + 1


def _map(token: Token) -> tuple[int, int]:
    return (token.map[0], token.map[1]) if token.map else (0, 0)


def _end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _signed(text: str, blocks: list[Block]) -> list[Block]:
    """Make signatures of lone items that name a person at the end of a section."""
    found = list(blocks)
    for place, block in enumerate(blocks):
        if block.kind is not BlockKind.LIST_ITEM or block.level or not place:
            continue
        last = place + 1 == len(blocks) or blocks[place + 1].kind is BlockKind.HEADING
        above = blocks[place - 1]
        led = above.kind is not _PARAGRAPH or text[above.end - 1] == ":"
        if last and not led and boilerplate.is_signature(f"— {text[block.start : block.end]}"):
            found[place] = Block(block.start, block.end, BlockKind.SIGNATURE, above.parent)
    return found
