"""One message as a section: its subject, who wrote it to whom and when, and what it says."""

from __future__ import annotations

import quopri
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from qa.datatypes import BlockKind, PlaceKind
from qa.documents.loaders.builder import Builder, Piece
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.mail.body import add_body, attribute
from qa.documents.loaders.mail.headers import author, header, readable
from qa.documents.loaders.mail.replies import Letter, letter
from qa.documents.loaders.parts import Member, suffix_of
from qa.documents.loaders.safe_read import MAX_BYTES
from qa.errors import DocumentError

_MOST_PARTS = 2_000
_MOST_QUOTED = 200  # characters of a line of quoted-printable; the standard has 76
_MOST_FOLDED = 1_000  # lines that are one
_DEEPEST = 1_000  # parts within parts
_MOST_ATTACHED = 200_000  # characters of an attached text that are read
_SHOWN = ("From", "To", "Cc", "Date")
_TEXTS = frozenset({"text/plain", "text/html", "text/x-patch", "text/x-diff", "text/markdown"})


@dataclass(slots=True)
class _Found:
    """The parts of a message by what becomes of them."""

    bodies: list[Message]
    attached: list[Message]
    enclosed: list[Message]


class Lines:
    """Finds the lines of a decoded text among those of the file, as far as they stand there."""

    def __init__(self, raw: bytes, first: int) -> None:
        self._lines = [line.strip() for line in raw.decode("utf-8", "replace").split("\n")]
        self._where: dict[str, list[int]] = {}
        quoted = iter(_unquoted(raw) if b"=" in raw else ())
        begin, hidden = next(quoted, (-1, ""))
        for at, line in enumerate(self._lines):
            if line:
                self._where.setdefault(line, []).append(at)
            if at == begin:
                if hidden:
                    self._where.setdefault(hidden, []).append(at)
                begin, hidden = next(quoted, (-1, ""))
        self._first = first
        self._at = 0

    def numbered(self, text: str) -> list[tuple[int, str]]:
        """The lines of a text with their numbers; one not found stands where the last one was."""
        found: list[tuple[int, str]] = []
        for line in text.split("\n"):
            places = self._where.get(line.strip(), ()) if line.strip() else ()
            later = next((at for at in places[:200] if at >= self._at), None)
            if later is not None:
                self._at = later
            elif not line.strip() and found and self._at + 1 < len(self._lines):
                self._at += not self._lines[self._at + 1]
            found.append((self._first + self._at, line))
        return found


def _unquoted(raw: bytes) -> Iterator[tuple[int, str]]:
    """Lines as quoted-printable hides them, each with the place of the line where it begins."""
    parts: list[bytes] = []
    for at, line in enumerate(raw.split(b"\n")):
        line = line.rstrip()
        parts.append(line.removesuffix(b"="))
        if line.endswith(b"=") and len(line) <= _MOST_QUOTED and len(parts) <= _MOST_FOLDED:
            continue
        if len(parts) > 1 or b"=" in line:
            whole = quopri.decodestring(b"".join(parts))
            try:
                text = whole.decode()
            except UnicodeDecodeError:
                text = whole.decode("cp1252", "replace")
            yield at - len(parts) + 1, text.strip()
        parts = []


def add_message(
    builder: Builder, message: Message, raw: bytes, first: int, number: int
) -> list[Member]:
    """Append a message whose bytes are `raw` and begin in line `first`; `number` counts from 1.

    Returns the files that are attached to it.
    """
    subject = header(message, "subject")
    lines = Lines(raw, first)
    builder.place(PlaceKind.MESSAGE, number, subject)
    return list(_add(builder, message, lines, subject or "(no subject)", 1))


def _add(
    builder: Builder, message: Message, lines: Lines, subject: str, level: int
) -> Iterator[Member]:
    line = lines.numbered("")[0][0]
    builder.heading([Piece(subject, line)], level)
    shown = [f"{name}: {value}" for name in _SHOWN if (value := header(message, name))]
    if shown:
        builder.add(BlockKind.META, [Piece("\n".join(shown), line)])
    found = _Found([], [], [])
    for part in _parts(message):
        _sort(part, found)
    names_another = bool(header(message, "in-reply-to") or header(message, "references"))
    of = letter(author(message), header(message, "subject"), names_another)
    for part in found.bodies:
        _add_body(builder, part, lines, of)
    for part in found.attached:
        yield from _add_attached(builder, part, lines)
    for part in found.enclosed:
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            subject = header(inner[0], "subject") or "(no subject)"
            if level < 6:
                yield from _add(builder, inner[0], lines, subject, level + 1)


