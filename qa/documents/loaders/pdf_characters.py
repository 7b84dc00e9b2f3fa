"""Characters of a PDF as they are printed: ligatures, forms of letters, what nobody sees."""

from __future__ import annotations

import re
import unicodedata

# PDFium marks a hyphen at the end of a line, with which a word goes on in the next, with U+FFFE.
SOFT_HYPHEN = "\ufffe"
# Fonts of TeX that don't say which characters they show give the places of the Cork encoding (T1),
# where Unicode has control characters; a bullet is that of its companion (TS1).
_PLACES = (*range(0x10, 0x17), *range(0x1B, 0x20), 0x88)
_CORK = dict(zip(_PLACES, "“”„«»–—\ufb00\ufb01\ufb02\ufb03\ufb04•", strict=True))
_SHOWN = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st", "\u00ad": "-", "\u2010": "-", "\u2011": "-",
    "\x02": SOFT_HYPHEN, "\u200b": "", "\ufeff": "", "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•",
}  # fmt: skip
_TABLE = str.maketrans({**{chr(code): None for code in (*range(9), *range(14, 32), 127)}, **_SHOWN})
_FORMS = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]")  # of Arabic and Hebrew letters by place
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08]")
_MOST_UNREADABLE = 0.3  # of the characters


def given(text: str) -> str:
    """What PDFium gives, character by character, with those that TeX's fonts mean."""
    return text.translate(_CORK)


def clean(text: str) -> str:
    """A text of the file's own without characters that nobody sees, ligatures as letters."""
    return text.translate(_TABLE)


def printed(word: str) -> str:
    """A word as people would type it; empty where nobody sees it."""
    if word.isascii() and word.isprintable():
        return word
    return _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), clean(word))


def unreadable(text: str) -> bool:
    """Whether fonts that don't say which characters they show leave too little of a text."""
    return len(_UNREADABLE.findall(text)) > _MOST_UNREADABLE * len(text)
