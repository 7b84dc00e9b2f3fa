"""Some documents only: which passages they are, and in how many of those a word stands.

What is said of words ("nowhere in them") and how sure an answer is must be about the documents
that were asked, not about the whole collection.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qa.datatypes import Filter
from qa.search.fields import BODY, NAMING
from qa.search.lexical_index import Lexical
from qa.search.terms import content_stems

if TYPE_CHECKING:
    import numpy.typing as npt

    from qa.search.interface import WordCounts
    from qa.store.interface import StoreReader

_LISTED = 20_000  # passages that are named in a query; of more, those of the word are sifted
_SAMPLE = 20_000  # of the passages with a word, whose share among those asked is taken for all


def what_is_left(
    store: StoreReader, only: Filter | None, without: Collection[str]
) -> tuple[int, npt.NDArray[np.int64]]:
    """What there is to search: how many documents, and the ids of their passages, ascending.

    Those that `only` leaves (None: all), but for the documents whose sources are in `without`.
    """
    if only:
        documents, allowed = store.matching(only)
    else:
        documents, allowed = store.counts()[0], store.passage_ids()
    out = set(without)
    if only and only.sources:
        out &= set(only.sources)
    if not out:
        return documents, allowed
    left_out, ids = store.matching(replace(only or Filter(), sources=tuple(sorted(out))))
    return documents - left_out, allowed[~np.isin(allowed, ids)]


class RestrictedLexical(Lexical):
    """A lexical index as if it held the passages `allowed` only; ids ascending, int64.

    It counts; searching is done with the whole index and the same `allowed`.
    """

    def __init__(self, whole: Lexical, allowed: npt.NDArray[np.int64]) -> None:
        self._schema = whole._schema
        self._searcher = whole._searcher
        self.gone = whole.gone
        self._whole = whole
        self._allowed = allowed

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._allowed)

    def field_frequency(self, field: str, value: str) -> int:
        """In how many of the passages a term stands in a field, estimated where they are many."""
        import tantivy

        total = self._whole.field_frequency(field, value)
        if not total or not len(self._allowed):
            return 0
        term = self._plain(field, value)
        if len(self._allowed) <= _LISTED:
            listed = tantivy.Query.term_set_query(self._schema, "id", self._allowed.tolist())
            both = [(tantivy.Occur.Must, term), (tantivy.Occur.Must, listed)]
            found = self._searcher.search(tantivy.Query.boolean_query(both), 1, count=True)
            return int(found.count or 0)
        for depth in (_SAMPLE, total + self.gone):
            ids = self._whole._best(term, depth).ids
            inside = int(np.count_nonzero(np.isin(ids, self._allowed)))
            if inside:
                return max(1, round(inside * total / len(ids)))
        return 0

    def ids_outside(self, word: str) -> list[int]:
        """The ids of passages that hold a word and are not allowed, at most `_SAMPLE`."""
        return ids_outside(self._whole, word, self._allowed)


class _Lists(Protocol):
    """The words of a collection, each with the passages that hold it."""

    def ids_with(self, field: str, word: str, most: int) -> npt.NDArray[np.int64]:
        """Ids of up to `most` passages with a word in a field."""


def ids_outside(whole: _Lists, word: str, allowed: npt.NDArray[np.int64]) -> list[int]:
    """The ids of passages that hold a word and are not allowed, some of them; ascending."""
    found: set[int] = set()
    for stem in content_stems(word):
        for field in (BODY, *NAMING):
            ids = whole.ids_with(field, stem, _SAMPLE)
            found.update(ids[~np.isin(ids, allowed)].tolist())
    return sorted(found)


def elsewhere(
    words: WordCounts,
    missing: Sequence[str],
    documents_of: Callable[[Sequence[int]], Sequence[str]],
    gone: Collection[str],
) -> list[tuple[str, int]]:
    """Of the words that are missing among those asked: in how many other documents each stands."""
    found = [(word, set(documents_of(words.ids_outside(word))) - set(gone)) for word in missing]
    return [(word, len(sources)) for word, sources in found if sources]
