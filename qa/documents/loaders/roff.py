"""Lines of roff, in which manual pages are written: macros with their words, text, escapes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.documents.loaders.line_markup import Numbered

_CHARACTERS = {
    "bu": "•", "em": "—", "en": "–", "hy": "-", "aq": "'", "dq": '"', "lq": "“", "rq": "”",
    "oq": "‘", "cq": "’", "Aq": "'", "co": "©", "rg": "®", "tm": "™", "Tm": "™", "->": "→",
    "<-": "←", "+-": "±", "mu": "×", "de": "°", "ti": "~", "ha": "^", "rs": "\\", "sl": "/",
    "ga": "`", "<=": "≤", ">=": "≥", "!=": "≠", "Bq": "„", "or": "|", "ba": "|", "lB": "[",
    "rB": "]", "lC": "{", "rC": "}", "la": "<", "ra": ">", "at": "@", "sh": "#", "Do": "$",
    "Eu": "€", "ss": "ß", ":a": "ä", ":o": "ö", ":u": "ü", ":A": "Ä", ":O": "Ö", ":U": "Ü",
    "'e": "é", "`e": "è", "'a": "á", "R": "®",
}  # fmt: skip
_SINGLE = {"e": "\\", "-": "-", " ": " ", "~": " ", "0": " ", "'": "'", "`": "`", ".": ".",
           "t": " ", "\\": "\\"}  # fmt: skip
_ESCAPE = re.compile(
    r"\\(?:[*]?\((?P<two>..)|[*]?\[(?P<long>[^\]\n]{1,40})\]"  # \(bu, \*(Aq, \[bu]
    r"|[fFmMkgnVYr](?:\(..|\[[^\]\n]{0,40}\]|[^(\[\n])"  # fonts, colours, registers
    r"|s[-+]?(?:\(\d\d|\[[^\]\n]{0,9}\]|'[^'\n]{0,9}'|\d)"  # sizes
    r"|[hvwblLoxXDSHNCRZ]'[^'\n]{0,80}'"  # movements and drawings
    r"|\*(?P<one>.)|(?P<single>.))?"
)
_CODED = re.compile(r"u([0-9A-F]{4,6})\Z")
_MACRO = re.compile(r"[.'][ \t]*(?P<name>[A-Za-z]\w{0,20}|\\\}|\.)(?P<rest>(?:[ \t\\].*)?)\Z")
_WORD = re.compile(r'[ \t]*(?:"((?:[^"]|"")*)"?|((?:\\.|[^ \t\\])+))')
_COMMENT = re.compile(r'(?<!\\)\\["#].*')
_CONDITIONS = frozenset({"if", "ie", "el"})
_MOST_CONDITIONS = 8  # in a line
_CONDITION = re.compile(r"[ \t]*(?P<test>!?\S+)[ \t]*(?P<rest>.*)\Z", re.DOTALL)
_BODIES = frozenset({"de", "de1", "dei", "am", "ig"})  # definitions: up to a line ".."


@dataclass(frozen=True, slots=True)
class Request:
    """A line: a macro with its words, of which some stood in quotes, or text without a macro."""

    number: int
    macro: str  # "" for text
    text: str  # as it is seen
    words: tuple[str, ...] = ()
    quoted: frozenset[int] = frozenset()

    @property
    def line(self) -> Numbered:
        """The text with its number."""
        return self.number, self.text


def seen(text: str) -> str:
    """A text without escapes."""
    return _ESCAPE.sub(_shown, text) if "\\" in text else text


def _shown(match: re.Match[str]) -> str:
    name = match["two"] or match["long"] or match["one"]
    if name and (code := _CODED.match(name)):
        number = int(code[1], 16)
        return chr(number) if number < sys.maxunicode and chr(number).isprintable() else ""
    if name:
        return _CHARACTERS.get(name, "")
    return _SINGLE.get(match["single"] or "", "")


def requests(lines: Sequence[Numbered]) -> Iterator[Request]:
    """What the lines ask for, without definitions and what is for a printer alone."""
    at = 0
    while at < len(lines):
        number, line = lines[at]
        at += 1
        line = _COMMENT.sub("", line)
        match = _MACRO.match(line)
        for _ in range(_MOST_CONDITIONS):
            if match is None or match["name"] not in _CONDITIONS:
                break
            taken = None if match["name"] == "el" else _CONDITION.match(match["rest"])
            line = taken["rest"] if taken else match["rest"]
            if taken is None or taken["test"] != "n":  # not for a terminal
                at = _behind(lines, at, line)
                line = "."
            elif line.startswith("\\{"):  # its end is a line that asks for nothing
                line = "."
            match = _MACRO.match(line)
        if match is None:
            if line[:1] not in (".", "'"):
                yield Request(number, "", seen(line))
        elif match["name"] in _BODIES:
            while at < len(lines) and lines[at][1].rstrip() not in ("..", "'.."):
                at += 1
            at += 1
        elif match["name"][0].isalpha():
            words, quoted = _words(match["rest"])
            yield Request(number, match["name"], " ".join(words), words, quoted)


def _behind(lines: Sequence[Numbered], at: int, body: str) -> int:
    """The place behind a conditional part, whose first line ends with `body`."""
    depth = body.count("\\{") - body.count("\\}")
    while depth > 0 and at < len(lines):
        depth += lines[at][1].count("\\{") - lines[at][1].count("\\}")
        at += 1
    return at


def _words(rest: str) -> tuple[tuple[str, ...], frozenset[int]]:
    """The words behind a macro, as they are seen, and the places of those in quotes."""
    words: list[str] = []
    quoted: set[int] = set()
    for match in _WORD.finditer(rest):
        if match[2] is None:
            quoted.add(len(words))
        words.append(seen((match[1] or "").replace('""', '"') if match[2] is None else match[2]))
    return tuple(words), frozenset(quoted)
