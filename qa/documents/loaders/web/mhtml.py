"""MHTML: a web page saved with all its parts in the form of a mail message (RFC 2557)."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from qa.datatypes import Document
from qa.documents.loaders.web.html import page_document
from qa.documents.loaders.web.html_encoding import page_text
from qa.errors import DocumentError

_MOST_PARTS = 5_000
_HTML = frozenset({"text/html", "application/xhtml+xml"})


def load(data: bytes, source: str) -> Document:
    """Make a document of the page in an archive. Raises DocumentError if there is none."""
    # 20 ms, and only when there is such a file to read
    page = _page(message_from_bytes(data))
    if page is None:
        raise DocumentError("The archive holds no web page.")
    content = page.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise DocumentError("The archive holds no web page.")
    charset = page.get_param("charset")
    return page_document(page_text(content, charset if isinstance(charset, str) else ""), source)


def _page(message: Message) -> Message | None:
    """The first part that is a page: the root of the archive."""
    waiting, seen = [message], 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        if part.get_content_type() in _HTML:
            return part
        if part.is_multipart():
            inner = part.get_payload()
            waiting[:0] = [each for each in inner if isinstance(each, Message)]
    return None
