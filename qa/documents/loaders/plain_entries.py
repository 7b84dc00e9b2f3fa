"""Lines of plain text that are entries of their own: days of a timeline, messages of a chat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from qa.lexicon import MONTHS, MONTHS_SHORT, alternatives

_MONTH = rf"(?:{alternatives(MONTHS, MONTHS_SHORT)})\.?"
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ \u00a0\u202f]?(?i:[ap]\.?m\b\.?))?"
_FIGURES = r"(?:\d{4}-\d\d-\d\d|\d{1,4}[./-]\d{1,2}[./-]\d{2,4})"
_DAY = (
    rf"(?:\d{{1,2}}\.?\s{_MONTH}(?:,?\s\d{{4}})?|{_MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?"
    rf"|{_MONTH}\s\d{{4}}|{_FIGURES})"
)
# "17 January 2024: ...", "12:30 - ...", "2024-05-01 14:20: ..."
_ENTRY = re.compile(rf"(?:{_DAY}(?:,?\s{_CLOCK})?|{_CLOCK})(?::\s|\s*[–—]\s|\s-\s)\s*\S")
# "[12/03/2025, 18:22:10] Ann: ...", "12/03/2025, 18:22 - Ann: ...", "2024-05-03 14:22 <ann> ..."
_STAMP = re.compile(
    rf"[\u200e\u200f]*(?:\[{_FIGURES},?\s{_CLOCK}\]\s|{_FIGURES},?\s{_CLOCK}\s-\s"
    rf"|\[?(?:{_FIGURES}[ T])?{_CLOCK}\]?\s(?=<[^<>\s]{{1,40}}>\s))"
)
_SAID = re.compile(r"[\u200e\u200f]*(?:[^:\n]{1,60}:\s*|<[^<>\s]{1,40}>\s+)")
# What the program writes in the place of what it left out, or of itself.
_SYSTEM = re.compile(
    r"[\u200e\u200f]*(?:<Media omitted>|(?:image|video|audio|sticker|GIF|document) omitted"
    r"|This message was deleted\.?|You deleted this message\.?|null)\Z"
)
_ENCRYPTED = re.compile(r"Messages and calls are end-to-end encrypted\b")
_FIRST_LINES = 30
_MOST_QUESTION = 200  # characters
_ASKED = re.compile(
    r"(?:(?:and|but|so|hey|hi|ok|sorry|btw|er|um)\b[ ,]*)?"
    r"(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|can"
    r"|could|should|would|will|any|any ?one)\b[^.!?\n]*\?+",
    re.IGNORECASE,
)
_MOST_STAMP = 120  # characters at the beginning of a line that are looked at


def entries(contents: Sequence[str]) -> list[bool]:
    """Which of some lines begin an entry: with a day or a time, as other lines there do."""
    found = [bool(_ENTRY.match(content, 0, _MOST_STAMP)) for content in contents]
    return found if sum(found) > 1 else [False] * len(contents)


def messages(contents: Sequence[str]) -> list[bool]:
    """Which of some lines begin a message of a chat; none where it has a single one."""
    found = [bool(_STAMP.match(content, 0, _MOST_STAMP)) for content in contents]
    return found if sum(found) > 1 else [False] * len(contents)


def is_chat(lines: Iterable[str]) -> bool:
    """Whether the first lines of a text are the messages of a chat, most of them."""
    first = list(islice(filter(None, lines), _FIRST_LINES))
    found = messages(first)
    return sum(found) >= 2 and found.index(True) < 2 and sum(found) * 3 >= len(first)


def asks(message: str) -> bool:
    """Whether a message of a chat is nothing but a question, which others answer below it."""
    stamp = _STAMP.match(message, 0, _MOST_STAMP)
    said = _SAID.match(message, stamp.end() if stamp else 0)
    return said is not None and is_asked(message[said.end() : said.end() + _MOST_QUESTION + 1])


def is_asked(text: str) -> bool:
    """Whether what is said in a message is one question and nothing else."""
    return len(text) <= _MOST_QUESTION and bool(_ASKED.fullmatch(text))


def says_nothing(line: str) -> bool:
    """Whether a message is the program's own, or stands for what it left out."""
    stamp = _STAMP.match(line, 0, _MOST_STAMP)
    if not stamp:
        return False
    rest = line[stamp.end() :].strip()
    said = _SAID.match(rest)
    return bool(_ENCRYPTED.search(rest) or _SYSTEM.match(rest[said.end() :] if said else rest))
