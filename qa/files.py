"""Files written whole or not at all, for their user only, and recognised by their signature.

Everything is created 0600 in folders 0700, whatever the umask; what an earlier version created is
tightened when it is next written.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from qa.errors import IndexUnwritable

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700
_MAX_JSON = 16 << 20  # bytes; the largest file written here has some hundred kilobytes


@contextmanager
def unwritable_as_error(path: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write `path` into IndexUnwritable."""
    try:
        yield
    except OSError as error:
        raise IndexUnwritable.because(f"{path} can't be written", error) from error


def sync_file(path: Path) -> None:
    """Make sure that what was written to `path` (a file or a folder) is on the disk."""
    windows = os.name == "nt"
    if windows and path.is_dir():
        return  # folders can't be opened there; NTFS journals their entries
    handle = os.open(path, os.O_RDWR if windows else os.O_RDONLY)  # FlushFileBuffers wants to write
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make a private folder that is still there after a crash, and those it lies in."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    for made in reversed(missing):
        made.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        sync_file(made.parent)
    if not missing and not path.is_dir():
        path.mkdir()  # raises what is wrong


def make_private(*paths: Path) -> None:
    """Take the rights of others from files and folders that are there and the user's own."""
    for path in paths:
        with suppress(OSError):
            mode = path.lstat().st_mode
            wanted = PRIVATE_FOLDER if stat.S_ISDIR(mode) else PRIVATE
            if stat.S_IMODE(mode) & 0o077 and not stat.S_ISLNK(mode):
                path.chmod(wanted)


def create_private(path: Path) -> None:
    """Create an empty private file, or tighten the one that is there. Raises OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE))
    make_private(path)


def private_opener(path: str, flags: int) -> int:
    """What `open(..., opener=private_opener)` creates is private."""
    return os.open(path, flags, PRIVATE)


def replace_file(temporary: Path, path: Path) -> None:
    """Rename the finished file `temporary` to `path`, surviving a crash."""
    sync_file(temporary)
    os.replace(temporary, path)
    sync_file(path.parent)


def write_json(path: Path, value: Any) -> None:
    """Write `value` to `path` atomically. Raises IndexUnwritable."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with unwritable_as_error(path):
        try:
            text = json.dumps(value, indent=1)
            with open(temporary, "w", encoding="utf-8", opener=private_opener) as file:
                file.write(text)
            sync_file(temporary)
            if temporary.read_text("utf-8") != text:
                raise OSError(errno.EIO, "what was written can't be read back")
            replace_file(temporary, path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def read_json(path: Path, most: int = _MAX_JSON) -> dict[str, Any] | None:
    """The JSON object in `path`, or None when there is none, it is damaged or over `most` bytes.

    Nesting deeper than Python's recursion limit counts as damage.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
        value = json.loads(data.decode("utf-8")) if len(data) <= most else None
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def plain_name(name: object) -> str:
    """A file name that leads nowhere else. Raises ValueError for what is a path or no name."""
    if not isinstance(name, str) or name in ("", ".", "..") or {"/", "\\", "\0"} & set(name):
        raise ValueError(f"{name!r} is no file name")
    return name


def leads_outside(source: str) -> bool:
    """Whether a path leaves the folder that it is relative to, by its words alone."""
    if source[:1] in ("/", "\\") or "\0" in source:
        return True
    return ".." in source and ".." in source.replace("\\", "/").split("/")


def stamp(path: Path) -> list[int]:
    """The signature of a file we write: size, mtime and inode, compared with those recorded."""
    state = path.stat()
    return [state.st_size, state.st_mtime_ns, state.st_ino]


def within(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies in it; both are absolute and normal."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
