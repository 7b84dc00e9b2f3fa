"""Headers of a message as people read them; whatever is broken in them is shown as it stands."""

from __future__ import annotations

from datetime import date
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

_MOST_HEADER = 4_000  # characters; longer lists of addresses are cut
_MOST_NAME = 120


def header(message: Message, name: str) -> str:
    """A header in readable form on one line, "" if there is none."""
    try:
        value = message.get(name)
    except (ValueError, TypeError, LookupError, AttributeError):
        return ""
    return readable(str(value)) if value is not None else ""


def readable(value: str) -> str:
    """Decode encoded words (RFC 2047); parts that can't be decoded stay as they are."""
    value = " ".join(value[:_MOST_HEADER].split())
    if "=?" in value:
        try:
            parts = decode_header(value)
        except (ValueError, LookupError, TypeError):
            parts = [(value, None)]
        value = "".join(_part(part, charset) for part, charset in parts)
    # Raw bytes in headers come as surrogates: most are UTF-8.
    raw = value.encode("utf-8", "surrogateescape")
    try:
        value = raw.decode("utf-8")
    except UnicodeDecodeError:
        value = raw.decode("cp1252", "replace")
    return " ".join(value.split())


def author(message: Message) -> str | None:
    """Who wrote the message: the name in From, else the address."""
    value = header(message, "from")
    try:
        name, address = parseaddr(value)
    except (ValueError, TypeError, IndexError):
        return value[:_MOST_NAME] or None
    return (name.strip("'\" ") or address or value)[:_MOST_NAME] or None


def sent(message: Message) -> date | None:
    """The day on which it was sent, by the sender's clock; None if the header is broken."""
    try:
        found = parsedate_to_datetime(header(message, "date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if 1970 <= found.year <= 2100 else None


def _part(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "ascii", "replace")
    except (LookupError, ValueError):
        return part.decode("utf-8", "replace")
