"""What a folder holds, by kinds of files, found out in bounded time and without opening any."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

from qa.datatypes import Holdings, Skipped
from qa.documents.loaders import can_be_read
from qa.documents.scan import scan

SECONDS = 2.0
_STEP = 256  # files between two looks at the clock


def holdings(folder: Path, seconds: float = SECONDS) -> Holdings:
    """Count the files in `folder` that can be read, for at most so many seconds.

    A folder that can't be listed holds nothing.
    """
    until = time.monotonic() + seconds
    kinds: Counter[str] = Counter()
    skipped = 0
    whole = True
    for number, item in enumerate(scan([folder], folder)):
        if isinstance(item, Skipped) or not can_be_read(item.path, item.source):
            skipped += 1
        else:
            kinds[os.path.splitext(item.source)[1].lower()] += 1
        if number % _STEP == 0 and time.monotonic() > until:
            whole = False
            break
    most_first = sorted(kinds.items(), key=lambda each: (-each[1], each[0]))
    return Holdings(sum(kinds.values()), tuple(most_first), skipped, whole)
