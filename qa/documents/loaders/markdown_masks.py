"""What stands in Markdown files and is not for readers, blanked out before it is parsed."""

from __future__ import annotations

import re

from qa.documents.loaders.line_rules import leads_up
from qa.documents.loaders.markdown_containers import FENCE, as_callouts

_INCLUDE = re.compile(
    r"[ \t>]*(?:\{\{\s*#\w[^{}\n]*\}\}|\{%[^{}\n]*%\}|\{\{[<%][^{}\n]*[>%]\}\})\s*"
)
# A table of contents that is made when the page is, and attributes of what stands above.
_MADE = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+)?(?:\[(?:TOC|toc)\]|\[\[(?:_TOC_|TOC|toc)\]\]|\{:[^{}\n]{1,200}\})\s*"
)
# Of Logseq: macros that stand for what is found elsewhere, and what it notes of a block for itself.
_MACRO = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?\{\{(?:renderer|query|embed|video|youtube|tweet|twitter|pdf|zotero-\w+|"
    r"cards|namespace)\b[^\n]*\}\}\s*"
)
_OWN_FIELD = re.compile(
    r"[ \t]*(?:id:: [0-9a-f-]{36}|(?:collapsed|heading|logseq\.[\w.-]+|background-color|ls-type|"
    r"hl-[\w-]+|card-[\w-]+|created-at|updated-at|query-[\w-]+)::[ \t][^\n]{0,200})\s*"
)
_ORG_QUOTE = re.compile(r"(?P<item>[ \t]*(?:[-*+][ \t]+)?)#\+(?:BEGIN|END)_\w+\s*", re.IGNORECASE)
_BLOCK = re.compile(r"[ \t]*\(\([\w-]{6,40}\)\)")  # a reference to an item elsewhere
_STATE = re.compile(r"\{\{(?:\[\[)?(TODO|DONE)(?:\]\])?\}\}")  # of a task of Roam
_DRAWING = re.compile(r"==⚠[^\n]*EXCALIDRAW VIEW[^\n]*")
_LOGBOOK = re.compile(r"[ \t]*:LOGBOOK:\s*")
_MOST_LOGGED = 200  # lines
# "<< [[2025-03-02]] | [[2025-03-04]] >>": the days before and after that of a note.
_NEIGHBOURS = re.compile(
    r"[\s<>|←→‹›«»•·-]*(?:\[\[[^\[\]\n]{0,100}\d{4}[-_]\d\d[-_]\d\d[^\[\]\n]{0,100}\]\][\s<>|←→‹›«»•·-]*){1,3}"
)
# "**[⬆ back to top](#contents)**", and the same as HTML.
_WITHIN_PAGE = re.compile(
    r"[\s*_>(]*\[([^\[\]\n]{2,60})\]\(#[^()\n]{0,100}\)[\s*_)]*"
    r"|\s*(?:<(?:p|div|sup|sub|b|br)\b[^<>\n]{0,100}>)*\(?<a href=[\"']#[^<>\n]{0,100}>"
    r"([^<>\n]{2,60})</a>\)?(?:</?(?:p|div|sup|sub|b|br)\b[^<>\n]{0,20}>)*\s*"
)
_ARROWS = ("<<", ">>", "←", "→", "‹", "›", "«", "»")
# Questions to a vault, in the place of which their answers are shown.
_QUERIES = frozenset({"dataview", "dataviewjs", "tasks", "query", "button", "meta-bind", "toctree"})
_MOST_MARKS = 2_000
_CODE = re.compile(r"(`{1,3})(?!`)[^`\n]*\1")


def masked(text: str) -> str:
    """The text with directives and `%%` comments blanked; its lines stay where they are."""
    lines = as_callouts(text).split("\n")
    fence = ""
    query = False
    logged = -1  # the last line of a drawer of times
    marks: list[tuple[int, int]] = []  # line and column of each `%%`
    commented = "%%" in text
    for number, line in enumerate(lines):
        match = FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence) and not line[match.end() :].strip():
                fence = ""
        elif match:
            fence = match[1]
            query = line[match.end() :].strip(" \t{}").partition(" ")[0] in _QUERIES
        else:
            query = False
            if commented and "%%" in line:
                bare = _CODE.sub(lambda code: " " * len(code[0]), line)
                marks += ((number, found.start()) for found in re.finditer("%%", bare))
            if _LOGBOOK.fullmatch(line):
                logged = _end_of_log(lines, number)
            if number <= logged:
                lines[number] = ""
            else:
                lines[number] = _without_furniture(line)
        if query or ("{" in line and _INCLUDE.fullmatch(line)):
            lines[number] = ""
    if len(marks) > _MOST_MARKS:  # no notes have so many
        marks = []
    for opening, closing in reversed(list(zip(marks[::2], marks[1::2], strict=False))):
        _blank(lines, opening, closing)
    return "\n".join(lines)


def _without_furniture(line: str) -> str:
    """A line that is not in a block of code, without what programs put there for themselves."""
    if "::" in line and _OWN_FIELD.fullmatch(line):
        return ""
    if ("{" in line and (_MACRO.fullmatch(line) or _MADE.fullmatch(line))) or (
        "[" in line and (_MADE.fullmatch(line) or _between_days(line))
    ):
        return ""
    if "#" in line and (link := _WITHIN_PAGE.fullmatch(line)) and leads_up(link[1] or link[2]):
        return ""
    if "EXCALIDRAW" in line and _DRAWING.match(line):
        return ""
    if "{{" in line:
        line = _STATE.sub(r"\1", line)
    if "((" in line and "`" not in line:
        line = _BLOCK.sub("", line)
    if "#+" in line and (match := _ORG_QUOTE.fullmatch(line)):
        return match["item"].rstrip()
    return line


def _between_days(line: str) -> bool:
    """Whether a line leads to the notes of the days before and after, and says nothing."""
    return (
        "]]" in line and any(mark in line for mark in _ARROWS) and bool(_NEIGHBOURS.fullmatch(line))
    )


def _end_of_log(lines: list[str], start: int) -> int:
    """The line that ends a drawer of times which begins in line `start`; -1 without one."""
    for number in range(start + 1, min(start + _MOST_LOGGED, len(lines))):
        if lines[number].strip() == ":END:":
            return number
    return -1


def _blank(lines: list[str], opening: tuple[int, int], closing: tuple[int, int]) -> None:
    (first, start), (last, end) = opening, closing
    if first == last:
        left, right = lines[first][:start], lines[first][end + 2 :]
        lines[first] = left + (right.lstrip(" ") if left.endswith(" ") else right)
        return
    lines[first] = lines[first][:start]
    lines[last] = lines[last][end + 2 :]
    lines[first + 1 : last] = [""] * (last - first - 1)
