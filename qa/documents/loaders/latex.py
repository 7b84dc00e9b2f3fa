"""LaTeX as it is read: sections, lists, code, tables, captions; formulas stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import BlockKind, Document
from qa.documents.loaders import plain_text
from qa.documents.loaders.dates import front_matter_date
from qa.documents.loaders.encoding_detection import decode
from qa.documents.loaders.latex_text import LatexText
from qa.documents.loaders.line_markup import MAX_CHARS, LineReader, Numbered, numbered
from qa.documents.loaders.metadata import Known

_COMMENT = re.compile(r"(\\verb\*?([^\w\s*{]).{0,300}?\2)|(?<!\\)%.*\Z")  # none within code
# What opens or ends behind something else in a line: "\begin{center}\begin{tabular}{ll}".
_BEHIND = re.compile(
    r"(?<=[}\]\\])\s{0,20}(?=\\(?:begin|end)\{"
    r"(?:tabular|tabularx|longtable|table|figure|center|itemize|enumerate|description)\*?\})"
)
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
_ITEM = re.compile(
    r"\s*\\(?:item(?![A-Za-z])\s*(?:\[(?P<term>[^\]]{0,300})\])?"
    r"|bibitem\s*(?:\[[^\]]{0,300}\])?\s*\{(?P<key>[^{}]{1,100})\})\s*"
)
# Definitions and theorems are printed with what they are, and with their names.
_STATED = {name: name.capitalize() for name in (
    "theorem", "lemma", "proposition", "corollary", "definition", "conjecture", "axiom", "remark",
    "example", "exercise", "problem", "solution", "proof", "claim",
)}  # fmt: skip
_NEW_STATED = re.compile(
    r"\\newtheorem\*?\{(\w{1,40})\}(?:\[\w{0,40}\])?\{((?:[^{}]|\{[^{}]{0,100}\}){1,100})\}"
)
_NAMED = re.compile(r"\[((?:[^\[\]{}]|\{[^{}]{0,200}\}){1,300})\]")
_LABEL = re.compile(r"\s*\\label\{[^{}]{0,200}\}\s*\Z")
_ASIDE = re.compile(
    r"\\(?:thanks|footnote|footnotemark|inst|corref)(?![A-Za-z])\*?(?:\[[^\[\]]{0,100}\])?"
    r"(?:\{(?:[^{}]|\{[^{}]{0,200}\}){0,500}\})?"
)
_CAPTION = re.compile(r"\s*\\caption" + _ARGUMENT)
_VERBATIM = frozenset({"verbatim", "lstlisting", "minted", "Verbatim", "alltt"})
_MATH = frozenset({"equation", "align", "eqnarray", "gather", "multline", "displaymath", "math"})
_TABULAR = frozenset({"tabular", "tabularx", "longtable", "tabu", "tabulary"})
_LISTS = frozenset({"itemize", "enumerate", "description", "thebibliography"})
_QUOTES = frozenset({"quote", "quotation", "verse"})
_DROPPED = frozenset({"comment", "tikzpicture", "filecontents"})
_WHOLE = _VERBATIM | _MATH | _TABULAR | _DROPPED
_RULES = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|cline\{[^}]*\}|endhead|endfirsthead)")


def load(data: bytes, source: str) -> Document:
    """Make a document of a LaTeX file's bytes."""
    text = plain_text.unix_lines(decode(data)).removeprefix("\ufeff")
    if len(text) > MAX_CHARS:
        return plain_text.load(data, source)
    reader = _Latex()
    reader.read(text)
    return reader.lines.document(source, reader.known)


