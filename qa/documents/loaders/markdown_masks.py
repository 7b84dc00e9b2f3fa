"""What stands in Markdown files and is not for readers, blanked out before it is parsed."""

from __future__ import annotations

import re

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})")
_INCLUDE = re.compile(
    r"[ \t>]*(?:\{\{\s*#\w[^{}\n]*\}\}|\{%[^{}\n]*%\}|\{\{[<%][^{}\n]*[>%]\}\})\s*"
)
_MOST_MARKS = 2_000
_CODE = re.compile(r"(`{1,3})(?!`)[^`\n]*\1")


def masked(text: str) -> str:
    """The text with directives and `%%` comments blanked; its lines stay where they are."""
    lines = text.split("\n")
    fence = ""
    marks: list[tuple[int, int]] = []  # line and column of each `%%`
    commented = "%%" in text
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence) and not line[match.end() :].strip():
                fence = ""
        elif match:
            fence = match[1]
        elif commented and "%%" in line:
            bare = _CODE.sub(lambda code: " " * len(code[0]), line)
            marks += ((number, found.start()) for found in re.finditer("%%", bare))
        if "{" in line and _INCLUDE.fullmatch(line):
            lines[number] = ""
    if len(marks) > _MOST_MARKS:  # no notes have so many
        marks = []
    for opening, closing in reversed(list(zip(marks[::2], marks[1::2], strict=False))):
        _blank(lines, opening, closing)
    return "\n".join(lines)


def _blank(lines: list[str], opening: tuple[int, int], closing: tuple[int, int]) -> None:
    (first, start), (last, end) = opening, closing
    if first == last:
        left, right = lines[first][:start], lines[first][end + 2 :]
        lines[first] = left + (right.lstrip(" ") if left.endswith(" ") else right)
        return
    lines[first] = lines[first][:start]
    lines[last] = lines[last][end + 2 :]
    lines[first + 1 : last] = [""] * (last - first - 1)
