"""reStructuredText as it is read: sections, lists, code, tables, directives by what they show."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.line_markup import MAX_CHARS, LineReader, Numbered, indent_of, numbered
from qa.documents.loaders.line_rules import words
from qa.documents.loaders.metadata import Known
from qa.documents.loaders.rst_tables import (
    GRID,
    RULE,
    Table,
    body_end,
    dedented,
    filled,
    grid,
    listed,
    parts_of,
    simple,
)

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*\Z")
_ITEM = re.compile(
    r"(?P<mark>[-*+•]|(?:\d{1,4}|#|[a-zA-Z])[.)]|\((?:\d{1,4}|[a-z])\))(?P<gap>\s+)\S"
)
_DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|]+\|\s+)?(?P<name>[\w:+.-]+?)::(?:\s+(?P<rest>.*))?\Z")
_FOOTNOTE = re.compile(r"\.\.\s+\[[^\]]{1,40}\]\s+")
_FIELD = re.compile(r":(?P<name>[\w -]{1,40}):(?:\s+(?P<value>.*))?\Z")
_DEEPEST = 30  # blocks within blocks that are read as such
_CODE = frozenset({"code", "code-block", "sourcecode", "parsed-literal", "prompt", "doctest"})
_NOTES = frozenset(
    words(
        "note warning tip important attention caution danger hint error admonition seealso topic "
        "sidebar rubric container compound epigraph highlights pull-quote only tab tabs dropdown "
        "versionadded versionchanged versionremoved deprecated todo centered glossary"
    )
)
_TITLED = frozenset({"admonition", "topic", "sidebar", "tab", "dropdown"})
_DROPPED = frozenset(
    words(
        "raw include literalinclude index contents meta default-role role highlight currentmodule "
        "module automodule autoclass autofunction sectnum title class replace unicode date "
        "tabularcolumns program"
    )
)
_INLINE = (
    (re.compile(r"(?::[\w.+:-]{1,40}:)`([^`<]{0,300}?)\s*<[^<>`]{1,300}>`"), r"\1"),
    (re.compile(r":[\w.+:-]{1,40}:`[~!]?([^`]{1,500})`"), r"\1"),
    (re.compile(r"``([^`]{1,500}(?:`[^`]{1,200})?)``"), r"\1"),
    (re.compile(r"`([^`<]{1,300}?)\s*<[^<>`]{1,500}>`__?"), r"\1"),
    (re.compile(r"`([^`]{1,300})`__?"), r"\1"),
    (re.compile(r"`([^`]{1,300})`"), r"\1"),
    (re.compile(r"\*\*(\S[^*]{0,500}?)\*\*"), r"\1"),
    (re.compile(r"(?<![\w*])\*(\S[^*]{0,500}?)\*(?![\w*])"), r"\1"),
    (re.compile(r"\s?\[(?:#?[\w-]{0,30}|\*)\]_(?!\w)"), ""),
    (re.compile(r"\b([A-Za-z][\w-]*[^\W_])__?(?![\w`])"), r"\1"),
    (re.compile(r"\\(?=[^\w\s])"), ""),
)


def load(data: bytes, source: str) -> Document:
    """Make a document of a reStructuredText file's bytes."""
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    if len(text) > MAX_CHARS:
        return plain_text.load(data, source)
    reader = _Rst()
    reader.read(numbered(text))
    return reader.lines.document(source, reader.known())


def _clean(text: str) -> str:
    for pattern, shown in _INLINE:
        text = pattern.sub(shown, text)
    return text


