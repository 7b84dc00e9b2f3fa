"""RTF: paragraphs with their headings, lists, tables and notes.

striprtf was looked at: it gives the text alone, without headings, lists and lines.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace

from qa.datatypes import Document
from qa.documents.loaders.line_rules import words
from qa.documents.loaders.office.finishing import document
from qa.documents.loaders.office.rtf_blocks import Blocks, Shape
from qa.documents.loaders.office.rtf_tokens import Token, charset, code_page, tokens
from qa.errors import DocumentError

_SKIPPED = frozenset(
    words(
        "colortbl pict header headerl headerr headerf footer footerl footerr footerf themedata "
        "datastore listtable listoverridetable rsidtbl generator xmlnstbl fldinst nonshppict "
        "bkmkstart bkmkend annotation atnid atnauthor atndate atnref atntime atrfstart atrfend "
        "objdata objclass filetbl revtbl latentstyles mmathPr pgptbl wgrffmtfilter sp sn sv "
        "template operator company category keywords comment doccomm hlinkbase userprops ftnsep "
        "ftnsepc aftnsep aftnsepc ftncn aftncn background do shpgrp private passwordhash "
        "factoidname"
    )
)
_READ = frozenset({"shptxt", "footnote", "listtext", "pntext", "shp", "shpinst", "ud", "upr"})
_SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "tab": "\t", "line": "\n", "lbr": "\n", "~": "\u00a0",
    "_": "-", "emspace": " ", "enspace": " ", "qmspace": " ", "softline": "\n",
    "\\": "\\", "{": "{", "}": "}",
}  # fmt: skip
_ENDS = frozenset({"par", "sect", "page", "softpage", "column", "\n", "\r"})
_MOST_GROUPS = 2_000  # within each other


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group."""

    target: str = ""  # where text goes: "" for the document, "-" for nowhere
    codec: str = ""
    bold: bool = False
    hidden: bool = False
    size: int = 24  # of the font, in half points
    skip: int = 1  # characters that stand for one in Unicode, for old readers


def load(data: bytes, source: str) -> Document:
    """Make a document of an RTF file. Raises DocumentError if it is none or holds no text."""
    data = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not data:
        raise DocumentError("The file is empty.")
    if not data.startswith(b"{\\rtf"):
        raise DocumentError("Not an RTF file: it does not begin like one.")
    reader = _Rtf()
    for token in tokens(data):
        reader.token(token)
    reader.end()
    return document(reader.blocks.builder, source, reader.info("author"), lines=True)


