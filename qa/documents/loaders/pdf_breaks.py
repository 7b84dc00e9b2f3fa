"""Where in the lines of a PDF a new paragraph begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from qa.documents.loaders.pdf_characters import SOFT_HYPHEN
from qa.documents.loaders.pdf_file import plain
from qa.documents.loaders.pdf_lines import Line
from qa.documents.loaders.pdf_spacing import FARTHER, OTHER_SIZE, Spacing, ended, right_edges
from qa.documents.loaders.pdf_tables import CAPTION, gapped, table_at

BULLET = re.compile(r"(?:[•◦▪●○■□▶►‣∙·➢❑]|[–—*-](?=\s))\s*(?=\S)")
BOX = re.compile(r"[◻☐☑☒✓✔]\s*(?=\S)")  # its mark says something and stays
STEP = re.compile(
    r"(?:(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\((?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)"
    r"|[Ss]tep\s\d{1,3}\s?[.:)–-])\s+(?=\S)"
)
_BARE = re.compile(r"(\d{1,2})\s+(?=[^\W\d_]{2})")  # "1 Take out the basket."
_LEAST_STEPS = 3
_INDENT = 0.8  # of the font size
_ROOM = 0.35  # of the width that stays empty: a line ends there on purpose
_LARGE = 1.3  # times the size of the text: a title, whose lines may be far apart


def body_size(lines: Iterable[Line]) -> float:
    """The font size of most of the text."""
    counts: Counter[float] = Counter()
    for line in lines:
        weight = 1 if gapped(line) else 10  # a table's font is often another one
        for segment in line.segments:
            counts[round(segment.size * 2) / 2] += weight * len(segment.text)
    return counts.most_common(1)[0][0] if counts else 0.0


def _bare_steps(lines: Sequence[Line]) -> frozenset[int]:
    """Lines that begin steps whose numbers have no mark: 1, 2, 3, what goes on with one indented.

    Most of them are sentences: lines of a text or of contents may be numbered as well.
    """
    found: set[int] = set()
    run: list[int] = []
    ends = 0  # of the steps of `run`, those that end as sentences do
    for at, line in enumerate(lines):
        number = _BARE.match(line.text) if len(line.segments) < 3 and not line.mono else None
        if run:
            first, above = lines[run[0]], lines[at - 1]
            hangs = line.x0 > first.x0 + _INDENT * line.size and line.zone == first.zone
            if not number and hangs and abs(line.size - first.size) < 1:
                continue
            ends += ended(above.text)
            same = abs(line.x0 - first.x0) < 1 and line.bold == first.bold
            if number and same and int(number[1]) == len(run) + 1:
                run.append(at)
                continue
            if len(run) >= _LEAST_STEPS and 2 * ends > len(run):
                found.update(run)
        run, ends = ([at] if number and number[1] == "1" else []), 0
    return frozenset(found)


class Breaks:
    """Decides by distance, size, weight, indentation and the room that a line leaves."""

    def __init__(self, lines: Sequence[Line], outline: frozenset[tuple[str, int]]) -> None:
        self.size = body_size(lines)
        self._lines = lines
        self._spacing = Spacing(lines)
        self._rights = right_edges(lines, self._spacing)
        self.steps = _bare_steps(lines)
        self._listed = {
            at
            for at, line in enumerate(lines)
            if outline and (plain(line.text), line.page) in outline
        }

    def leading(self, line: Line) -> float:
        """The usual distance of lines on a line's page, in points."""
        return self._spacing.leading(line)

    def before(self, start: int, at: int, leading: float) -> bool:
        """Whether a new paragraph begins with the line at `at`."""
        lines = self._lines
        first, above, line = lines[start], lines[at - 1], lines[at]
        if (line.page, line.zone) != (above.page, above.zone):
            return True
        if at in self._listed or at - 1 in self._listed:
            return True
        size = max(above.size, line.size)
        usual = max(self._spacing.inner(line), (1.7 if size > _LARGE * self.size else 1.05) * size)
        if not -0.2 * size <= line.y - above.y <= FARTHER * usual:
            return True
        if (
            abs(line.size - above.size) > OTHER_SIZE * size
            and min(len(above.text), len(line.text)) > 3
        ):
            return True
        if line.bold != above.bold and not self._same_sentence(at):
            return True
        text = line.text
        if CAPTION.match(text) and ended(above.text):
            return True
        if at not in self.steps and gapped(line) and table_at(lines, at, leading)[0]:
            return True
        room = self._room(at)
        if self.item(at) and not self._within(above, line, room):
            return True
        heading = first.bold or first.size > self.size * 1.12
        if heading:
            return False
        return self._indented(start, at) or self._ends_early(at, room)

    def _same_sentence(self, at: int) -> bool:
        """Whether a sentence goes on over a line end at which bold type begins or ends."""
        above, line = self._lines[at - 1], self._lines[at]
        if ended(above.text) or self._room(at) > 0:
            return False
        return line.bold or line.text[0].islower()

    def _within(self, above: Line, line: Line, room: float) -> bool:
        """Whether what looks like an item's mark only begins a line by chance."""
        if BOX.match(line.text) or (BULLET.match(line.text) and line.text[0] not in "–—-*"):
            return False
        return room < 0 and not ended(above.text) and abs(line.x0 - above.x0) < 1

    def _room(self, at: int) -> float:
        """How much more than its first word the line before had room for, in points."""
        above, line = self._lines[at - 1], self._lines[at]
        return self._rights[at - 1] - above.x1 - line.segments[0].first - 0.3 * line.size

    def _ends_early(self, at: int, room: float) -> bool:
        above, line = self._lines[at - 1], self._lines[at]
        if room <= 0.8 * line.size:
            return False
        if above.text[-1] == SOFT_HYPHEN or (line.text[0].islower() and not ended(above.text)):
            return False
        if ended(above.text):
            return room > 1.5 * line.size
        return room > _ROOM * (above.right - above.left)

    def _indented(self, start: int, at: int) -> bool:
        """Whether the indentation of a line says that it begins something new."""
        lines = self._lines
        first, above, line = lines[start], lines[at - 1], lines[at]
        step = _INDENT * line.size
        item = self.item(start)
        if line.x0 < above.x0 - step:  # back to the left
            if at - 1 == start:
                return item  # a first line was indented, or an item ends
            return line.x0 < first.x0 + step and (item or above.x0 > first.x0 + step)
        if line.x0 <= above.x0 + step or item:
            return False
        if not ended(above.text) and (line.text[0].islower() or self._room(at) < 0):
            return False
        after = lines[at + 1] if at + 1 < len(lines) else None
        hanging = (
            after is not None
            and (after.page, after.zone) == (line.page, line.zone)
            and abs(after.x0 - line.x0) < 1
            and at - 1 == start
            and self._room(at) < 0
        )
        return not hanging

    def item(self, at: int) -> bool:
        """Whether an item of a list begins with a line."""
        text = self._lines[at].text
        if at in self.steps or BULLET.match(text) or STEP.match(text) or BOX.match(text):
            return True
        if not text.startswith("o "):
            return False
        # Word's second bullet, which is a letter "o".
        beside = self._lines[max(at - 1, 0)], self._lines[min(at + 1, len(self._lines) - 1)]
        return (
            any(each.text.startswith("o ") for each in beside if each is not self._lines[at])
            or text[2:3].isupper()
        )
