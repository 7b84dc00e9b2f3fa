"""Tell me more: the rest of the section that answered, then the next best evidence."""

from __future__ import annotations

from collections.abc import Sequence

from qa.conversation.intent_kinds import IntentKind
from qa.conversation.quoting import (
    NO_QUOTE,
    Engine,
    Piece,
    asked_of,
    block_at,
    document_of,
    overlaps,
    piece_of,
    quoted,
)
from qa.datatypes import Answer, BlockKind, Document, Reply, Turn

SECTION_CHARACTERS = 700  # of the rest of a section that "tell me more" shows
NEXT_BEST = 2  # pieces from elsewhere that it shows as well
MOST = 50  # pieces of evidence that are ever asked for


def more(
    line: str, turns: Sequence[Turn], answer: Answer, document: Document, engine: Engine
) -> Answer | Reply:
    """The rest of the section, then the next best evidence that was not shown yet."""
    asked = asked_of(answer)
    shown = _shown(turns, asked)
    pieces: list[Piece] = []
    rest = _rest_of_section(document, shown)
    if rest:
        pieces.append(Piece(document, rest))
    seen = [*shown, *((document.source, start, end) for start, end in rest)]
    wider = engine.ask(asked, top=min(len(shown) + NEXT_BEST + 2, MOST), threshold=0.0)
    for each in wider.evidence:
        source = next(s for s in wider.sources if s.number == each.citation)
        if len(pieces) > NEXT_BEST or overlaps(source.document.source, each, seen):
            continue
        found = document_of(engine, source)
        if found is not None:
            pieces.append(piece_of(each, found))
            seen.append((found.source, each.start, each.end))
    if not pieces:
        return Reply(line, "There is nothing more about that in the documents.", IntentKind.MORE)
    return quoted(line, pieces, engine.path_of, like=answer)


def _shown(turns: Sequence[Turn], asked: str) -> list[tuple[str, int, int]]:
    """What was shown about a question so far, the latest first: (source, start, end)."""
    shown = []
    for turn in reversed(turns):
        answer = turn.answer
        if answer is None or asked_of(answer) != asked:
            continue
        sources = {each.number: each.document.source for each in answer.sources}
        shown += [(sources[each.citation], each.start, each.end) for each in answer.evidence]
    return shown


def _rest_of_section(
    document: Document, shown: Sequence[tuple[str, int, int]]
) -> tuple[tuple[int, int], ...]:
    """The blocks that follow what was shown of a document, to the end of their section."""
    ends = [end for source, _, end in shown if source == document.source]
    if not ends:
        return ()
    at = max(ends)
    number = block_at(document, at - 1)
    if number is None:
        return ()
    above = document.headings(number)
    parts: list[tuple[int, int]] = []
    total = 0
    current = document.blocks[number]
    if document.text[at : current.end].strip():
        start = (
            at
            + len(document.text[at : current.end])
            - len(document.text[at : current.end].lstrip())
        )
        parts.append((start, current.end))
        total += current.end - start
    for place in range(number + 1, len(document.blocks)):
        block = document.blocks[place]
        if block.kind is BlockKind.HEADING or document.headings(place)[: len(above)] != above:
            break
        if block.kind in NO_QUOTE:
            continue
        if parts and total + block.end - block.start > SECTION_CHARACTERS:
            break
        parts.append((block.start, block.end))
        total += block.end - block.start
        if total >= SECTION_CHARACTERS:
            break
    return tuple(parts)
