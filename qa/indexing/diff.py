"""What is on disk against what is in the index. Nothing is parsed; files are hashed in doubt."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.datatypes import Skipped
from qa.documents.scan import FoundFile, scan
from qa.embedding.model_files import file_sha256
from qa.errors import CollectionNotFound
from qa.files import within
from qa.store.store import FileState, Store

# A file that was written this shortly before it was hashed may have been written once more in
# the same tick of the file system's clock, and look the same.
_RACY_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Difference:
    """How the files on disk differ from those in the index, by what must be done about them."""

    unchanged: tuple[FoundFile, ...]
    new: tuple[FoundFile, ...]
    changed: tuple[FoundFile, ...]  # other bytes
    moved: tuple[tuple[FoundFile, str], ...]  # same bytes at another path, and that path
    touched: tuple[FoundFile, ...]  # other time or inode, same bytes
    rechecked: tuple[FoundFile, ...]  # those of `unchanged` that were hashed to be sure
    gone: tuple[str, ...]  # sources
    held: tuple[str, ...]  # gone as well, but so many at once that they are kept
    skipped: tuple[tuple[Skipped, str], ...]  # with the stamp of the file, if it was looked at
    checked_ns: int  # when this began: what was hashed was hashed later

    @property
    def stale(self) -> bool:
        """Whether documents would change."""
        return bool(self.new or self.changed or self.moved or self.gone)

    @property
    def files(self) -> int:
        """How many files there are, those that can't be read included."""
        readable = (self.unchanged, self.new, self.changed, self.moved, self.touched)
        return sum(map(len, readable)) + len(self.skipped)


def common_root(paths: Sequence[Path]) -> Path:
    """The folder that sources are relative to. Raises CollectionNotFound for a missing path."""
    for path in paths:
        if not path.exists():
            raise CollectionNotFound(f"There is no file or folder {path}.")
    folders = [path if path.is_dir() else path.parent for path in paths]
    return Path(os.path.commonpath([folder.absolute() for folder in folders]))


def remembered(store: Store) -> tuple[Path, tuple[Path, ...]] | None:
    """Root and paths of the collection an index was made from, or None."""
    root, paths = store.meta("root"), store.meta("paths")
    if root is None or paths is None:
        return None
    base = Path(os.path.normpath(store.path.parent.absolute() / root))
    return base, tuple(Path(os.path.normpath(base / path)) for path in paths.split("\0"))


def root_of(store: Store | None, paths: Sequence[Path]) -> Path:
    """The folder that sources are relative to, also while a folder that was there is missing.

    Raises CollectionNotFound for a missing path that the index knows nothing of.
    """
    before = remembered(store) if store else None
    if before and set(before[1]) == {Path(os.path.normpath(path)) for path in paths}:
        return before[0]
    return common_root(paths)


def compare(
    store: Store | None,
    paths: Sequence[Path],
    root: Path,
    *,
    verify: bool = False,
    prune: bool = False,
) -> Difference:
    """Compare the files under `paths` with what `store` holds; None stands for an empty one.

    With `verify` every file is hashed. With `prune` what is gone counts as gone, however much.
    """
    checked_ns = time.time_ns()
    known = store.files() if store else {}
    refused = store.skipped() if store else {}
    total = len(known)
    unchanged: list[FoundFile] = []
    new: list[FoundFile] = []
    changed: list[FoundFile] = []
    touched: list[FoundFile] = []
    rechecked: list[FoundFile] = []
    skipped: list[tuple[Skipped, str]] = []
    for item in scan([path for path in paths if os.path.lexists(path)], root):
        if isinstance(item, Skipped):
            skipped.append((item, ""))
            continue
        before = known.pop(item.source, None)
        if before is None:
            # A file that could not be read is tried again only when it looks different.
            if item.source in refused and _still(item, refused[item.source][1]):
                skipped.append(refused[item.source])
            else:
                new.append(item)
        elif look(item) != look(before):
            same = before.size == item.size and sha256(item) == before.file_sha256
            (touched if same else changed).append(item)
        elif not (verify or _racy(before, before.checked_ns)):
            unchanged.append(item)
        elif sha256(item) == before.file_sha256:
            unchanged.append(item)
            rechecked.append(item)
        else:
            changed.append(item)
    moved = _moved(new, known)
    arrived = {item.source for item, _ in moved}
    new = [item for item in new if item.source not in arrived]
    for _, source in moved:
        del known[source]
    seen = [*unchanged, *new, *changed, *touched, *(item for item, _ in moved)]
    held = set() if prune or not store else _held(store, paths, root, known, total, seen)
    return Difference(
        unchanged=tuple(unchanged),
        new=tuple(new),
        changed=tuple(changed),
        moved=moved,
        touched=tuple(touched),
        rechecked=tuple(rechecked),
        gone=tuple(source for source in known if source not in held),
        held=tuple(source for source in known if source in held),
        skipped=tuple(skipped),
        checked_ns=checked_ns,
    )


