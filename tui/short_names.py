"""File names as they are shown below answers: ids and hashes in them shortened in the middle.

Only what is shown is shortened. What is copied, exported or opened has the whole name.
"""

from __future__ import annotations

import re

_ENDS = 4  # characters that stay at each end of an id
_ID = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"  # UUID
    r"|(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{12,}"  # hash, lower case
    r"|(?=[A-F]*[0-9])(?=[0-9]*[A-F])[0-9A-F]{12,}"
    r"|[0-9]{16,}"  # longer than a date with a time
    r"|(?=[A-Za-z]*[0-9])(?=[0-9A-Z]*[a-z])(?=[0-9a-z]*[A-Z])[0-9A-Za-z]{20,}"  # message id
    r")(?![0-9A-Za-z])"
)


def shortened(path: str) -> str:
    """Return a path with `f06a268188dc6e39` as `f06a…6e39`."""
    return _ID.sub(lambda found: f"{found[0][:_ENDS]}…{found[0][-_ENDS:]}", path)
