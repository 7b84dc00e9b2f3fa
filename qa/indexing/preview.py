"""What a folder offers before anything is indexed: how many files, and the first titles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from qa.datatypes import Preview, Skipped
from qa.documents.loaders import FORMATS, can_be_read, load_file
from qa.documents.scan import scan
from qa.errors import DocumentError
from qa.indexing.diff import common_root

MOST = 100_000  # files that are counted
_TRIED = 12  # files that are opened for a title


def preview(paths: Sequence[Path], titles: int) -> Preview:
    """Count the files under `paths` and read the titles of the first few that have one.

    Raises CollectionNotFound when a path is missing.
    """
    scanned = list(islice(scan(paths, common_root(paths)), MOST))
    files = [
        item
        for item in scanned
        if not isinstance(item, Skipped) and can_be_read(item.path, item.source)
    ]
    found: list[str] = []
    for item in files[:_TRIED]:
        if len(found) >= titles:
            break
        try:
            found.append(load_file(item.path, item.source, contained=False).documents[0].title)
        except DocumentError:
            continue
    return Preview(
        collection=tuple(str(path) for path in paths),
        files=len(files),
        skipped=len(scanned) - len(files),
        titles=tuple(found),
        formats=formats(),
    )


def nothing() -> Preview:
    """What there is where no folder is known."""
    return Preview((), 0, 0, (), formats())


def formats() -> tuple[str, ...]:
    """The suffixes of files that can be read."""
    return tuple(sorted(FORMATS))
