"""What the palette lists: actions, and which of them fit what was typed, the best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_WORD = re.compile(r"\w+")
_TYPO = 0.75  # share of letters that two words have in common when one is a typo of the other
# How well a word fits by where it stands: title, other words for it, description.
_BEGINS, _INSIDE = (8.0, 5.0, 3.0), (4.0, 2.0, 1.0)
_SPREAD, _MISSPELT = 1.5, 1.0  # its letters in order in the title; with a typo
_SHORTEST = 3  # letters of a word that may have a typo


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the palette."""

    title: str
    about: str  # what it does
    run: Callable[[], Any]
    key: str = ""  # as people press it
    words: str = ""  # other words that people look for


@dataclass(frozen=True, slots=True)
class Match:
    """An action that fits, and the offsets of its title that do."""

    action: Action
    at: frozenset[int] = frozenset()


def matching(actions: Sequence[Action], typed: str) -> list[Match]:
    """The actions that every typed word fits, the best first; all of them for nothing typed."""
    words = typed.lower().split()
    if not words:
        return [Match(action) for action in actions]
    found: list[tuple[float, Match]] = []
    for forgiving in (False, True):
        for action in actions:
            fits = [_fit(action, word, forgiving) for word in words]
            if all(score for score, _ in fits):
                at = frozenset().union(*(offsets for _, offsets in fits))
                found.append((sum(score for score, _ in fits), Match(action, at)))
        if found:  # typos are forgiven only where nothing else fits
            break
    found.sort(key=lambda each: -each[0])
    return [match for _, match in found]


def _fit(action: Action, word: str, forgiving: bool) -> tuple[float, frozenset[int]]:
    """How well a word fits, 0 for not at all, and where in the title."""
    fields = (action.title.lower(), action.words.lower(), action.about.lower())
    best, where = 0.0, frozenset[int]()
    for number, text in enumerate(fields):
        begins = re.search(rf"\b{re.escape(word)}", text)
        at = begins.start() if begins else text.find(word)
        score = (_BEGINS if begins else _INSIDE)[number] if at >= 0 else 0.0
        if score > best:
            best = score
            where = frozenset(range(at, at + len(word))) if number == 0 else frozenset()
    if not best and forgiving:
        if offsets := _in_order(word, fields[0]):
            return _SPREAD, offsets
        if len(word) >= _SHORTEST and any(
            SequenceMatcher(None, word, other).ratio() >= _TYPO
            for text in fields[:2]
            for other in _WORD.findall(text)
        ):
            return _MISSPELT, where
    return best, where


def _in_order(word: str, title: str) -> frozenset[int]:
    """Where the letters of `word` stand in `title` one after the other, empty when they don't."""
    at, offsets = -1, []
    for letter in word:
        at = title.find(letter, at + 1)
        if at < 0:
            return frozenset()
        offsets.append(at)
    return frozenset(offsets)
