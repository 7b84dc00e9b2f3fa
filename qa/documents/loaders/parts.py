"""Files that hold several documents: what their loaders give, and how much may come out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.datatypes import Block, BlockKind, Document, Skipped
from qa.documents.loaders.ocr import NO_PICTURES, Pictures, UnreadScan
from qa.documents.loaders.recogniser import Recogniser
from qa.errors import DocumentError

DEEPEST = 3  # archives within each other that are opened
MOST_DOCUMENTS = 100_000  # of one file, those of files within included
MOST_BYTES = 512 << 20  # that come out of one file, all files within together
_MOST_NAME = 1_000  # characters of the path of a file within
_COMPOUND = re.compile(r"\.tar\.(?:gz|bz2|xz)\Z", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside of a file: its path there, and its bytes.

    One that is not `listed` is left out in silence where its format can't be read.
    """

    name: str
    data: bytes
    listed: bool = True
    came_with: str = ""  # the mail to which it is attached, in words

    def noted(self, document: Document) -> Document:
        """A document of this file with a line at its end that says what it came with, if any."""
        if not self.came_with or not document.blocks:
            return document
        gap = "\n" if document.text.endswith("\n") else "\n\n"
        start = len(document.text) + len(gap)
        block = Block(start, start + len(self.came_with), BlockKind.META)
        lines = document.lines
        if lines is not None:  # it stands in no line of the file
            lines = (*(lines or ((0, 1),)), (start, document.line(document.blocks[-1].end) or 1))
        text = document.text + gap + self.came_with
        return replace(document, text=text, blocks=(*document.blocks, block), lines=lines)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a file holds, in its order: documents, files, and those not read with their reason.

    A document's source lies below that of the file, or is that of the file; the name of a member
    and the source of what is skipped are paths within the file.
    """

    items: Iterator[Document | Member | Skipped]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The documents of a file, what else is inside, and what is doubtful about its text.

    `doubt` is the encoding that was guessed, or empty; `pictures` are pages that are some;
    `unread` are the scans inside, which `skipped` may list, too.
    """

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...] = ()
    doubt: str = ""
    pictures: Pictures = NO_PICTURES
    unread: tuple[UnreadScan, ...] = ()


class Budget:
    """Counts what comes out of one file, however deep its files lie in each other."""

    def __init__(self, recogniser: Recogniser | None = None) -> None:
        self.recogniser = recogniser or Recogniser()
        self._bytes = MOST_BYTES
        self._documents = MOST_DOCUMENTS
        self.spent = False

    def take_bytes(self, number: int) -> None:
        """Count the bytes of a file within. Raises DocumentError when there are too many."""
        self._bytes -= number
        if self._bytes < 0:
            self.spent = True
            raise DocumentError(f"Not read: what is inside expands to over {MOST_BYTES >> 20} MiB.")

    def take_document(self) -> None:
        """Count a document. Raises DocumentError when there are too many."""
        self._documents -= 1
        if self._documents < 0:
            self.spent = True
            raise DocumentError(f"Not read: more than {MOST_DOCUMENTS:,} documents are inside.")


def suffix_of(name: str) -> str:
    """The suffix of a file name by which its format is known, in lower case: `.txt`, `.tar.gz`."""
    if match := _COMPOUND.search(name):
        return match[0].lower()
    base = name.rpartition("/")[2]
    stem, dot, suffix = base.rpartition(".")
    return f".{suffix.lower()}" if dot and stem.strip(".") else ""


def clean_name(name: str) -> str:
    """The path of a file within as a part of a source: it leads nowhere else.

    Parts that lead up, drives and leading slashes are dropped, control characters replaced.
    """
    parts = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", name).replace("\\", "/").split("/")
    kept = [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]
    path = "/".join(kept).encode("utf-8", "replace").decode("utf-8")
    if len(path) > _MOST_NAME:
        path = path[-_MOST_NAME:].lstrip("/")
    return path or "unnamed"


def unused(source: str, taken: dict[str, int]) -> str:
    """A source that no other document inside of a file has: a second `a.txt` is `a (2).txt`.

    `taken` has the number that was given last for each, so that the thousandth of a name isn't
    looked for among all before it.
    """
    first, stem, suffix = source, source[: len(source) - len(suffix_of(source))], suffix_of(source)
    number = taken.get(first, 1)
    while source in taken:
        number += 1
        source = f"{stem} ({number}){suffix}"
    taken[source] = 1
    taken[first] = number
    return source
