"""JSON and JSON Lines: lists of objects as rows, everything else as an outline.

Numbers stay as they are written. Objects in objects are written with their path: `address › city`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Any

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.builder import Builder, Piece, row
from qa.documents.loaders.data.articles import Columns, article, article_columns
from qa.documents.loaders.data.chat_export import chat, messages_at
from qa.documents.loaders.data.records import Record, add_record, document, readable_name
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.parts import Parts
from qa.errors import DocumentError

_APART = " › "
_MOST_CELLS = 400  # of one record
_MOST_VALUES = 50  # of a list of numbers in a record; longer ones are measurements, not text
_STEPPED = 3  # levels whose parts are found in the file one by one
_SPACE = " \t\n\r"
_MAX_TITLE = 200  # characters
_NAMES = ("name", "login", "display_name", "displayName", "title")
# What programs say of a user or a label for themselves.
_MACHINE = re.compile(
    r"id|default|self|(?:.*_)?(?:urls?|node_id|colou?r|avatar\w*|gravatar_id)", re.I
)
_SAMPLE = 50  # records by which it is decided whether they are articles


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_int=_Number, parse_float=_Number, parse_constant=_Number)


def load(data: bytes, source: str) -> Document | Parts:
    """Make a document of a JSON file, or one of each object of its list where they are articles.

    A file with a value in each line is JSON Lines.
    """
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    outline = _Outline(text)
    try:
        value, end = _DECODER.raw_decode(text, _after_space(text, 0))
    except ValueError as error:
        raise DocumentError(f"Not valid JSON: {error}.") from error
    several = bool(text[end:].strip())
    if not several and (member := messages_at(value)) is not None:
        return chat(outline.members_of(value, member), value, source)
    if several or (isinstance(value, list) and _is_table(value)):
        columns = article_columns(
            _cells(each) for _, each in islice(outline.records(value, several), _SAMPLE)
        )
        if columns:
            return Parts(outline.articles(outline.records(value, several), columns, source))
    if several:
        for number, (offset, each) in enumerate(outline.values(), 1):
            outline.record(each, offset, number)
    elif isinstance(value, list | dict):
        outline.add(_after_space(text, 0), value, (), 0)
    else:
        outline.scalar("", str(value), 0)
    title = value.get("title") if isinstance(value, dict) else None
    named = title.strip() if isinstance(title, str) and len(title) <= _MAX_TITLE else None
    return document(outline.builder, source, named, empty="It holds no text.")


class _Outline:
    """Appends JSON values to a document."""

    def __init__(self, text: str) -> None:
        self.builder = Builder()
        self._text = text
        ends = [len(line) for line in text.splitlines(keepends=True)]
        self._starts = [0, *accumulate(ends)]

    def values(self) -> Iterator[tuple[int, Any]]:
        """One value after the other, with the offsets at which they stand: JSON Lines."""
        at = 0
        while (at := _after_space(self._text, at)) < len(self._text):
            try:
                value, end = _DECODER.raw_decode(self._text, at)
            except ValueError as error:
                line = self._line(at)
                raise DocumentError(f"Not valid JSON in line {line}: {error}.") from error
            yield at, value
            at = end

    def records(self, value: Any, several: bool) -> Iterator[tuple[int, Any]]:
        """The records of the file: its `several` values, or those of its list."""
        return self.values() if several else self._items(_after_space(self._text, 0), value, 0)

    def members_of(self, value: Any, member: str) -> Iterator[tuple[int, Any]]:
        """The items of the file's list, or of one of its members, each with its line."""
        at, items = _after_space(self._text, 0), value
        if member:
            at, items = next(
                (at, each) for key, at, each in self._members(at, value, 0) if key == member
            )
        for offset, item in self._items(at, items, 0):
            yield self._line(offset), item

    def articles(
        self, records: Iterator[tuple[int, Any]], columns: Columns, source: str
    ) -> Iterator[Document]:
        """A document for each record with a text."""
        for number, (offset, value) in enumerate(records, 1):
            record = Record(*_cells(value), self._line(offset), number)
            if found := article(record, columns, source, lined=False):
                yield found

    def add(self, at: int, value: Any, path: tuple[str, ...], depth: int) -> None:
        """Append a list or an object that begins at an offset of the file."""
        if isinstance(value, list):
            if _is_table(value):
                for number, (offset, item) in enumerate(self._items(at, value, depth), 1):
                    self.record(item, offset, 0 if depth else number)
                return
            for offset, item in self._items(at, value, depth):
                if isinstance(item, list | dict):
                    self._part("", item, offset, path, depth)
                else:
                    self.item(_scalar(item), offset)
            return
        members = list(self._members(at, value, depth))
        flat = [(key, offset, item) for key, offset, item in members if _is_flat(item)]
        if flat and all(len(_scalar(item)) <= 60 for _, _, item in flat) and path:
            names, cells = _cells({key: item for key, _, item in flat})
            shown = Record(names, cells, self._line(flat[0][1]), 1)
            self.builder.add(BlockKind.TABLE, [Piece(_row_text(shown), shown.line)])
            members = [each for each in members if not _is_flat(each[2])]
        for key, offset, item in members:
            if _is_flat(item):
                self.scalar(key, _scalar(item), offset)
            else:
                self._part(key, item, offset, path, depth)

    def item(self, text: str, offset: int) -> None:
        """Append an item of a list."""
        if text:
            self.builder.item([Piece(text, self._line(offset))], 0, BlockKind.LIST_ITEM)

    def scalar(self, key: str, text: str, offset: int) -> None:
        """Append a value with its name."""
        shown = f"{readable_name(key)}: {text}" if key else text
        if text.strip():
            self.builder.add(BlockKind.PARAGRAPH, [Piece(shown, self._line(offset))])

    def _part(self, key: str, item: Any, offset: int, path: tuple[str, ...], depth: int) -> None:
        if _is_series(item):
            return
        if key:
            level = min(6, len(path) + 1)
            self.builder.heading([Piece(readable_name(key), self._line(offset))], level)
        below = (*path, key) if key else path
        if depth < _STEPPED:
            self.add(offset, item, below, depth + 1)
        else:
            self.record(item, offset, 0)

    def record(self, value: Any, offset: int, number: int) -> None:
        """Append an object in a row; only the file's own list has rows with numbers."""
        names, cells = _cells(value)
        record = Record(names, cells, self._line(offset), number)
        if not any(cells):
            return
        add_record(self.builder, record)

    def _items(self, at: int, values: list[Any], depth: int) -> Iterator[tuple[int, Any]]:
        """The values of a list with the offsets at which they stand in the file."""
        if depth >= _STEPPED:
            yield from ((at, value) for value in values)
            return
        at = _after_space(self._text, at + 1)
        for _ in values:
            value, end = _DECODER.raw_decode(self._text, at)
            yield at, value
            at = _after_space(self._text, _after_space(self._text, end) + 1)

    def _members(
        self, at: int, value: dict[str, Any], depth: int
    ) -> Iterator[tuple[str, int, Any]]:
        """The members of an object: name, offset of the value in the file, value."""
        if depth >= _STEPPED:
            yield from ((key, at, each) for key, each in value.items())
            return
        at = _after_space(self._text, at + 1)
        while self._text[at] != "}":
            key, end = _DECODER.raw_decode(self._text, at)
            at = _after_space(self._text, _after_space(self._text, end) + 1)
            member, end = _DECODER.raw_decode(self._text, at)
            yield key, at, member
            at = _after_space(self._text, end)
            if self._text[at] == ",":
                at = _after_space(self._text, at + 1)

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _is_table(values: list[Any]) -> bool:
    objects = sum(isinstance(value, dict) for value in values)
    return objects > 0 and objects == len(values)


