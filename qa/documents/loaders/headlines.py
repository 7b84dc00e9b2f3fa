"""First lines that are headlines: how long they are, and where names are one and no byline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.datatypes import Block, BlockKind
from qa.documents.loaders import boilerplate, line_rules
from qa.documents.loaders.dates import date_line
from qa.documents.loaders.month_names import MONTH

MOST_TITLE = 200  # characters; a longer first line is text, and is cut for a title
STOP = ".!?…:;,"  # ends no headline
MOST_WORDS = 12  # of a title
_LETTER_HEAD = 10  # blocks in which a letter greets
_ADDRESS = re.compile(r"[,\n\d]")
_FEW_WORDS = 3  # a name may end with a full stop: "Oakley Ltd."
# What a changelog of Debian calls a version: "dash (0.5.5-2) unstable; urgency=low"
_ENTRY = re.compile(r"\S+ \(\d[^()\s]*\) [\w -]+;(?: [\w-]+=[\w-]+,?)+")
_COLUMNS = re.compile(r"\S {5}")  # within a line
_LETTERHEAD = 5  # blocks of one at most
_MONTH_ALONE = re.compile(rf"(?:{MONTH})\.?,? \d{{4}}", re.IGNORECASE)
_SEVERAL = re.compile(r"\s(?:and|und|et|y|&)\s|,\s|\s[/|]\s", re.IGNORECASE)
_BY = re.compile(r"[\s*_]*(?:by|von|par|por|di|door|written by|text:)\b", re.IGNORECASE)
# In capitals above a headline: what kind of article it is.
_KICKERS = frozenset(
    line_rules.words(
        "SATIRE OPINION ANALYSIS CORRECTION EDITORIAL COMMENT COMMENTARY COLUMN FEATURE INTERVIEW "
        "EXPLAINER EXCLUSIVE BREAKING REVIEW OBITUARY PROFILE PERSPECTIVE ESSAY INVESTIGATION "
        "REPORTAGE KOMMENTAR MEINUNG ANALYSE GLOSSE LEITARTIKEL URGENT FLASH ALERT UPDATE "
        "EILMELDUNG PRESSEMITTEILUNG"
    )
) | {
    "BREAKING NEWS", "FACT CHECK", "GUEST ESSAY", "LETTER TO THE EDITOR", "LETTERS", "NEWS ALERT",
    "FOR IMMEDIATE RELEASE", "PRESS RELEASE", "NEWS RELEASE", "MEDIA RELEASE", "PRESS STATEMENT",
}  # fmt: skip


def below_kicker(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Blocks of which the first is no headline where it says of which kind the article is."""
    found = list(blocks)
    if len(found) < 3 or found[0].end - found[0].start > MOST_TITLE:
        return found
    first, below = (text[block.start : block.end] for block in found[:2])
    headline = found[1].kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and (
        len(below) <= MOST_TITLE and below[-1] not in STOP.replace("?", "").replace("!", "")
    )
    if headline and " ".join(first.split()).strip(" .:|[]()*—–-") in _KICKERS:
        found[0] = replace(found[0], kind=BlockKind.META, level=0)
    return found


def names_as_headline(line: str, below: Iterable[str]) -> bool:
    """Whether a first line that is several names is the headline: of what is told of them.

    That is so without "By", where text stands `below` and no other headline.
    """
    if _BY.match(line) or not (_SEVERAL.search(line) and boilerplate.is_names(line)):
        return False
    for text in below:
        if not (date_line(text) or boilerplate.is_role(text) or boilerplate.is_publisher(text)):
            return len(text) > MOST_TITLE or text.rstrip("\"'”’)")[-1:] in STOP
    return False


def is_letter(text: str, blocks: Sequence[Block]) -> bool:
    """Whether an address, a day and a greeting stand at the head, and no heading or byline."""
    dated = False
    for place, block in enumerate(blocks[:_LETTER_HEAD]):
        line = text[block.start : block.end].strip()
        if block.kind is BlockKind.HEADING or len(line) > MOST_TITLE:
            return False
        if place == 0 and not (_ADDRESS.search(line) or boilerplate.is_names(line)):
            return False
        if line_rules.greeting(line):
            return dated
        dated = dated or date_line(line) is not None
        if _BY.match(line):
            return False
    return False


def running(line: str, below: str = "", most: int = MOST_WORDS) -> bool:
    """Whether a first line says no title: running text, a key with its value, or a first entry.

    `below` is the line right below it, `most` the number of words that a title has.
    """
    line = " ".join(line.split())
    count = len(line.split())
    if count > most or (line.endswith(".") and not line.endswith("..") and count > _FEW_WORDS):
        return True
    if line_rules.label(line) and ("://" in line or line_rules.label(below)):
        return True
    return bool(_ENTRY.fullmatch(line))


def letterhead(text: str, blocks: Sequence[Block], place: int) -> bool:
    """Whether a block at the top stands in columns, or is a month, above a title by itself."""
    if place >= _LETTERHEAD or not _in_columns(text, blocks[place]):
        return False
    below = place + 1
    while below < len(blocks) - 1 and below < _LETTERHEAD and _in_columns(text, blocks[below]):
        below += 1
    if below >= len(blocks) - 1 or _in_columns(text, blocks[below + 1]):
        return False
    title = text[blocks[below].start : blocks[below].end]
    return (
        text.count("\n", blocks[below - 1].end, blocks[below].start) > 1
        and text.count("\n", blocks[below].end, blocks[below + 1].start) > 1
        and "\n" not in title
        and title[-1] not in STOP
        and len(title) <= MOST_TITLE
        and not (_COLUMNS.search(title) or line_rules.label(title))
    )


def _in_columns(text: str, block: Block) -> bool:
    lines = text[block.start : block.end][: 5 * MOST_TITLE].split("\n")
    if len(lines) == 1 and _MONTH_ALONE.fullmatch(lines[0]):
        return True
    return 2 * sum(bool(_COLUMNS.search(line.strip())) for line in lines) >= len(lines)


def cut(title: str) -> str:
    """A title, shortened where it is a paragraph."""
    if len(title) <= MOST_TITLE:
        return title
    return title[:MOST_TITLE].rsplit(" ", 1)[0].rstrip(STOP) + "…"
