"""Addresses of documents in object storage, and their places among the paths of files.

`s3://bucket/news/a.txt` has the place `/s3:/bucket/news/a.txt`: an absolute path below a folder
that no system has. So whatever compares, joins and cuts paths does so with objects as well; only
what opens one has to know. People see addresses.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from qa.errors import UsageError

SCHEME = "s3://"
_ROOT = "/s3:"
_ADDRESS = re.compile(r"s3:/+")  # a Path has lost one of the two slashes
_BUCKET = re.compile(r"[A-Za-z0-9.-]{3,63}")


def is_object(place: str | os.PathLike[str]) -> bool:
    """Whether a path is a place in object storage."""
    text = os.fspath(place)
    return text == _ROOT or text.startswith(f"{_ROOT}/")


def named(text: str | os.PathLike[str]) -> Path:
    """The path that somebody named: the place of an address, any other as it is.

    A folder of this machine that is called "s3:" is written ./s3:. Raises UsageError for an address
    that is none.
    """
    typed = os.fspath(text)
    if not _ADDRESS.match(typed):
        return Path(typed)
    place = as_place(typed).rstrip("/")
    bucket, _, key = place.removeprefix(f"{_ROOT}/").partition("/")
    if bucket and not _BUCKET.fullmatch(bucket):
        raise UsageError(
            f"'{bucket}' is no address in object storage: it can't be the name of a bucket.",
            "That has 3 to 63 letters, digits, dots and dashes: s3://bucket/prefix.",
        )
    if not bucket or (key and odd(key)):
        raise UsageError(
            f"'{_ADDRESS.sub(SCHEME, typed, count=1)}' is no address in object storage.",
            "Write s3://bucket/prefix.",
        )
    return Path(place)


def as_place(text: str) -> str:
    """A path, or a pattern of paths, with an address in it made a place; nothing is checked."""
    return _ADDRESS.sub(f"{_ROOT}/", text, count=1) if _ADDRESS.match(text) else text


def shown(place: str | os.PathLike[str]) -> str:
    """A path as people see it: the address of an object."""
    text = os.fspath(place)
    return SCHEME + text.removeprefix(_ROOT).lstrip("/") if is_object(text) else text


def bucket_and_key(place: str | os.PathLike[str]) -> tuple[str, str]:
    """The bucket of a place, and the key or prefix in it; "" for all of the bucket."""
    bucket, _, key = os.fspath(place).removeprefix(f"{_ROOT}/").partition("/")
    return bucket, key


def there(path: str | os.PathLike[str]) -> bool:
    """Whether a named path is there; an object's is as far as one knows without asking for it."""
    return is_object(path) or os.path.lexists(path)


def odd(key: str) -> str:
    """Why a key can't be the path of a document, "" if it can."""
    import unicodedata

    parts = key.split("/")
    if "" in parts:
        return "Its key has an empty part."
    if {".", ".."} & set(parts):
        return "Its key has a part that is a dot or two."
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in key):
        return "Its key has control characters."
    return ""
