"""A PDF as PDFium opens it: its pages, its outline and what it says of itself.

PDFium is not thread-safe: `opened` lets one thread in at a time, and PDFs are read in worker
processes.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from qa.documents.loaders.pdf_characters import clean
from qa.documents.loaders.pdf_pictures import PicturePages
from qa.documents.loaders.pdf_words import Page, read_page
from qa.documents.loaders.recogniser import Recogniser
from qa.errors import DocumentError

_LOCK = threading.Lock()
_MOST_BOOKMARKS = 5_000
_PASSWORD = 4  # error of PDFium: a password is wanted
_SECURITY = 5  # ... an unknown way of encrypting


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline."""

    title: str
    page: int  # from 1, 0 if it leads nowhere
    level: int  # 1 = highest


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself."""

    title: str
    author: str


def plain(text: str) -> str:
    """A heading without its number, for comparing it with the outline."""
    return " ".join(re.findall(r"\w+", re.sub(r"\A[\d.]+\s+", "", text.casefold())))


class PdfFile:
    """An open PDF. Close it by leaving `opened`."""

    def __init__(self, pdf: Any, raw: Any) -> None:
        self._pdf = pdf
        self._raw = raw

    @property
    def count(self) -> int:
        """How many pages it has."""
        return len(self._pdf)

    def properties(self) -> Properties:
        """Title and author from the file's own metadata."""
        found = self._pdf.get_metadata_dict()
        title, author = (found.get(key, "").strip("\x00 \t\r\n") for key in ("Title", "Author"))
        return Properties(title, author)

    def bookmarks(self) -> list[Bookmark]:
        """The outline in order; nothing for a broken one."""
        found = []
        for entry in self._pdf.get_toc(max_depth=10):
            target = entry.get_dest()
            index = target.get_index() if target else None
            title = " ".join(clean(entry.get_title()).split())
            found.append(Bookmark(title, (index or 0) + 1 if target else 0, entry.level + 1))
            if len(found) >= _MOST_BOOKMARKS:
                break
        return found

    def pages(self, recogniser: Recogniser) -> Iterator[Page]:
        """All pages that can be read, one after the other."""
        forms = self._pdf.get_formtype() != self._raw.FORMTYPE_NONE
        pictures = PicturePages(self._raw, recogniser)
        for index in range(self.count):
            yield from self._page(index, forms, pictures)

    def _page(self, index: int, forms: bool, pictures: PicturePages) -> Iterator[Page]:
        raw = self._raw
        page = raw.FPDF_LoadPage(self._pdf.raw, index)
        if not page:
            return  # a damaged page; the others are read
        try:
            if forms:  # writes what people filled in into the page, in memory only
                raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
                raw.FPDF_ClosePage(page)
                page = raw.FPDF_LoadPage(self._pdf.raw, index)
            if page:
                found = list(read_page(raw, page, index + 1))
                yield from pictures.read(page, index + 1, found)
        finally:
            if page:
                raw.FPDF_ClosePage(page)


@contextmanager
def opened(data: bytes) -> Iterator[PdfFile]:
    """Open a PDF. Raises DocumentError if it is encrypted or damaged."""
    import pypdfium2  # 40 ms
    import pypdfium2.raw as raw

    with _LOCK:
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise DocumentError(_cannot_open(error.err_code)) from error
        try:
            yield PdfFile(pdf, raw)
        finally:
            pdf.close()


def _cannot_open(code: int | None) -> str:
    if code == _PASSWORD:
        return "Is encrypted: it opens only with a password."
    if code == _SECURITY:
        return "Is encrypted in a way that can't be read."
    return "Can't be read: it is damaged, or no PDF."
