"""The addresses of shared collections: `lance:PATH`, and `s3://bucket/prefix` in object storage."""

from __future__ import annotations

import os
from pathlib import Path

from qa.errors import UsageError

_FOLDER, _S3 = "lance:", "s3://"
_TABLE = "qa.lance"


def normal(address: str) -> str:
    """An address as it is compared: absolute, without a slash at its end. Raises UsageError."""
    if not address.startswith(_FOLDER):
        bucket = address.removeprefix(_S3).partition("/")[0]
        plain = all(sign.isascii() and (sign.isalnum() or sign in ".-") for sign in bucket)
        if not address.startswith(_S3) or not bucket or not plain or set(address) & set("?#"):
            raise UsageError(
                f"'{address}' is no address in object storage.", "Write s3://bucket/prefix."
            )
        return address.rstrip("/")
    path = address.removeprefix(_FOLDER)
    if not path.strip() or "\0" in path:
        raise UsageError(f"'{address}' names no folder.", "Write lance: and a path after it.")
    return _FOLDER + os.path.abspath(os.path.expanduser(path))


def table_of(address: str) -> str:
    """Where the table of a collection is, as Lance opens it; the address is a normal one."""
    return f"{address.removeprefix(_FOLDER)}/{_TABLE}"


def home_of(address: str) -> Path:
    """The folder that stands for a shared collection on this machine, for conversations with it.

    Nothing of the collection is in it.
    """
    import hashlib

    import platformdirs

    digits = hashlib.sha256(address.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(platformdirs.user_data_dir("qa", appauthor=False)) / "shared" / digits / "index"
