"""The words of a PDF's page with their places, read through PDFium."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from qa.documents.loaders.pdf_characters import SOFT_HYPHEN, given, printed

_WORD = re.compile("[^\\s\x00\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
# Where a space may be missing: before or behind a short word, before a capital, behind a comma.
_SHORT = "to|the|in|of|and|for|on|with|by|that|at|is|are|as|be|or|from|it|a|an|into|other"
_SEAM = re.compile(
    rf"(?<=[tfljirI])(?=(?:{_SHORT})(?:[,.;:]|\Z))"
    r"|(?<=[a-z,;])(?=[A-Z][a-z])|(?<=[,;:])(?=[^\W\d_])"
    r"|(?<!\w)(?:of|at|it|if|for|but|not|that|about|their|its|all|about|will)(?=[^\W\d_]{2})"
    r"|(?<=[a-z])(?<=[tf])(?=the)"
)
_MARKS = re.compile(r"(?<=\w)(?=[^\w\ufffe])|(?<=\W)(?=\w)")  # a hyphen of a line end stays
_SPACE = 0.1  # of a font's height: a wider gap is a space
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|-medi\b|medium?bold|cmbx|\bsfbx", re.IGNORECASE)
_MONO = re.compile(r"courier|mono|consol|typewriter|cmtt|sftt|menlo|terminal", re.IGNORECASE)
_BOLD_WEIGHT = 600
_FIXED_PITCH = 1  # of the flags of a font
_LARGEST_SIDE = 1e6  # points of a page, 350 metres
_READABLE = 2.0  # points: nobody reads a smaller font
FEW_TURNED = 20  # words in another direction than the page's that are a stamp or a label


class Word(NamedTuple):
    """A word on a page; points from the top left, `y` of its baseline."""

    text: str
    x0: float
    x1: float
    y: float
    size: float  # of its font, as it is shown
    bold: bool
    mono: bool
    cuts: tuple[tuple[int, float], ...] = ()  # where in it letters and marks meet, and their x


@dataclass(frozen=True, slots=True)
class Frame:
    """How words lie on a page as it is shown: their direction, and what to add to x and y.

    `direction` is that of `qa.datatypes.boxes.PrintedLine`; `width` and `height` are the page's.
    """

    width: float
    height: float
    direction: int
    right: float
    down: float


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a page in the order of the file, all upright; `top` and `bottom` are its edges.

    What is written in another direction is a page of its own with the same number.
    """

    number: int  # from 1
    top: float
    bottom: float
    words: tuple[Word, ...]
    frame: Frame | None = None  # None: nobody can be shown where they stand


def read_page(raw: Any, page: Any, number: int) -> Iterator[Page]:
    """The words of an open page, and of what is written on it in another direction.

    `raw` is `pypdfium2.raw`, `page` a handle of PDFium.
    """
    return _Reading(raw, page, number).result()


