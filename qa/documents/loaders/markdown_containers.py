r"""Notes set apart in the ways of site generators, written as callouts before they are parsed.

MkDocs has `!!! note "Title"`, `??? tip` and `=== "Tab"` with the text indented below, Docusaurus,
VitePress and Pandoc `:::note` ... `:::`, MyST a fence "```{note}", GitBook `{% tab title="Mac" %}`,
Hugo `{{< tab "Mac" >}}`, MDX `<TabItem label="Mac">`. Each becomes a quotation that begins with
`[!note] Title`; every line stays where it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_INDENTED = re.compile(
    r"[ \t]*(?:(?:!!!|\?\?\?\+?)[ \t]+(?P<type>[A-Za-z][\w-]{0,40}(?:[ \t][\w-]{1,40}){0,3})"
    r"(?:[ \t]+\"(?P<title>[^\"\n]{0,200})\")?|===[!+]?[ \t]+\"(?P<tab>[^\"\n]{1,200})\")[ \t]*"
)
_COLONS = re.compile(
    r"[ \t]*(?P<marks>:{3,})[ \t]*(?:\{[^{}\n]{1,200}\}|[A-Za-z][\w-]{0,40})"
    r"(?:\[(?P<label>[^\]\n]{0,200})\]|[ \t]+(?P<title>[^\s:{][^:{\n]{0,200}))?"
    r"[ \t]*(?:\{[^{}\n]{0,200}\})?[ \t]*:*[ \t]*"
)
_CLOSING = re.compile(r"[ \t]*:{3,}[ \t]*")
_DIRECTIVE = re.compile(
    r"[ \t]*(?P<marks>`{3,}|~{3,}|:{3,})[ \t]*\{(?:note|tip|info|hint|important|warning|caution|"
    r"danger|attention|error|seealso|admonition|dropdown|card|margin|sidebar|topic|epigraph)\}"
    r"[ \t]*(?P<title>[^\n]{0,200})"
)
_TITLED = re.compile(  # what has a title and an end of its own
    r"[ \t]*(?:\{%-?[ \t]*(?P<liquid>[a-z]\w{0,30})|\{\{[<%][ \t]*(?P<hugo>[\w/-]{1,40})"
    r"|<(?P<element>[A-Z][\w.]{0,40}))[ \t]+(?P<attributes>[^\n]{1,400}?)[ \t]*"
    r"(?:-?%\}|[>%]\}\}|(?<!/)>)[ \t]*"
)
_TITLE = re.compile(
    r"(?:\b(?:title|label|header|summary|heading)=\{?|\A(?:name=)?)"
    r"(?:\"(?P<double>[^\"\n]{1,200})\"|'(?P<single>[^'\n]{1,200})')"
)
_AROUND = re.compile(  # such containers, and says nothing
    r"[ \t]*</?(?:Tabs|CodeGroup|AccordionGroup|Steps|CardGroup|Columns)"
    r"(?:[ \t][^<>\n]{0,300})?>[ \t]*"
)
_BLANKS = re.compile(r"[ \t-]+")
_OPTION = re.compile(r"[ \t]*:[\w-]{1,40}:(?:[ \t][^\n]*)?")  # of a directive of MyST
FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<marks>`{3,}|~{3,})")
_CUES = re.compile(
    r"^[ \t]*(?:!!!|\?\?\?|===|:::|```+[ \t]*\{|~~~+[ \t]*\{|\{%|\{\{[<%]|<[A-Z])", re.MULTILINE
)
_MOST_OPEN = 12


@dataclass(frozen=True, slots=True)
class _Open:
    """A container that is open: what its lines begin with, and the columns that they lose."""

    lead: str
    cut: int
    closing: str  # the marks that end it; empty where its text is indented


def as_callouts(text: str) -> str:
    """The text with such notes as callouts."""
    if not _CUES.search(text):
        return text
    return "\n".join(_Containers(text.split("\n")).lines())


class _Containers:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._open: list[_Open] = []
        self._fence = ""  # marks of a block of code that is open
        self._options = False  # the line above opened a directive
        closing = (n for n in range(len(lines) - 1, -1, -1) if _CLOSING.fullmatch(lines[n]))
        self._last_colons = next(closing, -1)
        # Where each closing tag stands last.
        self._ends = {_tag(line): number for number, line in enumerate(lines) if _is_end(line)}
        # The next line that is not blank, for each line.
        self._below = [""] * len(lines)
        below = ""
        for number in range(len(lines) - 1, -1, -1):
            self._below[number] = below
            below = lines[number] if lines[number].strip() else below

    def lines(self) -> list[str]:
        return [self._line(number, line) for number, line in enumerate(self._lines)]

    def _line(self, number: int, line: str) -> str:
        blank = not line.strip()
        column = _indent(self._below[number] if blank else line)
        while self._open and not self._open[-1].closing and column < self._open[-1].cut:
            self._open.pop()
            self._fence = ""
        if blank:
            return self._lead().rstrip()
        if self._fence:
            if line.strip().startswith(self._fence) and not line.strip().strip(self._fence[0]):
                self._fence = ""
            return self._within(line)
        if self._closes(line) or ("<" in line and _AROUND.fullmatch(line)):
            return self._lead().rstrip()
        options, self._options = self._options, False
        if options and _OPTION.fullmatch(line):
            self._options = True
            return self._lead().rstrip()
        if len(self._open) < _MOST_OPEN and (opened := self._opened(number, line, column)):
            return opened
        if match := FENCE.match(line):
            self._fence = match["marks"]
        return self._within(line)

    def _opened(self, number: int, line: str, column: int) -> str:
        """A line that opens a container as the first of a callout; empty for any other."""
        if match := _INDENTED.fullmatch(line):
            if _indent(self._below[number]) < column + 4:
                return ""
            return self._callout(match["title"] or match["tab"] or "", column, column + 4, "")
        if match := _DIRECTIVE.fullmatch(line):
            self._options = True
            return self._callout(match["title"], column, column, match["marks"])
        if line.lstrip()[:1] in "{<" and (match := _TITLED.fullmatch(line)):
            named = _TITLE.search(match["attributes"])
            end = _end_of(match)
            if named and self._ends.get(end, -1) > number:
                return self._callout(named["double"] or named["single"], column, column, end)
        if self._last_colons > number and (match := _COLONS.fullmatch(line)):
            title = (match["label"] or match["title"] or "").strip()
            return self._callout(title, column, column, match["marks"])
        return ""

    def _callout(self, title: str, column: int, cut: int, closing: str) -> str:
        outer = self._open[-1] if self._open else _Open("", 0, "")
        lead = f"{outer.lead}{' ' * max(0, column - outer.cut)}> "
        self._open.append(_Open(lead, cut, closing))
        return f"{lead}[!note] {title}".rstrip()

    def _closes(self, line: str) -> bool:
        bare = line.strip()
        for place in range(len(self._open) - 1, -1, -1):
            marks = self._open[place].closing
            if marks[:1] in ("{", "<"):
                if marks == _tag(bare):
                    del self._open[place:]
                    return True
            elif marks and bare.startswith(marks) and not bare.strip(marks[0]):
                del self._open[place:]
                return True
        return bool(_CLOSING.fullmatch(line)) and bool(self._open)

    def _lead(self) -> str:
        return self._open[-1].lead if self._open else ""

    def _within(self, line: str) -> str:
        if not self._open:
            return line
        here = self._open[-1]
        bare = line.lstrip(" \t")
        return f"{here.lead}{' ' * max(0, _indent(line) - here.cut)}{bare}"


def _end_of(opening: re.Match[str]) -> str:
    """The tag that closes what a tag opens, without blanks."""
    if opening["liquid"]:
        return f"{{%end{opening['liquid']}%}}"
    if opening["hugo"]:
        return f"{{{{</{_BLANKS.sub('', opening['hugo'])}>}}}}"
    return f"</{opening['element']}>"


def _is_end(line: str) -> bool:
    return line.lstrip()[:1] in ("{", "<") and len(line) < 100


def _tag(line: str) -> str:
    """A tag without blanks; in Hugo both kinds of marks close the same."""
    bare = _BLANKS.sub("", line)
    return bare.replace("{{%/", "{{</").replace("%}}", ">}}") if bare.startswith("{{") else bare


def _indent(line: str) -> int:
    """The column of the first character that is no blank; a tab stands for up to four."""
    column = 0
    for char in line:
        if char == " ":
            column += 1
        elif char == "\t":
            column += 4 - column % 4
        else:
            break
    return column
