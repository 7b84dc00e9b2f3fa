"""Tables and JSON files whose rows are articles: each row is a document of its own.

That is so where a column with one of the usual names for the text of something holds long texts.
What else the columns are called decides what is the title, the author, the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.datatypes import BlockKind, DateOrigin, Document, PlaceKind
from qa.documents.loaders import plain_text
from qa.documents.loaders.builder import Builder, Piece, row
from qa.documents.loaders.data.records import LONG, Record, is_question, readable_name
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.plain_outline import outline
from qa.documents.loaders.titles import from_name
from qa.languages import code

_TEXTS = (
    "text", "body", "content", "contents", "article", "article body", "article text",
    "full text", "fulltext", "story", "transcript", "speech", "post", "abstract", "review",
    "message", "description", "comment",
)  # fmt: skip
_TITLES = ("title", "headline", "subject", "heading", "name", "summary")
_AUTHORS = (
    "author", "authors", "byline", "by", "creator", "writer", "reporter", "speaker",
    "author › name", "author › login", "user › name", "user › login", "creator › name",
)  # fmt: skip
_DAYS = (
    "published", "date published", "published at", "published on", "publication date",
    "publish date", "publishdate", "pubdate", "pub date", "date", "posted", "posted at",
    "created", "created at", "timestamp",
)  # fmt: skip
_AGENCIES = ("publisher", "publication", "site name", "outlet", "source")
_LANGUAGES = ("language", "lang", "locale")
_LEAST_ROWS = 2
_MOST_NAME = 120  # characters of a name of a person or a paper
_MOST_TITLE = 300
_LOOKED_AT = 600  # characters of a long cell


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns that have a meaning, in lower case; empty where there is none."""

    text: str
    title: str
    author: str
    day: str
    agency: str
    language: str


def article_columns(rows: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Columns | None:
    """What the columns of these rows, each with its names and cells, are; None for no articles."""
    seen = [dict(zip(map(_key, names), cells, strict=False)) for names, cells in rows]
    if len(seen) < _LEAST_ROWS or not seen[0] or is_question(list(seen[0])):
        return None
    names = {name for each in seen for name in each}
    for name in _TEXTS:
        cells = [each.get(name, "") for each in seen]
        if name in names and 2 * sum(len(cell) > LONG for cell in cells) > len(cells):
            return Columns(name, *(_first(names, each) for each in _MEANINGS))
    return None


_MEANINGS = (_TITLES, _AUTHORS, _DAYS, _AGENCIES, _LANGUAGES)


def article(record: Record, columns: Columns, source: str, *, lined: bool) -> Document | None:
    """The document of a row, inside of the file `source`; None for one without a text.

    With `lined` a line end in a cell is one of the file.
    """
    keys = [_key(name) for name in record.names]
    cells: dict[str, str] = {}
    for key, cell in zip(keys, record.cells, strict=False):
        cells[key] = (
            cells.get(key) or cell
        )  # of columns with one name the first that says something
    text = plain_text.unix_lines(cells.get(columns.text, "")).strip()
    title = " ".join(cells.get(columns.title, "").split())
    title = title if len(title) <= _MOST_TITLE else ""
    if not (text or title):
        return None
    builder = Builder()
    builder.place(PlaceKind.ROW, record.number)
    builder.heading([Piece(title, record.line)], 1)
    others = [
        "" if key == columns.title or cell == cells.get(columns.text) else cell
        for key, cell in zip(keys, record.cells, strict=False)
    ]
    rest = [cell if len(cell) <= LONG else "" for cell in others]
    kind = BlockKind.META if text else BlockKind.TABLE  # where it is all that is said
    builder.add(kind, [Piece(row(record.names, rest), record.line)])
    at = keys.index(columns.text) if columns.text in keys else 0
    add_text(builder, text, _line(record, at, lined), lined=lined)
    for at, cell in enumerate(others):
        if len(cell) > LONG and _is_prose(cell) and cell not in text:
            builder.heading([Piece(readable_name(record.names[at]), record.line)], 2)
            said = plain_text.unix_lines(cell).strip()
            add_text(builder, said, _line(record, at, lined), lined=lined)
    made, blocks, lines = builder.result()
    day = front_matter_date(cells.get(columns.day, ""))
    return Document(
        source=f"{source}/row-{record.number}",
        title=title or f"{from_name(source)}, row {record.number}",
        text=made,
        blocks=tuple(blocks),
        author=_name(cells.get(columns.author, "")),
        agency=_name(cells.get(columns.agency, "")),
        published=day,
        lines=lines,
        places=tuple(builder.places),
        date_origin=DateOrigin.CELL if day else None,
        language=code(cells.get(columns.language, "")),
    )


def _line(record: Record, at: int, lined: bool) -> int:
    """The line of the file in which a cell begins."""
    return record.line + (sum(cell.count("\n") for cell in record.cells[:at]) if lined else 0)


def _is_prose(cell: str) -> bool:
    """Whether a long cell is a text, no list of numbers, no markup and no address."""
    start = cell[:_LOOKED_AT]
    letters = sum(map(str.isalpha, start))
    return 2 * letters > len(start) and "</" not in start and len(start.split()) * 12 > len(start)


def add_text(builder: Builder, text: str, line: int, *, lined: bool) -> None:
    """Append what a cell says, with its paragraphs and lists."""
    for block in outline(text, plain_text.cut(text)):
        first = line + text.count("\n", 0, block.start) if lined else line
        shown = text[block.start : block.end].split("\n")
        pieces = [
            Piece(part + "\n", first + number if lined else line)
            for number, part in enumerate(shown)
        ]
        if block.kind in (BlockKind.LIST_ITEM, BlockKind.STEP):
            builder.item(pieces, block.level, block.kind)
        elif block.kind is BlockKind.HEADING:
            builder.heading(pieces, block.level + 1, soft=True)
        else:
            builder.add(block.kind, pieces)


def _first(names: set[str], wanted: Sequence[str]) -> str:
    return next((name for name in wanted if name in names), "")


def _key(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())


def _name(text: str) -> str | None:
    name = " ".join(text.split())
    return name if 0 < len(name) <= _MOST_NAME and "://" not in name else None
