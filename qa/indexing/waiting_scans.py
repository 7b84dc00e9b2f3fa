"""Scans that wait for `qa index`: new ones, and changed ones whose text of before still answers.

A question recognises nothing, for a page takes seconds, and without tesseract nothing can be. The
text that was read of a scan before it changed is better than none as long as people are told.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qa.datatypes import Skipped
from qa.documents.loaders.ocr import later
from qa.indexing.file_signatures import RACY_NS
from qa.indexing.recognition import waiting_pictures
from qa.store.interface import StoreReader, StoreWriter

META_KEY = "ocr_waiting"
BEFORE = "Has changed; what was read of it before still answers. "  # begins its reason
_LATER_KEY = later("on").key


@dataclass(frozen=True, slots=True)
class WaitingScans:
    """How many files have pages that the next update recognises, and those that changed.

    `retained` has the sources of the latter with the signature of the file as it is now.
    """

    files: int = 0
    retained: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, store: StoreReader) -> WaitingScans:
        """Those of an index; none where what is stored is damaged."""
        try:
            files, retained = json.loads(store.meta(META_KEY) or "[0, {}]")
            return cls(int(files), {str(source): str(each) for source, each in retained.items()})
        except (ValueError, TypeError, AttributeError, RecursionError):
            return cls()

    def notes(self) -> tuple[str, ...]:
        """What people should know who ask now."""
        found = []
        if self.files:
            one = self.files == 1
            found.append(
                f"{self.files:,} file{' has' if one else 's have'} pages that are pictures and"
                f" {'is' if one else 'are'} not read yet; 'qa index' reads such pages."
            )
        if self.retained:
            first, more = min(self.retained), len(self.retained) - 1
            found.append(
                f"{first}{f' and {more:,} more' if more else ''}: the pages are pictures and have"
                " changed; what was read of them before answers, see 'qa status'."
            )
        return tuple(found)

    def same_now(self, source: str, place: str) -> bool:
        """Whether a retained file, at `place`, is surely the one that was last looked at."""
        try:
            size, mtime, inode, changed, checked, *_ = self.retained[source].split(" ")
            now = os.stat(place)
            found = (now.st_size, now.st_mtime_ns, now.st_ino, now.st_ctime_ns)
            same = found == (int(size), int(mtime), int(inode), int(changed))
            return same and int(checked) - max(int(mtime), int(changed)) >= RACY_NS
        except (OSError, ValueError, KeyError):
            return False


def set_skipped(store: StoreWriter, skipped: Sequence[tuple[Skipped, str]]) -> None:
    """Store what an update skipped, each with its file's signature, and what of it waits.

    The caller has a transaction open.
    """
    store.set_skipped(skipped)
    retained = {item.source: each for item, each in skipped if item.reason.startswith(BEFORE)}
    others = [each for item, each in skipped if item.source not in retained]
    files = waiting_pictures(store, _LATER_KEY, retained)
    files += sum(each.endswith(f" {_LATER_KEY}") for each in others)
    text = json.dumps([files, retained], ensure_ascii=False) if files or retained else ""
    if text != (store.meta(META_KEY) or ""):
        store.set_meta(META_KEY, text)
