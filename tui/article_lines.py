"""An article cut into lines for the screen, as its block tree says: headings, lists, tables, code.

Nothing is taken away but the names of columns, which stand once above a table. What is put in front
of a line (bullets, indents) is no part of the text: it is neither found nor copied.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qa.datatypes import Block, BlockKind
from qa.render.layout import break_lines, width_of
from tui import glyphs
from tui.article_layout import ArticleText, Role
from tui.table_layout import grid, record

_LISTED = (BlockKind.LIST_ITEM, BlockKind.STEP)
_MARKER = re.compile(r"(?:[-*+•‣▪–◦]|\(?\w{1,4}[.)])\s+")  # "- ", "3. ", "(iv) "
_NESTED = 2  # cells by which an inner list is indented
_CODE = 1  # cells between the edge of the band and the code on it
_RECORD = 2  # cells by which a row that has no room for columns is indented below its beginning


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line on the screen.

    It covers `text[start:end]` of what is shown. `runs` are its stretches of the text, each with
    the column it is shown from; `prefix` is what stands before the first of them.
    """

    start: int
    end: int
    role: Role  # the highest in it
    kind: BlockKind | None = None
    level: int = 0  # of a heading; 0 for others, and for the header of a table 1
    prefix: str = ""
    runs: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line as it is drawn; `offset` is None for what is no part of the text."""

    text: str
    role: Role
    offset: int | None


def lay_out(shown: ArticleText, width: int) -> list[TextLine]:
    """Cut what is shown into lines of at most `width` cells."""
    width = max(8, width)
    lines: list[TextLine] = []
    rows: list[Block] = []  # of a table, until it ends
    at = 0
    for text in shown.text.rstrip("\n").split("\n"):
        block = _block_at(shown, at, text)
        whole = block and block.start == at and block.end == at + len(text)
        if block and whole and block.kind is BlockKind.TABLE:
            rows.append(block)
        else:
            lines += _table(shown, rows, width)
            rows = []
            lines += _paragraph(shown, block, at, text, width)
        at += len(text) + 1
    lines += _table(shown, rows, width)
    return lines


def pieces(shown: ArticleText, line: TextLine) -> Iterator[Piece]:
    """What one line is drawn of, from left to right."""
    column = 0
    # What fills the line has the shade of what it stands beside, so that evidence is one surface.
    first = line.runs[0][1] if line.runs else line.start
    filling = _shade(shown.role_at(first)) if line.end > line.start else Role.PLAIN
    if line.prefix:
        yield Piece(line.prefix, filling, None)
        column = width_of(line.prefix)
    for x, start, end in line.runs:
        if x > column:
            yield Piece(" " * (x - column), filling, None)
        column = x
        header = line.kind is BlockKind.TABLE and line.level
        stretches = [(start, end, Role.PLAIN)] if header else shown.roles(start, end)
        for low, high, role in stretches:
            text = shown.text[low:high]
            yield Piece(text, role, low)
            column += width_of(text)
            filling = _shade(role)


def shade_after(shown: ArticleText, line: TextLine) -> Role:
    """The role in which the rest of a line is shaded: that of its end."""
    if line.end > line.start:
        return _shade(shown.role_at(line.end - 1))
    return _shade(shown.role_at(line.end)) if line.end < len(shown.text) else Role.PLAIN


def _shade(role: Role) -> Role:
    return Role.EVIDENCE if role is Role.SPAN else role


def _block_at(shown: ArticleText, at: int, text: str) -> Block | None:
    """The block that a line of the text belongs to."""
    first = at + len(text) - len(text.lstrip(" ")) if text.strip() else at
    number = bisect_right(shown.blocks, first, key=lambda each: each.start) - 1
    if number < 0:
        return None
    block = shown.blocks[number]
    return block if block.start <= first < block.end else None


def _paragraph(
    shown: ArticleText, block: Block | None, at: int, text: str, width: int
) -> Iterator[TextLine]:
    """The lines of one line of the text."""
    kind = block.kind if block else None
    level = block.level if block and kind is BlockKind.HEADING else 0
    blank = len(text) - len(text.lstrip(" "))
    begins = block is not None and block.start == at + blank
    prefix, rest = "", 0
    if kind is BlockKind.CODE:
        rest = _CODE
        prefix, blank = " " * rest, 0
    elif kind is BlockKind.QUOTE:
        prefix = f"{glyphs.QUOTED} "
        rest = len(prefix)
    elif block and kind in _LISTED:
        prefix, rest = _of_item(block, text, blank, begins=begins)
    else:
        blank = 0
    if rest > width // 2:
        prefix, rest, blank = "", 0, 0
    body = text[blank:]
    room = max(8, width - max(rest, len(prefix)))
    for number, (start, end) in enumerate(break_lines(body, room)):
        before = prefix if number == 0 or kind is BlockKind.QUOTE else " " * rest
        low, high = at + blank + start, at + blank + end
        runs = ((len(before), low, high),)
        # The first line also covers the blanks that its indent stands for.
        covered = at if number == 0 else low
        yield TextLine(covered, high, _highest(shown, runs), kind, level, before, runs)


def _of_item(block: Block, text: str, blank: int, *, begins: bool) -> tuple[str, int]:
    """What stands before an item of a list, and how far its further lines are indented."""
    indent = max(blank, _NESTED * block.level)
    if not begins:
        indent = max(indent, _NESTED * (block.level + 1))
        return " " * indent, indent
    if marker := _MARKER.match(text, blank):
        return " " * indent, indent + marker.end() - blank
    return " " * indent + glyphs.BULLET, indent + len(glyphs.BULLET)


def _table(shown: ArticleText, rows: list[Block], width: int) -> Iterable[TextLine]:
    """Rows in columns where that can be, else as they stand."""
    if not rows:
        return []
    texts = [shown.text[each.start : each.end] for each in rows]
    placed = grid(texts, width)
    if placed is None:
        return [line for row, text in zip(rows, texts, strict=True)
                for line in _record(shown, row, text, width)]  # fmt: skip
    lines: list[TextLine] = []
    for each in placed:
        start = rows[0 if each.header else each.row].start
        runs = tuple(
            (run.x, rows[run.row].start + run.start, rows[run.row].start + run.end)
            for run in each.runs
        )
        # Of the header only what it is laid out by is covered; the rows cover themselves.
        end = start if each.header else rows[each.row].end
        role = Role.PLAIN if each.header else _highest(shown, runs)
        lines.append(TextLine(start, end, role, BlockKind.TABLE, int(each.header), "", runs))
    return lines


def _record(shown: ArticleText, row: Block, text: str, width: int) -> Iterator[TextLine]:
    """A row that has no room for columns: on one line, else each cell on lines of its own."""
    cells = record(text) if width_of(text) > width else [(0, len(text))]
    for number, (start, end) in enumerate(cells):
        indent = _RECORD if number else 0
        for at, (low, high) in enumerate(break_lines(text[start:end], width - indent - _RECORD)):
            x = indent + (_RECORD if at else 0)
            runs = ((x, row.start + start + low, row.start + start + high),)
            yield TextLine(
                runs[0][1], runs[0][2], _highest(shown, runs), BlockKind.TABLE, 0, " " * x, runs
            )


def _highest(shown: ArticleText, runs: tuple[tuple[int, int, int], ...]) -> Role:
    roles = (role for _, start, end in runs for *_, role in shown.roles(start, max(end, start + 1)))
    return max(roles, default=Role.PLAIN)
