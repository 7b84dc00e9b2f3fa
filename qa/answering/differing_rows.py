"""Rows of two tables that tell of one thing, and say something else of it under the same name.

`Item: Kayak · Price: 32.00` in one price list and `Item: Kayak · Price: 29.00` in another. The
cells decide, not the reader: what the question names must stand in both, under the same names of
columns and in a single row of each document, for a log has many rows of one boat.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from qa.answering import stated_numbers, stated_times
from qa.answering.piece import Piece
from qa.answering.query_weights import Weights
from qa.answering.row_cells import asked
from qa.answering.statements import Statement
from qa.datatypes import BlockKind, Document, DocumentInfo
from qa.datatypes.table_rows import Cell, cells_of

_COPIES = 4  # near-copies of the best row's passage that are looked at: each is read from the store
_DOCUMENTS = 8  # others that are looked at
_MOST_VALUE = 80  # characters of what is compared
_RELEASE = re.compile(r"\d+\.\d+|(?<=[^\W\d_] )\d{1,3}$")  # or of a series: "Line 2"


def differing_rows(
    found: Sequence[Piece], weights: Weights, document_of: Callable[[DocumentInfo], Document]
) -> tuple[tuple[Statement, ...], ...]:
    """The sides of which the best unit's row is the first; none where no other row differs."""
    best = found[0]
    row = _row_at(best.document, best.best.sentence.start)
    if row is None:
        return ()
    cells = _cells(best.document, row)
    wanted, named = _asked(cells, best, weights)
    if not wanted or not named or not _only(best.document, named):
        return ()
    lacking = _lacking(best.info, best.document.text[slice(*row)], weights)
    rows = []
    for document, piece in _others(found, document_of):
        if _of_another_release(best.info.title, document.info.title):
            continue
        if other := _only(document, named):
            text = document.text[slice(*other)]
            if _lacking(document.info, text, weights) <= lacking:
                rows.append((document, piece, _cells(document, other)))
    for cell in wanted:
        sides = [[_statement(best, cell, None)]]
        for document, piece, theirs in rows:
            match = next((each for each in theirs if each.key == cell.key), None)
            if match is None or len(match.value) > _MOST_VALUE:
                continue
            said = _statement(piece or best, match, None if piece else document)
            agreeing = next((side for side in sides if _agree(side[0], said)), None)
            if agreeing is not None:
                agreeing.append(said)
            else:
                sides.append([said])
        if len(sides) > 1:
            return tuple(map(tuple, sides))
    return ()


def _row_at(document: Document, offset: int) -> tuple[int, int] | None:
    """The row of a table in which something stands."""
    place = bisect_right(document.blocks, offset, key=lambda block: block.start) - 1
    if place < 0:
        return None
    block = document.blocks[place]
    inside = offset < block.end and block.kind is BlockKind.TABLE
    return (block.start, block.end) if inside else None


def _cells(document: Document, row: tuple[int, int]) -> list[Cell]:
    """The cells of a row, with their places in the document."""
    start, end = row
    return [
        replace(cell, start=cell.start + start, end=cell.end + start)
        for cell in cells_of(document.text[start:end])
    ]


def _asked(cells: Sequence[Cell], best: Piece, weights: Weights) -> tuple[list[Cell], list[Cell]]:
    """The cells that a question asks for, best first, and those that say of what."""
    found, named = asked(weights.question, cells)
    if best.best.span and best.features.span > 0:
        start, end = (at + best.best.sentence.start for at in best.best.span)
        pointed = [cell for cell in cells if cell.start <= start and end <= cell.end]
        pointed = [c for c in pointed if c not in named and len(c.value) <= _MOST_VALUE]
        if pointed and (pointed[0] in found or not found):
            return pointed, named
    return found, named


def _only(document: Document, named: Sequence[Cell]) -> tuple[int, int] | None:
    """The row with these cells, if there is exactly one in a document."""
    found: set[tuple[int, int]] = set()
    first = max(named, key=lambda cell: len(cell.value))
    wanted = f"{first.key}: {first.value}" if first.key else first.value
    at = document.text.find(wanted)
    while at >= 0:
        row = _row_at(document, at)
        if row is not None and row not in found:
            cells = _cells(document, row)
            if all(any(each.same(cell) for each in cells) for cell in named):
                found.add(row)
                if len(found) > 1:
                    return None
        at = document.text.find(wanted, at + len(wanted))
    return found.pop() if found else None


def _others(
    found: Sequence[Piece], document_of: Callable[[DocumentInfo], Document]
) -> Iterator[tuple[Document, Piece | None]]:
    """Other documents: those of the further units, each with the unit, and near-copies."""
    best = found[0]
    units: dict[str, Piece] = {}
    for piece in found[1:]:
        if piece.info.id != best.info.id and len(units) < _DOCUMENTS:
            units.setdefault(piece.info.id, piece)
    for piece in units.values():
        yield piece.document, piece
    for info in best.best.hit.also_in[:_COPIES]:
        if info.id not in units and info.id != best.info.id:
            yield document_of(info), None


def _lacking(info: DocumentInfo, row: str, weights: Weights) -> set[str]:
    """The names and numbers of the question that neither a row nor its document's title has."""
    return set(weights.lacking_names(f"{info.title}\n{row}"))


def _of_another_release(one: str, other: str) -> bool:
    """Whether two titles name different releases, of which each has its own figures."""
    mine, theirs = set(_RELEASE.findall(one)), set(_RELEASE.findall(other))
    return bool(mine and theirs) and not mine & theirs


def _statement(piece: Piece, cell: Cell, revised: Document | None) -> Statement:
    size = len(cell.value)
    info = revised.info if revised else piece.info
    return Statement(
        piece,
        cell.start,
        cell.end,
        cell.value,
        None,
        stated_numbers.amounts(cell.value, 0, size),
        stated_times.moments(cell.value, 0, size, info.published),
        revised,
    )


def _agree(one: Statement, other: Statement) -> bool:
    """Whether two cells say the same; words of different kinds are no contradiction."""
    if one.words.casefold() == other.words.casefold():
        return True
    if one.moments and other.moments:
        return stated_times.agreement(one.moments, other.moments) is not False
    if one.amounts and other.amounts:
        return stated_numbers.agreement(one.amounts, other.amounts) is not False
    return False
