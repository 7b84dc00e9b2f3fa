"""Documents and what they are made of, and which of them a question is asked."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from qa.datatypes.boxes import Box, boxes
from qa.datatypes.places import Place, places_at


class BlockKind(StrEnum):
    """What a stretch of a document is, which decides how it is cut and whether it may win."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    STEP = "step"  # an item of a numbered list, whose order matters
    TABLE = "table"  # one row, written with the names of its columns: "Plan: Plus · Price: $10"
    CODE = "code"
    QUOTE = "quote"  # somebody's words set apart
    QUESTION = "question"  # of an FAQ; what answers it hangs from it
    SIGNATURE = "signature"  # who wrote what stands above
    CONTENTS = "contents"  # an entry of a list that only names what stands elsewhere: no evidence
    META = "meta"  # byline, date line, picture credit: searchable, never an answer on its own
    BOILERPLATE = "boilerplate"  # "Reuters, the news and media division of ...": must not win


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like stretch of a document: `text[start:end]`, no blank edges.

    Blocks form a tree: `parent` is the place in `Document.blocks` of the block that this one hangs
    from, always an earlier one, -1 for none. A heading hangs from the heading above its level;
    what stands in a section from its heading; items, rows and code from the line that leads in to
    them ("Use the command:"); an item of an inner list from its outer item; an answer from its
    question. `level` is that of a heading (1 = highest) or how deep an item is nested (0 = not).
    """

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    parent: int = -1
    level: int = 0


class DateOrigin(StrEnum):
    """Where a document's day of publication was found."""

    FRONT_MATTER = "front matter"
    JSON_LD = "json-ld"
    META = "meta"  # of a page, for machines; of an Office file or a book, its properties
    ADDRESS = "address"  # of a page
    BYLINE = "byline"  # a line at the head of the text, or a day that a page shows there
    DATELINE = "dateline"  # of an agency report
    TEXT = "text"  # "Released on ..." in the notes of a version
    FILE_NAME = "file name"
    MAIL_HEADER = "mail header"
    CELL = "cell"  # of a row
    CALENDAR = "calendar"  # the day of an event, or on which something is due


