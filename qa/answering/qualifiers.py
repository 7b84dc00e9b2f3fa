"""Qualifiers of a question that a text has exchanged: the second quarter for the third.

What stands just before a noun tells one thing of a kind from another. Where a text has the noun,
each time behind another qualifier and never behind the one that was asked for, it speaks of another
thing of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from qa import lexicon
from qa.answering.question_type import is_polar
from qa.patterns import lazy_pattern
from qa.search.stopwords import EVERYDAY, STOPWORDS
from qa.search.terms import stems
from qa.search.word_forms import other_spelling

_PAIR = re.compile(r"(?=\b([^\W_][\w'-]*)[ \u00a0-]([^\W\d_][\w'-]*))")
_ANY = lazy_pattern(r"\b(?:there|an?|any) ([^\W\d_][\w'-]*) (?=[^\W\d_])", re.I)
_ROLE = lazy_pattern(
    r"\W*(?:and |but |so )?who(?:['’]s| is| was| are| were) (?:the |our |your |their )?"
    r"(?P<role>[\w'’ -]+?)(?= (?:of|in|at|for|on|from|now|today)\b|\W*$)",
    re.I,
)
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


def asks_for_one(question: str, nowhere: Collection[str]) -> bool:
    """Whether it is asked if there is a thing of a kind, which a word that stands `nowhere` names.

    "Is there car insurance?": that there is insurance of another kind says nothing about it.
    """
    named = {match[1].lower() for match in _ANY.finditer(question)}
    return is_polar(question) and not named.isdisjoint(word.lower() for word in nowhere)


def other_role(question: str, text: str) -> bool:
    """Whether "who is the defence minister" is asked, and `text` has others only."""
    asked = _ROLE.match(question)
    pairs = list(_pairs(asked["role"])) if asked else []
    if not pairs:
        return False
    word, head = pairs[-1]
    if _plain(word) or word not in question:  # a name or a people: "the British minister"
        return False
    before = {each for each, noun in _pairs(text) if noun == head}
    same = {word, other_spelling(word)}
    return bool(before) and not any(_plain(each) or each in same for each in before)


def told_apart(question: str, one: str, other: str) -> bool | None:
    """Whether `one` of two texts has a noun behind the question's qualifier, `other` behind others.

    False the other way round, None where that doesn't tell them apart: "the web server" is not what
    is said of "the mail server".
    """
    asked = [(word, head) for word, head in _pairs(question) if not _plain(word)]
    if not asked:
        return None
    mine, theirs = ([*_pairs(text)] for text in (one, other))
    for pair in asked:
        if (pair in mine) != (pair in theirs):
            lacking = theirs if pair in mine else mine
            before = [word for word, head in lacking if head == pair[1]]
            if before and not any(map(_plain, before)):
                return pair in mine
    return None


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
