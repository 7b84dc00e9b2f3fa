"""LaTeX within a paragraph as it is read: its own commands by what they stand for.

Formulas stay as they are. What is cited stands as its key, `[efron1979]`, for the references are
mostly in another file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from qa.documents.loaders.latex_units import with_quantities

_OPTION = r"(?:\s?\[([^\[\]]{0,300})\])?"
_SILENT = (
    r"\\(?:label|ref|eqref|pageref|autoref|cref|Cref|vref|nameref|includegraphics|vspace|hspace"
    r"|index|bibliography|bibliographystyle|input|include|usepackage|documentclass|pagestyle"
    r"|thispagestyle|setlength|setcounter|addtocounter|nocite|hypersetup|newcommand|renewcommand"
    r"|providecommand|newtheorem|graphicspath)"
    r"(?![A-Za-z])\*?(?:\[[^\[\]]{0,300}\]){0,2}(?:\{(?:[^{}]|\{[^{}]{0,300}\}){0,300}\}){0,2}"
)
_CITED = re.compile(
    r"\\[A-Za-z]{0,12}[Cc]ite(?:[tp]|alt|alp|author|year|yearpar|url)?\*?"
    + _OPTION + _OPTION + r"\s?\{([^{}]{1,500})\}"
)  # fmt: skip
_NOTE = re.compile(r"\s?\\(?:foot|margin|side)note(?:text)?" + _OPTION + r"\{([^{}]{0,2000})\}")
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303",
            "=": "\u0304", ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306",
            "H": "\u030b", "r": "\u030a", "k": "\u0328"}  # fmt: skip
_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
            "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "dots": "…", "ldots": "…", "LaTeX": "LaTeX",
            "TeX": "TeX", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "euro": "€",
            "textendash": "–", "textemdash": "—", "textbackslash": "\x02", "par": "",
            "quad": " ", "qquad": " ", "textdegree": "°", "degree": "°", "textmu": "µ", "today": "",
            "textregistered": "®", "texttrademark": "™", "textbullet": "•"}  # fmt: skip
_ACCENT = re.compile(r"\\([\"'`^~=.])\s?\{?\\?([A-Za-z])\}?|\\([cvuHrk])\{\\?([A-Za-z])\}")
_STRUCK = re.compile(r"\\(?:sout|st|xout)\{[^{}]{0,300}\}")
_TWO = re.compile(r"\\(?:href|textcolor|colorbox|fontsize)\{[^{}]{0,500}\}\s?\{([^{}]{0,500})\}")
_ONE = re.compile(r"\\[A-Za-z]{2,40}\*?(?:\[[^\[\]]{0,300}\])?\{([^{}]{0,1000})\}")
_BARE = re.compile(r"\\([A-Za-z]{1,40})\*?(?:\{\}|[ ]?)")
_FORMULA = re.compile(
    r"(?<!\\)\$\$?(?:[^$\\]|\\.){1,1000}\$\$?|\\\([^$]{1,500}?\\\)|\\\[[^$]{1,1000}?\\\]"
)
# Code within a line stands between two marks of any kind.
_CODE = re.compile(
    r"\\(?:verb\*?|lstinline(?:\[[^\[\]]{0,100}\])?|mintinline\{\w{1,30}\})"
    r"(?:([^\w\s*{])(.{1,300}?)\1|\{([^{}]{1,300})\})"
)
_MACRO = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand|def|DeclareRobustCommand)\*?\s?"
    r"\{?\\([A-Za-z]{1,40})\}?\s?\{((?:[^{}]|\{[^{}]{0,100}\}){0,200})\}"
)
_COMMENTS = re.compile(r"(?<!\\)%[^\n]*\n?")
_MOST = 200  # characters that a command of the document's own stands for


class LatexText:
    """Reads LaTeX within a paragraph, with the commands that a document makes for itself."""

    def __init__(self) -> None:
        self._commands: Mapping[str, str] = _LETTERS
        self._spaced: frozenset[str] = frozenset()  # those behind which a space stays

    def define(self, text: str) -> None:
        """Know the commands without arguments that are defined in a text, but for formulas."""
        found = dict(_LETTERS)
        defined = _MACRO.findall(_COMMENTS.sub("", text))
        self._spaced = frozenset(name for name, value in defined if "\\xspace" in value)
        for name, value in defined:
            shown = self.clean(value)
            if "\\" not in shown and "$" not in shown and len(shown) <= _MOST:
                found[name] = shown
        self._commands = found

    def clean(self, text: str) -> str:
        """The readable text."""
        kept: list[str] = []  # formulas and code, which stay as they are

        def aside(match: re.Match[str]) -> str:
            code = match.re is _CODE
            kept.append((match[2] or match[3]) if code else match[0])
            return f"\x01{len(kept) - 1}\x01"

        text = _CODE.sub(aside, text.replace("\x01", ""))
        text = self._words(_FORMULA.sub(aside, text))
        for _ in range(2):  # code within a formula
            text = re.sub("\x01(\\d+)\x01", lambda match: kept[int(match[1])], text)
        return text

    def _words(self, text: str) -> str:
        if "\\" in text:
            text = with_quantities(text)
            # "on average~\\ref{a}." leaves no space before the full stop
            text = re.sub(rf"[ ~]?{_SILENT}(?=[.,;:!?)])", "", text)
            text = re.sub(_SILENT, "", text)
            text = _CITED.sub(_cited, text)
            text = _ACCENT.sub(_accented, text)
            text = _STRUCK.sub("", text)
            text = text.replace("\\\\", " ")
            text = _BARE.sub(self._known, text)
            for _ in range(4):  # commands in the arguments of commands
                inner = _ONE.sub(r"\1", _TWO.sub(r"\1", _NOTE.sub(r" (\2)", text)))
                if inner == text:
                    break
                text = inner
            text = _BARE.sub("", text)
            text = re.sub(r"\\([&%$#_{}])", "\x00\\1", text)
        text = text.replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")
        text = text.replace("~", "\u00a0")
        text = re.sub(r"(?<!\x00)[{}]", "", text)
        return re.sub(r"\\[,;:! /-]", "", text.replace("\x00", "")).replace("\x02", "\\")

    def _known(self, match: re.Match[str]) -> str:
        shown = self._commands.get(match[1])
        if shown is None:
            return match[0]
        return shown + (" " if match[1] in self._spaced and match[0][-1] == " " else "")


def _cited(match: re.Match[str]) -> str:
    """The keys in brackets, with what stands before and behind them."""
    before, behind = (match[1], match[2]) if match[2] is not None else ("", match[1])
    keys = ", ".join(match[3].replace(",", " ").split())
    shown = f"{before} {keys}".strip() if before else keys
    return f"[{shown}, {behind}]" if behind else f"[{shown}]"


def _accented(match: re.Match[str]) -> str:
    mark, letter = match[1] or match[3], match[2] or match[4]
    return unicodedata.normalize("NFC", letter + _ACCENTS[mark])
