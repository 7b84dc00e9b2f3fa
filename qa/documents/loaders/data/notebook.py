"""Jupyter notebooks: Markdown cells, code cells and what they print, cited by the cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from qa.datatypes import Document, Place, PlaceKind
from qa.documents.loaders import markdown
from qa.documents.loaders.encoding_detection import decode
from qa.errors import DocumentError

_MOST_OUTPUT = 4_000  # characters of what a cell prints
_TICKS = re.compile(r"`{3,}")
_ESCAPES = re.compile(r"\x1b\[[\d;]*m")


def load(data: bytes, source: str) -> Document:
    """Make a document of a notebook's bytes: all its cells as one Markdown text."""
    try:
        notebook = json.loads(decode(data))
        cells = list(_cells(notebook))
        language = str(notebook.get("metadata", {}).get("kernelspec", {}).get("language", ""))
    except (ValueError, AttributeError, TypeError, LookupError) as error:
        raise DocumentError("Not a Jupyter notebook: its JSON is invalid.") from error
    parts: list[str] = []
    starts: list[tuple[int, int]] = []  # the line in which a cell begins, and its number
    line = 1
    for number, cell in cells:
        text = _markdown(cell, language)
        if text.strip():
            starts.append((line, number))
            parts.append(text.rstrip("\n") + "\n\n")
            line += parts[-1].count("\n")
    if not parts:
        raise DocumentError("It holds no text.")
    document = markdown.load("".join(parts).encode("utf-8", "replace"), source)
    return replace(document, places=tuple(_places(document, starts)))


def _cells(notebook: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    found = notebook.get("cells")
    if found is None:  # version 3 had pages of cells
        found = [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]
    for number, cell in enumerate(found, 1):
        if isinstance(cell, dict):
            yield number, cell


def _markdown(cell: dict[str, Any], language: str) -> str:
    kind = cell.get("cell_type")
    text = _joined(cell.get("source", cell.get("input", "")))
    if kind == "markdown":
        return text
    if kind == "heading":  # of version 3
        return f"{'#' * int(cell.get('level', 1))} {text}"
    if kind != "code":
        return _fenced(text, "")
    shown = [_fenced(text, language)] if text.strip() else []
    shown += [_fenced(each, "") for each in _outputs(cell)]
    return "\n\n".join(shown)


def _outputs(cell: dict[str, Any]) -> Iterator[str]:
    """What a cell printed and what it gave, as text; pictures and errors are left out."""
    for output in cell.get("outputs") or ():
        kind = output.get("output_type")
        if kind == "stream" and output.get("name", "stdout") == "stdout":
            text = _joined(output.get("text", ""))
        elif kind in ("execute_result", "pyout", "display_data"):
            text = _joined(output.get("data", output).get("text/plain", output.get("text", "")))
            if text.startswith("<"):  # the name of an object that only a picture shows
                continue
        else:
            continue
        text = _ESCAPES.sub("", text)
        if text.strip():
            yield text[:_MOST_OUTPUT]


def _joined(text: Any) -> str:
    return text if isinstance(text, str) else "".join(map(str, text))


def _fenced(text: str, language: str) -> str:
    ticks = "`" * max([3, *(len(found) + 1 for found in _TICKS.findall(text))])
    return f"{ticks}{language}\n{text.strip(chr(10))}\n{ticks}"


def _places(document: Document, starts: list[tuple[int, int]]) -> Iterator[Place]:
    """Where the text of each cell begins."""
    at = 0
    for block in document.blocks:
        line = document.line(block.start) or 1
        passed = at
        while passed < len(starts) and starts[passed][0] <= line:
            passed += 1
        if passed > at:
            at = passed
            yield Place(block.start, PlaceKind.CELL, starts[at - 1][1])
