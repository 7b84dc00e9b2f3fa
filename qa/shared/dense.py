"""The vectors of a shared collection: all of them in memory while they are few, else by lists.

Up to `EXACT` passages every vector is read once and compared with every question, which takes
milliseconds and gives what the local index gives. Beyond that Lance's index of inverted lists names
candidates, and their cosines are computed from the stored vectors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.datatypes import Clusters
from qa.search.dense_segment import Neighbours
from qa.shared.package import translated
from qa.shared.reading import SharedReader
from qa.shared.table import Table

if TYPE_CHECKING:
    import numpy.typing as npt

EXACT = 50_000  # passages that are all compared: 40 MB in memory, as stored
_DEEPER = 4  # times as many candidates of the index are compared exactly as are wanted,
_LEAST = 400  # and at least so many
_PROBED = 64  # lists that are looked at, at least: .97 of the 100 nearest among 100,000,
_SHARE = 8  # and one in so many, of which there are as many as the root of the passages
_LISTED = 5_000  # passages that are all compared, where a filter leaves no more
COLUMN = "vector"


class SharedDense:
    """The vectors of one version; see `qa.search.interface.DenseIndex`."""

    clusters: Clusters | None = None  # how many lists there are is the business of Lance

    def __init__(self, table: Table, dimension: int) -> None:
        self._table = table
        self._dimension = dimension
        self._all: tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]] | None = None

    def __len__(self) -> int:
        """How many passages it has a vector of."""
        return self._table.head.passages

    def search(
        self,
        query: npt.NDArray[np.float32],
        depth: int,
        allowed: npt.NDArray[np.int64] | None = None,
    ) -> Neighbours:
        """The `depth` passages nearest to `query`, a unit vector of shape (d,).

        With `allowed`, ascending ids, no others are looked at.
        """
        if len(self) <= EXACT:
            ids, vectors = self._in_memory()
            if allowed is not None:
                inside = np.isin(ids, allowed)
                ids, vectors = ids[inside], vectors[inside]
        elif allowed is not None and len(allowed) <= _LISTED:
            ids = allowed
            vectors = self.vectors(ids)
        else:
            ids, vectors = self._candidates(query, depth, allowed)
        return Neighbours.best(ids, vectors @ query, depth)

    def cosines(
        self, query: npt.NDArray[np.float32], ids: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        """Exact cosine of `query`, shape (d,), to each passage in `ids`: float32 (len(ids),)."""
        product: npt.NDArray[np.float32] = self.vectors(ids) @ query
        return product

    def known(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of these passages have a vector: all of them."""
        return np.ones(len(ids), np.bool_)

    def vectors(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The vectors of passages: float32 (len(ids), d), zeros for those that are not here."""
        found = np.zeros((len(ids), self._dimension), np.float32)
        if not len(ids):
            return found
        known, vectors = self._in_memory() if len(self) <= EXACT else self._read(ids)
        if len(known):
            places = np.searchsorted(known, ids).clip(max=len(known) - 1)
            here = known[places] == ids
            found[here] = vectors[places[here]]
        return found

    def _read(
        self, ids: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float16]]:
        return SharedReader(self._table).vectors_by_id(ids, self._dimension)

    def _in_memory(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        if self._all is None:
            parts = list(SharedReader(self._table).vectors(self._dimension))
            ids = np.concatenate([np.empty(0, np.int64), *(part for part, _ in parts)])
            empty = np.empty((0, self._dimension), np.float16)
            vectors = np.concatenate([empty, *(part for _, part in parts)])
            order = np.argsort(ids)
            self._all = ids[order], vectors[order].astype(np.float32)
        return self._all

    def _candidates(
        self,
        query: npt.NDArray[np.float32],
        depth: int,
        allowed: npt.NDArray[np.int64] | None,
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Passages that the index finds near, ids ascending, and their vectors as they are stored.

        With `allowed`, of these only.
        """
        columns = ["id", "vector", "_distance"]  # their vectors by themselves cost a second query
        reader = SharedReader(self._table)
        wanted = max(_DEEPER * depth, _LEAST)
        while True:
            nearest = {
                "column": COLUMN,
                "q": query.astype(np.float16),
                "k": wanted,
                "nprobes": max(_PROBED, round(len(self) ** 0.5 / _SHARE)),
                "metric": "cosine",
            }
            with translated(self._table.address):
                rows = self._table.dataset.scanner(columns=columns, nearest=nearest).to_table()
            ids, stored = reader.vectors_in([rows], self._dimension)
            if allowed is None:
                return ids, stored.astype(np.float32)
            inside = np.isin(ids, allowed)
            if np.count_nonzero(inside) >= depth or len(ids) < wanted:
                return ids[inside], stored[inside].astype(np.float32)
            wanted *= 8
