"""Names and short phrases as texts state them, compared by their parts."""

from __future__ import annotations

import re
import unicodedata

from qa import lexicon
from qa.search.terms import content_stems

_NAME = re.compile(r"(?<![\w'’])[^\W\d_a-z][\w'’.-]*")
_ACRONYM = re.compile(r"\b[A-Z](?:\.?[A-Z])+\b")
_TITLE_WORDS = frozenset(
    word.lower()
    for title in (*lexicon.TITLES, *lexicon.TITLES_SHORT, *lexicon.OFFICES)
    for word in title.split()
)
_SMALL_WORDS = frozenset({"the", "a", "an", "of", "and", "in", "on", "at", "for", "by", "to"})
_NOT_NAMES = frozenset(
    each.lower() for each in (*lexicon.MONTHS, *lexicon.MONTHS_SHORT, *lexicon.WEEKDAYS)
)


def names(words: str) -> frozenset[str]:
    """The words of a short answer that are names, folded; titles and what modifies them are not.

    "French President Anna Berg" has "anna" and "berg".
    """
    found: list[str] = []
    for match in _NAME.finditer(words):
        word = re.sub(r"['’]s$", "", match.group()).rstrip(".")
        lower = word.lower()
        if lower in _TITLE_WORDS:
            found.clear()
        elif lower not in _SMALL_WORDS and lower not in _NOT_NAMES:
            found += (part for part in _plain(word).split("-") if part)
    return frozenset(found)


def same_name(one: str, other: str) -> bool | None:
    """Whether two short answers name the same; None where one of them names nothing.

    A part of a name that both have makes them one, and so do letters that begin the other's words.
    """
    mine, theirs = names(one), names(other)
    if not mine or not theirs:
        return None
    return bool(mine & theirs) or _stands_for(one, other) or _stands_for(other, one)


def _stands_for(short: str, long: str) -> bool:
    """Whether an acronym in `short` is made of the first letters of the words of `long`."""
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]\w*", long)).upper()
    capitals = "".join(re.findall(r"[A-Z]", long))
    acronyms = (each.replace(".", "") for each in _ACRONYM.findall(short))
    return any(each in initials or each in capitals for each in acronyms)


def same_words(one: str, other: str) -> bool | None:
    """Whether two short answers share a word that carries meaning; None where one has none."""
    mine, theirs = set(content_stems(one)), set(content_stems(other))
    if not mine or not theirs:
        return None
    joined = [re.sub(r"\W", "", _plain(each)) for each in (one, other)]
    return bool(mine & theirs) or joined[0] in joined[1] or joined[1] in joined[0]


def _plain(word: str) -> str:
    """A word without case and accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))
