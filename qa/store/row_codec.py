"""Documents and passages as rows of the store: what is written of them, and read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from qa.datatypes import Block, BlockKind, Document, DocumentInfo, Passage, Sentence
from qa.store.checksums import seal
from qa.store.file_states import FileState

INFO = "id, source, title, author, agency, published, words, indexed_at"
# What a seal is made of, in this order.
DOCUMENT = "id, source, title, author, agency, published, words, sha256, blocks, pages"
PASSAGE = "start, end, line, boilerplate, sha256, sentences"


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
        "blocks": json.dumps([(b.start, b.end, b.kind) for b in document.blocks]),
        "pages": json.dumps(document.pages),
    }
    return shown | {
        "seal": seal(tuple(shown.values())),
        "text": document.text,
        "size": file.size,
        "mtime_ns": file.mtime_ns,
        "inode": file.inode,
        "file_sha256": file.file_sha256,
        "ctime_ns": file.ctime_ns,
        "checked_ns": file.checked_ns,
        "indexed_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def info(row: Sequence[object]) -> DocumentInfo:
    """A document without its text, of the columns `INFO`."""
    identifier, source, title, author, agency, published, words, indexed_at = row
    return DocumentInfo(
        id=str(identifier),
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
    _, source, title, author, agency, published, _, _, blocks, pages = shown
    return Document(
        source=source,
        title=title,
        text=text,
        blocks=tuple(Block(start, end, BlockKind(kind)) for start, end, kind in json.loads(blocks)),
        author=author,
        agency=agency,
        published=date.fromisoformat(published) if published else None,
        pages=tuple(json.loads(pages)),
    )


def passage_columns(passage: Passage, text: str, line: int) -> tuple[object, ...]:
    """What the columns `PASSAGE` hold of one; `text` is its document's."""
    return (
        passage.start,
        passage.end,
        line,
        int(passage.boilerplate),
        text_sha256(text[passage.start : passage.end]),
        json.dumps([(s.start, s.end, s.kind) for s in passage.sentences]),
    )


def passage(shown: Sequence[Any]) -> Passage:
    """A passage, of the columns `PASSAGE`."""
    start, end, _, boilerplate, _, sentences = shown
    spans = tuple(Sentence(s, e, BlockKind(kind)) for s, e, kind in json.loads(sentences))
    return Passage(start, end, spans, bool(boilerplate))


def text_sha256(text: str) -> str:
    """Hash by which a passage is recognised; also for text with lone surrogates."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
