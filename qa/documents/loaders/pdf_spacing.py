"""How far apart the lines of a PDF's paragraphs are, and where they would have to wrap."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from statistics import median

from qa.documents.loaders.pdf_lines import Line
from qa.documents.loaders.pdf_tables import gapped

FARTHER = 1.3  # times the usual distance: a larger one parts paragraphs
OTHER_SIZE = 0.07  # of the size
_SINGLE = 1.2  # times the size: the distance of lines where no paragraph shows another
_SHORT = 0.4  # of the width: no text wraps there on a page without columns
_ENDS = ".!?:;"
_CLOSING = "\"'”’)]»"


def ended(text: str) -> bool:
    """Whether a line ends like a sentence."""
    bare = text.rstrip(_CLOSING + "0123456789¹²³")
    return (bare or text)[-1] in _ENDS or text[-1] in _ENDS


class Spacing:
    """The usual distances of lines in points, by page."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._usual = _medians(lines)
        self._inner = _medians(lines, _goes_on)
        self._cased = any(map(_cased, lines))
        self._all = median(self._inner.values()) if self._inner else 0.0

    def leading(self, line: Line) -> float:
        """The usual distance of lines on a line's page."""
        return self._usual.get(line.page, line.size * 1.2)

    def inner(self, line: Line) -> float:
        """The distance of lines within a paragraph.

        On a page of short paragraphs the usual distance is that between them. Which lines are
        surely of one paragraph is said by those that go on in lower case; a script without it
        says nothing.
        """
        leading = self.leading(line)
        if not self._cased:
            return leading
        return min(leading, self._inner.get(line.page) or self._all or _SINGLE * line.size)


def right_edges(lines: Sequence[Line], spacing: Spacing) -> list[float]:
    """Where the lines wrap of the block of text in which each line stands."""
    edges: list[float] = []
    for block in _blocks(lines, spacing.leading):
        edges += [max(line.x1 for line in block)] * len(block)
    full = _full_edges(lines)
    start = 0
    for block in _blocks(lines, spacing.inner):
        end = start + len(block)
        edge = full.get(block[0].page, 0.0)
        if edge and _never_wraps(block, edge):
            edges[start:end] = [max(each, edge) for each in edges[start:end]]
        start = end
    return edges


def _blocks(lines: Sequence[Line], usual: Callable[[Line], float]) -> list[list[Line]]:
    """Lines of one size with no more than their usual distance between them."""
    blocks: list[list[Line]] = []
    for line in lines:
        above = blocks[-1][-1] if blocks else None
        if (
            above is not None
            and (above.page, above.zone) == (line.page, line.zone)
            and abs(above.size - line.size) <= OTHER_SIZE * line.size
            and line.y - above.y <= FARTHER * max(usual(line), 1.05 * line.size)
        ):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _never_wraps(block: Sequence[Line], edge: float) -> bool:
    """Whether each line of a block was ended on purpose, as those of an address are.

    No line goes on in lower case, and one leaves room for the first word of the next, or all of
    them much of the page, whose text could reach to `edge`.
    """
    if len(block) < 2 or not all(_cased(line) and not line.text[0].islower() for line in block):
        return False
    left = min(line.x0 for line in block)
    right = max(line.x1 for line in block)
    return right - left < _SHORT * (edge - left) or any(
        right - above.x1 > line.segments[0].first + 0.3 * line.size
        for above, line in itertools.pairwise(block)
    )


def _full_edges(lines: Sequence[Line]) -> dict[int, float]:
    """How far to the right the lines of pages without columns could reach.

    The margin on the right is as wide as that on the left.
    """
    zones: dict[int, dict[int, Line]] = {}
    for line in lines:
        zones.setdefault(line.page, {}).setdefault(line.zone, line)
    found = {}
    for page, firsts in zones.items():
        lefts = [line.left for line in firsts.values()]
        rights = [line.right for line in firsts.values()]
        printed = next(iter(firsts.values())).segments[0].printed
        if printed is None or max(lefts) > min(rights):
            continue
        frame = printed.frame
        across = frame.height if frame.direction % 2 else frame.width
        found[page] = across - 2 * frame.right - min(lefts)
    return found


def _cased(line: Line) -> bool:
    """Whether a line is written in letters of which there are capitals."""
    return line.text.lower() != line.text.upper()


def _goes_on(above: Line, line: Line) -> bool:
    """Whether a sentence surely goes on over a line end."""
    return (
        line.text[0].islower()
        and not ended(above.text)
        and abs(above.size - line.size) <= OTHER_SIZE * line.size
        and not gapped(above)
        and not gapped(line)
    )


def _medians(
    lines: Sequence[Line], counts: Callable[[Line, Line], bool] | None = None
) -> dict[int, float]:
    """The median distance of lines on each page, or of those pairs that count."""
    distances: dict[int, list[float]] = {}
    for above, line in itertools.pairwise(lines):
        if (above.page, above.zone) == (line.page, line.zone) and (
            counts is None or counts(above, line)
        ):
            distance = line.y - above.y
            if 0.7 * line.size < distance < 3 * line.size:
                distances.setdefault(line.page, []).append(distance)
    return {page: float(median(found)) for page, found in distances.items()}
