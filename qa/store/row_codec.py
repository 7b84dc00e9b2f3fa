"""Documents and passages as rows of the store: what is written of them, and read back."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from qa.datatypes import (
    Block,
    BlockKind,
    Document,
    DocumentInfo,
    Passage,
    Sentence,
    document_id,
)
from qa.store.checksums import seal
from qa.store.file_states import FileState

INFO = "source, title, author, agency, published, words, indexed_at"
# What a seal is made of, in this order.
DOCUMENT = (
    "id, source, title, author, agency, published, words, sha256, blocks, pages,"
    " lines, tags, aliases"
)
PASSAGE = "start, end, line, boilerplate, sha256, sentences, heading"
# Columns that the first sealed version had. Those after them are left out of a seal where none
# of them says anything, so that the seals of earlier versions stay good.
_DOCUMENT_FIRST, _PASSAGE_FIRST = 10, 6
_NOTHING = ("[]", "")


def columns(document: Document, file: FileState) -> dict[str, object]:
    """What the table of documents holds of one."""
    shown: dict[str, object] = {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "author": document.author,
        "agency": document.agency,
        "published": document.published.isoformat() if document.published else None,
        "words": len(document.text.split()),
        "sha256": document.sha256,
        "blocks": json.dumps(
            [(b.start, b.end, b.kind, b.parent, b.level) for b in document.blocks]
        ),
        "pages": json.dumps(document.pages),
        "lines": json.dumps(document.lines),
        "tags": json.dumps(document.tags),
        "aliases": json.dumps(document.aliases),
    }
    return shown | {
        "seal": document_seal(tuple(shown.values())),
        "text": document.text,
        "size": file.size,
        "mtime_ns": file.mtime_ns,
        "inode": file.inode,
        "file_sha256": file.file_sha256,
        "ctime_ns": file.ctime_ns,
        "checked_ns": file.checked_ns,
        "indexed_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def document_seal(shown: Sequence[object]) -> int:
    """The seal of a document's columns `DOCUMENT`."""
    return seal(_said(shown, _DOCUMENT_FIRST))


def passage_seal(shown: Sequence[object]) -> int:
    """The seal of a passage's columns `PASSAGE`."""
    return seal(_said(shown, _PASSAGE_FIRST))


def _said(shown: Sequence[object], first: int) -> Sequence[object]:
    return shown if any(each not in _NOTHING for each in shown[first:]) else shown[:first]


def info(row: Sequence[object]) -> DocumentInfo:
    """A document without its text, of the columns `INFO`."""
    source, title, author, agency, published, words, indexed_at = row
    return DocumentInfo(
        # Not the column: earlier versions kept twelve digits, which two sources may share.
        id=document_id(str(source)),
        source=str(source),
        title=str(title),
        author=None if author is None else str(author),
        agency=None if agency is None else str(agency),
        published=date.fromisoformat(str(published)) if published else None,
        words=int(str(words)),
        indexed_at=None if indexed_at is None else str(indexed_at),
    )


def document(shown: Sequence[Any], text: str) -> Document:
    """A document, of the columns `DOCUMENT` and its text."""
    _, source, title, author, agency, published, _, _, blocks, pages, lines, tags, aliases = shown
    return Document(
        source=source,
        title=title,
        text=text,
        blocks=tuple(
            Block(start, end, BlockKind(kind), *place)
            for start, end, kind, *place in json.loads(blocks)
        ),
        author=author,
        agency=agency,
        published=date.fromisoformat(published) if published else None,
        pages=tuple(json.loads(pages)),
        lines=tuple((at, line) for at, line in json.loads(lines)),
        tags=tuple(json.loads(tags)),
        aliases=tuple(json.loads(aliases)),
    )


def line_numbers(document: Document, offsets: Iterable[int]) -> list[int]:
    """`document.line` of each offset; in one pass over the text where they ascend."""
    pairs = document.lines or ((0, 1),)
    at, line = pairs[0]
    found = []
    for offset in offsets:
        first, number = pairs[bisect_right(pairs, offset, key=lambda pair: pair[0]) - 1]
        if not first <= at <= offset:
            at, line = first, number
        line += document.text.count("\n", at, offset)
        at = offset
        found.append(line)
    return found


def passage_columns(passage: Passage, text: str, line: int) -> tuple[object, ...]:
    """What the columns `PASSAGE` hold of one; `text` is its document's."""
    return (
        passage.start,
        passage.end,
        line,
        int(passage.boilerplate),
        text_sha256(text[passage.start : passage.end]),
        json.dumps([(s.start, s.end, s.kind) for s in passage.sentences]),
        passage.heading,
    )


def passage(shown: Sequence[Any]) -> Passage:
    """A passage, of the columns `PASSAGE`."""
    start, end, _, boilerplate, _, sentences, heading = shown
    spans = tuple(Sentence(s, e, BlockKind(kind)) for s, e, kind in json.loads(sentences))
    return Passage(start, end, spans, bool(boilerplate), heading)


def text_sha256(text: str) -> str:
    """Hash by which a passage is recognised; also for text with lone surrogates."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
