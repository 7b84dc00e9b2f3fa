"""Which lines of a plain text are headings, and which only list them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qa.datatypes import Block, BlockKind
from qa.documents.loaders.dates import WEEKDAY, date_line
from qa.documents.loaders.line_rules import Divisions, greeting, label
from qa.documents.loaders.month_names import MONTH, MONTH_NUMBERS
from qa.documents.loaders.plain_clauses import clauses, column, no_addresses, speeches

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
        "that", "the", "to", "use", "using", "who", "with",
    }
)  # fmt: skip
_DAYS = frozenset({BlockKind.HEADING, BlockKind.META, BlockKind.PARAGRAPH})
_DAY = 30  # characters of a line with a day
_NUMBER = re.compile(r"(\d{1,3})(?!\d)")
_PART = re.compile(r"(\d{1,3})\.\d")
_SHORT_DAY = re.compile(  # "3 May", "Mon 17 February": of the year of the day before
    rf"(?:{WEEKDAY},?\s+)?(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?P<m1>{MONTH})"
    rf"|(?P<m2>{MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)[.:]?",
    re.IGNORECASE,
)
_ENTRIES = 3  # days that make a diary
_DEEPER = 2  # columns by which the items of another list stand deeper, or less deep
_DASH = re.compile(r"(?<![\d\s–—-])\s{0,3}[-–—]{1,3}\Z")  # leads in to what comes; not "17--"
_CELLS = re.compile(r"\|\s*(?:\||\Z)")  # of a table, some of them empty
_CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Abbildung|Abb\.|Tabelle)\s\d")
_VALUE = re.compile(r"\s*\d|[^@]{1,60}@")  # behind a label: a day, a number, an address
_CODED_SIGNS = re.compile(r"://|[<>={}\\]|\$(?!\d)")  # of addresses, settings, prompts
# "2013-09-19  Don Porter  <dgp@example.org>" heads what was changed that day.
_ENTRY = re.compile(r"\d{4}-\d\d-\d\d\s[^<>\n]{1,80}<[^<>\s]{1,80}>\Z")
_GAP = re.compile(r"(?<=\S)(?: {2,}|\t\s*)(?=\S)")  # between the names of columns
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
    no_addresses(text, blocks, levels)
    spoken = speeches(text, blocks)
    said = clauses(text, blocks, levels) | spoken
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
            below in _HEADED
            and place not in said
            and _is_heading(text, blocks, found, place, levels)
        ):
            found[place] = replace(block, kind=BlockKind.HEADING, level=level or plain_level)
        elif place in spoken and place + 1 in spoken and text[block.end - 1] == "?":
            found[place] = replace(block, kind=BlockKind.QUESTION)
        if block.kind is not BlockKind.META:
            below = found[place].kind
    _contents(text, found, levels)
    return found


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
        if not match or _blank_between(text, block, below) or len(_GAP.findall(line)) > 1:
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
        if line.split()[-1].lower() in _OPEN:
            return False
        if line[0].isdigit() and (_coded(text, blocks, place) or _within_text(text, blocks, place)):
            return False
        if block.kind is not BlockKind.STEP:
            return True
        if _parted(text, block, found[place + 1]):
            return True
        around = (blocks[place - 1] if place else None, found[place + 1])
        indent = column(text, block)
        return like_heading(line.removesuffix(".")) and not any(
            b and b.kind is BlockKind.STEP and abs(column(text, b) - indent) < _DEEPER
            for b in around
        )
    if block.kind is not BlockKind.PARAGRAPH or not like_heading(line):
        return False
    if date_line(line) or (place and greeting(line)):
        return False
    if label(line):
        if _VALUE.match(line.partition(":")[2]):
            return False
        around = (blocks[place - 1 if place else 0], blocks[place + 1])
        if any(label(text[b.start : min(b.end, b.start + 100)]) for b in around if b is not block):
            return False
    if place and not _blank_between(text, blocks[place - 1], block):
        # Among other lines; but the name of a chapter stands right below its number.
        if levels[place - 1] is None and blocks[place - 1].kind is BlockKind.PARAGRAPH:
            return False
        if levels[place - 1] is not None and _blank_between(text, block, blocks[place + 1]):
            return True
    elif _blank_between(text, block, blocks[place + 1]):
        return True
    if line[0].isdigit() and text[blocks[place + 1].start].isdigit():
        return False  # "500 g flour" above "1/2 cube of yeast"
    # The first of several lines: a heading above items, running text, or lines full of numbers.
    below = blocks[place + 1]
    content = text[below.start : min(below.end, below.start + 2 * _BODY)]
    if below.kind is not BlockKind.PARAGRAPH or len(content) >= _BODY or content[-1] in ".!?":
        return True
    if line.isupper() and column(text, below) >= column(text, block) + 2:
        return True  # as in manual pages
    numbered = any(char.isdigit() for char in content)
    return numbered and not any(char.isdigit() for char in line)


def _parted(text: str, block: Block, below: Block) -> bool:
    """Whether the numbered line of a block heads the first of its parts: "3. Aims", "3.1. ..."."""
    number = _NUMBER.match(text, block.start, block.end)
    return bool(
        number and _PART.match(text, below.start) and text.startswith(f"{number[1]}.", below.start)
    )


def _coded(text: str, blocks: Sequence[Block], place: int) -> bool:
    """Whether a line is a number and what it stands for, among others: "7      invalid format"."""
    block = blocks[place]
    if not _CODE.match(text, block.start, block.end):
        return False
    above = place > 0 and not _blank_between(text, blocks[place - 1], block)
    return above or place + 1 == len(blocks) or not _blank_between(text, block, blocks[place + 1])


def _within_text(text: str, blocks: Sequence[Block], place: int) -> bool:
    """Whether a line that begins with a number goes on in the next, or goes on from the last."""
    block = blocks[place]
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


def like_heading(line: str) -> bool:
    """Whether a line could be a heading by its words and marks."""
    if len(line) > _MAX_HEADING or "\n" in line or len(line.split()) > _MAX_HEADING_WORDS:
        return False
    if (
        line[-1] in ".!…:;,\"”'’)"
        or _DASH.search(line)
        or _CAPTION.match(line)
        or not (line[0].isupper() or line[0].isdigit())
    ):
        return False
    if _ENTRY.match(line):
        return True
    if line.split()[-1].lower() in _OPEN or _CODED_SIGNS.search(line) or _CELLS.search(line):
        return False
    return len(_GAP.findall(line)) < 2 and any(char.isalpha() for char in line)
