"""Items of check lists: what is to be done or was, when it is due, and what it stands under.

Boxes as Markdown has them, `- [ ]`, with the marks of Obsidian's tasks; and the words that Logseq
and Org put before an item, `TODO`, `DONE`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from qa.catalogue import periods
from qa.datatypes import BlockKind, Document

# With one of these a document may have open items, with one of those done ones.
OPEN_MARKS = ("[ ]", "[/]", "TODO", "DOING ", "LATER ")
DONE_MARKS = ("[x]", "[X]", "DONE ")
_BOX = re.compile(
    r"^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<box>\[(?P<state>[ /xX])\])[ \t]+(?P<item>\S.*)$",
    re.MULTILINE,
)
_WORD = re.compile(
    r"(?P<word>TODO|DOING|NOW|LATER|WAITING|IN-PROGRESS|DONE)(?::|(?=[ \t]))[ \t]*"
    r"(?:\[#[A-Z]\][ \t]*)?(?P<item>\S.*)"
)
_ANYWHERE = frozenset({"TODO", "DOING", "DONE"})  # the others begin items of lists only
_ITEMS = frozenset({BlockKind.LIST_ITEM, BlockKind.STEP})
_LINES = _ITEMS | {BlockKind.PARAGRAPH}
_TAG = re.compile(r"(?<![\w/&#])#([\w][\w/-]{0,60})")
_BELOW = 200  # characters behind an item's line in which Org says when it is due


@dataclass(frozen=True, slots=True)
class Task:
    """An item: its line from `start` to `end`, of which `item` is what is to be done."""

    start: int
    end: int
    item: int
    done: bool
    due: date | None
    finished: date | None  # the day on which it was done
    tags: frozenset[str]
    parents: tuple[int, ...]  # blocks that it stands under: items, lines that lead in, headings


def tasks(document: Document) -> Iterator[Task]:
    """The items of a document in order."""
    found = {match.start("box"): match for match in _BOX.finditer(document.text)}
    for block in document.blocks:
        if block.kind is BlockKind.CODE:  # how such items are written
            for start in [start for start in found if block.start <= start < block.end]:
                del found[start]
        org = block.kind is BlockKind.HEADING and document.source.endswith(".org")
        if not (org or block.kind in _LINES) or block.start in found:
            continue
        match = _WORD.match(document.text, block.start, block.end)
        if match and (match["word"] in _ANYWHERE or block.kind in _ITEMS):
            found[block.start] = match
    for start in sorted(found):
        yield _task(document, start, found[start])


def _task(document: Document, start: int, match: re.Match[str]) -> Task:
    number = bisect_right(document.blocks, start, key=lambda block: block.start) - 1
    groups = match.groupdict()
    done = groups.get("word") == "DONE" or (groups.get("state") or "") in ("x", "X")
    line = match["item"]
    more = document.text[match.end() : match.end() + _BELOW].removeprefix("\n").split("\n\n")[0]
    end = match.end("item")
    said = line
    if _schedule().match(more):  # below it, as Org and Logseq have it
        said, end = f"{line}\n{more}", match.end() + 1 + len(more.split("\n")[0])
    return Task(
        start,
        end,
        match.start("item"),
        done,
        _day(_due(), said) or _day(_planned(), said),
        _day(_finished(), said),
        frozenset(tag.casefold() for tag in _TAG.findall(line)),
        _above(document, number),
    )


def _above(document: Document, number: int) -> tuple[int, ...]:
    above = []
    while number >= 0 and (number := document.blocks[number].parent) >= 0:
        above.append(number)
    return tuple(above)


def _day(pattern: re.Pattern[str], text: str) -> date | None:
    match = pattern.search(text)
    return periods.day(match["day"]) if match else None


def _dated(marks: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{marks})[ \t]*[<(\[{{]{{0,2}}(?P<day>{periods.DAY})", re.IGNORECASE)


@cache
def _due() -> re.Pattern[str]:
    return _dated(
        r"[📅🗓]\ufe0f?|@(?=\{)|@?\bdue(?:[ _-]date)?\b(?:[ ](?:on|by))?:{0,2}|\bDEADLINE:"
    )


@cache
def _planned() -> re.Pattern[str]:
    return _dated(r"⏳|\bscheduled:{1,2}")


@cache
def _finished() -> re.Pattern[str]:
    return _dated(r"✅|\bcomplet(?:ion|ed)::|@done|\bCLOSED:")


@cache
def _schedule() -> re.Pattern[str]:
    return re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED):")
