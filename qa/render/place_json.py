"""Where in a file something stands, as fields of JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qa.datatypes import PlaceKind

if TYPE_CHECKING:
    from qa.datatypes import Box, Place
    from qa.render.excerpt import NumberedLine

_LABELS = {
    PlaceKind.SHEET: "sheet_name",
    PlaceKind.SLIDE: "slide_title",
    PlaceKind.MESSAGE: "subject",
    PlaceKind.CHAPTER: "chapter_title",
}


def place_fields(places: Sequence[Place]) -> dict[str, Any]:
    """Return `{"sheet": 1, "sheet_name": "Budget", "row": 12}`; empty when only a line is known."""
    plain: dict[str, Any] = {}
    for place in places:
        plain[place.kind.value] = place.number
        if place.label:
            plain[_LABELS.get(place.kind, f"{place.kind}_label")] = place.label
    return plain


def boxes_of(boxes: Sequence[Box]) -> dict[str, Any]:
    """Return boxes as the field `boxes`; no field where there are none."""
    if not boxes:
        return {}
    plain = [
        {
            "page": box.page,
            "page_width": box.width,
            "page_height": box.height,
            "left": box.left,
            "top": box.top,
            "right": box.right,
            "bottom": box.bottom,
            "start": box.start,
            "end": box.end,
        }
        for box in boxes
    ]
    return {"boxes": plain}


def line_fields(line: NumberedLine) -> dict[str, Any]:
    """Return a line of an excerpt as an object: where it is, its text, whether it was asked for."""
    plain: dict[str, Any] = {"line": line.number, "text": line.text, "wanted": line.wanted}
    return plain | ({"place": line.place} if line.place else {}) | boxes_of(line.boxes)
