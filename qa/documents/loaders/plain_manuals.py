"""Manual pages as `man` prints them: their headings are told by columns, and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import Block, BlockKind
from qa.documents.loaders.plain_headings import like_heading
from qa.documents.loaders.plain_indents import Line

_HEAD = re.compile(r"\s*(?P<name>[\w.:+@-]+\(\w{1,5}\))[ \t][^\n]*[ \t](?P=name)[ \t]*\r?\n", re.I)
_INNER = 3  # column of a heading below another


def is_manual(text: str) -> bool:
    """Whether a text begins as a page of a manual does: `FIND(1)   User Commands   FIND(1)`."""
    return bool(_HEAD.match(text[:1000]))


def without_headings(text: str, lines: Sequence[Line], found: list[Block]) -> Sequence[Line]:
    """Consecutive lines of a manual page without the headings that they begin with.

    Those are added to `found`. Of the page's first line that is its name, of the last one nothing.
    """
    while lines and _heads(text, lines):
        line = lines[0]
        match = None if text[: line.start].strip() else _HEAD.match(text)
        if match:
            name = Block(match.start("name"), match.end("name"), BlockKind.HEADING, level=1)
            rest = text[name.end : line.end]
            start = name.end + len(rest) - len(rest.lstrip())
            found += [name, Block(start, line.end, BlockKind.META)]
        elif line.end >= len(text.rstrip()):
            found.append(Block(line.start, line.end, BlockKind.META))
        else:
            level = 3 if line.indent else 2
            found.append(Block(line.start, line.end, BlockKind.HEADING, level=level))
        lines = lines[1:]
    return lines


def _heads(text: str, lines: Sequence[Line]) -> bool:
    """Whether the first of some lines stands where headings do, above text that is deeper."""
    line = lines[0]
    if line.indent not in (0, _INNER) or (len(lines) > 1 and lines[1].indent <= line.indent):
        return False
    ends = not text[: line.start].strip() or line.end >= len(text.rstrip())
    return ends or like_heading(text[line.start : line.end])
