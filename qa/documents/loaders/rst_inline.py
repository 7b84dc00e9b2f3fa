"""What is read of reStructuredText's marks inside a line: roles, links, emphasis, escapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa.documents.loaders.line_markup import JOINED, Numbered

_REPLACED = re.compile(r"\.\.\s+\|(?P<name>[^|\n]{1,60})\|\s+replace::\s+(?P<text>\S.{0,300})\Z")
_LABEL = re.compile(r"\.\.\s+_(?P<name>`[^`]{1,100}`|[^:`_]{1,100}(?:_[^:`_]{1,100}){0,20}):\s*\Z")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*\Z")
_LONGEST = 300  # characters of a heading that stand for a label
_MOST = 1 << 20  # characters that labels and names stand for, in all: a file must not grow by them

_LITERAL = re.compile(r"``([^`]{1,500}(?:`[^`]{1,200})?)``")
_INLINE = (
    (re.compile(r"(?::[\w.+:-]{1,40}:)`([^`<]{0,300}?)\s*<[^<>`]{1,300}>`"), r"\1"),
    (re.compile(r":[\w.+:-]{1,40}:`[~!]?([^`]{1,500})`"), r"\1"),
    (_LITERAL, r"\1"),
    (re.compile(r"`([^`<]{1,300}?)\s*<[^<>`]{1,500}>`__?"), r"\1"),
    (re.compile(r"`([^`]{1,300})`__?"), r"\1"),
    (re.compile(r"`([^`]{1,300})`"), r"\1"),
    (re.compile(r"\*\*(\S[^*]{0,500}?)\*\*"), r"\1"),
    (re.compile(r"(?<![\w*])\*(\S[^*]{0,500}?)\*(?![\w*])"), r"\1"),
    (re.compile(r"\s?\[(?:#[\w-]{0,30}|\d{0,5}|\*)\]_(?!\w)"), ""),
    (re.compile(r"(\[[A-Za-z][\w-]{0,30}\])_(?!\w)"), r"\1"),
    (re.compile(r"\b([A-Za-z][\w-]*[^\W_])__?(?![\w`])"), r"\1"),
    (re.compile(r"\\(?:(?<=\S\\) (?=\S)|([^\w\s]))"), r"\1"),
)
_REFERENCE = re.compile(r":(?P<role>ref|numref|doc):`[~!]?(?P<label>[^`<>]{1,300})`")
_NAME = re.compile(r"\|([^|\s](?:[^|\n]{0,58}[^|\s])?)\|_{0,2}(?!\w)")


def _sub(shown: str) -> Callable[[re.Match[str]], str]:
    def replaced(match: re.Match[str]) -> str:
        text = match.expand(shown)
        if match.re is _LITERAL:
            text = text.replace("\\", r"\\")  # no escape in there: it shall outlast those
        return text + JOINED * (match[0].count("\n") - text.count("\n"))

    return replaced


_SUBS = tuple((pattern, _sub(shown)) for pattern, shown in _INLINE)


class Inline:
    """The marks of one file, which says what its labels and names stand for."""

    def __init__(self, lines: Sequence[Numbered]) -> None:
        self._names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._left = _MOST
        waiting: list[str] = []
        for place, (_, line) in enumerate(lines):
            line = line.rstrip()
            if match := _LABEL.match(line):
                waiting.append(_key(match["name"].strip("`")))
            elif match := _REPLACED.match(line):
                self._names[match["name"]] = match["text"]
            elif line and waiting:
                heading = _heading(lines, place)
                self._labels.update((label, heading) for label in waiting if heading)
                waiting = []

    def clean(self, text: str) -> str:
        """The text without its marks."""
        if "|" in text and self._names:
            text = _NAME.sub(self._named, text)
        if "`" in text:
            text = _REFERENCE.sub(self._referred, text)
        for pattern, shown in _SUBS:
            text = pattern.sub(shown, text)
        return text

    def _named(self, match: re.Match[str]) -> str:
        return self._worth(self._names.get(match[1], ""), match[0])

    def _referred(self, match: re.Match[str]) -> str:
        label = match["label"]
        if match["role"] == "doc":
            return _words(label.rstrip("/").rpartition("/")[2]) or label
        return self._worth(self._labels.get(_key(label), ""), "") or _words(label) or label

    def _worth(self, text: str, otherwise: str) -> str:
        if not text or len(text) > self._left:
            return otherwise
        self._left -= len(text)
        return text


def _key(label: str) -> str:
    return " ".join(label.lower().split())


def _words(label: str) -> str:
    """A label as words: its hyphens and underscores are the spaces of a title."""
    return re.sub(r"(?<=\w)[-_]+(?=\w)", " ", label)


def _heading(lines: Sequence[Numbered], place: int) -> str:
    """The heading at a place, if there is one."""
    first, second = (lines[at][1].strip() if at < len(lines) else "" for at in (place, place + 1))
    heading = second if _RULE.match(first) else first if _RULE.match(second) else ""
    return heading if len(heading) <= _LONGEST and "`" not in heading else ""
