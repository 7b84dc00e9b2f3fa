"""Lines of a PDF joined into paragraphs, headings, items, code, captions and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from statistics import median

from qa.documents.loaders.pdf_hyphens import Hyphens, shown
from qa.documents.loaders.pdf_lines import Line
from qa.documents.loaders.pdf_pages import SOFT_HYPHEN
from qa.documents.loaders.pdf_tables import CAPTION, Row, gapped, table_at

_BULLET = re.compile(r"(?:[•◦▪●○■□▶►‣∙·➢❑]|[–—*-](?=\s))\s*(?=\S)")
_BOX = re.compile(r"[◻☐☑☒✓✔]\s*(?=\S)")  # its mark says something and stays
_STEP = re.compile(r"(?:(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\((?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)|[Ss]tep\s\d{1,3}\s?[.:)–-])\s+(?=\S)")
_NOTE = re.compile(r"(?:\d{1,3}|[*∗†‡§¶])\s?(?=\S)")
_MARKS_ONLY = re.compile(r"[®™©℠\s]+\Z")
_FARTHER = 1.3  # times the usual distance: a larger one parts paragraphs
_INDENT = 0.8  # of the font size
_ROOM = 0.35  # of the width that stays empty: a line ends there on purpose
_OTHER_SIZE = 0.07  # of the size
_NOTE_SIZE = 0.93  # of the size of the text: footnotes are smaller
_LARGE = 1.3  # times the size of the text: a title, whose lines may be far apart
_ENDS = ".!?:;"
_CLOSING = "\"'”’)]»"


class Kind(Enum):
    """What a part of a PDF looks like."""

    TEXT = auto()
    BULLET = auto()
    STEP = auto()
    ROW = auto()
    CODE = auto()
    CAPTION = auto()
    NOTE = auto()


@dataclass(slots=True)
class Part:
    """A paragraph or the like: its text, and where in it a further page begins."""

    kind: Kind
    text: str
    page: int
    x0: float
    size: float
    bold: bool
    lines: int = 1
    zone: int = 0
    first: bool = False  # nothing but tables and captions stands before it in its column
    last: bool = False  # ... or, with footnotes, behind it
    follows: bool = False  # a row after the first of its table
    turns: list[tuple[int, int]] = field(default_factory=list)  # offset, page


def body_size(lines: Iterable[Line]) -> float:
    """The font size of most of the text."""
    counts: Counter[float] = Counter()
    for line in lines:
        weight = 1 if gapped(line) else 10  # a table's font is often another one
        for segment in line.segments:
            counts[round(segment.size * 2) / 2] += weight * len(segment.text)
    return counts.most_common(1)[0][0] if counts else 0.0


class Paragraphs:
    """Joins the lines of all pages, in reading order."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = [line for line in lines if not _MARKS_ONLY.match(line.text)]
        self._size = body_size(self._lines)
        self._hyphens = Hyphens(line.text for line in self._lines)
        self._leadings = _leadings(self._lines)
        self.parts: list[Part] = []

    def result(self) -> list[Part]:
        """The parts, in order."""
        at = 0
        while at < len(self._lines):
            at = self._next(at)
        return self._continued()

    def _next(self, at: int) -> int:
        lines = self._lines
        line = lines[at]
        leading = self._leadings.get(line.page, line.size * 1.2)
        if line.mono and self._code_ahead(at):
            return self._code(at)
        if gapped(line):
            rows, end = table_at(lines, at, leading)
            if rows:
                self._rows(rows, line)
                return end
        end = at + 1
        while end < len(lines) and not self._breaks(at, end, leading):
            end += 1
        self._paragraph(at, end)
        return end

    # --- where paragraphs end

    def _breaks(self, start: int, at: int, leading: float) -> bool:
        """Whether a new paragraph begins with the line at `at`."""
        lines = self._lines
        first, above, line = lines[start], lines[at - 1], lines[at]
        if (line.page, line.zone) != (above.page, above.zone):
            return True
        size = max(above.size, line.size)
        usual = max(leading, (1.7 if size > _LARGE * self._size else 1.05) * size)
        if not -0.2 * size <= line.y - above.y <= _FARTHER * usual:
            return True
        if abs(line.size - above.size) > _OTHER_SIZE * size and min(
            len(above.text), len(line.text)
        ) > 3:
            return True
        if line.bold != above.bold and not self._same_sentence(above, line):
            return True
        text = line.text
        if CAPTION.match(text) and _ended(above.text):
            return True
        if gapped(line) and len(line.segments) > 1 and table_at(lines, at, leading)[0]:
            return True
        room = self._room(above, line)
        if self._item(at) and not self._within(above, line, room):
            return True
        heading = first.bold or first.size > self._size * 1.12
        if heading:
            return False
        return self._indented(start, at) or self._ends_early(above, line, room)

    def _same_sentence(self, above: Line, line: Line) -> bool:
        """Whether a sentence goes on over a line end at which bold type begins or ends."""
        if _ended(above.text) or self._room(above, line) > 0:
            return False
        return line.bold or line.text[0].islower()

    def _within(self, above: Line, line: Line, room: float) -> bool:
        """Whether what looks like an item's mark only begins a line by chance."""
        if _BOX.match(line.text) or (_BULLET.match(line.text) and line.text[0] not in "–—-*"):
            return False
        return room < 0 and not _ended(above.text) and abs(line.x0 - above.x0) < 1

    def _room(self, above: Line, line: Line) -> float:
        """How much more than the next line's first word would have fitted on a line, in points."""
        return above.right - above.x1 - line.segments[0].first - 0.3 * line.size

    def _ends_early(self, above: Line, line: Line, room: float) -> bool:
        if room <= 0.8 * line.size:
            return False
        if above.text[-1] == SOFT_HYPHEN or (line.text[0].islower() and not _ended(above.text)):
            return False
        if _ended(above.text):
            return room > 1.5 * line.size
        return room > _ROOM * (above.right - above.left)

    def _indented(self, start: int, at: int) -> bool:
        """Whether the indentation of a line says that it begins something new."""
        lines = self._lines
        first, above, line = lines[start], lines[at - 1], lines[at]
        step = _INDENT * line.size
        item = self._item(start)
        if line.x0 < above.x0 - step:  # back to the left
            if at - 1 == start:
                return item  # a first line was indented, or an item ends
            return line.x0 < first.x0 + step and (item or above.x0 > first.x0 + step)
        if line.x0 <= above.x0 + step or item:
            return False
        if not _ended(above.text) and (line.text[0].islower() or self._room(above, line) < 0):
            return False
        after = lines[at + 1] if at + 1 < len(lines) else None
        hanging = (
            after is not None
            and (after.page, after.zone) == (line.page, line.zone)
            and abs(after.x0 - line.x0) < 1
            and at - 1 == start
            and self._room(above, line) < 0
        )
        return not hanging

    def _item(self, at: int) -> bool:
        text = self._lines[at].text
        if _BULLET.match(text) or _STEP.match(text) or _BOX.match(text):
            return True
        if not text.startswith("o "):
            return False
        # Word's second bullet, which is a letter "o".
        beside = self._lines[max(at - 1, 0)], self._lines[min(at + 1, len(self._lines) - 1)]
        return any(
            each.text.startswith("o ") for each in beside if each is not self._lines[at]
        ) or text[2:3].isupper()

    # --- parts

    def _paragraph(self, start: int, end: int) -> None:
        lines = self._lines[start:end]
        text = lines[0].text
        for line in lines[1:]:
            text = self._hyphens.joined(text, line.text)
        kind = Kind.TEXT
        first = lines[0]
        if CAPTION.match(text):
            kind = Kind.CAPTION
        elif self._is_note(start):
            kind = Kind.NOTE
        elif self._item(start):
            if match := _STEP.match(text):
                kind = Kind.STEP
            elif match := _BULLET.match(text):
                kind, text = Kind.BULLET, text[match.end() :]
            elif _BOX.match(text):
                kind = Kind.BULLET
            else:
                kind, text = Kind.BULLET, text[2:]
        chars: Counter[float] = Counter()
        for line in lines:
            chars[line.size] += len(line.text)
        self.parts.append(
            Part(
                kind,
                text,
                first.page,
                first.x0,
                chars.most_common(1)[0][0],
                all(line.bold for line in lines),
                len(lines),
                first.zone,
            )
        )

    def _is_note(self, start: int) -> bool:
        """Whether a footnote begins here, or goes on: small lines at the end of their column."""
        line = self._lines[start]
        if line.size > _NOTE_SIZE * self._size or line.size < 0.4 * self._size:
            return False
        zone = (line.page, line.zone)
        before = self.parts[-1] if self.parts else None
        if before and before.kind is Kind.NOTE and before.page == line.page:
            begins = not self._begins_zone(start)
        else:
            begins = bool(_NOTE.match(line.text)) and not self._begins_zone(start)
        if not begins:
            return False
        at = start
        while at < len(self._lines) and (self._lines[at].page, self._lines[at].zone) == zone:
            if self._lines[at].size > _NOTE_SIZE * self._size:
                return False
            at += 1
        return True

    def _begins_zone(self, at: int) -> bool:
        if not at:
            return True
        one, other = self._lines[at - 1], self._lines[at]
        return (one.page, one.zone) != (other.page, other.zone)

    def _rows(self, rows: Sequence[Row], line: Line) -> None:
        for place, each in enumerate(rows):
            part = Part(Kind.ROW, each.text, each.page, line.x0, line.size, False, 1, line.zone)
            part.follows = place > 0
            self.parts.append(part)

    def _code_ahead(self, at: int) -> bool:
        """Whether code begins here: two lines of it, or one of another font than the text's."""
        if at + 1 < len(self._lines) and self._lines[at + 1].mono:
            return not self._all_mono
        return False

    @property
    def _all_mono(self) -> bool:
        """Whether all of the document is set like code, as by a typewriter."""
        sample = self._lines[:: max(len(self._lines) // 200, 1)]
        return sum(line.mono for line in sample) > 0.7 * len(sample)

    def _code(self, at: int) -> int:
        lines = self._lines
        first = lines[at]
        end = at
        while end < len(lines) and lines[end].mono and (lines[end].page, lines[end].zone) == (
            first.page, first.zone
        ):  # fmt: skip
            end += 1
        margin = min(line.x0 for line in lines[at:end])
        shown_lines = []
        for line in lines[at:end]:
            width = line.segments[0]
            char = (width.x1 - width.x0) / max(len(width.text), 1) or 1.0
            shown_lines.append(" " * min(round((line.x0 - margin) / char), 40) + shown(line.text))
        self.parts.append(
            Part(
                Kind.CODE, "\n".join(shown_lines), first.page, first.x0, first.size, False, 1,
                first.zone,
            )  # fmt: skip
        )
        return end

    # --- over columns and pages

    def _mark_edges(self) -> None:
        """Find the first and the last text of each column."""
        floats = (Kind.ROW, Kind.CAPTION)
        by_zone: dict[tuple[int, int], list[Part]] = {}
        for part in self.parts:
            by_zone.setdefault((part.page, part.zone), []).append(part)
        for parts in by_zone.values():
            first = next((each for each in parts if each.kind not in floats), None)
            last = next(
                (each for each in reversed(parts) if each.kind not in (*floats, Kind.NOTE)), None
            )
            if first:
                first.first = True
            if last:
                last.last = True

    def _continued(self) -> list[Part]:
        """The parts, with those joined that a column or a page parts."""
        self._mark_edges()
        found: list[Part] = []
        waiting: Part | None = None  # ended its column in the midst of a sentence
        for part in self.parts:
            if waiting is not None and part.kind is Kind.TEXT and part.first and (
                self._joins(waiting, part)
            ):
                length = len(waiting.text)
                waiting.text = self._hyphens.joined(waiting.text, part.text)
                if part.page != waiting.page:
                    begin = waiting.text.find(part.text[:1], min(length, len(waiting.text) - 1))
                    waiting.turns.append((begin if begin >= 0 else length, part.page))
                if not part.last or _ended(part.text):
                    waiting = None
                continue
            if part.kind in (Kind.TEXT, Kind.BULLET, Kind.STEP):
                waiting = part if part.last and not _ended(part.text) else None
            found.append(part)
        for part in found:
            part.text = shown(part.text)
        return found

    def _joins(self, above: Part, below: Part) -> bool:
        if abs(above.size - below.size) > _OTHER_SIZE * above.size or above.bold != below.bold:
            return False
        if above.text.endswith(SOFT_HYPHEN):
            return True
        if above.size > self._size * 1.12 or above.bold:
            return False
        if below.text[0].islower():
            return True
        return above.lines > 1 and above.text[-1] in ",-–—" or (
            above.lines > 2 and above.text[-1].isalnum() and not above.kind is Kind.STEP
        )


def _ended(text: str) -> bool:
    """Whether a line ends like a sentence."""
    bare = text.rstrip(_CLOSING + "0123456789¹²³")
    return (bare or text)[-1] in _ENDS or text[-1] in _ENDS


def _leadings(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance of lines on each page, in points."""
    distances: dict[int, list[float]] = {}
    for above, line in zip(lines, lines[1:], strict=False):
        if (above.page, above.zone) == (line.page, line.zone):
            distance = line.y - above.y
            if 0.7 * line.size < distance < 3 * line.size:
                distances.setdefault(line.page, []).append(distance)
    return {
        page: float(median(found[: len(found)])) for page, found in distances.items()
    }
