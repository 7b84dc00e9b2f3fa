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

BULLET = "- "
_CODE_INDENT = "  "
_STYLES = {Mark.REST: MUTED, Mark.PROOF: "", Mark.SPAN: SPAN}
_GLUE = "\u00a0"  # between a text and its number


def unit(evidence: Evidence, headings: Sequence[str], width: int) -> Content:
    """Lay a unit out for `width` cells: its heading path, its lines, the number of its source.

    `headings` are safe to show. Prose is left to be wrapped by the screen; items of lists get
    hanging indents, so they are wrapped here.
    """
    lines = unit_lines(evidence)
    laid_out: list[Content] = []
    if headings:
        laid_out.append(Content.styled(HEADINGS_APART.join(headings), MUTED))
    number = Content.styled(f"[{evidence.citation}]", CITE)
    number = number.stylize(Style.from_meta({"@click": "open"}), 0, len(number))
    # Code is there to be copied, so the number stands behind the last line that is none.
    numbered = max(
        (i for i, each in enumerate(lines) if each.kind is not BlockKind.CODE), default=-1
    )
    for at, line in enumerate(lines):
        text = Content.assemble(*((each.text, _STYLES[each.mark]) for each in line.stretches))
        if at == numbered:
            text = _numbered(text, number, 0 if line.listed else width)
        laid_out += _line(line, text, width)
    if numbered < 0:
        laid_out.append(number)
    return Content("\n").join(laid_out)


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
        return [Content.assemble(_CODE_INDENT, text)]
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
