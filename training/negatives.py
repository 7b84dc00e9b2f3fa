"""The contexts that share most words with a question, for every training question: BM25.

The words are the model's own word pieces, which are at hand. Robertson and Zaragoza, "The
Probabilistic Relevance Framework: BM25 and Beyond" (2009).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

K1, B = 1.2, 0.75
_COMMON = 0.1  # pieces in more of the contexts than this say little and cost much
_AT_ONCE = 512


class Neighbours:
    """BM25 over texts given as word pieces."""

    def __init__(self, texts: Sequence[Sequence[int]], pieces: int = 30_522) -> None:
        lengths = np.array([len(text) for text in texts], np.float32)
        rows = np.repeat(np.arange(len(texts)), lengths.astype(np.int64))
        columns = np.concatenate([np.asarray(text, np.int64) for text in texts])
        counts = sparse.csr_matrix(
            (np.ones(len(columns), np.float32), (rows, columns)), (len(texts), pieces)
        )
        counts.sum_duplicates()
        found = np.bincount(counts.indices, minlength=pieces)
        idf = np.log1p((len(texts) - found + 0.5) / (found + 0.5)).astype(np.float32)
        idf[found > _COMMON * len(texts)] = 0.0
        norm = K1 * (1 - B + B * lengths / max(1.0, float(lengths.mean())))
        row = np.repeat(np.arange(len(texts)), np.diff(counts.indptr))
        tf = counts.data
        counts.data = idf[counts.indices] * tf * (K1 + 1) / (tf + norm[row])
        counts.eliminate_zeros()
        self._weights = counts.T.tocsr()  # (pieces, texts)
        self._pieces = pieces

    def best(self, queries: Sequence[Sequence[int]], count: int) -> Iterator[list[int]]:
        """The numbers of the `count` best texts for each query, best first."""
        for first in range(0, len(queries), _AT_ONCE):
            some = queries[first : first + _AT_ONCE]
            rows = np.repeat(np.arange(len(some)), [len(set(q)) for q in some])
            columns = np.array([piece for q in some for piece in set(q)], np.int64)
            asked = sparse.csr_matrix(
                (np.ones(len(columns), np.float32), (rows, columns)), (len(some), self._pieces)
            )
            scores = (asked @ self._weights).tocsr()
            for n in range(len(some)):
                a, b = scores.indptr[n], scores.indptr[n + 1]
                data, places = scores.data[a:b], scores.indices[a:b]
                top = np.argsort(-data, kind="stable")[:count]
                yield [int(place) for place in places[top]]
