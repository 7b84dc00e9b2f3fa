"""What a file is by its content: its suffix may be wrong, or another format's.

Only the first bytes are looked at, and the names in a zip archive's directory; nothing is unpacked.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Container, Iterator

from qa.documents.loaders.text_markup import LOOKED_AT, markup_of
from qa.errors import DocumentError

# Formats of one program whose suffixes hold anything: such a file is what its content says.
BY_CONTENT = frozenset({".doc", ".dot", ".xls", ".ppt"})
_SHEETS = frozenset({".xls", ".csv", ".tsv", ".tab"})
# In these a page or a PDF may be what was saved or downloaded under a wrong name.
_TEXT = frozenset({".txt", ".text", ".csv", ".tsv", ".tab", ".json", ".xml"}) | BY_CONTENT
_PAGES = frozenset({".html", ".htm", ".xhtml", ".mht", ".mhtml"})
_ZIPS = frozenset({".docx", ".docm", ".pptx", ".xlsx", ".xlsm", ".odt", ".ods", ".odp", ".epub"})
_BINARY = _ZIPS | {".pdf"}

_PDF_BEFORE = 1024  # bytes that may stand before the mark of a PDF
_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_MHTML = re.compile(
    rb"(?:[\w-]+:[^\n]{0,998}\r?\n(?:[ \t][^\n]{0,998}\r?\n){0,20}){0,40}?"
    rb"content-type:\s*multipart/related",
    re.IGNORECASE,
)
_MBOX = re.compile(rb"From \S{1,300} [^\n]{0,200}\r?\n[!-9;-~]{1,80}:")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]|^\d+ \d+ obj\b|%PDF-", re.M)
_MIME_TYPES = {
    b"application/epub+zip": ".epub",
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
}
_FOLDERS = ((b"word/", ".docx"), (b"ppt/", ".pptx"), (b"xl/", ".xlsx"))
_MOST_ENTRIES = 2_000  # of a zip archive that are looked at
_END_RECORD, _ENTRY = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L")

OLD_OFFICE = "An old Office file; save it as .docx, .xlsx, .pptx or PDF to have it indexed."
PROTECTED = "Protected by a password."


def recognised(data: bytes, suffix: str, known: Container[str]) -> str:
    """The suffix of the format that these bytes are, of those that are `known`.

    `suffix` is the file's own, in lower case; it stays where the content says nothing else. Raises
    DocumentError for an Office file that no loader reads.
    """
    found = _by_content(data, suffix)
    if found in known:
        return found
    if suffix in BY_CONTENT:
        raise DocumentError(OLD_OFFICE)
    return suffix


def _by_content(data: bytes, suffix: str) -> str:
    if data.startswith(_OLE) and suffix in BY_CONTENT | _BINARY:
        raise DocumentError(PROTECTED if _ENCRYPTED in data else OLD_OFFICE)
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data, suffix)
    head = data[:_HEAD]
    if head.startswith(b"{\\rtf"):
        return ".rtf"
    if head.startswith(b"%PDF-") or (
        suffix in _BINARY and b"%PDF-" in data[:_PDF_BEFORE] and suffix not in _ZIPS
    ):
        return ".pdf"
    if suffix in _TEXT | _BINARY | _PAGES:
        if _MHTML.match(head):
            return ".mhtml"
        if suffix not in _PAGES and _HTML.match(head):
            return ".html"
    if suffix == ".txt" and head.removeprefix(codecs.BOM_UTF8).startswith(b"#separator:"):
        return ".csv"  # flash cards of Anki
    if suffix in (".txt", ".text") and (markup := markup_of(data[:LOOKED_AT])):
        return markup
    if suffix == ".eml" and _MBOX.match(head):
        return ".mbox"
    if suffix in BY_CONTENT:
        return ".tsv" if suffix in _SHEETS else ".txt"
    if suffix in _BINARY | {".rtf"} and _is_text(head):
        return ".txt"
    return suffix


def _is_text(head: bytes) -> bool:
    """Whether a file begins as text, and not as the inside of a PDF whose head is lost."""
    decoder = codecs.getincrementaldecoder("utf-8")()  # the last character may be cut
    try:
        text = decoder.decode(head)
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not _NO_TEXT.search(text)


def _in_zip(data: bytes, suffix: str) -> str:
    """The format of an archive by what its directory names."""
    (length,) = struct.unpack_from("<H", data, 26) if len(data) > 30 else (0,)
    if data[30 : 30 + length] == b"mimetype":
        for mime, format_suffix in _MIME_TYPES.items():
            if data[30 + length : 30 + length + 100].startswith(mime) or mime in data[:200]:
                return format_suffix
    office = False
    for name in _names(data):
        office = office or name == b"[Content_Types].xml"
        if name == b"META-INF/container.xml" and suffix not in _ZIPS:
            return ".epub"
        for folder, format_suffix in _FOLDERS:
            if office and name.startswith(folder):
                return format_suffix
    return suffix


def _names(data: bytes) -> Iterator[bytes]:
    """The names in an archive's directory, as far as they can be read."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - (1 << 16) - _END_RECORD.size))
    if at < 0 or at + _END_RECORD.size > len(data):
        return
    *_, offset, _ = _END_RECORD.unpack_from(data, at)
    for _ in range(_MOST_ENTRIES):
        if offset + _ENTRY.size > len(data):
            return
        mark, *fields = _ENTRY.unpack_from(data, offset)
        if mark != b"PK\x01\x02":
            return
        name, extra, comment = fields[9:12]
        yield data[offset + _ENTRY.size : offset + _ENTRY.size + name]
        offset += _ENTRY.size + name + extra + comment
