"""Where words are printed on the pages of a document: boxes, and the bytes they are kept in.

A layout holds the words in the order of the document's text, some hundred to a chunk, so that a
quote unpacks one or two chunks, whatever the document's length:

    version  one byte, then the CRC-32 of what follows
    pages    how many; of each its number, width and height
    chunks   how many; of each where in the text it begins, and its bytes when packed
    ...      the chunks, each packed by zlib: the words of lines, in columns

Numbers are little-endian, lengths tenths of a point. Whoever reads a layout reads a stranger's:
everything is bounded.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub
from typing import NamedTuple

_VERSION = 1
TENTHS = 10  # of a point: less than half a pixel on any screen
_CHUNK = 300  # words, after which a line is the last of its chunk
_MOST_CHUNK = 1 << 20  # bytes of a chunk unpacked; one of 300 words has three thousand
_LINE = struct.Struct("<IIBHiii")  # offset, page, direction, words, start, top and bottom
_PAGE = struct.Struct("<III")
_PART = struct.Struct("<II")
_COUNT = struct.Struct("<I")
_SEAL = struct.Struct("<BI")
_NUMBERS = 4  # of a word: two bytes each
_LARGEST = 0x7FFF  # tenths of a point of a word, or from one to the next: a metre


@dataclass(frozen=True, slots=True)
class Box:
    """Where a stretch of a document's text stands on a page: `text[start:end]`, of one line.

    In points (1/72 inch) from the top left corner of the page as a viewer shows it: cut to its crop
    box and turned by its /Rotate. `width` and `height` are the page's, in the same way. A page with
    a /UserUnit is drawn that many times larger.
    """

    page: int  # from 1
    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    start: int
    end: int


class Word(NamedTuple):
    """A word, or a piece of one: `text[start:end]`, and where along its line it begins and ends.

    In tenths of a point.
    """

    start: int
    end: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Words that stand in one line of a page, in the order of the text.

    Tenths of a point along the line and across it, where the line is upright: from the top left
    corner of the page as it is shown, for `direction` 0. The other directions are 1 up, 2 to the
    left, 3 down; there (x, y) of the page is (-y, x), (-x, -y), (y, -x).
    """

    page: int  # its place among the pages
    direction: int
    top: int
    bottom: int
    words: Sequence[tuple[int, int, int, int]]  # the fields of `Word`: there are very many


def packed(pages: Sequence[tuple[int, float, float]], lines: Iterable[PrintedLine]) -> bytes:
    """The layout of pages, each a number, width and height, and of lines; empty without any lines.

    Lines that begin before the one in front of them ends are left out, and those wider than paper.
    """
    starts: list[int] = []
    chunks: list[bytes] = []
    heads: list[bytes] = []
    columns: tuple[list[int], ...] = ([], [], [], [])
    first = at = 0

    def end_chunk() -> None:
        if heads:
            numbers = [number for column in columns for number in column]
            plain = _COUNT.pack(len(heads)) + _parted(b"".join(heads), _LINE.size)
            plain += _parted(struct.pack(f"<{len(numbers)}h", *numbers), 2)
            chunks.append(zlib.compress(plain, 6))
            starts.append(first)
            heads.clear()
            for column in columns:
                column.clear()

    for line in lines:
        begins, ends, lefts, rights = zip(*line.words, strict=True)
        begin, low = begins[0], lefts[0]
        added = (  # each number from the one before
            [*map(sub, begins, (begin, *ends))],
            [*map(sub, ends, begins)],
            [*map(sub, lefts, (low, *rights))],
            [*map(sub, rights, lefts)],
        )
        if begin < at or min(map(min, (added[0], added[1], added[3]))) < 0:
            continue
        if min(added[2]) < -_LARGEST or max(len(begins), *map(max, added)) > _LARGEST:
            continue
        if not heads:
            first = begin
        size = len(begins)
        edges = low, line.top, line.bottom
        heads.append(_LINE.pack(begin, line.page, line.direction, size, *edges))
        for column, numbers in zip(columns, added, strict=True):
            column += numbers
        at = ends[-1]
        if len(columns[0]) >= _CHUNK:
            end_chunk()
    end_chunk()
    if not chunks:
        return b""
    body = b"".join(
        [
            _COUNT.pack(len(pages)),
            *(_PAGE.pack(n, round(w * TENTHS), round(h * TENTHS)) for n, w, h in pages),
            _COUNT.pack(len(chunks)),
            *(_PART.pack(start, len(chunk)) for start, chunk in zip(starts, chunks, strict=True)),
            *chunks,
        ]
    )
    return _SEAL.pack(_VERSION, zlib.crc32(body)) + body


def _parted(data: bytes, size: int) -> bytes:
    """Records of a size with the first bytes of all in front, then the second ...: packs better."""
    return b"".join(data[at::size] for at in range(size))


def _whole(data: bytes, size: int) -> bytes:
    """The records again."""
    count = len(data) // size
    made = bytearray(count * size)
    for at in range(size):
        made[at::size] = data[at * count : (at + 1) * count]
    return bytes(made)


