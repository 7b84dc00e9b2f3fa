"""Styles and numberings of a Word document: headings, items, code; the marks of steps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from qa.documents.loaders.office.container import attribute, child, local

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop)\s*(\d)", re.IGNORECASE)
_CODE = re.compile(r"\bcode\b|preformatted|source|verbatim|listing|\bconsole\b", re.IGNORECASE)
_QUOTE = re.compile(r"\bquote\b|\bquotation|block text|zitat|citation", re.IGNORECASE)
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z\d])")
_BULLETS = frozenset({"bullet", "none", ""})
_MOST_BASED = 12  # styles that a style is based on, one on the other
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(slots=True)
class Style:
    """What a paragraph style means; `level` is that of a heading, 0 for none."""

    name: str = ""
    based: str = ""
    level: int = 0
    numbering: str = ""
    depth: int = 0


@dataclass(slots=True)
class _Level:
    kind: str = ""
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    _lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def mark(self, number: str, depth: int) -> str | None:
        """The mark of the next item of a list ("2.", "b)"), "" of a bulleted one, None of none."""
        levels = self._lists.get(number)
        if number in ("", "0") or levels is None:
            return None
        level = levels.get(depth, _Level("bullet"))
        if level.kind in _BULLETS:
            return ""
        key = self._abstract[number]
        for deeper in [place for place in self._counts if place[0] == key and place[1] > depth]:
            del self._counts[deeper]
        self._counts[key, depth] = self._counts.get((key, depth), level.start - 1) + 1
        return re.sub(
            r"%(\d)", lambda match: self._shown(key, levels, int(match[1]) - 1), level.text
        )

    def _shown(self, key: str, levels: dict[int, _Level], depth: int) -> str:
        level = levels.get(depth, _Level("decimal"))
        return _number(self._counts.get((key, depth), level.start), level.kind)


def read_styles(root: Element | None) -> dict[str, Style]:
    """The paragraph styles of a document by their ids."""
    found: dict[str, Style] = {}
    for element in root if root is not None else ():
        if local(element.tag) != "style":
            continue
        style = Style(attribute(child(element, "name"), "val"))
        style.based = attribute(child(element, "basedOn"), "val")
        properties = child(element, "pPr")
        outline = attribute(child(properties, "outlineLvl"), "val")
        if match := _HEADING.match(style.name):
            style.level = int(match[1])
        elif outline.isdecimal() and int(outline) < 9:
            style.level = int(outline) + 1
        listed = child(properties, "numPr")
        style.numbering = attribute(child(listed, "numId"), "val")
        depth = attribute(child(listed, "ilvl"), "val")
        style.depth = int(depth) if depth.isdecimal() else 0
        found[attribute(element, "styleId")] = style
    for style in found.values():
        _inherit(style, found)
    return found


def unlisted(identifier: str) -> Style:
    """A style that the document does not list, by its id: `Heading2` is what it says."""
    name = _WORDS.sub(" ", identifier)
    match = _HEADING.match(name)
    return Style(name, level=int(match[1]) if match else 0)


def read_numbering(root: Element | None) -> Numbering:
    """The numberings of a document."""
    numbering = Numbering()
    abstract: dict[str, dict[int, _Level]] = {}
    for element in root if root is not None else ():
        if local(element.tag) == "abstractNum":
            abstract[attribute(element, "abstractNumId")] = _levels(element)
        elif local(element.tag) == "num":
            key = attribute(child(element, "abstractNumId"), "val")
            number = attribute(element, "numId")
            numbering._lists[number] = abstract.get(key, {})
            # A list that starts anew counts for itself.
            restarts = child(element, "lvlOverride") is not None
            numbering._abstract[number] = f"{key}/{number}" if restarts else key
    return numbering


def is_code(style: Style) -> bool:
    """Whether a style is that of code."""
    return bool(_CODE.search(style.name))


def is_quote(style: Style) -> bool:
    """Whether a style is that of quotations."""
    return bool(_QUOTE.search(style.name))


def is_contents(style: Style) -> bool:
    """Whether a style is that of a line of the table of contents."""
    return style.name.lower().startswith(("toc ", "table of figures"))


def _inherit(style: Style, styles: dict[str, Style]) -> None:
    """Take over what a style has from those it is based on; "Title" has nothing to do with it."""
    above = styles.get(style.based)
    for _ in range(_MOST_BASED):
        if above is None:
            return
        if not style.level and above.level and style.name.lower() not in ("title", "subtitle"):
            style.level = above.level
        style.numbering = style.numbering or above.numbering
        above = styles.get(above.based)


def _levels(element: Element) -> dict[int, _Level]:
    found = {}
    for level in element:
        if local(level.tag) == "lvl":
            start = attribute(child(level, "start"), "val")
            found[int(attribute(level, "ilvl") or 0)] = _Level(
                attribute(child(level, "numFmt"), "val"),
                attribute(child(level, "lvlText"), "val"),
                int(start) if start.isdecimal() else 1,
            )
    return found


def _number(value: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        shown = ""
        for size, digits in _ROMAN:
            while value >= size:
                shown += digits
                value -= size
        return shown if kind == "lowerRoman" else shown.upper()
    return f"{value:02}" if kind == "decimalZero" else str(value)
