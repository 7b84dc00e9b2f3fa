"""Sections headed by what a question asks about: a term that is to be explained, two compared.

A glossary says under "Payee" what a payee is, in a sentence that need not name it; the passage
around it may begin with another term. And how two terms differ it says under each of them, nowhere
in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.answering.excerpts import merged, word_count
from qa.answering.outline import Outline, Stretch
from qa.answering.piece import Piece
from qa.answering.question_form import QuestionForm, compared_terms, defined_term
from qa.answering.rerank import ReadHit
from qa.answering.units import MOST, Unit
from qa.datatypes import BlockKind, Hit
from qa.search.terms import content_stems

_MOST_SECTIONS = 4  # that are read again, each some 10 ms of a core
_MOST_STEMS = 5  # of a heading that is a term and nothing more


def asked_terms(question: QuestionForm) -> list[frozenset[str]]:
    """The stems of each term that is to be explained or compared; none for other questions."""
    term = defined_term(question)
    named = [term] if term else [*compared_terms(question)]
    return [stems for each in named if 0 < len(stems := _stems(each)) <= _MOST_STEMS]


def with_sections(
    question: QuestionForm,
    reads: Sequence[ReadHit],
    looked_at: int,
    read: Callable[[Sequence[Hit]], list[ReadHit]],
) -> list[ReadHit]:
    """Read hits, of which only the first are looked at, with those of such sections among them.

    What the reader thinks of a passage is what it thinks of all that stands in it, so the section
    is given to `read` alone.
    """
    terms = asked_terms(question)
    sections = [part for each in reads if (part := _section(each.hit, terms))] if terms else []
    if not sections:
        return list(reads)
    alone = read(sections[:_MOST_SECTIONS])
    at = max(0, min(looked_at, len(reads)) - len(alone))
    found = sorted([*reads[:at], *alone], key=lambda each: -each.score)
    return [*found, *reads[at:]]


def side_by_side(
    question: QuestionForm, found: Sequence[Piece], made: Callable[[Unit, Piece], Piece]
) -> list[Piece]:
    """The sections of two terms that are compared, as one unit, for each document that has both."""
    terms = asked_terms(question)
    if len(terms) != 2 or terms[0] == terms[1]:
        return []
    sections: dict[str, dict[frozenset[str], Piece]] = {}
    for piece in found:
        named = _term(piece.headings[-1], terms) if piece.headings else None
        if named:
            mine = sections.setdefault(piece.info.id, {})
            known = mine.get(named)
            if known is None or piece.unit.start < known.unit.start:
                mine[named] = piece
    units = []
    for mine in sections.values():
        if len(mine) == 2:
            first, second = sorted(mine.values(), key=lambda piece: piece.unit.start)
            if unit := _both(first, second):
                units.append(made(unit, first))
    return units


def _both(first: Piece, second: Piece) -> Unit | None:
    """The units of two sections, each below its heading; None where that is too much."""
    outline = first.outline
    parts = [*_headed(outline, first.unit), *_headed(outline, second.unit)]
    if first.unit.end > second.unit.start or word_count(outline, parts) > MOST + MOST // 2:
        return None
    return Unit(merged(outline, parts), (parts[0][0], parts[-1][1]), first.unit.kind)


def _headed(outline: Outline, unit: Unit) -> list[Stretch]:
    """A unit with the heading that stands over it."""
    i = outline.heading_over(outline.at(unit.start))
    return [outline.stretch(i), *unit.parts] if i >= 0 else [*unit.parts]


def _section(hit: Hit, terms: Sequence[frozenset[str]]) -> Hit | None:
    """The section of a hit that one of the terms heads, where other sections stand beside it."""
    sentences = hit.passage.sentences
    heads = [n for n, each in enumerate(sentences) if each.kind is BlockKind.HEADING]
    for n in heads:
        if not _term(_text(hit, n), terms):
            continue
        last = next((m for m in heads if m > n + 1), len(sentences))
        own = sentences[n:last]
        if len(own) < 2 or len(own) == len(sentences):
            return None
        start, end = own[0].start, own[-1].end
        above = hit.passage.heading.rpartition(" › ")[0]
        heading = f"{above} › {_text(hit, n)}" if above else _text(hit, n)
        passage = replace(hit.passage, start=start, end=end, sentences=own, heading=heading)
        moved = hit.passage.start
        text = hit.text[start - moved : end - moved]
        # Places of its sentences are not those of the passage, so it has a number of its own.
        return replace(hit, passage=passage, text=text, passage_id=-hit.passage_id)
    return None


def _text(hit: Hit, n: int) -> str:
    sentence, start = hit.passage.sentences[n], hit.passage.start
    return hit.text[sentence.start - start : sentence.end - start].strip()


def _term(heading: str, terms: Sequence[frozenset[str]]) -> frozenset[str] | None:
    """Which of the terms a heading is; of two compared ones it may name a part: "Scheduled"."""
    named = _stems(heading)
    part = len(terms) == 2 and bool(named)
    return next((term for term in terms if named == term or (part and named < term)), None)


def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(text))
