"""Documents whose encoding had to be guessed: remembered in the index, for `qa status`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from qa.datatypes import Skipped
from qa.store.interface import StoreReader, StoreWriter

META_KEY = "guessed_encodings"


def set_guessed(store: StoreWriter, encodings: Mapping[str, str]) -> None:
    """Store the guessed encodings of documents that were just read, empty for those that are sure.

    `encodings` are by source. Call it in the transaction in which they are committed.
    """
    before = _stored(store)
    found = {source: name for source, name in {**before, **encodings}.items() if name}
    if found != before:
        store.set_meta(META_KEY, json.dumps(found, ensure_ascii=False))


def guessed(store: StoreReader) -> tuple[Skipped, ...]:
    """The documents whose encoding was guessed, with what it was taken for."""
    found = _stored(store)
    indexed = store.files() if found else {}
    return tuple(
        Skipped(source, f"Read as {name}, which is a guess; save it as UTF-8 if it looks wrong.")
        for source, name in sorted(found.items())
        if source in indexed
    )


def _stored(store: StoreReader) -> dict[str, str]:
    """Encodings by source; nothing where what is stored is damaged."""
    try:
        found = json.loads(store.meta(META_KEY) or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(source): str(name) for source, name in found.items()}
