"""Dense and lexical candidates of every query of a collection: searched once, ranked often."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.data.datasets import Query
from bench.harness.indexes import Built, searching_code
from bench.harness.ticker import Ticker
from qa.datatypes import Progress
from qa.search.fusion import Candidates, fuse
from qa.search.hybrid import DEPTH, TITLE_BOOST, Retriever

JUDGED = 100  # documents per query

_ARRAYS = ("bounds", "document", "cosine", "bm25", "dense_rank", "lexical_rank")


@dataclass(frozen=True, slots=True)
class CandidateTable:
    """The candidates of all queries of a collection, one after the other.

    Query i owns the rows `bounds[i]:bounds[i + 1]` of the parallel arrays: `document` numbers a
    name in `names`; ranks are 1-based, 0 = not a candidate of that side.
    """

    queries: tuple[str, ...]
    names: tuple[str, ...]
    bounds: NDArray[np.int64]
    document: NDArray[np.int32]
    cosine: NDArray[np.float32]
    bm25: NDArray[np.float32]
    dense_rank: NDArray[np.int32]
    lexical_rank: NDArray[np.int32]

    def _rows(self) -> Iterator[tuple[str, slice]]:
        for number, query in enumerate(self.queries):
            yield query, slice(int(self.bounds[number]), int(self.bounds[number + 1]))

    def dense(self) -> dict[str, list[str]]:
        """Documents by the cosine of their best passage among the dense candidates."""
        return self._by_rank(self.dense_rank)

    def lexical(self) -> dict[str, list[str]]:
        """Documents by the BM25 score of their best passage among the lexical candidates."""
        return self._by_rank(self.lexical_rank)

    def _by_rank(self, ranks: NDArray[np.int32]) -> dict[str, list[str]]:
        found = {}
        for query, rows in self._rows():
            mine = np.flatnonzero(ranks[rows])
            order = mine[np.argsort(ranks[rows][mine], kind="stable")]
            found[query] = self._unique(rows, order)
        return found

    def hybrid(self, weight: float) -> dict[str, list[str]]:
        """Documents by their best passage's fused score, `weight` being the cosine's share."""
        found = {}
        for query, rows in self._rows():
            candidates = Candidates(
                ids=self.document[rows].astype(np.int64),
                cosine=self.cosine[rows],
                bm25=self.bm25[rows],
                dense_rank=self.dense_rank[rows],
                lexical_rank=self.lexical_rank[rows],
            )
            order = np.argsort(-fuse(candidates, weight), kind="stable")
            found[query] = self._unique(rows, order)
        return found

    def _unique(self, rows: slice, order: NDArray[np.int64]) -> list[str]:
        """Names in the given order without repetition: the best passage counts.

        At most JUDGED, so that the union of both sides is judged at the same depth as each.
        """
        numbers = dict.fromkeys(self.document[rows][order].tolist())
        return [self.names[number] for number in list(numbers)[:JUDGED]]


def candidates(
    name: str,
    queries: Sequence[Query],
    folder: Path,
    built: Built,
    *,
    depth: int = DEPTH,
    title_boost: float = TITLE_BOOST,
) -> CandidateTable:
    """Candidates of the queries in `folder`/index, cached beside it."""
    asked = " ".join(query.id for query in queries)
    facts = f"{built} {depth} {title_boost} {asked} {searching_code()}"
    key = hashlib.sha256(facts.encode()).hexdigest()[:16]
    path = folder / f"candidates-{key}.npz"
    if path.is_file():
        with np.load(path) as cached:
            return CandidateTable(
                queries=tuple(cached["queries"].tolist()),
                names=tuple(cached["names"].tolist()),
                **{name: cached[name] for name in _ARRAYS},
            )
    result = _search(name, queries, folder, depth, title_boost)
    for stale in folder.glob("candidates-*.npz"):
        stale.unlink()
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as stream:
        np.savez(
            stream,
            queries=np.array(result.queries),
            names=np.array(result.names),
            **{name: getattr(result, name) for name in _ARRAYS},
        )
    unfinished.replace(path)
    return result


def _search(
    name: str, queries: Sequence[Query], folder: Path, depth: int, title_boost: float
) -> CandidateTable:
    numbers: dict[str, int] = {}
    parts: list[tuple[NDArray[np.int32], Candidates]] = []
    tick = Ticker(name)
    retriever = Retriever.open(folder / "index", strict=False)
    try:
        for done, query in enumerate(queries, 1):
            found = retriever.candidates(query.text, depth, title_boost)
            sources = retriever.documents_of(found.ids)
            owners = [numbers.setdefault(source, len(numbers)) for source in sources]
            parts.append((np.array(owners, dtype=np.int32), found))
            tick(Progress("asking", done, len(queries), "questions"))
    finally:
        retriever.close()
    return CandidateTable(
        queries=tuple(query.id for query in queries),
        names=tuple(numbers),
        bounds=np.cumsum([0, *(len(owners) for owners, _ in parts)], dtype=np.int64),
        document=np.concatenate([owners for owners, _ in parts]),
        cosine=np.concatenate([found.cosine for _, found in parts]),
        bm25=np.concatenate([found.bm25 for _, found in parts]),
        dense_rank=np.concatenate([found.dense_rank for _, found in parts]),
        lexical_rank=np.concatenate([found.lexical_rank for _, found in parts]),
    )
