"""What a page folds away or keeps behind tabs: what opens it heads it, and nothing of it is hidden.

Accordions of help centres have their questions in buttons, which are no text elsewhere, and their
answers in panels that are hidden until somebody presses. They become what `details` and `summary`
are, the elements of HTML for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.documents.loaders.web.html_nodes import HEADINGS, INLINE, Element, Text
from qa.documents.loaders.web.page_parts import is_clutter, is_hidden, names

_MOST_LABEL = 200  # characters; more is no label
_MOST_HEADS = 2_000  # of a page
_AROUND = 3  # elements around a label beside which its panel may stand
_TAGS = frozenset({"button", "a", "div", "span", "p", "li", "dt", "summary", *HEADINGS})
# Classes of what opens something: `accordion-header`, `faq__question`, `panelHeader`.
_HEAD = re.compile(
    r"(?:^| )(?:accordion|toggle|collaps\w+|faq|panel|expand(?:er)?) (?:item )?"
    r"(?:header|heading|head|title|question|button|trigger|toggle|control text)(?= |$)"
)
_PANEL = re.compile(
    r"(?:^| )(?:panel|content|body|answer|collapse|details?|region|text|inner)(?= |$)"
)
_HIDDEN = re.compile(r"\b(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)


def unfold(root: Element) -> frozenset[int]:
    """Make folded parts and their labels elements `details` that are open.

    Gives the `id()` of the parts and of what holds one with its label: none of them is a page.
    """
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    kept: set[int] = set()
    for _, label in zip(range(_MOST_HEADS), list(_labels(root)), strict=False):
        panel = ids.get(_target(label)) or _beside(label)
        if panel is None or any(is_clutter(each) for each in label.ancestors()):
            continue
        panel.attributes.pop("hidden", None)
        panel.attributes.pop("aria-hidden", None)
        if _HIDDEN.search(panel.get("style")):
            del panel.attributes["style"]
        kept |= {id(panel), id(panel.parent)}
        _fold(label, panel)
        kept.add(id(panel.parent))
    return frozenset(kept)


def _labels(root: Element) -> Iterator[Element]:
    """The elements that open something, but menus."""
    for element in root.iter():
        if element.tag not in _TAGS or element.get("aria-haspopup") or element.tag == "summary":
            continue
        if element.get("role") != "tab" and not (
            "aria-expanded" in element.attributes
            or element.get("data-toggle") == "collapse"
            or element.get("data-bs-toggle") == "collapse"
            or (element.tag not in HEADINGS and _HEAD.search(names(element)))
        ):
            continue
        if any(each.tag == "button" or _opens(each) for each in element.iter() if each != element):
            continue  # the one within it is the label
        if 1 < len(element.text(_MOST_LABEL + 1)) <= _MOST_LABEL:
            yield element


def _opens(element: Element) -> bool:
    return "aria-expanded" in element.attributes or bool(_HEAD.search(names(element)))


def _target(label: Element) -> str:
    """The id of what a label says that it opens."""
    target = (
        label.get("aria-controls")
        or label.get("data-bs-target")
        or label.get("data-target")
        or label.get("href")
    )
    return target.removeprefix("#").split()[0] if target.strip("# ") else ""


def _beside(label: Element) -> Element | None:
    """The element that follows a label, or something that holds nothing but the label."""
    here = label
    for _ in range(_AROUND):
        above = here.parent
        if above is None:
            return None
        at = next(place for place, child in enumerate(above.children) if child is here)
        for child in above.children[at + 1 :]:
            if isinstance(child, Element) and child.text(1):
                return child if _is_panel(child) else None
            if isinstance(child, Text) and child.text.strip():
                return None
        if any(_says(child) for child in above.children[:at]):
            return None
        here = above
    return None


def _is_panel(element: Element) -> bool:
    """Whether an element looks like what is folded away."""
    return element.tag not in INLINE and (
        element.tag == "dd"
        or is_hidden(element)
        or bool(_HIDDEN.search(element.get("style")) or _PANEL.search(names(element)))
    )


def _says(node: Element | Text) -> bool:
    return bool(node.text.strip()) if isinstance(node, Text) else bool(node.text(1))


def _fold(label: Element, panel: Element) -> None:
    """Make a label and its panel the summary and the rest of an element `details`."""
    if any(each.tag in HEADINGS for each in (*label.ancestors(), *label.iter())):
        if label.tag == "button":
            label.tag = "span"  # the heading is the label
        return
    above = panel.parent
    if above is None:
        return
    summary = Element("summary", label.line, {}, [Text(label.text(), label.line)])
    details = Element("details", label.line, {}, [summary, panel], above)
    label.children = []
    above.children = [details if child is panel else child for child in above.children]
    summary.parent = panel.parent = details
