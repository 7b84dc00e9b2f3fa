"""Zip archives with XML in them, read within limits: bytes are counted as they come out.

The standard library does: expat (through `xml.etree`) with entities refused and nesting bounded.
lxml would cost a wheel of 5 MB, and its limits would have to be set just the same.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import cast
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from qa.errors import DocumentError

MOST_BYTES = 96 << 20  # that come out of one archive, all members that are read together
MOST_MEMBER = 64 << 20
MOST_MEMBERS = 100_000
MOST_RATIO = 200  # bytes that one may expand to; XML of text and numbers stays below 40
_RATIO_FROM = 8 << 20  # below so many bytes no ratio does harm
DEEPEST = 200  # elements within each other
_CHUNK = 256 << 10
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1


class Container:
    """The members of an archive by their names."""

    def __init__(self, data: bytes, what: str) -> None:
        """Open an archive; `what` names the format for people, as in "a Word document"."""
        if not data:
            raise DocumentError("The file is empty.")
        if data.startswith(_OLE):
            raise DocumentError("Encrypted, or in the binary format of old Office programs.")
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise DocumentError(f"Not {what}, or damaged: the archive can't be opened.") from error
        if len(self._archive.filelist) > MOST_MEMBERS:
            raise DocumentError(f"Too many files in the archive: more than {MOST_MEMBERS:,}.")
        self._names = {info.filename: info for info in self._archive.filelist}
        self._folded = {name.lower().lstrip("/"): name for name in self._names}
        self._left = MOST_BYTES
        self._what = what

    def names(self) -> list[str]:
        """The names of all members."""
        return list(self._names)

    def find(self, name: str) -> str | None:
        """The member of that name, in whatever case; None if there is none."""
        return name if name in self._names else self._folded.get(name.lower().lstrip("/"))

    def read(self, name: str) -> bytes | None:
        """All bytes of a member; None if there is none. DocumentError if there are too many."""
        found = self.find(name)
        if found is None:
            return None
        info = self._names[found]
        if info.flag_bits & _ENCRYPTED:
            raise DocumentError("Encrypted: it needs a password.")
        most = min(MOST_MEMBER, self._left)
        if info.compress_size:
            most = min(most, max(_RATIO_FROM, MOST_RATIO * info.compress_size))
        try:
            with self._archive.open(info) as member:
                data = member.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            raise DocumentError(f"Damaged: a part of {self._what} can't be unpacked.") from error
        except (NotImplementedError, RuntimeError) as error:
            raise DocumentError("Packed in a way that can't be unpacked.") from error
        if len(data) > most:
            raise DocumentError(f"Expands too far: a part of it to more than {most >> 20} MiB.")
        self._left -= len(data)
        return data

    def tree(self, name: str) -> Element | None:
        """The XML of a member; None if there is none or it is broken."""
        data = self.read(name)
        if data is None:
            return None
        try:
            return tree(data)
        except ParseError:
            return None

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The relations of a part by their ids: the last word of the type, and the target."""
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for element in root if root is not None else ():
            if element.get("TargetMode") != "External":
                kind = element.get("Type", "").rpartition("/")[2]
                found[element.get("Id", "")] = kind, resolved(folder, element.get("Target", ""))
        return found

    def main_part(self, usual: str) -> str:
        """The part that the others belong to; `usual` where the container doesn't name it."""
        parts = (part for kind, part in self.relations("").values() if kind == "officeDocument")
        return next(parts, usual)


def resolved(folder: str, target: str) -> str:
    """The name of a member that a path in a file of `folder` means. It never leaves the archive."""
    target = unquote(target.partition("#")[0])
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(path).lstrip("/")


def events(data: bytes) -> Iterator[tuple[str, Element]]:
    """The elements of XML as they begin ("start") and end ("end"); ParseError if it is broken.

    Raises DocumentError for entities of its own and for too deep a nesting.
    """
    data = _as_utf8(data)
    if b"<!ENTITY" in data:
        raise DocumentError("Declares XML entities, which no honest document of this kind does.")
    parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
    depth = 0
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
        for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise DocumentError(f"Nested too deeply: more than {DEEPEST} elements.")
            yield event, element
    parser.close()


def tree(data: bytes) -> Element:
    """The root of XML; ParseError if it is broken, DocumentError as `events`."""
    root: Element | None = None
    for _, element in events(data):
        if root is None:
            root = element
    if root is None:
        raise ParseError("no element")
    return root


def children(data: bytes, parent: str, most: int = 1 << 40) -> Iterator[Element]:
    """The complete children of the first element `parent` (its local name), each emptied after use.

    Broken XML ends them: what stands before is given.
    """
    inside: Element | None = None
    depth = 0
    try:
        for event, element in events(data):
            if inside is None:
                if event == "start" and local(element.tag) == parent:
                    inside = element
                continue
            if event == "start":
                depth += 1
            elif element is inside:
                return
            else:
                depth -= 1
                if depth == 0:
                    yield element
                    most -= 1
                    inside.clear()
                    if most <= 0:
                        return
    except ParseError:
        return


def local(tag: object) -> str:
    """The name of a tag without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its local name, "" if there is none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child with a local name."""
    for each in element if element is not None else ():
        if local(each.tag) == name:
            return each
    return None


_UTF16 = re.compile(rb"\A(?:\xff\xfe|\xfe\xff|<\0|\0<)")


def child_text(element: Element | None, name: str) -> str:
    """The text of the first child with this local name; empty where there is none."""
    found = child(element, name)
    return (found.text or "").strip() if found is not None else ""


def _as_utf8(data: bytes) -> bytes:
    """XML in UTF-16 as UTF-8, so that what is looked for in it is found."""
    if not _UTF16.match(data):
        return data
    encoding = "utf-16-be" if data[:1] in (b"\xfe", b"\0") else "utf-16-le"
    text = data.decode(encoding, "replace").lstrip("\ufeff")
    return re.sub(r"\A\s*<\?xml.{0,200}?\?>", "", text, flags=re.DOTALL).encode()
