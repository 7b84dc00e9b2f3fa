"""The answers to questions that were asked at once, as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from qa.conversation.quoting import asked_of
from qa.datatypes import Answer, Evidence, Source
from qa.datatypes.places import lines_of, places_of

_Piece = tuple[Source, Evidence]


def joined(
    line: str, parts: Sequence[str], answers: Sequence[Answer], whole: Answer | None, top: int
) -> Answer:
    """One answer of those to the `parts` of a line, at least one of which is answered.

    The best evidence for each part comes first, in their order, then what else there is, in turns:
    at most `top` pieces, but one for each part, and all of a list that says how many there are.
    `whole` answers the line as it was typed; all of it stands in for a part that has no answer,
    which a note names.
    """
    answered = [answer for answer in answers if answer.answered]
    leading = [
        piece
        for answer in answered
        for piece in (_pieces(answer) if answer.said else _pieces(answer)[:1])
    ]
    given, others = answered, answered
    if whole is not None and whole.answered:
        given, others = [*answered, whole], [whole]
    notes = [note for answer in given for note in answer.notes]
    for part, answer in zip(parts, answers, strict=True):
        if not answer.answered:
            notes.append(f"No clear answer was found to “{part}”.")
    room = max(top, len(given), len(leading))
    pieces = _distinct([*leading, *_in_turns([_pieces(each) for each in others])])[:room]
    least = min(given, key=lambda answer: 1.0 if answer.confidence is None else answer.confidence)
    sources, evidence = _numbered(pieces)
    return replace(
        given[0],
        question=line,
        interpretation=_taken_as(parts, answers),
        evidence=evidence,
        sources=sources,
        confidence=least.confidence,
        strength=least.strength,
        missing_terms=tuple(
            dict.fromkeys(term for answer in answers for term in answer.missing_terms)
        ),
        corrections=tuple(dict.fromkeys(pair for answer in answers for pair in answer.corrections)),
        notes=tuple(dict.fromkeys(notes)),
        said=tuple(dict.fromkeys(note for answer in given for note in answer.said)),
        differing=next((answer.differing for answer in given if answer.differing), ()),
        timings=(),
        receipt=None,
    )


def _taken_as(parts: Sequence[str], answers: Sequence[Answer]) -> str | None:
    """The questions as they were asked, where they are others than were typed."""
    asked = [asked_of(answer) for answer in answers]
    if all(part == question for part, question in zip(parts, asked, strict=True)):
        return None
    return " ".join(f"{question.rstrip('?! ')}?" for question in asked)


def _pieces(answer: Answer) -> list[_Piece]:
    by_number = {source.number: source for source in answer.sources}
    return [(by_number[piece.citation], piece) for piece in answer.evidence]


def _in_turns(columns: Sequence[Sequence[_Piece]]) -> Iterator[_Piece]:
    """The first of each column, then the second, and so on."""
    return (piece for piece in chain.from_iterable(zip_longest(*columns)) if piece is not None)


def _distinct(pieces: Iterable[_Piece]) -> list[_Piece]:
    """The pieces without those that lie in one that came before."""
    seen: list[tuple[str, int, int]] = []
    kept: list[_Piece] = []
    for source, piece in pieces:
        place = (source.document.source, piece.start, piece.end)
        if not any(_within(place, other) for other in seen):
            seen.append(place)
            kept.append((source, piece))
    return kept


def _within(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    return one[0] == other[0] and other[1] <= one[1] and one[2] <= other[2]


def _numbered(pieces: Sequence[_Piece]) -> tuple[tuple[Source, ...], tuple[Evidence, ...]]:
    """The pieces with their sources numbered in the order they come."""
    numbers: dict[str, int] = {}
    first: dict[int, Source] = {}
    evidence = []
    for source, piece in pieces:
        number = numbers.setdefault(source.document.source, len(numbers) + 1)
        first.setdefault(number, source)
        evidence.append(replace(piece, citation=number))
    sources = tuple(
        replace(
            source,
            number=number,
            lines=lines_of(each.line for each in evidence if each.citation == number),
            places=places_of(each.place for each in evidence if each.citation == number),
        )
        for number, source in first.items()
    )
    return sources, tuple(evidence)
