"""Records, from a table or from JSON, as blocks: short ones in a line, long texts as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.datatypes import BlockKind, DateOrigin, Document, PlaceKind
from qa.documents.loaders.builder import MOST_NAMES, Builder, Piece, row
from qa.documents.loaders.titles import day_of_name, from_name
from qa.errors import DocumentError

LONG = 300  # characters of a cell that is a text of its own
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_TITLES = ("title", "headline", "subject", "question", "name")
_QUESTIONS = ("question", "front")  # of a flash card
_ANSWERS = ("answer", "response", "reply", "back")


@dataclass(frozen=True, slots=True)
class Record:
    """Cells in the order of their names, and the line of the file in which they begin."""

    names: Sequence[str]
    cells: Sequence[str]
    line: int
    number: int  # of the row, from 1; 0 where rows have none


def readable_name(name: str) -> str:
    """The name of a column as people read it: `avail_seat_km` becomes `avail seat km`."""
    return " ".join(name.replace("_", " ").split())


def add_record(builder: Builder, record: Record) -> None:
    """Append a record in its row: a line, or a section where it holds long texts.

    A question with its answer, in columns of these names, becomes one.
    """
    if record.number:
        builder.place(PlaceKind.ROW, record.number)
    names = [name.casefold() for name in record.names]
    question = _question(names, record.cells)
    if question is not None:
        asked, answered = question
        at = builder.add(
            BlockKind.QUESTION, [Piece(_flat(record.cells[asked]), record.line)], parent=-1
        )
        for part in _parts(record.cells[answered]):
            builder.add(BlockKind.PARAGRAPH, [Piece(part, record.line)], parent=at)
        rest = [cell if i not in question else "" for i, cell in enumerate(record.cells)]
        builder.add(BlockKind.TABLE, [Piece(row(record.names, rest), record.line)], parent=at)
        return
    long = [i for i, cell in enumerate(record.cells) if len(cell) > LONG]
    short = [cell if len(cell) <= LONG else "" for cell in record.cells]
    shown = row(record.names, short)
    if not long:
        gap = "\n" if builder.tree.blocks else "\n\n"
        builder.add(BlockKind.TABLE, [Piece(shown, record.line)], gap=gap)
        return
    builder.tree.enter(builder.tree.parent())  # its headings head no further record
    title = next((i for each in _TITLES for i, n in enumerate(names) if n == each and short[i]), -1)
    if title >= 0:
        builder.heading([Piece(_flat(short[title]), record.line)], 2)
        shown = row(record.names, [cell if i != title else "" for i, cell in enumerate(short)])
    builder.add(BlockKind.TABLE, [Piece(shown, record.line)])
    for at in long:
        parts = _parts(record.cells[at])
        if len(long) > 1 and at < len(record.names) and record.names[at]:
            builder.heading([Piece(record.names[at], record.line)], 3)
        for part in parts:
            builder.add(BlockKind.PARAGRAPH, [Piece(part, record.line)])
    builder.tree.leave()


def document(
    builder: Builder, source: str, title: str | None = None, empty: str = "It holds no rows."
) -> Document:
    """The document of what was built, named after its file. Raises DocumentError when empty."""
    text, blocks, lines = builder.result()
    if not text:
        raise DocumentError(empty)
    day = day_of_name(source)
    return Document(
        source=source,
        title=title or from_name(source),
        text=text,
        blocks=tuple(blocks),
        published=day,
        date_origin=DateOrigin.FILE_NAME if day else None,
        lines=lines,
        places=tuple(builder.places),
    )


def repeatable(names: Sequence[str]) -> bool:
    """Whether the names of columns are short enough to stand in every row."""
    return sum(map(len, names)) <= MOST_NAMES


def is_question(names: Sequence[str]) -> bool:
    """Whether columns of these names, in lower case, are questions with their answers."""
    return any(each in names for each in _QUESTIONS) and any(each in names for each in _ANSWERS)


def _question(names: Sequence[str], cells: Sequence[str]) -> tuple[int, int] | None:
    """The columns of a question and its answer."""
    asked = next((names.index(each) for each in _QUESTIONS if each in names), -1)
    if asked < 0:
        return None
    answered = next((names.index(each) for each in _ANSWERS if each in names), -1)
    if answered < 0 or max(asked, answered) >= len(cells):
        return None
    return (asked, answered) if cells[asked].strip() and cells[answered].strip() else None


def _parts(text: str) -> list[str]:
    return [_flat(part) for part in _PARAGRAPHS.split(text.replace("\r", "\n")) if part.strip()]


def _flat(text: str) -> str:
    return " ".join(text.split())
