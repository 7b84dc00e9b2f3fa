"""BM25 as the local index computes it, of passages whose words are at hand.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the
constants and the rounding of lengths that tantivy and Lucene have, so that a collection scores
alike wherever it is stored. A word counts in the field where it counts most, and by a share of the
others (`qa.search.lexical_index`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qa.search.query_terms import rarity

_K1, _B = 1.2, 0.75


def _lengths() -> list[int]:
    """The lengths that one byte tells apart: up to 40 each, then in steps of an eighth."""
    found = list(range(24))
    for code in range(256 - 24):
        shift, bits = (code >> 3) - 1, code & 7
        found.append(24 + (code if shift < 0 else (bits | 8) << shift))
    return found


_LENGTHS = _lengths()


@dataclass(frozen=True, slots=True)
class Sought:
    """A word of a query: the fields where it may stand, each with its weight; times `weight`."""

    word: str
    fields: Mapping[str, float]
    weight: float = 1.0


class Scorer:
    """Scores passages for the words of a query.

    `frequency` tells in how many of `passages` a word stands in a field, `tokens` how many words
    all of them have there. In the fields `binary` a word counts once.
    """

    def __init__(
        self,
        sought: Sequence[Sought],
        frequency: Callable[[str, str], int],
        passages: int,
        tokens: Callable[[str], int],
        binary: frozenset[str],
        tie: float,
    ) -> None:
        self._tie = tie
        self._binary = binary
        self._means = {
            field: tokens(field) / max(passages, 1) for each in sought for field in each.fields
        }
        self._sought = [
            (
                each.word,
                each.weight,
                [
                    (field, weight * (1 + _K1) * rarity(count, passages))
                    for field, weight in each.fields.items()
                    if (count := frequency(field, each.word))
                ],
            )
            for each in sought
        ]

    def score(self, fields: Mapping[str, Sequence[str]]) -> float:
        """The score of a passage, given the words of each of its fields."""
        norms: dict[str, float] = {}
        total = 0.0
        for word, boost, places in self._sought:
            best = everything = 0.0
            for field, weight in places:
                times = fields[field].count(word)
                if not times:
                    continue
                if field not in norms:
                    norms[field] = self._norm(field, len(fields[field]))
                times = 1 if field in self._binary else times
                part = weight * times / (times + norms[field])
                best, everything = max(best, part), everything + part
            total += boost * (best + self._tie * (everything - best))
        return total

    def _norm(self, field: str, length: int) -> float:
        rounded = _LENGTHS[bisect_right(_LENGTHS, length) - 1]
        return _K1 * (1 - _B + _B * rounded / max(self._means[field], 1e-9))
