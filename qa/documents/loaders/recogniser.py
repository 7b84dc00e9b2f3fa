"""The pages of one file that are pictures: recognised within limits, and counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from qa.documents.loaders.ocr import (
    NO_PICTURES,
    OFF,
    Ocr,
    Picture,
    Pictures,
    TextLine,
    UnreadScan,
    Unrecognised,
)
from qa.documents.loaders.reasons import without_ocr
from qa.errors import DocumentError

_MOST_SECONDS = 7_200  # on the clock that the pages of one file may take together
_MOST_FAILURES = 3  # pages in a row, behind which the others are not tried


class Recogniser:
    """Recognises the pages of one file, and counts them. `alive` is called before each.

    A file may hold several documents: `begin` is called for each, `result` is of all.
    """

    def __init__(self, ocr: Ocr = OFF, alive: Callable[[], None] = lambda: None) -> None:
        self._ocr = ocr
        self._alive = alive
        self._until = 0.0
        self._failures = 0
        self.pictures = 0  # pages of the document that are some, tried or not
        self._problem = ""  # why one of them was not read
        self._pages = 0
        self._recognised = 0
        self._unread = 0
        self._reason = ""

    @property
    def usable(self) -> bool:
        """Whether pictures are recognised."""
        return self._ocr.usable

    @property
    def counted(self) -> tuple[int, int]:
        """How many pages there were so far, and how many of them are pictures not read."""
        return self._pages, self._unread

    def unread(
        self, source: str, before: tuple[int, int], refused: str = ""
    ) -> tuple[UnreadScan, ...]:
        """A document inside of the file, if most of its pages since `before` were not read.

        `before` is what was `counted` then. It always is one where it was `refused` as such, with
        this message.
        """
        pages, unread = self._pages - before[0], self._unread - before[1]
        if not refused and 2 * unread <= pages:
            return ()
        return (UnreadScan(source, refused or f"Its pages are pictures: {self._reason}.", unread),)

    def begin(self, pages: int) -> None:
        """Begin with another document, of so many pages."""
        self.pictures = 0
        self._failures = 0
        self._problem = ""
        self._pages += pages

    def left_out(self, suffix: str) -> str:
        """Why a file within another one that is a picture is not read; empty where it is.

        It is counted, so that the file which it lies in is read again when that changes.
        """
        if self.usable:
            return ""
        self.begin(1)
        self._unread += 1
        self._reason = self._ocr.problem
        return f"Is a picture: {self._reason}." if self._ocr.languages else without_ocr(suffix)

    def result(self) -> Pictures:
        """What came of all pages so far."""
        if not (self._recognised or self._unread):
            return NO_PICTURES
        return Pictures(self._pages, self._recognised, self._unread, self._reason, self._ocr.key)

    def refusal(self, message: str) -> Unrecognised:
        """The error for a document without text, which `message` says without its full stop."""
        if not (self.usable or self.pictures):
            self._unread += 1
            self._reason = self._problem = self._ocr.problem
        return Unrecognised(f"{message}: {self._problem or 'tesseract finds no text'}.")

    def lines(self, picture: Callable[[], Picture], least: int = 1) -> list[TextLine]:
        """The lines on a page, in tesseract's order; none where it is not recognised.

        With fewer words than `least` it is a picture of something else, and has none. `picture`
        makes the picture, and raises DocumentError when it can't.
        """
        from qa.documents.loaders.hocr import parsed  # 5 ms with the next, and few files need it
        from qa.documents.loaders.recognised_pages import RecognisedPages
        from qa.documents.loaders.tesseract import recognise

        self.pictures += 1
        try:
            self._check()
            self._alive()
            made = picture()
            pages = RecognisedPages(Path(self._ocr.pages)) if self._ocr.pages else None
            found = pages.find(self._ocr, made) if pages else None
            if found is None:
                scale = 72 / made.dpi if made.dpi else 1.0
                found = parsed(recognise(self._ocr, made), scale)
                if pages:
                    pages.add(self._ocr, made, found)
        except DocumentError as error:
            self._failures += 1
            self._unread += 1
            self._reason = self._problem = error.message
            return []
        self._failures = 0
        if sum(len(line.words) for line in found) < least:
            return []
        self._recognised += 1
        return found

    def _check(self) -> None:
        """Raise DocumentError when no further page is tried."""
        if not self.usable:
            raise DocumentError(self._ocr.problem)
        self._until = self._until or time.monotonic() + _MOST_SECONDS
        if time.monotonic() > self._until:
            raise DocumentError(f"tesseract takes longer than {_MOST_SECONDS // 3600} hours")
        if self._failures >= _MOST_FAILURES:
            raise DocumentError(self._reason)
