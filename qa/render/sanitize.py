"""Text of others made safe to show: what would steer a terminal or hide becomes visible.

Nothing is dropped. The result is for the screen only; quotes are compared and stored as they are in
the document.
"""

from __future__ import annotations

import re
import unicodedata

_MAX_MARKS = 8  # combining marks on one letter; no writing system needs as many

_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0, DEL, C1 (tab and newline stay)
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\u3164\uffa0"  # Hangul fillers: letters without a shape
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    + "".join(
        chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 15)
    )
    + "\U000e0000-\U000e00ff\U000f0000-\U0010ffff"
)
# Python's \w holds no combining marks, so a long run of neither words nor ASCII may be marks.
_MAYBE_MARKS = rf"[^\w\s\x00-\x7f]{{{_MAX_MARKS + 1},}}"
_SUSPECT = re.compile(f"[{_HIDDEN}]|{_MAYBE_MARKS}")
_CONTROL = f"\r\n|[{_HIDDEN}]"  # compiled when something suspect turns up
_SPACE = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    r"""Show every control, format, private and unpaired character as a sign.

    C0 controls become their pictures (ESC is `␛`), undecodable bytes of file names `\xNN`, others
    `<U+202E>`. CR LF becomes LF, tabs stay. Joiners stay where a script or an emoji needs them.
    Doing it twice changes nothing.
    """
    if not _SUSPECT.search(text):
        return text
    text = re.sub(_MAYBE_MARKS, lambda match: _cut_marks(match[0]), text)
    return re.sub(_CONTROL, _show, text)


def visible_line(text: str) -> str:
    """Like `visible`, on one line: white space of any kind becomes single spaces, none at edges."""
    return _SPACE.sub(" ", visible(text)).strip()


def without_hidden(text: str) -> str:
    """Text that is put into a box: what can't be seen is left out, CR LF and CR are line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(f"[{_HIDDEN}]", _kept_joiner, text)


def _kept_joiner(match: re.Match[str]) -> str:
    needed = match[0] in _JOINERS and _needed(match.string, match.start())
    return match[0] if needed else ""


def _show(match: re.Match[str]) -> str:
    char = match[0]
    if char == "\r\n":
        return "\n"
    if char in _JOINERS and _needed(match.string, match.start()):
        return char
    return _sign(char)


def _sign(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that isn't UTF-8, as Python has it
        return f"\\x{code - 0xDC00:02x}"
    return f"<U+{code:04X}>"


def _needed(text: str, at: int) -> bool:
    """Whether the joiner at this place stands between characters that joiners act on."""
    return 0 < at < len(text) - 1 and _joins(text[at - 1]) and _joins(text[at + 1])


def _joins(char: str) -> bool:
    # Letters and marks from Arabic onwards (not Latin, Greek, Cyrillic), and emoji.
    if char < "\u0600":
        return False
    return unicodedata.category(char)[0] in "LM" or unicodedata.category(char) in ("So", "Sk")


def _cut_marks(run: str) -> str:
    """Show at most `_MAX_MARKS` combining marks in a row; joiners among them count."""
    shown: list[str] = []
    count = 0
    for char in run:
        if char in _JOINERS or unicodedata.category(char).startswith("M"):
            count += 1
            if count <= _MAX_MARKS:
                shown.append(char)
            continue
        if count > _MAX_MARKS:
            shown.append(f"<+{count - _MAX_MARKS} marks>")
        count = 0
        shown.append(char)
    if count > _MAX_MARKS:
        shown.append(f"<+{count - _MAX_MARKS} marks>")
    return "".join(shown)
