"""Running headers, footers and page numbers of a plain text that was made for a printer.

RFCs, old manuals and what `pdftotext` writes have form feeds between their pages. The lines around
them that come again on other pages are left out and leave blank lines, so that every
other line stays in its place.
"""

from __future__ import annotations

import re
from collections import Counter

_FEED = "\f"
_LINES = 3  # lines beside a form feed in which furniture is looked for
_MAX_LINE = 200
_LEAST_PAGE = 40  # characters of a page
_BLANK = " \t\r\n"
_PAGE = re.compile(r"\[?(?:page|seite|p\.)\s{0,3}\d{1,4}\]?\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[-–—\s\[(]{0,6}\d{1,4}[-–—\s\])]{0,6}")
_APART = re.compile(r"\s{3,}\d{1,4}\Z|\A\d{1,4}\s{3,}")  # "Harbours            12"
_DIGITS = re.compile(r"\d+")
_ENDS = '.!?:;"”)'


def without_furniture(text: str) -> str:
    """The text without what stands at the top and the foot of its pages."""
    if not 0 < text.count(_FEED) * _LEAST_PAGE <= len(text):
        return text
    heads: list[tuple[int, int]] = []
    feet: list[tuple[int, int]] = []
    feed = text.find(_FEED)
    while feed >= 0:
        feet += _before(text, feed)
        heads += _behind(text, feed + 1)
        feed = text.find(_FEED, feed + 1)
    feet += _before(text, len(text))
    lines = list(dict.fromkeys([*heads, *feet]))
    often = Counter(_shape(text[start:end]) for start, end in lines)
    parts: list[str] = []
    at = 0
    for start, end in sorted(lines):
        line = text[start:end]
        if start >= at and (_numbered(line) or (often[_shape(line)] > 1 and _same(line))):
            parts.append(text[at:start])
            at = end
    return "".join((*parts, text[at:]))


def goes_on(text: str, above: int, below: int) -> bool:
    """Whether a paragraph goes on over a page: its line ends at `above`, the next is at `below`."""
    return _FEED in text[above:below] and text[above - 1] not in _ENDS and text[below].islower()


def _numbered(line: str) -> bool:
    """Whether a line is a page number, or ends with one that says that it is."""
    return bool(_NUMBER.fullmatch(line) or _PAGE.search(line))


def _shape(line: str) -> str:
    """A line that has the number of its page, without it."""
    return _DIGITS.sub("0", line) if _APART.search(line) else " ".join(line.split())


def _same(line: str) -> bool:
    return any(char.isalpha() for char in line)


def _before(text: str, at: int) -> list[tuple[int, int]]:
    """The last line with something in it before an offset, if it stands by itself."""
    for _ in range(_LINES):
        least = max(0, at - _MAX_LINE - 1)
        start = text.rfind("\n", least, at) + 1 or least
        first = _trimmed(text, start, at)
        if first:
            return [first] if _alone(text, *first) else []
        at = start - 1
        if at <= 0:
            break
    return []


def _behind(text: str, at: int) -> list[tuple[int, int]]:
    """The first line with something in it behind an offset, if it stands by itself."""
    for _ in range(_LINES):
        most = min(len(text), at + _MAX_LINE + 1)
        end = text.find("\n", at, most)
        end = most if end < 0 else end
        first = _trimmed(text, at, end)
        if first:
            return [first] if _alone(text, *first) else []
        at = end + 1
        if at >= len(text):
            break
    return []


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    if end - start > _MAX_LINE:
        return None
    line = text[start:end]
    content = line.strip(_BLANK + _FEED)
    if not content:
        return None
    first = start + line.index(content)
    return first, first + len(content)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a line has a blank line or a form feed on its other side as well."""
    above = text[max(0, start - _MAX_LINE) : start].rsplit("\n", 2)
    below = text[end : end + _MAX_LINE].split("\n", 2)
    blank_above = len(above) < 3 or not above[-2].strip() or _FEED in above[-1]
    blank_below = len(below) < 3 or not below[1].strip() or _FEED in below[0] + below[1]
    return blank_above and blank_below
