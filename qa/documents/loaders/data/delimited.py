"""CSV and TSV: each row with the names of its columns, cited by its row and line.

`csv.Sniffer` was left: its regular expressions take quadratic time on hostile files, and it takes
letters for delimiters. Here the delimiter is the one that cuts most lines into equally many cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from qa.datatypes import BlockKind, Document, PlaceKind, Skipped
from qa.documents.loaders import plain_text
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.data import cards
from qa.documents.loaders.data.articles import Columns, article, article_columns
from qa.documents.loaders.data.day_columns import orders, with_days
from qa.documents.loaders.data.records import (
    Record,
    add_record,
    document,
    readable_name,
    repeatable,
)
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.parts import Parts

_DELIMITERS = ",\t;|"
_SAMPLE = 64 << 10  # characters in which delimiter and header are looked for
_SAMPLE_ROWS = 200
_SHARE = 0.6  # of the rows that have equally many cells, in a table
_MOST_CELL = 16 << 20  # characters
_MOST_CELLS = 1_000  # of a row; wider ones are measurements, not text
_MAX_NAME = 120  # characters of the name of a column
_PREAMBLE = 20  # rows that may stand above the header
_VALUE = re.compile(
    r"[-+(]?[$€£¥]?\s?[\d.,' ]*\d[\d.,']*\s?(?:%|[kKmMbB]n?)?\)?"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ][\d:.+Z-]*)?"
    r"|(?i:true|false|yes|no|n/?a|null|none)"
)

Row = tuple[int, list[str]]  # the line in which it begins, and its cells


def load(data: bytes, source: str) -> Document | Parts:
    """Make a document of a table in text, or one of each row where rows are articles.

    A file that is no table is read as plain text.
    """
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    start = 0
    delimiter = ""
    if match := re.match(r"sep=(.)\n", text):  # Excel's own line
        delimiter, start = match[1], 1
    csv.field_size_limit(_MOST_CELL)
    try:
        if cards.is_export(text):
            return cards.load(text, source)
        delimiter = delimiter or _delimiter(text)
        if not delimiter:
            return plain_text.load(data, source)
        return _document(islice(_rows(text, delimiter), start, None), source, first=start + 1)
    except csv.Error:
        return plain_text.load(data, source)


def _document(rows: Iterator[Row], source: str, first: int) -> Document | Parts:
    sample = list(islice(rows, _SAMPLE_ROWS))
    cut = [cells for _, cells in sample]
    header = _header(cut, _width(cut))
    names: list[str] = []
    if header is not None and len(sample) > header + 1 and repeatable(cut[header]):
        names = [readable_name(cell) for cell in cut[header]]
    order = orders(cut if header is None else cut[header + 1 :])
    every_row = ((line, with_days(cells, order)) for line, cells in chain(sample, rows))
    numbered = enumerate(every_row, first)
    if names and header is not None:
        columns = article_columns((names, cells) for cells in cut[header + 1 :] if any(cells))
        if columns:
            return Parts(_articles(islice(numbered, header + 1, None), names, columns, source))
    builder = Builder()
    widest = 0
    for number, (line, every) in numbered:
        cells = every
        if len(every) > _MOST_CELLS:
            filled = [place for place, cell in enumerate(every) if cell]
            cells = every[: filled[:_MOST_CELLS][-1] + 1] if filled else []
            widest = max(widest, len(filled))
        at = number - first
        if header is not None and at < header:
            builder.place(PlaceKind.ROW, number)
            builder.add(BlockKind.PARAGRAPH, [Piece(" ".join(filter(None, cells)), line)])
        elif at == header and names:
            continue
        elif any(cell.strip() for cell in cells):
            add_record(builder, Record(names, cells, line, number))
    made = document(builder, source)
    if widest <= _MOST_CELLS:
        return made
    reason = f"Not read: a row has {widest:,} cells, and {_MOST_CELLS:,} of one are read."
    return Parts(iter([made, Skipped("cells-left-out", reason)]))


def _articles(
    rows: Iterator[tuple[int, Row]], names: Sequence[str], columns: Columns, source: str
) -> Iterator[Document]:
    for number, (line, cells) in rows:
        record = Record(names, cells, line, number)
        if found := article(record, columns, source, lined=True):
            yield found


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    for cells in reader:
        yield before + 1, [cell.strip() for cell in cells]
        before = reader.line_num


def _delimiter(text: str) -> str:
    """What parts the cells; empty where nothing does."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, found = 0.0, ""
    for each in _DELIMITERS:
        if each not in sample:
            continue
        try:
            rows = [cells for _, cells in _rows(sample, each)][:_SAMPLE_ROWS]
        except csv.Error:
            continue
        rows = [cells for cells in rows if any(cells)]
        width = _width(rows)
        if width < 2:
            continue
        share = sum(len(cells) == width for cells in rows) / len(rows)
        # Of two that fit equally the one that makes more cells; prose has commas, and few.
        score = share + min(width, 20) / 1000
        if share >= _SHARE and score > best:
            best, found = score, each
    return found


def _width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have."""
    counts = Counter(len(cells) for cells in rows if any(cells))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _header(rows: Sequence[Sequence[str]], width: int) -> int | None:
    """The row that names the columns, the first full one if no cell of it is a value."""
    for at, cells in enumerate(rows[:_PREAMBLE]):
        filled = [cell for cell in cells if cell]
        if len(cells) < width or len(filled) * 2 < width:
            continue
        named = all(len(cell) <= _MAX_NAME and not _VALUE.fullmatch(cell) for cell in filled)
        return at if named and _told_apart(filled, rows[at + 1 :]) else None
    return None


def _told_apart(names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row can name columns: no two alike, or such as stand in no other row.

    An issue tracker has a column `Comment` for each comment.
    """
    again = {name for name, count in Counter(names).items() if count > 1}
    return not again or (
        len(set(names)) > 2 and not any(cell in again for cells in below for cell in cells)
    )
