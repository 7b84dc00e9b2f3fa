"""EML and MBOX files: each message is a document, and so is each attachment that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email import message_from_bytes
from itertools import chain

from qa.datatypes import BlockKind, DateOrigin, Document, Skipped
from qa.documents.loaders.builder import BETWEEN, Builder
from qa.documents.loaders.mail.headers import author, header, sent
from qa.documents.loaders.mail.message import add_message
from qa.documents.loaders.parts import Member, Parts
from qa.documents.loaders.titles import from_name
from qa.errors import DocumentError
from qa.languages import code

_MOST_MESSAGES = 50_000
_FROM = re.compile(rb"^From \S+[^\n]*\d{4}[^\n]*\n", re.MULTILINE)  # what parts messages
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_HEADER = re.compile(rb"(?:From |[!-9;-~]{1,76}:)")


def load_message(data: bytes, source: str) -> Document | Parts:
    """Make a document of one message. Raises DocumentError if it is none."""
    data = data.replace(b"\r\n", b"\n").lstrip(b" \t\n")
    if _FROM.match(data):  # some programs keep the line of the mailbox
        data = data[data.index(b"\n") + 1 :]
    if not data.strip():
        raise DocumentError("The file is empty.")
    if not _HEADER.match(data):
        raise DocumentError("Not a mail message: it does not begin with a header.")
    document, attached = _document(data, 1, source, 1)
    if document is None and not attached:
        raise DocumentError("The message holds no text.")
    if document is not None and not attached:
        return document
    return Parts(chain(filter(None, [document]), attached))


def load_mailbox(data: bytes, source: str) -> Parts:
    """The messages of a mailbox. Raises DocumentError if it holds none."""
    messages = _messages(data.replace(b"\r\n", b"\n"))
    first = next(messages, None)
    if first is None:
        raise DocumentError("The mailbox holds no message.")
    return Parts(_documents(chain([first], messages), source))


def _documents(
    messages: Iterable[tuple[bytes, int]], source: str
) -> Iterator[Document | Member | Skipped]:
    for number, (raw, line) in enumerate(messages, start=1):
        name = f"message-{number}"
        document, attached = _document(raw, line, f"{source}/{name}", number)
        if document is not None:
            yield document
        elif not attached:
            yield Skipped(name, "The message holds no text.")
        yield from (replace(each, name=f"{name}/{each.name}") for each in attached)


def _came_with(subject: str, sender: str | None, sent_on: str) -> str:
    """The line by which an attached document names its mail."""
    fields = (("Attached to", subject or "(no subject)"), ("From", sender), ("Date", sent_on))
    return BETWEEN.join(f"{name}: {value}" for name, value in fields if value)


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


def _document(
    raw: bytes, line: int, source: str, number: int
) -> tuple[Document | None, list[Member]]:
    """A message that begins in a line of its file, None where it says nothing; what it encloses."""
    message = message_from_bytes(raw)
    builder = Builder()
    attached = add_message(builder, message, raw, line, number)
    text, blocks, lines = builder.result()
    subject = header(message, "subject")
    note = _came_with(subject, author(message), header(message, "date"))
    attached = [replace(each, came_with=note) for each in attached]
    if not subject and not any(b.kind not in (BlockKind.HEADING, BlockKind.META) for b in blocks):
        return None, attached
    day = sent(message)
    document = Document(
        source=source,
        title=subject or from_name(source),
        text=text,
        blocks=tuple(blocks),
        author=author(message),
        published=day,
        lines=lines,
        places=tuple(builder.places),
        date_origin=DateOrigin.MAIL_HEADER if day else None,
        language=code(header(message, "content-language").split(",")[0]),
    )
    return document, attached
