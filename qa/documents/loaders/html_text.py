"""The readable text of HTML that stands in other formats. Linear in its length, whatever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from qa.datatypes import BlockKind
from qa.documents.loaders.builder import Builder, Piece, rows
from qa.documents.loaders.line_rules import words

# Attributes are taken possessively: no start of a tag is looked at twice.
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]{0,60}+)"
    r"(?P<attributes>(?:[\s/](?:[^<>\"']{1,1000}+|\"[^\"]{0,2000}+\"|'[^']{0,2000}+'){0,60}+)?+)>"
    r"|<!--|<[!?][^<>]{0,1000}+>"
)
_CLOSING = re.compile(r"</([a-z][\w:.-]{0,60}+)")
_ATTRIBUTE = r"(?i:(?<![\w-])%s)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
HIDDEN = frozenset({"script", "style", "template", "svg", "iframe", "object", "noscript", "head"})
_STRUCK = frozenset({"s", "del", "strike"})
_BREAKS = frozenset(
    words(
        "address article aside blockquote body center dd details dialog div dl dt fieldset "
        "figcaption figure footer form header hr html main nav ol p pre section summary table "
        "tbody tfoot thead tr ul li h1 h2 h3 h4 h5 h6 caption picture video audio canvas legend "
        "option select"
    )
)
_INLINE = frozenset(
    words(
        "a abbr acronym b bdi bdo big button cite code col colgroup data datalist dfn em embed "
        "font i img input ins kbd label link map mark meta meter nobr output param progress q rp "
        "rt ruby samp small source span strong sub sup td textarea th time title track tt u var "
        "wbr br base area frame frameset"
    )
)
_TABLE_PARTS = frozenset({"tr", "table", "thead", "tbody", "tfoot"})
SUMMARY_LEVEL = 6  # of what a folded part of a page shows, as a heading of the rest of it
_KNOWN = _BREAKS | _INLINE | HIDDEN | _STRUCK


def tag_name(tag: str) -> tuple[str, bool]:
    """The name of a tag in lower case and whether it closes; "" for a comment."""
    match = _TAG.match(tag)
    return ((match["name"] or "").lower(), bool(match["close"])) if match else ("", False)


def attribute(tag: str, name: str) -> str:
    """The value of an attribute of a tag, "" if it has none."""
    match = re.search(_ATTRIBUTE % name, tag)
    return unescape(next((part for part in match.groups() if part), "")) if match else ""


def known_tag(tag: str) -> bool:
    """Whether this is markup: a tag that HTML knows, or one with attributes or parts of a name."""
    match = _TAG.fullmatch(tag)
    if not match or not match["name"]:
        return True
    name = match["name"]
    return name.lower() in _KNOWN or "=" in match["attributes"] or "-" in name or ":" in name


@dataclass(frozen=True, slots=True)
class _Event:
    """A run of text, or a tag when `tag` is its name."""

    text: str
    line: int
    tag: str = ""
    closing: bool = False


def _events(html: str, line: int) -> Iterator[_Event]:
    """Text and tags in order; comments and what is never shown are left out."""
    lower = html.lower()
    closed = set(_CLOSING.findall(lower))
    position = 0
    while match := _TAG.search(html, position):
        start, end = match.span()
        name = (match["name"] or "").lower()
        if name and name not in closed and not match["close"] and not known_tag(match[0]):
            yield _Event(html[position:end], line)  # no element, but words: `<username>`
            line += html.count("\n", position, end)
            position = end
            continue
        if start > position:
            yield _Event(html[position:start], line)
            line += html.count("\n", position, start)
        if match[0] == "<!--":
            close = lower.find("-->", end)
            if close < 0:
                yield _Event(html[end:], line)
                return
            end = close + 3
        elif name in HIDDEN and name in closed and not match["close"]:
            close = lower.find(f"</{name}", end)
            if close < 0:
                closed.discard(name)
            else:
                end = lower.find(">", close) + 1 or len(html)
        elif name:
            yield _Event(match[0], line, name, bool(match["close"]))
        line += html.count("\n", start, end)
        position = end
    if position < len(html):
        yield _Event(html[position:], line)


class HtmlReader:
    """Adds the blocks of HTML fragments to a builder; a table may go on in the next fragment."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._pieces: list[Piece] = []
        self._kind = BlockKind.PARAGRAPH
        self._heading = 0
        self._lists: list[str] = []  # ul or ol, as they are open
        self._quotes = 0
        self._pre = 0
        self._struck = 0
        self._table: list[tuple[int, list[str]]] = []
        self._header = False
        self._cell: list[Piece] | None = None
        self._names: list[str] = []

    def read(self, html: str, line: int) -> None:
        """Read a fragment that begins in `line` of the file."""
        for event in _events(html, line):
            if not event.tag:
                self._text(event)
            else:
                self._tag(event)
        self._flush()
        self._rows()

    def _text(self, event: _Event) -> None:
        if self._struck:
            return
        text, line = event.text, event.line
        # Line by line, so that an entity doesn't shift what follows.
        for part in text.splitlines(keepends=True):
            shown = unescape(part)
            if not self._pre:
                shown = re.sub(r"[ \t]+", " ", shown)
            target = self._pieces if self._cell is None else self._cell
            target.append(Piece(shown, line))
            line += part.count("\n")

    def _tag(self, event: _Event) -> None:
        name, closing = event.tag, event.closing
        if name in _STRUCK:
            self._struck = max(0, self._struck + (-1 if closing else 1))
        elif name == "br":
            self._space(event.line, "\n")
        elif name in ("td", "th"):
            self._cells(name, closing, event.line)
        elif name == "img":
            self._text(_Event(attribute(event.text, "alt"), event.line))
        elif name in _BREAKS:
            if name in _TABLE_PARTS:
                self._close_cell()
            self._flush()
            self._shape(name, closing, event.line)
        elif not closing and (caption := attribute(event.text, "caption")):
            number = attribute(event.text, "number")
            label = " ".join([event.text[1 : 1 + len(name)], number]).strip()
            self._flush()
            self._pieces.append(Piece(f"{label}: {caption.replace('`', '')}", event.line))
            self._flush()

    def _space(self, line: int, space: str) -> None:
        target = self._pieces if self._cell is None else self._cell
        target.append(Piece(space, line))

    def _shape(self, name: str, closing: bool, line: int) -> None:
        if name in ("ul", "ol"):
            if closing:
                self._lists = self._lists[:-1]
            elif len(self._lists) < 100:
                self._lists.append(name)
        elif name == "li":
            steps = bool(self._lists) and self._lists[-1] == "ol"
            kind = BlockKind.STEP if steps else BlockKind.LIST_ITEM
            self._kind = BlockKind.PARAGRAPH if closing else kind
        elif name == "pre":
            self._pre = max(0, self._pre + (-1 if closing else 1))
            self._kind = BlockKind.PARAGRAPH if closing else BlockKind.CODE
        elif name == "blockquote":
            self._quotes = max(0, self._quotes + (-1 if closing else 1))
        elif name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._heading = 0 if closing else int(name[1])
        elif name == "summary":
            self._heading = 0 if closing else SUMMARY_LEVEL
        elif name == "details" and closing:
            self._builder.tree.close_headings(SUMMARY_LEVEL)
        elif name == "tr" and not closing:
            self._table.append((line, []))
        elif name == "thead" and not closing:
            self._header = True
        elif name == "table":
            self._rows()
            self._names = []

    def _cells(self, name: str, closing: bool, line: int) -> None:
        self._close_cell()
        if closing:
            return
        if not self._table:
            self._table.append((line, []))
        if len(self._table) == 1 and not self._table[0][1] and name == "th":
            self._header = True
        self._cell = []

    def _close_cell(self) -> None:
        if self._cell is not None:
            text = "".join(piece.text for piece in self._cell)
            if self._table:
                first = next((p.line for p in self._cell if p.text.strip()), self._table[-1][0])
                if not self._table[-1][1]:
                    self._table[-1] = (first, [])
                self._table[-1][1].append(text)
            self._cell = None

    def _rows(self) -> None:
        """Add the rows met so far. Their column names serve in the next fragment, too."""
        self._close_cell()
        table = [(line, cells) for line, cells in self._table if any(c.strip() for c in cells)]
        if self._header and table:
            self._names = table[0][1]
        elif self._names:
            table = [(0, self._names), *table] if table else []
        parent = self._builder.tree.lead()
        for place, piece in enumerate(rows(table, bool(self._names))):
            self._builder.add(BlockKind.TABLE, [piece], parent, gap="\n" if place else "\n\n")
        self._table, self._header = [], False

    def _flush(self) -> None:
        if self._cell is not None:  # a paragraph in a cell
            self._cell.append(Piece(" ", self._cell[-1].line if self._cell else 1))
            return
        pieces, self._pieces = self._pieces, []
        if not any(piece.text.strip() for piece in pieces):
            return
        builder = self._builder
        if self._heading:
            builder.heading(pieces, self._heading, soft=self._heading == SUMMARY_LEVEL)
        elif self._kind in (BlockKind.LIST_ITEM, BlockKind.STEP):
            builder.item(pieces, max(0, len(self._lists) - 1), self._kind)
        elif self._kind is BlockKind.CODE:
            builder.add(BlockKind.CODE, pieces, builder.tree.before())
        else:
            builder.add(BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH, pieces)
