"""Rows of tables by what stands in their cells: "how many open tickets does Ben have?".

A question is one for rows only where each of its words is accounted for: by values of cells, by
names of columns, or by what the table is called. So what it counts is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qa.catalogue import pieces
from qa.catalogue.pieces import Piece
from qa.catalogue.row_conditions import (
    Condition,
    called,
    conditions_of,
    measured,
    named_in,
    names_people,
    repeats,
)
from qa.catalogue.row_measures import InBounds, InTime, added_up, is_total, total
from qa.catalogue.row_questions import RowQuestion, row_question
from qa.catalogue.showing import TITLED, cut_notes
from qa.catalogue.tables import Table, TableRow, tables_of
from qa.datatypes import Answer, Document
from qa.search.terms import stems
from qa.wording import counted


def row_list(
    question: str, documents: Iterable[Document], path_of: Callable[[str], str]
) -> Answer | None:
    """The rows in `documents` that a question asks for, counted; None where it may ask for more."""
    asked = row_question(question)
    if asked is None:
        return None
    if asked.asks < (1 if asked.of_people else 2):
        return None
    found: list[_Found] = []
    for document in documents:
        for table in tables_of(document):
            named = named_in(table, asked)
            if (measures := measured(table, asked, named)) is None:
                continue
            conditions = conditions_of(table, asked, measures)
            if conditions is None or not (conditions or measures or asked.total):
                continue
            every = (*conditions, *measures)
            rows = [row for row in table.rows if all(c.holds(row) for c in every)]
            if measures or asked.total:
                rows = [row for row in rows if not is_total(row)]
            added = added_up(table, named) if asked.total else None
            if asked.total and added is None:
                continue
            if not asked.total and not _counts_things(table, asked, conditions, rows):
                return None
            if not any(_same(table, other.table) for other in found):
                found.append(_Found(table, every, rows, added))
    if not found or len({each.table.keys for each in found}) > 1:
        return None  # of tables of different things neither is meant for sure
    shown = [_piece(each.table, row) for each in found for row in each.rows]
    notes = [_note(found, len(shown))]
    if not shown:
        return pieces.refusal(question, (), notes)
    return pieces.answer(question, shown, path_of, confidence=TITLED, notes=notes)


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of a table that fit, and by what."""

    table: Table
    conditions: tuple[Condition | InTime | InBounds, ...]
    rows: list[TableRow]
    added: str | None = None  # the column that is added up


def _same(one: Table, other: Table) -> bool:
    """Whether two tables are copies."""
    return [row.cells for row in one.rows] == [row.cells for row in other.rows]


def _counts_things(
    table: Table, asked: RowQuestion, conditions: Sequence[Condition], rows: Sequence[TableRow]
) -> bool:
    """Whether rows are what is asked for: as many as there are things, a thing in each."""
    first, *others = table.keys
    chosen_by = {condition.key for condition in conditions}
    named = {stem for key in others if key not in chosen_by for stem in stems(key)}
    meant = {stem for each in conditions for value in each.values for stem in stems(value)}
    if asked.of_people:
        of = next((key for key in table.keys if names_people(table, key)), None)
        if of is None:
            return False
    elif asked.counts and asked.head & (named - called(table) - meant):
        return False
    elif asked.head & set(stems(first)):
        of = first
    else:
        return True
    if asked.counts and repeats(row.value(of) for row in rows):
        return False
    # That one row of somebody fits, or doesn't, says nothing of the others of the same one.
    of_several = any(c.denied or (len(c.values) > 1 and " and " in asked.text) for c in conditions)
    return not (of_several and repeats(row.value(of) for row in table.rows))


def _piece(table: Table, row: TableRow) -> Piece:
    """A row, marked where it says what it is."""
    first = row.cells[0]
    marked = row.start + first.start, row.start + first.end
    return pieces.line(table.info, table.document, (row.start, row.end), marked)


def _note(found: Sequence[_Found], count: int) -> str:
    """How many rows of which tables, and by what."""
    whole = sum(len(each.table.rows) for each in found)
    titles = "” and “".join(dict.fromkeys(each.table.document.title for each in found))
    told = dict.fromkeys(condition.told() for each in found for condition in each.conditions)
    by = f": {', '.join(told)}" if told else ""
    said = [f"{count:,} of {counted(whole, 'row')} in “{titles}”{by}."]
    if (added := found[0].added) and count:
        values = [row.value(added) for each in found for row in each.rows]
        said.append(f"{added}: {total(values)} in total.")
    return " ".join([*said, *cut_notes(count)])