class _Rtf:
    def __init__(self) -> None:
        self.blocks = Blocks()
        self._state = _State()
        self._stack: list[_State] = []
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0  # that is being described
        self._style = 0
        self._texts: dict[str, list[str]] = {}
        self._raw = bytearray()  # bytes waiting for those that make a character with them
        self._half = 0  # the first of two halves of a character
        self._left = 0  # characters still to be passed over after one in Unicode
        self._opened = False  # whether a group has just begun
        self._star = False

    def info(self, name: str) -> str:
        """A value from the description of the file."""
        return " ".join("".join(self._texts.get(name, ())).split())

    def token(self, token: Token) -> None:
        """Deal with one token."""
        if token.kind == "{":
            self._flush()
            if len(self._stack) < _MOST_GROUPS:
                self._stack.append(self._state)
            self._opened, self._star = True, False
            return
        if token.kind == "}":
            self._flush()
            if self._stack:
                self._leave(self._stack.pop())
        elif token.kind == "text":
            self._text(token)
        else:
            self._word(token)
        if token.value != "*":
            self._opened = False

    def end(self) -> None:
        """Append what is left."""
        self._flush()
        self.blocks.finish()

    def _leave(self, state: _State) -> None:
        target = self._state.target
        if target == "styles" and state.target == "styles":
            self.blocks.styles[self._style] = self.info("styles").rstrip(";")
            self._texts.pop("styles", None)
            self._style = 0
        elif target == "note" and state.target != "note":
            text = self.info("note")
            self._texts.pop("note", None)
            if text:
                self.blocks.note(text)
        self._state = state

    # --- text

    def _text(self, token: Token) -> None:
        data = token.data
        if self._left:
            gone = min(self._left, len(data))
            self._left -= gone
            data = data[gone:]
        if data and self._state.target != "-" and not self._state.hidden:
            if not self._raw:
                self.blocks.begin(token.line)
            self._raw += data

    def _flush(self) -> None:
        if self._raw:
            codec = self._state.codec or self._page
            try:
                text = self._raw.decode(codec, "replace")
            except LookupError:
                text = self._raw.decode("cp1252", "replace")
            self._raw.clear()
            self._add(text)

    def _add(self, text: str) -> None:
        state = self._state
        if state.target == "-" or state.hidden:
            return
        if self._half:  # without the other
            self._half, text = 0, f"\ufffd{text}"
        if state.target == "":
            self.blocks.add(text, state.bold, state.size)
        elif state.target == "mark":
            self.blocks.mark(text)
        else:
            self._texts.setdefault(state.target, []).append(text)

    # --- control words

    def _word(self, token: Token) -> None:
        name, number = token.value, token.number
        if name == "u" and number is not None:
            self._unicode(number, token.line)
            return
        self._flush()
        self._left = 0
        if name == "*":
            self._star = self._opened
        elif self._opened and self._destination(name):
            pass
        elif name in _SIGNS:
            self.blocks.begin(token.line)
            self._add(_SIGNS[name])
        elif name in _ENDS or name in ("cell", "nestcell", "row", "nestrow"):
            if self._state.target == "":
                self.blocks.end(name)
            else:
                self._add(" ")
        elif name in ("b", "v", "plain"):
            on = number != 0
            self._state = replace(
                self._state,
                bold=on if name == "b" else self._state.bold and name != "plain",
                hidden=on if name == "v" else self._state.hidden and name != "plain",
            )
        elif name == "fs":
            self._state = replace(self._state, size=number or 24)
        elif name == "uc":
            self._state = replace(self._state, skip=max(0, min(number or 0, 10)))
        elif name in ("ansicpg", "mac", "pc", "pca"):
            self._set_page(name, number)
        elif name in ("f", "fcharset"):
            self._set_font(name, number or 0)
        else:
            self._shape(name, number)

    def _unicode(self, number: int, line: int) -> None:
        self._flush()
        self.blocks.begin(line)
        number %= 65_536
        if 0xD800 <= number < 0xDC00:  # the first half of a pair
            if self._half:
                self._add("")
            self._half = number
        elif 0xDC00 <= number < 0xE000 and self._half:
            half, self._half = self._half - 0xD800, 0
            self._add(chr(0x10000 + (half << 10) + number - 0xDC00))
        else:
            self._add("\ufffd" if 0xDC00 <= number < 0xE000 else chr(number))
        self._left = self._state.skip

    def _destination(self, name: str) -> bool:
        """Whether a control word at the beginning of a group says where its text goes."""
        state = self._state
        inside = state.target
        if name in ("fonttbl", "stylesheet", "info") and inside != "-":
            target = {"fonttbl": "fonts", "stylesheet": "styles", "info": "-info"}[name]
        elif inside == "-info":
            target = name if name in ("title", "author", "subject") else "-"
        elif name in ("listtext", "pntext"):
            target = "mark" if inside in ("", "mark") else inside
        elif name == "footnote":
            target = "note" if inside in ("", "note") else inside
        elif name in _SKIPPED or (
            self._star and name not in _READ and not (inside == "styles" and name in ("cs", "ts"))
        ):
            target = "-"
        else:
            return False
        self._state = replace(state, target=target)
        if target == "styles":
            self._style = 0
        return True

    def _set_page(self, name: str, number: int | None) -> None:
        page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(name, code_page(number or 0))
        try:
            codecs.lookup(page)
        except LookupError:
            return
        self._page = page

    def _set_font(self, name: str, number: int) -> None:
        if self._state.target == "fonts":
            if name == "f":
                self._font = number
            elif codec := charset(number):
                self._fonts[self._font] = codec
        elif name == "f":
            self._state = replace(self._state, codec=self._fonts.get(number, ""))

    def _shape(self, name: str, number: int | None) -> None:
        """What says of a paragraph what it is."""
        if self._state.target == "styles":
            if name in ("s", "cs", "ds", "ts"):
                self._style = number or 0
            return
        shape = self.blocks.shape
        if name == "pard":
            self.blocks.shape = Shape()
        elif name == "s":
            shape.style = number or 0
        elif name == "outlinelevel":
            shape.outline = number or 0
        elif name == "intbl":
            shape.table = True
        elif name == "ilvl":
            shape.depth = max(0, min(number or 0, 8))
        elif name == "ls":
            shape.listed = True
