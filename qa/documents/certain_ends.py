"""Ends of sentences that need no looking at: most of those in prose.

The full stop of an ordinary word before a capital ends a sentence, whatever else is around it; one
inside a number or an address doesn't, and after an abbreviation the next word decides. Where a
paragraph has nothing but such marks, the library and the tables of `qa.documents.sentence_rules`
would decide the same, and asking them takes ten times as long. What they may decide otherwise is
theirs; a test compares.
"""

from __future__ import annotations

import re

from qa.documents.sentence_rules import (
    BEFORE_DAYS,
    BEFORE_NAMES,
    ENDINGS,
    GERMAN_DAY,
    LISTED,
    STARTER,
    TRAILING,
)

_MARK = re.compile(r"[.!?…。！？؟।۔]")
_WORD = re.compile(r"(?:[A-Za-z]+-)*([A-Za-z]{2,})")
_FIGURES = re.compile(r"\d[\d,]*", re.ASCII)
_CLOSED = re.compile(r".*[a-z0-9][)%\"”]")
_ACRONYM = re.compile(r"(?:[A-Z]\.)+[A-Z]")
# Directly behind a full stop that ends nothing: that of 3.5, a.com, "the U.S., too", U.S.-based.
_INSIDE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789,-–—")
_LOST_SPACE = re.compile(r"[a-z]{3}")  # "costs.The" may be two sentences, "U.S" isn't
# What follows a full stop: quotation marks that close, and the next sentence.
_AFTER_WORD = re.compile(r"[”\"’']{0,2} +(?=[“\"‘(]?[A-Z0-9])")
_AFTER_OTHERS = re.compile(r"[”\"’']{0,2} +(?=[A-Z])")
_AFTER_QUESTION = re.compile(r" (?=[A-Z])")
_NEXT = re.compile(r" (?=(?P<small>[a-z])|(?P<figure>\d)|[A-Z][\w’']*(?![\w.’']))")
_LAST = re.compile(r"[”\"’')]{0,2} *\Z")
_ZONE = re.compile(r"(?:[ECMPB]S?D?T|GMT)\b")
_DAY_BEFORE = re.compile(rf"\b{GERMAN_DAY}\Z")
_CLOCK = frozenset({"a.m", "p.m"})
_LETTERED = re.compile(  # "Plan B", "on X": here a letter is no initial
    r"(?:plan|vitamin|group|hepatitis|influenza|type|generation) $", re.IGNORECASE
)
_LONGEST_ENUMERATOR = 12  # characters, with what is before it


def certain_cuts(text: str) -> list[int] | None:
    """Offsets at which a sentence starts, the first one left out; None where any is uncertain.

    `text` is a paragraph whose only white space is spaces.
    """
    cuts: list[int] = []
    if TRAILING.match(text):
        return None
    for mark in _MARK.finditer(text):
        at, end = mark.span()
        sign, behind = text[at], text[end : end + 1]
        if sign == ".":
            if behind in _INSIDE:
                continue
            if "A" <= behind <= "Z" and not _LOST_SPACE.fullmatch(text, max(0, at - 3), at):
                continue
            cut = _after_full_stop(text, at, end)
        elif sign in "!?":
            after = _AFTER_QUESTION.match(text, end)
            cut = after.end() if after else None
        else:
            return None
        if cut is None and not _LAST.match(text, end):
            return None
        if cut:
            cuts.append(cut)
    return cuts


def _after_full_stop(text: str, at: int, end: int) -> int | None:
    """Where a sentence begins after the full stop `text[at:end]`; 0: nowhere, None: unsure."""
    start = text.rfind(" ", 0, at) + 1
    word = text[start:at]
    whole = _WORD.fullmatch(word)
    if whole and not (whole[1].lower() in LISTED or word.lower() in LISTED):
        after = _AFTER_WORD.match(text, end)
    elif len(word) <= 2 and word.isdecimal() and _DAY_BEFORE.search(text, max(0, start - 6), start):
        return None  # "am 14. September"
    elif _FIGURES.fullmatch(word) or _CLOSED.fullmatch(word):
        after = _AFTER_OTHERS.match(text, end)
    else:
        return _after_abbreviation(text, start, word, end)
    if after is None or (at <= _LONGEST_ENUMERATOR and not text[:start].strip()):
        return None  # "iii." at the beginning
    return after.end()


def _after_abbreviation(text: str, start: int, word: str, end: int) -> int | None:
    """The same after a word at `start` that is listed, or none at all."""
    after = _NEXT.match(text, end)
    if after is None:
        return None
    ending = word in ENDINGS or _ACRONYM.fullmatch(word)
    if after["figure"]:
        return 0 if word in BEFORE_DAYS else None
    if after["small"]:
        return 0 if ending or word in BEFORE_NAMES or word in _CLOCK else None
    if word in _CLOCK:
        return 0 if _ZONE.match(text, after.end()) else None
    if ending:
        return after.end() if STARTER.match(text, after.end()) else 0
    initial = len(word) == 1 and "A" <= word <= "Z" and word != "X"
    spaced = text[start - 2 : start] == "  "  # there may be one of those words before them
    if initial and (spaced or _LETTERED.search(text, max(0, start - 12), start)):
        return None
    if initial or word in BEFORE_NAMES:
        return None if STARTER.match(text, after.end()) else 0
    return None
