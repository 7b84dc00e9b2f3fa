"""The question that is being typed, on disk, so that a killed terminal does not lose it.

Every chat that runs has a file of its own, named after its collection, and a lock beside it that
ends with its process. A file whose lock nobody has is of a chat that ended: the next chat of that
collection takes it over.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui.user_folders import make_folder, read_json, write_json

if TYPE_CHECKING:
    from filelock import BaseFileLock

FOLDER_NAME = "drafts"
_PRIVATE = 0o600


class Drafts:
    """The draft of one chat. Every method waits for the disk: call them in a worker, in turn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = ""
        self._path: Path | None = None
        self._lock: BaseFileLock | None = None

    def adopt(self, index: str) -> str:
        """The draft of the last chat of a collection that ended, "" for none; it is ours now."""
        for path in self._of(index):
            if not (lock := _locked(path)):
                continue  # that chat still runs
            text = (read_json(path) or {}).get("text")
            found = text if isinstance(text, str) and text.strip() else ""
            if found and self._path is None:
                self._index, self._path, self._lock = index, path, lock
            else:
                _remove(path, lock)
            if found:
                return found
        return ""

    def save(self, index: str, text: str) -> None:
        """Save what is typed for a collection; "" removes it. Raises OSError."""
        if index != self._index:
            self.close(keeping=False)
        if not text.strip():
            if self._path:
                self._path.unlink(missing_ok=True)
            return
        if self._path is None:
            make_folder(self._folder)
            self._index = index
            self._path = self._folder / f"{_key(index)}.{uuid.uuid4().hex[:8]}.json"
            self._lock = _locked(self._path)  # without one it is saved all the same
        write_json(self._path, {"schema": 1, "index": index, "text": text})

    def close(self, *, keeping: bool = True) -> None:
        """Leave the draft to the next chat, or remove it."""
        path, lock = self._path, self._lock
        self._path = self._lock = None
        if path and not (keeping and path.exists()):
            _remove(path, lock)
        elif lock:
            lock.release()

    def _of(self, index: str) -> Iterator[Path]:
        """The files of a collection, newest first; those of which only the lock is left last."""
        files = {path.with_suffix(".json") for path in self._folder.glob(f"{_key(index)}.*.*")}
        found = []
        for path in files:
            try:
                found.append((path.stat().st_mtime_ns, path))
            except OSError:
                found.append((0, path))
        return (path for _, path in sorted(found, reverse=True))


def _key(index: str) -> str:
    return hashlib.sha256(index.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _locked(path: Path) -> BaseFileLock | None:
    """The lock of a draft, None where another process has it or there can be none."""
    from filelock import FileLock, Timeout  # 10 ms, in a worker

    # Not by thread: each call may come from another one.
    lock = FileLock(path.with_suffix(".lock"), timeout=0, mode=_PRIVATE, thread_local=False)
    try:
        lock.acquire()
    except (Timeout, OSError, NotImplementedError):
        return None
    return lock


def _remove(path: Path, lock: BaseFileLock | None) -> None:
    """Remove a draft, then its lock: nobody takes over what is not there."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
    if lock:
        lock.release()
        with suppress(OSError):
            path.with_suffix(".lock").unlink(missing_ok=True)
