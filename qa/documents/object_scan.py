"""Which objects below a prefix can be indexed, and why the others can't: the rules of folders.

They are listed, and only a `.qaignore` is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from qa.datatypes import Skipped
from qa.documents.found_file import INDEX_MARK, FoundFile, ignored, refusal
from qa.documents.ignore_files import MOST_BYTES, Ignoring
from qa.objects.addresses import bucket_and_key, odd
from qa.objects.copies import content
from qa.objects.listing import Listed, listed

_BELOW = "Lies below another object, as if that were a folder."


def scan_objects(
    folder: Path, below: str, suffixes: frozenset[str], left_out: set[str]
) -> Iterator[FoundFile | Skipped]:
    """Every object below the place `folder`, in the order of files in folders.

    `below` is what their sources begin with, `suffixes` are those of files that are opened. See
    `qa.documents.scan.scan`.
    """
    base = f"{folder}/"
    keys: dict[str, Listed] = {}  # by key, below the prefix
    prefix = len(bucket_and_key(base)[1])
    for each in listed(folder):
        key = each.key[prefix:]
        if not key or (key.endswith("/") and not each.size):
            continue  # what some programs write to have a folder
        if reason := odd(key):
            # As the storage itself writes such keys: harmless on any screen, and no path.
            yield Skipped(below + quote(key, safe=""), reason)
        else:
            keys[key] = each
    indexes = {os.path.dirname(key) for key in keys if key.endswith(f"/{INDEX_MARK}")}

    def read(path: str) -> bytes | None:
        return content(path, MOST_BYTES) if path.removeprefix(base) in keys else None

    ignoring = Ignoring(str(folder), read)
    for key in sorted(keys, key=lambda each: each.split("/")):
        place, found, above = base + key, keys[key], _above(key)
        left = any(map(ignored, key.split("/"))) or not indexes.isdisjoint(above)
        if left or ignoring.hides(place):
            left_out.add(place)
            continue
        same = any(each in keys for each in above)
        if refused := _BELOW if same else refusal(key, found.size, suffixes):
            yield Skipped(below + key, refused)
        else:
            yield FoundFile(
                place, below + key, found.size, found.mtime_ns, found.etag, found.mtime_ns
            )
    for path, reason in ignoring.problems:
        yield Skipped(below + path.removeprefix(base), reason)


def _above(key: str) -> list[str]:
    """The folders that a key lies in."""
    parts = key.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
