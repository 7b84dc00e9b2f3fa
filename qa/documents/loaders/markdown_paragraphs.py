"""What stands in a paragraph of Markdown: bold heads, questions, definitions, separate lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import BlockKind
from qa.documents.loaders import boilerplate
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.inline import Line
from qa.documents.loaders.line_rules import question, separate_lines
from qa.documents.loaders.tree import BOLD_LEVEL, QUESTION_LEVEL

_MAX_BOLD = 120
_DEFINITION = re.compile(r":[ \t]+(?=\S)")
# A field of Dataview or Logseq: says of the note what front matter says, and leads in to nothing.
_FIELD = re.compile(r"[^\W\d_](?:[\w -]{0,40}\w)?::[ \t]+\S")
_PARAGRAPH, _QUOTE = BlockKind.PARAGRAPH, BlockKind.QUOTE


class Paragraph:
    """Cuts a paragraph into what stands in it: bold heads, questions, signatures, lines."""

    def __init__(self, builder: Builder, kind: BlockKind) -> None:
        self._builder = builder
        self._kind = kind
        self._waiting: list[Line] = []

    def add(self, found: list[Line]) -> None:
        """Add the blocks of a paragraph with these lines."""
        found = [line for line in found if line.text.strip()]
        texts = [line.text.strip() for line in found]
        if len(found) == 1 and found[0].code:
            builder = self._builder
            builder.add(BlockKind.CODE, found[0].pieces, builder.tree.before())
            return
        apart = separate_lines(texts)
        for number, line in enumerate(found):
            text = texts[number]
            if _DEFINITION.match(text) and self._waiting:
                self._define(line)
            elif self._opens(line, text, last=number == len(found) - 1):
                continue
            else:
                goes_on = text[0].islower() or (
                    not found[number - 1].hard
                    and not apart
                    and not boilerplate.separate(text)
                    and not boilerplate.separate(texts[number - 1])
                )
                if self._waiting and not goes_on:
                    self._flush()
                self._waiting.append(line)
        self._flush()

    def _opens(self, line: Line, text: str, last: bool) -> bool:
        """Add a line that is a head, a question or a signature; whether it was one."""
        if self._kind is _PARAGRAPH and not self._waiting:
            bold = line.bold and len(text) <= _MAX_BOLD
            if question(text) or (bold and text.endswith("?")):
                self._builder.heading(line.pieces, QUESTION_LEVEL, BlockKind.QUESTION)
                return True
            if bold and text[-1] not in ".!,;…":
                self._builder.heading(line.pieces, BOLD_LEVEL, soft=True)
                return True
        if last and boilerplate.is_signature(text):
            self._flush()
            blocks = self._builder.tree.blocks
            quoted = bool(blocks) and blocks[-1].kind is _QUOTE
            parent = len(blocks) - 1 if quoted else None
            self._builder.add(BlockKind.SIGNATURE, line.pieces, parent, gap="\n")
            return True
        return False

    def _define(self, line: Line) -> None:
        """Write `Term` / `: what it means` as one line."""
        self._waiting[-1].pieces.append(Piece(": ", self._waiting[-1].pieces[-1].line))
        first = line.pieces[0]
        rest = Piece(_DEFINITION.sub("", first.text, count=1), first.line)
        self._waiting[-1].pieces += [rest, *line.pieces[1:]]

    def _flush(self) -> None:
        if self._waiting:
            fields = self._kind is _PARAGRAPH and all(
                _FIELD.match(line.text.lstrip()) for line in self._waiting
            )
            kind = BlockKind.META if fields else self._kind
            self._builder.add(kind, joined(self._waiting))
        self._waiting = []


def joined(found: Sequence[Line]) -> list[Piece]:
    """The lines of a paragraph as one text."""
    pieces: list[Piece] = []
    for line in found:
        if pieces and line.pieces:
            last = pieces[-1]
            pieces.append(Piece("\n", last.line + last.text.count("\n")))
        pieces += line.pieces
    return pieces
