"""A timeline as lines for people, or in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.datatypes.places import page_of
from qa.render.layout import BOLD, DIM, Piece, fill, flow
from qa.render.phrases import file_name, place
from qa.render.sanitize import visible_line
from qa.render.terminal import file_url

if TYPE_CHECKING:
    from qa.datatypes import Timeline, TimelineEntry
    from qa.render.terminal import Look

NOTHING = "No dated documents about it."
_INDENT = " " * 12  # a date and two spaces


def as_text(timeline: Timeline, look: Look) -> str:
    """Return a line for each entry, below it where it stands, how sure it is, who else says so."""
    lines: list[str] = []
    for entry in timeline.entries:
        day = entry.published.isoformat()
        lines += fill(
            [Piece(day, BOLD), Piece("  "), Piece(flow(entry.text).strip())], look, rest=_INDENT
        )
        page = page_of(entry.place) if look.fragments else None
        file = entry.document.file_of(entry.path)
        url = file_url(file, entry.line or 1, look.link, page) if look.links else ""
        where = [Piece(_where(entry), DIM, url)]
        where += [Piece(f" · {each}", DIM) for each in _remarks(entry)]
        lines += fill(where, look, first=_INDENT, rest=_INDENT, wrap=False)
    if not lines:
        lines.append(NOTHING)
    if left_out := undated(timeline):
        lines += ["", *fill([Piece(left_out, DIM)], look)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def as_markdown(timeline: Timeline) -> str:
    """Return a list with an item for each entry."""
    from qa.render.markdown_writer import escape

    lines = [
        f"- **{entry.published.isoformat()}** {escape(flow(entry.text).strip())} "
        f"({escape(' · '.join([_where(entry), *_remarks(entry)]))})"
        for entry in timeline.entries
    ] or [NOTHING]
    if left_out := undated(timeline):
        lines += ["", left_out]
    return "\n".join(lines) + "\n"


def undated(timeline: Timeline) -> str:
    """Return a sentence on the documents without a date, "" where there are none."""
    if not timeline.undated:
        return ""
    documents = "1 document" if timeline.undated == 1 else f"{timeline.undated:,} documents"
    return f"{documents} without a date left out."


def _where(entry: TimelineEntry) -> str:
    """Return `path:15` or `path, page 3`."""
    return place(entry.path, (entry.line,), (entry.place,))


def _remarks(entry: TimelineEntry) -> list[str]:
    """Return who published it, how sure it is, and how many others say the same."""
    found = [visible_line(entry.document.agency)] if entry.document.agency else []
    if entry.confidence is not None:
        found.append(f"{entry.confidence:.0%}")
    if len(entry.also_in) == 1:
        found.append(f"also in {file_name(entry.also_in[0].source)}")
    elif entry.also_in:
        found.append(f"also in {len(entry.also_in)} others")
    return found
