"""When two texts say the same in nearly the same words: wire copy, a repeated lede.

Word shingles and their resemblance and containment, after Broder, "On the resemblance and
containment of documents" (1997).
"""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_SIZE = 3  # words per shingle
RESEMBLANCE = 0.8  # shared shingles of all shingles
CONTAINMENT = 0.9  # shared shingles of the shorter text's


def shingles(text: str) -> frozenset[int]:
    """Hashes of the overlapping word triples of `text`, case and punctuation aside."""
    words = [m.group().lower() for m in _WORD.finditer(text)]
    if len(words) <= _SIZE:
        return frozenset({hash(tuple(words))}) if words else frozenset()
    return frozenset(hash(tuple(words[i : i + _SIZE])) for i in range(len(words) - _SIZE + 1))


class Seen:
    """Texts by their shingles, and which of them another one nearly repeats.

    Those that share nothing with it, most of them, cost nothing: comparing with each took a third
    of the time of a search.
    """

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._holders: dict[int, list[int]] = {}  # the texts that have a shingle

    def add(self, marks: frozenset[int]) -> None:
        """Add a text; the first has the number 0."""
        number = len(self._sizes)
        self._sizes.append(len(marks))
        for mark in marks:
            self._holders.setdefault(mark, []).append(number)

    def copied_by(self, marks: frozenset[int]) -> int | None:
        """The number of the first text that `marks` nearly repeats, or None."""
        shared: dict[int, int] = {}
        for mark in marks:
            for number in self._holders.get(mark, ()):
                shared[number] = shared.get(number, 0) + 1
        copied = (
            number
            for number, both in shared.items()
            if both >= RESEMBLANCE * (len(marks) + self._sizes[number] - both)
        )
        return min(copied, default=None)


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
