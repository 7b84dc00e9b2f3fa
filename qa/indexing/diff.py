"""Compare the files on disk with those in the index, by signature, and by hash where needed."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from qa.datatypes import Skipped
from qa.documents.found_file import FoundFile
from qa.documents.loaders.ocr import Ocr
from qa.documents.scan import scan
from qa.errors import CollectionNotFound
from qa.files import within
from qa.indexing.file_signatures import (
    bytes_key,
    racy,
    same_as_skipped,
    same_bytes,
    sha256,
    signature,
)
from qa.indexing.last_scan import Signature, watched
from qa.indexing.recognition import of_index, outdated, reads_pictures
from qa.indexing.waiting_scans import WaitingScans
from qa.objects.addresses import is_object, there
from qa.store.interface import StoreReader
from qa.store.store import FileState


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
    retained: tuple[str, ...]  # gone as well, but so many at once that they stay in the index
    skipped: tuple[tuple[Skipped, str], ...]  # with the signature of the file, if it was opened
    # What was skipped inside of files whose bytes are the same, with the source of the file.
    inside: tuple[tuple[Skipped, str], ...]
    checked_ns: int  # when the comparison began; hashes are later
    # Those of `unchanged` that did change, and whose text of before stays: `waiting_scans`.
    behind: tuple[tuple[Skipped, str], ...] = ()
    watched: tuple[tuple[str, Signature], ...] = ()  # see `qa.indexing.last_scan`

    @property
    def stale(self) -> bool:
        """Whether documents would change."""
        return bool(self.new or self.changed or self.moved or self.gone)

    @property
    def files(self) -> int:
        """How many files there are, those that can't be read included."""
        return self.readable + len(self.skipped)

    @property
    def readable(self) -> int:
        """How many files there are of a format that can be read."""
        found = (self.unchanged, self.new, self.changed, self.moved, self.touched)
        return sum(map(len, found))


def common_root(paths: Sequence[Path]) -> Path:
    """The folder that sources are relative to. Raises CollectionNotFound for a missing path."""
    for path in paths:
        if not (is_object(path) or path.exists()):
            raise CollectionNotFound(f"There is no file or folder {path}.")
    folders = [path if is_object(path) or path.is_dir() else path.parent for path in paths]
    return Path(os.path.commonpath([folder.absolute() for folder in folders]))


def stored_paths(store: StoreReader) -> tuple[Path, tuple[Path, ...]] | None:
    """Root and paths of the collection an index was made from, or None."""
    root, paths = store.meta("root"), store.meta("paths")
    if root is None or paths is None:
        return None
    base = Path(os.path.normpath(store.path.parent.absolute() / root))
    return base, tuple(Path(os.path.normpath(base / path)) for path in paths.split("\0"))


def root_of(store: StoreReader | None, paths: Sequence[Path]) -> Path:
    """The folder that sources are relative to, also while a folder that was there is missing.

    Raises CollectionNotFound for a missing path that the index knows nothing of.
    """
    before = stored_paths(store) if store else None
    if before and set(before[1]) == {Path(os.path.normpath(path)) for path in paths}:
        return before[0]
    return common_root(paths)


def compare(
    store: StoreReader | None,
    paths: Sequence[Path],
    root: Path,
    *,
    verify: bool = False,
    prune: bool = False,
    hashed: bool = True,
    ocr: Ocr | None = None,
) -> Difference:
    """Compare the files under `paths` with what `store` holds; None stands for an empty one.

    With `verify` every file is hashed. With `prune` what is gone counts as gone, however much.
    Without `hashed` no file is read: one that looks different counts as changed. Files whose
    pictures may come out otherwise with `ocr` (default: that of the index) count as changed, those
    that were skipped as new.
    """
    checked_ns = time.time_ns()
    indexed = store.files() if store else {}
    skipped_before = store.skipped() if store else {}
    ocr = ocr or of_index(store)
    files = _Sorted(ocr, hashed=hashed)
    retained_scans = WaitingScans.of(store).retained if store else {}
    gone = dict(indexed)  # until it is found
    folders: list[tuple[str, os.stat_result]] = []
    left_out: set[str] = set()
    named = [path for path in paths if there(path)]
    pictures = reads_pictures(store, ocr)
    for item in scan(named, root, folders, pictures=pictures, left_out=left_out):
        if isinstance(item, Skipped):
            files.skipped.append((item, ""))
            continue
        before = gone.pop(item.source, None)
        known = skipped_before.get(item.source) if item.source in retained_scans else None
        if before is not None and known and same_as_skipped(item, known[1], ocr):
            files.unchanged.append(item)
            files.behind.append(known)
        elif before is not None:
            files.add_indexed(item, before, verify=verify)
        else:
            files.add_unknown(item, skipped_before.get(item.source))
    files.read_again(outdated(store, ocr) if store else frozenset())
    moved = _moved(files.new, gone) if hashed else ()
    arrived = {item.source for item, _ in moved}
    for _, source in moved:
        del gone[source]
    retained: set[str] = set()
    if store and not prune:
        left_out |= {os.path.join(root, item.source) for item, _ in files.skipped}
        retained = _retained(store, paths, root, gone, len(indexed), files.found(), left_out)
    same = (*files.unchanged, *files.touched)
    return Difference(
        unchanged=tuple(files.unchanged),
        new=tuple(item for item in files.new if item.source not in arrived),
        changed=tuple(files.changed),
        moved=moved,
        touched=tuple(files.touched),
        rechecked=tuple(files.rechecked),
        gone=tuple(source for source in gone if source not in retained),
        retained=tuple(source for source in gone if source in retained),
        skipped=tuple(files.skipped),
        inside=store.skipped_inside(each.source for each in same) if store else (),
        checked_ns=checked_ns,
        behind=tuple(files.behind),
        watched=watched(folders, paths, root),
    )


