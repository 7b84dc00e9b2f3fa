"""RTF taken apart: groups, control words, text (Rich Text Format Specification 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# One pass, each byte looked at once.
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?\x20?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|(?P<line>[\r\n]+)"
    r"|(?P<text>[^\\{}\r\n]+)"
    r"|\\",
    re.DOTALL,
)
# Character sets of fonts (\fcharset) as code pages.
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030",
    136: "big5hkscs", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
}  # fmt: skip
_PAGES = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5hkscs", 10000: "mac_roman",
          65001: "utf-8", 1361: "johab"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One of: a control word with its number, bytes of text, "{", "}"."""

    kind: str  # "word", "text", "{", "}"
    value: str = ""
    number: int | None = None
    data: bytes = b""
    line: int = 1


def tokens(data: bytes) -> Iterator[Token]:
    r"""The tokens of a file. What is binary (\bin) is passed over."""
    source = data.decode("latin-1")
    position, line = 0, 1
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            return
        position = match.end()
        if match["word"]:
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin":
                position += max(0, number or 0)
                continue
            yield Token("word", match["word"], number, line=line)
        elif match["hex"]:
            yield Token("text", data=bytes([int(match["hex"], 16)]), line=line)
        elif match["sign"]:
            yield Token("word", match["sign"], line=line)
        elif match["brace"]:
            yield Token(match["brace"], line=line)
        elif match["text"]:
            yield Token("text", "plain", data=match["text"].encode("latin-1"), line=line)
        line += match[0].count("\n")


def charset(number: int) -> str:
    """The codec of a font's character set."""
    return _CHARSETS.get(number, "")


def code_page(number: int) -> str:
    """The codec of a code page."""
    return _PAGES.get(number, f"cp{number}")
