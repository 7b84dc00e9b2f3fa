"""Two texts compared word by word: how alike they are, and the words in which they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from qa.datatypes import DiffPart, Side
from qa.search.stopwords import STOPWORDS
from qa.verification.words import Words, words

FINALISTS = 6  # stretches that are compared in order, after words alone were counted
_LIGHT = 0.2  # weight of a word without meaning against 1
_LONGEST = 2_000  # words that are compared in order; more would take seconds


def overlap(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two texts have in common, weighted, whatever their order: 0 to 1."""
    common = sum(_weight(word) * min(count, other[word]) for word, count in one.items())
    total = sum(_weight(word) * count for bag in (one, other) for word, count in bag.items())
    return 2 * common / total if total else 0.0


def similarity(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of words that two sequences have in common in the same order: 0 to 1."""
    one, other = one[:_LONGEST], other[:_LONGEST]
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    common = sum(
        _weight(one[i])
        for block in matcher.get_matching_blocks()
        for i in range(block.a, block.a + block.size)
    )
    return 2 * common / (sum(map(_weight, one)) + sum(map(_weight, other)))


def nearest_stretch(
    wanted: Words, text: str, spans: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], float] | None:
    """The one of `spans` of `text` whose words are most like those of `wanted`, and how alike.

    None when none has a word in common.
    """
    bag = Counter(wanted.keys)
    measured = [
        (overlap(bag, Counter(found.keys)), number, found)
        for number, found in enumerate(words(text, *span) for span in spans)
    ]
    measured.sort(key=lambda each: (-each[0], each[1]))
    best = [
        (similarity(wanted.keys, found.keys), share, -number)
        for share, number, found in measured[:FINALISTS]
        if share > 0
    ]
    if not best:
        return None
    alike, _, number = max(best)
    return spans[-number], alike


def diff(given: str, text: str) -> tuple[DiffPart, ...]:
    """The words of both texts in order, each stretch with the text that has it.

    Where both have it, it is written as in `given`. Together the parts of a side are that text.
    """
    one, other = words(given), words(text)
    matcher = SequenceMatcher(None, one.keys[:_LONGEST], other.keys[:_LONGEST], autojunk=False)
    parts: list[DiffPart] = []
    for tag, low, high, first, last in matcher.get_opcodes():
        if tag == "equal":
            parts.append(DiffPart(Side.BOTH, _slice(given, one, low, high)))
            continue
        if low < high:
            parts.append(DiffPart(Side.GIVEN, _slice(given, one, low, high)))
        if first < last:
            parts.append(DiffPart(Side.DOCUMENT, _slice(text, other, first, last)))
    return tuple(parts)


def _slice(text: str, found: Words, low: int, high: int) -> str:
    """The words `low` to `high`, with the punctuation that hangs on them.

    What stands between two stretches goes to the one before, up to the last white space.
    """
    start = 0 if low == 0 else _cut(text, found, low)
    end = len(text) if high == len(found.spans) else _cut(text, found, high)
    return text[start:end].strip()


def _cut(text: str, found: Words, at: int) -> int:
    """Where the word `at` begins, with an opening quotation mark or bracket that is before it."""
    low, high = found.spans[at - 1][1], found.spans[at][0]
    spaces = [i for i in range(low, high) if text[i].isspace()]
    return spaces[-1] + 1 if spaces else high


def _weight(word: str) -> float:
    return _LIGHT if word in STOPWORDS else 1.0
