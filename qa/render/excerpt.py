"""Documents as lines, numbered as in the file, not as in the text without markup.

Where a file has no lines that people could look up, its pages, slides or rows are named instead.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from qa.datatypes.places import DEPTH, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.datatypes import Box, Document, PlaceKind

_LINE_END = re.compile(r"\r?\n")


class NumberedLine(NamedTuple):
    """A line of a document's text, its line end removed."""

    number: int | None  # of the line in the file where it starts; None in one without lines
    text: str
    wanted: bool  # it was asked for
    after_gap: bool  # lines before it are left out
    place: str = ""  # the page, row ... that begins with it, in a file without lines
    boxes: tuple[Box, ...] = ()  # on its page, where it was asked for and these are known


def excerpt(document: Document, lines: Sequence[int], context: int) -> list[NumberedLine]:
    """Return all lines of a document, or those `lines` of the file and `context` around each.

    What stands in a line of the file that has no line of its own in the text is in the one before.
    Of a file without lines `lines` are numbers of its innermost places, such as pages.
    """
    if document.lines is None:
        return _placed(document, lines, context)
    every = numbered_lines(document)
    if not lines:
        return [NumberedLine(number, text, False, False) for number, text in every]
    numbers = [number for number, _ in every]
    firsts = [numbers[max(0, bisect_right(numbers, line) - 1)] for line in lines]
    # A long line of the file is several of the text.
    wanted = {
        at
        for number in firsts
        for at in range(bisect_left(numbers, number), bisect_right(numbers, number))
    }
    shown = _around(wanted, context, len(every))
    return [
        NumberedLine(*every[at], at in wanted, at > 0 and at - 1 not in shown)
        for at in sorted(shown)
    ]


def _around(wanted: set[int], context: int, count: int) -> set[int]:
    return {
        near for at in wanted for near in range(max(0, at - context), min(count, at + context + 1))
    }


def _placed(document: Document, numbers: Sequence[int], context: int) -> list[NumberedLine]:
    """The lines of a text whose file has none, with the places that begin there."""
    text, places = document.text, document.places
    kind = innermost(document)
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    if len(starts) > 1 and starts[-1] == len(text):
        starts.pop()
    lines: list[str] = []
    names: list[str] = []
    wanted = set()
    passed, number = 0, None
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(text)
        first = passed
        while passed < len(places) and places[passed].offset < end:
            place = places[passed]
            number = place.number if place.kind is kind else number
            passed += 1
        lines.append(text[start:end].rstrip("\r\n"))
        names.append(named(places[first:passed]))
        if number in numbers and lines[-1].strip():
            wanted.add(at)
    shown = _around(wanted, context, len(lines)) if numbers else set(range(len(lines)))
    return [
        NumberedLine(
            None,
            lines[at],
            at in wanted,
            at > 0 and at - 1 not in shown,
            names[at],
            document.boxes(starts[at], starts[at] + len(lines[at])) if at in wanted else (),
        )
        for at in sorted(shown)
    ]


def innermost(document: Document) -> PlaceKind | None:
    """The kind of a document's innermost places, None when it has none."""
    return max((place.kind for place in document.places), key=DEPTH.index, default=None)


def numbered_lines(document: Document) -> list[tuple[int, str]]:
    """Return the lines of a document's text, each with the number of its line in the file.

    For documents with lines only.
    """
    text, anchors = document.text, document.lines or ((0, 1),)
    lines: list[tuple[int, str]] = []
    start, passed = 0, 0
    number = 0
    for end in (*_LINE_END.finditer(text), None):
        stop = end.start() if end else len(text)
        if end is None and lines and start == stop:
            break  # the line end of the last line starts no further line
        number += 1
        # Only where the map has a new pair is anything counted, so this is linear.
        while passed < len(anchors) and anchors[passed][0] <= start:
            at, line = anchors[passed]
            number = line + text.count("\n", at, start)
            passed += 1
        lines.append((number, text[start:stop]))
        start = end.end() if end else stop
    # A blank line between blocks that stand in one line of the file, or in two that follow each
    # other, is none of the file's.
    return [
        line
        for at, line in enumerate(lines)
        if line[1].strip() or at + 1 == len(lines) or lines[at + 1][0] != line[0]
    ]


def last_number(document: Document) -> tuple[str, int]:
    """Return what DOC:NUMBER counts, such as "line", and the number of the last one with text.

    It is 0 in a file that has neither lines nor other places.
    """
    if document.lines is not None:
        return "line", numbered_lines(document)[-1][0]
    kind = innermost(document)
    last = max((place.number for place in document.places if place.kind is kind), default=0)
    return kind or "line", last
