"""Lines of a PDF joined into paragraphs, headings, items, code, captions and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from qa.documents.loaders.pdf_breaks import BOX, BULLET, STEP, Breaks
from qa.documents.loaders.pdf_characters import SOFT_HYPHEN
from qa.documents.loaders.pdf_file import Bookmark, plain
from qa.documents.loaders.pdf_hyphens import Hyphens, shown
from qa.documents.loaders.pdf_lines import Line
from qa.documents.loaders.pdf_printed import Run, run_of_line
from qa.documents.loaders.pdf_spacing import OTHER_SIZE, ended
from qa.documents.loaders.pdf_table_rows import Row
from qa.documents.loaders.pdf_tables import CAPTION, gapped, table_at

_NOTE = re.compile(r"(?:\d{1,3}|[*∗†‡§¶])\s?(?=\S)")
_MARKS_ONLY = re.compile(r"[®™©℠\s]+\Z")
_NOTE_SIZE = 0.93  # of the size of the text: footnotes are smaller


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
    runs: list[Run] = field(default_factory=list)  # its words, line by line


class Paragraphs:
    """Joins the lines of all pages, in reading order."""

    def __init__(self, lines: Sequence[Line], bookmarks: Sequence[Bookmark] = ()) -> None:
        self._lines = [line for line in lines if not _MARKS_ONLY.match(line.text)]
        self._breaks = Breaks(
            self._lines, frozenset((plain(mark.title), mark.page) for mark in bookmarks)
        )
        self._hyphens = Hyphens(line.text for line in self._lines)
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
        leading = self._breaks.leading(line)
        if line.mono and self._code_ahead(at) and not self._is_note(at):
            return self._code(at)
        if gapped(line) and at not in self._breaks.steps:
            rows, end = table_at(lines, at, leading)
            if rows:
                self._rows(rows, line)
                return end
        end = at + 1
        while end < len(lines) and not self._breaks.before(at, end, leading):
            end += 1
        self._paragraph(at, end)
        return end

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
        elif self._breaks.item(start):
            if start in self._breaks.steps or STEP.match(text):
                kind = Kind.STEP
            elif match := BULLET.match(text):
                kind, text = Kind.BULLET, text[match.end() :]
            elif BOX.match(text):
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
                runs=[run_of_line(line) for line in lines],
            )
        )

    def _is_note(self, start: int) -> bool:
        """Whether a footnote begins here, or goes on: small lines at the end of their column."""
        line = self._lines[start]
        if line.size > _NOTE_SIZE * self._breaks.size or line.size < 0.4 * self._breaks.size:
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
            if self._lines[at].size > _NOTE_SIZE * self._breaks.size:
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
            part.runs = list(each.runs)
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
        text = "\n".join(shown_lines)
        part = Part(Kind.CODE, text, first.page, first.x0, first.size, False, zone=first.zone)
        part.runs = [run_of_line(line) for line in lines[at:end]]
        self.parts.append(part)
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
            if (
                waiting is not None
                and part.kind is Kind.TEXT
                and part.first
                and (self._joins(waiting, part))
            ):
                length = len(waiting.text)
                waiting.text = self._hyphens.joined(waiting.text, part.text)
                waiting.runs += part.runs
                if part.page != waiting.page:
                    begin = waiting.text.find(part.text[:1], min(length, len(waiting.text) - 1))
                    waiting.turns.append((begin if begin >= 0 else length, part.page))
                if not part.last or ended(part.text):
                    waiting = None
                continue
            if part.kind in (Kind.TEXT, Kind.BULLET, Kind.STEP):
                waiting = part if part.last and not ended(part.text) else None
            found.append(part)
        for part in found:
            part.text = shown(part.text)
        return found

    def _joins(self, above: Part, below: Part) -> bool:
        if abs(above.size - below.size) > OTHER_SIZE * above.size or above.bold != below.bold:
            return False
        if above.text.endswith(SOFT_HYPHEN):
            return True
        if above.size > self._breaks.size * 1.12 or above.bold:
            return False
        if below.text[0].islower():
            return True
        return (above.lines > 1 and above.text[-1] in ",-–—") or (
            above.lines > 2 and above.text[-1].isalnum() and above.kind is not Kind.STEP
        )
