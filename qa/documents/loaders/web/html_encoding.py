"""The text of a page's bytes, by its mark, by UTF-8, by what the page says, else by a guess."""

from __future__ import annotations

import codecs
import re

from qa.documents.loaders.encoding_detection import decode

_HEAD = 4_096  # bytes in which the page may name its encoding (HTML: 1,024, which many exceed)
_DECLARED = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})|encoding=["']([\w.:-]{2,40})""", re.I
)
# What browsers read for these names (https://encoding.spec.whatwg.org/#names-and-labels).
_BROWSERS = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "tis-620": "cp874", "iso-8859-11": "cp874",
    "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
    "windows-874": "cp874", "big5": "big5hkscs",
}  # fmt: skip
_MOST_WRONG = 0.02  # share of characters that may be undecodable in the encoding that is named


def page_text(data: bytes, named: str = "") -> str:
    """Decode a page; `named` is the encoding that came with it. DocumentError as `decode`."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if not text.isascii() and "\0" not in text:
            return text
    match = _DECLARED.search(data, 0, _HEAD)
    declared = (match[1] or match[2]).decode("ascii") if match else ""
    for name in (named, declared):
        if name and (found := _in(data, name)):
            return found
    return decode(data)


def _in(data: bytes, name: str) -> str | None:
    """The text in an encoding that is a superset of ASCII, if nearly all of it is sound."""
    name = name.strip().lower()
    name = _BROWSERS.get(name, name.removeprefix("x-"))
    try:
        if "utf16" in (plain := codecs.lookup(name).name.replace("-", "")) or "utf32" in plain:
            return None
        text = data.decode(name, "replace")
    except (LookupError, ValueError, TypeError):
        return None
    if not isinstance(text, str) or text.count("\ufffd") > _MOST_WRONG * len(text) or "\0" in text:
        return None
    return text
