"""Presentations (PPTX): slides in order, titles as headings, lists, tables, diagrams, notes."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from qa.datatypes import BlockKind, Document, PlaceKind
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.office.container import Container, attribute, child, child_text, local
from qa.documents.loaders.office.finishing import add_rows, document, names_columns
from qa.errors import DocumentError

_WHAT = "a presentation"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
_BODIES = frozenset({"body", "obj", "", "subTitle"})
_MOST_SLIDES = 5_000


def load(data: bytes, source: str) -> Document:
    """Make a document of a presentation's bytes. Raises DocumentError if it can't be read."""
    files = Container(data, _WHAT)
    main = files.main_part("ppt/presentation.xml")
    root = files.tree(main)
    if root is None:
        raise DocumentError("Not a presentation: it has no slides.")
    relations = files.relations(main)
    builder = Builder()
    number = 0
    slides = child(root, "sldIdLst")
    for entry in slides if slides is not None else ():
        key = next((v for k, v in entry.attrib.items() if k.endswith("}id")), "")
        kind, target = relations.get(key, ("", ""))
        if kind == "slide" and number < _MOST_SLIDES:
            number += 1
            _Slide(files, target, builder).add(number)
    properties = files.tree("docProps/core.xml")
    author, language = child_text(properties, "creator"), child_text(properties, "language")
    return document(builder, source, author, language=language)


class _Slide:
    def __init__(self, files: Container, name: str, builder: Builder) -> None:
        self._files = files
        self._name = name
        self._builder = builder
        self._relations = files.relations(name)

    def add(self, number: int) -> None:
        root = self._files.tree(self._name)
        if root is None or attribute(root, "show") == "0":
            return
        shapes = list(_shapes(root))
        titles = [shape for shape in shapes if _placeholder(shape) in _TITLES]
        title = " ".join(" ".join(_text(p) for p in _paragraphs(shape)) for shape in titles)
        title = " ".join(title.split())
        self._builder.place(PlaceKind.SLIDE, number, title)
        self._builder.tree.end_list()
        if title:
            self._builder.heading([Piece(title, 1)], 1)
        else:  # what follows belongs to no other slide
            self._builder.tree.close_headings()
        for shape in shapes:
            if _placeholder(shape) not in _TITLES | _FURNITURE:
                self._shape(shape)
        self._notes()

    def _shape(self, shape: Element) -> None:
        if local(shape.tag) == "graphicFrame":
            for element in shape.iter():
                if local(element.tag) == "tbl":
                    self._table(element)
                elif local(element.tag) == "relIds":
                    self._diagram(attribute(element, "dm"))
            return
        found = [(p, text) for p in _paragraphs(shape) if (text := _text(p).strip())]
        listed = _placeholder(shape) in _BODIES and _placed(shape)
        self._builder.tree.end_list()
        for paragraph, text in found:
            self._paragraph(paragraph, text, listed and len(found) > 1)

    def _paragraph(self, paragraph: Element, text: str, listed: bool) -> None:
        properties = child(paragraph, "pPr")
        level = attribute(properties, "lvl")
        depth = min(int(level), 8) if level.isdecimal() else 0
        pieces = [Piece(text, 1)]
        if child(properties, "buAutoNum") is not None:
            self._builder.item(pieces, depth, BlockKind.STEP)
        elif child(properties, "buNone") is None and (
            listed or child(properties, "buChar") is not None
        ):
            self._builder.item(pieces, depth, BlockKind.LIST_ITEM)
        else:
            self._builder.add(BlockKind.PARAGRAPH, pieces)

    def _table(self, table: Element) -> None:
        shown = [
            [" ".join(" ".join(_text(p) for p in _paragraphs(cell)).split()) for cell in row
             if local(cell.tag) == "tc"]
            for row in table
            if local(row.tag) == "tr"
        ]  # fmt: skip
        first = attribute(child(table, "tblPr"), "firstRow")
        add_rows(self._builder, shown, first in ("1", "true") or names_columns(shown))

    def _diagram(self, relation: str) -> None:
        """The texts of a diagram (SmartArt), which are no part of the slide itself."""
        _, target = self._relations.get(relation, ("", ""))
        root = self._files.tree(target) if target else None
        for element in root.iter() if root is not None else ():
            if local(element.tag) == "pt":
                text = " ".join(" ".join(_text(p) for p in _paragraphs(element)).split())
                if text:
                    self._builder.item([Piece(text, 1)], 0, BlockKind.LIST_ITEM)

    def _notes(self) -> None:
        for kind, target in self._relations.values():
            if kind != "notesSlide":
                continue
            root = self._files.tree(target)
            for shape in _shapes(root) if root is not None else ():
                if _placeholder(shape) == "body":
                    for paragraph in _paragraphs(shape):
                        self._builder.add(BlockKind.PARAGRAPH, [Piece(_text(paragraph), 1)])


def _shapes(root: Element) -> Iterator[Element]:
    """The shapes of a slide, those of groups in their place."""
    waiting = [root]
    while waiting:
        here = waiting.pop()
        if local(here.tag) in ("sp", "graphicFrame"):
            yield here
        elif local(here.tag) != "Fallback":
            waiting.extend(reversed(here))


def _placeholder(shape: Element) -> str:
    for element in shape.iter():
        if local(element.tag) == "ph":
            return attribute(element, "type")
    return ""


def _placed(shape: Element) -> bool:
    """Whether the layout of the slide gives the shape its place."""
    return any(local(element.tag) == "ph" for element in shape.iter())


def _paragraphs(element: Element) -> Iterator[Element]:
    return (each for each in element.iter() if local(each.tag) == "p")


def _text(paragraph: Element) -> str:
    found = []
    for element in paragraph.iter():
        name = local(element.tag)
        if name == "t":
            found.append(element.text or "")
        elif name in ("br", "tab"):
            found.append("\n" if name == "br" else "\t")
    return "".join(found)
