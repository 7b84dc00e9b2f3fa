"""Text as words to compare, and in what two texts of the same words differ.

Case, white space, the form of quotation marks and dashes, ligatures and punctuation between words
make no difference to the words; numbers with what is inside them, signs of currency, per cent and
arithmetic do, for they change what is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from qa.datatypes import Difference
from qa.search.folding import MARKS, UNSPACED

_SIGNS = "%‰‱°§&@=+±×÷√∞≤≥≠≈$¢£¤¥\u20a0-\u20cf"
_WORD = re.compile(
    rf"[{UNSPACED}]"  # written without spaces: each sign is a word
    rf"|(?:(?<![^\W_])[-\u2212](?=\d))?\d+(?:[.,:/]\d+)*[\w{MARKS}]*"
    rf"|[^\W\d_][\w{MARKS}]*(?:['’ʼ＇][^\W_][\w{MARKS}]*)*"
    rf"|[{_SIGNS}]"
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_TYPES = str.maketrans(
    dict.fromkeys("‘’‚‛ʼ`´′", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−﹣", "-")
    | {"…": "...", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full width
)  # fmt: skip
_APART = "\0"  # between words that are searched for as one string


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stretch of text: `keys[i]` is how `text[spans[i][0]:spans[i][1]]` compares."""

    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def found(self, wanted: Words) -> Iterator[tuple[int, int]]:
        """Where the words of `wanted` stand in this order, as offsets (start, end) of the text."""
        if not wanted.keys:
            return
        here = _joined(self.keys)
        needle = _joined(wanted.keys)
        counted = word = 0
        at = here.find(needle)
        while at >= 0:
            word += here.count(_APART, counted, at)
            counted = at
            yield self.spans[word][0], self.spans[word + len(wanted.keys) - 1][1]
            at = here.find(needle, at + 1)


def words(text: str, start: int = 0, end: int | None = None) -> Words:
    """The words of `text[start:end]`; offsets are those of `text`."""
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        if found := _key(match.group()):
            keys.append(found)
            spans.append(match.span())
    return Words(tuple(keys), tuple(spans))


def _joined(keys: tuple[str, ...]) -> str:
    return _APART + _APART.join(keys) + _APART


def _key(word: str) -> str:
    if word.isascii():
        return word.lower().rstrip("_")
    return _typed(_UNSEEN.sub("", word)).casefold().rstrip("_")


def _spaced(text: str) -> str:
    return " ".join(_UNSEEN.sub("", text).split())


def _typed(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_TYPES))


def _bare(text: str) -> str:
    return " ".join(match.group().rstrip("_") for match in _WORD.finditer(text))


_NORMAL: dict[Difference, Callable[[str], str]] = {
    Difference.SPACING: _spaced,
    Difference.TYPOGRAPHY: _typed,
    Difference.CASE: str.casefold,
    Difference.PUNCTUATION: _bare,
}


def differences(one: str, other: str) -> tuple[Difference, ...]:
    """The fewest kinds of difference that explain how two texts of the same words differ."""
    if one == other:
        return ()
    kinds = tuple(_NORMAL)
    for number in range(1, len(kinds)):
        for chosen in combinations(kinds, number):
            left, right = one, other
            for kind in chosen:
                left, right = _NORMAL[kind](left), _NORMAL[kind](right)
            if left == right:
                return chosen
    return kinds


def stretch(given: str, text: str, start: int, end: int) -> tuple[int, int, tuple[Difference, ...]]:
    """The stretch of `text` that stands for `given`, whose words are those of `text[start:end]`.

    The punctuation around the words is taken in as far as `given` has it. Returns where the
    stretch starts and ends, and how it differs.
    """
    own = words(given)
    lead, trail = given[: own.spans[0][0]], given[own.spans[-1][1] :]
    if given == text[start - len(lead) : end + len(trail)] and start >= len(lead):
        return start - len(lead), end + len(trail), ()
    low, high = start, end
    if lead:
        before = _edge(text[max(0, start - len(lead) - _MORE) : start], backwards=True)
        low -= min(range(len(before) + 1), key=lambda n: _cost(lead, before[len(before) - n :]))
    if trail:
        after = _edge(text[end : end + len(trail) + _MORE], backwards=False)
        high += min(range(len(after) + 1), key=lambda n: _cost(trail, after[:n]))
    return low, high, differences(given, text[low:high])


_MORE = 3  # signs that an ellipsis may take instead of one


def _edge(text: str, *, backwards: bool) -> str:
    """The punctuation next to a word, up to the next word or white space."""
    found = re.search(r"[^\w\s]*$", text) if backwards else re.match(r"[^\w\s]*", text)
    return found.group() if found else ""


def _cost(given: str, text: str) -> tuple[int, int]:
    """How badly a punctuation fits: other signs are worse than another form of the same."""
    if given == text:
        return 0, 0
    return (1, 0) if _typed(given) == _typed(text) else (2, len(text))
