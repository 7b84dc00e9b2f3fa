"""Stretches of a document cut to what there is room for, and put in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from qa.answering.outline import Outline, Stretch
from qa.datatypes import BlockKind

SHORT = 25  # words of a paragraph that says too little without its neighbours
LINES = 14  # lines of code that is too long to be shown whole
WHOLE = 24  # lines of code that may be
_NEAR = 2  # lines shown before the one that was found, or about
_BEHIND = 3  # and behind it, at least
_CLOSING = re.compile(r"\s*(?:[])}>]|end\b|fi\b|done\b|esac\b|</)")


def taken(outline: Outline, blocks: Sequence[int], room: int) -> list[Stretch]:
    """As many of the blocks from the first on as have room."""
    shown: list[Stretch] = []
    for j in blocks:
        room -= outline.words(j)
        if room < 0:
            break
        shown.append(outline.stretch(j))
    return shown


def ending_with(outline: Outline, blocks: Sequence[int], i: int, room: int) -> list[int]:
    """As many of the blocks before `i` as have room together with it, then it and those after."""
    first = blocks.index(i)
    room -= outline.words(i)
    while first and (room := room - outline.words(blocks[first - 1])) >= 0:
        first -= 1
    return list(blocks[first:])


def cut(outline: Outline, i: int, room: int, sentence: Stretch | None = None) -> Stretch:
    """A block too long to be shown: what of it has room, from the sentence on if one is given.

    It ends with a sentence where one ends there.
    """
    block = outline.blocks[i]
    if block.kind is BlockKind.CODE:
        return lines(outline, i, sentence or (block.start, block.start))
    start = sentence[0] if sentence else block.start
    words = list(re.finditer(r"\S+", outline.text[start : block.end]))[: max(room, SHORT)]
    end = start + words[-1].end() if words else block.end
    return start, outline.sentence_end(start, end) if end < block.end else end


def announced(outline: Outline, i: int, room: int, sentence: Stretch) -> list[Stretch]:
    """A paragraph that ends in ":" with the one it announces, where `sentence` is in one of them.

    None where that stands before the one that announces. The paragraph that was found, `i`, is
    whole, of the other there is what has room.
    """
    pair = outline.announced(i)
    if pair is None:
        return []
    first, second = pair
    if i == first and sentence[1] <= outline.last_sentence(i)[0]:
        return []
    if i == second:
        fits = outline.words(first, second) <= room
        return [outline.stretch(first) if fits else outline.last_sentence(first),
                outline.stretch(second)]  # fmt: skip
    room -= outline.words(first)
    return [
        outline.stretch(first),
        *(taken(outline, [second], room) or [cut(outline, second, room)]),
    ]


def lines(outline: Outline, i: int, sentence: Stretch) -> Stretch:
    """Some lines of a long block of code, around the one that was found.

    They begin and end where the code has a joint, if there is one near: at a blank line, with a
    line that is not indented and closes nothing.
    """
    block = outline.blocks[i]
    breaks = re.finditer("\n", outline.text[block.start : block.end])
    starts = [block.start, *(block.start + each.end() for each in breaks), block.end]
    at = max(n for n, start in enumerate(starts[:-1]) if start <= max(sentence[0], block.start))
    written = [outline.text[a:b] for a, b in pairwise(starts)]
    first = _first_line(written, at)
    last = min(first + LINES, len(written))
    if last < len(written):
        blank = (n for n in range(last, at, -1) if not written[n].strip())
        last = next(blank, last)
    return starts[first], starts[first] + len(outline.text[starts[first] : starts[last]].rstrip())


def _first_line(written: Sequence[str], at: int) -> int:
    """The line to begin with, where the one at `at` was found."""
    usual = max(0, min(at - _NEAR, len(written) - LINES))
    margin = min(_indent(line) for line in written if line.strip())

    def joint(n: int) -> int:
        if n == 0 or not written[n - 1].strip():
            return 0
        outer = _indent(written[n]) == margin and not _CLOSING.match(written[n])
        return 1 if outer else 2

    near = range(max(0, at + _BEHIND - LINES + 1), at + 1)
    filled = [n for n in near if written[n].strip()] or [usual]
    return min(filled, key=lambda n: (joint(n), abs(n - usual)))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def trimmed(outline: Outline, sentence: Stretch) -> Stretch:
    """A stretch without white space at its end."""
    start, end = sentence
    return start, start + len(outline.text[start:end].rstrip())


def word_count(outline: Outline, stretches: Iterable[Stretch]) -> int:
    """How many words stretches have."""
    return sum(len(outline.text[a:b].split()) for a, b in stretches)


def merged(outline: Outline, stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Stretches in order, one for each block at least, those that meet within a block joined."""
    joined: list[Stretch] = []
    block = -1
    for start, end in sorted(_by_block(outline, stretches)):
        here = outline.at(start)
        gap = outline.text[joined[-1][1] : start] if joined else ""
        if joined and here == block and not gap.strip():
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        elif not joined or start >= joined[-1][1]:
            joined.append((start, end))
        block = here
    return tuple(joined)


def _by_block(outline: Outline, stretches: Sequence[Stretch]) -> Iterable[Stretch]:
    """The stretches cut at the blocks they reach over."""
    for start, end in stretches:
        for i in range(max(0, outline.at(start)), outline.at(end - 1) + 1):
            block = outline.blocks[i]
            if max(start, block.start) < min(end, block.end):
                yield max(start, block.start), min(end, block.end)
