"""Questions to an index, or to a part of it as if nothing else were there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from bench.harness.cache import Cache, CachedEncoder
from bench.harness.indexes import searching_code
from qa.answering.answer import answer
from qa.answering.reader import Reader
from qa.datatypes import Answer, Filter, Hit
from qa.engine import ANSWER_HITS
from qa.search.fields import ALIAS, fields
from qa.search.fusion import Candidates
from qa.search.hybrid import DEPTH, TITLE_BOOST, Retriever
from qa.search.interface import WordCounts
from qa.search.lexical_index import Lexical
from qa.search.terms import analyzer
from qa.store.interface import StoreReader
from qa.store.store import Searchable

Words = dict[str, frozenset[str]]  # the terms of a passage by field of the lexical index

SHOWN = 3  # sentences, as `qa ask` shows by default
_FIELDS = ("ids", "cosine", "bm25", "dense_rank", "lexical_rank")
_ROW = np.dtype(
    [("ids", "<i8"), ("cosine", "<f4"), ("bm25", "<f4"), ("dense_rank", "<i4"),
     ("lexical_rank", "<i4")]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What there is of a collection: some documents only, or all without some; else all."""

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


WHOLE = Part()


@dataclass(frozen=True, slots=True)
class Found:
    """The hits for a question, and the words of the part of the collection they are from."""

    hits: tuple[Hit, ...]
    lexical: WordCounts


class PartialIndex:
    """An open index of which a question may be asked of a part only."""

    def __init__(self, index: Path, cache: Cache) -> None:
        self._whole = Retriever.open(index, strict=False)
        self._cache = cache
        self.encoder = CachedEncoder(self._whole.encoder, cache)
        self._words = lru_cache(maxsize=5000)(self._count_words)
        self.document_of = lru_cache(maxsize=500)(self._whole.document_of)

    def close(self) -> None:
        """Close the index."""
        self._whole.close()

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The names of all documents, in order."""
        return tuple(document.source for document in self._whole.store.documents())

    @property
    def store(self) -> StoreReader:
        """The index's documents and passages."""
        return self._whole.store

    def find(self, question: str, part: Part = WHOLE, top: int = ANSWER_HITS) -> Found:
        """The `top` hits for `question` in a part of the collection."""
        retriever = _PartRetriever(self._whole, part, self._cache)
        hits = retriever.search(question, top)
        if part == WHOLE:
            return Found(hits, self._whole.lexical)
        words = [one for source in part.only or part.without for one in self._words(source)]
        return Found(
            hits, _PartLexical(cast("Lexical", self._whole.lexical), words, present=bool(part.only))
        )

    def answer(self, question: str, found: Found, reader: Reader | None) -> Answer:
        """What `qa ask` would reply to these hits."""
        return answer(
            question,
            found.hits,
            encoder=self.encoder,
            lexical=found.lexical,
            reader=reader,
            document_of=self.document_of,
            path_of=lambda source: source,
            top=SHOWN,
        )

    def _count_words(self, source: str) -> list[Words]:
        """The terms of each field of each passage of a document."""
        store = self._whole.store
        document = store.document(source)
        if document is None:
            return []
        ids = store.matching(Filter(sources=(source,)))[1]
        found = store.passages(ids.tolist()).values()
        published = document.published.isoformat() if document.published else None
        named = (source, document.title, document.author, document.agency, published)
        words = (*named, document.tags, document.aliases)
        passages = (Searchable(one.id, one.text, one.passage.heading, *words) for one in found)
        return [
            {name: frozenset(_terms(name, text)) for name, text in texts.items()}
            for _, texts in fields(passages)
        ]


def _terms(name: str, text: str) -> list[str]:
    return text.split() if name == ALIAS else analyzer().analyze(text)


class _PartLexical(Lexical):
    """The words of a part: how rare they are there, and which are missing."""

    def __init__(
        self,
        whole: Lexical,
        words: Sequence[Words],
        *,
        present: bool,
    ) -> None:
        """`words` are of the passages in the part or, when not `present`, of those taken away."""
        self._whole, self._words, self._present = whole, words, present

    def __len__(self) -> int:
        return len(self._words) if self._present else len(self._whole) - len(self._words)

    def field_frequency(self, field: str, value: str) -> int:
        """See `qa.search.lexical_index.Lexical.field_frequency`."""
        mine = sum(value in words[field] for words in self._words)
        return mine if self._present else self._whole.field_frequency(field, value) - mine


class _PartRetriever(Retriever):
    """The retriever of a part; candidates are cached between runs.

    BM25 goes on weighing words by the whole collection, which only shifts candidates' order.
    """

    def __init__(self, whole: Retriever, part: Part, cache: Cache) -> None:
        super().__init__(whole.store, whole.dense, whole.lexical, whole.encoder, whole.fingerprint)
        self._part, self._cache = part, cache

    def candidates(
        self,
        query: str,
        depth: int = DEPTH,
        title_boost: float = TITLE_BOOST,
        allowed: NDArray[np.int64] | None = None,  # noqa: ARG002  # the part decides
    ) -> Candidates:
        """See `qa.search.hybrid.Retriever.candidates`."""
        self.timings = {}
        asked = f"{depth} {title_boost} {self._part} {query}"
        facts = ("candidates", self.store.state(), _code(), asked)
        value = self._cache.get(*facts)
        if value is not None:
            rows = np.frombuffer(value, _ROW)
            return Candidates(*(np.ascontiguousarray(rows[name]) for name in _FIELDS))
        found = self._found(query, depth, title_boost)
        rows = np.zeros(len(found.ids), _ROW)
        for name in _FIELDS:
            rows[name] = getattr(found, name)
        self._cache.put(rows.tobytes(), *facts)
        return found

    def _found(self, query: str, depth: int, title_boost: float) -> Candidates:
        if self._part == WHOLE:
            return super().candidates(query, depth, title_boost)
        sources = self._part.only or self._part.without
        named = self.store.matching(Filter(sources=sources))[1]
        if self._part.only:
            return super().candidates(query, depth, title_boost, named)
        # As many deeper as are taken away: no passage of the first `depth` left can be missed.
        deeper = super().candidates(query, depth + len(named), title_boost)
        return without(deeper, named, depth)


@lru_cache(maxsize=1)
def _code() -> str:
    return searching_code()


def without(found: Candidates, removed: NDArray[np.int64], depth: int) -> Candidates:
    """The candidates of a collection that `removed` passages were never in."""
    left = ~np.isin(found.ids, removed)
    dense = _ranked(found.dense_rank[left], depth)
    lexical = _ranked(found.lexical_rank[left], depth)
    alive = (dense > 0) | (lexical > 0)
    return Candidates(
        ids=found.ids[left][alive],
        cosine=found.cosine[left][alive],
        bm25=np.where(lexical > 0, found.bm25[left], np.float32(0))[alive],
        dense_rank=dense[alive],
        lexical_rank=lexical[alive],
    )


def _ranked(ranks: NDArray[np.int32], depth: int) -> NDArray[np.int32]:
    """Ranks closed up after some were taken out; 0 stays 0, as does what comes after `depth`."""
    closed = np.zeros_like(ranks)
    proposed = np.flatnonzero(ranks)
    order = proposed[np.argsort(ranks[proposed])][:depth]
    closed[order] = np.arange(1, len(order) + 1, dtype=np.int32)
    return closed
