"""Flash cards as Anki exports them: lines `#separator:tab`, then a row for each card."""

from __future__ import annotations

import csv
import html
import io
import re

from qa.datatypes import Document
from qa.documents.loaders.builder import Builder
from qa.documents.loaders.data.records import Record, add_record, document

_SETTING = re.compile(r"#([a-z ]{1,40}):(.{0,300})\n")
_SEPARATORS = {
    "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":",
}  # fmt: skip
_BREAK = re.compile(r"<(?:br|div|p|li)\b[^<>]{0,200}>", re.IGNORECASE)
_MARK = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>|\[sound:[^\[\]]{0,300}\]")
_CLOZE = re.compile(r"\{\{c\d+::(.{1,500}?)(?:::[^{}]{0,200})?\}\}")


def is_export(text: str) -> bool:
    """Whether a file begins as such an export."""
    return text.startswith("#separator:")


def load(text: str, source: str) -> Document:
    """The cards of an export, each a question with its answer. Raises csv.Error for no table."""
    settings: dict[str, str] = {"separator": ""}
    at = 0
    while match := _SETTING.match(text, at):
        settings[match[1]] = match[2].strip()
        at = match.end()
    separator = settings["separator"]
    if separator not in _SEPARATORS.values():
        separator = _SEPARATORS.get(separator.casefold(), "\t")
    names = settings.get("columns", "").split(separator) if "columns" in settings else []
    builder = Builder()
    first = text.count("\n", 0, at) + 1
    rows = csv.reader(io.StringIO(text[at:], newline=""), delimiter=separator)
    line = first
    for number, cells in enumerate(rows, 1):
        if any(cells):
            shown = [_text(cell) if settings.get("html") == "true" else cell for cell in cells]
            kept = _cells(settings, names, shown)
            add_record(builder, Record([*kept], [*kept.values()], line, number))
        line = first + rows.line_num
    return document(builder, source, settings.get("deck"))


def _cells(settings: dict[str, str], names: list[str], cells: list[str]) -> dict[str, str]:
    """The cells of a card by what they are; what only Anki reads is left out."""
    roles = {
        int(number) - 1: role.removesuffix(" column")
        for role, number in settings.items()
        if role.endswith(" column") and number.isdecimal() and len(number) < 4
    }
    kept: dict[str, str] = {}
    plain = iter(("Question", "Answer"))
    for place, cell in enumerate(cells):
        role = roles.get(place, "")
        if role and role != "tags":
            continue
        name = role.title() or next(
            plain, names[place] if place < len(names) else f"Field {place + 1}"
        )
        kept[name] = cell
    return kept


def _text(cell: str) -> str:
    """A field without its markup, gaps filled in."""
    cell = _MARK.sub("", _BREAK.sub(" ", cell))
    return " ".join(_CLOZE.sub(r"\1", html.unescape(cell)).split())
