"""What the loaders of office documents do at the end: title, author and day, the same for all."""

from __future__ import annotations

import re

from qa.datatypes import BlockKind, Document
from qa.documents.loaders.article_metadata import read_metadata
from qa.documents.loaders.builder import Builder, Piece, named_values, pairs, rows
from qa.documents.loaders.metadata import Known
from qa.documents.loaders.titles import finished, from_name
from qa.documents.loaders.tree import rehang
from qa.documents.loaders.typed_items import with_typed_items
from qa.errors import DocumentError
from qa.languages import code

_MOST_NAME = 60  # characters of the name of a column
# What programs write where a name should stand.
_NO_AUTHOR = re.compile(
    r"(?:microsoft|office|windows|user|admin|administrator|owner|author|unknown|python-\w+|openpyxl|"
    r"apache poi|xlsxwriter|libreoffice|sharepoint|(?:system|service) account|gast|benutzer|\W)\b.*"
    r"|\S{1,3}",
    re.IGNORECASE,
)


def document(
    builder: Builder,
    source: str,
    author: str = "",
    title: str = "",
    lines: bool = False,
    language: str = "",
) -> Document:
    """The finished document. Raises DocumentError if it holds no text.

    `title` beats the headings; most files say in their properties what their template was called.
    `language` is what the properties say. With `lines` the places of the builder are lines of the
    file.
    """
    text, blocks, numbers = builder.result()
    if not blocks:
        raise DocumentError("The document holds no text.")
    blocks = with_typed_items(text, blocks)
    # "Jane Doe" wrote it; "jdoe" is the name of an account.
    author = " ".join(author.split())
    named = " " in author and len(author) <= 120 and not _NO_AUTHOR.fullmatch(author)
    known = Known(title=title or None, author=author if named else None, language=code(language))
    found = read_metadata(text, blocks, source, known, articles_only=True)
    kinds = list(found.blocks)
    if found.headline is not None:
        kinds = rehang(kinds, found.headline)
    made = Document(
        source,
        found.title,
        text,
        tuple(kinds),
        lines=numbers if lines else (),
        places=tuple(builder.places),
    )
    return finished(made, found, known)


def table_document(builder: Builder, source: str) -> Document:
    """The finished document of a workbook: its file names it. DocumentError if it holds no text."""
    text, blocks, _ = builder.result()
    if not blocks:
        raise DocumentError("The workbook holds no text.")
    return Document(source, from_name(source), text, tuple(blocks), places=tuple(builder.places))


def names_columns(shown: list[list[str]]) -> bool:
    """Whether the first row of a table reads like names of columns, where nothing says so.

    A table of two columns is as often one of names and values.
    """
    if len(shown) < 3 or len(shown[0]) < 3:
        return False
    first = [" ".join(cell.split()) for cell in shown[0]]
    while first and not first[-1]:  # cells that span several count as several
        first.pop()
    return (
        len(first) > 2
        and all(first)
        and len(set(first)) == len(first)
        and all(len(cell) <= _MOST_NAME and re.search(r"[^\W\d]|[%#$€£]", cell) for cell in first)
    )


def _filled(cells: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def over_amounts(shown: list[list[str]]) -> bool:
    """Whether two columns have names above amounts: "Ingredient", "Amount"; "Onions", "2 kg"."""
    values = [any(map(str.isdigit, cells[-1])) for cells in shown]
    return (
        len(shown) > 3
        and all(len(cells) == 2 and cells[0].strip() for cells in shown)
        and not values[0]
        and all(values[1:])
    )


def add_rows(builder: Builder, shown: list[list[str]], header: bool) -> None:
    """Append a table by the texts of its cells; one of a single column is no table."""
    table = [(1, cells) for cells in shown if any(cell.strip() for cell in cells)]
    if not table:
        return
    if max(len(cells) for _, cells in table) < 2:
        for _, cells in table:
            builder.add(BlockKind.PARAGRAPH, [Piece(cells[0], 1)])
        return
    if len(table) > 2 and _filled(table[0][1]) == 1 and _filled(table[1][1]) > 1:
        caption = "".join(table[0][1]).strip()
        builder.add(BlockKind.PARAGRAPH, [Piece(caption, 1)])
        table = table[1:]
        header = names_columns([cells for _, cells in table])
    parent = builder.tree.lead()
    shown_rows = pairs(table) if not header and named_values(table) else rows(table, header)
    for place, piece in enumerate(shown_rows):
        builder.add(BlockKind.TABLE, [piece], parent, gap="\n" if place else "\n\n")
