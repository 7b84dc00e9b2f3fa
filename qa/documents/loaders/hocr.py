"""hOCR, the HTML in which tesseract gives lines and words with their places."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from qa.documents.loaders.ocr import TextLine, turned
from qa.documents.loaders.pdf_characters import clean
from qa.errors import DocumentError

_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_NUMBER = r"(-?\d{1,7}(?:\.\d{1,9})?)"
_BOX = re.compile(rf"bbox {_NUMBER} {_NUMBER} {_NUMBER} {_NUMBER}")
_BASELINE = re.compile(rf"baseline {_NUMBER} {_NUMBER}")
_SIZE = re.compile(rf"x_size {_NUMBER}")
_DESCENDERS = re.compile(rf"x_descenders {_NUMBER}")
_ANGLE = re.compile(r"textangle (90|180|270)\b")
_SURE = re.compile(r"x_wconf (\d{1,3})")
_FONT = 1.07  # size of a font for tesseract's height of a line, from ascenders to descenders
_LEAST_SURE = 40  # of 100, on the mean of a line: less is a picture of something else
_SPECK = 60  # of a word that is nothing but marks: less is dirt
_RULE = "|"  # what the rule of a table looks like to tesseract
_MOST_WORDS = 20_000  # of a page
_MOST_CHARS = 300  # of a word


def parsed(text: str, scale: float) -> list[TextLine]:
    """The lines of a page, `scale` points for a pixel; those that are no text are left out.

    Raises DocumentError, with the end of a sentence, when it is no hOCR.
    """
    parser = _Parser(scale)
    parser.feed(text)
    parser.close()
    if not parser.page:
        raise DocumentError("what tesseract gives can't be understood")
    parser.end_line()
    return parser.lines


class _Parser(HTMLParser):
    """Collects lines. Tags are not counted: a line ends where the next one begins."""

    def __init__(self, scale: float) -> None:
        super().__init__(convert_charrefs=True)
        self._scale = scale
        self.page = False
        self.lines: list[TextLine] = []
        self._line = ""  # the properties of the line
        self._angle = 0  # by which it is turned
        self._words: list[tuple[str, float, float, int]] = []  # text, edges in points, how sure
        self._word = ""  # the properties of the open word
        self._text: list[str] = []
        self._count = 0

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        kind, title = values.get("class") or "", values.get("title") or ""
        if kind == "ocr_page":
            self.page = True
        elif kind in _LINES:
            self.end_line()
            self._line = title
            angle = _ANGLE.search(title)
            self._angle = int(angle[1]) if angle else 0
        elif kind == "ocrx_word":
            self._end_word()
            self._word = title

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._end_word()

    def handle_data(self, data: str) -> None:
        if self._word:
            self._text.append(data)

    def _end_word(self) -> None:
        text = "".join(clean("".join(self._text)).split()).strip(_RULE)[:_MOST_CHARS]
        box, sure = _BOX.search(self._word), _SURE.search(self._word)
        self._word, self._text = "", []
        self._count += 1
        if not (text and box and sure) or self._count > _MOST_WORDS:
            return
        left, _, right, _ = self._edges(box)
        certain = int(sure[1])
        if right >= left and (certain >= _SPECK or any(char.isalnum() for char in text)):
            self._words.append((text, left, right, certain))

    def _edges(self, box: re.Match[str]) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a box where the line is upright, in points."""
        x0, y0, x1, y1 = (self._scale * float(value) for value in box.groups())
        if not self._angle:
            return x0, y0, x1, y1
        (left, top), (right, bottom) = (turned(self._angle, x, y) for x, y in ((x0, y0), (x1, y1)))
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)

    def end_line(self) -> None:
        """Add the line that is open, if it is one of text."""
        self._end_word()
        words, self._words = self._words, []
        line, self._line = self._line, ""
        box, size = _BOX.search(line), _SIZE.search(line)
        chars = sum(len(word[0]) for word in words)
        if not chars or not box or sum(len(w[0]) * w[3] for w in words) < _LEAST_SURE * chars:
            return
        left, top, right, bottom = self._edges(box)
        height = self._scale * float(size[1]) if size else bottom - top
        if slope := _BASELINE.search(line):  # runs from the lower left corner of the box
            bottom += self._scale * float(slope[2]) + float(slope[1]) * (right - left) / 2
        elif below := _DESCENDERS.search(line):  # of turned lines nothing more is said
            bottom -= self._scale * float(below[1])
        if height > 0:
            shown = tuple(word[:3] for word in words)
            self.lines.append(TextLine(shown, bottom, _FONT * height, self._angle))
