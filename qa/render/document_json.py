"""Documents as JSON: the file that each is, or is inside of."""

from __future__ import annotations

from typing import Any

from qa.datatypes import Document, DocumentInfo
from qa.serialization import to_plain


def head(document: Document) -> dict[str, Any]:
    """What `qa show` says of a document."""
    return {
        "id": document.id,
        **_place_in_files(document.source, document.container),
        "title": document.title,
        "author": document.author,
        "agency": document.agency,
        "published": document.published.isoformat() if document.published else None,
        "date_origin": document.date_origin.value if document.date_origin else None,
        "language": document.language,
    }


def info(document: DocumentInfo) -> dict[str, Any]:
    """A document as citations and lists have it."""
    plain: dict[str, Any] = shown(to_plain(document))
    return plain


def _place_in_files(source: str, container: str) -> dict[str, str]:
    """The file that a document is or is inside of, and which part of it."""
    part = source.removeprefix(f"{container}/") if container else ""
    return {"source": container or source, "part": part}


def shown(plain: Any) -> Any:
    """Return plain values with the files of documents, without when they were indexed."""
    if isinstance(plain, dict):
        found = {key: shown(each) for key, each in plain.items() if key != "indexed_at"}
        if "container" in found:
            found |= _place_in_files(found["source"], found.pop("container"))
        return found
    return [shown(each) for each in plain] if isinstance(plain, list) else plain


def without(plain: Any, name: str) -> Any:
    """Return plain values without a key."""
    if isinstance(plain, dict):
        return {key: without(each, name) for key, each in plain.items() if key != name}
    return [without(each, name) for each in plain] if isinstance(plain, list) else plain