def intact(layout: object) -> bool:
    """Whether what was read is a layout as it was written, or empty."""
    if not isinstance(layout, bytes):
        return False
    return not layout or (
        len(layout) > _SEAL.size
        and zlib.crc32(layout[_SEAL.size :]) == _SEAL.unpack_from(layout)[1]
    )


def boxes(layout: bytes, text: str, start: int, end: int) -> tuple[Box, ...]:
    """Where `text[start:end]` is printed: a box for each line of it, or each cell of a row.

    Nothing for what is printed nowhere, such as the names of columns that are repeated in a row,
    and none at all where the layout is of another version or makes no sense.
    """
    if layout[:1] != bytes([_VERSION]) or start >= end:
        return ()
    try:
        return tuple(_boxes(layout[_SEAL.size :], text, start, end))
    except (ValueError, struct.error, zlib.error, IndexError):
        return ()


def _boxes(body: bytes, text: str, start: int, end: int) -> Iterator[Box]:
    pages, starts, ends = _contents(body)
    first, last = max(bisect_right(starts, start) - 1, 0), bisect_right(starts, end - 1)
    if last - first > (end - start) // _CHUNK + 2:
        raise ValueError("more chunks than words")
    for at in range(first, last):
        plain = zlib.decompressobj().decompress(body[ends[at] : ends[at + 1]], _MOST_CHUNK)
        for page, direction, top, bottom, words in _lines(plain):
            box = _span(words, text, start, end)
            if box is None:
                continue
            left, right, begin, stop = box
            number, width, height = pages[page]
            corners = _shown(direction, left, top), _shown(direction, right, bottom)
            (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(*corners, strict=True))
            yield Box(
                number,
                width / TENTHS,
                height / TENTHS,
                x0 / TENTHS,
                y0 / TENTHS,
                x1 / TENTHS,
                y1 / TENTHS,
                begin,
                stop,
            )


def _contents(body: bytes) -> tuple[list[tuple[int, int, int]], list[int], list[int]]:
    """The pages; where in the text the chunks begin; where in the body they begin, and the end."""
    (count,) = _COUNT.unpack_from(body)
    behind = _COUNT.size + count * _PAGE.size
    pages = list(_PAGE.iter_unpack(body[_COUNT.size : behind]))
    (count,) = _COUNT.unpack_from(body, behind)
    at = behind + _COUNT.size
    behind = at + count * _PART.size
    parts = list(_PART.iter_unpack(body[at:behind]))
    if len(parts) != count:
        raise ValueError("chunks are missing")
    return (
        pages,
        [start for start, _ in parts],
        list(accumulate((n for _, n in parts), initial=behind)),
    )


def _lines(plain: bytes) -> Iterator[tuple[int, int, int, int, list[Word]]]:
    (count,) = _COUNT.unpack_from(plain)
    behind = _COUNT.size + count * _LINE.size
    heads = _LINE.iter_unpack(_whole(plain[_COUNT.size : behind], _LINE.size))
    total = (len(plain) - behind) // (2 * _NUMBERS)
    numbers = struct.unpack(f"<{_NUMBERS * total}h", _whole(plain[behind:], 2))
    gaps, lengths, jumps, widths = (
        numbers[at * total : (at + 1) * total] for at in range(_NUMBERS)
    )
    at = 0
    for begin, page, direction, size, low, top, bottom in heads:
        words = []
        end = begin
        for place in range(at, at + size):
            start = end + gaps[place]
            end = start + lengths[place]
            left = low + jumps[place]
            low = left + widths[place]
            words.append(Word(start, end, left, low))
        at += size
        yield page, direction, top, bottom, words


def _span(
    words: Sequence[Word], text: str, start: int, end: int
) -> tuple[int, int, int, int] | None:
    """From where to where in its line a stretch of text stands, and which part of it."""
    found = [
        _part(word, text, start, end) for word in words if word.start < end and word.end > start
    ]
    if not found:
        return None
    return (
        min(part.low for part in found),
        max(part.high for part in found),
        found[0].start,
        found[-1].end,
    )


def _part(word: Word, text: str, start: int, end: int) -> Word:
    """The part of a word that lies in a stretch; within a word letters count as equally wide."""
    begin, stop = max(word.start, start), min(word.end, end)
    if (begin, stop) == (word.start, word.end):
        return word
    step = (word.high - word.low) / (word.end - word.start)
    before, behind = round((begin - word.start) * step), round((word.end - stop) * step)
    if "\u0590" <= text[word.start] <= "\u08ff":  # Hebrew and Arabic, from the right
        before, behind = behind, before
    return Word(begin, stop, word.low + before, word.high - behind)


def _shown(direction: int, along: int, across: int) -> tuple[int, int]:
    """A point of an upright line where it is on the page as it is shown."""
    return ((along, across), (across, -along), (-along, -across), (-across, along))[direction]
