"""The storage asked: a client of S3, imported when it is needed, and its errors as ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from qa.errors import CollectionNotFound, DocumentError, ScaleMissing, StorageError

# Said of one object: it is gone, in an archive that has to be thawed, or not for this user.
_ONE = {
    "NoSuchKey": "It is no longer there.",
    "404": "It is no longer there.",
    "InvalidObjectState": "It lies in an archive and has to be restored first.",
    "AccessDenied": "Can't be opened: access denied.",
    "403": "Can't be opened: access denied.",
}
# Where programs in a cloud get the credentials of their role.
_ROLES = (
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)


def endpoint() -> str:
    """The address of a storage other than Amazon's, "" for Amazon's."""
    return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""


def client() -> Any:
    """A client for the storage that the environment names; threads may share it.

    Without credentials in the environment it asks as anybody may. Raises ScaleMissing.
    """
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    role = any(name in os.environ for name in _ROLES)
    return _client(endpoint(), region, role, *(os.environ.get(name) for name in keys))


@cache
def _client(
    url: str, region: str, role: bool, key: str | None, secret: str | None, token: str | None
) -> Any:
    try:
        from botocore import UNSIGNED  # 0.3 s
        from botocore.config import Config
        from botocore.session import Session
    except ImportError as error:
        raise ScaleMissing("Documents in object storage need the package 'botocore'.") from error
    # Other storages than Amazon's seldom have a name for each bucket.
    config = Config(
        connect_timeout=10,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 4},
        max_pool_connections=16,
        s3={"addressing_style": "path"} if url else None,
        signature_version=None if key or role else UNSIGNED,
    )
    return Session().create_client(
        "s3",
        region_name=region,
        endpoint_url=url or None,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=config,
    )


@contextmanager
def translated(address: str, *, one: bool) -> Iterator[None]:
    """Turn the errors of the client into ours.

    With `one` object asked for, what is wrong with it alone is a DocumentError; what is wrong with
    the storage or the way to it is a StorageError.
    """
    from botocore.exceptions import BotoCoreError, ClientError
    from urllib3.exceptions import HTTPError

    try:
        yield
    except ClientError as error:
        said = error.response.get("Error", {})
        code, reason = str(said.get("Code", "")), str(said.get("Message", ""))
        if one and code in _ONE:
            raise DocumentError(_ONE[code]) from error
        if code == "NoSuchBucket":
            raise CollectionNotFound(f"There is no bucket at {address}.") from error
        raise StorageError(f"{address} can't be read: {_plain(reason or code)}.") from error
    except (BotoCoreError, HTTPError) as error:
        raise StorageError(f"{address} can't be reached: {_plain(str(error))}.") from error
    except (OSError, ValueError) as error:  # no room for a copy, an answer that is none
        raise StorageError(f"{address} can't be read: {_plain(str(error))}.") from error


def _plain(reason: str) -> str:
    return " ".join(reason.split())[:200].rstrip(" .") or "it doesn't say why"
