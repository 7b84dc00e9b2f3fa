"""Pages that are pictures of text: whether and how they are recognised, and what came of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from qa.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Ocr:
    """How pictures of text are read: tesseract's languages and its program, or why they are not."""

    languages: str = ""  # as tesseract takes them, "deu+eng"; empty where nobody asked for OCR
    program: str = ""  # its path
    problem: str = ""  # why nothing is recognised, as the end of a sentence
    turns: bool = False  # whether pages that lie on a side or upside down are found out
    pages: str = ""  # folder of the pages that were read of files not indexed yet; empty: none

    @property
    def usable(self) -> bool:
        """Whether pictures are recognised."""
        return bool(self.program) and not self.problem

    @property
    def key(self) -> str:
        """What is stored with a file that has pictures: another key may give other text."""
        if self.usable:
            return self.languages
        return "-" + hashlib.sha256(self.problem.encode()).hexdigest()[:8]

    def again(self, key: str, recognised: int = 0) -> bool:
        """Whether a file with pictures that was read under `key` is to be read again now.

        What was recognised of it stays as long as nothing can be recognised.
        """
        if self.problem == _LATER or key == self.key:
            return False
        return self.usable or not recognised


_LATER = "'qa index' reads such pages"
OFF = Ocr(problem="'qa index --ocr' reads such pages if the program tesseract is installed")


def later(languages: str) -> Ocr:
    """What holds while somebody waits for an answer: recognition takes seconds for each page."""
    return Ocr(languages, problem=_LATER) if languages else OFF


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pages of a file that are pictures: how many were read, and why the others were not."""

    pages: int = 0  # of the file, of both kinds
    recognised: int = 0
    unread: int = 0
    reason: str = ""  # the end of a sentence
    key: str = ""  # of the `Ocr` that they were read under


NO_PICTURES = Pictures()


@dataclass(frozen=True, slots=True)
class UnreadScan:
    """A document inside of a file most of whose pages are pictures that were not recognised."""

    source: str
    reason: str
    pages: int


class Unrecognised(DocumentError):
    """A file that is nothing but pictures; with other settings or programs it may be read."""


class Picture(NamedTuple):
    """A page as a picture: the bytes of a file."""

    data: bytes
    dpi: float = 0.0  # dots to an inch; 0 where they are not known: lines have pixels then
    page: int = 0  # of the file, from 0


class TextLine(NamedTuple):
    """A line of recognised words, in points from the top left of the page (see `Picture.dpi`).

    Those of a line that runs in another direction are turned around that corner till it is upright.
    """

    words: tuple[tuple[str, float, float], ...]  # with left and right edge
    baseline: float  # at its middle
    size: float  # of its font
    angle: int = 0  # by which it is turned on the page, counter-clockwise: 0, 90, 180, 270


def turned(angle: int, x: float, y: float) -> tuple[float, float]:
    """A point of the page where lines of an angle are upright; y downwards in both."""
    return {90: (-y, x), 180: (-x, -y), 270: (y, -x)}.get(angle, (x, y))
