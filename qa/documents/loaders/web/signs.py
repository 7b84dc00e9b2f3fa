"""Signs that a page draws, as characters: ticks and crosses in the cells of tables, boxes of tasks.

A cell that holds nothing but a picture says what its description says; a task is marked as in
Markdown, `[ ]` or `[x]`.
"""

from __future__ import annotations

import re

from qa.documents.loaders.web.html_nodes import Element, Text
from qa.documents.loaders.web.page_parts import names

_MOST_WITHIN = 12  # elements in a cell, or before the words of an item, that are looked at
_MOST_LABEL = 60  # characters of what describes a picture
_PICTURES = frozenset({"img", "svg", "i", "span", "use", "td", "th"})
_UNSEEN = re.compile(r"(?:^| )(?:visually ?hidden|sr only|screen ?reader\w*)(?= |$)")
_TICK = re.compile(
    r"(?:^|[ (:_-])(?:tick|(?:white[ _]|heavy[ _])?check(?:[ _-]?mark)?|checked|yes)(?=[ ):_-]|$)"
)
_CROSS = re.compile(
    r"(?:^|[ (:_-])(?:cross(?:[ _-]?mark)?|x ?mark|times|error|no|not included)(?=[ ):_-]|$)"
)


def draw_signs(root: Element) -> None:
    """Write the signs of cells and tasks into the tree, before what holds them is taken out."""
    for element in root.iter():
        if element.tag in ("td", "th"):
            _cell(element)
        elif element.tag == "li" and (box := _box(element)):
            element.children.insert(0, Text(f"{box} ", element.line))


def _cell(cell: Element) -> None:
    inner = [each for _, each in zip(range(_MOST_WITHIN), cell.iter(), strict=False)]
    unseen = next((each for each in inner if _UNSEEN.search(names(each))), None)
    if unseen is not None:
        label = unseen.text(_MOST_LABEL)
        if label == cell.text(_MOST_LABEL + 1):  # it is said to those who can't see the picture
            cell.children = [Text(label, cell.line)]
        return
    if cell.text(1):
        return
    found = next((sign for each in inner if (sign := _sign(each))), "")
    if found:
        cell.children = [Text(found, cell.line)]


def _sign(element: Element) -> str:
    """What a picture shows: a sign, else what describes it."""
    if element.tag not in _PICTURES:
        return ""
    described = (
        element.get("data-emoji-fallback")
        or element.get("alt")
        or element.get("aria-label")
        or (element.get("title") if element.tag != "td" else "")
    )
    described = " ".join(described[: 2 * _MOST_LABEL].split())
    for said in (described.lower(), names(element)):
        if _TICK.search(said):
            return "✓"
        if _CROSS.search(said):
            return "✗"
    return described if len(described) <= _MOST_LABEL else ""


def _box(item: Element) -> str:
    """The box of a task; empty for any other item."""
    above = item.parent
    if above is not None and "inline task list" in names(above):  # Confluence
        return "[x]" if "checked" in item.get("class").split() else "[ ]"
    for _, each in zip(range(_MOST_WITHIN), item.iter(), strict=False):
        if each.tag == "input" and each.get("type").lower() == "checkbox":
            return "[x]" if "checked" in each.attributes else "[ ]"
        found = names(each)
        if found.startswith("checkbox checkbox "):  # Notion
            each.tag = "span"  # the words stand behind it
            return "[x]" if found.endswith("on") else "[ ]"
    return ""
