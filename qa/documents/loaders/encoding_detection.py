"""Bytes to text: every character is kept, line ends included; only a byte order mark is dropped."""

from __future__ import annotations

import codecs
import re

from qa.errors import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive (or an office file)"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office file"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x89PNG\r\n", "a picture"),
    (b"GIF87a", "a picture"),
    (b"GIF89a", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x7fELF", "a program"),
    (b"OggS\x00", "a recording"),
    (b"ID3\x03", "a recording"),
)
_ESCAPES = (  # encodings that are ASCII with escape sequences
    (b"\x1b$B", "iso2022_jp"),
    (b"\x1b$@", "iso2022_jp"),
    (b"\x1b$)C", "iso2022_kr"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.3  # of the characters of a text that says its encoding
_GUESSED_CONTROL_SHARE = 0.02  # where the encoding is only guessed: text has next to none
_NUL_SHARE = 0.05  # stray NULs that a text may hold; they are shown, never acted on
_WESTERN_SHARE = 0.03  # high bytes in an English or German page
_UNLIKELY = ["mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_roman", "mac_turkish"]
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_DETECTION_BYTES = 64 << 10  # enough to recognise an encoding; more only costs time
_REPAIR_RATIO = 4  # sound UTF-8 characters for each broken one, to be believed as UTF-8


def decode(data: bytes) -> str:
    """Text of a file's bytes. Raises DocumentError for binary, empty and undecipherable data."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise DocumentError(f"Not text: this is {kind}.")
    text, guessed = _decode(data)
    if not text or text.isspace():
        raise DocumentError(
            "The file is empty." if not text else "The file holds only white space."
        )
    share = len(_CONTROL.findall(text)) / len(text)
    if share > (_GUESSED_CONTROL_SHARE if guessed else _CONTROL_SHARE):
        raise DocumentError(f"Not text: {share:.0%} of it are control characters.")
    return text


def _decode(data: bytes) -> tuple[str, bool]:
    """Find the text, and whether its encoding was guessed."""
    for mark, encoding in _BOMS:
        if data.startswith(mark) and _plausible_mark(data[len(mark) :], encoding):
            text = _strictly(data[len(mark) :], encoding)
            if text is not None:
                return text, False
    if b"\x00" in data and (text := _wide(data)) is not None:
        return text, True
    if data.count(0) > _NUL_SHARE * len(data):
        raise DocumentError("Not text: it holds NUL bytes and is neither UTF-16 nor UTF-32.")
    for sign, encoding in _ESCAPES:
        if sign in data and data.isascii():
            text = _strictly(data, encoding)
            if text is not None:
                return text, False
    text = _strictly(data, "utf-8")
    if text is not None:
        return text, False
    text = _mended(data)
    if text is not None:
        return text, True
    return _guess(data), True


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _plausible_mark(body: bytes, encoding: str) -> bool:
    """Return false for plain ASCII behind what looks like a UTF-16 mark."""
    if not encoding.startswith("utf-16") or not body:
        return True
    printable = sum(body.count(byte) for byte in range(0x20, 0x7F))
    return printable < 0.9 * len(body)


def _wide(data: bytes) -> str | None:
    """Text in UTF-16 or UTF-32 without a mark, known by where its NUL bytes stand."""
    candidates: list[str] = []
    if len(data) % 4 == 0:
        candidates += ["utf-32-le", "utf-32-be"]
    if len(data) % 2 == 0:
        even, odd = data[0::2].count(0), data[1::2].count(0)
        if max(even, odd) > _NUL_SHARE * len(data):
            candidates.append("utf-16-le" if odd >= even else "utf-16-be")
    for encoding in candidates:
        text = _strictly(data, encoding)
        if text and "\x00" not in text:
            return text
    return None


def _mended(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, which become U+FFFD; None if it looks like something else."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for char in text if char > "\x7f") - broken
    return text if sound >= _REPAIR_RATIO * broken else None


def _guess(data: bytes) -> str:
    tried = ["UTF-8", "UTF-16", "UTF-32"]
    if _looks_western(data):
        text = _strictly(data, "cp1252")
        if text is not None:
            return text
        tried.append("Windows-1252")
    # 28 ms, and only for files that are not UTF-8
    from charset_normalizer import from_bytes

    best = from_bytes(_sample(data), cp_exclusion=_UNLIKELY).best()
    if best is not None:
        text = _strictly(data, best.encoding)
        if text is not None:
            return text
        tried.append(best.encoding)
    raise DocumentError(f"Its encoding is unknown; tried {', '.join(tried)}.")


def _looks_western(data: bytes) -> bool:
    """Mostly ASCII with single high bytes among it, as in Western European text.

    Detectors do badly on a page of English with three curly quotes, the commonest case of all.
    """
    high = sum(len(run) for run in _HIGH_RUNS.findall(data))
    long = sum(1 for run in _HIGH_RUNS.findall(data) if len(run) > 2)
    return high <= _WESTERN_SHARE * len(data) and long == 0


def _sample(data: bytes) -> bytes:
    """Take the beginning of the data, cut after a line so as not to cut a character."""
    if len(data) <= _DETECTION_BYTES:
        return data
    end = data.rfind(b"\n", 0, _DETECTION_BYTES)
    return data[: end + 1] if end > 0 else data[:_DETECTION_BYTES]
