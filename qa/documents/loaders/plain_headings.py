"""Which lines of a plain text are headings, and which only list them."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise

from qa.datatypes import Block, BlockKind
from qa.documents.loaders.dates import WEEKDAY, date_line
from qa.documents.loaders.line_rules import Divisions, division_title, greeting, label
from qa.documents.loaders.month_names import MONTH, MONTH_NUMBERS

_MAX_HEADING = 100  # characters
_MAX_HEADING_WORDS = 14
_BODY = 60  # characters from which a line is running text
_MANY = 5  # headings in a row, with no text between: a table of contents
_UNDER_NO_DIVISION = 2
_UNDER_DIVISIONS = 7
# A line that ends with one of these goes on: "With apt, hold a package using".
_OPEN = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "or", "than",
        "the", "to", "use", "using", "with",
    }
)  # fmt: skip
_DAYS = frozenset({BlockKind.HEADING, BlockKind.META, BlockKind.PARAGRAPH})
_DAY = 30  # characters of a line with a day
_NUMBER = re.compile(r"(\d{1,3})(?!\d)")
_BARE = re.compile(r"\d{1,3}\s+\S")  # without a stop behind the number
_SHORT_DAY = re.compile(  # "3 May", "Mon 17 February": of the year of the day before
    rf"(?:{WEEKDAY},?\s+)?(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?P<m1>{MONTH})"
    rf"|(?P<m2>{MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)[.:]?",
    re.IGNORECASE,
)
_ENTRIES = 3  # days that make a diary
_UNDERLINE = re.compile(r"([=~^*+#\"'`_-])\1{2,}")
_CODE = re.compile(r"\d+(?: {3,}| *\t)")  # what a number stands for: "7      invalid format"
_LINES = frozenset({BlockKind.PARAGRAPH, BlockKind.STEP, BlockKind.QUESTION})
_HEADED = frozenset(
    {
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.STEP,
        BlockKind.HEADING,
        BlockKind.TABLE,
        BlockKind.QUESTION,
    }
)


def with_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Make headings of short lines above text and of lines that open chapters or articles."""
    divisions = Divisions()
    underlined = _underlined(text, blocks)
    levels = [
        underlined[place]
        if place in underlined
        else divisions.level(text[block.start : block.end])
        if block.end - block.start <= _MAX_HEADING
        and block.kind in (BlockKind.PARAGRAPH, BlockKind.STEP, BlockKind.HEADING)
        else None
        for place, block in enumerate(blocks)
    ]
    _no_addresses(text, blocks, levels)
    plain_level = _UNDER_DIVISIONS if any(levels) else _UNDER_NO_DIVISION
    entries = days(text, blocks)
    found = list(blocks)
    below = BlockKind.META  # nothing below
    for place in range(len(blocks) - 1, -1, -1):
        block, level = blocks[place], levels[place]
        if block.kind is BlockKind.HEADING:
            found[place] = replace(block, level=level or plain_level)
        elif place in entries:
            found[place] = replace(block, kind=BlockKind.HEADING, level=plain_level)
        elif place in underlined or (
            below in _HEADED and _is_heading(text, blocks, found, place, levels)
        ):
            found[place] = replace(block, kind=BlockKind.HEADING, level=level or plain_level)
        if block.kind is not BlockKind.META:
            below = found[place].kind
    _contents(text, found, levels)
    return found


def _no_addresses(text: str, blocks: Sequence[Block], levels: list[int | None]) -> None:
    """Take their levels from lines like "14 Larch Close": sections are numbered one by one."""
    found = {
        place: int(match[1])
        for place, level in enumerate(levels)
        if level and (match := _NUMBER.match(text, blocks[place].start, blocks[place].end))
    }
    numbers = set(found.values())
    for place, number in found.items():
        if not {number - 1, number + 1} & numbers and _BARE.match(text, blocks[place].start):
            levels[place] = None