def _parts(message: Message) -> Iterator[Message]:
    """The leaves, of alternatives the plainest that says something."""
    waiting, seen = [(message, 0)], 0
    while waiting and seen < _MOST_PARTS:
        part, depth = waiting.pop(0)
        seen += 1
        kind = part.get_content_type()
        inner = part.get_payload() if part.is_multipart() else None
        if kind == "message/rfc822" or not isinstance(inner, list) or depth >= _DEEPEST:
            yield part
            continue
        parts = [each for each in inner if isinstance(each, Message)]
        if kind == "multipart/alternative":
            parts = _chosen(parts)
        waiting[:0] = [(each, depth + 1) for each in parts]


def _chosen(parts: list[Message]) -> list[Message]:
    for part in parts:
        if part.get_content_type() == "text/plain" and _text(part).strip():
            return [part]
    html = [part for part in parts if part.get_content_type() != "text/plain"]
    return html[-1:] or parts[:1]


def _sort(part: Message, found: _Found) -> None:
    kind = part.get_content_type()
    if kind == "message/rfc822" and part.is_multipart():
        found.enclosed.append(part)
    elif part.is_multipart():
        return
    elif _name(part) or part.get_content_disposition() == "attachment":
        found.attached.append(part)
    elif kind in _TEXTS or kind.startswith("multipart/"):  # whose parts were not found
        found.bodies.append(part)
    elif not kind.startswith(("image/", "application/pgp")):
        found.attached.append(part)


def _add_body(builder: Builder, part: Message, lines: Lines, of: Letter) -> None:
    text = _text(part)
    if part.get_content_type() == "text/html":
        # 10 ms, and only when a message has nothing else
        from qa.documents.loaders.web.html import text_blocks

        first = len(builder.tree.blocks)
        text_blocks(builder, text, lines.numbered("")[0][0])
        attribute(builder, first, of)
    elif text.strip():
        add_body(builder, lines.numbered(text), of)


def _add_attached(builder: Builder, part: Message, lines: Lines) -> Iterator[Member]:
    """Name an attachment. A text without a file name follows; a file is read by itself."""
    name = _name(part)
    line = lines.numbered("")[0][0]
    shown = name or part.get_content_type()
    builder.add(BlockKind.META, [Piece(f"Attachment: {shown}", line)])
    if not name and part.get_content_type() in _TEXTS - {"text/html"}:
        text = _text(part)
        if text.strip() and len(text) <= _MOST_ATTACHED:
            add_body(builder, lines.numbered(text))
    elif not _in_text(part) and (data := _bytes(part)) is not None and len(data) <= MAX_BYTES:
        yield Member(_file_name(name, part), data, listed=False)


def _in_text(part: Message) -> bool:
    """Whether a part is a picture that the text shows, such as a logo, and no file for itself."""
    shown = part.get("content-id") and part.get_content_disposition() != "attachment"
    return bool(shown) and part.get_content_maintype() == "image"


def _file_name(name: str, part: Message) -> str:
    """The name of an attached file, with the suffix of its type where it has none."""
    base = name.replace("\\", "/").rpartition("/")[2] or "attachment"
    if not suffix_of(base):
        import mimetypes  # 2 ms, and few attachments are without a suffix

        base += mimetypes.guess_extension(part.get_content_type(), strict=False) or ""
    return base


def _name(part: Message) -> str:
    try:
        return readable(part.get_filename() or "")
    except (ValueError, TypeError, LookupError, AttributeError):
        return ""


def _bytes(part: Message) -> bytes | None:
    """The bytes of a part, None where they can't be decoded."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, TypeError, LookupError):
        return None
    return content if isinstance(content, bytes) else None


def _text(part: Message) -> str:
    """A part's text; of an unknown encoding as well as it can be guessed."""
    content = _bytes(part)
    if content is None:
        payload = part.get_payload()
        return payload if isinstance(payload, str) else ""
    charset = part.get_param("charset")
    text = ""
    if isinstance(charset, str):
        try:
            text = content.decode(charset.strip("'\" "))
        except (LookupError, ValueError):
            text = ""
    if not text:
        try:
            text = decode(content)
        except DocumentError:
            text = content.decode("utf-8", "replace") if content.strip(b"\0 \r\n\t") else ""
    return text.replace("\r\n", "\n").replace("\r", "\n")
