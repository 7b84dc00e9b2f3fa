"""A piece of evidence as content: its unit line by line, what proves it bright, the rest dimmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.style import Style

from qa.datatypes import BlockKind, Evidence
from qa.render.layout import break_lines
from qa.render.phrases import HEADINGS_APART
from qa.render.units import Mark, UnitLine, unit_lines
from tui.content import CITE, MUTED, SPAN
from tui.table_layout import grid

BULLET = "- "
_CODE_INDENT = " "
_STYLES = {Mark.REST: MUTED, Mark.PROOF: "", Mark.SPAN: SPAN}
_NUMBER_ROOM = 5  # cells behind a table, for the number of its source
_GLUE = "\u00a0"  # between a text and its number


def unit(
    evidence: Evidence, headings: Sequence[str], width: int, *, numbered: bool = True
) -> Content:
    """Lay a unit out for `width` cells: its heading path, its lines, the number of its source.

    `headings` are safe to show. Prose is left to be wrapped by the screen; items of lists get
    hanging indents and rows of tables columns, so they are wrapped here.
    """
    lines = unit_lines(evidence)
    laid_out: list[Content] = []
    if headings:
        laid_out.append(Content.styled(HEADINGS_APART.join(headings), MUTED))
    number = Content.styled(f"[{evidence.citation}]", CITE)
    number = number.stylize(Style.from_meta({"@click": "open"}), 0, len(number))
    # Code is there to be copied, so the number stands behind the last line that is none.
    last = max((i for i, each in enumerate(lines) if each.kind is not BlockKind.CODE), default=-1)
    at = 0
    while at < len(lines):
        line = lines[at]
        count = _rows_from(lines, at)
        placed = _grid(lines[at : at + count], width) if count else None
        if placed:
            laid_out += placed
            at += count
            if numbered and last == at - 1:
                laid_out[-1] = Content.assemble(laid_out[-1], _GLUE, number)
            continue
        text = _text(line)
        if numbered and at == last:
            text = _numbered(text, number, 0 if line.listed else width)
        laid_out += _line(line, text, width)
        at += 1
    if numbered and last < 0:
        laid_out.append(number)
    return Content("\n").join(laid_out)


def _text(line: UnitLine) -> Content:
    return Content.assemble(*((each.text, _STYLES[each.mark]) for each in line.stretches))


def _rows_from(lines: Sequence[UnitLine], at: int) -> int:
    """How many lines from one on are rows of a table; 0 where it has one row only."""
    count = 0
    while at + count < len(lines) and lines[at + count].kind is BlockKind.TABLE:
        count += 1
    return count if count > 1 else 0


def _grid(rows: Sequence[UnitLine], width: int) -> list[Content] | None:
    """Rows in columns below their names, or None."""
    room = max(1, width - _NUMBER_ROOM)
    placed = grid([row.text for row in rows], room)
    if placed is None:
        return None
    texts = [_text(row) for row in rows]
    shown: list[Content] = []
    for line in placed:
        content = Content("")
        for run in line.runs:
            cell = texts[run.row][run.start : run.end]
            if line.header:
                cell = Content.styled(cell.plain, f"bold {MUTED}")
            gap = " " * max(0, run.x - content.cell_length)
            content = Content.assemble(content, gap, cell)
        shown.append(content)
    return shown


def _numbered(text: Content, number: Content, width: int) -> Content:
    """Put the number behind a text; where the screen would wrap it alone, the last word goes along.

    Textual takes a no-break space for a place to break. With `width` 0 the caller wraps.
    """
    whole = Content.assemble(text, _GLUE, number)
    if not width or whole.wrap(width)[-1].plain.strip() != number.plain:
        return whole
    cut = text.plain.rfind(" ") + 1
    room = width - number.cell_length - len(_GLUE)
    if not cut or text[cut:].cell_length > room:  # a script without spaces
        return Content.assemble(text[:-1], "\n", text[-1:], _GLUE, number)
    return Content.assemble(text[: cut - 1], "\n", text[cut:], _GLUE, number)


def plain(evidence: Evidence) -> str:
    """A unit as plain text to paste elsewhere: its lines, safe to show."""
    return "\n".join(_bulleted(line) for line in unit_lines(evidence))


def _bulleted(line: UnitLine) -> str:
    return BULLET + line.text if line.needs_bullet else line.text


def _line(line: UnitLine, text: Content, width: int) -> Iterable[Content]:
    if line.kind is BlockKind.CODE:
        # A band as wide as the text.
        room = max(8, width - len(_CODE_INDENT))
        bands = [text[start:end] for start, end in break_lines(text.plain, room)]
        return [
            Content.assemble(
                _CODE_INDENT, each, " " * max(0, width - len(_CODE_INDENT) - each.cell_length)
            ).stylize("on $qa-code")
            for each in bands
        ]
    if not line.listed:
        return [text]
    blank = len(line.text) - len(line.text.lstrip(" "))
    first = " " * blank + (BULLET if line.needs_bullet else "")
    marker = line.text[blank:].partition(" ")[0]
    rest = " " * (len(first) if line.needs_bullet else blank + len(marker) + 1)
    if len(rest) > width // 3:  # a narrow terminal has no room for indents
        rest = ""
    body = text[blank:]
    room = max(8, width - max(len(first), len(rest)))
    cuts = break_lines(body.plain, room)
    return [
        Content.assemble(first if at == 0 else rest, body[start:end])
        for at, (start, end) in enumerate(cuts)
    ]
