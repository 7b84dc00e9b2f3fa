"""Org mode as it is read: headlines, lists, blocks, tables, links by their text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.line_markup import MAX_CHARS, LineReader, Numbered, indent_of, numbered
from qa.documents.loaders.metadata import Known
from qa.languages import code

_HEADLINE = re.compile(r"(?P<stars>\*{1,20})\s+(?P<title>.*?)(?:\s+:(?P<tags>[\w@:]+):)?\s*\Z")
_KEYWORD = re.compile(r"\s*#\+(?P<name>\w+):\s*(?P<value>.*)\Z")
_BEGIN = re.compile(r"\s*#\+begin_(?P<name>\w+)", re.IGNORECASE)
_DRAWER = re.compile(r"\s*:[\w-]+:\s*\Z")
_ITEM = re.compile(r"\s*(?P<mark>[-+]|\d{1,4}[.)]|(?<=\s)\*)\s+(?:\[@\d+\]\s*)?(?P<rest>\S.*)\Z")
_TERM = re.compile(r"(?P<term>.{1,200}?)\s+::\s+")
_INLINE = (
    (re.compile(r"\[\[[^\[\]]{1,500}\]\[([^\[\]]{1,500})\]\]"), r"\1"),
    (re.compile(r"\[\[(?:file:)?([^\[\]]{1,500})\]\]"), r"\1"),
    (re.compile(r"\[fn:[^\]]{0,300}\]"), ""),
    (re.compile(r"(?<![\w+])\+(?=\S)[^+\n]{1,300}(?<=\S)\+(?![\w+])"), ""),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,300})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w/:.])/(?=[^\s/])([^/\n]{1,300})(?<=\S)/(?![\w/])"), r"\1"),
    (re.compile(r"(?<![\w=])=(?=\S)([^=\n]{1,300})(?<=\S)=(?![\w=])"), r"\1"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]{1,300})(?<=\S)~(?![\w~])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,300})(?<=\S)_(?!\w)"), r"\1"),
)


def load(data: bytes, source: str) -> Document:
    """Make a document of an Org file's bytes."""
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    if len(text) > MAX_CHARS:
        return plain_text.load(data, source)
    reader = _Org()
    reader.lines.read(numbered(text), reader.special)
    return reader.lines.document(source, reader.known(), reader.tags)


def _clean(text: str) -> str:
    for pattern, shown in _INLINE:
        text = pattern.sub(shown, text)
    return text


class _Org:
    def __init__(self) -> None:
        self.lines = LineReader(_clean)
        self.tags: list[str] = []
        self._keywords: dict[str, str] = {}

    def known(self) -> Known:
        words = self._keywords
        return Known(
            title=words.get("title") or None,
            author=words.get("author") or None,
            published=front_matter_date(words.get("date", "")),
            language=code(words.get("language", "")),
        )

    def special(self, lines: Sequence[Numbered], at: int, waiting: list[Numbered]) -> int:
        """Read what is no paragraph; the end of it, or `at`."""
        number, line = lines[at]
        if match := _HEADLINE.match(line):
            self.lines.ended(waiting)
            self.tags += (match["tags"] or "").split(":")
            self.tags = [tag for tag in self.tags if tag]
            self.lines.heading([(number, match["title"])], len(match["stars"]))
            return at + 1
        if match := _BEGIN.match(line):
            self.lines.ended(waiting)
            return self._fenced(lines, at, match["name"].lower())
        if match := _KEYWORD.match(line):
            self.lines.ended(waiting)
            self._keyword(number, match["name"].lower(), match["value"].strip())
            return at + 1
        if line.lstrip().startswith("# ") or line.strip() == "#":
            return at + 1
        if _DRAWER.match(line) and line.strip().upper() != ":END:":
            end = next((i for i in range(at, min(at + 200, len(lines)))
                        if lines[i][1].strip().upper() == ":END:"), None)  # fmt: skip
            return at + 1 if end is None else end + 1
        if line.lstrip().startswith("|"):
            self.lines.ended(waiting)
            return self._table(lines, at)
        if line.lstrip().startswith(": "):
            self.lines.ended(waiting)
            end = at
            while end < len(lines) and lines[end][1].lstrip().startswith(":"):
                end += 1
            self.lines.code([(n, text.lstrip()[2:]) for n, text in lines[at:end]])
            return end
        if match := _ITEM.match(line):
            self.lines.ended(waiting)
            return self._item(lines, at, match)
        return at

    def _keyword(self, number: int, name: str, value: str) -> None:
        if name == "title":
            self.lines.heading([(number, value)], 1)
        elif name == "filetags":
            self.tags += [tag for tag in re.split(r"[:\s]+", value) if tag]
        elif name in ("caption", "description"):
            self.lines.paragraph([(number, value)])
        if name in ("title", "author", "date", "language"):
            self._keywords.setdefault(name, value)

    def _item(self, lines: Sequence[Numbered], at: int, match: re.Match[str]) -> int:
        number, line = lines[at]
        indent = indent_of(line)
        end = at + 1
        while end < len(lines) and lines[end][1].strip() and indent_of(lines[end][1]) > indent:
            if _ITEM.match(lines[end][1]) or _BEGIN.match(lines[end][1]):
                break
            end += 1
        step = match["mark"][0].isdigit()
        rest = _TERM.sub(r"\g<term>: ", match["rest"], count=1)
        first = f"{match['mark']} {rest}" if step else rest
        kind = BlockKind.STEP if step else BlockKind.LIST_ITEM
        self.lines.item([(number, first), *lines[at + 1 : end]], indent, kind)
        return end

    def _fenced(self, lines: Sequence[Numbered], at: int, name: str) -> int:
        closing = f"#+end_{name}"
        end = next(
            (i for i in range(at + 1, len(lines)) if lines[i][1].strip().lower() == closing),
            len(lines),
        )
        body = lines[at + 1 : end]
        if name in ("src", "example"):
            self.lines.code(body)
        elif name in ("quote", "verse"):
            self._paragraphs(body, BlockKind.QUOTE)
        elif name not in ("comment", "export"):
            self._paragraphs(body, BlockKind.PARAGRAPH)
        return end + 1

    def _paragraphs(self, body: Sequence[Numbered], kind: BlockKind) -> None:
        part: list[Numbered] = []
        for line in [*body, (0, "")]:
            if line[1].strip():
                part.append(line)
            elif part:
                self.lines.paragraph(part, kind)
                part = []

    def _table(self, lines: Sequence[Numbered], at: int) -> int:
        table: list[tuple[int, list[str]]] = []
        header = False
        end = at
        while end < len(lines) and lines[end][1].lstrip().startswith("|"):
            number, line = lines[end]
            if line.lstrip().startswith("|-"):
                header = header or len(table) == 1
            else:
                table.append((number, line.strip().strip("|").split("|")))
            end += 1
        self.lines.table(table, header)
        return end
