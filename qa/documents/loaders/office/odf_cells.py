"""What the elements of OpenDocument files show: the text of paragraphs, rows and their cells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from qa.documents.loaders.office.container import attribute, local
from qa.documents.loaders.office.days import told
from qa.documents.loaders.office.merged_cells import Merged

PASSED = frozenset(
    ("annotation", "annotation-end", "tracked-changes", "note-citation", "sequence-decls", "forms",
     "variable-decls", "user-field-decls", "table-column", "table-columns", "bookmark", "title",
     "desc", "shapes", "settings", "notes")
)  # fmt: skip
INLINE = frozenset(("p", "h"))
_MOST_SPACES = 100
_MOST_COLUMNS = 500


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, also of its groups."""
    for element in table:
        name = local(element.tag)
        if name == "table-row":
            yield element
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from rows_of(element)


def cells_of(row: Element) -> list[str]:
    """What the cells of a row show."""
    cells: list[str] = []
    for cell in row:
        if local(cell.tag) not in ("table-cell", "covered-table-cell"):
            continue
        text = " ".join(all_text(cell).split())
        if attribute(cell, "value-type") == "date":
            text = _day(text, attribute(cell, "date-value"))
        times = _count(cell, "number-columns-repeated")
        if text or times < _MOST_COLUMNS:
            cells += [text] * min(times, _MOST_COLUMNS - len(cells))
    while cells and not cells[-1]:
        cells.pop()
    return cells


def merged_in(row: Element, at: int) -> Iterator[Merged]:
    """The cells of a row that reach over others."""
    column = 0
    for cell in row:
        if local(cell.tag) in ("table-cell", "covered-table-cell"):
            across = _count(cell, "number-columns-spanned")
            down = _count(cell, "number-rows-spanned")
            if (across > 1 or down > 1) and column < _MOST_COLUMNS:
                yield at, column, at + down - 1, column + across - 1
            column += _count(cell, "number-columns-repeated")


def _count(cell: Element, name: str) -> int:
    value = attribute(cell, name)
    return max(1, int(value)) if value.isdecimal() and len(value) < 8 else 1


def _day(text: str, value: str) -> str:
    """A day as it is shown, or in ISO form where that can be misread."""
    try:
        return told(text, datetime.fromisoformat(value[:19])) if text else ""
    except ValueError:
        return value.replace("T", " ")


def all_text(element: Element) -> str:
    """The text of all paragraphs in an element."""
    found = []
    for each in element:
        name = local(each.tag)
        if name in INLINE:
            found.append(text_of(each)[0])
        elif name not in PASSED:
            found.append(all_text(each))
    return " ".join(part for part in found if part)


def text_of(element: Element) -> tuple[str, list[Element]]:
    """The text of a paragraph, and what stands in it with paragraphs of its own."""
    parts: list[str] = []
    inner: list[Element] = []
    waiting: list[Element | str] = [element]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            parts.append(here)
            continue
        name = local(here.tag)
        if name == "s":
            count = attribute(here, "c")
            parts.append(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif name in ("tab", "line-break"):
            parts.append("\t" if name == "tab" else "\n")
        elif name in ("note-body", "text-box", "table"):
            inner.append(here)
        elif name not in PASSED:
            if name in INLINE and here is not element:
                parts.append(" ")
            # White space in the file shows as single spaces.
            below: list[Element | str] = [_collapsed(here.text)]
            for each in here:
                below += [each, _collapsed(each.tail)]
            waiting.extend(reversed(below))
    return "".join(parts).strip(" "), inner


def _collapsed(text: str | None) -> str:
    if not text or not text.strip():
        return " " if text else ""
    shown = " ".join(text.split())
    return (" " if text[0].isspace() else "") + shown + (" " if text[-1].isspace() else "")