@dataclass(slots=True)
class _Sorted:
    """Files by what must be done about them, see `Difference`."""

    ocr: Ocr
    hashed: bool = True

    unchanged: list[FoundFile] = field(default_factory=list)
    new: list[FoundFile] = field(default_factory=list)  # those that moved included
    changed: list[FoundFile] = field(default_factory=list)
    touched: list[FoundFile] = field(default_factory=list)
    rechecked: list[FoundFile] = field(default_factory=list)
    skipped: list[tuple[Skipped, str]] = field(default_factory=list)
    behind: list[tuple[Skipped, str]] = field(default_factory=list)

    def add_indexed(self, item: FoundFile, before: FileState, *, verify: bool) -> None:
        """Add a file whose source is in the index, hashing it where that is needed."""
        if not self.hashed:
            (self.unchanged if signature(item) == signature(before) else self.changed).append(item)
        elif signature(item) != signature(before):
            (self.touched if same_bytes(item, before) else self.changed).append(item)
        elif not (verify or racy(before, before.checked_ns)):
            self.unchanged.append(item)
        elif sha256(item) == before.file_sha256:
            self.unchanged.append(item)
            self.rechecked.append(item)
        else:
            self.changed.append(item)

    def add_unknown(self, item: FoundFile, skipped_before: tuple[Skipped, str] | None) -> None:
        """Add a file that is not in the index; one that was skipped is read once it changes."""
        if skipped_before and same_as_skipped(item, skipped_before[1], self.ocr):
            self.skipped.append(skipped_before)
        else:
            self.new.append(item)

    def read_again(self, sources: Set[str]) -> None:
        """Count these files as changed, whose bytes may be the same."""
        if not sources:
            return
        for files in (self.unchanged, self.touched):
            self.changed += [item for item in files if item.source in sources]
        for files in (self.unchanged, self.touched, self.rechecked):
            files[:] = [item for item in files if item.source not in sources]

    def found(self) -> list[FoundFile]:
        """Every file that can be read."""
        return [*self.unchanged, *self.new, *self.changed, *self.touched]


def _moved(
    new: Sequence[FoundFile], gone: dict[str, FileState]
) -> tuple[tuple[FoundFile, str], ...]:
    """New files with the bytes of one that is gone, each with the source of that one."""
    sizes = {state.size for state in gone.values()}
    sources: dict[str, list[str]] = {}
    for state in gone.values():
        sources.setdefault(bytes_key(state), []).append(state.source)
    return tuple(
        (item, before.pop(0))
        for item in new
        if item.size in sizes and (before := sources.get(bytes_key(item)))
    )


def _retained(
    store: StoreReader,
    paths: Sequence[Path],
    root: Path,
    gone: dict[str, FileState],
    total: int,
    found: Sequence[FoundFile],
    left_out: Set[str],
) -> set[str]:
    """Of what is gone, what is more likely on a disk that is not mounted than deleted.

    That is all of it when it is more than half of the documents, else what made up the whole of
    one of the folders. A document whose path is no longer named, or whose file is there but left
    out or unreadable now, is not lost; `left_out` are the places of such objects.
    """
    before = stored_paths(store)
    if not gone or before is None:
        return set()
    folders = [os.path.normpath(path.absolute()) for path in paths]
    places = {source: os.path.normpath(before[0] / source) for source in gone}
    named = {
        source: place
        for source, place in places.items()
        if any(within(place, folder) for folder in folders)
    }
    lost = {
        source: place
        for source, place in named.items()
        if (place not in left_out if is_object(place) else not os.path.lexists(place))
    }
    if 2 * len(lost) > total - (len(gone) - len(named)):
        return set(lost)
    retained: set[str] = set()
    here = [os.path.join(root, item.source) for item in found]
    for folder in folders:
        if not any(place.startswith(folder + os.sep) for place in here):
            retained |= {each for each, place in lost.items() if place.startswith(folder + os.sep)}
    return retained


def retained_warning(found: Difference, documents: int) -> str:
    """The warning that documents are gone and stay in the index all the same."""
    return (
        f"{len(found.retained):,} of {documents:,} documents are no longer in their folder. They "
        "stay in the index, in case a disk is missing; 'qa index --prune' removes them."
    )
