"""LaTeX as it is read: sections, lists, code, tables, captions; formulas stay as they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.line_markup import MAX_CHARS, LineReader, Numbered, numbered
from qa.documents.loaders.metadata import Known

_COMMENT = re.compile(r"(?<!\\)%.*\Z")
_ARGUMENT = r"\s*(?:\[[^\[\]]{0,300}\])?\s*\{((?:[^{}]|\{[^{}]{0,300}\}){0,500})\}"
_SECTION = re.compile(
    r"\s*\\(?P<name>part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?"
    + _ARGUMENT
)
_LEVELS = {
    "part": 1, "chapter": 2, "section": 3, "subsection": 4, "subsubsection": 5, "paragraph": 6,
    "subparagraph": 7,
}  # fmt: skip
_HEAD = re.compile(r"\\(title|author|date)" + _ARGUMENT, re.DOTALL)
_AND = re.compile(r"\\and(?![A-Za-z])")
_ENVIRONMENT = re.compile(r"\s*\\(begin|end)\{(\w+)\*?\}((?:\[[^\]]{0,300}\]|\{[^{}]{0,300}\})*)")
_ITEM = re.compile(r"\s*\\item\s*(?:\[(?P<term>[^\]]{0,300})\])?\s*")
_CAPTION = re.compile(r"\s*\\caption" + _ARGUMENT)
_VERBATIM = frozenset({"verbatim", "lstlisting", "minted", "Verbatim", "alltt"})
_MATH = frozenset({"equation", "align", "eqnarray", "gather", "multline", "displaymath", "math"})
_TABULAR = frozenset({"tabular", "tabularx", "longtable", "tabu", "tabulary"})
_LISTS = frozenset({"itemize", "enumerate", "description"})
_QUOTES = frozenset({"quote", "quotation", "verse"})
_DROPPED = frozenset({"comment", "tikzpicture", "thebibliography", "filecontents"})
_RULES = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|cline\{[^}]*\}|endhead|endfirsthead)")
_SILENT = (
    r"\\(?:label|cite[tp]?|citep?|ref|eqref|pageref|autoref|cref|Cref|includegraphics|vspace|hspace"
    r"|index|bibliography|bibliographystyle|input|include|usepackage|documentclass|pagestyle"
    r"|thispagestyle|setlength|setcounter|nocite|hypersetup|newcommand|renewcommand|graphicspath)"
    r"\*?(?:\[[^\[\]]{0,300}\]){0,2}(?:\{(?:[^{}]|\{[^{}]{0,300}\}){0,300}\}){0,2}"
)
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303",
            "=": "\u0304", ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306",
            "H": "\u030b", "r": "\u030a", "k": "\u0328"}  # fmt: skip
_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
            "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "dots": "…", "ldots": "…", "LaTeX": "LaTeX",
            "TeX": "TeX", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "euro": "€",
            "textendash": "–", "textemdash": "—", "textbackslash": "\\", "par": "",
            "quad": " ", "qquad": " ", "textdegree": "°", "today": ""}  # fmt: skip
_ACCENT = re.compile(r"\\([\"'`^~=.])\s?\{?\\?([A-Za-z])\}?|\\([cvuHrk])\{\\?([A-Za-z])\}")
_STRUCK = re.compile(r"\\(?:sout|st|xout)\{[^{}]{0,300}\}")
_TWO = re.compile(r"\\(?:href|textcolor|colorbox|fontsize)\{[^{}]{0,500}\}\s?\{([^{}]{0,500})\}")
_ONE = re.compile(r"\\[A-Za-z]{2,40}\*?(?:\[[^\[\]]{0,300}\])?\{([^{}]{0,1000})\}")
_BARE = re.compile(r"\\([A-Za-z]{1,40})\*?(?:\{\}|[ ]?)")
_FORMULA = re.compile(r"\$\$?[^$]{1,1000}\$\$?|\\\([^$]{1,500}?\\\)|\\\[[^$]{1,1000}?\\\]")


def load(data: bytes, source: str) -> Document:
    """Make a document of a LaTeX file's bytes."""
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    if len(text) > MAX_CHARS:
        return plain_text.load(data, source)
    reader = _Latex()
    reader.read(text)
    return reader.lines.document(source, reader.known)


def clean(text: str) -> str:
    """The readable text of LaTeX within a paragraph."""
    parts: list[str] = []
    position = 0
    for match in _FORMULA.finditer(text):
        parts += [_words(text[position : match.start()]), match[0]]
        position = match.end()
    return "".join([*parts, _words(text[position:])])


def _words(text: str) -> str:
    if "\\" in text:
        # "on average~\cite{a}." leaves no space before the full stop
        text = re.sub(rf"[ ~]?{_SILENT}(?=[.,;:!?)])", "", text)
        text = re.sub(_SILENT, "", text)
        text = _ACCENT.sub(_accented, text)
        text = _STRUCK.sub("", text)
        text = text.replace("\\\\", " ")
        for _ in range(4):  # commands in the arguments of commands
            inner = _ONE.sub(r"\1", _TWO.sub(r"\1", text))
            if inner == text:
                break
            text = inner
        text = _BARE.sub(lambda m: _LETTERS.get(m[1], ""), text)
        text = re.sub(r"\\([&%$#_{}])", "\x00\\1", text)
    text = text.replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")
    text = text.replace("~", "\u00a0")
    text = re.sub(r"(?<!\x00)[{}]", "", text)
    return re.sub(r"\\[,;:! /-]", "", text.replace("\x00", ""))


