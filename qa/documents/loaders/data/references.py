"""Reference lists as programs keep them, BibTeX and RIS: each reference is a document.

It is called by its key, as it is cited: `library.bib/okafor2023`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qa.datatypes import BlockKind, DateOrigin, Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.builder import BETWEEN, Builder, Piece
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.latex_text import LatexText
from qa.documents.loaders.parts import Parts, clean_name, unused
from qa.lexicon import MONTHS

# What fields are called, in the order in which they are shown.
_SHOWN = {
    "author": "Authors", "editor": "Editors", "date": "Published", "journal": "Journal",
    "booktitle": "In", "publisher": "Publisher", "school": "School", "edition": "Edition",
    "volume": "Volume", "number": "Number", "pages": "Pages", "doi": "DOI", "isbn": "ISBN",
    "url": "Link", "keywords": "Keywords", "type": "Type",
}  # fmt: skip
_NOTES = {"abstract": "Abstract", "note": "Note", "annote": "Note", "annotation": "Note"}
_BIBTEX_NAMES = {
    "journaltitle": "journal", "institution": "publisher", "organization": "publisher",
    "year": "date", "keyword": "keywords", "eprint": "url", "maintitle": "booktitle",
}  # fmt: skip
_RIS_NAMES = {
    "TI": "title", "T1": "title", "AU": "author", "A1": "author", "ED": "editor", "A2": "editor",
    "PY": "date", "Y1": "date", "DA": "date", "JO": "journal", "JF": "journal", "T2": "journal",
    "PB": "publisher", "ET": "edition", "VL": "volume", "IS": "number", "SP": "pages",
    "EP": "pages", "DO": "doi", "SN": "isbn", "UR": "url", "KW": "keywords", "AB": "abstract",
    "N2": "abstract", "N1": "note", "ID": "key",
}  # fmt: skip
_TYPES = {
    "article": "article", "jour": "article", "book": "book", "chap": "chapter",
    "incollection": "chapter", "inbook": "chapter", "inproceedings": "conference paper",
    "conference": "conference paper", "cpaper": "conference paper", "conf": "conference paper",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thes": "thesis", "thesis": "thesis",
    "techreport": "report", "report": "report", "rprt": "report",
}  # fmt: skip
_ENTRY = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]{1,40})\s{0,20}[{(]", re.MULTILINE)
_KEY = re.compile(r"\s*([^\s,{}()=]{1,200})\s*(?:,|(?=[})]))")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w-]{0,40})\s*=\s*")
_BARE = re.compile(r"[^\s,{}#\"]+")
_JOINED = re.compile(r"\s*#\s*")
_BRACE = re.compile(r'\\.|[{}"]', re.DOTALL)
_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?\Z")
_RIS = re.compile(r"^TY  - ", re.MULTILINE)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_MOST_TITLE = 300
_MOST_STRING = 300  # characters of what a file gives a name to
_MOST_VALUE = 50_000
_MOST_AUTHORS = 120  # characters


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class _Reference:
    """Fields by their BibTeX names, each with its values in order."""

    kind: str
    line: int
    fields: dict[str, list[_Value]] = field(default_factory=dict)

    def add(self, name: str, value: _Value) -> None:
        if value.text.strip():
            self.fields.setdefault(name, []).append(value)

    def text(self, name: str) -> str:
        """The first value of a field on one line."""
        return " ".join(self.fields[name][0].text.split()) if name in self.fields else ""


def load(data: bytes, source: str) -> Document | Parts:
    """The references of a file, which is RIS where a line says so; without any it is plain text."""
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    found = _ris(text.split("\n")) if _RIS.search(text) else _bibtex(text)
    taken = {source: 1}
    made = [each for reference in found if (each := _document(reference, source, taken))]
    return Parts(iter(made)) if made else plain_text.load(data, source)


def _bibtex(text: str) -> Iterator[_Reference]:
    latex = LatexText()
    strings = {name[:3].lower(): name.title() for name in MONTHS}
    line, counted = 1, 0
    starts = list(_ENTRY.finditer(text))
    for place, start in enumerate(starts):
        line += text.count("\n", counted, start.start())
        counted = start.start()
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        kind = start[1].lower()
        if kind in ("comment", "preamble"):
            continue
        body = text[start.end() : end]  # what is never closed ends where the next one begins
        line_of_body = line + text.count("\n", start.start(), start.end())
        reference = _Reference(kind, line)
        at = 0
        if kind != "string":
            key = _KEY.match(body)
            if key is None:
                continue
            reference.add("key", _Value(key[1], line))
            at = key.end()
            line_of_body += body.count("\n", 0, at)
        while match := _FIELD.match(body, at):
            name = match[1].lower()
            line_of_body += body.count("\n", at, match.end())
            value_line = line_of_body
            raw, end = _value(body, match.end(), strings)
            line_of_body += body.count("\n", match.end(), end)
            at = end
            if kind == "string":
                strings[name] = raw[:_MOST_STRING]
                continue
            name = _BIBTEX_NAMES.get(name, name)
            kept = raw if name in ("doi", "url") else latex.clean(raw)
            for part in re.split(r"\s+and\s+", kept) if name in ("author", "editor") else [kept]:
                reference.add(name, _Value(part, value_line))
        if kind != "string":
            yield reference


def _value(body: str, at: int, strings: dict[str, str]) -> tuple[str, int]:
    """What stands behind the sign of equality, and where it ends."""
    value = ""
    while at < len(body) and len(value) <= _MOST_VALUE:
        if body[at] in '{"':
            end = _closing(body, at)
            value += body[at + 1 : end]
            at = end + 1
        elif match := _BARE.match(body, at):
            value += strings.get(match[0].lower(), match[0])
            at = match.end()
        if (match := _JOINED.match(body, at)) is None:
            break
        at = match.end()
    return value[:_MOST_VALUE], at


def _closing(body: str, at: int) -> int:
    """Where a value in braces or quotation marks ends; the end of the body where it doesn't."""
    depth = 0
    for match in _BRACE.finditer(body, at):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match.start() > at and match[0] == ("}" if body[at] == "{" else '"'):
            return match.start()
    return len(body)


