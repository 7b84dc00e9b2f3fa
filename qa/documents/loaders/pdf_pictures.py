"""Pages of a PDF that are pictures of text, as scanners make them: recognised, in PDF's words."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

from qa.documents.loaders.ocr import Picture, TextLine
from qa.documents.loaders.pdf_characters import unreadable
from qa.documents.loaders.pdf_words import Page
from qa.documents.loaders.recognised_words import FontSizes
from qa.documents.loaders.recogniser import Recogniser
from qa.errors import DocumentError

_DPI = 300  # that tesseract is best at
_LEAST_DPI = 60
_MOST_PIXELS = 20_000_000  # of a rendered page, as many bytes; A3 has 17 million
_MOST_SIDE = 30_000  # tesseract refuses 32,768
_MOST_SOURCE = 150_000_000  # pixels of a picture in the file, which PDFium unpacks whole
_FEW_WORDS = 5  # such as a page number or a stamp that was put on a scanned page
_MORE = 3  # times as many words that are recognised then, if they are the page's text
_COVERS = 0.6  # of the page that a picture beside them covers
_SHOWS = 0.05  # ... and on a page without any words
_OUTLINES = 50  # paths from which on they may be letters
_MOST_OBJECTS = 5_000  # of a page that are looked at
_INCHES = 1 / 72  # of a point


class PicturePages:
    """Recognises what is a picture among the pages of one PDF."""

    def __init__(self, raw: Any, recogniser: Recogniser) -> None:
        self._raw = raw
        self._recogniser = recogniser
        self._fonts = FontSizes()

    def read(self, page: Any, number: int, found: Sequence[Page]) -> Iterator[Page]:
        """The page as it was `found`, or as it was recognised if that says more."""
        words = [word for each in found for word in each.words]
        garbled = self._recogniser.usable and unreadable("".join(word.text for word in words))
        if not garbled and not self._is_picture(page, len(words)):
            yield from found
            return
        least = 1 if garbled else _MORE * len(words) + 1
        lines = self._recogniser.lines(lambda: self._rendered(page), least)
        if lines:
            yield from self._pages(page, number, lines)
        else:
            yield from found

    def _is_picture(self, page: Any, words: int) -> bool:
        """Whether a page shows a picture that may be all of its text."""
        if words >= _FEW_WORDS:
            return False
        raw = self._raw
        area = raw.FPDF_GetPageWidthF(page) * raw.FPDF_GetPageHeightF(page) or 1.0
        covered, paths = 0.0, 0
        edges = [ctypes.c_float() for _ in range(4)]
        for at in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
            each = raw.FPDFPage_GetObject(page, at)
            kind = raw.FPDFPageObj_GetType(each)
            paths += kind == raw.FPDF_PAGEOBJ_PATH
            if kind not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
                continue
            if raw.FPDFPageObj_GetBounds(each, *map(ctypes.byref, edges)):
                left, bottom, right, top = (edge.value for edge in edges)
                covered += abs((right - left) * (top - bottom)) / area
        return covered >= (_COVERS if words else _SHOWS) or (not words and paths >= _OUTLINES)

    def _rendered(self, page: Any) -> Picture:
        """The page in grey. Raises DocumentError, with the end of a sentence."""
        raw = self._raw
        self._refuse_huge(page)
        wide, high = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        if not (wide > 0 and high > 0):
            raise DocumentError("a page without a size can't be shown")
        dpi = min(
            _DPI,
            (_MOST_PIXELS / (wide * high)) ** 0.5 / _INCHES,
            _MOST_SIDE / max(wide, high) / _INCHES,
        )
        if dpi < _LEAST_DPI:
            raise DocumentError("one is too large")
        width, height = (max(int(side * dpi * _INCHES), 1) for side in (wide, high))
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            raise DocumentError("one is too large")
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            flags = raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE
            raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
            stride = raw.FPDFBitmap_GetStride(bitmap)
            pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
        rows = memoryview(pixels)
        grey = b"".join(rows[at : at + width] for at in range(0, stride * height, stride))
        return Picture(b"P5\n%d %d\n255\n" % (width, height) + grey, dpi)

    def _refuse_huge(self, page: Any) -> None:
        """Raise DocumentError when unpacking a picture of the page may take too much memory."""
        raw = self._raw
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        for at in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
            each = raw.FPDFPage_GetObject(page, at)
            if (
                raw.FPDFPageObj_GetType(each) == raw.FPDF_PAGEOBJ_IMAGE
                and raw.FPDFImageObj_GetImagePixelSize(each, wide, high)
                and wide.value * high.value > _MOST_SOURCE
            ):
                raise DocumentError("one is too large")

    def _pages(self, page: Any, number: int, lines: Sequence[TextLine]) -> Iterator[Page]:
        raw = self._raw
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, box)
        wide, high = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        corner = (box.left, -box.top)
        yield from self._fonts.pages(lines, number, (wide, high), corner, framed=True)
