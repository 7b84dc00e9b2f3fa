"""Bytes to text: every character is kept, line ends included; only a byte order mark is dropped."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

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
_NUL_SHARE = 0.05  # NULs that a text of any encoding may hold; they are shown, never acted on
_STRAY_SHARE = 0.2  # and one that is UTF-8
_WESTERN_SHARE = 0.03  # high bytes in an English or German page
_WESTERN_MOST = 0.2  # in a French or Portuguese one, if they are such letters as those have
_ODD_SHARE = 0.05  # of them that may be others
_UNLIKELY = ["mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_roman", "mac_turkish"]
_MOST_BROKEN = 100  # sound characters for each broken one of UTF-16
_PAIRS = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_HIGH = re.compile(r"[^\x00-\x7f]")
_WESTERN_LETTERS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøœùúûüßÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜ")
_LONE_LETTERS = frozenset("àáâéèêíóòôúùÀÁÉÈÓÔ")  # that are words
_RARE_LETTERS = frozenset("ÒÓÔÕ")  # of Windows-1252, where Mac Roman has quotation marks
_WESTERN_MARKS = frozenset("‘’‚“”„«»‹›–—…•·¡¿§©®™°£€¢¥\u00a0ªº†‡´¨¶±")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_DETECTION_BYTES = 64 << 10  # enough to recognise an encoding; more only costs time
_REPAIR_RATIO = 4  # sound UTF-8 characters for each broken one, to be believed as UTF-8


def decode(data: bytes) -> str:
    """Text of a file's bytes. Raises DocumentError for binary, empty and undecipherable data."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise DocumentError(f"Not text: this is {kind}.")
    found = _decode(data)
    text, guessed = found.text, found.guessed
    if not text or text.isspace():
        raise DocumentError(
            "The file is empty." if not text else "The file holds only white space."
        )
    share = len(_CONTROL.findall(text)) / len(text)
    if share > (_GUESSED_CONTROL_SHARE if guessed else _CONTROL_SHARE):
        raise DocumentError(f"Not text: {share:.0%} of it are control characters.")
    return text


def encoding_doubt(data: bytes) -> str:
    """The name of the encoding that `decode` takes for these bytes where others are possible.

    Empty where the bytes themselves say it: a mark, valid UTF-8, the escapes of ISO 2022.
    """
    if b"\x00" not in data and (data.isascii() or _strictly(data, "utf-8") is not None):
        return ""
    return _decode(data).doubt


@dataclass(frozen=True, slots=True)
class _Decoded:
    text: str
    guessed: bool = False  # text of another kind could look like this
    doubt: str = ""  # the encoding, where people may know better


def _decode(data: bytes) -> _Decoded:
    """Find the text, and how sure it is."""
    for mark, encoding in _BOMS:
        body = data[len(mark) :]
        if data.startswith(mark) and _plausible_mark(body, encoding):
            if (text := _strictly(body, encoding)) is not None:
                return _Decoded(text)
            if encoding.startswith("utf-16") and (text := _half_pairs(body, encoding)) is not None:
                return _Decoded(text, doubt=f"{encoding[:6].upper()} with broken characters")
    if b"\x00" in data:
        if (text := _with_stray_nuls(data)) is not None:
            return _Decoded(text, doubt="UTF-8 with NUL bytes")
        if (text := _wide(data)) is not None:
            return _Decoded(text, guessed=True)
    if data.count(0) > _NUL_SHARE * len(data):
        raise DocumentError("Not text: it holds NUL bytes and is neither UTF-16 nor UTF-32.")
    for sign, encoding in _ESCAPES:
        if sign in data and data.isascii():
            text = _strictly(data, encoding)
            if text is not None:
                return _Decoded(text)
    text = _strictly(data, "utf-8")
    if text is not None:
        return _Decoded(text)
    text = _mended(data)
    if text is not None:
        broken = text.count("\ufffd")
        return _Decoded(text, True, "UTF-8 with broken characters" if broken else "CESU-8")
    text, encoding = _guess(data)
    return _Decoded(text, True, encoding)


def _half_pairs(data: bytes, encoding: str) -> str | None:
    """UTF-16 with a few halves of pairs without the other, which become U+FFFD."""
    text = data.decode(encoding, "replace")
    return text if text.count("\ufffd") * _MOST_BROKEN <= len(text) else None


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


