"""Raised numbers of a page: 2<sup>64</sup> reads 2^64, which is not 264."""

from __future__ import annotations

import re
from itertools import pairwise

from qa.documents.loaders.web.html_nodes import INLINE, Element, Text

_POWER = re.compile(r"[+\-−–]?\d{1,6}")
_BASE = re.compile(r"[^\W_]|[)\]}]")
_MOST_STEPS = 8  # elements within each other that the base may stand in


def mark_powers(root: Element) -> None:
    """Put a "^" before each number that is raised beside a letter, a digit or a bracket.

    What is a link is the mark of a note, not a power.
    """
    for element in root.iter():
        for before, child in pairwise(element.children):
            if isinstance(child, Element) and child.tag == "sup" and _is_power(child, before):
                child.children.insert(0, Text("^", child.line))


def _is_power(raised: Element, before: Element | Text) -> bool:
    if not _BASE.fullmatch(_last(before)) or not _POWER.fullmatch(raised.text(10)):
        return False
    inside = [each.tag for _, each in zip(range(_MOST_STEPS), raised.iter(), strict=False)]
    return "a" not in inside and (raised.parent is None or raised.parent.tag != "a")


def _last(node: Element | Text) -> str:
    """The last character of a text or of what stands in a line, "" if there is none."""
    for _ in range(_MOST_STEPS):
        if isinstance(node, Text):
            return node.text[-1:]
        if node.tag not in INLINE or node.tag == "sup" or not node.children:
            return ""
        node = node.children[-1]
    return ""
