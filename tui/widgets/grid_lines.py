"""The lines of a table: cells side by side, each in exactly its width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui import glyphs

GAP = 2  # cells between columns


class Align(Enum):
    """Where a cell stands in its column, and which end of it gives way."""

    LEFT = auto()
    RIGHT = auto()
    PATH = auto()  # on the left, but its end is what tells it from others


@dataclass(frozen=True, slots=True)
class Look:
    """What all lines are drawn with."""

    width: int
    columns: tuple[tuple[int, int], ...]  # which are shown, and how wide
    plain: Style
    header: Style
    cursor: Style
    chosen: Style
    muted: Style


def line(
    cells: Sequence[str],
    align: Sequence[Align],
    look: Look,
    style: Style,
    *,
    muted: bool = False,
    chosen: bool = False,
) -> Strip:
    """One line of `look.width` cells; each of them where `align` says."""
    quiet = style + look.muted if muted else style
    mark = f"{glyphs.CHOSEN} " if chosen else "  "
    segments: list[Segment] = []
    for at, ((_, width), cell) in enumerate(zip(look.columns, cells, strict=True)):
        room = width - 2 if at == 0 else width
        shown = _fitted(cell, room, align[at])
        text = (mark if at == 0 else " " * GAP) + shown
        segments.append(Segment(text, style if at == 0 else quiet))
    return Strip(segments).adjust_cell_length(look.width, style)


def _fitted(cell: str, room: int, align: Align) -> str:
    """A text in exactly `room` cells."""
    length = cell_len(cell)
    if length > room and align is Align.PATH:
        kept = cell[-room:]
        while cell_len(kept) > room - 1:
            kept = kept[1:]
        cell = glyphs.WAITING + kept
        length = cell_len(cell)
    elif length > room:
        return set_cell_size(cell, room - 1) + glyphs.WAITING
    pad = " " * (room - length)
    return pad + cell if align is Align.RIGHT else cell + pad
