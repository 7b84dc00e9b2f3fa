"""How much there is to index under some folders, found out in bounded time, opening no file.

For a folder that people seldom mean: the root of a file system, the home folder, a very large one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from qa.datatypes import Extent, Skipped
from qa.documents.scan import scan

SECONDS = 3.0
_STEP = 256  # files between two looks at the clock


def extents(folders: Iterable[Path], seconds: float = SECONDS) -> tuple[Extent, ...]:
    """Count what can be read in each folder, for at most so many seconds together."""
    until = time.monotonic() + seconds
    return tuple(_extent(folder, until) for folder in folders)


def _extent(folder: Path, until: float) -> Extent:
    files = size = 0
    whole = True
    for number, item in enumerate(scan([folder], folder)):
        if not isinstance(item, Skipped):
            files += 1
            size += item.size
        if number % _STEP == 0 and time.monotonic() > until:
            whole = False
            break
    return Extent(str(folder), _place(folder), files, size, whole)


def _place(folder: Path) -> str:
    """What a folder is, where it is more than one of documents."""
    real = os.path.realpath(folder)
    if os.path.dirname(real) == real:
        return "the root of the file system"
    if real == os.path.realpath(Path.home()):
        return "your home folder"
    return ""
