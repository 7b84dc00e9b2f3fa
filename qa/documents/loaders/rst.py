"""reStructuredText as it is read: sections, lists, code, tables, directives by what they show."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.line_markup import MAX_CHARS, LineReader, Numbered, indent_of, numbered
from qa.documents.loaders.metadata import Known
from qa.documents.loaders.rst_directives import (
    CODE,
    DIAGRAMS,
    FIELD,
    NOTES,
    TITLED,
    Directive,
    directive,
    only_references,
)
from qa.documents.loaders.rst_inline import Inline
from qa.documents.loaders.rst_lines import VERSE, glossary, literal, option, verse
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
_FOOTNOTE = re.compile(r"\.\.\s+(?:\[(?:#[^\]]{0,40}|\d+|\*)\]\s+|(?=\[[^\]]{1,40}\]\s))")
_DEEPEST = 30  # blocks within blocks that are read as such


def load(data: bytes, source: str) -> Document:
    """Make a document of a reStructuredText file's bytes."""
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    if len(text) > MAX_CHARS:
        return plain_text.load(data, source)
    lines = numbered(text)
    reader = _Rst(Inline(lines))
    reader.read(lines)
    return reader.lines.document(source, reader.known())


class _Rst:
    def __init__(self, inline: Inline) -> None:
        self.lines = LineReader(inline.clean)
        self._levels: list[str] = []  # adornments of headings, outermost first
        self._fields: dict[str, str] = {}
        self._terms = -1  # what the open list of terms hangs from
        self._after_terms = -1  # how many blocks there are after it

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
        line = lines[at][1]
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
        if match := FIELD.match(line):
            return self._field(lines, at, depth, match["name"], match["value"] or "")
        if match := _ITEM.match(line):
            return self._item(lines, at, depth, match.end("gap"))
        if VERSE.match(line):
            stanzas, end = verse(lines, at)
            for stanza in stanzas:
                self.lines.paragraph(stanza)
            return end
        if found := option(lines, at):
            own, rest, end = found
            self._more(self.lines.item(own, depth, BlockKind.LIST_ITEM), rest, depth, literal(own))
            return end
        return self._paragraph(lines, at, depth)

    def _table(self, table: Table, header: bool, end: int) -> int:
        self.lines.table(table, header)
        return end

    def _heading(self, line: Numbered, adornment: str) -> None:
        if adornment not in self._levels:
            self._levels.append(adornment)
        self.lines.heading([line], self._levels.index(adornment) + 1)

    def _paragraph(self, lines: Sequence[Numbered], at: int, depth: int) -> int:
        end = at + 1
        while end < len(lines) and lines[end][1].strip() and not indent_of(lines[end][1]):
            if FIELD.match(lines[end][1]) or option(lines, end):
                break
            end += 1
        own = list(lines[at:end])
        if end < len(lines) and lines[end][1].strip() and len(own) == 1:
            # A term with its meaning indented below it.
            stop = body_end(lines, end, 1)
            place, terms = self._term(own)
            self._below(place, dedented(lines[end:stop]), depth)
            self._terms = terms  # whatever lists of terms stood in the meaning
            self._after_terms = len(self.lines.builder.tree.blocks)
            return stop
        announced = literal(own)
        self.lines.paragraph([line for line in own if line[1].strip()])
        if not announced:
            return end
        stop = body_end(lines, end, 1)
        self.lines.code(lines[end:stop])
        return stop

    def _term(self, own: list[Numbered]) -> tuple[int, int]:
        """Add a term. Its place, and what its list hangs from: a line that announces it, if any."""
        builder = self.lines.builder
        last = len(builder.tree.blocks) - 1
        if last + 1 != self._after_terms:
            lead = builder.tree.lead()
            announced = last >= 0 and lead == last and builder.ends_with(last, ":")
            self._terms = lead if announced else builder.tree.parent()
        return self.lines.paragraph(own, parent=self._terms), self._terms

    def _item(self, lines: Sequence[Numbered], at: int, depth: int, width: int) -> int:
        end = body_end(lines, at + 1, 1)
        number, first = lines[at]
        rest = [(number, " " * width + first[width:]), *lines[at + 1 : end]]
        body = dedented(rest)
        mark = first[:width].strip()
        step = mark[:1] not in "-*+•"
        lead = _lead(body)
        own = [(number, f"{mark} {body[0][1]}" if step and mark != "#." else body[0][1])]
        own += body[1:lead]
        kind = BlockKind.STEP if step else BlockKind.LIST_ITEM
        announced = literal(own)
        place = self.lines.item(own, depth, kind)
        with self.lines.within_list():
            self._more(place, body[lead:], depth, announced)
        return end

    def _field(self, lines: Sequence[Numbered], at: int, depth: int, name: str, value: str) -> int:
        end = body_end(lines, at + 1, 1)
        self._fields.setdefault(name.lower(), value)
        number, line = lines[at]
        column = len(line) - len(line[len(name) + 2 :].lstrip())
        below = next((indent_of(line) for _, line in lines[at + 1 : end] if line.strip()), -1)
        if _opens(value) and column == below:
            place = self.lines.paragraph([(number, f"{name}:")])
            self._below(
                place, dedented([(number, " " * column + value), *lines[at + 1 : end]]), depth
            )
            return end
        body = [(number, value), *dedented(lines[at + 1 : end])]
        lead = _lead(body)
        own = [(number, f"{name}: {value}"), *body[1:lead]]
        announced = literal(own)
        self._more(self.lines.paragraph(own), body[lead:], depth, announced)
        return end

    def _more(self, place: int, lines: Sequence[Numbered], depth: int, announced: bool) -> None:
        if announced:
            self.lines.code(lines)
        else:
            self._below(place, lines, depth)

    def _below(self, place: int, lines: Sequence[Numbered], depth: int) -> None:
        """Read what stands indented below a block, and hang it from there."""
        if place < 0:
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
        if found := directive(lines[at:end]):
            self._directive(found, depth)
        elif note := _FOOTNOTE.match(line):
            self.lines.paragraph([(number, line[note.end() :]), *filled(lines[at + 1 : end])])
        return end  # else a comment, a target

    def _directive(self, found: Directive, depth: int) -> None:
        name, rest, body = found.name, found.rest, list(found.body)
        own = [(found.line, rest)] if rest else []
        if caption := found.options.get("caption") if name in CODE | DIAGRAMS else None:
            self.lines.paragraph([(found.line, caption)], parent=self.lines.builder.tree.lead())
        if name in DIAGRAMS:
            return
        if name in CODE:
            self.lines.code(body)
        elif name == "seealso" and only_references([*own, *body]):
            for part in parts_of([*own, *body]):  # not what a text before them leads in to
                self.lines.paragraph(part, BlockKind.CONTENTS)
        elif name in ("image", "figure"):
            if found.options.get("alt"):
                self.lines.paragraph([(found.line, found.options["alt"])])
            self.read(body, depth + 1)
        elif name == "toctree":
            self.lines.end_list()
            for entry in filled(body):
                self.lines.item([entry], depth, BlockKind.CONTENTS)
        elif name in ("list-table", "csv-table", "table"):
            self.lines.paragraph(own)
            if name == "table":
                self.read(body, depth + 1)
            else:
                self.lines.table(*listed(name, found.options, body))
        elif name == "glossary":
            self.read(glossary(body), depth + 1)
        elif name == "changelog" and "version" in found.options:  # as SQLAlchemy writes them
            day = found.options.get("released")
            release = found.options["version"] + (f" ({day})" if day else "")
            self.lines.heading([(found.line, release)], len(self._levels) + 1)
            self.read(body, depth + 1)
        elif name == "math":
            self.lines.paragraph(filled([*own, *body]))
        elif name in NOTES and name not in TITLED:
            shown = f"{name}: {rest}" if name.startswith(("version", "deprec")) else rest
            self.read([(found.line, shown), *body], depth + 1)
        elif found.shown:
            place = self.lines.paragraph([*found.signatures, *own])
            self._below(place, body, depth)


def _lead(body: Sequence[Numbered]) -> int:
    """Where the first paragraph ends of what begins on the line of a mark."""
    if not body[0][1].strip() and len(body) > 1 and _opens(body[1][1]):
        return 1
    lead = 1
    while lead < len(body) and body[lead][1].strip() and not _opens(body[lead][1]):
        lead += 1
    return lead


def _opens(line: str) -> bool:
    """Whether a line begins something of its own even without a blank line before it."""
    return bool(_ITEM.match(line) or GRID.match(line) or RULE.match(line) or FIELD.match(line))


def _special(lines: Sequence[Numbered]) -> bool:
    """Whether indented lines are more than paragraphs."""
    return any(
        line.startswith(".. ") or _ITEM.match(line) or RULE.match(line) or GRID.match(line)
        or line.rstrip().endswith("::")
        for _, line in lines
    )  # fmt: skip