def _accented(match: re.Match[str]) -> str:
    mark, letter = match[1] or match[3], match[2] or match[4]
    return unicodedata.normalize("NFC", letter + _ACCENTS[mark])


class _Latex:
    def __init__(self) -> None:
        self.lines = LineReader(clean)
        self.known = Known()
        self._lists: list[str] = []
        self._numbers: list[int] = []
        self._quotes = 0
        self._waiting: list[Numbered] = []
        self._item: BlockKind | None = None
        self._prefix = ""  # of the item: its number or its term

    def read(self, text: str) -> None:
        head, begin, _ = text.partition(r"\begin{document}")
        found = _HEAD.findall(text[: len(head) + 5_000])
        # Authors stand apart in print; in a line they need a word between them.
        found = [(name, _AND.sub(" and ", value)) for name, value in found]
        fields = {name: clean(value) for name, value in found}
        fields = {name: " ".join(value.split()) for name, value in fields.items()}
        self.known = Known(
            title=fields.get("title") or None,
            author=fields.get("author") or None,
            published=front_matter_date(fields.get("date", "")),
        )
        lines = numbered(text)
        at = head.count("\n") if begin else 0
        while at < len(lines):
            at = self._line(lines, at)
        self._flush()

    def _line(self, lines: Sequence[Numbered], at: int) -> int:
        number, raw = lines[at]
        line = _COMMENT.sub("", raw)
        if not line.strip():
            if not raw.strip():  # a line of comment parts nothing
                self._flush()
            return at + 1
        if line.strip() == r"\end{document}":
            return len(lines)
        if match := _ENVIRONMENT.match(line):
            if match[1] == "begin" and (end := self._whole(lines, at, match[2])):
                return end
            self._flush()
            self._environment(number, match[1] == "begin", match[2])
            line = line[match.end() :]
            if not line.strip():
                return at + 1
        if match := _SECTION.match(line):
            self._flush()
            self.lines.heading([(number, match[2])], _LEVELS[match["name"]])
            line = line[match.end() :]
        elif match := _ITEM.match(line):
            self._flush()
            self._open_item(match["term"])
            self._waiting = [(number, self._prefix + line[match.end() :])]
            return at + 1
        elif match := _CAPTION.match(line):
            self._flush()
            self.lines.paragraph([(number, match[1])])
            line = line[match.end() :]
        elif _HEAD.match(line.strip()) or line.strip() == r"\maketitle":
            return at + 1
        if line.strip():
            self._waiting.append((number, line))
        return at + 1

    def _open_item(self, term: str | None) -> None:
        step = bool(self._lists) and self._lists[-1] == "enumerate"
        self._item = BlockKind.STEP if step else BlockKind.LIST_ITEM
        self._prefix = f"{term}: " if term else ""
        if step:
            self._numbers[-1] += 1
            self._prefix = f"{self._numbers[-1]}. "

    def _whole(self, lines: Sequence[Numbered], at: int, name: str) -> int | None:
        """Read an environment that is taken as a whole; its end."""
        if name not in _VERBATIM | _MATH | _TABULAR | _DROPPED:
            return None
        closing = re.compile(rf"\s*\\end\{{{name}\*?\}}")
        end = next((i for i in range(at + 1, len(lines)) if closing.match(lines[i][1])), None)
        if end is None:
            return None
        self._flush()
        body = lines[at + 1 : end]
        if name in _VERBATIM or name in _MATH:
            self.lines.code(body)
        elif name in _TABULAR:
            self._table(body)
        return end + 1

    def _table(self, body: Sequence[Numbered]) -> None:
        table: list[tuple[int, list[str]]] = []
        ruled: list[int] = []  # before which rows there is a rule
        row, first = "", 0
        for number, raw in body:
            line = _COMMENT.sub("", raw)
            if _RULES.search(line):
                ruled.append(len(table))
                line = _RULES.sub("", line)
            first = first if row.strip() else number
            row += " " + line.strip()
            while (end := row.find("\\\\")) >= 0:
                table.append((first, re.split(r"(?<!\\)&", row[:end])))
                row, first = re.sub(r"^\s*\[[^\]]{0,30}\]", "", row[end + 2 :]), number
        if row.strip():
            table.append((first, re.split(r"(?<!\\)&", row)))
        self.lines.table(table, header=1 in ruled)

    def _environment(self, number: int, begins: bool, name: str) -> None:
        step = 1 if begins else -1
        if name in _LISTS:
            self._lists = [*self._lists, name] if begins else self._lists[:-1]
            self._numbers = [*self._numbers, 0] if begins else self._numbers[:-1]
        elif name in _QUOTES:
            self._quotes = max(0, self._quotes + step)
        elif name == "abstract" and begins:
            self.lines.heading([(number, "Abstract")], 3)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        item, self._item = self._item, None
        if not any(text.strip() for _, text in waiting):
            return
        if item:
            self.lines.item(waiting, len(self._lists), item)
        elif self._lists and self.lines.in_list():
            self.lines.within_item(waiting)
        else:
            self.lines.paragraph(waiting, BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH)
