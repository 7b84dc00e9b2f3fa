"""Whether a text stands in the documents word by word, and what is nearest if it doesn't.

White space is no difference: a quote may be wrapped otherwise than its document. Search finds the
documents to look into; in a small collection the others are looked into as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.datatypes import Filter
from qa.engine import MAX_QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.datatypes import Document
    from qa.engine import Engine

_HITS = 20
_ALL = 300  # documents: some 0.2 s to look into every one


@dataclass(frozen=True, slots=True)
class Found:
    """A text in a document: characters `start` to `end` of it, which begin in `line`."""

    document: str  # its id
    source: str
    title: str
    line: int | None  # None in a file without lines
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """`exact` is where the quote stands; otherwise `nearest` is the most similar passage.

    `similarity` (0 to 1, 1 = the same) is that of the nearest passage. `documents` of `of`
    documents were looked into: the quote may stand in another if these differ.
    """

    quote: str
    exact: tuple[Found, ...]
    nearest: Found | None
    similarity: float
    documents: int
    of: int


def check_quote(engine: Engine, quote: str, document: str | None = None) -> QuoteCheck:
    """Look for a quote in the documents, or in one. Raises UsageError, IndexNotFound."""
    only = Filter(names=(document,)) if document else None
    words = quote.split()
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    listed = engine.documents(only)
    hits = engine.search(" ".join(words)[:MAX_QUESTION], top=_HITS, only=only)
    order = [hit.document.id for hit in hits]
    if len(listed) <= _ALL:
        order += [each.id for each in listed]
    exact: list[Found] = []
    seen = dict.fromkeys(order)
    for name in seen:
        exact += _places(engine.document(name), pattern)
    nearest, similarity = None, 1.0
    if not exact:
        similarity = 0.0
        for hit in hits:
            alike = _alike(words, hit.text.split())
            if alike > similarity:
                start, end = hit.passage.start, hit.passage.end
                about = hit.document
                nearest = Found(about.id, about.source, about.title, hit.line, start, end, hit.text)
                similarity = alike
    return QuoteCheck(quote, tuple(exact), nearest, round(similarity, 4), len(seen), len(listed))


def _places(document: Document, pattern: re.Pattern[str]) -> Iterator[Found]:
    for match in pattern.finditer(document.text):
        yield Found(
            document.id,
            document.source,
            document.title,
            document.line(match.start()),
            match.start(),
            match.end(),
            match[0],
        )


def _alike(quote: list[str], passage: list[str]) -> float:
    """The share of a quote's words that stand in a passage in its order."""
    from difflib import SequenceMatcher

    blocks = SequenceMatcher(None, quote, passage, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(quote)
