"""What is shown of a document: the paragraph, item or row that says it, or how it begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qa.datatypes import (
    Answer,
    Block,
    BlockKind,
    Document,
    DocumentInfo,
    Evidence,
    Refusal,
    Source,
    Strength,
)
from qa.datatypes.places import lines_of, places_of
from qa.documents.sentences import split_text

SHOWN = 10  # pieces under one answer
_CITED = 200  # documents named as sources
_UNIT_WORDS = 60  # a longer paragraph is cut to the sentence that says it
_LEAD_WORDS = 45
_BY_LINES = frozenset({BlockKind.TABLE, BlockKind.CODE, BlockKind.META, BlockKind.CONTENTS})
_NO_LEAD = frozenset({BlockKind.META, BlockKind.BOILERPLATE, BlockKind.CONTENTS})


@dataclass(frozen=True, slots=True)
class Piece:
    """Stretches of one document that are shown together, and what proves in them."""

    info: DocumentInfo
    document: Document
    parts: tuple[tuple[int, int], ...]
    proof: tuple[int, int]
    span: tuple[int, int] | None = None


def at(info: DocumentInfo, document: Document, start: int, end: int) -> Piece:
    """The unit around `text[start:end]`, which is marked in it."""
    number = _block_at(document, start)
    if number is None:
        return Piece(info, document, ((start, end),), (start, end), (start, end))
    block = document.blocks[number]
    end = min(end, block.end)
    proof = _sentence(document, block, start, end)
    parts: tuple[tuple[int, int], ...]
    if block.kind is BlockKind.HEADING:
        below = _after(document, number)
        parts = ((block.start, block.end), *below)
        proof = below[0] if below else proof  # a heading proves nothing by itself
        span = None if below else (start, end)
        return Piece(info, document, parts, proof, span)
    whole = len(document.text[block.start : block.end].split()) <= _UNIT_WORDS
    parts = ((block.start, block.end),) if whole else (proof,)
    return Piece(info, document, parts, proof, (start, end))


def line(
    info: DocumentInfo, document: Document, place: tuple[int, int], span: tuple[int, int]
) -> Piece:
    """One line of a document with the words that are asked for."""
    return Piece(info, document, (place,), place, span)


def joined(proving: Piece, other: Piece) -> Piece:
    """Both in the order of their document; the first one proves."""
    apart = [
        (start, end)
        for start, end in other.parts
        if all(end <= first or start >= last for first, last in proving.parts)
    ]
    return replace(proving, parts=tuple(sorted((*proving.parts, *apart))))


def whole_section(info: DocumentInfo, document: Document, heading: int, words: int) -> Piece:
    """A heading with what stands below it, up to its end or to so many words."""
    own = document.blocks[heading]
    parts = [(own.start, own.end)]
    left = words
    for below in document.blocks[heading + 1 :]:
        if below.kind is BlockKind.HEADING and (
            own.kind is not below.kind or below.level <= own.level
        ):
            break
        place = (below.start, below.end)
        size = len(document.text[below.start : below.end].split())
        if size > left:
            if len(parts) == 1:
                parts.append(_clipped(document, below))
            break
        if below.kind is not BlockKind.BOILERPLATE:
            parts.append(place)
            left -= size
    proof = (parts[1][0], parts[-1][1]) if len(parts) > 1 else parts[0]
    return Piece(info, document, tuple(parts), proof)


def block_text(document: Document, offset: int) -> str:
    """The text of the block at an offset, "" between blocks."""
    number = _block_at(document, offset)
    if number is None:
        return ""
    return document.text[document.blocks[number].start : document.blocks[number].end]


def says(document: Document, offset: int) -> bool:
    """Whether what stands at an offset says something: no byline, no list of contents."""
    number = _block_at(document, offset)
    return number is None or document.blocks[number].kind not in _NO_LEAD


def block(info: DocumentInfo, document: Document, number: int) -> Piece:
    """One block of a document, or its first sentences where it is long."""
    place = _clipped(document, document.blocks[number])
    return Piece(info, document, (place,), place)


def section(info: DocumentInfo, document: Document, heading: int) -> Piece:
    """A heading with the first lines below it."""
    place = (document.blocks[heading].start, document.blocks[heading].end)
    below = _after(document, heading)
    return Piece(info, document, (place, *below), below[0] if below else place)


def headings_at(document: Document, offset: int) -> tuple[str, ...]:
    """The headings above what stands at an offset, outermost first, a heading there included."""
    number = _block_at(document, offset)
    if number is None:
        return ()
    own = document.blocks[number]
    above = document.headings(number)
    if own.kind is BlockKind.HEADING:
        return (*above, document.text[own.start : own.end])
    return above


def lead(info: DocumentInfo, document: Document) -> Piece | None:
    """How a document begins: its first heading and what stands below it."""
    blocks = [
        (number, block)
        for number, block in enumerate(document.blocks)
        if block.kind not in _NO_LEAD
    ] or list(enumerate(document.blocks))
    for number, block in blocks:
        if block.kind is BlockKind.HEADING:
            below = _after(document, number)
            if not below and number != blocks[-1][0]:
                continue
            parts = ((block.start, block.end), *below)
            return Piece(info, document, parts, below[0] if below else parts[0])
        first = _clipped(document, block)
        return Piece(info, document, (first,), first)
    return None


def _after(document: Document, heading: int) -> tuple[tuple[int, int], ...]:
    """What stands directly below a heading, up to a few lines."""
    found: list[tuple[int, int]] = []
    words = 0
    for block in document.blocks[heading + 1 :]:
        if block.kind is BlockKind.HEADING:
            if found:
                break
            continue
        if block.kind in _NO_LEAD:
            continue
        place = _clipped(document, block)
        words += len(document.text[place[0] : place[1]].split())
        if found and words > _LEAD_WORDS:
            break
        found.append(place)
        if words >= _LEAD_WORDS // 3:
            break
    return tuple(found)


def _clipped(document: Document, block: Block) -> tuple[int, int]:
    """A block, or its first sentences where it is long."""
    if len(document.text[block.start : block.end].split()) <= _LEAD_WORDS:
        return block.start, block.end
    sentences = _sentences(document, block)
    start, end = sentences[0]
    for _, later in sentences[1:]:
        if len(document.text[start:later].split()) > _LEAD_WORDS:
            break
        end = later
    return start, end


def _sentences(document: Document, block: Block) -> list[tuple[int, int]]:
    if block.kind not in _BY_LINES:
        return split_text(document.text, block.start, block.end)
    found, start = [], block.start
    for each in document.text[block.start : block.end].splitlines(keepends=True):
        if bare := each.strip():
            first = start + each.index(bare)
            found.append((first, first + len(bare)))
        start += len(each)
    return found


def _sentence(document: Document, block: Block, start: int, end: int) -> tuple[int, int]:
    held = [(s, e) for s, e in _sentences(document, block) if s < end and e > start]
    return (min(held[0][0], start), max(held[-1][1], end)) if held else (start, end)


def _block_at(document: Document, offset: int) -> int | None:
    number = bisect_right(document.blocks, offset, key=lambda block: block.start) - 1
    return number if number >= 0 and offset < document.blocks[number].end else None


def answer(
    question: str,
    pieces: Sequence[Piece],
    path_of: Callable[[str], str],
    *,
    confidence: float,
    others: Iterable[DocumentInfo] = (),
    notes: Iterable[str] = (),
) -> Answer:
    """The answer that shows `pieces`, and names `others` as sources besides."""
    shown = pieces[:SHOWN]
    infos = {piece.info.source: piece.info for piece in shown}
    for info in (*(piece.info for piece in pieces), *others):
        if len(infos) < _CITED:
            infos.setdefault(info.source, info)
    numbers = {source: number for number, source in enumerate(infos, 1)}
    quotes = tuple(_quote(piece, numbers[piece.info.source], confidence) for piece in shown)
    return Answer(
        question=question,
        answered=True,
        evidence=quotes,
        sources=tuple(
            Source(
                number=numbers[source],
                document=info,
                path=path_of(source),
                lines=lines_of(q.line for q in quotes if q.citation == numbers[source]),
                places=places_of(q.place for q in quotes if q.citation == numbers[source]),
            )
            for source, info in infos.items()
        ),
        confidence=confidence,
        strength=strength(confidence),
        notes=(said := tuple(notes)),
        said=said,
    )


def refusal(question: str, missing: Sequence[str], notes: Iterable[str]) -> Answer:
    """Nothing has what was looked for word by word; `missing` are words that nothing has at all."""
    return Answer(
        question=question,
        answered=False,
        evidence=(),
        sources=(),
        missing_terms=tuple(missing),
        refusal=Refusal.NOT_IN_DOCUMENTS if missing else Refusal.NO_CLEAR_ANSWER,
        notes=(said := tuple(notes)),
        said=said,
    )


def strength(confidence: float) -> Strength:
    """A confidence in a word; exact answers are strong, judged ones likely."""
    if confidence >= 0.9:
        return Strength.STRONG
    return Strength.LIKELY if confidence >= 0.7 else Strength.WEAK


def _quote(piece: Piece, number: int, confidence: float) -> Evidence:
    document = piece.document
    first = _block_at(document, piece.proof[0])
    kinds = []
    for start, _ in piece.parts:
        block = _block_at(document, start)
        kinds.append(document.blocks[block].kind if block is not None else BlockKind.PARAGRAPH)
    return Evidence(
        citation=number,
        start=piece.parts[0][0],
        end=piece.parts[-1][1],
        text="\n".join(document.text[start:end] for start, end in piece.parts),
        line=document.line(piece.proof[0]),
        place=document.place_at(piece.proof[0]),
        boxes=document.boxes(*piece.proof),
        span_boxes=document.boxes(*piece.span) if piece.span else (),
        score=confidence,
        span=piece.span,
        proof=piece.proof,
        parts=piece.parts,
        headings=document.headings(first) if first is not None else (),
        kinds=tuple(kinds),
    )