def _ris(lines: Sequence[str]) -> Iterator[_Reference]:
    reference: _Reference | None = None
    name = ""
    for number, line in enumerate(lines, 1):
        match = _TAG.match(line.rstrip())
        if match is None:
            if reference and name and line.strip():  # a long value goes on
                before = reference.fields[name][-1]
                if len(before.text) < _MOST_VALUE:
                    more = _Value(f"{before.text}\n{line.strip()}", before.line)
                    reference.fields[name][-1] = more
            continue
        tag, value = match[1], (match[2] or "").strip()
        name = ""
        if tag in ("TY", "ER"):
            if reference:
                yield reference
            reference = _Reference(value.lower(), number) if tag == "TY" else None
        elif reference and value and (known := _RIS_NAMES.get(tag)):
            name = known
            reference.add(name, _Value(value, number))
    if reference:
        yield reference


def _document(reference: _Reference, source: str, taken: dict[str, int]) -> Document | None:
    title = reference.text("title")
    if not title or len(title) > _MOST_TITLE:
        title = reference.text("key") if reference.fields.get("abstract") else ""
    if not title:
        return None
    fields = reference.fields
    dates = [value.text.strip(" /").replace("/", "-") for value in fields.get("date", ())]
    day = next(filter(None, map(front_matter_date, dates)), None)
    year = next((match[0] for each in dates if (match := _YEAR.search(each))), "")
    authors = _people(fields.get("author") or fields.get("editor") or ())
    builder = Builder()
    line = fields["title"][0].line if "title" in fields else reference.line
    builder.heading([Piece(title, line)], 1)
    pieces: list[Piece] = []
    for name, label in _SHOWN.items():
        if shown := _shown(reference, name, day.isoformat() if day else year):
            at = fields[name][0].line if name in fields else reference.line
            pieces.append(Piece(f"{BETWEEN if pieces else ''}{label}: {shown}", at))
    builder.add(BlockKind.TABLE, pieces)
    for name, label in _NOTES.items():
        for value in fields.get(name, ()):
            said = f"{label}: {value.text.strip()}" if label == "Note" else value.text.strip()
            parts = said.split("\n")
            builder.add(
                BlockKind.PARAGRAPH,
                [Piece(f"{part.strip()} ", value.line + n) for n, part in enumerate(parts)],
            )
    text, blocks, lines = builder.result()
    surname = authors.split(" and ")[0].split(", ")[0].rpartition(" ")[2].lower()
    key = clean_name(reference.text("key") or f"{surname or 'reference'}{year}").replace("/", "-")
    if year and year not in key:
        key += f"-{year}"
    return Document(
        source=unused(f"{source}/{key}", taken),
        title=title,
        text=text,
        blocks=tuple(blocks),
        author=authors if 0 < len(authors) <= _MOST_AUTHORS else _first(authors),
        published=day,
        lines=lines,
        tags=tuple(
            tag.strip()
            for value in fields.get("keywords", ())
            for tag in re.split("[,;]", value.text)
            if tag.strip()
        ),
        date_origin=DateOrigin.CELL if day else None,
    )


def _shown(reference: _Reference, name: str, day: str) -> str:
    values = [" ".join(value.text.split()) for value in reference.fields.get(name, ())]
    if name == "type":
        return _TYPES.get(reference.kind, "")
    if name in ("author", "editor"):
        return _people(reference.fields.get(name, ()))
    if name == "date":
        month = reference.text("month")
        return day if "-" in day or not month else f"{month[:1].upper()}{month[1:]} {day}"
    if name == "pages":
        return "–".join(dict.fromkeys(values))
    return ", ".join(dict.fromkeys(values)) if name == "keywords" else (values or [""])[0]


def _people(values: Sequence[_Value]) -> str:
    """Names as they are spoken: "Okafor, Chidi" is Chidi Okafor."""
    names = []
    for value in values:
        name = " ".join(value.text.split())
        last, comma, first = name.partition(", ")
        names.append(f"{first} {last}" if comma and "," not in first else name)
    if names and names[-1] == "others":
        return f"{', '.join(names[:-1])} et al."
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _first(authors: str) -> str | None:
    """The first of many authors."""
    first = authors.split(", ")[0]
    return f"{first} et al." if 0 < len(first) <= _MOST_AUTHORS else None
