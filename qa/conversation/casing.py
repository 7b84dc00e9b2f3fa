"""Names typed without capitals written as the documents have them: "who is ada lind?".

In a chat few people write capitals, and by them names are told from other words here. What was
quoted in the turns before shows how the names that are spoken of are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from qa.conversation.words import Word, words

MAX_TEXT = 6000  # characters of what was quoted that are looked at

# Between two words of one sentence; elsewhere a capital may be that of the sentence or the cell.
_WITHIN = re.compile(r"['’]?,? (?:\(|& )?|-")
_ALSO_VERBS = frozenset(("may", "march"))


def names_in(texts: Iterable[str]) -> dict[str, str]:
    """The words that texts write with a capital inside of sentences, by their lower case.

    The first word of a sentence is one where a name follows it: "Ada Lind". A word that stands
    there without a capital, too, is none.
    """
    names: dict[str, str] = {}
    others: set[str] = set()
    for text in texts:
        found = words(text[:MAX_TEXT])
        for at, word in enumerate(found):
            if word.text.islower():
                others.add(word.lower)
            elif _letters(word) and (_inside(text, found, at) or _begins_name(text, found, at)):
                names.setdefault(word.lower, word.text[: len(word.lower)])
    names = {lower: name for lower, name in names.items() if lower not in others}
    return {k: v for k, v in names.items() if k not in _ALSO_VERBS}


def cased(line: str, names: Mapping[str, str]) -> str:
    """A line with its names written as in `names`, where it has them without a capital."""
    for word in reversed(words(line) if names else []):
        if word.text.islower() and word.lower in names:
            end = word.start + len(word.lower)
            line = line[: word.start] + names[word.lower] + line[end:]
    return line


def _letters(word: Word) -> bool:
    return not word.function and word.text[0].isupper()


def _inside(text: str, found: list[Word], at: int) -> bool:
    return at > 0 and _WITHIN.fullmatch(text[found[at - 1].end : found[at].start]) is not None


def _begins_name(text: str, found: list[Word], at: int) -> bool:
    after = at + 1
    return (
        after < len(found)
        and _letters(found[after])
        and text[found[at].end : found[after].start] == " "
    )