def days(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """The places of lines that are days, each with text below it: the entries of a diary."""
    found: dict[int, tuple[int, int, int]] = {}  # year, month, day
    year = 0  # of the day before: a diary names it now and then
    for place, (block, below) in enumerate(pairwise(blocks)):
        line = text[block.start : block.end]
        if len(line) > _DAY or block.kind not in _DAYS or below.kind not in _HEADED:
            continue
        day = date_line(line)
        if day and day.published and not day.labelled:
            year = day.published.year
            found[place] = (year, day.published.month, day.published.day)
        elif year and (match := _SHORT_DAY.fullmatch(line)):
            month = MONTH_NUMBERS[(match["m1"] or match["m2"]).lower().rstrip(".")]
            found[place] = (year, month, int(match["d1"] or match["d2"]))
    return frozenset(found if len(set(found.values())) >= _ENTRIES else ())


def _underlined(text: str, blocks: Sequence[Block]) -> dict[int, int]:
    """Levels of the single lines with a line of the same length under them, by their places.

    As reStructuredText has it, each sign is a level, in the order in which they come.
    """
    signs: list[str] = []
    found: dict[int, int] = {}
    for place, (block, below) in enumerate(pairwise(blocks)):
        line = text[block.start : block.end]
        if below.kind is not BlockKind.META or block.kind not in _LINES or "\n" in line:
            continue
        match = _UNDERLINE.fullmatch(text, below.start, below.end)
        if not match or _blank_between(text, block, below):
            continue
        if len(line) <= _MAX_HEADING and abs(len(match[0]) - len(line)) <= 2:
            if match[1] not in signs:
                signs.append(match[1])
            found[place] = min(signs.index(match[1]) + 1, _UNDER_DIVISIONS - 1)
    return found


def _is_heading(
    text: str,
    blocks: Sequence[Block],
    found: Sequence[Block],
    place: int,
    levels: Sequence[int | None],
) -> bool:
    block = blocks[place]
    line = text[block.start : block.end]
    if levels[place] is not None:
        if line[0].isdigit() and (_CODE.match(line) or _within_text(text, blocks, place)):
            return False
        if block.kind is not BlockKind.STEP:
            return True
        around = (blocks[place - 1] if place else None, found[place + 1])
        return not any(b and b.kind is BlockKind.STEP for b in around) and _like_heading(line)
    if block.kind is not BlockKind.PARAGRAPH or not _like_heading(line):
        return False
    if date_line(line) or (place and greeting(line)):
        return False
    if label(line):
        around = (blocks[place - 1 if place else 0], blocks[place + 1])
        if any(label(text[b.start : min(b.end, b.start + 100)]) for b in around if b is not block):
            return False
    if place and not _blank_between(text, blocks[place - 1], block):
        # Among other lines; but the name of a chapter stands right below its number.
        if levels[place - 1] is None and blocks[place - 1].kind is BlockKind.PARAGRAPH:
            return False
    elif _blank_between(text, block, blocks[place + 1]):
        return True
    if line[0].isdigit() and text[blocks[place + 1].start].isdigit():
        return False  # "500 g flour" above "1/2 cube of yeast"
    # The first of several lines: a heading above items, running text, or lines full of numbers.
    below = blocks[place + 1]
    content = text[below.start : min(below.end, below.start + 2 * _BODY)]
    if below.kind is not BlockKind.PARAGRAPH or len(content) >= _BODY or content[-1] in ".!?":
        return True
    if line.isupper() and _column(text, below) >= _column(text, block) + 2:
        return True  # as in manual pages
    numbered = any(char.isdigit() for char in content)
    return numbered and not any(char.isdigit() for char in line)


def _within_text(text: str, blocks: Sequence[Block], place: int) -> bool:
    """Whether a line that begins with a number goes on in the next, or goes on from the last."""
    block = blocks[place]
    if text[block.start : block.end].split()[-1].lower() in _OPEN:
        return True
    below = blocks[place + 1] if place + 1 < len(blocks) else block
    if text[below.start].islower() and not _blank_between(text, block, below):
        return True
    if not place or _blank_between(text, blocks[place - 1], block):
        return False
    above = blocks[place - 1]
    long = above.end - (text.rfind("\n", above.start, above.end) + 1 or above.start) >= _BODY
    return above.kind in _LINES and long and text[above.end - 1] not in ".!?:"


def _blank_between(text: str, above: Block, below: Block) -> bool:
    return text.count("\n", above.end, below.start) != 1


def _column(text: str, block: Block) -> int:
    """Columns before a block in its line, as far as they are looked at."""
    start = max(text.rfind("\n", 0, block.start) + 1, block.start - _MAX_HEADING)
    return len(text[start : block.start].expandtabs(8))


def _contents(text: str, found: list[Block], levels: Sequence[int | None]) -> None:
    """Make entries of contents of headings in a row, ordinary lines of other short ones."""
    first = 0
    while first < len(found):
        last = first
        while last < len(found) and found[last].kind is BlockKind.HEADING:
            last += 1
        run = range(first, last)
        if len(run) >= _MANY:
            divided = sum(levels[place] is not None for place in run)
            kind = BlockKind.CONTENTS if divided * 2 > len(run) else BlockKind.PARAGRAPH
            for place in run[: _kept(text, found, levels, first, last) - first]:
                found[place] = replace(found[place], kind=kind, level=0)
        first = last + 1


def _kept(
    text: str, found: Sequence[Block], levels: Sequence[int | None], first: int, last: int
) -> int:
    """From which on the headings of a run head what follows: "CHAPTER I." and its name."""
    place = last - 1
    if place > first and not _blank_between(text, found[place - 1], found[place]):
        place -= 1
        if place > first and not _blank_between(text, found[place - 1], found[place]):
            return last  # the run ends within a list of lines
    while place - 1 > first and _blank_between(text, found[place - 1], found[place]):
        above, here = levels[place - 1], levels[place]
        if above is None or here is None or above >= here:
            break
        place -= 1
    return place


def top_headed(text: str, blocks: Sequence[Block], entries: Set[int]) -> list[Block]:
    """The blocks with the first of their headings above all, unless it opens a mere division.

    Nor do the `entries` of a diary stand above all, by their places.
    """
    found = list(blocks)
    for place, block in enumerate(found[:3]):
        if block.kind is BlockKind.HEADING:
            if place not in entries and not division_title(text[block.start : block.end]):
                found[place] = replace(block, level=1)
            break
        if block.kind is not BlockKind.META:
            break
    return found


def _like_heading(line: str) -> bool:
    if len(line) > _MAX_HEADING or "\n" in line or len(line.split()) > _MAX_HEADING_WORDS:
        return False
    if line[-1] in ".!…:;,\"”'’)" or not (line[0].isupper() or line[0].isdigit()):
        return False
    if line.split()[-1].lower() in _OPEN or "://" in line:
        return False
    return any(char.isalpha() for char in line)