class _Reading:
    """The words of one page, each turned upright."""

    def __init__(self, raw: Any, page: Any, number: int) -> None:
        self._raw = raw
        self._page = page
        self._number = number
        self._fonts: dict[bytes, tuple[bool, bool]] = {}  # by name
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._at_flags = ctypes.byref(self._flags)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._at_x, self._at_y = ctypes.byref(self._x), ctypes.byref(self._y)

    def result(self) -> Iterator[Page]:
        raw = self._raw
        handle = raw.FPDFText_LoadPage(self._page)
        if not handle:
            return
        try:
            by_direction = self._words(handle)
        finally:
            raw.FPDFText_ClosePage(handle)
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(self._page, box)
        counts = Counter({turn: len(words) for turn, words in by_direction.items()})
        for place, (turn, count) in enumerate(counts.most_common()):
            if place and count < FEW_TURNED:
                continue
            one, other = _turned(turn, box.left, box.top), _turned(turn, box.right, box.bottom)
            left, right = sorted((one[0], other[0]))
            top, bottom = sorted((one[1], other[1]))
            inside = tuple(
                word
                for word in by_direction[turn]
                if word.size >= _READABLE
                and left < word.x1
                and word.x0 < right
                and top - word.size < word.y < bottom + word.size
            )
            if inside:
                yield Page(self._number, top, bottom, inside, self._frame(turn, box))

    def _frame(self, turn: int, box: Any) -> Frame | None:
        """How words of a direction lie on the page; `box` is what is shown of it, as stored.

        None for a page that is no paper.
        """
        raw = self._raw
        rotation = raw.FPDFPage_GetRotation(self._page) % 4  # quarters, clockwise
        direction = (turn - rotation) % 4
        # The corner of the box that is shown at the top left, where the words count from another.
        x = box.right if rotation in (2, 3) else box.left
        y = box.bottom if rotation in (1, 2) else box.top
        x, y = _turned(turn, x, y)
        width, height = raw.FPDF_GetPageWidthF(self._page), raw.FPDF_GetPageHeightF(self._page)
        if not (0 < width < _LARGEST_SIDE and 0 < height < _LARGEST_SIDE):
            return None
        return Frame(width, height, direction, -x, -y)

    def _words(self, handle: Any) -> dict[int, list[Word]]:
        raw = self._raw
        text = _text(raw, handle)
        x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
        at_x, at_y, at_box, at_matrix = map(ctypes.byref, (x, y, box, matrix))
        found: dict[int, list[Word]] = {}
        seen = set()
        like: tuple[object, ...] = ()
        turn, size = 0, 1.0
        for first, end in self._spans(handle, text):
            shown = printed(text[first:end])
            if not shown:
                continue
            raw.FPDFText_GetLooseCharBox(handle, end - 1, at_box)
            # The line of a word behind a raised number or mark (¹⁵N) is that of its letters.
            at = end - 1 if not shown[0].isalpha() and shown[-1].isalpha() else first
            raw.FPDFText_GetCharOrigin(handle, at, at_x, at_y)
            bold, mono = font = self._font(handle, at)
            if (font, box.top, box.bottom) != like:
                # Most words are like the one before, and each call costs a microsecond.
                like = (font, box.top, box.bottom)
                raw.FPDFText_GetMatrix(handle, at, at_matrix)
                turn = _turn(matrix.a, matrix.b)
                scale = (matrix.c**2 + matrix.d**2) ** 0.5
                size = raw.FPDFText_GetFontSize(handle, at) * scale or 1.0
            x0, base = _turned(turn, x.value, y.value)
            if at != first:
                raw.FPDFText_GetCharOrigin(handle, first, at_x, at_y)
                x0 = _turned(turn, x.value, y.value)[0]
            if turn == 0:
                x1, left = box.right, box.left
            else:
                left, x1 = sorted(
                    (_turned(turn, box.left, box.top)[0], _turned(turn, box.right, box.bottom)[0])
                )
            if left < x0:  # written from the right
                x0, x1 = left, max(x0, x1)
            # Fake bold is the same word printed twice, a hair apart.
            key = (shown, round(x0), round(base))
            if key in seen:
                continue
            seen.add(key)
            x1 = max(x1, x0)
            cuts: tuple[tuple[int, float], ...] = ()
            if not shown.isalnum() and len(shown) == end - first:
                cuts = self._cuts(handle, shown, first, turn, x0, x1)
            found.setdefault(turn, []).append(Word(shown, x0, x1, base, size, bold, mono, cuts))
        return found

    def _cuts(
        self, handle: Any, text: str, first: int, turn: int, x0: float, x1: float
    ) -> tuple[tuple[int, float], ...]:
        """Where in a word letters and marks meet: `"F-35,` has four such places."""
        if text[:-1].isalnum():  # most often: a mark behind it
            if text[-1] == SOFT_HYPHEN:
                return ()
            places = [len(text) - 1]
        else:
            places = [seam.start() for seam in _MARKS.finditer(text)]
        cuts: list[tuple[int, float]] = []
        before = x0
        for cut in places:
            self._raw.FPDFText_GetCharOrigin(handle, first + cut, self._at_x, self._at_y)
            place = _turned(turn, self._x.value, self._y.value)[0]
            if not before < place < x1:
                return ()  # written from the right
            cuts.append((cut, place))
            before = place
        return tuple(cuts)

    def _spans(self, handle: Any, text: str) -> Iterator[tuple[int, int]]:
        """Where the words are. PDFium misses some spaces behind narrow letters: `investin`."""
        raw = self._raw
        x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
        for match in _WORD.finditer(text):
            start, end = match.span()
            if end - start > 3:
                for seam in _SEAM.finditer(text, start, end):
                    cut = seam.end()
                    if not start < cut < end:
                        continue
                    raw.FPDFText_GetLooseCharBox(handle, cut - 1, at_box)
                    raw.FPDFText_GetCharOrigin(handle, cut, at_x, at_y)
                    height = box.top - box.bottom
                    on_line = box.bottom <= y.value <= box.top
                    if on_line and _SPACE * height < x.value - box.right < height:
                        yield start, cut
                        start = cut
            yield start, end

    def _font(self, handle: Any, at: int) -> tuple[bool, bool]:
        """Whether the character's font is bold, and whether all its characters are equally wide."""
        raw = self._raw
        raw.FPDFText_GetFontInfo(handle, at, self._name, 128, self._at_flags)
        name = self._name.value
        known = self._fonts.get(name)
        if known is None:
            shown = name.decode("utf-8", "replace")
            weight = raw.FPDFText_GetFontWeight(handle, at)
            bold = weight >= _BOLD_WEIGHT or bool(_BOLD.search(shown))
            mono = bool(self._flags.value & _FIXED_PITCH) or bool(_MONO.search(shown))
            known = self._fonts[name] = (bold, mono)
        return known


def _text(raw: Any, handle: Any) -> str:
    """The characters of a page, one for each index that PDFium knows."""
    count = raw.FPDFText_CountChars(handle)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = raw.FPDFText_GetText(handle, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return given(text)
    codes = (raw.FPDFText_GetUnicode(handle, index) for index in range(count))
    text = "".join(
        chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\x00"
        for code in codes
    )
    return given(text)


def _turn(a: float, b: float) -> int:
    """The direction in which a text runs: 0 to the right, 1 up, 2 to the left, 3 down."""
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


def _turned(turn: int, x: float, y: float) -> tuple[float, float]:
    """A point of the page where a text that runs in a direction is upright, y downwards."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[turn]
