"""Pieces of styled text laid out in lines that fit the terminal."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from qa.render.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.render.terminal import Look

BOLD = "1"
DIM = "2"
CITE = "36"  # cyan: the one colour
GLUE = "\u00a0"  # between a unit and its [1]: never a line break; printed as a space

_BLANK = re.compile(r"(?:\r\n|[ \t\n])+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ZERO_WIDTH_JOINER = "\u200d"


class Piece(NamedTuple):
    """A stretch of text in one style. `text` is safe to show and holds no line end."""

    text: str
    sgr: str = ""
    url: str = ""


def flow(text: str) -> str:
    """Return text of others for a line of prose: visible, each run of white space one space."""
    return visible(_BLANK.sub(" ", text))


def width_of(text: str) -> int:
    """Return the number of terminal cells a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def fill(
    pieces: Iterable[Piece], look: Look, *, first: str = "", rest: str = "", wrap: bool = True
) -> list[str]:
    """Lay pieces out in lines no wider than the look; `first` and `rest` indent them.

    A style never crosses a line end, so a line can be cut out of the output and stay whole.
    """
    pieces = [piece for piece in pieces if piece.text]
    text = "".join(piece.text for piece in pieces)
    room = max(8, look.width - max(width_of(first), width_of(rest)))
    spans = break_lines(text, room) if wrap else [(0, len(text))]
    return [
        (first if number == 0 else rest) + _paint(pieces, start, end, look)
        for number, (start, end) in enumerate(spans)
    ]


def break_lines(text: str, width: int) -> list[tuple[int, int]]:
    """Cut text into lines of at most `width` cells, at spaces or beside wide characters.

    A word longer than a line is cut where the line is full.
    """
    if len(text) <= width and text.isascii():
        return [(0, len(text))]
    lines: list[tuple[int, int]] = []
    start = column = 0
    cut: tuple[int, int] | None = None  # where this line may end, where the next would start
    at = 0
    while at < len(text):
        char = text[at]
        cells = _cells(char)
        if char == " ":
            cut = (at, at + 1)
        elif cells == 2 and at > start and text[at - 1] not in (GLUE, _ZERO_WIDTH_JOINER):
            cut = (at, at)
        if column + cells > width and at > start:
            end, after = cut if cut and cut[1] > start else (at, at)
            lines.append((start, end))
            start = at = after
            column, cut = 0, None
            continue
        column += cells
        at += 1
    if start < len(text) or not lines:
        lines.append((start, len(text)))
    return lines


def _paint(pieces: list[Piece], start: int, end: int, look: Look) -> str:
    """Return `[start, end)` of the joined pieces with their escape sequences."""
    out: list[str] = []
    offset = 0
    for piece in pieces:
        low, high = max(start - offset, 0), min(end - offset, len(piece.text))
        offset += len(piece.text)
        if low >= high:
            continue
        # The last gate: no control character passes, even if a caller forgot to make it visible.
        text = _CONTROL.sub("\ufffd", piece.text[low:high]).replace(GLUE, " ")
        if look.color and piece.sgr:
            text = f"\x1b[{piece.sgr}m{text}\x1b[0m"
        if look.links and piece.url:
            text = f"\x1b]8;;{piece.url}\x1b\\{text}\x1b]8;;\x1b\\"
        out.append(text)
    return "".join(out)


def _cells(char: str) -> int:
    if char < "\u0300":
        return 1
    # Own table lookups: rich.cells gives the same and costs 17 ms to import.
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 1
