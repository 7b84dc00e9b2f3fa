"""Which parts of a PDF are headings, by their font, their numbers and the outline; its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.documents.loaders.line_rules import Divisions, numbered_division
from qa.documents.loaders.pdf_file import Bookmark, plain
from qa.documents.loaders.pdf_paragraphs import Kind, Part
from qa.documents.loaders.titles import generic

_LARGER = 1.12  # times the size of the text
_MOST_CHARS = 180
_MOST_LINES = 4
_BOLD_CHARS = 110
_MOST_LEVELS = 6
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[^\W\d_]|(?P<letter>[A-Z])\.?\s+[A-Z]"
)
_MOST_DIVISION = 30  # characters of "CHAPTER XVIII"
_LEAST_DIVISIONS = 3
_END = re.compile(r"[.,;]\Z")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level (1 = highest); a soft one is a mere bold line."""

    level: int
    soft: bool


class Headings:
    """The headings among the parts; `title` is the largest one of the first page, or None."""

    def __init__(self, parts: Sequence[Part], bookmarks: Sequence[Bookmark]) -> None:
        self._parts = parts
        self._size = _body(parts)
        chars = sum(len(part.text) for part in parts) or 1
        self._bold_text = sum(len(part.text) for part in parts if part.bold) > 0.4 * chars
        self._outline = {(plain(mark.title), mark.page): mark.level for mark in bookmarks}
        self._titles = {title for title, _ in self._outline}
        larger = [place for place, part in enumerate(parts) if self._is_larger(part)]
        self._title = self._title_place(larger)
        self.title = self._title_text()
        if self._title is not None and self._parted(self._title, larger):
            self._title = None
        sizes = {self._rounded(parts[place].size) for place in larger if place != self._title}
        ranks = sorted(sizes, reverse=True)
        self._ranks = {size: rank for rank, size in enumerate(ranks)}
        self._divided = self._divisions()
        self._found = self._all(set(larger))

    def of(self, place: int) -> Heading | None:
        """What kind of heading the part at `place` is, None if it is none."""
        return self._found.get(place)

    def _all(self, larger: set[int]) -> dict[int, Heading]:
        found: dict[int, Heading] = {}
        base = 2 if self._title is not None else 1
        listed = 0  # the level of the last heading that is in the outline
        for place, part in enumerate(self._parts):
            if place == self._title:
                found[place] = Heading(1, False)
                continue
            soft = False
            level = self._in_outline(part)
            if level:
                listed = rank = base + level - 1
            elif place in self._divided:
                rank = base + self._divided[place]
            elif place - 1 in self._divided and self._is_bold(part):
                rank = base + self._divided[place - 1] + 1  # the name of an article or a chapter
            elif place in larger:
                rank = base + min(self._ranks[self._rounded(part.size)], 2) + _depth(part.text)
            elif self._is_bold(part):
                rank = base + min(len(self._ranks), 3) + _depth(part.text)
                soft = not _NUMBERED.match(part.text)
            else:
                continue
            if listed and not level:
                rank = max(rank, listed + 1)  # below what the outline lists
            found[place] = Heading(min(rank, _MOST_LEVELS), soft)
        return found

    def _divisions(self) -> dict[int, int]:
        """The lines that say no more than "Article 3", and how deep they are, each with a name."""
        divisions = Divisions()
        levels = {
            place: divisions.level(part.text) or 0
            for place, part in enumerate(self._parts)
            if part.kind is Kind.TEXT
            and part.lines == 1
            and len(part.text) <= _MOST_DIVISION
            and numbered_division(part.text)
        }
        if len(levels) < _LEAST_DIVISIONS:
            return {}
        ranks = sorted(set(levels.values()))
        return {place: 2 * ranks.index(level) for place, level in levels.items()}

    def _in_outline(self, part: Part) -> int:
        """The level that the outline gives a part, 0 if it isn't listed there."""
        if not self._outline or part.kind in (Kind.ROW, Kind.CODE, Kind.NOTE):
            return 0
        if len(part.text) > _MOST_CHARS or part.lines > _MOST_LINES:
            return 0
        return self._outline.get((plain(part.text), part.page), 0)

    def _is_larger(self, part: Part) -> bool:
        return (
            part.kind in (Kind.TEXT, Kind.STEP)
            and part.size >= _LARGER * self._size
            and len(part.text) <= _MOST_CHARS
            and part.lines <= _MOST_LINES
            and any(char.isalpha() for char in part.text)
            and not (len(part.text) > 80 and part.text.endswith((".", ";")))
        )

    def _is_bold(self, part: Part) -> bool:
        return (
            part.bold
            and not self._bold_text
            and part.kind in (Kind.TEXT, Kind.STEP)
            and len(part.text) <= _BOLD_CHARS
            and part.lines <= 2
            and part.size >= 0.85 * self._size
            and any(char.isalpha() for char in part.text)
            and "@" not in part.text
            and (not _END.search(part.text) or part.text.isupper() or len(part.text) < 50)
        )

    def _title_place(self, larger: Sequence[int]) -> int | None:
        first = min((part.page for part in self._parts), default=1)
        found = [place for place in larger if self._parts[place].page == first]
        found = [place for place in found if not generic(self._parts[place].text)]
        if not found:
            return None
        largest = max(self._parts[place].size for place in found)
        return next(place for place in found if self._parts[place].size >= largest * 0.97)

    def _parted(self, title: int, larger: Sequence[int]) -> bool:
        """Whether a larger heading stands above the title, such as that of the part in English."""
        size = self._rounded(self._parts[title].size)
        return any(self._rounded(self._parts[at].size) > size for at in larger if at < title)

    def _title_text(self) -> str | None:
        if self._title is None:
            return None
        text = " ".join(self._parts[self._title].text.split())
        # "Form 10-Q", "mail@example.org": a name of the file says more.
        words = re.findall(r"(?<![\w.@-])[^\W\d_][\w'’-]+(?![\w.@-]*[.@]\w)", text)
        return text if len(words) >= 2 or (words and len(text) == len(words[0])) else None

    def _rounded(self, size: float) -> float:
        return round(size * 2) / 2


def _body(parts: Sequence[Part]) -> float:
    counts: dict[float, int] = {}
    for part in parts:
        weight = 1 if part.kind is Kind.ROW else 10  # a table's font is often another one
        counts[part.size] = counts.get(part.size, 0) + weight * len(part.text)
    return max(counts, key=lambda size: counts[size]) if counts else 1.0


def _depth(text: str) -> int:
    """How deep a heading's own number says it is: 0 for `2 Method`, 1 for `2.1 Data`."""
    match = _NUMBERED.match(text)
    return match["number"].count(".") if match and match["number"] else 0
