"""The terms that a query is searched for, wherever the words of a collection are stored."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from qa.search.fields import HEADING, NAME, TAGS, TITLE
from qa.search.terms import acronyms, codes, content_stems, content_words, joined_terms
from qa.search.variants import day_terms, further_terms
from qa.search.word_forms import other_forms

# What a word of the query counts for in what names a passage, against 1 in its text, and in the
# terms that may stand for several words; chosen on the tuning half of mixed collections.
WEIGHTS = {TITLE: 0.5, NAME: 0.5, HEADING: 0.5, TAGS: 0.5}
JOINED_WEIGHT = 0.5
TIE = 0.3  # share of the other fields beside the one where a word counts most


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """Stems of the query's words, terms that may stand for several of them, and names."""

    words: list[str]
    further: list[str]  # none of the words; counted where they stand in the collection
    names: list[str]  # codes and acronyms, looked for among the aliases

    @classmethod
    def of(cls, query: str) -> QueryTerms:
        """The terms of a query, each once but the names."""
        words = content_stems(query)
        further = joined_terms(query) + day_terms(query) + further_terms(query).split()
        further += [term for forms in other_forms(content_words(query)).values() for term in forms]
        others = [term for term in dict.fromkeys(further) if term not in words]
        return cls(words, others, codes(query) + acronyms(query))


def field_weights(title_boost: float | None) -> Mapping[str, float]:
    """What a word counts for in each field that names a passage; titles may count otherwise."""
    return WEIGHTS if title_boost is None else WEIGHTS | {TITLE: title_boost}


def rarity(frequency: int, passages: int) -> float:
    """The weight that BM25 gives a word for standing in few passages."""
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
