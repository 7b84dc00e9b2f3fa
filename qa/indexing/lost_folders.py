"""Named folders and files of an index that are missing, or empty with all that was in them gone."""

from __future__ import annotations

import os
from pathlib import Path

from qa.files import within
from qa.indexing.diff import Difference
from qa.objects.addresses import there


def is_missing(path: Path) -> bool:
    """Whether nothing is there, not even a link that leads nowhere."""
    return not there(path)


def lost_folders(found: Difference, paths: tuple[Path, ...], root: Path) -> tuple[str, ...]:
    """The named folders and files that are missing, or empty with all that was in them gone."""
    files = (*found.unchanged, *found.new, *found.changed, *found.touched)
    here = [os.path.join(root, item.source) for item in files]
    here += [os.path.join(root, item.source) for item, _ in found.moved]
    before = [os.path.join(root, source) for source in found.retained]
    lost = []
    for path in paths:
        folder = os.path.normpath(path)
        had = any(within(place, folder) for place in before)
        if is_missing(path) or (had and not any(within(place, folder) for place in here)):
            lost.append(folder)
    return tuple(lost)
