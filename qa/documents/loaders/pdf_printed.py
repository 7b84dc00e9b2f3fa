"""Where the words of a document are printed: those of its pages found again in its text.

Each part of a text comes with the segments it was put together from, in its order. In between lines
were joined, hyphens at their ends went, the marks of items were cut off and names of columns were
put in, so the words are looked for one behind the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.datatypes import boxes
from qa.documents.loaders.pdf_characters import SOFT_HYPHEN
from qa.documents.loaders.pdf_lines import Line, Segment

_NEAR = 80  # characters within which a word is looked for where others were put in


@dataclass(frozen=True, slots=True)
class Run:
    """Segments of one line of a page, in the order of a text."""

    page: int  # its number
    segments: tuple[Segment, ...]
    start: int | None = None  # where in the text it begins; None: behind the one before


def run_of_line(line: Line) -> Run:
    """What stands in a line."""
    return Run(line.page, line.segments)


def runs_of_cell(segments: Iterable[Segment], page: int, start: int) -> Iterator[Run]:
    """What stands in a cell, line by line; it begins at `start` of its row's text."""
    first: int | None = start
    for segment in segments:
        yield Run(page, (segment,), first)
        first = None


class PrintedText:
    """Collects the places of words while a document's text is put together."""

    def __init__(self) -> None:
        self._pages: dict[tuple[int, float, float], int] = {}
        self._lines: list[boxes.PrintedLine] = []

    def add(self, text: str, runs: Sequence[Run], offset: int) -> None:
        """Take a part of the document's text, and what it is made of.

        The part begins at `offset` of the document's text.
        """
        at = 0
        for run in runs:
            if run.start is not None:
                at = run.start
            found: list[tuple[int, int, int, int]] = []
            for segment in run.segments:
                if segment.printed is not None:
                    at = _place(text, at, segment.text, segment.printed.words, offset, found)
            if found:
                self._lines.append(self._line(run, found))

    def layout(self) -> bytes:
        """See `qa.datatypes.boxes`."""
        return boxes.packed(list(self._pages), self._lines)

    def _line(self, run: Run, found: Sequence[tuple[int, int, int, int]]) -> boxes.PrintedLine:
        printed = [each.printed for each in run.segments if each.printed]
        frame = printed[0].frame
        return boxes.PrintedLine(
            self._pages.setdefault((run.page, frame.width, frame.height), len(self._pages)),
            frame.direction,
            min(each.top for each in printed),
            max(each.bottom for each in printed),
            found,
        )


def _place(
    text: str,
    at: int,
    printed: str,
    words: Sequence[int],
    offset: int,
    found: list[tuple[int, int, int, int]],
) -> int:
    """Find the words of a segment in a text from `at` on, and give where the last one ends."""
    for place in range(0, len(words), 4):
        begin, end, low, high = words[place : place + 4]
        word = printed[begin:end]
        start = at + 1 if text.startswith(" ", at) else at
        if text.startswith(word, start):
            at = start + end - begin
        elif (elsewhere := _found(text, word, start)) is not None:
            start, at = elsewhere
        else:
            continue
        found.append((offset + start, offset + at, low, high))
    return at


def _found(text: str, word: str, at: int) -> tuple[int, int] | None:
    """From where to where in a text a word stands, at a place or a little behind it."""
    while at < len(text) and text[at].isspace():
        at += 1
    if text.startswith(word, at):
        return at, at + len(word)
    if len(word) < 2:  # a mark: the same one further on is another
        return None
    if word[-1] in ("-", SOFT_HYPHEN) and text.startswith(word[:-1], at):
        end = at + len(word) - 1  # the hyphen went, or is another character
        return at, end + text.startswith("-", end)
    start = text.find(word, at, at + len(word) + _NEAR)
    return (start, start + len(word)) if start >= 0 else None
