"""What a worker read of a file as a message: documents and passages in rows, not field by field.

A file has some hundred sentences and blocks. With the names of their fields, as `qa.serialization`
writes them, they took longer to send than their passages to cut. What comes back is checked, for a
worker may have been taken over by the file that it read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qa.datatypes import Block, BlockKind, Document, Passage, Sentence
from qa.documents.cutting import CutDocument, CutFile
from qa.serialization import from_plain, to_plain

_KINDS = {kind.value: kind for kind in BlockKind}


def to_message(file: CutFile) -> dict[str, Any]:
    """The file as plain values for JSON."""
    return {
        "file": to_plain(replace(file, documents=())),
        "documents": [_document(each.document) for each in file.documents],
        "passages": [[_passage(each) for each in cut.passages] for cut in file.documents],
    }


def from_message(plain: Any) -> CutFile:
    """The file again. Raises ValueError when `plain` can't be one."""
    try:
        documents = [
            CutDocument(_to_document(*document), tuple(_to_passage(*each) for each in passages))
            for document, passages in zip(plain["documents"], plain["passages"], strict=True)
        ]
        return replace(from_plain(CutFile, plain["file"]), documents=tuple(documents))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no file that was read: {error!r}") from error


def _document(document: Document) -> list[Any]:
    rows: list[int | str] = []
    for block in document.blocks:
        rows += (block.start, block.end, block.kind, block.parent, block.level)
    return [to_plain(replace(document, blocks=())), rows]


def _passage(passage: Passage) -> list[Any]:
    rows: list[int | str] = []
    for sentence in passage.sentences:
        rows += (sentence.start, sentence.end, sentence.kind)
    return [passage.start, passage.end, passage.boilerplate, passage.heading, rows]


def _to_document(plain: Any, rows: list[Any]) -> Document:
    starts, ends, kinds, parents, levels = (rows[at::5] for at in range(5))
    _require(int, *starts, *ends, *parents, *levels)
    known = map(_KINDS.__getitem__, kinds)
    blocks = tuple(map(Block, starts, ends, known, parents, levels))
    if 5 * len(blocks) != len(rows):
        raise ValueError("blocks that are not whole")
    return replace(from_plain(Document, plain), blocks=blocks)


def _to_passage(start: int, end: int, boilerplate: bool, heading: str, rows: list[Any]) -> Passage:
    starts, ends, kinds = (rows[at::3] for at in range(3))
    _require(int, start, end, *starts, *ends)
    _require(bool, boilerplate)
    _require(str, heading)
    sentences = tuple(map(Sentence, starts, ends, map(_KINDS.__getitem__, kinds)))
    if 3 * len(sentences) != len(rows):
        raise ValueError("sentences that are not whole")
    return Passage(start, end, sentences, boilerplate, heading)


def _require(kind: type, *values: object) -> None:
    if not set(map(type, values)) <= {kind}:
        raise TypeError(f"not all are {kind.__name__}")
