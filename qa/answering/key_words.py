"""Words of a question that the key of a cell or a line stands for.

A column "Phone" holds phone numbers, "Birthday" the date of birth, "Mail" e-mail addresses: of a
compound the key has what tells it from others, and the value shows the rest. What counts is the
form of the words alone: the same stem, or a compound with that word as its head ("Telephone" is a
phone, "Birthplace" the place of birth). No meaning is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.search.terms import content_words, stems

# Heads that say what kind of thing a value is, which it shows by itself.
_NUMBERS = frozenset({"number", "no", "count", "amount", "value", "figure"})
_TIMES = frozenset({"date", "day", "time", "year", "month"})
_OTHERS = frozenset({"address", "name", "code", "title", "person", "place", "type", "level"})
_HEADS = _NUMBERS | _TIMES | _OTHERS
_LINKS = frozenset({"of", "the"})  # "Date of birth"
_LEAST_HEAD = 4  # letters of a word at the end of a longer one: "phone" in "telephone"
_JOINED = re.compile(rf"(?P<told>[^\W\d_]{{4,}})(?P<head>{'|'.join(sorted(_HEADS))})")
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_CELL = re.compile(
    r"(?:^|(?<=\n)| · )[ \t*-]*(?P<key>[^\W\d_][\w .'/-]{0,40}?)(?: \([^()\n:]{1,30}\))?"
    r"\W{0,3}:[ \t*]+"
    r"(?P<value>[^\n]+?)(?= · |\n|\Z)"
)
# The part of a word that says by which way something is sent, which a key may leave out.
_SENT = re.compile(r"\A(?:tele(?=[^\W\d]{5})|e-?(?=mails?\Z))")
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\d|\b[A-Z][a-z]{2,8}\b")


@dataclass(frozen=True, slots=True)
class Compound:
    """A noun of a question with what tells it from others: "phone number", "date of birth"."""

    told: str  # the word that tells it, in lower case
    head: str  # of `_HEADS`; empty where it has none
    stems: frozenset[str]  # of all its words


def compounds(question: str) -> tuple[Compound, ...]:
    """The compounds of a question whose words a key may stand for."""
    found = []
    tokens = [match.group() for match in _TOKEN.finditer(question)]
    lower = [token.lower() for token in tokens]
    for at, word in enumerate(lower):
        head = _singular(word)
        if head not in _HEADS:
            if _bare(word) != word:  # "telephone", "e-mail"
                found.append(Compound(word, "", frozenset(stems(word))))
            elif joined := _JOINED.fullmatch(head):  # "birthday", "postcode"
                found.append(Compound(joined["told"], joined["head"], frozenset(stems(word))))
            continue
        beside = tokens[at - 1 : at] if at else []
        if lower[at + 1 : at + 2] == ["of"]:
            beside += tokens[at + 2 : at + 3]
        found += (
            Compound(told, head, frozenset(stems(f"{told} {word}")))
            for told in beside
            if told.islower() and content_words(told)  # no name, and no article
        )
    return tuple(found)


def stated(asked: tuple[Compound, ...], text: str) -> set[str]:
    """The stems of the compounds of a question that a key in `text` stands for with its value."""
    found: set[str] = set()
    if asked and ":" in text:
        for key, value in _cells(text):
            for compound in asked:
                if _stands_for(key, value, compound):
                    found |= compound.stems
    return found


def _cells(text: str) -> Iterator[tuple[list[str], str]]:
    """The words of each key, in lower case, and its value."""
    for match in _CELL.finditer(text):
        yield _TOKEN.findall(match["key"].lower()), match["value"].strip()


def _stands_for(key: list[str], value: str, compound: Compound) -> bool:
    """Whether all words of a key are of the compound, and the value is of its kind."""
    if not _shows(compound.head, value):
        return False
    told = [w for w in key if w not in _LINKS and not _same_head(_singular(w), compound.head)]
    return bool(told) and all(_is(word, compound.told, compound.head) for word in told)


def _is(key: str, asked: str, head: str) -> bool:
    """Whether a word of a key is the one that was asked for, or a compound with it."""
    mine, theirs = _bare(_singular(key)), _bare(_singular(asked))
    if mine == theirs or set(stems(mine)) & set(stems(theirs)):
        return True
    if len(theirs) >= _LEAST_HEAD and mine.endswith(theirs):  # "Mobilephone" is a phone
        return True
    # "Birthday" is the date of birth.
    return bool(head) and mine.startswith(theirs) and _same_head(mine[len(theirs) :], head)


def _same_head(word: str, head: str) -> bool:
    """Whether two heads are of one kind."""
    return word == head != "" or any({word, head} <= kind for kind in (_NUMBERS, _TIMES))


def _shows(head: str, value: str) -> bool:
    """Whether a value is of the kind that a head says."""
    if head in _NUMBERS:
        return bool(_DIGIT.search(value))
    return bool((_TIME if head in _TIMES else re.compile(r"\w")).search(value))


def _bare(word: str) -> str:
    """A word without `_SENT`."""
    return _SENT.sub("", word)


def _singular(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
