"""A list of documents as a table for people, in Markdown, or as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.render.layout import BOLD, DIM, Piece, fill, width_of
from qa.render.phrases import file_name
from qa.render.sanitize import visible_line
from qa.render.terminal import file_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import DocumentInfo
    from qa.render.terminal import Look

NOTHING = "No documents."
COLUMNS = ("date", "words", "title", "source", "author", "path", "id", "date_origin", "language")
_UNDATED = "-"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets take for a formula


def as_text(documents: Sequence[DocumentInfo], path_of: Callable[[str], str], look: Look) -> str:
    """Return one line for each document; on a terminal it is cut to the width of the screen."""
    if not documents:
        return f"{NOTHING}\n"
    digits = max(len(f"{each.words:,}") for each in documents)
    rows = [(_title(each), file_name(path_of(each.source)), each) for each in documents]
    before = 10 + 2 + digits + 2
    room = max(16, look.width - before - 2)
    widest = max(width_of(title) for title, _, _ in rows)
    longest = max(width_of(path) for _, path, _ in rows)
    titles = widest
    if look.wrap and widest + longest > room:
        titles = min(widest, max(room // 2, room - longest))
    lines = []
    for title, path, each in rows:
        url = file_url(each.file_of(path_of(each.source)), form=look.link)
        if look.wrap:
            title, path = _cut(title, titles), _cut(path, room - titles, at_end=False)
        pieces = [
            Piece(f"{_day(each) or _UNDATED:<10}  {each.words:>{digits},}  "),
            Piece(title, BOLD),
            Piece(" " * (titles - width_of(title) + 2)),
            Piece(path, DIM, url),
        ]
        lines += fill(pieces, look, wrap=False)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def as_markdown(documents: Sequence[DocumentInfo], path_of: Callable[[str], str]) -> str:
    """Return a table."""
    from qa.render.markdown_writer import escape

    if not documents:
        return f"{NOTHING}\n"
    lines = ["| date | words | title | source | path |", "|---|---:|---|---|---|"]
    for each in documents:
        agency, path = visible_line(each.agency or ""), file_name(path_of(each.source))
        cells = " | ".join(map(escape, (visible_line(each.title), agency, path)))
        lines.append(f"| {_day(each)} | {each.words} | {cells} |")
    return "\n".join(lines) + "\n"


def as_csv(documents: Sequence[DocumentInfo], path_of: Callable[[str], str]) -> str:
    """Return comma-separated values with a line of headings.

    Control characters are made visible. A text that a spreadsheet would take for a formula gets an
    apostrophe in front, by which spreadsheets know it for a text.
    """
    import csv
    import io

    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(COLUMNS)
    for each in documents:
        texts = (each.title, each.agency or "", each.author or "", path_of(each.source))
        title, agency, author, path = map(_cell, texts)
        origin = each.date_origin.value if each.date_origin else ""
        known = (origin, each.language or "")
        write((_day(each), each.words, title, agency, author, path, each.id, *known))
    return out.getvalue()


def _cell(text: str) -> str:
    text = visible_line(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _day(document: DocumentInfo) -> str:
    return document.published.isoformat() if document.published else ""


def _title(document: DocumentInfo) -> str:
    title = visible_line(document.title) or visible_line(document.source)
    agency = visible_line(document.agency or "")
    return f"{title} · {agency}" if agency else title


def _cut(text: str, width: int, *, at_end: bool = True) -> str:
    """Return as much of a text as has room, with a sign where something is missing."""
    if width_of(text) <= width:
        return text
    kept, used = [], 1  # the sign
    for char in text if at_end else reversed(text):
        used += width_of(char)
        if used > width:
            break
        kept.append(char)
    return "".join(kept) + "…" if at_end else "…" + "".join(reversed(kept))
