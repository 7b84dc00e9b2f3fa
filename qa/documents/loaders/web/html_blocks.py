"""The blocks of a tree of elements: headings, paragraphs, items, rows, code, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.datatypes import BlockKind
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.details import Details
from qa.documents.loaders.line_rules import words
from qa.documents.loaders.tree import QUESTION_LEVEL
from qa.documents.loaders.web.bold_heads import add_head, is_head
from qa.documents.loaders.web.html_lists import LISTS, Lists
from qa.documents.loaders.web.html_nodes import INLINE, Element, Text
from qa.documents.loaders.web.html_tables import add_table, is_data
from qa.documents.loaders.web.page_parts import is_meta

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NOTHING = frozenset(words("head script style template title noscript textarea select svg"))
_BOLD = frozenset({"b", "strong"})
_STRUCK = frozenset({"s", "del", "strike"})
_SPACES = re.compile(r"[ \t\r\f\n\u00a0]+")
_NOTE = re.compile(r"\s*\[?\w{1,4}\]?\s*")
_MARKS = frozenset({"¶", "#", "§", "🔗", "\uf0c1", ""})  # of links that a heading has to itself
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
        self._details = Details(builder)
        self._lists = Lists(builder)
        self._quotes = 0
        self._pre = 0
        self._meta = 0
        self._question = 0
        self._bold = 0
        self._thin = False  # whether some of the text since the last block is not bold
        self._within = [""]  # the tags of what is open, without what stands in a line

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
                self._within.append(node.tag)
                self._open(node)
            else:
                self._flush()
                self._within.pop()
                self._close(node)
        self._flush()

    # --- text

    def _text(self, node: Text) -> None:
        self._thin = self._thin or (not self._bold and bool(node.text.strip()))
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
        if node.tag in _BOLD:
            self._bold += -1 if closing else 1
        if node.tag == "br" and not closing:
            if self._pieces and self._pieces[-1].text.endswith("\n") and not self._pre:
                self._flush()  # two in a row part paragraphs
            elif self._pieces:
                last = self._pieces[-1]
                if not self._pre:
                    self._pieces[-1] = Piece(last.text.rstrip(" "), last.line)
                self._pieces.append(Piece("\n", node.line))
        elif not closing and self._pieces and self._pieces[-1].text[-1].isalnum() and is_meta(node):
            self._space_out(" ", node.line)  # author and time, parted by the style alone

    # --- elements

    def _open(self, node: Element) -> None:
        tag = node.tag
        if is_question(node):
            self._question += 1
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag in LISTS:
            self._lists.begin(node)
        elif tag == "li":
            self._lists.begin_item(node)
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._pre += 1
        elif tag == "table" and is_data(node):
            add_table(self._builder, node)
        elif tag == "dl":
            self._lists.begin_terms()
        elif tag == "dd":
            self._lists.begin_meaning()
        elif tag == "details" and not self._lists.within:
            self._details.open()
        if is_meta(node):
            self._meta += 1

    def _close(self, node: Element) -> None:
        tag = node.tag
        if is_question(node):
            self._question -= 1
        if tag in _HEADINGS:
            self._heading = 0
        elif tag in LISTS:
            self._lists.end()
        elif tag == "li":
            self._lists.end_item()
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag == "pre":
            self._pre -= 1
        elif tag == "dl":
            self._lists.end_terms()
        elif tag == "dd":
            self._lists.end_meaning()
        elif tag == "details" and not self._lists.within:
            self._details.close()
        if is_meta(node):
            self._meta -= 1

    # --- blocks

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        bold, self._thin = not self._thin, False
        text = "".join(piece.text for piece in pieces)
        bare = " ".join(text.split())
        if not bare:
            return
        builder, lists = self._builder, self._lists
        if self._question or (self._questions and bare in self._questions):
            builder.heading(pieces, QUESTION_LEVEL, BlockKind.QUESTION)
        elif self._heading:
            builder.heading(pieces, self._heading)
        elif self._pre:
            holder = builder.tree.parent() if lists.waits else builder.tree.before()
            builder.add(BlockKind.CODE, _dedented(pieces), holder)
        elif self._within[-1] == "summary" and not lists.within and self._details.summary(pieces):
            pass
        elif lists.waits:
            lists.add_item(pieces)
        elif lists.in_term:
            lists.add_term(BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH, pieces)
        elif bold and self._paragraph and is_head(text):
            add_head(builder, pieces, text)
        elif self._meta and len(bare) <= _MOST_META and not (lists.within and not self._quotes):
            builder.add(BlockKind.META, pieces)
        else:
            kind = BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH
            builder.add(kind, pieces, lists.beside())

    @property
    def _paragraph(self) -> bool:
        """Whether an ordinary paragraph is open, which may head others."""
        return self._within[-1] == "p" and not self._meta and not self._quotes


def is_question(node: Element) -> bool:
    """Whether it is the question of an FAQ by its markup."""
    if node.get("itemprop") != "name" or node.parent is None:
        return False
    return any(
        above.get("itemtype").rstrip("/").endswith("schema.org/Question")
        for _, above in zip(range(4), node.ancestors(), strict=False)
    )


def _dedented(pieces: list[Piece]) -> list[Piece]:
    """Code without the blank lines around it; its indentation stays."""
    while pieces and not pieces[0].text.strip():
        pieces = pieces[1:]
    if not pieces:
        return []
    first = pieces[0]
    gone = len(first.text) - len(first.text.lstrip("\n"))
    return [Piece(first.text[gone:], first.line + gone), *pieces[1:]]
