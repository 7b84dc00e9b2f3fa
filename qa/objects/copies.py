"""Private copies of objects, for as long as they are read.

They lie in a folder of their process, in the system's folder for temporary files. What a killed
process has left there goes when the next one begins: it no longer holds the lock on its folder.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO

from qa.errors import DocumentError, ScaleMissing, StorageError
from qa.objects.addresses import bucket_and_key, shown
from qa.objects.client import client, translated
from qa.objects.listing import signature_of

_PREFIX = "qa-objects-"
_LOCK = "lock"
_CHUNK = 1 << 20
_TRIES = 3  # of a transfer that breaks off


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy in the file `path`, and the signature of what was copied, as a listing has it."""

    path: str
    size: int
    mtime_ns: int
    etag: int


@contextmanager
def copied(place: str, limit: int) -> Iterator[Copy]:
    """A copy of the object at `place`, removed afterwards.

    Raises DocumentError when there is none that can be read, or it has more than `limit` bytes;
    StorageError when the storage can't be reached.
    """
    try:
        handle, path = tempfile.mkstemp(dir=_folder())
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(
            f"There is no place for a copy of {shown(place)}: {reason}.",
            "Set TMPDIR to a folder that can be written.",
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            signature = _fetched(place, limit, file)
        yield Copy(path, *signature)
    finally:
        with suppress(OSError):
            os.unlink(path)


def content(place: str, limit: int) -> bytes:
    """The bytes of a small object; raises as `copied`."""
    with copied(place, limit) as copy:
        return Path(copy.path).read_bytes()


def unseen(place: str) -> str:
    """Why the object at `place` can't be read from here, "" if it can. No byte of it comes."""
    bucket, key = bucket_and_key(place)
    try:
        s3 = client()
        with translated(shown(place), one=True):
            s3.head_object(Bucket=bucket, Key=key)
    except (DocumentError, StorageError, ScaleMissing) as error:
        return error.message
    return ""


def _fetched(place: str, limit: int, file: IO[bytes]) -> tuple[int, int, int]:
    """Fetch an object into `file`: its size, time and the number of its ETag."""
    for again in reversed(range(_TRIES)):
        try:
            return _transferred(place, limit, file)
        except StorageError:
            if not again:
                raise
            file.seek(0)
            file.truncate()
    raise AssertionError


def _transferred(place: str, limit: int, file: IO[bytes]) -> tuple[int, int, int]:
    bucket, key = bucket_and_key(place)
    s3 = client()
    with translated(shown(place), one=True):
        answer = s3.get_object(Bucket=bucket, Key=key)
        size = int(answer["ContentLength"])
        if size > limit:
            answer["Body"].close()
            raise DocumentError("It has grown, and is larger than what is read of its format.")
        for chunk in answer["Body"].iter_chunks(_CHUNK):
            file.write(chunk)
    file.flush()
    if file.tell() != size:
        raise StorageError(f"{shown(place)} can't be read: {file.tell():,} of {size:,} bytes came.")
    return size, *signature_of(answer)


_locks: dict[int, tuple[str, object]] = {}  # by process: its folder, and the lock held to its end
_making = Lock()


def _folder() -> str:
    """The folder of this process, made and locked, once those of killed ones are removed."""
    from filelock import FileLock

    with _making:
        if found := _locks.get(os.getpid()):
            return found[0]
        base = Path(tempfile.gettempdir())
        for left in base.glob(f"{_PREFIX}*"):
            _sweep(left)
        made = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}"))
        lock = FileLock(made / _LOCK, mode=0o600)
        lock.acquire()
        # It gets the name under which others look at it once it is locked.
        folder = made.rename(base / made.name.removeprefix("."))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _locks[os.getpid()] = str(folder), lock
        return str(folder)


def _sweep(folder: Path) -> None:
    from filelock import FileLock, Timeout

    with suppress(OSError, Timeout):
        found = folder.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid():
            with FileLock(folder / _LOCK, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
