"""The one table of a shared collection: rows of several kinds, so that each commit is one version.

Lance makes a change of one table atomic, and nothing that spans several. So documents, passages,
files, counts of words and the head, which says what they add up to, are rows of one table; a column
that a kind has no use for is empty and takes no room. A reader opens one version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qa.datatypes import Document, DocumentInfo, Passage
from qa.store.checksums import vector_checksum
from qa.store.file_states import FileState
from qa.store.rows import DocumentRow, InfoRow, PassageRow, inside, line_numbers

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

FORMAT = 2  # of the table; one of another is refused


class Kind(StrEnum):
    """What a row is."""

    HEAD = "head"
    DOCUMENT = "document"
    PASSAGE = "passage"
    FILE = "file"
    SKIPPED = "skipped"
    TERM = "term"


DOCUMENT_COLUMNS = tuple(f"d_{name}" for name in DocumentRow._fields if name != "source")
INFO_COLUMNS = (
    "source",
    *(f"d_{name}" for name in InfoRow._fields if name not in ("source", "indexed_at")),
    "indexed_at",
)
LAYOUT = "layout"  # of documents
FULL_COLUMNS = ("source", *DOCUMENT_COLUMNS, "text", "indexed_at", "seal", LAYOUT)
PASSAGE_COLUMNS = tuple(f"p_{name}" for name in PassageRow._fields)
STORED_COLUMNS = ("id", "source", *PASSAGE_COLUMNS, "text", "seal")
FILE_COLUMNS = ("source", "size", "mtime_ns", "inode", "file_sha256", "ctime_ns", "checked_ns")
_NUMBERS = {"d_words", "p_start", "p_end", "p_line", "p_boilerplate"}


def schema(dimension: int) -> pa.Schema:
    """The columns of the table, for vectors of `dimension` numbers."""
    import pyarrow as pa

    text, number = pa.string(), pa.int64()
    columns = [("kind", text), ("source", text), ("text", text), ("seal", number)]
    columns += [(name, number if name in _NUMBERS else text) for name in DOCUMENT_COLUMNS]
    columns += [("indexed_at", text), ("id", number), ("added", number), ("published", text)]
    columns += [(name, number if name in _NUMBERS else text) for name in PASSAGE_COLUMNS]
    columns += [("vector", pa.list_(pa.float16(), dimension)), ("vector_seal", number)]
    columns += [("body", text), ("names", text)]
    columns += [(name, text if name == "file_sha256" else number) for name in FILE_COLUMNS[1:]]
    columns += [("several", pa.bool_()), ("reason", text), ("stamp", text)]
    columns += [("term", text), ("count", number), ("head", text), (LAYOUT, pa.binary())]
    return pa.schema(columns)


def table_of(kind: Kind, columns: Mapping[str, Any], schema: pa.Schema) -> pa.Table:
    """Rows of one kind; columns that are not named are empty."""
    import pyarrow as pa

    size = len(next(iter(columns.values())))
    arrays = []
    for field in schema:
        if field.name == "kind":
            arrays.append(pa.array([kind.value] * size, pa.string()))
        elif field.name not in columns:
            arrays.append(pa.nulls(size, field.type))
        elif field.name == "vector":
            flat = pa.array(columns["vector"].reshape(-1), pa.float16())
            arrays.append(pa.FixedSizeListArray.from_arrays(flat, field.type.list_size))
        else:
            arrays.append(pa.array(columns[field.name], field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def columns_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows as columns; all have the same names."""
    return {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}


def document_row(document: Document, indexed_at: str) -> dict[str, Any]:
    """The row of a document."""
    row = DocumentRow.of(document)
    found = {f"d_{name}": value for name, value in row._asdict().items() if name != "source"}
    return {
        "source": document.source,
        **found,
        "text": document.text,
        "indexed_at": indexed_at,
        "seal": row.checksum,
        LAYOUT: document.layout or None,
    }


def passage_rows(
    document: Document, passages: Sequence[Passage], vectors: Sequence[npt.NDArray[np.float16]]
) -> list[dict[str, Any]]:
    """The rows of its passages, without their ids, words and vectors."""
    lines = line_numbers(document, (passage.start for passage in passages))
    published = document.published.isoformat() if document.published else None
    made = []
    for passage, line, vector in zip(passages, lines, vectors, strict=True):
        row = PassageRow.of(passage, document, line)
        made.append(
            {
                "source": document.source,
                "published": published,
                **{f"p_{name}": value for name, value in row._asdict().items()},
                "text": document.text[passage.start : passage.end],
                "seal": row.checksum,
                "vector_seal": vector_checksum(vector.tobytes()),
            }
        )
    return made


def file_row(file: FileState, *, several: bool) -> dict[str, Any]:
    """The row of a file; `several` says that it holds several documents."""
    return {name: getattr(file, name) for name in FILE_COLUMNS} | {"several": several}


def file_state(row: Mapping[str, Any]) -> FileState:
    """The file of a row. Raises ValueError for one that lies outside of the collection."""
    inside(row["source"])
    return FileState(**{name: row[name] for name in FILE_COLUMNS})


def info_of(row: Mapping[str, Any]) -> DocumentInfo:
    """The document of a row without its text. Raises ValueError where a column is invalid."""
    return InfoRow(*(row[_column(name)] for name in InfoRow._fields)).info()


def infos_of(rows: pa.Table) -> tuple[DocumentInfo, ...]:
    """The documents of many rows, by source. Raises ValueError where a column is invalid."""
    # By column: a dictionary for each row takes nearly twice as long.
    columns = (rows.column(_column(name)).to_pylist() for name in InfoRow._fields)
    made = (InfoRow(*row).info() for row in zip(*columns, strict=True))
    return tuple(sorted(made, key=lambda info: info.source))


def full_of(row: Mapping[str, Any]) -> tuple[DocumentRow, str]:
    """The columns of a document, and its text."""
    return DocumentRow(*(row[_column(name)] for name in DocumentRow._fields)), row["text"]


def passage_of(row: Mapping[str, Any]) -> PassageRow:
    """The columns of a passage."""
    return PassageRow(*(row[f"p_{name}"] for name in PassageRow._fields))


def labels_of(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tags and aliases of a document's row."""
    return tuple(json.loads(row["d_tags"])), tuple(json.loads(row["d_aliases"]))


def _column(name: str) -> str:
    return name if name in ("source", "indexed_at") else f"d_{name}"