@dataclass(frozen=True, slots=True)
class Document:
    """One article, page or note.

    `text` is what people read, without markup; a plain text file's is the file's own, character
    by character. `blocks` are in order and don't overlap; what lies between them is white space.
    `lines` leads from offsets to lines of the file: pairs (offset, line), ascending, the first at
    offset 0; from one pair to the next every line end in `text` is one in the file. Empty means
    that every line of `text` is one of the file, None that the file has no lines that people could
    look up (a PDF). `places` says where else in the file something stands: its page, row, message.
    `tags` and `aliases` are from the front matter. A document inside of a file that holds several
    (a message of a mailbox, a member of an archive) has that file as its `container`, and a source
    below it, as if the file were a folder: `mail/2024.mbox/message-3`, `papers.zip/2019/a.pdf`.
    """

    source: str  # path relative to the collection root, with forward slashes
    title: str
    text: str
    blocks: tuple[Block, ...]
    author: str | None = None
    agency: str | None = None
    published: date | None = None
    lines: tuple[tuple[int, int], ...] | None = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()  # ascending by offset
    container: str = ""  # source of the file that it is inside of; empty where it is a file itself
    date_origin: DateOrigin | None = None  # where `published` was found
    language: str | None = None  # BCP 47, the primary subtag: "de"; None where it is not clear
    layout: bytes = field(default=b"", repr=False)  # where words are printed (`qa.datatypes.boxes`)

    @property
    def file(self) -> str:
        """The source of the file that it was read from."""
        return self.container or self.source

    def file_of(self, path: str) -> str:
        """The path of the file to open, given the path that leads to this document."""
        return _without_inside(path, self.source, self.container)

    def line(self, offset: int) -> int | None:
        """The line of the file, from 1, in which `text[offset]` stands; None without lines."""
        if self.lines is None:
            return None
        at, line = 0, 1
        if self.lines:
            at, line = self.lines[bisect_right(self.lines, offset, key=lambda pair: pair[0]) - 1]
        return line + self.text.count("\n", at, offset)

    def place_at(self, offset: int) -> tuple[Place, ...]:
        """Where in the file `text[offset]` stands, outermost first: sheet, row. See `Place`."""
        return places_at(self.places, offset)

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Where on pages `text[start:end]` is printed, line by line; empty where nobody knows."""
        return boxes(self.layout, self.text, start, end) if self.layout else ()

    def headings(self, block: int) -> tuple[str, ...]:
        """The headings above a block, given by its place in `blocks`, outermost first."""
        path: list[str] = []
        while (block := self.blocks[block].parent) >= 0:
            above = self.blocks[block]
            if above.kind is BlockKind.HEADING:
                path.append(" ".join(self.text[above.start : above.end].split()))
        return tuple(reversed(path))

    @property
    def info(self) -> DocumentInfo:
        """The document without its text, which doesn't say when it was indexed."""
        return DocumentInfo(
            self.id,
            self.source,
            self.title,
            self.author,
            self.agency,
            self.published,
            len(self.text.split()),
            container=self.container,
            date_origin=self.date_origin,
            language=self.language,
        )

    @property
    def id(self) -> str:
        """See `document_id`: stable as long as the file stays put."""
        return document_id(self.source)

    @property
    def sha256(self) -> str:
        """Hash of `text`, by which a changed document is recognised."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def _without_inside(path: str, source: str, container: str) -> str:
    return path[: len(path) - (len(source) - len(container))] if container else path


def document_id(source: str) -> str:
    """The 32 hex digits by which a document is known: the first half of SHA-256 of its source.

    Any beginning of it that only one document of a collection has names that document.
    """
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of a document with the kind of the block it stands in."""

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences of one document: the unit of retrieval."""

    start: int
    end: int
    sentences: tuple[Sentence, ...]
    boilerplate: bool = False
    heading: str = ""  # the headings above its beginning, outermost first, parted by " › "


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not in the index, and why, in words for people."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document without its text: what a citation or a list needs."""

    id: str
    source: str
    title: str
    author: str | None
    agency: str | None
    published: date | None
    words: int
    indexed_at: str | None = field(default=None, compare=False)  # ISO 8601, UTC
    container: str = ""  # as in `Document`
    date_origin: DateOrigin | None = None
    language: str | None = None  # as in `Document`

    def file_of(self, path: str) -> str:
        """The path of the file to open, given the path that leads to this document."""
        return _without_inside(path, self.source, self.container)


_SEVERAL = ("sources", "paths", "names", "agencies", "authors", "languages")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents a question is asked of; what is left empty restricts nothing.

    A document must fit every field, and one of the values of a field. Both days are included; a
    document without a date never matches one. `paths` are patterns (`qa.store.path_patterns`);
    `names` are what people call documents, which the engine makes `sources`; `agencies` and
    `authors` match a part of the name, in whatever case; `words` is the length of the text;
    `languages` are codes (`qa.languages`).
    """

    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    paths: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    min_words: int | None = None
    max_words: int | None = None
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Make a single text, a list and a day as text what the types say.

        Of a text every letter would be a value, and the filter would silently leave nothing.
        """
        for name in _SEVERAL:
            value = getattr(self, name)
            if not isinstance(value, tuple):
                made = (value,) if isinstance(value, str) else tuple(value)
                object.__setattr__(self, name, made)
        for name in ("since", "until"):
            if isinstance(day := getattr(self, name), str):
                object.__setattr__(self, name, date.fromisoformat(day))

    def __bool__(self) -> bool:
        """Whether it restricts anything."""
        return self != Filter()


@dataclass(frozen=True, slots=True)
class Selection:
    """How many documents a filter leaves, and how many it leaves out for having no date."""

    documents: int
    undated: int

    @property
    def note(self) -> str | None:
        """A sentence on the undated ones for people, None where there are none."""
        if not self.undated:
            return None
        return f"{self.undated:,} undated document{'' if self.undated == 1 else 's'} left out."
