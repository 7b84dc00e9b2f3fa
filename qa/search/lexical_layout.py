"""Check that a folder is a tantivy index of the one kind that is written here, before it is opened.

tantivy creates what `meta.json` describes: fields, tokenizers, segments by any name. Here they
must be ours, and every file that tantivy will open one whose hash is known.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

_META = "meta.json"
_MAX_META = 16 << 20  # bytes
_MOST = 2**31  # passages in one segment
_SEGMENT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PARTS = ("idx", "pos", "term", "store", "fast", "fieldnorm")
_KEYS = frozenset({"index_settings", "segments", "schema", "opstamp", "payload"})


def check(generation: Path, files: Collection[str], passages: int) -> None:
    """Check what `meta.json` says; `files` are those whose hashes are known.

    Raises ValueError, TypeError and KeyError for what is not ours, OSError, RecursionError.
    """
    with (generation / _META).open("rb") as file:
        data = file.read(_MAX_META + 1)
    if len(data) > _MAX_META:
        raise ValueError("it is too large")
    meta = json.loads(data.decode("utf-8"))
    if not meta.keys() <= _KEYS:
        raise ValueError("it says more than we write")
    ours = _ours()
    for key in ("schema", "index_settings"):
        if meta[key] != ours[key]:
            raise ValueError(f"another {key}")
    living = 0
    segments = meta["segments"]
    if len({segment["segment_id"] for segment in segments}) != len(segments):
        raise ValueError("a segment is there twice")
    for segment in segments:
        living += _living(segment)
        if missing := _names(segment) - set(files):
            raise ValueError(f"nothing is known of {min(missing)}")
    if living != passages:
        raise ValueError("not as many passages as there should be")


def _living(segment: dict[str, Any]) -> int:
    """How many passages of a segment were not deleted."""
    total, deletes = segment["max_doc"], segment["deletes"]
    gone = deletes["num_deleted_docs"] if deletes else 0
    numbers = (total, gone, deletes["opstamp"] if deletes else 0)
    if not all(type(each) is int for each in numbers) or not 0 <= gone <= total < _MOST:
        raise ValueError("numbers that can't be")
    if not _SEGMENT.fullmatch(segment["segment_id"]):
        raise ValueError("a segment without a proper name")
    return int(total - gone)


def _names(segment: dict[str, Any]) -> set[str]:
    """The files that tantivy opens for a segment."""
    name = segment["segment_id"].replace("-", "")
    found = {f"{name}.{part}" for part in _PARTS}
    if deletes := segment["deletes"]:
        found.add(f"{name}.{deletes['opstamp']}.del")
    return found


@cache
def _ours() -> dict[str, Any]:
    """What an empty index says that is made here."""
    import tantivy

    from qa.search.fields import register, schema

    with tempfile.TemporaryDirectory(prefix="qa-") as folder:
        register(tantivy.Index(schema(), folder, reuse=False))
        found: dict[str, Any] = json.loads(Path(folder, _META).read_text("utf-8"))
    return found
