"""OpenDocument files: texts (ODT), spreadsheets (ODS), presentations (ODP)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from qa.datatypes import BlockKind, Document, PlaceKind
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.office.container import Container, attribute, child, child_text, local
from qa.documents.loaders.office.finishing import (
    add_rows,
    document,
    names_columns,
    table_document,
)
from qa.documents.loaders.office.merged_cells import MOST, Merged, Row
from qa.documents.loaders.office.odf_cells import (
    INLINE,
    PASSED,
    all_text,
    cells_of,
    merged_in,
    rows_of,
    text_of,
)
from qa.documents.loaders.office.sheets import add_sheet
from qa.errors import DocumentError

_WHAT = "an OpenDocument file"
_MOST_REPEATED = 1_000  # rows that one may stand for; beyond, it fills up the sheet
_MOST_ROWS = 200_000


def load(data: bytes, source: str) -> Document:
    """Make a document of an OpenDocument file's bytes. Raises DocumentError if it can't be read."""
    files = Container(data, _WHAT)
    manifest = files.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise DocumentError("Encrypted: it needs a password.")
    root = files.tree("content.xml")
    if root is None:
        raise DocumentError(f"Not {_WHAT}, or damaged: it has no readable content.")
    reader = _Odf(root, files.tree("styles.xml"))
    body = child(root, "body")
    for part in body if body is not None else ():
        if local(part.tag) == "spreadsheet":
            reader.sheets(part)
            return table_document(reader.builder, source)
        if local(part.tag) == "presentation":
            reader.slides(part)
        else:
            reader.elements(part)
    meta = child(files.tree("meta.xml"), "meta")
    author = child_text(meta, "initial-creator") or child_text(meta, "creator")
    return document(reader.builder, source, author, language=child_text(meta, "language"))


class _Odf:
    def __init__(self, root: Element, styles: Element | None) -> None:
        self.builder = Builder()
        self._numbered: dict[str, set[int]] = {}  # the levels of each list style that count
        self._based: dict[str, str] = {}  # styles by what they are based on
        for part in (styles, root):
            for element in part.iter() if part is not None else ():
                self._learn(element)
        self._rows = 0

    def _learn(self, element: Element) -> None:
        name = local(element.tag)
        if name == "list-style":
            levels = {
                int(attribute(level, "level") or 1)
                for level in element
                if local(level.tag) == "list-level-style-number" and attribute(level, "num-format")
            }
            self._numbered[attribute(element, "name")] = levels
        elif name == "style":
            self._based[attribute(element, "name")] = attribute(element, "parent-style-name")

    def elements(self, parent: Element, depth: int = 0, list_style: str = "") -> None:
        """Append what is in a container."""
        for element in parent:
            name = local(element.tag)
            if name in INLINE:
                self._paragraph(element, name)
            elif name == "list":
                style = attribute(element, "style-name") or list_style
                self._list(element, depth, style)
            elif name == "table":
                self._table(element)
            elif name not in PASSED:
                self.elements(element, depth, list_style)

    def _paragraph(self, element: Element, name: str) -> None:
        text, inner = text_of(element)
        style = self._style(attribute(element, "style-name"))
        pieces = [Piece(text, 1)]
        if text.strip():
            level = attribute(element, "outline-level")
            if name == "h":
                self.builder.heading(pieces, int(level) if level.isdecimal() else 1)
            elif style == "title":
                self.builder.heading(pieces, 1)
            elif "preformatted" in style or "code" in style:
                self.builder.add(BlockKind.CODE, pieces, self.builder.tree.before())
            elif "quotation" in style:
                self.builder.add(BlockKind.QUOTE, pieces)
            else:
                self.builder.add(BlockKind.PARAGRAPH, pieces)
        place = len(self.builder.tree.blocks) - 1
        for part in inner:
            if local(part.tag) == "note-body":
                note = " ".join(all_text(part).split())
                self.builder.add(BlockKind.PARAGRAPH, [Piece(note, 1)], place if text else None)
            else:
                self.elements(part)

    def _style(self, name: str) -> str:
        """The names of a style and those it is based on, in lower case."""
        found = []
        for _ in range(8):
            if not name:
                break
            found.append(name.replace("_20_", " ").lower())
            name = self._based.get(name, "")
        return "title" if found and found[-1] == "title" else " ".join(found)

    def _list(self, element: Element, depth: int, style: str) -> None:
        steps = depth + 1 in self._numbered.get(style, ())
        start, number = 0, 0
        for item in element:
            if local(item.tag) not in ("list-item", "list-header"):
                continue
            value = attribute(item, "start-value")
            start = int(value) - 1 if value.isdecimal() and len(value) < 7 else start
            number = start = start + 1
            first = True
            for part in item:
                name = local(part.tag)
                if name == "list":
                    self._list(part, depth + 1, attribute(part, "style-name") or style)
                elif name == "h":  # numbered headings stand in lists
                    self._paragraph(part, name)
                elif name == "p":
                    text, inner = text_of(part)
                    if first and text.strip():
                        mark = f"{number}. " if steps else ""
                        kind = BlockKind.STEP if steps else BlockKind.LIST_ITEM
                        self.builder.item([Piece(mark + text.strip(), 1)], min(depth, 8), kind)
                        first = False
                    else:
                        self.builder.in_item(BlockKind.PARAGRAPH, [Piece(text, 1)])
                    for box in inner:
                        self.elements(box)
        if depth == 0:
            self.builder.tree.end_list()

    # --- tables

    def _table(self, table: Element) -> None:
        shown = [cells for _, cells in self._read(table)]
        head = any(local(part.tag) == "table-header-rows" for part in table)
        add_rows(self.builder, shown, head or names_columns(shown))

    def sheets(self, parent: Element) -> None:
        """Append the sheets of a spreadsheet."""
        tables = [e for e in parent if local(e.tag) == "table"]
        for number, table in enumerate(tables, start=1):
            name = " ".join(attribute(table, "name").split())
            merged: list[Merged] = []
            rows = self._read(table, merged)
            add_sheet(self.builder, number, name, rows, len(tables) == 1, merged)

    def _read(self, table: Element, merged: list[Merged] | None = None) -> list[Row]:
        found: list[Row] = []
        at = 1
        for row in rows_of(table):
            cells = cells_of(row)
            if merged is not None and len(merged) < MOST:
                merged += merged_in(row, at)
            value = attribute(row, "number-rows-repeated")
            times = int(value) if value.isdecimal() and len(value) < 8 else 1
            hidden = attribute(row, "visibility") in ("collapse", "filter")
            if any(cells) and not hidden:
                for offset in range(min(times, _MOST_REPEATED)):
                    found.append((at + offset, list(cells)))
                    self._rows += 1
                if self._rows > _MOST_ROWS:
                    raise DocumentError(f"Too large: tables of more than {_MOST_ROWS:,} rows.")
            at += times
        return found

    # --- slides

    def slides(self, parent: Element) -> None:
        """Append the slides of a presentation, each with its notes."""
        pages = [e for e in parent if local(e.tag) == "page"]
        for number, page in enumerate(pages, start=1):
            frames = [e for e in page if local(e.tag) not in PASSED]
            titles = [e for e in frames if attribute(e, "class") == "title"]
            title = " ".join(" ".join(text_of(e)[0] for e in titles).split())
            if not title and titles:
                title = " ".join(all_text(titles[0]).split())
            self.builder.place(PlaceKind.SLIDE, number, title)
            if title:
                self.builder.heading([Piece(title, 1)], 1)
            else:
                self.builder.tree.close_headings()
            for frame in frames:
                if frame not in titles:
                    self.elements(frame)
            notes = child(page, "notes")
            for frame in notes if notes is not None else ():
                if attribute(frame, "class") == "notes":
                    self.elements(frame)
