"""Bold lines of a page that head what stands below them, as they do in Markdown."""

from __future__ import annotations

import re

from qa.datatypes import BlockKind
from qa.documents.loaders import boilerplate
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.line_rules import step
from qa.documents.loaders.tree import BOLD_LEVEL

_MOST_HEAD = 120  # characters
_MOST_NUMBERED = 250  # of one of several that are counted: (3) It is slow! Is this a bug?
_CLOSING = "])}\"'”’»› \u00a0"
_NO_END = (".", "!", ",", ";", "…", "。", "！", "，", "；")
# What is bold to be noticed; the label alone may head what it warns of.
_WARNING = re.compile(
    r"(?:warning|caution|danger|note|notice|important|attention|beware|update|correction|disclaimer|"
    r"editor['’]s note|warnung|achtung|vorsicht|hinweis|wichtig|nota|avertissement|attenzione)"
    r"\s?[:!–—-]\s*\S",
    re.IGNORECASE,
)


def is_head(text: str) -> bool:
    """Whether a paragraph that is bold from end to end heads what comes."""
    text = text.strip()
    numbered = step(text)
    return (
        0 < len(text) <= (_MOST_NUMBERED if numbered else _MOST_HEAD)
        and "\n" not in text
        and (numbered or not text.rstrip(_CLOSING).endswith(_NO_END))
        and any(map(str.isalpha, text))
        and not _WARNING.match(text)
        and not boilerplate.separate(text)
    )


def add_head(builder: Builder, pieces: list[Piece], text: str) -> None:
    """Add it with its text; a line that is no question stays a paragraph if nothing follows it."""
    if text.rstrip().endswith("?"):
        builder.heading(pieces, BOLD_LEVEL, BlockKind.QUESTION)  # beside the bold lines before
    else:
        builder.heading(pieces, BOLD_LEVEL, soft=True)
