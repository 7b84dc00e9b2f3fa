"""PDF: pages read in the order of their columns, without what is printed around the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import BlockKind, Document, Place, PlaceKind
from qa.documents.loaders.article_metadata import read_metadata
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.metadata import Known
from qa.documents.loaders.pdf_characters import unreadable
from qa.documents.loaders.pdf_columns import in_order
from qa.documents.loaders.pdf_file import Bookmark, Properties, opened
from qa.documents.loaders.pdf_furniture import Sheet, without_furniture
from qa.documents.loaders.pdf_headings import Headings
from qa.documents.loaders.pdf_lines import Line, segments
from qa.documents.loaders.pdf_paragraphs import Kind, Paragraphs, Part
from qa.documents.loaders.pdf_printed import PrintedText
from qa.documents.loaders.recogniser import Recogniser
from qa.documents.loaders.titles import finished, generic
from qa.documents.loaders.tree import rehang
from qa.documents.loaders.typed_items import with_led_items
from qa.errors import DocumentError

_INDENT_STEP = 6.0  # points by which an inner item is indented more
_FOUND = 0.6  # of a title's words that stand on the first pages, if it is this document's


def load(data: bytes, source: str, recogniser: Recogniser | None = None) -> Document:
    """Make a document of a PDF's bytes; pages that are pictures go to the `recogniser`.

    Raises DocumentError if it is encrypted or damaged, Unrecognised if its pages are pictures
    without text, or their fonts don't say what they show.
    """
    recogniser = recogniser or Recogniser()
    with opened(data) as file:
        recogniser.begin(file.count)
        properties = file.properties()
        bookmarks = file.bookmarks()
        sheets = [
            Sheet(page.number, page.top, page.bottom, tuple(segments(page)))
            for page in file.pages(recogniser)
        ]
    _check_text(sheets, recogniser)
    return assembled(sheets, properties, bookmarks, source)


def assembled(
    sheets: Sequence[Sheet], properties: Properties, bookmarks: Sequence[Bookmark], source: str
) -> Document:
    """The document that is printed on pages."""
    lines: list[Line] = []
    for sheet in without_furniture(sheets):
        lines += in_order(sheet.segments, sheet.number)
    if not lines:  # a page that is nothing but a repeated line
        lines = [line for sheet in sheets for line in in_order(sheet.segments, sheet.number)]
    parts = Paragraphs(lines, bookmarks).result()
    return _Assembly(parts, properties, bookmarks).document(source)


def _check_text(sheets: Sequence[Sheet], recogniser: Recogniser) -> None:
    text = "".join(segment.text for sheet in sheets for segment in sheet.segments)
    if not any(char.isalnum() for char in text):
        if recogniser.pictures:
            raise recogniser.refusal("Its pages are pictures, no text")
        raise DocumentError("Holds no text.")
    if unreadable(text):
        raise recogniser.refusal("The fonts of its pages don't say which characters they show")


class _Assembly:
    """Parts made a document."""

    def __init__(
        self,
        parts: Sequence[Part],
        properties: Properties,
        bookmarks: Sequence[Bookmark],
    ) -> None:
        self._parts = parts
        self._properties = properties
        self._headings = Headings(parts, bookmarks)
        self._builder = Builder()
        self._printed = PrintedText()
        self._page = 0
        self._indents: list[float] = []

    def document(self, source: str) -> Document:
        for place, part in enumerate(self._parts):
            self._add(place, part)
        text, blocks, _ = self._builder.result()
        blocks = with_led_items(text, blocks)
        known = self._known()
        found = read_metadata(text, blocks, source, known, articles_only=True)
        kinds = list(found.blocks)
        if found.headline is not None:
            kinds = rehang(kinds, found.headline)
        places = tuple(sorted(self._builder.places, key=lambda each: each.offset))
        document = Document(
            source,
            found.title,
            text,
            tuple(kinds),
            lines=None,
            places=places,
            layout=self._printed.layout(),
        )
        return finished(document, found, known)

    def _add(self, place: int, part: Part) -> None:
        builder = self._builder
        if part.page != self._page:
            builder.place(PlaceKind.PAGE, part.page)
            self._page = part.page
        pieces = [Piece(part.text, 1)]
        heading = self._headings.of(place)
        if part.kind is Kind.ROW:
            at = self._row(part, pieces)
        elif part.kind in (Kind.BULLET, Kind.STEP) and not heading:
            at = self._item(part, pieces)
        elif part.kind is Kind.CODE:
            at = builder.add(BlockKind.CODE, pieces, builder.tree.before())
        elif heading:
            at = builder.heading(pieces, heading.level, soft=heading.soft)
        else:
            at = builder.add(BlockKind.PARAGRAPH, pieces)
        if part.kind not in (Kind.BULLET, Kind.STEP):
            self._indents = []
        if at < 0:
            return
        gone = len(part.text) - len(part.text.lstrip())
        self._printed.add(part.text, part.runs, builder.tree.blocks[at].start - gone)
        for offset, page in part.turns:
            start = builder.tree.blocks[at].start
            builder.places.append(Place(start + offset, PlaceKind.PAGE, page))
            self._page = page

    def _row(self, part: Part, pieces: Sequence[Piece]) -> int:
        builder = self._builder
        if not part.follows:
            self._lead = builder.tree.lead()
        return builder.add(
            BlockKind.TABLE, pieces, self._lead, gap="\n" if part.follows else "\n\n"
        )

    def _item(self, part: Part, pieces: Sequence[Piece]) -> int:
        while self._indents and part.x0 <= self._indents[-1] + _INDENT_STEP:
            if part.x0 > self._indents[-1] - _INDENT_STEP:
                break
            self._indents.pop()
        if not self._indents or part.x0 > self._indents[-1] + _INDENT_STEP:
            self._indents.append(part.x0)
        kind = BlockKind.STEP if part.kind is Kind.STEP else BlockKind.LIST_ITEM
        return self._builder.item(pieces, len(self._indents) - 1, kind)

    def _known(self) -> Known:
        """Title and author; the day on which a PDF was made is not when it was published."""
        start = " ".join(part.text for part in self._parts if part.page <= 2)[:20_000]
        words = set(re.findall(r"\w+", start.casefold()))
        title = self._properties.title
        if not _sensible(title) or not _stands_in(title, words, _FOUND):
            title = self._headings.title or ""
        author = self._properties.author
        if not _stands_in(author, words, 1.0) or len(author) > 200:
            author = ""
        return Known(title=title or None, author=author or None)


def _sensible(title: str) -> bool:
    """Whether a title in the metadata could be one, and not a file's name."""
    if len(re.findall(r"[^\W\d_]", title)) < 4 or len(title) > 300 or generic(title):
        return False
    return not re.search(r"\.\w{2,4}\Z|\AMicrosoft |\\|\A\S+\Z", title)


def _stands_in(text: str, words: set[str], share: float) -> bool:
    own = re.findall(r"\w+", text.casefold())
    return bool(own) and sum(word in words for word in own) >= share * len(own)