class _Latex:
    def __init__(self) -> None:
        self._text = LatexText()
        self._stated = dict(_STATED)
        self.lines = LineReader(self._text.clean)
        self.known = Known()
        self._endless: set[str] = set()  # environments that no later line ends
        self._lists: list[str] = []
        self._numbers: list[int] = []
        self._quotes = 0
        self._waiting: list[Numbered] = []
        self._item: BlockKind | None = None
        self._prefix = ""  # of the item: its number or its term

    def read(self, text: str) -> None:
        self._text.define(text)
        clean = self._text.clean
        self._stated |= {name: clean(shown) for name, shown in _NEW_STATED.findall(text)}
        head, begin, _ = text.partition(r"\begin{document}")
        found = _HEAD.findall(_ASIDE.sub("", text[: len(head) + 5_000]))
        # Authors stand apart in print; in a line they need a word between them.
        found = [(name, _AND.sub(" and ", value)) for name, value in found]
        fields = {name: clean(value) for name, value in found}
        fields = {name: " ".join(value.split()) for name, value in fields.items()}
        self.known = Known(
            title=fields.get("title") or None,
            author=fields.get("author") or None,
            published=front_matter_date(fields.get("date", "")),
        )
        lines = [(n, part) for n, line in numbered(text) for part in _BEHIND.split(line)]
        at = next(i for i, line in enumerate(lines) if line[0] > head.count("\n")) if begin else 0
        while at < len(lines):
            at = self._line(lines, at)
        self._flush()

    def _line(self, lines: Sequence[Numbered], at: int) -> int:
        number, raw = lines[at]
        line = _COMMENT.sub(r"\1", raw)
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
            self._environment(number, match[1] == "begin", match[2], match[3])
            line = line[match.end() :]
            if not line.strip():
                return at + 1
        if match := _SECTION.match(line):
            self._flush()
            self.lines.heading([(number, match[2])], _LEVELS[match["name"]])
            line = line[match.end() :]
        elif match := _ITEM.match(line):
            self._flush()
            self._open_item(match["term"], match["key"])
            self._waiting = [(number, self._prefix + line[match.end() :])]
            return at + 1
        elif match := _CAPTION.match(line):
            self._flush()
            self.lines.paragraph([(number, match[1])])
            line = line[match.end() :]
        elif _HEAD.match(line.strip()) or line.strip() == r"\maketitle":
            return at + 1
        if line.strip() and not _LABEL.match(line):
            self._waiting.append((number, line))
        return at + 1

    def _open_item(self, term: str | None, key: str | None) -> None:
        step = bool(self._lists) and self._lists[-1] == "enumerate"
        self._item = BlockKind.STEP if step else BlockKind.LIST_ITEM
        self._prefix = f"{term}: " if term else f"[{key}] " if key else ""
        if step:
            self._numbers[-1] += 1
            self._prefix = f"{self._numbers[-1]}. "

    def _whole(self, lines: Sequence[Numbered], at: int, name: str) -> int | None:
        """Read an environment that is taken as a whole; its end."""
        if name not in _WHOLE or name in self._endless:
            return None
        closing = re.compile(rf"\s*\\end\{{{name}\*?\}}")
        end = next((i for i in range(at + 1, len(lines)) if closing.match(lines[i][1])), None)
        if end is None:
            self._endless.add(name)
            return None
        self._flush()
        body = lines[at + 1 : end]
        if name in _VERBATIM or name in _MATH:
            self.lines.code(
                [line for line in body if name in _VERBATIM or not _LABEL.match(line[1])]
            )
        elif name in _TABULAR:
            self._table(body)
        return end + 1

    def _table(self, body: Sequence[Numbered]) -> None:
        table: list[tuple[int, list[str]]] = []
        ruled: list[int] = []  # before which rows there is a rule
        row, first = "", 0
        for number, raw in body:
            line = _COMMENT.sub(r"\1", raw)
            ruled += [  # below the rows that end before it in its line
                len(table) + line.count("\\\\", 0, rule.start()) for rule in _RULES.finditer(line)
            ]
            line = _RULES.sub("", line)
            first = first if row.strip() else number
            row += " " + line.strip()
            while (end := row.find("\\\\")) >= 0:
                table.append((first, re.split(r"(?<!\\)&", row[:end])))
                row, first = re.sub(r"^\s*\[[^\]]{0,30}\]", "", row[end + 2 :]), number
        if row.strip():
            table.append((first, re.split(r"(?<!\\)&", row)))
        self.lines.table(table, header=1 in ruled)

    def _environment(self, number: int, begins: bool, name: str, arguments: str) -> None:
        step = 1 if begins else -1
        if name == "thebibliography" and begins:
            self.lines.heading([(number, "References")], 3)
        if name in _LISTS:
            self._lists = [*self._lists, name] if begins else self._lists[:-1]
            self._numbers = [*self._numbers, 0] if begins else self._numbers[:-1]
        elif name in _QUOTES:
            self._quotes = max(0, self._quotes + step)
        elif name == "abstract" and begins:
            self.lines.heading([(number, "Abstract")], 3)
        elif begins and (shown := self._stated.get(name)):
            named = _NAMED.match(arguments)
            self._waiting = [(number, f"{shown} ({named[1]})." if named else f"{shown}.")]

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
