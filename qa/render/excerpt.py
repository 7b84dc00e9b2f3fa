"""Documents as lines, numbered as in the file, not as in the text without markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.datatypes import Document

_LINE_END = re.compile(r"\r?\n")


class NumberedLine(NamedTuple):
    """A line of a document's text, its line end removed."""

    number: int  # of the line in the file where it starts
    text: str
    wanted: bool  # it was asked for
    after_gap: bool  # lines before it are left out


def excerpt(document: Document, lines: Sequence[int], context: int) -> list[NumberedLine]:
    """Return all lines of a document, or those `lines` of the file and `context` around each.

    What stands in a line of the file that has no line of its own in the text is in the one before.
    """
    every = numbered_lines(document)
    if not lines:
        return [NumberedLine(number, text, False, False) for number, text in every]
    numbers = [number for number, _ in every]
    wanted = {max(0, bisect_right(numbers, line) - 1) for line in lines}
    shown = {
        near
        for at in wanted
        for near in range(max(0, at - context), min(len(every), at + context + 1))
    }
    return [
        NumberedLine(*every[at], at in wanted, at > 0 and at - 1 not in shown)
        for at in sorted(shown)
    ]


def numbered_lines(document: Document) -> list[tuple[int, str]]:
    """Return the lines of a document's text, each with the number of its line in the file."""
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


def last_line(document: Document) -> int:
    """Return the number of the last line of the file that has text."""
    return numbered_lines(document)[-1][0]
