"""Text as the lexical index reads it: one spelling for what people take for the same letters.

Composed and decomposed accents, ligatures, full-width and mathematical letters, invisible
characters, vowel marks, and ways to write a number come out alike; versions, dates and `C++` stay
one word each; Chinese, Japanese, Korean and Thai, which have no spaces between words or endings
that hang on them, become overlapping pairs of letters. Only terms are made of folded text: quotes
and offsets are those of the document.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_TERM = 40  # characters; longer words are indexed by their beginning and a hash
_PREFIX = 16  # characters of a long word that stay, the rest is 16 hex digits of its hash

# Letters that no language writes in a word stand for punctuation that belongs to it, so that the
# tokenizer, which splits at everything that is neither letter nor digit, leaves it whole.
_INNER = str.maketrans({".": "ǀ", ":": "ǁ", "/": "ǂ", "-": "ǃ", "+": "ʘ", "#": "ʭ"})
_OUTER = {inner: chr(outer) for outer, inner in _INNER.items()}
_BACK = str.maketrans(_OUTER)

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7af"  # Hangul
)
_RUN = f"[{UNSPACED}]+"
# Marks and invisible characters within a word, which `\w` leaves out, most of them.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f\u1780-\u17d3"
    "\u1dc0-\u1dff\u3099\u309a\ufe00-\ufe0f\u00ad\u200b-\u200d\u2060\ufeff"
)
_KEPT_MARKS = frozenset({"\u3099", "\u309a"})  # they make another kana
_ALIKE = {
    "ς": "σ", "ß": "ss", "ẞ": "SS", "ı": "i", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "œ": "oe", "Œ": "OE", "⁄": "/", "ى": "ي", "ة": "ه",
}  # fmt: skip

# Compiled when a text needs them (`re` keeps them), which most don't: 2 ms of a cold start.
_DAY = r"(?<![\d-])(\d{4})-(\d\d?)-(\d\d?)(?![\d-])"
_SHARP = r"(?<![^\W_])([A-Za-z])(\+\+|#)(?!\w)"
_ENGLISH = r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)"
_GERMAN = r"(?<![\w.,])(?:(\d{1,3}(?:\.\d{3})+),(\d{1,2})|(\d+),(\d\d))(?![\d,]|\.\d)"
_LONG = rf"[^\W_]{{{MAX_TERM + 1},}}"
_INNER_NUMBER = re.compile(r"\d([./:,-])(?=\d)")
_OTHER = re.compile(r"[^\x00-\x7f]")
_FEW = 12  # characters that are replaced one after the other
_VERSION = r"\b[vV](?=\d+[.]\d)"
_MARK_INSIDE = r"[./:](?<=\d.)(?=\d)"
# What the slower ones above can't do without.
_THOUSANDS = re.compile(r",\d{3}")
_DECIMALS = re.compile(r",\d{1,2}(?!\d)")
_NUMBERED = re.compile(r"[vV](?=\d)")


class _Letters(dict[int, str]):
    """What each character becomes, found out when it first turns up."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _folded(chr(code))
        return found


def _folded(char: str) -> str:
    if char in _ALIKE:
        return _ALIKE[char]
    category = unicodedata.category(char)
    if category == "Cf" or char == "\u0640":  # soft hyphen, zero-width space; Arabic's stretching
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Pd":
        return "-"
    if unicodedata.combining(char):  # accents, vowel marks; a vowel sign of Hindi has class 0
        return char if char in _KEPT_MARKS else ""
    if category == "Lo" and unicodedata.name(char, "").startswith(("HANGUL SYLLABLE", "CJK UNI")):
        return char
    kind = unicodedata.decomposition(char)
    if not kind:
        return char
    # A footnote's number or a trade mark is no part of the word before it, nor ½ of the number.
    space = " " if kind.startswith(("<super>", "<fraction>")) else ""
    if "HIRAGANA" in (name := unicodedata.name(char, "")) or "KATAKANA" in name:
        return unicodedata.normalize("NFKC", char)
    parts = unicodedata.normalize("NFKD", char)
    return space + "".join(
        _ALIKE.get(part, part) for part in parts if not unicodedata.combining(part)
    )


_LETTERS = _Letters()
for _code in range(128):
    _LETTERS[_code] = chr(_code)


def fold(text: str) -> str:
    """`text` with its words in one spelling; offsets are not those of `text`."""
    if not text.isascii():
        text = _letters(unicodedata.normalize("NFC", text))
    if inner := _INNER_NUMBER.findall(text):
        text = _numbers(text, inner)
    if "+" in text or "#" in text:
        text = re.sub(_SHARP, lambda m: m[1] + m[2].translate(_INNER), text)
    if _has_long(text):
        text = re.sub(_LONG, _hashed, text)
    return text


def _has_long(text: str) -> bool:
    """Whether some word may be longer than a term: looked for from one space to a far one."""
    at = 0
    while len(text) - at > MAX_TERM:
        at = text.rfind(" ", at, at + MAX_TERM + 1) + 1
        if not at:  # there may be other white space
            return max(map(len, text.split()), default=0) > MAX_TERM
    return False


def _letters(text: str) -> str:
    """Each character as what it becomes; runs without spaces in pairs."""
    # Of most texts that are few, quotation marks and the like: twice as fast as all letters.
    others = {char: _LETTERS[ord(char)] for char in set(_OTHER.findall(text))}
    changed = [char for char, becomes in others.items() if char != becomes]
    if all(others[char].isascii() for char in changed) and len(changed) <= _FEW:
        for char in changed:
            text = text.replace(char, others[char])
    else:
        text = text.translate(_LETTERS)
    # Whatever stands in a run now stood in `others`, or was made of one.
    return re.sub(_RUN, _pairs, text) if re.search(_RUN, "".join(others.values())) else text


def unfolded(term: str) -> str:
    """A term as people write it: `0.9.0`, not with the letters that stand for full stops."""
    return term.translate(_BACK)


def as_term(text: str) -> str:
    """A number with inner punctuation as the one term it is in the index."""
    return text.translate(_INNER)


def _pairs(match: re.Match[str]) -> str:
    run = match.group()
    if len(run) == 1:
        return f" {run} "
    return " " + " ".join(run[i : i + 2] for i in range(len(run) - 1)) + " "


def _numbers(text: str, inner: list[str]) -> str:
    """Thousands without commas, a full stop before decimals, versions and dates in one piece.

    `inner` is the punctuation between figures of `text`: what it hasn't is not looked for.
    """
    if "," in inner:
        if _THOUSANDS.search(text):
            text = re.sub(_ENGLISH, lambda m: m.group().replace(",", ""), text)
        if _DECIMALS.search(text):
            text = re.sub(
                _GERMAN, lambda m: f"{(m[1] or m[3]).replace('.', '')}.{m[2] or m[4]}", text
            )
    if "." in inner and _NUMBERED.search(text):
        text = re.sub(_VERSION, "", text)
        inner = _INNER_NUMBER.findall(text)
    if "-" in inner:
        text = re.sub(_DAY, lambda m: as_term(f"{m[1]}-{m[2]:0>2}-{m[3]:0>2}"), text)
    if not {".", "/", ":", ","}.isdisjoint(inner):
        text = re.sub(_MARK_INSIDE, lambda m: m.group().translate(_INNER), text)
    return text


def _hashed(match: re.Match[str]) -> str:
    word = match.group().lower()
    if not word.isascii() and re.search(_RUN, word):
        return match.group()
    rest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return word[:_PREFIX] + rest
