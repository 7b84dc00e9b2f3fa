"""Which files of a folder can be indexed, and why the others can't. Nothing is opened here."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.datatypes import Skipped
from qa.loaders import MAX_BYTES, SUFFIXES, unsupported
from qa.loaders.reading import too_large

_IGNORED_FOLDERS = frozenset({"__pycache__", "node_modules", "CVS", "_darcs"})
_INDEX_MARK = "qa.sqlite"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file that a loader exists for.

    `path` is to be opened; for a link it is the target. `size` is in bytes, `mtime_ns` in
    nanoseconds since 1970.
    """

    path: Path
    source: str  # path relative to the root, with forward slashes
    size: int
    mtime_ns: int
    inode: int


def scan(paths: Sequence[Path], root: Path) -> Iterator[FoundFile | Skipped]:
    """Every file under `paths`, in a fixed order, found or skipped with its reason.

    `paths` are files or folders within `root`. Left out in silence: names with a leading dot,
    folders of version control and of caches, and folders that hold an index.
    """
    return _Scan(paths, root).walk()


class _Scan:
    def __init__(self, paths: Sequence[Path], root: Path) -> None:
        self._root = os.path.abspath(root)
        self._real_root = os.path.realpath(root)
        self._paths = sorted({os.path.abspath(path) for path in paths})
        self._sources: set[str] = set()
        self._folders: set[tuple[int, int]] = set()

    def walk(self) -> Iterator[FoundFile | Skipped]:
        for path in self._paths:
            # What is named by the user may be hidden or a link; its real place must be inside.
            real = os.path.realpath(path)
            if not _within(real, self._real_root):
                yield Skipped(self._shown(path), "Lies outside the collection.")
            elif os.path.isdir(real):
                yield from self._folder(path)
            else:
                yield from self._entry(path)

    def _folder(self, folder: str) -> Iterator[FoundFile | Skipped]:
        waiting = [folder]  # a stack of our own: depth is up to whoever made the folders
        while waiting:
            path = waiting.pop()
            if path != folder and self._is_file(path):
                yield from self._entry(path)
                continue
            try:
                names = self._names(path)
            except OSError as error:
                yield Skipped(self._shown(path), f"The folder can't be read: {error.strerror}.")
                continue
            if path != folder and _INDEX_MARK in names:
                continue
            waiting.extend(os.path.join(path, name) for name in reversed(names))

    def _is_file(self, path: str) -> bool:
        """Return false for a folder to walk into; links to folders are no such folder."""
        try:
            return not stat.S_ISDIR(os.lstat(path).st_mode) or not _utf8(path)
        except OSError:
            return True

    def _names(self, folder: str) -> list[str]:
        found = os.stat(folder)
        if (found.st_dev, found.st_ino) in self._folders:  # paths that overlap, or a mounted loop
            return []
        self._folders.add((found.st_dev, found.st_ino))
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if not _ignored(entry.name))

    def _entry(self, path: str) -> Iterator[FoundFile | Skipped]:
        source = self._source(path)
        if source in self._sources:
            return
        self._sources.add(source)
        yield self._judge(path, source)

    def _judge(self, path: str, source: str) -> FoundFile | Skipped:
        shown = self._shown(path)
        if not _utf8(path):
            return Skipped(shown, "Its name is not valid UTF-8.")
        try:
            found = os.lstat(path)
            if stat.S_ISLNK(found.st_mode):
                reason = self._link(path)
                if reason:
                    return Skipped(shown, reason)
                path = os.path.realpath(path, strict=True)
                found = os.lstat(path)
        except OSError as error:
            return Skipped(shown, f"Can't be opened: {error.strerror}.")
        if not stat.S_ISREG(found.st_mode):
            return Skipped(shown, "Not a regular file.")
        suffix = os.path.splitext(source)[1]
        if suffix.lower() not in SUFFIXES:
            return Skipped(shown, unsupported(suffix))
        if found.st_size > MAX_BYTES:
            return Skipped(shown, too_large(found.st_size))
        if not os.access(path, os.R_OK):
            return Skipped(shown, "Can't be opened: Permission denied.")
        return FoundFile(Path(path), source, found.st_size, found.st_mtime_ns, found.st_ino)

    def _link(self, path: str) -> str | None:
        """Why this symbolic link is skipped; None if it is followed."""
        try:
            target = os.path.realpath(path, strict=True)
            found = os.lstat(target)
        except OSError:
            return "Is a symbolic link that leads nowhere or in a circle."
        if not _within(target, self._real_root):
            return "Is a symbolic link that leads outside the collection."
        if not stat.S_ISREG(found.st_mode):
            return "Is a symbolic link, and not to a regular file."
        if self._visited_anyway(target):
            return "Is a symbolic link to a file that is indexed under its own name."
        return None

    def _visited_anyway(self, target: str) -> bool:
        inside = os.path.relpath(target, self._real_root)
        named = any(_within(target, os.path.realpath(path)) for path in self._paths)
        return (
            named
            and not any(_ignored(part) for part in inside.split(os.sep))
            and os.path.splitext(target)[1].lower() in SUFFIXES
        )

    def _source(self, path: str) -> str:
        if _within(path, self._root):
            relative = os.path.relpath(path, self._root)
        else:  # the root or the path was given by way of a link
            folder, name = os.path.split(path)
            relative = os.path.relpath(
                os.path.join(os.path.realpath(folder), name), self._real_root
            )
        return relative.replace(os.sep, "/")

    def _shown(self, path: str) -> str:
        r"""Show the source, undecodable bytes as `\xNN`."""
        return os.fsencode(self._source(path)).decode("utf-8", "backslashreplace")


def _ignored(name: str) -> bool:
    return name.startswith(".") or name in _IGNORED_FOLDERS


def _utf8(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