def _with_stray_nuls(data: bytes) -> str | None:
    """UTF-8 in which NULs stand here and there; None for anything else.

    UTF-16 and UTF-32 have one at every other byte where their text is ASCII, and where it is not
    they are no UTF-8, or full of other control characters.
    """
    if data.count(0) > _STRAY_SHARE * len(data):
        return None
    text = _strictly(data, "utf-8")
    if text is None:
        return None
    others = len(_CONTROL.findall(text)) - text.count("\x00")
    return text if others <= _GUESSED_CONTROL_SHARE * len(text) else None


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
    # Pairs of surrogates, each half written like a character of its own, are CESU-8.
    paired = _PAIRS.sub(_joined, data) if b"\xed" in data else data
    text = paired.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for char in text if char > "\x7f") - broken
    return text if sound >= _REPAIR_RATIO * broken else None


def _joined(pair: re.Match[bytes]) -> bytes:
    halves = pair[0].decode("utf-8", "surrogatepass")
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()


def _guess(data: bytes) -> tuple[str, str]:
    """The text, and the name of the encoding it is most likely in."""
    tried = ["UTF-8", "UTF-16", "UTF-32"]
    share = _western_share(data)
    if share <= _WESTERN_MOST:
        found = _western(data)
        # With few high bytes it is Western in any case: English with three curly quotes.
        if found and (share <= _WESTERN_SHARE or _odd(found[0]) <= _ODD_SHARE * share * len(data)):
            return found
        tried.append("Windows-1252")
    # 28 ms, and only for files that are not UTF-8
    from charset_normalizer import from_bytes

    best = from_bytes(_sample(data), cp_exclusion=_UNLIKELY).best()
    if best is not None:
        text = _strictly(data, best.encoding)
        if text is not None:
            return text, _shown(best.encoding)
        tried.append(best.encoding)
    raise DocumentError(f"Its encoding is unknown; tried {', '.join(tried)}.")


def _western(data: bytes) -> tuple[str, str] | None:
    """Windows-1252, or Mac Roman where that makes letters of what would be odd signs in words."""
    windows, mac = _strictly(data, "cp1252"), _strictly(data, "mac_roman")
    if windows is not None and (mac is None or _odd(windows) <= _odd(mac)):
        return windows, "Windows-1252"
    return (mac, "Mac Roman") if mac is not None else None


def _odd(text: str) -> int:
    """How many characters stand where Western text has none like them.

    Inside of words are letters (and the apostrophe) that Western languages have; at their edges
    punctuation may stand, but none that is a sign of mathematics or a letter of Eastern Europe.
    """
    count = 0
    for match in _HIGH.finditer(text):
        char, at = match[0], match.start()
        before = text[at - 1 : at].isalpha()
        after = text[at + 1 : at + 2].isalpha()
        if char in _WESTERN_LETTERS:
            # "aÉ": a capital after a small letter; "Ò" for a quotation mark stands alone.
            lone = not (before or after or char in _LONE_LETTERS)
            count += lone or (char.isupper() and text[at - 1 : at].islower())
            count += char in _RARE_LETTERS
        elif char in _WESTERN_MARKS:
            count += before and after and char not in "’—–-"
        else:
            count += 2
    return count


def _shown(encoding: str) -> str:
    """The name of a codec as people write it: cp1253 is Windows-1253, iso8859_7 ISO-8859-7."""
    name = encoding.replace("_", "-")
    if match := re.fullmatch(r"cp(125\d)", name):
        return f"Windows-{match[1]}"
    return re.sub(r"\Aiso8859-", "ISO-8859-", name) if name.startswith("iso") else name.upper()


def _western_share(data: bytes) -> float:
    """The share of high bytes where they stand as in Western European text, else 1.

    That is one or two among ASCII. Detectors do badly on a page of English with three curly
    quotes, the commonest case of all.
    """
    runs = [len(run) for run in _HIGH_RUNS.findall(data)]
    return sum(runs) / len(data) if max(runs, default=0) <= 2 else 1.0


def _sample(data: bytes) -> bytes:
    """Take the beginning of the data, cut after a line so as not to cut a character."""
    if len(data) <= _DETECTION_BYTES:
        return data
    end = data.rfind(b"\n", 0, _DETECTION_BYTES)
    return data[: end + 1] if end > 0 else data[:_DETECTION_BYTES]