def _moved(
    new: Sequence[FoundFile], gone: dict[str, FileState]
) -> tuple[tuple[FoundFile, str], ...]:
    """New files that hold what one that is gone held, each with the source of that one."""
    sizes = {state.size for state in gone.values()}
    sources: dict[str, list[str]] = {}
    for state in gone.values():
        sources.setdefault(state.file_sha256, []).append(state.source)
    return tuple(
        (item, before.pop(0))
        for item in new
        if item.size in sizes and (before := sources.get(sha256(item)))
    )


def _held(
    store: Store,
    paths: Sequence[Path],
    root: Path,
    gone: dict[str, FileState],
    total: int,
    seen: Sequence[FoundFile],
) -> set[str]:
    """Of what is gone, what more likely is on a disk that is not mounted than meant to go.

    That is all of it when it is more than half of the documents, else what made up the whole of
    one of the folders. A document whose path is no longer named, or whose file is there but left
    out or unreadable now, is not lost.
    """
    before = remembered(store)
    if not gone or before is None:
        return set()
    folders = [os.path.normpath(path.absolute()) for path in paths]
    places = {source: os.path.normpath(before[0] / source) for source in gone}
    named = {
        source: place
        for source, place in places.items()
        if any(within(place, folder) for folder in folders)
    }
    lost = {source: place for source, place in named.items() if not os.path.lexists(place)}
    if 2 * len(lost) > total - (len(gone) - len(named)):
        return set(lost)
    held: set[str] = set()
    here = [os.path.join(root, item.source) for item in seen]
    for folder in folders:
        if not any(place.startswith(folder + os.sep) for place in here):
            held |= {each for each, place in lost.items() if place.startswith(folder + os.sep)}
    return held


def look(file: FoundFile | FileState) -> tuple[int, int, int, int]:
    """What a file looks like from outside; whoever changes its bytes changes this, too."""
    return file.size, file.mtime_ns, file.inode, file.ctime_ns


def file_state(item: FoundFile) -> FileState:
    """What the store keeps to recognise a file: `item` as it was scanned, and its hash now."""
    now = time.time_ns()  # before the bytes are read: what comes later is seen next time
    return FileState(
        item.source, item.size, item.mtime_ns, item.inode, sha256(item), item.ctime_ns, now
    )


def seen(item: FoundFile, checked_ns: int) -> FileState:
    """How a file looks now whose bytes were found to be the known ones at `checked_ns`."""
    return FileState(
        item.source, item.size, item.mtime_ns, item.inode, "", item.ctime_ns, checked_ns
    )


def held_back(found: Difference, documents: int) -> str:
    """What people are told when documents are gone and kept all the same."""
    return (
        f"{len(found.held):,} of {documents:,} documents are no longer in their folder. They stay "
        "in the index, in case a disk is missing; 'qa index --prune' removes them."
    )


def sha256(item: FoundFile) -> str:
    """Hash of the file's bytes, empty when it can't be read."""
    try:
        return file_sha256(item.path)
    except OSError:
        return ""


def stamp(item: FoundFile) -> str:
    """The look of a file that could not be read, when that was, and the hash of its bytes."""
    now = time.time_ns()
    return f"{' '.join(map(str, look(item)))} {now} {sha256(item)}"


def _still(item: FoundFile, stamped: str) -> bool:
    """Whether a file is the one that was stamped."""
    parts = stamped.split(" ")
    if len(parts) != 6 or parts[:4] != [str(each) for each in look(item)]:
        return False
    return not _racy(item, int(parts[4])) or sha256(item) == parts[5]


def _racy(file: FoundFile | FileState, checked_ns: int) -> bool:
    """Whether a file that looks as it did when it was hashed may hold something else."""
    return abs(checked_ns - file.mtime_ns) < _RACY_NS or abs(checked_ns - file.ctime_ns) < _RACY_NS
