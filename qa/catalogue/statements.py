"""Lines in which a document says when and by whom it was written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qa.catalogue import periods
from qa.catalogue.language import AUTHOR_LABEL, DATE_LABEL
from qa.catalogue.question import Period
from qa.datatypes import BlockKind, Document

_HEAD, _TAIL = 4_000, 1_000  # characters in which such lines stand
_HEAD_LINES, _TAIL_LINES = 40, 12
_LINE = 160  # characters; longer ones are prose
_BESIDE = 4  # words that may stand beside a bare date: a time, a place
_UPDATE = re.compile(r"\b(?:updat|modif|revis|review|access|expir|download|print)", re.I)
_NAME_WORD = r"(?:[A-Z][\w.'’-]*|d[aei]|del|van|von|de|la|le|bin|al)"
_NAMES = rf"{_NAME_WORD}(?:,? (?:and |& )?{_NAME_WORD}){{0,9}}"
# A date behind a label is that of something else, "birthday: 1985-02-09", unless it is of these.
_LABEL = re.compile(r"(?P<last>[^\W\d_]{1,40})[ \t]*:{1,2}[ \t\"']*\Z")
_OF_DAY = frozenset(
    {"meeting", "minutes", "session", "day", "when", "week", "time", "datum", "fecha"}
)
_BOX = re.compile(r"(?:[-*+][ \t]+)?\[.\][ \t]|(?:TODO|DONE|DOING|LATER|NOW)[ \t]")
_TITLE = re.compile(r"^\s*title\s*:\s*\S", re.I)


@dataclass(frozen=True, slots=True)
class DateStatement:
    """A line with a date: document offsets of the line and of the date in it."""

    start: int
    end: int
    span: tuple[int, int]
    period: Period


@dataclass(frozen=True, slots=True)
class AuthorStatement:
    """A line with a name: document offsets of the line and of the name in it."""

    start: int
    end: int
    span: tuple[int, int]


@cache
def _dates() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A date, and a label with a date after it."""
    written = rf"(?:{periods.POINT}|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
    return (
        re.compile(written, re.I),
        re.compile(rf"(?:^|[\s|·>*_(])(?:{DATE_LABEL})\b[\s:*_-]{{1,4}}(?P<date>{written})", re.I),
    )


@cache
def _changes() -> re.Pattern[str]:
    """A label of a change with a date after it."""
    written = _dates()[0].pattern
    return re.compile(
        r"(?:^|[\s|·>*_(])(?:(?:last|date)[ _-])?(?:updated?|modified|lastmod|changed|edited"
        r"|revised|reviewed|revision date)(?: (?:on|at))?\b"
        rf"[\s:*_\"'-]{{1,4}}(?P<date>{written})",
        re.I,
    )


@cache
def _authors() -> tuple[re.Pattern[str], ...]:
    """A label with a name, "by" in a title, above the text or behind a day, and a signature."""
    return (
        re.compile(rf"^\W*(?i:{AUTHOR_LABEL})\s*[:：]\s*(?P<name>\S.*?)\s*$"),
        re.compile(rf"^\W*(?:[Bb]y|BY|(?i:written by))\s+(?P<name>{_NAMES})\W*$"),
        re.compile(
            r"^\W*(?i:(?:last |first )?(?:updated|edited|revised|written|created|posted|published))"
            rf"\b[^\n]{{0,40}}?\bby (?P<name>{_NAMES})\W*$"
        ),
        re.compile(rf"^\s*[-–—―*]+\s*(?P<name>{_NAMES})(?:,.*)?\s*$"),
    )


def lines(document: Document, *, tail: bool = False) -> Iterator[tuple[int, int]]:
    """The first lines of a document, with `tail` also the last; none blank or with blank edges."""
    text = document.text
    ends = [(0, min(_HEAD, len(text)), _HEAD_LINES)]
    if tail and len(text) > _HEAD:
        ends.append((max(_HEAD, len(text) - _TAIL), len(text), _TAIL_LINES))
    for low, high, most in ends:
        found = []
        at = low
        for line in text[low:high].splitlines(keepends=True):
            stripped = line.strip()
            if stripped:
                start = at + line.index(stripped)
                found.append((start, start + len(stripped)))
            at += len(line)
        yield from found[:most] if low == 0 else found[-most:]


def date_statement(document: Document, known: Period | None = None) -> DateStatement | None:
    """The line that says when a document was written or published, or None.

    With `known` only a line with this date.
    """
    bare, labelled = _dates()
    fallback: DateStatement | None = None
    for start, end in lines(document, tail=True):
        line = document.text[start:end]
        if _BOX.match(line) or _in_rows(document, start):
            continue
        if len(line) > 2 * _LINE:
            line = line[: 2 * _LINE]
        match = labelled.search(line)
        if match and not _UPDATE.search(line[: match.start("date")]):
            found = _statement(start, end, match.span("date"), match["date"])
            if found and (known is None or found.period == known):
                return found
        if fallback is None and len(line) <= _LINE and (match := bare.search(line)):
            beside = len((line[: match.start()] + line[match.end() :]).split())
            found = _statement(start, end, match.span(), match.group())
            if known is not None:
                fallback = found if found and found.period == known else None
            elif (
                beside <= _BESIDE
                and not _UPDATE.search(line)
                and not match.group().isdigit()
                and not _of_another(line[: match.start()])
            ):
                fallback = found
    return fallback


def change_statement(document: Document) -> DateStatement | None:
    """The line that says when a document was changed last, or None."""
    for start, end in lines(document, tail=True):
        line = document.text[start : min(end, start + 2 * _LINE)]
        if (match := _changes().search(line)) and not _in_rows(document, start):
            return _statement(start, end, match.span("date"), match["date"])
    return None


def _of_another(before: str) -> bool:
    """Whether what stands before a date is a label that says it is the day of something else."""
    match = _LABEL.search(before)
    return match is not None and match["last"].casefold() not in _OF_DAY


def _in_rows(document: Document, offset: int) -> bool:
    """Whether this is a row of several, each with days of its own, or code."""
    blocks = document.blocks
    number = bisect_right(blocks, offset, key=lambda block: block.start) - 1
    if number < 0 or blocks[number].kind is not BlockKind.TABLE:
        return number >= 0 and blocks[number].kind is BlockKind.CODE
    beside = blocks[max(0, number - 1) : number + 2 : 2] if number else blocks[1:2]
    return any(block.kind is BlockKind.TABLE for block in beside)


def _statement(start: int, end: int, span: tuple[int, int], text: str) -> DateStatement | None:
    period = periods.stretch(text)
    if period is None:
        return None
    return DateStatement(start, end, (start + span[0], start + span[1]), period)


def author_statement(document: Document) -> AuthorStatement | None:
    """The line that says who wrote a document, or None."""
    if document.author:
        for start, end in lines(document, tail=True):
            at = document.text.find(document.author, start, end)
            if at >= 0 and end - start <= _LINE:
                return AuthorStatement(start, end, (at, at + len(document.author)))
        return None
    label, by, behind, signature = _authors()
    found = list(lines(document, tail=True))
    for pattern, least in ((label, 0), (by, 0), (behind, 0), (signature, len(found) - _TAIL_LINES)):
        for number, (start, end) in enumerate(found):
            line = document.text[start:end]
            if number < least or len(line) > _LINE or _TITLE.match(line):
                continue
            if match := pattern.match(line):
                return AuthorStatement(
                    start, end, (start + match.start("name"), start + match.end("name"))
                )
    for block in document.blocks:
        if block.kind is BlockKind.SIGNATURE:
            return AuthorStatement(block.start, block.end, (block.start, block.end))
    return None
