"""Files written whole or not at all, and recognised by their signature."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qa.errors import IndexUnwritable


@contextmanager
def unwritable_as_error(path: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write `path` into IndexUnwritable."""
    try:
        yield
    except OSError as error:
        raise IndexUnwritable(f"{path} can't be written: {error.strerror or error}.") from error


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
    """Make a folder that is still there after a crash, and those it lies in."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for made in missing:
        sync_file(made.parent)


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
            temporary.write_text(text, "utf-8")
            sync_file(temporary)
            if temporary.read_text("utf-8") != text:
                raise OSError(errno.EIO, "what was written can't be read back")
            replace_file(temporary, path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def read_json(path: Path) -> dict[str, Any] | None:
    """The JSON object in `path`, or None when there is none or it is damaged."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def stamp(path: Path) -> list[int]:
    """The signature of a file we write: size, mtime and inode, compared with those recorded."""
    state = path.stat()
    return [state.st_size, state.st_mtime_ns, state.st_ino]


def within(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies in it; both are absolute and normal."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
