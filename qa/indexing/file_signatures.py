"""Signatures of files and objects, their hashes, and when a signature alone can't be trusted."""

from __future__ import annotations

import time

from qa.documents.at_hand import at_hand
from qa.documents.found_file import FoundFile
from qa.documents.loaders import VERSION as LOADERS_VERSION
from qa.documents.loaders.ocr import Ocr
from qa.embedding.model_files import file_sha256
from qa.errors import DocumentError
from qa.store.store import FileState

# A file written this shortly before it was hashed may have been written again in the same tick of
# the file system's clock, with the same signature.
RACY_NS = 2_000_000_000


def signature(file: FoundFile | FileState) -> tuple[int, int, int, int]:
    """Size, mtime, inode, ctime: any write to the file changes it. See `FoundFile` for objects."""
    return file.size, file.mtime_ns, file.inode, file.ctime_ns


def has_etag(file: FoundFile | FileState) -> bool:
    """Whether it is an object, whose signature is another one whenever its bytes are."""
    return file.inode < 0


def file_state(item: FoundFile) -> FileState:
    """The state of a file for the store: its signature as scanned, and its hash now."""
    now = time.time_ns()  # before the bytes are read: later writes are noticed next time
    return FileState(
        item.source, item.size, item.mtime_ns, item.inode, sha256(item), item.ctime_ns, now
    )


def unread_state(item: FoundFile) -> FileState:
    """The state of a file that can't be opened."""
    return FileState(item.source, item.size, item.mtime_ns, item.inode, "", item.ctime_ns)


def touched_state(item: FoundFile, checked_ns: int) -> FileState:
    """The new signature of a file whose bytes were the same at `checked_ns`."""
    return FileState(
        item.source, item.size, item.mtime_ns, item.inode, "", item.ctime_ns, checked_ns
    )


def sha256(item: FoundFile) -> str:
    """Hash of the file's bytes, empty when it can't be read. Raises StorageError."""
    try:
        with at_hand(item) as file:
            return file_sha256(file.path)
    except (OSError, DocumentError):
        return ""


def same_bytes(item: FoundFile, before: FileState) -> bool:
    """Whether a file has the bytes it had, though not the signature."""
    if item.size != before.size:
        return False
    if has_etag(item) and has_etag(before):
        return item.inode == before.inode
    return sha256(item) == before.file_sha256


def bytes_key(file: FoundFile | FileState) -> str:
    """What files with the same bytes have in common, and objects with the same ETag."""
    if has_etag(file):
        return f"{file.size} {file.inode}"
    return file.file_sha256 if isinstance(file, FileState) else sha256(file)


def skipped_signature(item: FoundFile, ocr_key: str = "") -> str:
    """The signature of a file that could not be read, with what may make it readable.

    That is: the time now, the hash of its bytes, the version of the loaders, and for pictures the
    key of the OCR.
    """
    now = time.time_ns()
    content = "" if has_etag(item) else sha256(item)
    return f"{' '.join(map(str, signature(item)))} {now} {content} {LOADERS_VERSION} {ocr_key}"


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
    if has_etag(file):
        return False
    return abs(checked_ns - file.mtime_ns) < RACY_NS or abs(checked_ns - file.ctime_ns) < RACY_NS
