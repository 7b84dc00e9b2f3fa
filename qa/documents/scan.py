"""Which files of a folder can be indexed, and why the others can't. Nothing is opened here."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.datatypes import Skipped
from qa.documents.found_file import INDEX_MARK, FoundFile, ignored, refusal
from qa.documents.ignore_files import Ignoring
from qa.documents.loaders import MAX_BYTES, PICTURES, SUFFIXES, may_be_read, suffix_of
from qa.files import within
from qa.objects.addresses import is_object

INDEXED_ANYWAY = "Is a symbolic link to a file that is indexed under its own name."


def scan(
    paths: Sequence[Path],
    root: Path,
    visited: list[tuple[str, os.stat_result]] | None = None,
    *,
    pictures: bool = False,
    left_out: set[str] | None = None,
) -> Iterator[FoundFile | Skipped]:
    """Every file under `paths`, in a fixed order, found or skipped with its reason.

    Folders are added to `visited` with their state from before they are listed. With `pictures`
    files that are pictures are found, too.

    `paths` are files or folders within `root`. Left out in silence: names with a leading dot,
    folders of version control and of caches, folders that hold an index, and what a `.qaignore`
    in the root or in a folder below it names. Of objects, which are listed and not looked for,
    the places of those left out are added to `left_out`. Raises StorageError, ScaleMissing and
    CollectionNotFound for object storage that can't be listed.
    """
    suffixes = SUFFIXES | PICTURES if pictures else SUFFIXES
    return _Scan(paths, root, visited, suffixes, set() if left_out is None else left_out).walk()


class _Scan:
    def __init__(
        self,
        paths: Sequence[Path],
        root: Path,
        visited: list[tuple[str, os.stat_result]] | None,
        suffixes: frozenset[str],
        left_out: set[str],
    ) -> None:
        self._visited = visited
        self._left_out = left_out
        self._suffixes = suffixes
        self._endings = tuple(suffixes)
        self._root = os.path.abspath(root)
        self._real_root = os.path.realpath(root)
        self._paths = sorted({os.path.abspath(path) for path in paths})
        self._real_paths = [os.path.realpath(path) for path in self._paths]
        self._sources: set[str] = set()
        self._folders: set[tuple[int, int]] = set()
        self._ignoring = Ignoring(self._root)

    def walk(self) -> Iterator[FoundFile | Skipped]:
        for path in self._paths:
            if is_object(path):
                yield from self._objects(path)
                continue
            # What is named by the user may be hidden or a link; its real place must be inside.
            real = os.path.realpath(path)
            if os.path.islink(path) and os.path.isfile(real):
                yield from self._named_link(path, real)
            elif not within(real, self._real_root):
                yield Skipped(self._shown(path), "Lies outside the collection.")
            elif os.path.isdir(real):
                yield from self._folder(path)
            else:
                yield from self._entry(path, self._source(path))
        for path, reason in self._ignoring.problems:
            yield Skipped(self._shown(path), reason)

    def _objects(self, folder: str) -> Iterator[FoundFile | Skipped]:
        from qa.documents.object_scan import scan_objects

        below = self._below(folder)
        for found in scan_objects(Path(folder), below, self._suffixes, self._left_out):
            if found.source not in self._sources:
                self._sources.add(found.source)
                yield found

    def _folder(self, folder: str) -> Iterator[FoundFile | Skipped]:
        # A stack of our own: depth is up to whoever made the folders.
        waiting: list[tuple[os.DirEntry[str], str]] = []  # with their sources
        path = folder
        while True:
            try:
                entries = self._entries(path, named=path == folder)
                below = self._below(path)
                waiting.extend((entry, below + entry.name) for entry in reversed(entries))
            except OSError as error:
                yield Skipped(self._shown(path), f"The folder can't be read: {error.strerror}.")
            while waiting:
                entry, source = waiting.pop()
                if entry.is_dir(follow_symlinks=False) and _utf8(entry.path):
                    path = entry.path
                    break
                yield from self._entry(entry.path, source, entry)
            else:
                return

    def _entries(self, folder: str, *, named: bool) -> list[os.DirEntry[str]]:
        """What a folder holds, in order and without what is left out."""
        found = os.stat(folder)
        if (found.st_dev, found.st_ino) in self._folders:  # paths that overlap, or a mounted loop
            return []
        self._folders.add((found.st_dev, found.st_ino))
        with os.scandir(folder) as entries:
            seen = sorted(entries, key=_name)
        if not named and any(entry.name == INDEX_MARK for entry in seen):
            return []
        if self._visited is not None:
            self._visited.append((folder, found))
        self._ignoring.enter(folder)
        return [
            entry
            for entry in seen
            if not ignored(entry.name)
            and not self._ignoring.ignores(entry.path, folder=entry.is_dir(follow_symlinks=False))
        ]

    def _entry(
        self, path: str, source: str, entry: os.DirEntry[str] | None = None
    ) -> Iterator[FoundFile | Skipped]:
        if source in self._sources:
            return
        self._sources.add(source)
        found = self._judge(path, source, entry)
        yield found if isinstance(found, FoundFile) else Skipped(self._shown(path), found)

    def _named_link(self, path: str, real: str) -> Iterator[FoundFile | Skipped]:
        """A link to a file that a person named is followed wherever it leads, by its own name."""
        source = self._source(path)
        if source not in self._sources:
            self._sources.add(source)
            found = self._judge(real, source, None)
            yield found if isinstance(found, FoundFile) else Skipped(self._shown(path), found)

    def _judge(self, path: str, source: str, entry: os.DirEntry[str] | None) -> FoundFile | str:
        """The file, or the reason why it is skipped. Looked at once, and never opened."""
        if not _utf8(path):
            return "Its name is not valid UTF-8."
        try:
            found = entry.stat(follow_symlinks=False) if entry else os.lstat(path)
            if stat.S_ISLNK(found.st_mode):
                reason = self._link(path)
                if reason:
                    return reason
                path = os.path.realpath(path, strict=True)
                found = os.lstat(path)
        except OSError as error:
            return f"Can't be opened: {error.strerror}."
        if not stat.S_ISREG(found.st_mode):
            return "Not a regular file."
        if not source.endswith(self._endings) or found.st_size > MAX_BYTES:
            reason = refusal(source, found.st_size, self._suffixes)
            if reason:
                return reason
        # What everybody may read needs no question to the system.
        if not found.st_mode & stat.S_IROTH and not os.access(path, os.R_OK):
            return "Can't be opened: Permission denied."
        return FoundFile(
            path,
            source,
            found.st_size,
            found.st_mtime_ns,
            found.st_ino,
            found.st_ctime_ns,
        )

    def _link(self, path: str) -> str | None:
        """Why this symbolic link is skipped; None if it is followed."""
        try:
            target = os.path.realpath(path, strict=True)
            found = os.lstat(target)
        except OSError:
            return "Is a symbolic link that leads nowhere or in a circle."
        # The root may hold much that nobody named: of ~/notes and ~/mail it is the home folder.
        if not any(within(target, path) for path in self._real_paths):
            return "Is a symbolic link that leads outside the collection."
        if not stat.S_ISREG(found.st_mode):
            return "Is a symbolic link, and not to a regular file."
        if self._visited_anyway(target):
            return INDEXED_ANYWAY
        return None

    def _visited_anyway(self, target: str) -> bool:
        inside = os.path.relpath(target, self._real_root)
        return (
            not any(ignored(part) for part in inside.split(os.sep))
            and (suffix_of(target) in self._suffixes or may_be_read(inside.replace(os.sep, "/")))
            and not self._ignoring.hides(os.path.join(self._root, inside))
        )

    def _below(self, folder: str) -> str:
        """What the sources of the files in a folder begin with."""
        source = self._source(folder)
        return "" if source == os.curdir else f"{source}/"

    def _source(self, path: str) -> str:
        if path != self._root and within(path, self._root):
            relative = path[len(self._root) :].lstrip(os.sep)
        elif path == self._root:
            relative = os.curdir
        else:  # the root or the path was given by way of a link
            folder, name = os.path.split(path)
            relative = os.path.relpath(
                os.path.join(os.path.realpath(folder), name), self._real_root
            )
        return relative.replace(os.sep, "/")

    def _shown(self, path: str) -> str:
        r"""Show the source, undecodable bytes as `\xNN`."""
        return os.fsencode(self._source(path)).decode("utf-8", "backslashreplace")


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _utf8(path: str) -> bool:
    if path.isascii():
        return True
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
