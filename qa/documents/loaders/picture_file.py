"""A file that is a picture of text: a photographed or scanned page, or a TIFF of several."""

from __future__ import annotations

import struct
from functools import partial
from statistics import median

from qa.datatypes import Document
from qa.documents.loaders.ocr import Picture, TextLine
from qa.documents.loaders.pdf import assembled
from qa.documents.loaders.pdf_file import Properties
from qa.documents.loaders.pdf_furniture import Sheet
from qa.documents.loaders.pdf_lines import segments
from qa.documents.loaders.recognised_words import FontSizes
from qa.documents.loaders.recogniser import Recogniser

_TEXT_SIZE = 10.0  # points that most of the text is given: the resolution may be any
_MOST_PAGES = 2_000


def load(data: bytes, source: str, recogniser: Recogniser) -> Document:
    """Make a document of a picture's bytes. Raises Unrecognised where no text is found."""
    count = _pages(data)
    recogniser.begin(count)
    pages = [recogniser.lines(partial(Picture, data, page=number)) for number in range(count)]
    if not any(pages):
        raise recogniser.refusal("Is a picture")
    scale = _TEXT_SIZE / median(line.size for lines in pages for line in lines)
    fonts = FontSizes()
    sheets: list[Sheet] = []
    for number, lines in enumerate(pages, start=1):
        found = [_scaled(line, scale) for line in lines]
        edges = [abs(edge) for line in found for word in line.words for edge in word[1:]]
        side = max([*edges, *(abs(line.baseline) + line.size for line in found)], default=0.0)
        sheets += (
            Sheet(number, page.top, page.bottom, tuple(segments(page)))
            for page in fonts.pages(found, number, (side, side))
        )
    return assembled(sheets, Properties("", ""), (), source)


def _scaled(line: TextLine, scale: float) -> TextLine:
    words = tuple((text, x0 * scale, x1 * scale) for text, x0, x1 in line.words)
    return TextLine(words, line.baseline * scale, line.size * scale, line.angle)


def _pages(data: bytes) -> int:
    """How many pages a picture has: several in a TIFF only, as far as its directories go."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None:
        return 1
    seen: set[int] = set()
    (at,) = struct.unpack_from(f"{order}L", data, 4) if len(data) >= 8 else (0,)
    while 0 < at <= len(data) - 6 and at not in seen and len(seen) < _MOST_PAGES:
        seen.add(at)
        (entries,) = struct.unpack_from(f"{order}H", data, at)
        behind = at + 2 + 12 * entries
        (at,) = struct.unpack_from(f"{order}L", data, behind) if behind + 4 <= len(data) else (0,)
    return max(len(seen), 1)
