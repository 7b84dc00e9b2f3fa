"""The head of a shared collection: the one row that every commit replaces.

Two writers that began from the same version both replace it, so Lance lets one of them through, and
the other makes its commit once more from what is there now.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from qa.errors import IndexDamaged
from qa.shared.rows import FORMAT


@dataclass(frozen=True, slots=True)
class Head:
    """What the rows of one version add up to. `tokens` counts words by field, repeated ones too."""

    store: str = field(default_factory=lambda: os.urandom(16).hex())
    commit: int = 0
    token: str = ""
    next_id: int = 1  # of the next passage
    documents: int = 0
    passages: int = 0
    tokens: Mapping[str, int] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)
    words: int = 0  # version of the words that passages are found by
    differences: int = 0  # commits that added to the counts of words, which are not added up yet

    @property
    def state(self) -> str:
        """The commit, as a text that no other has."""
        return f"{self.store}:{self.commit}" + (f":{self.token}" if self.token else "")

    def to_json(self) -> str:
        """The form in which it is stored."""
        return json.dumps({"format": FORMAT, **asdict(self)}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str, address: str) -> Head:
        """The head of a version. Raises IndexDamaged for one that this version can't read."""
        try:
            values: dict[str, Any] = json.loads(text)
            if values.pop("format") != FORMAT:
                raise ValueError("another format")
            return cls(**values)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise IndexDamaged(
                f"{address} is no collection that this version of qa can read.",
                "Use the version that made it, or build it again at another address.",
            ) from error


def with_meta(head: Head, seen: Mapping[str, str], wanted: Mapping[str, str]) -> Head:
    """The head with settings changed as `wanted` by somebody who had `seen` others.

    Where another writer has changed the same one meanwhile and both are JSON objects, the members
    that were changed are taken over, and the others stay; else the last one counts.
    """
    merged = dict(head.meta)
    for key, value in wanted.items():
        now = head.meta.get(key)
        merged[key] = value if now in (None, seen.get(key)) else _merged(seen.get(key), now, value)
    return replace(head, meta=merged)


def _merged(before: str | None, now: str | None, wanted: str) -> str:
    try:
        old, current, mine = (json.loads(text or "{}") for text in (before, now, wanted))
    except ValueError:
        return wanted
    if not all(isinstance(each, dict) for each in (old, current, mine)):
        return wanted
    for name in old.keys() - mine.keys():
        current.pop(name, None)
    current.update({name: mine[name] for name in mine if mine[name] != old.get(name)})
    return json.dumps(current, ensure_ascii=False)
