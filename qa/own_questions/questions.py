"""Questions with what answers them, from a file of JSON lines (docs/python.md).

One object a line: `question`; `answerable` (default true); `gold`: places that answer, each a
`file` (the end of its path) and a `quote`, of which any will do unless `all` is true; `strings`:
lists of wordings, of each of which one must be shown; `history`: the questions before it in the
conversation; `id` and `kind` for the report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import UsageError


@dataclass(frozen=True, slots=True)
class Gold:
    """A place that answers: some words of a file, verbatim."""

    file: str
    quote: str


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """One question. See the module."""

    id: str
    question: str
    answerable: bool = True
    gold: tuple[Gold, ...] = ()
    all: bool = False
    strings: tuple[tuple[str, ...], ...] = ()
    history: tuple[str, ...] = ()
    kind: str = ""


def read_questions(path: Path) -> tuple[OwnQuestion, ...]:
    """Return the questions of a file. Raises UsageError, which names the line that is wrong."""
    try:
        # Only a line feed ends a line of JSON: other line ends may stand in its texts.
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} can't be read.", "Name a file of JSON lines in UTF-8.") from error
    questions = tuple(
        _question(line, f"{path.name}:{number}", number)
        for number, line in enumerate(lines, 1)
        if line.strip()
    )
    if not questions:
        raise UsageError(f"There is no question in {path}.", "Write one JSON object on each line.")
    return questions


def _question(line: str, place: str, number: int) -> OwnQuestion:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise _wrong(place, "is no JSON object")
    question = OwnQuestion(
        id=str(row.get("id") or number),
        question=_text(row, "question", place),
        answerable=_flag(row, "answerable", True, place),
        gold=tuple(
            Gold(_text(each, "file", place), _text(each, "quote", place))
            for each in _list(row, "gold", dict, place)
        ),
        all=_flag(row, "all", False, place),
        strings=tuple(tuple(map(str, each)) for each in _list(row, "strings", list, place)),
        history=tuple(_list(row, "history", str, place)),
        kind=str(row.get("kind") or ""),
    )
    if question.answerable and not (question.gold or question.strings):
        raise _wrong(place, "says neither where nor in which words it is answered")
    return question


def _text(row: Mapping[str, Any], key: str, place: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(place, f"has no text '{key}'")
    return value


def _flag(row: Mapping[str, Any], key: str, default: bool, place: str) -> bool:
    value = row.get(key, default)
    if not isinstance(value, bool):
        raise _wrong(place, f"has a '{key}' that is neither true nor false")
    return value


def _list(row: Mapping[str, Any], key: str, kind: type, place: str) -> list[Any]:
    values = row.get(key) or []
    if not isinstance(values, list) or not all(isinstance(each, kind) for each in values):
        raise _wrong(place, f"has a '{key}' of another form than docs/python.md describes")
    return values


def _wrong(place: str, why: str) -> UsageError:
    return UsageError(f"{place} {why}.", "See 'qa bench' in docs/python.md.")
