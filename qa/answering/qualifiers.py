"""Qualifiers of a question that a text has exchanged: the second quarter for the third.

What stands just before a noun tells one thing of a kind from another. Where a text has the noun,
each time behind another qualifier and never behind the one that was asked for, it speaks of another
thing of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from qa import lexicon
from qa.search.stopwords import EVERYDAY, STOPWORDS
from qa.search.terms import stems

_PAIR = re.compile(r"(?=\b([^\W_][\w'-]*)[ \u00a0-]([^\W\d_][\w'-]*))")
_ORDINALS = {word: n for n, word in enumerate(lexicon.ORDINALS)}
_NUMERAL = re.compile(r"(\d+)(?:st|nd|rd|th)", re.I)


def other_ordinal(question: str, text: str) -> bool:
    """Whether `text` numbers what the question does by another ordinal, and never by that one."""
    asked = [(n, head) for word, head in _pairs(question) if (n := _ordinal(word)) is not None]
    there = list(_pairs(text)) if asked else []  # few questions have one
    for number, head in asked:
        others = {n for each, noun in there if noun == head and (n := _ordinal(each))}
        if others and number not in others:
            return True
    return False


def other_qualifier(question: str, text: str, nowhere: Collection[str]) -> bool:
    """Whether a word before a noun, one of those that stand `nowhere`, is another one in `text`."""
    lost = {word.lower() for word in nowhere}
    asked = {head for word, head in _pairs(question) if word in lost and word.isalpha()}
    there = list(_pairs(text)) if asked else []
    for head in asked:
        before = [each for each, noun in there if noun == head]
        if before and not any(_plain(each) for each in before):
            return True
    return False


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Each word in lower case with the stem of the word after it."""
    for match in _PAIR.finditer(text):
        noun = match[2].lower()
        if noun not in STOPWORDS and (stem := next(iter(stems(noun)), "")):
            yield match[1].lower(), stem


def _plain(word: str) -> bool:
    """Whether a word before a noun tells it from no other."""
    return word in STOPWORDS or word in EVERYDAY or not word.isalpha()


def _ordinal(word: str) -> int | None:
    numeral = _NUMERAL.fullmatch(word)
    return int(numeral[1]) if numeral else _ORDINALS.get(word)
