"""Documents and passages as rows of the store: what is written of them, and read back.

The fields of a row class are its columns in the order in which the checksum covers them.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from qa.datatypes import (
    Block,
    BlockKind,
    DateOrigin,
    Document,
    DocumentInfo,
    Passage,
    Place,
    PlaceKind,
    Sentence,
    document_id,
)
from qa.files import leads_outside
from qa.languages import code
from qa.store.checksums import row_checksum

# How many columns each earlier version with checksums had. Later ones are left out of a checksum
# where all of them are empty, so that the checksums of earlier versions stay valid.
_DOCUMENT_SIZES, _PASSAGE_SIZES = (10, 13, 15), (6, 7)
_EMPTY = ("[]", "")


class DocumentRow(NamedTuple):
    """What the table of documents holds of one, but for its text and its file."""

    id: str
    source: str
    title: str
    author: str | None
    agency: str | None
    published: str | None  # ISO 8601
    words: int
    sha256: str  # of the text
    blocks: str  # JSON, as are those below
    places: str  # called pages before version 6, and empty
    lines: str
    tags: str
    aliases: str
    container: str
    date_origin: str
    language: str

    @classmethod
    def of(cls, document: Document) -> DocumentRow:
        """The row of a document."""
        blocks = [(b.start, b.end, b.kind, b.parent, b.level) for b in document.blocks]
        return cls(
            id=document.id,
            source=document.source,
            title=document.title,
            author=document.author,
            agency=document.agency,
            published=document.published.isoformat() if document.published else None,
            words=len(document.text.split()),
            sha256=document.sha256,
            blocks=json.dumps(blocks),
            places=_places_json(document.places),
            lines=json.dumps(document.lines),
            tags=json.dumps(document.tags),
            aliases=json.dumps(document.aliases),
            container=document.container,
            date_origin=document.date_origin.value if document.date_origin else "",
            language=document.language or "",
        )

    @property
    def checksum(self) -> int:
        """The checksum of these columns."""
        return _checksum(self, _DOCUMENT_SIZES)

    def info(self, indexed_at: str | None) -> DocumentInfo:
        """The document without its text. Raises ValueError for an invalid date."""
        return InfoRow(
            self.source, self.title, self.author, self.agency, self.published, self.words,
            indexed_at, self.container, self.date_origin, self.language,
        ).info()  # fmt: skip

    def document(self, text: str) -> Document:
        """The document. Raises ValueError and TypeError where a column is invalid."""
        lines = json.loads(self.lines)
        return Document(
            source=inside(self.source),
            title=self.title,
            text=text,
            blocks=tuple(
                Block(start, end, BlockKind(kind), *place)  # without a place before version 4
                for start, end, kind, *place in json.loads(self.blocks)
            ),
            author=self.author,
            agency=self.agency,
            published=date.fromisoformat(self.published) if self.published else None,
            places=_places(self.places),
            lines=None if lines is None else tuple((offset, line) for offset, line in lines),
            tags=tuple(json.loads(self.tags)),
            aliases=tuple(json.loads(self.aliases)),
            container=_container(self.container, self.source),
            date_origin=DateOrigin(self.date_origin) if self.date_origin else None,
            language=code(self.language),
        )


class InfoRow(NamedTuple):
    """The columns that a list of documents needs."""

    source: str
    title: str
    author: str | None
    agency: str | None
    published: str | None
    words: int
    indexed_at: str | None
    container: str
    date_origin: str
    language: str

    def info(self) -> DocumentInfo:
        """A document without its text. Raises ValueError where a column is invalid."""
        source = inside(self.source)
        return DocumentInfo(
            # Not the column: versions up to 3 stored twelve digits, which two sources may share.
            id=document_id(source),
            source=source,
            title=str(self.title),
            author=None if self.author is None else str(self.author),
            agency=None if self.agency is None else str(self.agency),
            published=date.fromisoformat(str(self.published)) if self.published else None,
            words=int(str(self.words)),
            indexed_at=None if self.indexed_at is None else str(self.indexed_at),
            container=_container(self.container, self.source),
            date_origin=DateOrigin(self.date_origin) if self.date_origin else None,
            language=code(self.language),
        )


class PassageRow(NamedTuple):
    """What the table of passages holds of one, but for its vector."""

    start: int
    end: int
    line: int  # 0 in a file without lines
    boilerplate: int
    sha256: str  # of the text
    sentences: str  # JSON
    heading: str
    place: str  # JSON

    @classmethod
    def of(cls, passage: Passage, document: Document, line: int | None) -> PassageRow:
        """The row of a passage of a document, whose beginning stands in a line of the file."""
        text = document.text
        return cls(
            start=passage.start,
            end=passage.end,
            line=line or 0,
            boilerplate=int(passage.boilerplate),
            sha256=text_sha256(text[passage.start : passage.end]),
            sentences=_sentences_json(passage.sentences),
            heading=passage.heading,
            place=_places_json(document.place_at(passage.start)),
        )

    @property
    def checksum(self) -> int:
        """The checksum of these columns."""
        return _checksum(self, _PASSAGE_SIZES)

    def passage(self) -> Passage:
        """The passage. Raises ValueError and TypeError where a column is invalid."""
        spans = tuple(
            Sentence(start, end, BlockKind(kind)) for start, end, kind in json.loads(self.sentences)
        )
        return Passage(self.start, self.end, spans, bool(self.boilerplate), self.heading)

    def places(self) -> tuple[Place, ...]:
        """Where the passage begins. Raises ValueError and TypeError where it is invalid."""
        return _places(self.place)


def inside(source: object) -> str:
    """The source of a document, which lies in its collection. Raises ValueError."""
    if leads_outside(str(source)):
        raise ValueError("a source is outside of the collection")
    return str(source)


def _container(container: str, source: str) -> str:
    """The file that a document is inside of. Raises ValueError where its source says otherwise."""
    if container and container != source and not source.startswith(f"{container}/"):
        raise ValueError("a document is not inside of its container")
    return container


def _checksum(row: tuple[object, ...], sizes: Sequence[int]) -> int:
    for size in sizes:
        if all(each in _EMPTY for each in row[size:]):
            return row_checksum(row[:size])
    return row_checksum(row)


def _sentences_json(sentences: Sequence[Sentence]) -> str:
    """What `json.dumps` makes of their triples, which takes twice as long for so few."""
    rows = [f'[{each.start}, {each.end}, "{each.kind}"]' for each in sentences]
    return f"[{', '.join(rows)}]"


def _places_json(places: Sequence[Place]) -> str:
    if not places:  # as nearly always
        return "[]"
    return json.dumps([(each.offset, each.kind, each.number, each.label) for each in places])


def _places(text: str) -> tuple[Place, ...]:
    return tuple(
        Place(int(offset), PlaceKind(kind), int(number), str(label))
        for offset, kind, number, label in json.loads(text)
    )


def line_numbers(document: Document, offsets: Iterable[int]) -> list[int | None]:
    """`document.line` of each offset; in one pass over the text where they ascend."""
    if document.lines is None:
        return [None for _ in offsets]
    pairs = document.lines or ((0, 1),)
    at, line = pairs[0]
    found: list[int | None] = []
    for offset in offsets:
        first, number = pairs[bisect_right(pairs, offset, key=lambda pair: pair[0]) - 1]
        if not first <= at <= offset:
            at, line = first, number
        line += document.text.count("\n", at, offset)
        at = offset
        found.append(line)
    return found


def text_sha256(text: str) -> str:
    """Hash by which a passage is recognised; also for text with lone surrogates."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
