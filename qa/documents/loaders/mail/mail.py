"""EML and MBOX files: a message or a mailbox as one document, a section for each message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from qa.datatypes import BlockKind, Document
from qa.documents.loaders.builder import Builder
from qa.documents.loaders.mail.headers import author, header, sent
from qa.documents.loaders.mail.message import add_message
from qa.documents.loaders.titles import from_name
from qa.errors import DocumentError

_MOST_MESSAGES = 50_000
_FROM = re.compile(rb"^From \S+[^\n]*\d{4}[^\n]*\n", re.MULTILINE)  # what parts messages
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_HEADER = re.compile(rb"(?:From |[!-9;-~]{1,76}:)")


def load_message(data: bytes, source: str) -> Document:
    """Make a document of one message. Raises DocumentError if it is none."""
    data = data.replace(b"\r\n", b"\n").lstrip(b" \t\n")
    if _FROM.match(data):  # some programs keep the line of the mailbox
        data = data[data.index(b"\n") + 1 :]
    if not data.strip():
        raise DocumentError("The file is empty.")
    if not _HEADER.match(data):
        raise DocumentError("Not a mail message: it does not begin with a header.")
    return _document([(data, 1)], source, single=True)


def load_mailbox(data: bytes, source: str) -> Document:
    """Make a document of a mailbox. Raises DocumentError if it holds no message."""
    messages = list(_messages(data.replace(b"\r\n", b"\n")))
    if not messages:
        raise DocumentError("The mailbox holds no message.")
    return _document(messages, source, single=False)


def _messages(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The messages of a mailbox with the lines in which they begin."""
    starts = [
        match.span()
        for match in _FROM.finditer(data)
        if match.start() == 0 or data[match.start() - 2 : match.start()] == b"\n\n"
    ]
    line, counted = 1, 0
    for at, (_, begin) in enumerate(starts[:_MOST_MESSAGES]):
        end = starts[at + 1][0] if at + 1 < len(starts) else len(data)
        line += data.count(b"\n", counted, begin)
        counted = begin
        yield _ESCAPED.sub(b"", data[begin:end]), line


def _document(messages: list[tuple[bytes, int]], source: str, single: bool) -> Document:
    builder = Builder()
    first: Message | None = None
    for number, (raw, line) in enumerate(messages, start=1):
        # 30 ms to import, and only when there is mail to read
        message = message_from_bytes(raw)
        first = first or message
        add_message(builder, message, raw, line, number)
    text, blocks, lines = builder.result()
    said = any(block.kind not in (BlockKind.HEADING, BlockKind.META) for block in blocks)
    if first is None or not (said or (single and header(first, "subject"))):
        raise DocumentError("The message holds no text." if single else "No message holds text.")
    return Document(
        source=source,
        title=(header(first, "subject") if single else "") or from_name(source),
        text=text,
        blocks=tuple(blocks),
        author=author(first) if single else None,
        published=sent(first) if single or len(messages) == 1 else None,
        lines=lines,
        places=tuple(builder.places),
    )
