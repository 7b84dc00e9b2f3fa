"""The blocks of a tree of elements: headings, paragraphs, items, rows, code, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.datatypes import BlockKind
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.line_rules import words
from qa.documents.loaders.tree import QUESTION_LEVEL
from qa.documents.loaders.web.html_nodes import INLINE, Element, Text
from qa.documents.loaders.web.html_tables import add_table, is_data
from qa.documents.loaders.web.page_parts import is_meta

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOTHING = frozenset(words("head script style template title noscript textarea select svg"))
_STRUCK = frozenset({"s", "del", "strike"})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_SPACES = re.compile(r"[ \t\r\f\n\u00a0]+")
_NOTE = re.compile(r"\s*\[?\w{1,4}\]?\s*")
_MARKS = frozenset({"¶", "#", "§", "🔗", "\uf0c1", ""})  # of links that a heading has to itself
_DEEPEST = 50  # containers within containers that hang from each other
_MOST_META = 300  # characters; longer text is no byline


def add_blocks(builder: Builder, root: Element, questions: frozenset[str] = frozenset()) -> None:
    """Append everything in `root`. A block whose text is in `questions` opens a QUESTION."""
    _Walk(builder, questions).run(root)


def _events(root: Element) -> Iterator[tuple[Element | Text, bool]]:
    """Elements as they open (False) and close (True) and the texts in between."""
    waiting: list[tuple[Element | Text, bool]] = [(root, False)]
    while waiting:
        node, closing = waiting.pop()
        yield node, closing
        if isinstance(node, Element) and not closing:
            waiting.append((node, True))
            if not _passed_over(node):
                waiting.extend((child, False) for child in reversed(node.children))


def _passed_over(element: Element) -> bool:
    """Whether its content is read in another way than node by node, or not at all."""
    tag = element.tag
    if tag in _NOTHING or tag in _STRUCK or tag == "annotation":
        return True
    if tag == "sup":
        inner = [child for child in element.children if isinstance(child, Element)]
        return len(inner) == 1 and inner[0].tag == "a" and bool(_NOTE.fullmatch(element.text(20)))
    if tag == "a" and element.parent is not None and element.get("href").startswith("#"):
        return element.text(20) in _MARKS
    return tag == "table" and is_data(element)


class _Walk:
    def __init__(self, builder: Builder, questions: frozenset[str]) -> None:
        self._builder = builder
        self._questions = questions
        self._pieces: list[Piece] = []
        self._heading = 0
        self._lists: list[str] = []  # ul or ol, as they are open
        self._number: list[int] = []  # of the last item of each ordered list
        self._item: str | None = None  # the mark of an item that has no block yet
        self._contents = False  # whether that item only names a place in the page
        self._quotes = 0
        self._pre = 0
        self._meta = 0
        self._question = 0
        self._terms: list[int] = []  # the last term of each open dl
        self._entered: list[bool] = []

    def run(self, root: Element) -> None:
        for node, closing in _events(root):
            if isinstance(node, Text):
                self._text(node)
            elif node.tag in INLINE:
                self._inline(node, closing)
            elif self._pre and node.tag != "pre":
                if self._pieces and not self._pieces[-1].text.endswith("\n"):
                    self._pieces.append(Piece("\n", self._pieces[-1].line))
            elif not closing:
                self._flush()
                self._open(node)
            else:
                self._flush()
                self._close(node)
        self._flush()

    # --- text

    def _text(self, node: Text) -> None:
        if self._pre:
            self._pieces.append(Piece(node.text.replace("\r\n", "\n"), node.line))
            return
        line = node.line
        last = line + node.text.count("\n")
        for part in node.text.split("\n"):
            shown = _SPACES.sub(" ", part)
            if shown or part is not node.text:
                self._space_out(shown, line)
            line += 1
            if line <= last:
                self._space_out(" ", line - 1)

    def _space_out(self, text: str, line: int) -> None:
        """Add text; two spaces never meet."""
        pieces = self._pieces
        if text.startswith(" ") and (not pieces or pieces[-1].text.endswith((" ", "\n"))):
            text = text[1:]
        if text:
            pieces.append(Piece(text, line))

    def _inline(self, node: Element, closing: bool) -> None:
        if is_question(node):
            self._question += -1 if closing else 1
        if node.tag == "br" and not closing:
            if self._pieces and self._pieces[-1].text.endswith("\n") and not self._pre:
                self._flush()  # two in a row part paragraphs
            elif self._pieces:
                last = self._pieces[-1]
                if not self._pre:
                    self._pieces[-1] = Piece(last.text.rstrip(" "), last.line)
                self._pieces.append(Piece("\n", node.line))
        elif node.tag in ("time", "address"):
            pass

    # --- elements

    def _open(self, node: Element) -> None:
        tag = node.tag
        tree = self._builder.tree
        if is_question(node):
            self._question += 1
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag in _LISTS:
            if not self._lists:
                tree.end_list()
            self._lists.append(tag)
            self._number.append(_number(node.get("start"), 1) - 1)
        elif tag == "li":
            self._begin_item(node)
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._pre += 1
        elif tag == "table" and is_data(node):
            add_table(self._builder, node)
        elif tag == "dl":
            self._terms.append(-1)
        elif tag == "dd":
            term = self._terms[-1] if self._terms else -1
            enters = term >= 0 and tree.depth < _DEEPEST
            self._entered.append(enters)
            if enters:
                tree.enter(term)
        if is_meta(node):
            self._meta += 1

    def _close(self, node: Element) -> None:
        tag = node.tag
        if is_question(node):
            self._question -= 1
        if tag in _HEADINGS:
            self._heading = 0
        elif tag in _LISTS and self._lists:
            self._lists.pop()
            self._number.pop()
            if not self._lists:
                self._builder.tree.end_list()
        elif tag == "li":
            self._item = None
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag == "pre":
            self._pre -= 1
        elif tag == "dl" and self._terms:
            self._terms.pop()
        elif tag == "dd" and self._entered and self._entered.pop():
            self._builder.tree.leave()
        if is_meta(node):
            self._meta -= 1

    def _begin_item(self, node: Element) -> None:
        self._item = ""
        inner = [child for child in node.children if isinstance(child, Element)]
        self._contents = (
            bool(inner)
            and inner[0].tag == "a"
            and _leads_within(inner[0])
            and inner[0].text(_MOST_META) == _own(node)
        )
        if self._lists and self._lists[-1] == "ol":
            self._number[-1] = _number(node.get("value"), self._number[-1] + 1)
            self._item = f"{self._number[-1]}. "

    # --- blocks

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        text = "".join(piece.text for piece in pieces)
        bare = " ".join(text.split())
        if not bare:
            return
        builder = self._builder
        if self._question or (self._questions and bare in self._questions):
            builder.heading(pieces, QUESTION_LEVEL, BlockKind.QUESTION)
        elif self._heading:
            builder.heading(pieces, self._heading)
        elif self._pre:
            builder.add(BlockKind.CODE, _dedented(pieces), builder.tree.before())
        elif self._item is not None:
            mark, self._item = self._item, None
            if mark and not self._contents:
                pieces = [Piece(mark, pieces[0].line), *pieces]
            kind = BlockKind.STEP if mark else BlockKind.LIST_ITEM
            if self._contents:
                kind = BlockKind.CONTENTS
            builder.item(pieces, max(0, len(self._lists) - 1), kind)
        elif self._lists and not self._quotes:
            builder.in_item(BlockKind.PARAGRAPH, pieces)
        elif self._meta and len(bare) <= _MOST_META:
            builder.add(BlockKind.META, pieces)
        else:
            place = builder.add(BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH, pieces)
            if self._in_term():
                self._terms[-1] = place

    def _in_term(self) -> bool:
        return bool(self._terms) and self._entered.count(True) < len(self._terms)


def is_question(node: Element) -> bool:
    """Whether it is the question of an FAQ by its markup."""
    if node.get("itemprop") != "name" or node.parent is None:
        return False
    return any(
        above.get("itemtype").rstrip("/").endswith("schema.org/Question")
        for _, above in zip(range(4), node.ancestors(), strict=False)
    )


def _leads_within(link: Element) -> bool:
    """Whether a link leads to another place of the same page or book."""
    target = link.get("href")
    if target.startswith("#"):
        return True
    nav = any(above.tag == "nav" for _, above in zip(range(12), link.ancestors(), strict=False))
    return nav and bool(target) and "://" not in target


def _own(item: Element) -> str:
    """The text of an item without the lists in it."""
    parts = [
        child.text if isinstance(child, Text) else child.text(_MOST_META)
        for child in item.children
        if isinstance(child, Text) or child.tag not in _LISTS
    ]
    return " ".join("".join(parts).split())


def _number(value: str, otherwise: int) -> int:
    return int(value) if value.isdecimal() and len(value) < 7 else otherwise


def _dedented(pieces: list[Piece]) -> list[Piece]:
    """Code without the blank lines around it; its indentation stays."""
    while pieces and not pieces[0].text.strip():
        pieces = pieces[1:]
    if not pieces:
        return []
    first = pieces[0]
    gone = len(first.text) - len(first.text.lstrip("\n"))
    return [Piece(first.text[gone:], first.line + gone), *pieces[1:]]
