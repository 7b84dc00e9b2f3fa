"""An event or a card as text: its name, a line for each field, then what is said at length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.builder import BETWEEN, Builder, Piece
from qa.documents.loaders.data.articles import add_text
from qa.documents.loaders.parts import Parts
from qa.documents.loaders.pim.content_lines import Property
from qa.errors import DocumentError

_MOST_FIELD = 2_000  # characters
_MARKUP = re.compile(r"<(?:/?(?:p|br|b|i|a|ul|ol|li|div|span|html|body|table)\b)[^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Field:
    """A line like "Where: Room 4", and the line of the file in which it stands."""

    name: str
    value: str
    line: int

    @property
    def text(self) -> str:
        """On one line; empty without a value."""
        flat = " ".join(self.value.split())[:_MOST_FIELD]
        return f"{self.name}: {flat}" if flat else ""


def add_fields(builder: Builder, *fields: Field) -> None:
    """Append a row of the fields that have a value."""
    pieces: list[Piece] = []
    for each in fields:
        if each.text:
            pieces.append(Piece((BETWEEN if pieces else "") + each.text, each.line))
    gap = "\n" if builder.tree.blocks[-1].kind is BlockKind.TABLE else "\n\n"
    builder.add(BlockKind.TABLE, pieces, gap=gap)


def add_note(builder: Builder, found: Property | None) -> None:
    """Append what a line says at length, with its paragraphs and lists."""
    text = plain_text.unix_lines(found.text).strip() if found else ""
    if not found or not text:
        return
    if _MARKUP.search(text):
        from qa.documents.loaders.web.html import text_blocks  # 10 ms, and few notes have markup

        text_blocks(builder, text, found.line)
    else:
        add_text(builder, text, found.line, lined=False)


def collected(documents: Sequence[Document], source: str, nothing: str) -> Document | Parts:
    """The documents of a file, or the only one, which is the file itself.

    Raises DocumentError with the reason `nothing` where there is none.
    """
    if not documents:
        raise DocumentError(nothing)
    return documents[0] if documents[0].source == source else Parts(iter(documents))
