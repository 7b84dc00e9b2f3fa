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


def near_copies(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two texts, given by their shingles, are nearly the same."""
    if not one or not other:
        return False
    return len(one & other) >= RESEMBLANCE * len(one | other)


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
