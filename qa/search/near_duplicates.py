"""When two texts say the same in nearly the same words: wire copy, a repeated lede.

Word shingles and their resemblance and containment, after Broder, "On the resemblance and
containment of documents" (1997).
"""

from __future__ import annotations

import math
import re

_WORD = re.compile(r"\w+")
_SIZE = 3  # words per shingle
RESEMBLANCE = 0.8  # shared shingles of all shingles
CONTAINMENT = 0.9  # shared shingles of the shorter text's
_ROUNDING = 1e-9


def shingles(text: str) -> frozenset[int]:
    """Hashes of the overlapping word triples of `text`, case and punctuation aside."""
    words = _WORD.findall(text.lower())
    if len(words) <= _SIZE:
        return frozenset({hash(tuple(words))}) if words else frozenset()
    return frozenset(map(hash, zip(*(words[i:] for i in range(_SIZE)), strict=False)))


class Seen:
    """Texts by their shingles, and which of them another one nearly repeats.

    Two that share so much share one of their lowest shingles, however few of these are looked at:
    the prefix filter of Bayardo, Ma and Srikant, "Scaling up all pairs similarity search" (2007).
    """

    def __init__(self) -> None:
        self._marks: list[frozenset[int]] = []
        self._holders: dict[int, list[int]] = {}  # the texts that have one of the lowest shingles

    def add(self, marks: frozenset[int]) -> None:
        """Add a text; the first has the number 0."""
        for mark in _lowest(marks):
            self._holders.setdefault(mark, []).append(len(self._marks))
        self._marks.append(marks)

    def copied_by(self, marks: frozenset[int]) -> int | None:
        """The number of the first text that `marks` nearly repeats, or None."""
        found = {n for mark in _lowest(marks) for n in self._holders.get(mark, ())}
        return min((n for n in found if _resemble(marks, self._marks[n])), default=None)


def _lowest(marks: frozenset[int]) -> list[int]:
    """As many shingles as a text that resembles this one can't lack all of, and one more."""
    lacking = math.floor((1 - RESEMBLANCE) * len(marks) + _ROUNDING)
    return sorted(marks)[: lacking + 1]


def _resemble(one: frozenset[int], other: frozenset[int]) -> bool:
    both = len(one & other)
    return both > 0 and both >= RESEMBLANCE * (len(one) + len(other) - both)


def contained(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether the shorter text stands nearly whole in the longer one."""
    if not one or not other:
        return False
    return len(one & other) >= CONTAINMENT * min(len(one), len(other))


def same_words(one: str, other: str) -> bool:
    """Whether all words of one short answer are among the other's; never for an empty one."""
    mine, theirs = _words(one), _words(other)
    return bool(mine) and bool(theirs) and (mine <= theirs or theirs <= mine)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", text.lower())) - {"the", "a", "an", "of"}
