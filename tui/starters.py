"""Questions to begin with that the reader answers well: each is asked before it is offered.

Which they were is saved, so that they are there at once as long as the index is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qa.datatypes import DocumentInfo
from tui.suggestions import starters
from tui.user_folders import read_json, write_json

FILE_NAME = "starters.json"
COUNT = 3
MOST_ASKED = 18  # questions that are tried
_TITLES = 60  # of documents that questions are made of
_SAVED = 20  # collections


def find(
    documents: Sequence[DocumentInfo], answers_well: Callable[[str], bool | None]
) -> tuple[str, ...] | None:
    """At most COUNT questions that are answered well. None when `answers_well` returns None."""
    step = max(1, len(documents) // _TITLES)
    titles = [each.title for each in documents[::step]]
    found: list[str] = []
    for question in starters(titles, MOST_ASKED):
        well = answers_well(question)
        if well is None:
            return None
        if well:
            found.append(question)
        if len(found) == COUNT:
            break
    return tuple(found)


def signature(documents: Sequence[DocumentInfo]) -> str:
    """Names the documents as they are indexed: with others the saved questions are not offered."""
    digest = hashlib.sha256()
    for each in documents:
        digest.update(f"{each.id} {each.words} {each.indexed_at}\n".encode())
    return digest.hexdigest()


class SavedStarters:
    """The questions of the collections opened last, in one file. Call it in a worker."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, index: str, signature: str) -> tuple[str, ...] | None:
        """The questions found for an index; None where there are none for its documents."""
        for each in self._entries():
            if (each["index"], each["signature"]) == (index, signature):
                return tuple(map(str, each["questions"]))
        return None

    def save(self, index: str, signature: str, questions: Sequence[str]) -> None:
        """Save the questions of an index. Raises OSError."""
        entry = {"index": index, "signature": signature, "questions": list(questions)}
        others = [each for each in self._entries() if each["index"] != index]
        write_json(self._path, {"schema": 1, "collections": [entry, *others][:_SAVED]})

    def _entries(self) -> list[dict[str, Any]]:
        stored = read_json(self._path)
        found = stored.get("collections") if isinstance(stored, dict) else None
        wanted = {"index", "signature", "questions"}
        entries = (
            [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
        )
        return [
            each
            for each in entries
            if wanted <= each.keys() and isinstance(each["questions"], list)
        ]
