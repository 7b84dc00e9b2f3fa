"""Words of a PDF page put together: segments without large gaps, and lines of segments."""

from __future__ import annotations

import itertools
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qa.datatypes.boxes import TENTHS
from qa.documents.loaders.pdf_words import Frame, Page, Word

_SAME_LINE = 0.3  # of the font size: how far apart the baselines of one line may be
_RAISED = 0.6  # ... and that of a small raised or lowered word
_SMALL = 0.86  # of the size of the words beside it: a raised word is no larger
_GAP = 1.0  # of the font size: a larger gap ends a segment; spaces are 0.25, in narrow columns 0.8
_BACK = 0.4  # how far words of a line may overlap
_GLUED = 0.08  # a smaller gap between two words is none
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ABOVE, _BELOW = 0.85, 0.25  # of the font's size: how far letters reach from their baseline
_MOST = 1 << 30  # tenths of a point: what a broken or hostile file says beyond is nowhere
_CURRENCY = frozenset("$€£¥")
_CLOSING = frozenset((")", "%", ")%", "%)", "*", "†"))


class Printed(NamedTuple):
    """Where words stand on the page as it is shown, in tenths of points.

    `words` are four numbers for each, or for each piece of one: where in its segment's text it
    begins and ends, and where along the line. Few bytes: all of a document's are in memory.
    """

    frame: Frame
    top: int
    bottom: int
    words: array[int]


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line without a large gap between them; points from the top left."""

    text: str
    x0: float
    x1: float
    y: float  # of the baseline
    size: float
    bold: bool
    mono: bool
    first: float  # width of the first word
    order: int  # in the file
    printed: Printed | None = None  # where its words are on the page as it is shown


@dataclass(frozen=True, slots=True)
class Line:
    """Segments on one baseline within a column; `left` and `right` are the column's edges."""

    segments: tuple[Segment, ...]
    page: int
    zone: int  # lines of different zones of a page (columns, what spans them) don't share one
    left: float
    right: float
    text: str
    x0: float
    x1: float
    y: float  # of the baseline
    size: float  # of most of it
    bold: bool  # all of it is
    mono: bool  # all its characters are equally wide


def line_of(row: Sequence[Segment], page: int, zone: int, left: float, right: float) -> Line:
    """A line of segments, given from the left."""
    main = row[0] if len(row) == 1 else max(row, key=lambda segment: len(segment.text))
    return Line(
        tuple(row),
        page,
        zone,
        left,
        right,
        " ".join(segment.text for segment in row),
        row[0].x0,
        row[-1].x1,
        main.y,
        main.size,
        all(segment.bold for segment in row),
        all(segment.mono for segment in row),
    )


def segments(page: Page) -> list[Segment]:
    """The segments of a page, in the order of the file."""
    found: list[Segment] = []
    run: list[Word] = []
    for word in page.words:
        if run and not _goes_on(run, word):
            found.append(_segment(run, len(found), page.frame))
            run = []
        run.append(word)
    if run:
        found.append(_segment(run, len(found), page.frame))
    return found


