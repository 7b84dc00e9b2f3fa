"""The package `lance`, imported when a shared collection is opened, and its errors as ours."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from qa.errors import (
    IndexDamaged,
    IndexLocked,
    IndexNotFound,
    IndexUnwritable,
    ScaleMissing,
    StoreError,
)
from qa.objects.client import endpoint

_ABSENT = ("was not found", "not found:", "no such file", "nosuchkey", "nosuchbucket")
_FULL = ("no space left", "permission denied", "read-only file system", "accessdenied", "403")
# Object storage that can't be found or doesn't answer.
_AWAY = ("resolve region", "error sending request", "dns error", "timed out", "connection refused")


class Conflict(Exception):
    """Another writer has committed meanwhile; what was to be written is made once more."""


@cache
def lance() -> Any:
    """The package. Raises ScaleMissing where it is not installed."""
    # What it would log goes nowhere, unless somebody asked for it.
    os.environ.setdefault("LANCE_LOG", "error")
    try:
        import lance as package  # 0.3 s with pyarrow, in a warm file cache
    except ImportError as error:
        raise ScaleMissing("A shared collection needs the package 'pylance'.") from error
    return package


@contextmanager
def translated(address: str) -> Iterator[None]:
    """Turn the errors of Lance into subclasses of StoreError."""
    try:
        yield
    except (StoreError, Conflict):
        raise
    except (OSError, ValueError, RuntimeError, KeyError, TypeError) as error:
        reason = _for_people(str(error))
        low = reason.lower()
        if "conflict" in type(error).__name__.lower() or "commit conflict" in low:
            raise Conflict(reason) from error
        if any(sign in low for sign in _ABSENT):
            raise IndexNotFound(
                f"There is no collection at {address}.",
                f"Build one with 'qa index FOLDER --to {address}'.",
            ) from error
        if any(sign in low for sign in _FULL):
            raise IndexUnwritable(
                f"{address} can't be written or read: {reason}.",
                "Check its permissions, its disk, and the credentials in the environment.",
            ) from error
        if any(sign in low for sign in _AWAY):
            raise IndexUnwritable(
                f"{address} can't be reached: {reason}.",
                "Set AWS_REGION or AWS_ENDPOINT_URL and the credentials in the environment.",
            ) from error
        raise IndexDamaged(
            f"{address} can't be read: {reason}.",
            "If it is damaged, remove it and run 'qa index' again.",
        ) from error


def _for_people(text: str) -> str:
    """What an error of Lance says, without its class and where in its source it arose."""
    line = " ".join(text.split())
    line = re.sub(r"^\w*Error\(\w+\): ", "", line)
    line = re.sub(r",? *\S+\.rs:\d+(?::\d+)?", "", line)
    return line[:300].rstrip(" .,")


def too_many_conflicts(address: str) -> IndexLocked:
    """The error for a commit that others always came before."""
    return IndexLocked(f"Others write to {address} all the time.", "Try again in some minutes.")


def storage_options() -> dict[str, str]:
    """What object storage is told beside the standard variables, which Lance reads itself."""
    url = endpoint()
    found = {"aws_endpoint": url} if url else {}
    if url.startswith("http://"):  # an S3 of one's own, on this machine or network
        found["allow_http"] = "true"
    return found
