"""Stat signatures of files, their hashes, and when a signature alone can't be trusted."""

from __future__ import annotations

import time

from qa.documents.loaders import VERSION as LOADERS_VERSION
from qa.documents.loaders.ocr import Ocr
from qa.documents.scan import FoundFile
from qa.embedding.model_files import file_sha256
from qa.store.store import FileState

# A file written this shortly before it was hashed may have been written again in the same tick of
# the file system's clock, with the same signature.
RACY_NS = 2_000_000_000


def signature(file: FoundFile | FileState) -> tuple[int, int, int, int]:
    """Stat signature (size, mtime, inode, ctime); any write to the file changes it."""
    return file.size, file.mtime_ns, file.inode, file.ctime_ns


def file_state(item: FoundFile) -> FileState:
    """The state of a file for the store: its signature as scanned, and its hash now."""
    now = time.time_ns()  # before the bytes are read: later writes are noticed next time
    return FileState(
        item.source, item.size, item.mtime_ns, item.inode, sha256(item), item.ctime_ns, now
    )


def touched_state(item: FoundFile, checked_ns: int) -> FileState:
    """The new signature of a file whose bytes were the same at `checked_ns`."""
    return FileState(
        item.source, item.size, item.mtime_ns, item.inode, "", item.ctime_ns, checked_ns
    )


def sha256(item: FoundFile) -> str:
    """Hash of the file's bytes, empty when it can't be read."""
    try:
        return file_sha256(item.path)
    except OSError:
        return ""


def skipped_signature(item: FoundFile, ocr_key: str = "") -> str:
    """The signature of a file that could not be read, with what may make it readable.

    That is: the time now, the hash of its bytes, the version of the loaders, and for pictures the
    key of the OCR.
    """
    now = time.time_ns()
    return f"{' '.join(map(str, signature(item)))} {now} {sha256(item)} {LOADERS_VERSION} {ocr_key}"


def same_as_skipped(item: FoundFile, stored: str, ocr: Ocr) -> bool:
    """Whether a file is the one that was skipped, by its `skipped_signature`."""
    parts = stored.split(" ")
    if len(parts) != 8 or parts[:4] != [str(each) for each in signature(item)]:
        return False
    if parts[6] != str(LOADERS_VERSION) or (parts[7] and ocr.again(parts[7])):
        return False
    return not racy(item, int(parts[4])) or sha256(item) == parts[5]


def racy(file: FoundFile | FileState, checked_ns: int) -> bool:
    """Whether a file with the signature it had when it was hashed may have other bytes."""
    return abs(checked_ns - file.mtime_ns) < RACY_NS or abs(checked_ns - file.ctime_ns) < RACY_NS
