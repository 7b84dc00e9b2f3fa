"""Pieces of documents as evidence: what a second look or a summary shows, word for word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from qa.datatypes import (
    Answer,
    Block,
    BlockKind,
    Document,
    DocumentInfo,
    Evidence,
    Filter,
    Hit,
    Passage,
    Source,
)
from qa.datatypes.places import lines_of, places_of
from qa.errors import QaError

NO_QUOTE = frozenset({BlockKind.CONTENTS, BlockKind.BOILERPLATE, BlockKind.META})


class Engine(Protocol):
    """What a conversation asks of the engine."""

    def ask(
        self,
        question: str,
        *,
        top: int = 3,
        only: Filter | None = None,
        threshold: float | None = None,
    ) -> Answer:
        """Answer a question, or refuse."""

    def search(self, query: str, *, top: int = 10, only: Filter | None = None) -> tuple[Hit, ...]:
        """Return the passages that fit a query best."""

    def document(self, name: str) -> Document:
        """Return the document called `name`. Raises UsageError."""

    def documents(self, only: Filter | None = None) -> tuple[DocumentInfo, ...]:
        """Return all documents, or those that `only` leaves, without their texts."""

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """Return the passages of a document."""

    def path_of(self, source: str) -> str:
        """Return the path of a document as a person would open it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Stretches of one document that belong together, and what in them proves."""

    document: Document
    parts: tuple[tuple[int, int], ...]
    proof: tuple[int, int] | None = None
    span: tuple[int, int] | None = None
    score: float = 0.0


def quoted(
    line: str,
    pieces: Sequence[Piece],
    path_of: Callable[[str], str],
    *,
    notes: Sequence[str] = (),
    like: Answer | None = None,
) -> Answer:
    """An answer made of pieces, numbered by their documents in the order they come.

    It has no confidence, for nothing was judged. What `like` says of the index and of what was
    searched is taken over.
    """
    numbers: dict[str, int] = {}
    documents: dict[str, Document] = {}
    evidence: list[Evidence] = []
    for piece in pieces:
        source = piece.document.source
        number = numbers.setdefault(source, len(numbers) + 1)
        documents[source] = piece.document
        evidence.append(_evidence(piece, number))
    sources = tuple(
        Source(
            number,
            documents[source].info,
            path_of(source),
            lines_of(each.line for each in evidence if each.citation == number),
            places=places_of(each.place for each in evidence if each.citation == number),
        )
        for source, number in numbers.items()
    )
    made = Answer(line, True, tuple(evidence), sources, notes=tuple(notes))
    if like is None:
        return made
    return replace(
        made,
        interpretation=like.interpretation or like.question,
        searched_documents=like.searched_documents,
        searched_passages=like.searched_passages,
        index_fingerprint=like.index_fingerprint,
    )


def _evidence(piece: Piece, number: int) -> Evidence:
    document, parts = piece.document, piece.parts
    proof = piece.proof or (parts[0][0], parts[0][1])
    return Evidence(
        citation=number,
        start=parts[0][0],
        end=parts[-1][1],
        text="\n".join(document.text[start:end] for start, end in parts),
        line=document.line(proof[0]),
        place=document.place_at(proof[0]),
        boxes=document.boxes(*proof),
        span_boxes=document.boxes(*piece.span) if piece.span else (),
        score=piece.score,
        span=piece.span,
        proof=piece.proof,
        parts=parts,
        headings=headings(document, proof[0]),
        kinds=tuple(_kind(document, start) for start, _ in parts),
    )


def headings(document: Document, offset: int) -> tuple[str, ...]:
    """The headings above an offset, outermost first."""
    number = block_at(document, offset)
    return () if number is None else document.headings(number)


def block_at(document: Document, offset: int) -> int | None:
    """The place in `document.blocks` of the block that an offset stands in."""
    for number, block in enumerate(document.blocks):
        if block.start <= offset < block.end:
            return number
    return None


def blocks_between(document: Document, start: int, end: int) -> list[Block]:
    """The blocks that reach into `text[start:end]`."""
    return [block for block in document.blocks if block.start < end and start < block.end]


def _kind(document: Document, offset: int) -> BlockKind:
    number = block_at(document, offset)
    return BlockKind.PARAGRAPH if number is None else document.blocks[number].kind


def asked_of(answer: Answer) -> str:
    """What an answer answers, as it was understood."""
    return answer.interpretation or answer.question


def document_of(engine: Engine, source: Source) -> Document | None:
    """The document that a source cites, None when it is no longer there."""
    try:
        return engine.document(source.document.source)
    except QaError:
        return None


def piece_of(evidence: Evidence, document: Document) -> Piece:
    """A piece of evidence as a piece of its document."""
    return Piece(
        document,
        evidence.stretches,
        evidence.proof,
        evidence.span,
        evidence.score,
    )


def overlaps(source: str, evidence: Evidence, seen: Sequence[tuple[str, int, int]]) -> bool:
    """Whether some of a piece is among what was seen: (source, start, end)."""
    return any(
        source == other and start < evidence.end and evidence.start < end
        for other, start, end in seen
    )