class _Rst:
    def __init__(self) -> None:
        self.lines = LineReader(_clean)
        self._levels: list[str] = []  # adornments of headings, outermost first
        self._fields: dict[str, str] = {}

    def known(self) -> Known:
        day = self._fields.get("date") or self._fields.get("created")
        return Known(
            author=self._fields.get("author") or self._fields.get("authors"),
            published=front_matter_date(day) if day else None,
        )

    def read(self, lines: Sequence[Numbered], depth: int = 0) -> None:
        """Read lines that share an indentation of nought."""
        if depth > _DEEPEST:
            for part in parts_of(lines):
                self.lines.paragraph(part)
            return
        at = 0
        while at < len(lines):
            at = self._block(lines, at, depth)

    def _block(self, lines: Sequence[Numbered], at: int, depth: int) -> int:
        number, line = lines[at]
        if not line.strip():
            return at + 1
        after = lines[at + 1][1] if at + 1 < len(lines) else ""
        if indent_of(line):
            return self._indented(lines, at, depth)
        if GRID.match(line):
            return self._table(*grid(lines, at))
        if RULE.match(line):
            return self._table(*simple(lines, at))
        if match := _ADORNMENT.match(line):
            below = lines[at + 2][1] if at + 2 < len(lines) else ""
            if after.strip() and below.rstrip() == line.rstrip():
                self._heading(lines[at + 1], match[1] * 2)
                return at + 3
            return at + 1  # a transition
        if (match := _ADORNMENT.match(after)) and len(after.rstrip()) >= min(len(line.rstrip()), 4):
            self._heading(lines[at], match[1])
            return at + 2
        if line.startswith(".. ") or line.rstrip() == "..":
            return self._explicit(lines, at, depth)
        if line.startswith("__ "):
            return at + 1
        if match := _FIELD.match(line):
            end = body_end(lines, at + 1, 1)
            self._fields.setdefault(match["name"].lower(), match["value"] or "")
            value = f"{match['name']}: {match['value'] or ''}"
            self.lines.paragraph([(number, value), *filled(lines[at + 1 : end])])
            return end
        if match := _ITEM.match(line):
            return self._item(lines, at, depth, match.end("gap"))
        return self._paragraph(lines, at, depth)

    def _table(self, table: Table, header: bool, end: int) -> int:
        self.lines.table(table, header)
        return end

    def _heading(self, line: Numbered, adornment: str) -> None:
        if adornment not in self._levels:
            self._levels.append(adornment)
        self.lines.heading([line], self._levels.index(adornment) + 1)

    def _paragraph(self, lines: Sequence[Numbered], at: int, depth: int) -> int:
        end = at
        while end < len(lines) and lines[end][1].strip() and not indent_of(lines[end][1]):
            end += 1
        own = list(lines[at:end])
        if end < len(lines) and lines[end][1].strip() and len(own) == 1:
            # A term with its meaning indented below it.
            stop = body_end(lines, end, 1)
            term = self.lines.paragraph(own)
            self._below(term, dedented(lines[end:stop]), depth)
            return stop
        number, last = own[-1]
        literal = last.rstrip().endswith("::")
        if literal:
            shown = last.rstrip()[:-2].rstrip()
            own[-1] = (
                number,
                shown if shown == "" or last.rstrip()[-3:-2].isspace() else shown + ":",
            )
        self.lines.paragraph([line for line in own if line[1].strip()])
        if not literal:
            return end
        stop = body_end(lines, end, 1)
        self.lines.code(lines[end:stop])
        return stop

    def _item(self, lines: Sequence[Numbered], at: int, depth: int, width: int) -> int:
        end = body_end(lines, at + 1, 1)
        number, first = lines[at]
        rest = [(number, " " * width + first[width:]), *lines[at + 1 : end]]
        body = dedented(rest)
        lead = 0
        while (
            lead < len(body)
            and body[lead][1].strip()
            and (not lead or not _ITEM.match(body[lead][1]))
        ):
            lead += 1
        mark = first[:width].strip()
        step = mark[:1] not in "-*+•"
        own = [(number, f"{mark} {body[0][1]}" if step and mark != "#." else body[0][1])]
        own += body[1:lead]
        literal = own[-1][1].rstrip().endswith("::")
        if literal:
            own[-1] = (own[-1][0], own[-1][1].rstrip()[:-1])
        kind = BlockKind.STEP if step else BlockKind.LIST_ITEM
        place = self.lines.item(own, depth, kind)
        rest = body[lead:]
        if literal:
            self.lines.code(rest)
        else:
            self._below(place, rest, depth)
        return end

    def _below(self, place: int, lines: Sequence[Numbered], depth: int) -> None:
        """Read what stands indented below a block, and hang it from there."""
        first = next((line for _, line in lines if line.strip()), "")
        if place < 0 or not first or _ITEM.match(first):
            self.read(lines, depth + 1)
        else:
            tree = self.lines.builder.tree
            tree.enter(place)
            self.read(lines, depth + 1)
            tree.leave()

    def _indented(self, lines: Sequence[Numbered], at: int, depth: int) -> int:
        end = body_end(lines, at, 1)
        body = dedented(lines[at:end])
        if depth > 30 or (all(not indent_of(line) for _, line in body) and not _special(body)):
            for part in parts_of(body):
                self.lines.paragraph(part, BlockKind.QUOTE)
        else:
            self.read(body, depth + 1)
        return end

    def _explicit(self, lines: Sequence[Numbered], at: int, depth: int) -> int:
        number, line = lines[at]
        end = body_end(lines, at + 1, 1)
        match = _DIRECTIVE.match(line)
        if not match:
            if note := _FOOTNOTE.match(line):
                own = [(number, line[note.end() :]), *filled(lines[at + 1 : end])]
                self.lines.paragraph(own)
            return end  # a comment, a target
        name = match["name"].lower().rpartition(":")[2]
        rest = (match["rest"] or "").strip()
        body = dedented(lines[at + 1 : end])
        options: dict[str, str] = {}
        while body and (field := _FIELD.match(body[0][1])):
            options[field["name"]] = field["value"] or ""
            body = body[1:]
        self._directive(name, (number, rest), options, body, depth)
        return end

    def _directive(
        self, name: str, rest: Numbered, options: dict[str, str], body: list[Numbered], depth: int
    ) -> None:
        if name in _CODE:
            self.lines.code(body)
        elif name in ("image", "figure"):
            if options.get("alt"):
                self.lines.paragraph([(rest[0], options["alt"])])
            self.read(body, depth + 1)
        elif name == "toctree":
            self.lines.end_list()
            for entry in filled(body):
                self.lines.item([entry], depth, BlockKind.CONTENTS)
        elif name in ("list-table", "csv-table", "table"):
            if rest[1]:
                self.lines.paragraph([rest])
            if name == "table":
                self.read(body, depth + 1)
            else:
                self.lines.table(*listed(name, options, body))
        elif name == "math":
            self.lines.paragraph([line for line in [rest, *body] if line[1].strip()])
        elif name in _NOTES and name not in _TITLED:
            words = f"{name}: {rest[1]}" if name.startswith(("version", "deprec")) else rest[1]
            self.read([(rest[0], words), *body], depth + 1)
        elif name not in _DROPPED:
            place = self.lines.paragraph([rest]) if rest[1] else -1
            self._below(place, body, depth)


def _before_code(line: str) -> str:
    """What is shown of a line that ends in `::`."""
    shown = line[:-2].rstrip()
    return shown if not shown or line[-3:-2].isspace() else f"{shown}:"


def _special(lines: Sequence[Numbered]) -> bool:
    """Whether indented lines are more than paragraphs."""
    return any(
        line.startswith(".. ") or _ITEM.match(line) or RULE.match(line) or GRID.match(line)
        or line.rstrip().endswith("::")
        for _, line in lines
    )  # fmt: skip
