"""Recognised lines as words of a page, with the places and sizes that words of PDFs have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.documents.loaders.ocr import TextLine, turned
from qa.documents.loaders.pdf_words import FEW_TURNED, Frame, Page, Word

_SPACE = 0.12  # of a font's size: the least gap between two words, which are glued at 0.08
_SAME_SIZE = 0.1  # of it: how far the measured sizes of one font are apart


class FontSizes:
    """The sizes of the fonts of one document: measured ones that are nearly the same are one."""

    def __init__(self) -> None:
        self._sizes: list[float] = []

    def pages(
        self,
        lines: Sequence[TextLine],
        number: int,
        size: tuple[float, float],
        corner: tuple[float, float] = (0.0, 0.0),
        *,
        framed: bool = False,
    ) -> Iterator[Page]:
        """A page of a width and height whose upper left `corner` is at a point.

        With `framed` these are those of the page as viewers show it, in points.
        What runs in another direction than most is a page of its own, unless it is a stamp.
        """
        counts: Counter[int] = Counter()
        for line in lines:
            counts[line.angle] += len(line.words)
        for place, (angle, count) in enumerate(counts.most_common()):
            if place and count < FEW_TURNED:
                continue
            left, top = corner if not angle else (0.0, 0.0)
            edges = [turned(angle, *point)[1] for point in ((0.0, 0.0), size)]
            words = self.words([line for line in lines if line.angle == angle], left, top)
            frame = Frame(*size, angle // 90, -left, -top) if framed else None
            yield Page(number, top + min(edges), top + max(edges), words, frame)

    def words(
        self, lines: Sequence[TextLine], left: float = 0.0, top: float = 0.0
    ) -> tuple[Word, ...]:
        """The words of a page whose upper left corner is at a point."""
        weights: Counter[float] = Counter()
        for line in lines:
            weights[line.size] += len(line.words)
        for size, _ in weights.most_common():
            if self._known(size) is None:
                self._sizes.append(size)
        found = []
        for line in lines:
            size = self._known(line.size) or line.size
            for text, x0, x1 in _apart(line.words, _SPACE * size):
                y = top + line.baseline
                found.append(Word(text, left + x0, left + x1, y, size, bold=False, mono=False))
        return tuple(found)

    def _known(self, size: float) -> float | None:
        near = min(self._sizes, key=lambda each: abs(each - size), default=None)
        return near if near and abs(near - size) <= _SAME_SIZE * near else None


def _apart(
    words: Sequence[tuple[str, float, float]], gap: float
) -> Iterator[tuple[str, float, float]]:
    """The words of a line with gaps between them: measured edges may touch."""
    for (text, x0, x1), (_, behind, _) in pairwise(words):
        yield text, x0, min(x1, max(behind - gap, x0)) if behind > x0 else x1
    yield from words[-1:]
