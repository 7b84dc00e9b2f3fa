"""What lies under a prefix, without opening anything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from qa.objects.addresses import bucket_and_key, shown
from qa.objects.client import client, translated


@dataclass(frozen=True, slots=True)
class Listed:
    """One object. `size` is in bytes, times are in nanoseconds since 1970."""

    key: str
    size: int
    mtime_ns: int  # when it was last written
    etag: int  # see `etag_number`


def listed(folder: Path) -> Iterator[Listed]:
    """Every object below the place `folder`, in the order of the storage.

    Raises StorageError, CollectionNotFound for a bucket that is missing, ScaleMissing.
    """
    bucket, prefix = bucket_and_key(folder)
    s3 = client()
    with translated(shown(folder), one=False):
        pages = s3.get_paginator("list_objects_v2").paginate(
            Bucket=bucket, Prefix=f"{prefix}/" if prefix else ""
        )
        for page in pages:
            for each in page.get("Contents", ()):
                yield Listed(each["Key"], int(each["Size"]), *signature_of(each))


def signature_of(answer: dict[str, Any]) -> tuple[int, int]:
    """Time and number of the ETag in what the storage says of an object."""
    written: datetime = answer["LastModified"]
    # Whole seconds: a listing has fractions of them, and what comes with the bytes has none.
    return int(written.timestamp()) * 1_000_000_000, etag_number(str(answer["ETag"]))


def etag_number(etag: str) -> int:
    """A negative number for an ETag, which is another one for other bytes.

    It stands where a file has its inode, which is never negative.
    """
    digest = hashlib.sha256(etag.strip('"').encode()).digest()
    return -1 - (int.from_bytes(digest[:8], "big") >> 1)
