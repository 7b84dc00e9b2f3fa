"""Near-copies of a document that say something else in the same place: a story brought up to date.

Search folds passages that are nearly the same into one, and only that one is read. Its words around
the answer are looked for in the copies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from qa.answering.statements import FIGURES, Kind, Statement, agree, stated
from qa.datatypes import Document, DocumentInfo

COPIES = 4  # of one passage that are looked at: each is read from the store
_AROUND = 4  # words on either side of the answer
_FEWEST = 4  # of both sides together
_LONGEST = 40  # characters of an answer


def revisions(
    kind: Kind, said: Statement, document_of: Callable[[DocumentInfo], Document]
) -> Iterator[Statement]:
    """What the near-copies of a statement's passage state in its place, where that differs."""
    copies = said.piece.best.hit.also_in[:COPIES]
    pattern = _around(said) if copies and kind in FIGURES else None
    if pattern is None:
        return
    for info in copies:
        document = document_of(info)
        match = pattern.search(document.text)
        if match is None:
            continue
        start, end = match.span("words")
        low = match.start()
        values = stated(kind, match.group(), start - low, end - low, document.published)
        if values is None:
            continue
        other = Statement(said.piece, start, end, match["words"], None, *values, document)
        if agree(kind, other, said) is False:
            yield other


def _around(said: Statement) -> re.Pattern[str] | None:
    """A pattern of the words around an answer with anything in its place; None for too few."""
    sentence, offset = said.piece.best.text, said.piece.best.sentence.start
    before = re.findall(r"\w+", sentence[: said.start - offset])[-_AROUND:]
    after = re.findall(r"\w+", sentence[said.end - offset :])[:_AROUND]
    if not before or len(before) + len(after) < _FEWEST:
        return None
    lead, rest = (r"\W+".join(map(re.escape, words)) for words in (before, after))
    behind = rf"(?=\W+{rest}\b)" if after else r"(?=[.!?;]*(?:\s|$))"
    return re.compile(rf"\b{lead}\W{{0,3}}?\s(?P<words>\S.{{0,{_LONGEST}}}?){behind}")
