"""The language in which a document is written, if that is clear.

The text decides; what a file says of itself is checked against it: of 942 pages of the web that
name their language 45 are written in another. A document in two languages has none, and neither
has one of tables, of code or of a few words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from qa.datatypes import Block, BlockKind, Document
from qa.documents.loaders import line_rules
from qa.languages import code

if TYPE_CHECKING:
    from gcld3 import NNetLanguageIdentifier

_PROSE = frozenset(
    {
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.STEP,
        BlockKind.QUOTE,
        BlockKind.QUESTION,
        BlockKind.HEADING,
    }
)
_STRETCH = 300  # characters that are judged at a time, in 0.15 ms
_LEAST_LETTERS = 80  # of a text whose language nothing else tells
_LEAST_DECLARED = 20  # of one that says which it is
_LEAST_RARE = 200  # of one in a language that odd texts are often taken for
_SURE = 0.9
_SHARED = 4  # short words of two stretches, which are then in one language
_MOST_BLOCKS = 400  # of a stretch: short ones, as lists of names have
# Written together, without blanks: a character says more than a letter.
_DENSE = (  # 5 ms to compile, which questions don't need
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
# Lists of names, verse, code and menus are taken for one of these: they take more text.
_RARE = frozenset(
    line_rules.words(
        "af bs ca ceb co cy eo eu fil fy ga gd gl ha haw hmn ht ig jv ku la lb mg mi ms mt ny sm "
        "sn so st su sw uz xh yo zu"
    )
)
# Languages that a detector takes for each other: there the document's own word counts.
_NEAR = tuple(
    frozenset(each.split())
    for each in (
        "bs hr sr sl", "no da sv", "id ms jv su", "pt gl es ca", "cs sk", "af nl fy", "bg mk sr",
        "ru uk be", "hi mr ne", "fa ps ur ar", "ga gd", "zu xh", "de lb",
    )
)  # fmt: skip
_NO_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[\ud800-\udfff\x00]+")


def with_language(document: Document) -> Document:
    """The document with its language; what its loader read of it is only a claim."""
    found = _language(document, document.language)
    return document if found == document.language else replace(document, language=found)


def _language(document: Document, declared: str | None) -> str | None:
    prose = [block for block in document.blocks if block.kind in _PROSE]
    beginning = _stretch(document.text, prose)
    letters = _letters(beginning)
    if letters < (_LEAST_DECLARED if declared else _LEAST_LETTERS):
        return None
    first, sure = _guess(beginning)
    claimed = declared if declared and _near(first, declared) else None
    if letters < _LEAST_LETTERS or (claimed and not sure):
        return claimed
    if len(prose) > 1 and len(beginning) >= _STRETCH:
        found = _agreed(document.text, prose, beginning, first if sure else None, declared)
    else:
        found = first if sure and not (first in _RARE and letters < _LEAST_RARE) else None
    if found and declared and _near(found, declared):
        return declared
    return None if found == "bs" else found  # as good as never Bosnian, if it doesn't say so


def _agreed(
    text: str, prose: Sequence[Block], beginning: str, first: str | None, declared: str | None
) -> str | None:
    """What beginning and middle are in, or else three of four stretches, if nothing denies it."""
    middle = _stretch(text, prose[len(prose) // 2 :])
    if first and len(_short_words(beginning) & _short_words(middle)) >= _SHARED:
        return first  # in 0.01 ms
    guesses = [first, _sure(middle)]
    if first and guesses[1] == first:
        return first
    guesses += [_sure(_stretch(text, prose[int(len(prose) * part) :])) for part in (0.25, 0.75)]
    found = next((guess for guess in guesses if guess and guesses.count(guess) >= 3), None)
    return None if declared and not _near(found, declared) else found


def _sure(text: str) -> str | None:
    guess, sure = _guess(text)
    return guess if sure else None


def _short_words(text: str) -> set[str]:
    """Words that a language repeats: "the", "und", "que"."""
    return {word for word in text.casefold().split() if len(word) <= 4 and word.isalpha()}


def _stretch(text: str, prose: Sequence[Block]) -> str:
    """The beginning of some blocks, without addresses."""
    parts: list[str] = []
    length = 0
    for block in prose[:_MOST_BLOCKS]:
        part = _NO_WORDS.sub(" ", text[block.start : min(block.end, block.start + _STRETCH)])
        parts.append(part)
        length += len(part)
        if length >= _STRETCH:
            break
    return "\n".join(parts)[:_STRETCH]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text)) + 3 * len(re.findall(_DENSE, text))


def _guess(text: str) -> tuple[str | None, bool]:
    """The language of a stretch, and whether that is sure."""
    found = _detector().FindLanguage(text)
    if "-" in found.language and not found.language.startswith("zh"):
        return None, False  # Russian, Japanese ... in Latin letters: nearly always another language
    return code(found.language), found.probability >= _SURE


def _near(one: str | None, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _NEAR)


@cache
def _detector() -> NNetLanguageIdentifier:
    from gcld3 import NNetLanguageIdentifier  # 2 ms, and needed only where a file is read

    return NNetLanguageIdentifier(0, 4 * _STRETCH)  # bytes
