"""Messages between an update and its workers: JSON behind its length, nothing that could run."""

from __future__ import annotations

import json
import struct
from typing import IO, Any

_LENGTH = struct.Struct("<Q")
_MOST = 4 << 30  # bytes; nothing longer is a message


def send(stream: IO[bytes], message: dict[str, Any]) -> None:
    """Write one message. Raises OSError when nobody reads any more."""
    data = to_bytes(message)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, Any] | None:
    """Read one message; None at the end. Raises ValueError when it is damaged."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > _MOST:
        raise ValueError("no message is as long")
    data = stream.read(length)
    if len(data) < length:
        return None
    return from_bytes(data)


def to_bytes(message: dict[str, Any]) -> bytes:
    """The bytes of a message, also of texts with lone surrogates."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def from_bytes(data: bytes) -> dict[str, Any]:
    """The message again. Raises ValueError when it is damaged."""
    message = json.loads(data.decode("utf-8", "surrogatepass"))
    if not isinstance(message, dict):
        raise ValueError("a message is an object")
    return message