def baselines(found: Iterable[Segment]) -> list[list[Segment]]:
    """Segments by the line they stand on, from the top; each line from the left."""
    rows: list[list[Segment]] = []
    heights: list[float] = []  # baseline of each row
    for segment in sorted(found, key=lambda each: each.y):
        if rows and segment.y - heights[-1] <= _SAME_LINE * max(segment.size, rows[-1][0].size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
            heights.append(segment.y)
    found_rows = []
    for row in rows:
        row.sort(key=lambda each: each.x0)
        found_rows.append(_leftwards(row) if _right_to_left(row) else _joined(row))
    return found_rows


def _right_to_left(row: Sequence[Segment]) -> bool:
    """Whether a line is written from the right, as Arabic and Hebrew are."""
    if all(segment.text.isascii() for segment in row):
        return False
    text = "".join(segment.text for segment in row)
    return len(_RIGHT_TO_LEFT.findall(text)) * 2 > sum(char.isalpha() for char in text)


def _leftwards(row: Sequence[Segment]) -> list[Segment]:
    """A line written from the right as one segment, for its words may each be one."""
    whole = row[-1]
    for segment in reversed(row[:-1]):
        whole = joined(whole, segment)
    return [whole]


def _goes_on(run: Sequence[Word], word: Word) -> bool:
    """Whether a word stands right behind the others of a segment."""
    last = run[-1]
    size = max(last.size, word.size)
    if word.text in _CURRENCY:
        return False  # of a column of figures, often right behind those of the column before
    if not -_BACK * size <= word.x0 - last.x1 <= _GAP * size:
        return False
    away = abs(word.y - last.y)
    if away <= _SAME_LINE * min(last.size, word.size):
        return True
    # Raised after the words it belongs to, or back on the line from there.
    if min(last.size, word.size) <= _SMALL * size and away <= _RAISED * size:
        return True
    return len(run) > 1 and abs(word.y - run[-2].y) <= 0.1 * size and away <= _RAISED * size


def _segment(run: Sequence[Word], order: int, frame: Frame | None) -> Segment:
    parts = [run[0].text]
    starts = [0]
    at = len(run[0].text)
    for before, word in itertools.pairwise(run):
        if word.x0 - before.x1 > _GLUED * word.size or before.text[-1:] == "\ufffe":
            parts.append(" ")
            at += 1
        parts.append(word.text)
        starts.append(at)
        at += len(word.text)
    chars: dict[float, int] = {}
    bold = mono = total = 0
    for word in run:
        length = len(word.text)
        chars[word.size] = chars.get(word.size, 0) + length
        total += length
        bold += length if word.bold else 0
        mono += length if word.mono else 0
    size = max(chars, key=lambda each: chars[each])
    main = next(word for word in run if word.size == size)
    return Segment(
        "".join(parts),
        run[0].x0,
        max(word.x1 for word in run),
        main.y,
        size,
        bold >= 0.9 * total,
        mono >= 0.9 * total,
        run[0].x1 - run[0].x0,
        order,
        _printed(run, starts, frame) if frame else None,
    )


def _printed(run: Sequence[Word], starts: Sequence[int], frame: Frame) -> Printed | None:
    """Where words are that begin at `starts` of their segment's text; None: on no paper."""
    numbers: list[int] = []
    right = frame.right
    for word, start in zip(run, starts, strict=True):
        begin, low = start, round(TENTHS * (word.x0 + right))
        for cut, x in word.cuts:
            end, high = start + cut, round(TENTHS * (x + right))
            numbers += begin, end, low, high
            begin, low = end, high
        numbers += begin, start + len(word.text), low, round(TENTHS * (word.x1 + right))
    top = min([word.y - _ABOVE * word.size for word in run])
    bottom = max([word.y + _BELOW * word.size for word in run])
    upper, lower = (round(TENTHS * (edge + frame.down)) for edge in (top, bottom))
    if max(-upper, lower, *map(abs, numbers)) > _MOST:
        return None
    return Printed(frame, upper, lower, array("i", numbers))


def _joined(row: list[Segment]) -> list[Segment]:
    """A row whose currency signs and closing marks are one with their figures."""
    found: list[Segment] = []
    for segment in row:
        if found:
            last = found[-1]
            near = segment.x0 - last.x1 <= _GAP * segment.size and segment.text not in _CURRENCY
            if last.text in _CURRENCY or segment.text in _CLOSING:
                found[-1] = joined(last, segment, " " if last.text in _CURRENCY else "")
                continue
            if near and last.y == segment.y:
                glued = segment.x0 - last.x1 <= _GLUED * segment.size
                found[-1] = joined(last, segment, "" if glued else " ")
                continue
        found.append(segment)
    return found


def narrowest_space(segment: Segment) -> float:
    """The narrowest space between words of a segment in points, 0 where none is known."""
    if segment.printed is None:
        return 0.0
    words = segment.printed.words
    spaces = [
        words[at + 6] - words[at + 3]
        for at in range(0, len(words) - 4, 4)
        if words[at + 4] > words[at + 1]  # else both are pieces of one word
    ]
    return max(min(spaces, default=0) / TENTHS, 0.0)


def joined(one: Segment, other: Segment, gap: str = " ") -> Segment:
    """Two segments as one."""
    main = one if len(one.text) >= len(other.text) else other
    return Segment(
        one.text + gap + other.text,
        min(one.x0, other.x0),
        max(one.x1, other.x1),
        main.y,
        main.size,
        one.bold and other.bold,
        one.mono and other.mono,
        one.first,
        one.order,
        _both(one.printed, other.printed, len(one.text) + len(gap)),
    )


def _both(one: Printed | None, other: Printed | None, behind: int) -> Printed | None:
    """The words of two segments as one, the other's text beginning `behind` the one's start."""
    if one is None or other is None:
        return None
    words = array("i", one.words)
    for at in range(0, len(other.words), 4):
        begin, end, low, high = other.words[at : at + 4]
        words.extend((begin + behind, end + behind, low, high))
    return Printed(one.frame, min(one.top, other.top), max(one.bottom, other.bottom), words)
