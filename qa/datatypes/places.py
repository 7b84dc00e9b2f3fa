"""Where in a file something stands when a line says too little or nothing: page, row, second."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """What people call the parts of a file that has no lines, or more than lines."""

    PAGE = "page"  # of a PDF
    SLIDE = "slide"  # `label` is its title
    SHEET = "sheet"  # of a spreadsheet; `label` is its name
    ROW = "row"  # of a table; 1 is the first row of the file or sheet, its header counted
    MESSAGE = "message"  # of a mailbox; `label` is its subject
    CHAPTER = "chapter"  # of a book in files; `label` is its title
    SECOND = "second"  # of a recording
    CELL = "cell"  # of a notebook


# Outermost first: where a place of the first five begins, those of the last three end.
DEPTH = (
    PlaceKind.SHEET,
    PlaceKind.MESSAGE,
    PlaceKind.CHAPTER,
    PlaceKind.PAGE,
    PlaceKind.SLIDE,
    PlaceKind.ROW,
    PlaceKind.SECOND,
    PlaceKind.CELL,
)
_INNER = frozenset(DEPTH[5:])


@dataclass(frozen=True, slots=True)
class Place:
    """From `offset` of a document's text on, up to the next place of the same kind.

    Kinds are nested: SHEET, MESSAGE, CHAPTER, PAGE and SLIDE are outer ones, in this order, and
    ROW, SECOND and CELL inner ones, which end where an outer one begins. `number` counts from 1;
    for SECOND it is the seconds from the start.
    """

    offset: int
    kind: PlaceKind
    number: int
    label: str = ""

    @property
    def name(self) -> str:
        """The place as people say it: "page 3", "sheet Budget", "at 12:31"."""
        match self.kind:
            case PlaceKind.SECOND:
                minutes, seconds = divmod(self.number, 60)
                hours, minutes = divmod(minutes, 60)
                return f"at {f'{hours}:{minutes:02}' if hours else minutes}:{seconds:02}"
            case PlaceKind.MESSAGE | PlaceKind.CHAPTER if self.label:
                return f"{self.kind} {self.number}: {self.label}"
            case PlaceKind.SHEET if self.label:
                return f"{self.kind} {self.label}"
        return f"{self.kind} {self.number}"


def places_at(places: Sequence[Place], offset: int) -> tuple[Place, ...]:
    """The places that an offset stands in, outermost first; `places` ascend by offset."""
    found: dict[PlaceKind, Place] = {}
    outer = False
    for at in range(bisect_right(places, offset, key=_offset) - 1, -1, -1):
        place = places[at]
        if place.kind in found or (outer and place.kind in _INNER):
            continue
        found[place.kind] = place
        outer = outer or place.kind not in _INNER
    return tuple(found[kind] for kind in DEPTH if kind in found)


def named(places: Sequence[Place]) -> str:
    """Places of one offset in words: "sheet Budget, row 12"; empty without any."""
    return ", ".join(place.name for place in places)


def several(every: Sequence[Sequence[Place]]) -> str:
    """The places of several quotes: "sheet Budget, row 12; row 15; sheet Plan, row 2"."""
    return "; ".join(filter(None, step_names(every)))


def step_names(every: Sequence[Sequence[Place]]) -> list[str]:
    """Each of several places in words, without what it shares with the one before it."""
    texts = []
    before: Sequence[Place] = ()
    for places in every:
        shared = 0
        while shared < min(len(places) - 1, len(before)) and places[shared] == before[shared]:
            shared += 1
        texts.append(named(places[shared:]))
        before = places
    return texts


def lines_of(lines: Iterable[int | None]) -> tuple[int, ...]:
    """The lines of several quotes, ascending; those without one left out."""
    return tuple(sorted({line for line in lines if line is not None}))


def places_of(every: Iterable[tuple[Place, ...]]) -> tuple[tuple[Place, ...], ...]:
    """The places of several quotes, in the order of the document; those without any left out."""
    found: dict[str, tuple[Place, ...]] = {}
    for places in sorted({each for each in every if each}, key=lambda each: each[-1].offset):
        found.setdefault(named(places), places)
    return tuple(found.values())


def page_of(places: Sequence[Place]) -> int | None:
    """The page, of a file that has pages."""
    return next((each.number for each in places if each.kind is PlaceKind.PAGE), None)


def _offset(place: Place) -> int:
    return place.offset
