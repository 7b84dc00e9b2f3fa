"""Releases that are sections of one file, as in a changelog: number, date and what is below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_letters

from qa.catalogue import periods, pieces
from qa.catalogue.contents import VERBS
from qa.catalogue.mentions import Mention
from qa.catalogue.names import versions
from qa.catalogue.naming import file_stem, name_stems
from qa.catalogue.pieces import Piece
from qa.catalogue.question import CatalogueQuestion, Period
from qa.catalogue.shelf import READ, Shelf
from qa.datatypes import BlockKind, Document, DocumentInfo

NOUNS = frozenset({"release", "version", "release note"})
_FILES = re.compile(r"change|histor|release|^news$|version", re.I)
_TITLES = re.compile(r"\b(?:release notes?|change ?log|version history|what['’]s new)\b", re.I)
_FOLDERS = re.compile(r"(?:^|/)(?:releases?|release[-_ ]notes?|change[-_ ]?logs?)/[^/]+$", re.I)
_VERSIONED = re.compile(r"v?\d+\.\d", re.I)
_NAMED = frozenset({"releas", "version", "changelog"})  # stems in the names of such files
_WORDS = 90  # shown of a release
_LONGEST = 120  # characters of such a heading
_FROM = re.compile(r"\b(?:from|between|since)\s+v?\Z", re.I)
_BESIDE = 5  # words beside number and date: the name of the program, a code name


@dataclass(frozen=True, slots=True)
class Release:
    """A section about one release; `number` is that of its heading among the blocks."""

    info: DocumentInfo
    document: Document
    heading: int
    version: tuple[int, ...]
    period: Period | None  # the day, month or year that the heading gives
    dated: tuple[int, int] | None  # document offsets of that date

    def whole(self) -> Piece:
        """The heading with what stands below it, its date marked."""
        shown = pieces.whole_section(self.info, self.document, self.heading, _WORDS)
        own = self.document.blocks[self.heading]
        return Piece(self.info, self.document, shown.parts, (own.start, own.end), self.dated)

    def below(self, pattern: str) -> Piece | None:
        """The part of it whose heading begins with what is asked for ("Fixed"), if there is one."""
        own = self.document.blocks[self.heading]
        for number in range(self.heading + 1, len(self.document.blocks)):
            block = self.document.blocks[number]
            if block.kind is not BlockKind.HEADING:
                continue
            if block.level <= own.level:
                return None
            if re.match(rf"\W*(?:{pattern})", self.document.text[block.start : block.end], re.I):
                return pieces.whole_section(self.info, self.document, number, _WORDS)
        return None

    def headed(self) -> Piece:
        """The heading alone, its date marked."""
        own = self.document.blocks[self.heading]
        place = (own.start, own.end)
        return pieces.line(self.info, self.document, place, self.dated or place)


def releases(shelf: Shelf) -> list[Release]:
    """All releases that are sections of a file called like a changelog, as they stand there."""
    called = [info for info in shelf.infos.values() if _called(info)]
    found: list[Release] = []
    for info, document in shelf.read(called[:READ]):
        if document:
            found += _in(info, document)
    return found


def _called(info: DocumentInfo) -> bool:
    """Whether its name, title or folder is that of a changelog."""
    return bool(
        _FILES.search(file_stem(info)) or _TITLES.search(info.title) or _FOLDERS.search(info.source)
    )


def files_of_releases(shelf: Shelf) -> bool:
    """Whether releases are files of their own, named by their numbers.

    Of policies and guides with versions none is a release.
    """
    return any(
        number_of(info)
        and (_VERSIONED.match(file_stem(info)) or not _NAMED.isdisjoint(name_stems(info)))
        for info in shelf.infos.values()
    )


def number_of(info: DocumentInfo) -> tuple[int, ...]:
    """The version number in a document's file name."""
    numbers = versions(file_stem(info))
    return tuple(int(part) for part in numbers[0].split(".")) if numbers else ()


def numbered(version: str) -> tuple[int, ...]:
    """The parts of a version number written with dots; a letter counts: 3.2a is above 3.2."""
    number = version.rstrip(ascii_letters)
    parts = tuple(int(part) for part in number.split("."))
    return parts if number == version else (*parts, ord(version[-1].lower()) - ord("a") + 1)


def newest(found: Sequence[Release], *, first: bool = False) -> Release | None:
    """The release with the highest number, or with `first` the lowest; None without any."""
    pick = min if first else max
    return pick(found, key=lambda release: release.version) if found else None


def in_releases(found: Sequence[Mention], verb: str, shelf: Shelf) -> list[Piece]:
    """One piece for each release below whose heading something is mentioned.

    With `verb` ("fixed") none from below a heading that speaks of another ("Removed").
    """
    shown: dict[tuple[str, str], Piece] = {}
    for mention in found:
        document = shelf.document(mention.info)
        for start, end in mention.places if document else ():
            if document is None or not pieces.says(document, start):
                continue
            headings = pieces.headings_at(document, start)
            at = next((i for i, h in enumerate(headings) if release_heading(h)), None)
            if at is None or not _fits(headings[at + 1 :], verb):
                continue
            key = (mention.info.source, headings[at])
            shown.setdefault(key, pieces.at(mention.info, document, start, end))
    return list(shown.values())


def otherwise(found: Sequence[Mention], question: CatalogueQuestion, shelf: Shelf) -> bool:
    """Whether it stands in releases that did not do to it what is asked ("removed", not "added").

    Only for a question of which `in_releases` found nothing.
    """
    return question.noun in NOUNS and bool(question.verb and in_releases(found, "", shelf))


def _fits(headings: Sequence[str], verb: str) -> bool:
    if verb not in VERBS:
        return True
    below = " ".join(headings)
    if re.search(rf"\b(?:{VERBS[verb]})", below, re.I):
        return True
    return not any(re.search(rf"\b(?:{other})", below, re.I) for other in VERBS.values())


def release_heading(text: str) -> tuple[int, ...] | None:
    """The version number of a heading that is a release's, or None."""
    found = list(_heading().finditer(text)) if len(text) <= _LONGEST else []
    if not found:
        return None
    rest = _date().sub(" ", _heading().sub(" ", text))
    if len(re.findall(r"\w+", rest)) > _BESIDE:
        return None
    last = len(found) == 2 and _FROM.search(text[: found[0].start()])  # "Changes from 3.1 to 3.2"
    return numbered(found[-1 if last else 0]["number"])


def _in(info: DocumentInfo, document: Document) -> Iterator[Release]:
    for number, block in enumerate(document.blocks):
        if block.kind is not BlockKind.HEADING:
            continue
        text = document.text[block.start : block.end]
        version = release_heading(text)
        if version is None:
            continue
        date = _date().search(text)
        period = periods.stretch(date.group()) if date else None
        dated = (block.start + date.start(), block.start + date.end()) if date and period else None
        yield Release(info, document, number, version, period, dated)


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(r"(?<![\w.])v?(?P<number>\d+\.\d+(?:\.\d+)*[a-z]?)(?!\w|\.\d)", re.I)


@cache
def _date() -> re.Pattern[str]:
    return re.compile(periods.POINT, re.I)
