"""Patterns of .gitignore, matched in bounded time whatever they are.

Translated to regular expressions, as libraries do, `*a*a*a*a*a*ab` takes years on a long name. Here
a star remembers only where it was met last (two pointers), which is enough for shell patterns and
takes at most length of the pattern times length of the name.
Syntax: https://git-scm.com/docs/gitignore
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

_Test = Callable[[str], bool]
_T = TypeVar("_T")
_P = TypeVar("_P")

_TRAILING = re.compile(r"(?<!\\)[ \t]+\Z")
_CLASS = re.compile(r"\[(?P<not>[!^]?)(?P<body>\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]")
_NAMED: dict[str, _Test] = {
    "alpha": str.isalpha, "digit": str.isdigit, "alnum": str.isalnum, "upper": str.isupper,
    "lower": str.islower, "space": str.isspace, "punct": lambda c: not c.isalnum(),
}  # fmt: skip
_STAR = None  # in a segment: any characters; between segments: any folders

Segment = tuple[_Test | None, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of an ignore file."""

    segments: tuple[Segment | None, ...]
    include: bool  # `!`: what matches is taken back in
    folders_only: bool

    def matches(self, path: str) -> bool:
        """Whether it names this path, relative to its file; folders end with a slash."""
        folder = path.endswith("/")
        if self.folders_only and not folder:
            return False
        names = path.rstrip("/").split("/")
        if len(self.segments) > 1 and self.segments[-1] is _STAR:
            # `a/**` is everything in `a`, not `a` itself.
            return any(
                _matches(self.segments[:-1], names[:length], _same_segment)
                for length in range(1, len(names))
            )
        return _matches(self.segments, names, _same_segment)


def parse(lines: Iterable[str]) -> list[Pattern]:
    """The patterns of an ignore file, in order. Raises ValueError for one that is invalid."""
    found = []
    for line in lines:
        line = _TRAILING.sub("", line)
        if not line or line.startswith("#"):
            continue
        include = line.startswith("!")
        body = line[1:] if include else line
        folders_only = body.endswith("/")
        body = body.rstrip("/")
        if not body or (body.endswith("\\") and not body.endswith("\\\\")):
            raise ValueError(f"{line!r} is no pattern")
        anchored = "/" in body
        segments: list[Segment | None] = [] if anchored else [_STAR]
        for part in body.removeprefix("/").split("/"):
            if part == "**":
                if not segments or segments[-1] is not _STAR:
                    segments.append(_STAR)
            else:
                segments.append(_segment(part))
        found.append(Pattern(tuple(segments), include, folders_only))
    return found


def ignored(patterns: Sequence[Pattern], path: str) -> bool | None:
    """Whether a path is left out: the last pattern that names it decides, None if none does."""
    for pattern in reversed(patterns):
        if pattern.matches(path):
            return not pattern.include
    return None


def _segment(part: str) -> Segment:
    tests: list[_Test | None] = []
    position = 0
    while position < len(part):
        char = part[position]
        position += 1
        if char == "*":
            if not tests or tests[-1] is not _STAR:
                tests.append(_STAR)
        elif char == "?":
            tests.append(lambda _: True)
        elif char == "[" and (match := _CLASS.match(part, position - 1)):
            tests.append(_class(match["body"], bool(match["not"])))
            position = match.end()
        else:
            if char == "\\" and position < len(part):
                char = part[position]
                position += 1
            tests.append(char.__eq__)
    return tuple(tests)


def _class(body: str, negated: bool) -> _Test:
    names = [_NAMED[name] for name in re.findall(r"\[:(\w+):\]", body) if name in _NAMED]
    body = re.sub(r"\[:\w+:\]", "", body)
    parts = re.findall(r"\\?(.)-\\?([^\]])|\\?(.)", body, re.DOTALL)

    def test(char: str) -> bool:
        inside = any(name(char) for name in names) or any(
            low <= char <= high if low else char == single for low, high, single in parts
        )
        return inside != negated

    return test


def _same_segment(segment: Segment, name: str) -> bool:
    return _matches(segment, name, lambda test, char: test(char))


def _matches(
    pattern: Sequence[_P | None], found: Sequence[_T], same: Callable[[_P, _T], bool]
) -> bool:
    """Whether the whole of `found` fits a pattern in which None stands for anything."""
    at = position = 0
    star = -1
    resume = 0
    while position < len(found):
        here = pattern[at] if at < len(pattern) else _STAR
        if at < len(pattern) and here is _STAR:
            star, resume = at, position
            at += 1
        elif at < len(pattern) and here is not None and same(here, found[position]):
            at += 1
            position += 1
        elif star >= 0:
            resume += 1
            at, position = star + 1, resume
        else:
            return False
    return all(part is _STAR for part in pattern[at:])
