"""The noun phrases of a question, found without a tagger.

Questions are short and their word order is fixed, so closed word classes and a list of verbs are
enough to tell noun phrases from the rest: a run of words between function words is a noun phrase,
less the main verb that "did", "can" or "to" announce.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.conversation.lexicon import (
    AUXILIARIES,
    DETERMINERS,
    IRREGULAR_PLURALS,
    LAST_PREDICATES,
    LY_NOUNS,
    MEASURES,
    PREDICATES,
    PREPOSITIONS,
    plural_noun,
)
from qa.conversation.words import Word, verbs, words

_QUOTED = re.compile(r"[\"“”«»][^\"“”«»]{2,80}[\"“”«»]")
_NUMERIC = re.compile(r"v?\d")
_SAID_OF = frozenset(("wrong", "new", "special", "different", "similar"))
_IS = frozenset(("is", "are", "was", "were", "whats", "what's"))
_TAKES = frozenset(("take", "takes", "took", "taken", "taking"))
_TAKEN = frozenset(("part", "place", "care", "advantage"))  # no things of their own: "took part"
_BREAK = re.compile(r"[,;:.?!()\n\t|·•]|\s[–—]\s")  # between two phrases, or cells of a quoted row


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: `text` without its determiner, at `[start:end]` of the question with it."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    determiner: str = ""  # in lower case
    preposition: str = ""  # the one before it, in lower case
    subject: bool = False  # it stands behind an auxiliary, or begins the question

    @property
    def proper(self) -> bool:
        """Whether it holds a name or a number."""
        return any(word.capital for word in self.words)

    @property
    def numeric(self) -> bool:
        """Whether it is a number, a year or a version, perhaps behind a name."""
        return _NUMERIC.match(self.words[-1].text) is not None

    @property
    def head(self) -> str:
        """Its main word, in lower case: the last before "of"."""
        for before, word in zip(self.words, self.words[1:], strict=False):
            if self.text[word.start - self.words[0].start - 4 :].startswith(" of "):
                return before.lower
        return self.words[-1].lower

    @property
    def plural(self) -> bool:
        """Whether its head looks like a plural, or several are joined by "and"."""
        head = self.head
        return (
            head in IRREGULAR_PLURALS
            or " and " in self.text
            or (
                (not self.proper or self.determiner != "" or not self.words[-1].capital)
                and plural_noun(head)
            )
        )


def noun_phrases(text: str) -> list[Phrase]:
    """The noun phrases of a question in order, those joined by "of" as one."""
    found = words(text)
    main = verbs(found)
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(found):
        if _joins(found, at, main, quoted):
            at += 1
            continue
        end = at + 1
        while end < len(found) and not _ends(text, found, end, main, quoted):
            end += 1
        runs.append((at, end))
        at = end
    return [_phrase(text, found, low, high) for low, high in _joined(text, found, runs)]


def _joins(found: list[Word], at: int, main: set[int], quoted: list[tuple[int, int]]) -> bool:
    """Whether a word is in no noun phrase."""
    word = found[at]
    if any(low < word.start < high for low, high in quoted):
        return False
    if at and found[at - 1].lower == "how" and word.lower in MEASURES:
        return True
    if not word.capital and (
        (word.lower.endswith("ly") and len(word.lower) > 4 and word.lower not in LY_NOUNS)
        or (
            at > 1
            and (
                word.lower in PREDICATES
                or word.lower.endswith(("able", "ible"))
                or (word.lower in LAST_PREDICATES and _last(found, at))
            )
            and not found[at - 1].function
        )
    ):
        return True
    # "The Who", "US" and "IT" are names: written in capitals inside a sentence.
    after = found[at + 1].lower if at + 1 < len(found) else ""
    if (
        after in ("one", "ones")
        and not word.capital
        and not (at and found[at - 1].function is False)
    ):
        return True  # "a new one"
    if word.lower in _SAID_OF and at and found[at - 1].lower in _IS and after in PREPOSITIONS:
        return True
    if word.lower in _TAKEN and at and found[at - 1].lower in _TAKES:
        return True
    named = at > 0 and (
        (word.text.isupper() and len(word.text) > 1)
        or (
            word.text[0].isupper()
            and not found[at - 1].function
            and found[at - 1].capital
            and word.start - found[at - 1].end == 1
        )
    )
    return (word.function and not named) or at in main


def _last(found: list[Word], at: int) -> bool:
    """Whether nothing that it may describe follows a word."""
    return at + 1 == len(found) or found[at + 1].function


def _ends(
    text: str, found: list[Word], at: int, main: set[int], quoted: list[tuple[int, int]]
) -> bool:
    gap = text[found[at - 1].end : found[at].start]
    return _joins(found, at, main, quoted) or _BREAK.search(gap) is not None


def _joined(text: str, found: list[Word], runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs with "of" (and a determiner) between them as one."""
    joined: list[tuple[int, int]] = []
    for low, high in runs:
        if joined:
            between = text[found[joined[-1][1] - 1].end : found[low].start].lower()
            names = found[joined[-1][1] - 1].capital and found[low].capital
            if re.fullmatch(r" of (?:the |an? )?", between) or (
                names and between in (" and ", " and the ") and found[joined[-1][0]].capital
            ):
                joined[-1] = (joined[-1][0], high)
                continue
        joined.append((low, high))
    return joined


def _phrase(text: str, found: list[Word], low: int, high: int) -> Phrase:
    start = found[low].start
    at, determiner, preposition = low - 1, "", ""
    while at >= 0 and found[at].lower in DETERMINERS and found[at].end <= start:
        determiner, start = found[at].lower, found[at].start
        at -= 1
    if (
        at >= 0
        and found[at].lower in PREPOSITIONS
        and not (found[at].lower == "like" and at > 0 and found[at - 1].lower in AUXILIARIES)
    ):
        preposition = found[at].lower
    subject = not preposition and (at < 0 or found[at].lower in AUXILIARIES)
    end = found[high - 1].end
    return Phrase(
        text[found[low].start : end], start, end, tuple(found[low:high]),
        determiner, preposition, subject,
    )  # fmt: skip
