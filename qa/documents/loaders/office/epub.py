"""Books (EPUB): the chapters in the order of reading, each read like a page."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from qa.datatypes import DateOrigin, Document, PlaceKind
from qa.documents.loaders.builder import Builder
from qa.documents.loaders.metadata import Known
from qa.documents.loaders.office.container import Container, attribute, child, local, resolved
from qa.documents.loaders.titles import from_name
from qa.documents.loaders.typed_items import with_typed_items
from qa.documents.loaders.web.day_text import first_day
from qa.documents.loaders.web.html import text_blocks
from qa.documents.loaders.web.html_encoding import page_text
from qa.documents.loaders.web.html_tree import parse
from qa.errors import DocumentError
from qa.languages import code

_WHAT = "an EPUB book"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "image/svg+xml"})
_MOST_CHAPTERS = 5_000
_MOST_LABEL = 200
_HEADINGS = frozenset({"h1", "h2", "h3"})


def load(data: bytes, source: str) -> Document:
    """Make a document of a book's bytes. Raises DocumentError if it can't be read."""
    files = Container(data, _WHAT)
    if files.find("META-INF/encryption.xml") and _locked(files):
        raise DocumentError("Encrypted: the book is protected against copying.")
    package = _package(files)
    root = files.tree(package)
    if root is None:
        raise DocumentError(f"Not {_WHAT}, or damaged: it has no readable list of its parts.")
    folder = package.rpartition("/")[0]
    parts = _parts(root, folder)
    labels = _labels(files, root, folder)
    builder = Builder()
    number = 0
    spine = child(root, "spine")
    for entry in spine if spine is not None else ():
        name, kind = parts.get(attribute(entry, "idref"), ("", ""))
        content = files.read(name) if name and kind in _PAGES else None
        if content is None or number >= _MOST_CHAPTERS:
            continue
        number += 1
        _add_chapter(builder, page_text(content), number, labels.get(name, ""))
    known = _known(root)
    text, blocks, _ = builder.result()
    if not blocks:
        raise DocumentError("The book holds no text.")
    blocks = with_typed_items(text, blocks)
    return Document(
        source=source,
        title=known.title or from_name(source),
        text=text,
        blocks=tuple(blocks),
        author=known.author,
        agency=known.agency,
        published=known.published,
        date_origin=known.date_origin if known.published else None,
        language=known.language,
        places=tuple(builder.places),
    )


def _add_chapter(builder: Builder, html: str, number: int, label: str) -> None:
    """Append a chapter; without a label it is called what its first heading says."""
    builder.tree.close_headings()
    builder.tree.end_list()
    before = len(builder.places)
    root = parse(html)
    if not label:
        named = (e.text(_MOST_LABEL) for e in root.iter() if e.tag in _HEADINGS)
        label = next((text for text in named if text), "")
    builder.place(PlaceKind.CHAPTER, number, label)
    text_blocks(builder, html)
    if len(builder.places) == before:
        builder.unplace()


def _package(files: Container) -> str:
    """The name of the part that lists all parts."""
    root = files.tree("META-INF/container.xml")
    for element in root.iter() if root is not None else ():
        if local(element.tag) == "rootfile" and attribute(element, "full-path"):
            return resolved("", attribute(element, "full-path"))
    return next((name for name in files.names() if name.endswith(".opf")), "content.opf")


def _parts(root: Element, folder: str) -> dict[str, tuple[str, str]]:
    manifest = child(root, "manifest")
    return {
        attribute(item, "id"): (
            resolved(folder, attribute(item, "href")),
            attribute(item, "media-type"),
        )
        for item in (manifest if manifest is not None else ())
        if "://" not in attribute(item, "href")
    }


def _labels(files: Container, root: Element, folder: str) -> dict[str, str]:
    """The names of chapters as the table of contents gives them, by their files."""
    found: dict[str, str] = {}
    manifest = child(root, "manifest")
    for item in manifest if manifest is not None else ():
        name = resolved(folder, attribute(item, "href"))
        inner = name.rpartition("/")[0]
        ncx = attribute(item, "media-type") == "application/x-dtbncx+xml"
        if not ncx and "nav" not in attribute(item, "properties").split():
            continue
        contents = files.tree(name)
        for element in contents.iter() if contents is not None else ():
            if ncx and local(element.tag) == "navPoint":
                target = attribute(child(element, "content"), "src")
                label = child(element, "navLabel")
                text = "".join(label.itertext()) if label is not None else ""
            elif not ncx and local(element.tag) == "a":
                target, text = attribute(element, "href"), "".join(element.itertext())
            else:
                continue
            text = " ".join(text.split())[:_MOST_LABEL]
            if target and text:
                found.setdefault(resolved(inner, target), text)
    return found


def _known(root: Element) -> Known:
    """What the book says of itself (Dublin Core)."""
    values: dict[str, list[str]] = {}
    metadata = child(root, "metadata")
    for element in metadata.iter() if metadata is not None else ():
        text = " ".join((element.text or "").split())
        if text:
            values.setdefault(local(element.tag).lower(), []).append(text[:300])
    elements = list(metadata.iter()) if metadata is not None else []
    # Pandoc and others give the moment at which the file was made where they know no day.
    made = {
        element.text
        for element in elements
        if attribute(element, "property") == "dcterms:modified"
        or attribute(element, "event") == "modification"
    }
    days = [
        day
        for element in elements
        if local(element.tag).lower() == "date"
        and attribute(element, "event") in ("", "publication", "original-publication")
        and not ("T" in (element.text or "") and element.text in made)
        and (day := first_day(element.text or ""))
    ]
    return Known(
        title=next(iter(values.get("title", ())), None),
        author=", ".join(values.get("creator", ())[:5]) or None,
        agency=next(iter(values.get("publisher", ())), None),
        published=days[0] if days else None,
        date_origin=DateOrigin.META,
        language=code(next(iter(values.get("language", ())), "")),
    )


def _locked(files: Container) -> bool:
    """Whether more than fonts is encrypted."""
    root = files.tree("META-INF/encryption.xml")
    for element in root.iter() if root is not None else ():
        if local(element.tag) == "CipherReference":
            name = attribute(element, "URI").lower()
            if name.endswith((".xhtml", ".html", ".htm", ".xml", ".opf")):
                return True
    return False
