"""Word documents (DOCX): headings by their styles, lists, tables, footnotes; no comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from qa.datatypes import BlockKind, Document
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.office.container import (
    Container,
    attribute,
    child,
    child_text,
    children,
    local,
)
from qa.documents.loaders.office.docx_styles import (
    Style,
    is_code,
    is_contents,
    is_quote,
    read_numbering,
    read_styles,
    unlisted,
)
from qa.documents.loaders.office.finishing import add_rows, document, names_columns, over_amounts
from qa.documents.loaders.tree import BOLD_LEVEL
from qa.errors import DocumentError

_WHAT = "a Word document"
# Styles of tables that have no first row of their own: "Table Grid", "Normal Table".
_PLAIN = re.compile(r"|(?:table|tabelle)?n?-?(?:normal|grid|gitternetz|raster)\w*", re.IGNORECASE)
_MOST_BOLD = 90  # characters of a bold line that heads what follows
_MOST_COLUMNS = 100
# What is not read, or read in another way: deleted text, properties, the older form of a drawing.
_PASSED = frozenset(
    ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "Fallback", "sectPr", "tblPr", "trPr",
     "tcPr", "tblGrid", "sdtPr", "sdtEndPr", "annotationRef", "object", "binData")
)  # fmt: skip
_PAGES = (".html", ".htm", ".xhtml")
# A bullet typed as a sign of a symbol font.
_SYMBOLS = re.compile(r"[\uf000-\uf0ff\s]+")
_TRUE = frozenset({"", "1", "true", "on"})


def load(data: bytes, source: str) -> Document:
    """Make a document of a Word document's bytes. Raises DocumentError if it can't be read."""
    files = Container(data, _WHAT)
    main = files.main_part("word/document.xml")
    body = files.read(main)
    if body is None:
        raise DocumentError("Not a Word document: it has no text part.")
    properties = files.tree("docProps/core.xml")
    reader = _Docx(files, main, child_text(properties, "title"))
    for element in children(body, "body"):
        reader.element(element)
    author, language = child_text(properties, "creator"), child_text(properties, "language")
    return document(reader.builder, source, author, language=language)


class _Docx:
    def __init__(self, files: Container, main: str, title: str) -> None:
        self.builder = Builder()
        self._title = title.strip().casefold()  # what the file says; templates say it as well
        self._files = files
        self._relations = files.relations(main)
        parts = dict(self._relations.values())
        self._styles = read_styles(files.tree(parts.get("styles", "word/styles.xml")))
        self._numbering = read_numbering(files.tree(parts.get("numbering", "word/numbering.xml")))
        self._notes: dict[str, Element] = {}
        for name in ("footnotes", "endnotes"):
            root = files.tree(parts.get(name, f"word/{name}.xml"))
            for note in root if root is not None else ():
                if attribute(note, "type") in ("", "normal"):
                    self._notes[f"{name[:-1]}Reference{attribute(note, 'id')}"] = note
        self._titled = 0  # 1 if a title stands above the headings
        self._headed = ""  # the list whose outer items are headings
        self._boxes: list[Element] = []
        self._cited: list[str] = []

    def element(self, element: Element) -> None:
        """Append a paragraph, a table, or what is in a container of them."""
        name = local(element.tag)
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name == "altChunk":
            self._chunk(attribute(element, "id"))
        elif name not in _PASSED:
            for inner in element:
                self.element(inner)

    def _chunk(self, relation: str) -> None:
        """Append a page that the document takes in as it is."""
        _, target = self._relations.get(relation, ("", ""))
        data = self._files.read(target) if target.endswith(_PAGES) else None
        if data is not None:
            # 10 ms, and hardly any document has one
            from qa.documents.loaders.web.html import text_blocks
            from qa.documents.loaders.web.html_encoding import page_text

            text_blocks(self.builder, page_text(data))

    # --- paragraphs

    def _paragraph(self, element: Element) -> None:
        properties = child(element, "pPr")
        named = attribute(child(properties, "pStyle"), "val")
        style = self._styles.get(named) or unlisted(named)
        text = "".join(self._text(element)).strip()
        if text and not _SYMBOLS.fullmatch(text):
            place = self._add(text, element, properties, style)
            self._add_notes(place)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            for inner in box:
                self.element(inner)

    def _add(self, text: str, element: Element, properties: Element | None, style: Style) -> int:
        builder, pieces = self.builder, [Piece(text, 1)]
        name = style.name.lower()
        listed = child(properties, "numPr")
        number = attribute(child(listed, "numId"), "val") or style.numbering
        depth = attribute(child(listed, "ilvl"), "val")
        level = int(depth) if depth.isdecimal() else style.depth
        mark = self._numbering.mark(number, level)
        first = not builder.tree.blocks and text.casefold() == self._title
        if name == "title" or first:
            self._titled = 1
            return builder.heading(pieces, 1)
        outline = attribute(child(properties, "outlineLvl"), "val")
        heading = style.level or (int(outline) + 1 if outline in tuple("012345678") else 0)
        if heading:
            shown = [Piece(f"{mark} ", 1), *pieces] if mark else pieces
            return builder.heading(shown, heading + self._titled)
        if is_contents(style):
            return builder.item(pieces, 0, BlockKind.CONTENTS)
        if is_code(style):
            return builder.add(BlockKind.CODE, pieces, builder.tree.before())
        if mark is not None:
            kind = BlockKind.STEP if mark else BlockKind.LIST_ITEM
            shown = [Piece(f"{mark} ", 1), *pieces] if mark else pieces
            if not level:
                self._headed = number if mark and self._heads(text, element) else ""
            if not level and self._headed:
                return builder.heading(shown, BOLD_LEVEL + self._titled, soft=True)
            below = level > 0 and number == self._headed  # the outer items are headings
            return builder.item(shown, min(level, 8) - below, kind)
        if match := _SYMBOLS.match(text):
            return builder.item([Piece(text[match.end() :], 1)], 0, BlockKind.LIST_ITEM)
        if is_quote(style):
            return builder.add(BlockKind.QUOTE, pieces)
        if self._heads(text, element):
            return builder.heading(pieces, BOLD_LEVEL + self._titled, soft=True)
        return builder.add(BlockKind.PARAGRAPH, pieces)

    def _heads(self, text: str, element: Element) -> bool:
        """Whether a paragraph is a bold line that heads what follows."""
        return len(text) <= _MOST_BOLD and text[-1] not in ".,;" and self._bold(element)

    def _bold(self, element: Element) -> bool:
        runs = [run for run in element.iter() if local(run.tag) == "r"]
        told = [run for run in runs if any(local(part.tag) == "t" for part in run)]
        return bool(told) and all(_on(child(child(run, "rPr"), "b")) for run in told)

    def _add_notes(self, place: int) -> None:
        """Append the notes that a paragraph refers to, hung from it."""
        cited, self._cited = self._cited, []
        for name in cited:
            note = self._notes.pop(name, None)
            if note is not None:
                text = " ".join("".join(self._text(note)).split())
                self.builder.add(BlockKind.PARAGRAPH, [Piece(text, 1)], place)

    def _text(self, element: Element) -> Iterator[str]:
        """The text of a paragraph and all that is in line with it."""
        waiting = [element]
        while waiting:
            here = waiting.pop()
            name = local(here.tag)
            if name == "t":
                yield here.text or ""
            elif name in ("tab", "ptab"):
                yield "\t" if here is not element else ""
            elif name in ("br", "cr"):
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name in ("footnoteReference", "endnoteReference"):
                self._cited.append(f"{name}{attribute(here, 'id')}")
            elif name == "txbxContent":
                self._boxes.append(here)
            elif name == "tbl":  # within a paragraph, which no program of ours writes
                self._boxes.append(_wrapped(here))
            elif name == "r" and _on(child(child(here, "rPr"), "vanish")):
                continue
            elif name not in _PASSED:
                if name == "p" and here is not element:
                    yield " "
                waiting.extend(reversed(here))

    # --- tables

    def _table(self, element: Element) -> None:
        lines = list(_inner(element, "tr"))
        shown: list[list[str]] = []
        above: dict[int, str] = {}
        head = False
        for row in lines:
            cells: list[str] = []
            head = head or (not shown and _on(child(child(row, "trPr"), "tblHeader")))
            for cell in _inner(row, "tc"):
                properties = child(cell, "tcPr")
                merged = child(properties, "vMerge")
                text = " ".join("".join(self._text(cell)).split())
                if merged is not None and attribute(merged, "val") != "restart":
                    text = above.get(len(cells), text)
                elif merged is not None:
                    above[len(cells)] = text
                span = attribute(child(properties, "gridSpan"), "val")
                cells.append(text)
                if span.isdecimal() and len(cells) < _MOST_COLUMNS:
                    cells += [""] * (min(int(span), _MOST_COLUMNS) - 1)
            shown.append(cells)
        if not any(len(cells) > 1 for cells in shown):
            for row in lines:  # a frame around paragraphs
                for cell in _inner(row, "tc"):
                    for inner in cell:
                        self.element(inner)
            self._boxes.clear()
            return
        add_rows(self.builder, shown, head or self._looks_headed(element, lines, shown))
        self._add_notes(len(self.builder.tree.blocks) - 1)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            for inner in box:
                self.element(inner)

    def _looks_headed(self, table: Element, lines: list[Element], shown: list[list[str]]) -> bool:
        """Whether the looks of a table say that its first row names the columns.

        Word asks for a first row that looks different in every table; only some styles have one.
        """
        properties = child(table, "tblPr")
        look = child(properties, "tblLook")
        first = attribute(look, "firstRow")
        if not first and (value := attribute(look, "val")):
            first = "1" if _hex(value) & 0x20 else "0"
        style = attribute(child(properties, "tblStyle"), "val")
        if first in ("1", "true") and not _PLAIN.fullmatch(style):
            return True
        if first in ("1", "true") and over_amounts(shown):
            return True
        if len(lines) > 1 and all(map(self._bold, _inner(lines[0], "tc"))):
            return not all(map(self._bold, _inner(lines[1], "tc")))
        return names_columns(shown)


def _inner(element: Element, name: str) -> Iterator[Element]:
    """The rows or cells of a table, also those within controls and marks of changes."""
    for each in element:
        if local(each.tag) == name:
            yield each
        elif local(each.tag) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _inner(each, name)


def _on(element: Element | None) -> bool:
    return element is not None and attribute(element, "val") in _TRUE


def _hex(value: str) -> int:
    try:
        return int(value, 16)
    except ValueError:
        return 0


def _wrapped(element: Element) -> Element:
    box = Element("box")
    box.append(element)
    return box
