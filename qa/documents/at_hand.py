"""A file where it can be opened: itself, or a private copy of an object while it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from qa.documents.found_file import FoundFile
from qa.documents.loaders import most_bytes, suffix_of
from qa.objects.addresses import is_object


@contextmanager
def at_hand(item: FoundFile) -> Iterator[FoundFile]:
    """The file with a place that can be opened. A copy has the signature of what was copied.

    Raises DocumentError for an object that is gone, has grown too large or may not be read;
    StorageError when its storage can't be reached.
    """
    if not is_object(item.place):
        yield item
        return
    from qa.objects.copies import copied

    with copied(item.place, most_bytes(suffix_of(item.source))) as copy:
        yield replace(
            item,
            place=copy.path,
            size=copy.size,
            mtime_ns=copy.mtime_ns,
            inode=copy.etag,
            ctime_ns=copy.mtime_ns,
        )


def unseen(place: str) -> str:
    """Why the file or the object at a place can't be read from here, "" if it can."""
    if is_object(place):
        from qa.objects import copies

        return copies.unseen(place)
    return "" if os.path.exists(place) else "It is not there."
