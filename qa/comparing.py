"""What is on disk against what is in the index. Nothing is parsed; files are hashed in doubt."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.datatypes import Skipped
from qa.errors import CollectionNotFound
from qa.models import file_sha256
from qa.scan import FoundFile, scan
from qa.store import FileState, Store


@dataclass(frozen=True, slots=True)
class Difference:
    """How the files on disk differ from those in the index, by what must be done about them."""

    unchanged: tuple[FoundFile, ...]
    new: tuple[FoundFile, ...]
    changed: tuple[FoundFile, ...]  # other bytes
    touched: tuple[FoundFile, ...]  # other time or inode, same bytes
    gone: tuple[str, ...]  # sources
    skipped: tuple[tuple[Skipped, str], ...]  # with the stamp of the file, if it was looked at

    @property
    def stale(self) -> bool:
        """Whether documents would change."""
        return bool(self.new or self.changed or self.gone)


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


def compare(store: Store | None, paths: Sequence[Path], root: Path) -> Difference:
    """Compare the files under `paths` with what `store` holds; None stands for an empty one."""
    known = store.files() if store else {}
    refused = store.skipped() if store else {}
    unchanged: list[FoundFile] = []
    new: list[FoundFile] = []
    changed: list[FoundFile] = []
    touched: list[FoundFile] = []
    skipped: list[tuple[Skipped, str]] = []
    for item in scan(paths, root):
        if isinstance(item, Skipped):
            skipped.append((item, ""))
            continue
        before = known.pop(item.source, None)
        if before is None:
            # A file that could not be read is tried again only when it looks different.
            if item.source in refused and refused[item.source][1] == stamp(item):
                skipped.append(refused[item.source])
            else:
                new.append(item)
        elif (before.size, before.mtime_ns, before.inode) == (item.size, item.mtime_ns, item.inode):
            unchanged.append(item)
        elif before.size == item.size and sha256(item) == before.file_sha256:
            touched.append(item)
        else:
            changed.append(item)
    return Difference(
        tuple(unchanged), tuple(new), tuple(changed), tuple(touched), tuple(known), tuple(skipped)
    )


def file_state(item: FoundFile) -> FileState:
    """What the store keeps to recognise a file: `item` as it was scanned, and its hash now."""
    return FileState(item.source, item.size, item.mtime_ns, item.inode, sha256(item))


def sha256(item: FoundFile) -> str:
    """Hash of the file's bytes, empty when it can't be read."""
    try:
        return file_sha256(item.path)
    except OSError:
        return ""


def stamp(item: FoundFile) -> str:
    """What a file looks like from outside."""
    return f"{item.size} {item.mtime_ns} {item.inode}"
