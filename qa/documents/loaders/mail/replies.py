"""Replies typed below a message that is sent on without marks: where they begin.

Nothing in such a mail says so, but people do: they greet the writer of what stands above, whose own
words ended with a name, and put theirs at the end. Without any of that nothing is assumed, but that
a reply above which nothing is typed has its words below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FORWARD = re.compile(r"\s*(?:\[[^\]]*\]\s*)?(?:fwd?|wg|tr|rv|enc|doorst|i)\s*:", re.IGNORECASE)
_ANSWER = re.compile(r"\s*(?:\[[^\]]*\]\s*)?(?:re|aw|antw|sv|r|odp)\s*:", re.IGNORECASE)
_HELLO = (
    r"hi|hello|hey|dear|good (?:morning|afternoon|evening)|morning|hallo|liebe[rs]?|moin"
    r"|guten (?:morgen|tag|abend)|bonjour|salut|cher|chère|hola|querid[oa]|buenos días|ciao|car[oa]"
    r"|dag|beste|geachte|olá"
)
_THANKS = r"thanks|many thanks|thank you|danke|vielen dank|merci|gracias|grazie|bedankt|obrigad[oa]"
_TITLED = r"(?:(?:mr|mrs|ms|dr|herr|frau)\b\.?\s+)?"
_CLOSING = re.compile(
    r"[\s*~\N{EN DASH}\N{EM DASH}-]*(?:[^\W\d][\w ]{0,24},\s*)?(?P<name>[^,]+?)[.,!]?\s*"
)
_POSTSCRIPT = re.compile(r"\W*(?:p\.?\s*){1,2}s\b\.?", re.IGNORECASE)
_ADDRESS = re.compile(r"[<(\[].*|\S+@\S+")
_NAME_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_NAME = 200  # characters of a name that are looked at
_MOST_CLOSING = 60  # characters of a line that is nothing but a name
_LEAST_WORDS = 3  # of a line that says something; a signature goes on with shorter ones
_END = re.compile(r"[.!?:…][\"'”’)]*\Z")

Paragraph = Sequence[str]  # lines


@dataclass(frozen=True, slots=True)
class Letter:
    """What the header of a message says: who wrote it, and what it does with another one."""

    author: str = ""
    replies: bool = False
    forwards: bool = True


NO_LETTER = Letter()


def letter(author: str | None, subject: str, replies: bool) -> Letter:
    """A message by its author, subject, and whether its header names another that it replies to."""
    forwards = bool(_FORWARD.match(subject))
    return Letter(author or "", replies or bool(_ANSWER.match(subject)), forwards)


def reply_below(
    paragraphs: Sequence[Paragraph], writer: str, of: Letter, *, above: bool
) -> tuple[int, int]:
    """How many paragraphs below the last head are its writer's, and from which on they are a reply.

    The two differ where some in between may be of either; both are the number of paragraphs where
    there is no reply. `writer` is named in the head; with `above` something is typed above it.
    """
    everything = (len(paragraphs), len(paragraphs))
    theirs, own = _words(writer), _words(of.author)
    if len(paragraphs) < 2 or of.forwards or not theirs or theirs & own:
        return everything
    greeting = _greeting(writer)
    for at, paragraph in enumerate(paragraphs):
        if at and greeting.match(paragraph[0]):
            return at, at
    signed = next(
        (at for at in reversed(range(1, len(paragraphs))) if _closes(paragraphs[at], own)), None
    )
    closed = next((at for at, each in enumerate(paragraphs) if _closes(each, theirs)), None)
    if closed is not None:
        rest = closed + 1
        while rest < len(paragraphs) and not _speaks(paragraphs[rest]):
            rest += 1
        sure = (of.replies and not above) or (signed is not None and signed >= rest)
        return (rest, rest) if sure and rest < len(paragraphs) else everything
    if not of.replies:
        return everything
    if signed is not None:
        alone = not _speaks(paragraphs[signed])
        return 1, max(1, signed - alone)
    return everything if above else (1, len(paragraphs) - 1)


def _words(name: str) -> frozenset[str]:
    """The words of a name, without the address behind it; of an address those before the "@"."""
    name = name[:_MOST_NAME]
    words = _NAME_WORD.findall(_ADDRESS.sub("", name)) or _NAME_WORD.findall(name.split("@")[0])
    return frozenset(word.casefold() for word in words)


def _greeting(writer: str) -> re.Pattern[str]:
    """What begins a paragraph that speaks to somebody by a word of the name.

    "Thanks, Bob" ends a letter of Bob's, where "Thanks Bob, ..." begins one to him.
    """
    words = "|".join(re.escape(word) for word in sorted(_words(writer)))
    name = rf"(?:{words})(?:\s+(?:{words})){{0,3}}"
    return re.compile(
        rf"\W*(?:(?:{_HELLO})\s*,?\s+{_TITLED}{name}\s*(?:[,!:.]|\Z)"
        rf"|(?:(?:{_THANKS})\s+{_TITLED})?{name}[,!])",
        re.IGNORECASE,
    )


def _closes(paragraph: Paragraph, name: frozenset[str]) -> bool:
    """Whether a line of a paragraph is a name by itself, as below a letter."""
    for line in paragraph:
        found = _CLOSING.fullmatch(line) if len(line) <= _MOST_CLOSING else None
        words = [word.casefold() for word in _NAME_WORD.findall(found["name"])] if found else []
        if words and name.issuperset(words) and not re.search(r"[\d@:]", line):
            return True
    return False


def _speaks(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a sentence or more, and no postscript or rest of a signature."""
    text = " ".join(paragraph).strip()
    sentence = _END.search(text) and len(text.split()) >= _LEAST_WORDS
    return bool(sentence) and not _POSTSCRIPT.match(text)
