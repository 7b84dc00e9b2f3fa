"""Words that a plain text parts at the ends of its lines, made whole again.

A joined word stands in the line in which it begins, and its line end behind it, so that lines of
the text are lines of the file; where the word ends its line as well, `lines` counts the one lost.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from qa.datatypes import Block, BlockKind
from qa.documents.loaders.pdf_hyphens import Hyphens

_PROSE = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.STEP, BlockKind.QUESTION, BlockKind.QUOTE}
)
# "-" is what keyboards have; U+2010 is what manual pages have, where they are hyphenated or not.
_PARTED = re.compile(
    r"(?P<hyphen>[-\u2010\u00ad])(?P<break>[ \t]*\r?\n[ \t]*)(?P<first>[^\W\d_]{1,60})\S*"
    r"(?P<gap>[ \t]*)"
)
_LAST = re.compile(r"[^\W\d_]+\Z")
_MAX_WORD = 60  # characters before a hyphen that are looked at
_SOFT, _TYPED = "\u00ad", "-"
_APART = frozenset({"and", "or", "to"})  # "short- and long-term"

Lines = tuple[tuple[int, int], ...]


def with_whole_words(text: str, blocks: Sequence[Block]) -> tuple[str, list[Block], Lines]:
    """The text with its parted words joined, its blocks, and the pairs of `Document.lines`.

    A soft hyphen goes; so does U+2010, unless the word has it elsewhere or both halves are words of
    the document; "-" stays where it is if neither form stands elsewhere.
    """
    found = [
        match
        for block in blocks
        if block.kind in _PROSE
        for match in _PARTED.finditer(text, block.start, block.end)
        if match["first"] not in _APART
    ]
    if not found:
        return text, list(blocks), ()
    hyphens = Hyphens(line.rstrip().replace("\u2010", "-") for line in text.split("\n"))
    parts: list[str] = []
    at = length = newlines = 0
    gone: list[tuple[int, int]] = [(0, 0)]  # where text is left out, and how much up to there
    lines: list[tuple[int, int]] = []
    for match in found:
        hyphen = _hyphen(text, match, hyphens) if match.start() >= at else None
        if hyphen is None:
            continue
        rest = match.end()
        ends = rest == len(text) or text[rest] in "\r\n"
        end = "" if ends else match["break"].lstrip(" \t")
        tail = text[match.start("first") : match.start("gap")]
        added = [text[at : match.start()], hyphen, tail]
        length += sum(map(len, added))
        newlines += text.count("\n", at, rest)
        if ends:
            lines.append((length, newlines + 1))
        parts += [*added, end]
        length += len(end)
        at = rest
        gone.append((rest, rest - length))
    parts.append(text[at:])
    moved = [
        replace(block, start=_moved(block.start, gone), end=_moved(block.end, gone))
        for block in blocks
    ]
    return "".join(parts), moved, ((0, 1), *lines) if lines else ()


def _hyphen(text: str, match: re.Match[str], hyphens: Hyphens) -> str | None:
    """What stands between the halves of a joined word; None where they stay as they are."""
    word = _LAST.search(text[max(0, match.start() - _MAX_WORD) : match.start()])
    if not word:
        return None
    last, first, hyphen = word[0], match["first"], match["hyphen"]
    if hyphen == _SOFT:
        return ""
    if hyphen == _TYPED:
        if hyphens.known(f"{last}-{first}"):
            return hyphen
        return "" if hyphens.known(last + first) else None
    return hyphen if hyphens.hyphenated(last, first) else ""


def _moved(offset: int, gone: Sequence[tuple[int, int]]) -> int:
    return offset - gone[max(0, bisect_left(gone, (offset + 1,)) - 1)][1]