def _is_series(value: Any) -> bool:
    """Whether it is a long list of numbers, or of pairs of them: measured, not written."""
    return (
        isinstance(value, list)
        and len(value) > _MOST_VALUES
        and all(
            isinstance(each, _Number)
            or (isinstance(each, list) and all(isinstance(inner, _Number) for inner in each))
            for each in value
        )
    )


def _is_flat(value: Any) -> bool:
    """Whether a value is written in one line: no object, and no list of objects or lists."""
    if isinstance(value, list):
        return not any(isinstance(each, dict | list) for each in value) and not _is_series(value)
    return not isinstance(value, dict)


def _scalar(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_scalar, value)))
    if value is None:
        return ""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _cells(value: Any) -> tuple[list[str], list[str]]:
    """Names and texts of what a record holds, the names of inner ones with their path."""
    names: list[str] = []
    cells: list[str] = []
    waiting: list[tuple[str, Any]] = [("", value)]  # a stack of our own: depth is the file's
    while waiting and len(cells) < _MOST_CELLS:
        name, item = waiting.pop()
        prefix = f"{name}{_APART}" if name else ""
        if isinstance(item, dict):
            told = _told(item) if name else item
            inner = [(prefix + readable_name(key), each) for key, each in told.items()]
            waiting.extend(reversed(inner))
        elif isinstance(item, list) and not _is_flat(item):
            if _is_series(item):
                continue
            if labels := _labels(item):
                names.append(name)
                cells.append(labels)
                continue
            numbered = [(f"{prefix}{n}", each) for n, each in enumerate(item, 1)]
            waiting.extend(reversed(numbered))
        else:
            names.append(name)
            cells.append(_scalar(item))
    return names, cells


def _told(item: dict[str, Any]) -> dict[str, Any]:
    """A user or a label of an interface without its addresses, colours and numbers."""
    named = any(isinstance(item.get(name), str) for name in _NAMES)
    machine = [key for key in item if _MACHINE.fullmatch(key)]
    if not named or {*machine} <= {"id", "default"}:
        return item
    return {key: each for key, each in item.items() if key not in machine}


def _labels(items: list[Any]) -> str:
    """The names of objects that say no more of themselves for people; else nothing."""
    found = []
    for item in items:
        told = [*_told(item).items()] if isinstance(item, dict) else []
        if len(told) != 1 or told[0][0] not in _NAMES or not isinstance(told[0][1], str):
            return ""
        found.append(told[0][1])
    return ", ".join(found)


def _row_text(record: Record) -> str:
    return row(record.names, record.cells)
