"""One FAISS index of vectors in half precision, searched exactly or by lists of neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.datatypes import Clusters
from qa.search.inverted_lists import nearest

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Nearest passages of a query, best first: ids int64 (n,), cosines float32 (n,)."""

    ids: npt.NDArray[np.int64]
    cosines: npt.NDArray[np.float32]

    @classmethod
    def best(
        cls, ids: npt.NDArray[np.int64], cosines: npt.NDArray[np.float32], depth: int
    ) -> Neighbours:
        """The best `depth` of these, of equal ones the first."""
        order = np.argsort(-cosines, kind="stable")[:depth]
        return cls(ids[order], cosines[order])


class Part:
    """A FAISS index with the ids of its passages, ascending, and which of them still count.

    Its positions are those of `ids`, also where the vectors lie in lists.
    """

    def __init__(
        self,
        id_map: Any,
        gone: npt.NDArray[np.int64] | None = None,
        clusters: Clusters | None = None,
    ) -> None:
        import faiss  # 30 ms

        self._id_map = id_map  # owns the codes: they are freed with it
        self.index: Any = faiss.downcast_index(id_map.index)
        self.ids: npt.NDArray[np.int64] = faiss.vector_to_array(id_map.id_map)
        self.clusters = clusters
        self.alive: npt.NDArray[np.bool_] | None = None
        if gone is not None and len(gone):
            dead = self._marked(gone)
            self.alive = ~dead if dead.any() else None
        self.count = len(self.ids) if self.alive is None else int(np.count_nonzero(self.alive))

    def search(
        self,
        query: npt.NDArray[np.float32],
        depth: int,
        allowed: npt.NDArray[np.int64] | None,
    ) -> Neighbours:
        """The `depth` passages nearest to `query`; with `allowed`, exactly, of these only."""
        wanted, count = self.alive, self.count
        if allowed is not None:
            chosen = self._marked(allowed)
            wanted = chosen if wanted is None else chosen & wanted
            count = int(np.count_nonzero(wanted))
        depth = min(depth, count)
        if depth == 0:
            return Neighbours(np.empty(0, np.int64), np.empty(0, np.float32))
        if self.clusters is None:
            cosines, positions = self._nearest(query, depth, wanted, 0)
        else:
            every = self.index.nlist
            probes = self.clusters.probes if allowed is None else every
            cosines, positions = self._nearest(query, depth, wanted, probes)
            if positions[-1] < 0:  # so few lists don't hold so many
                cosines, positions = self._nearest(query, depth, wanted, every)
        return Neighbours(self.ids[positions], cosines)

    def _nearest(
        self,
        query: npt.NDArray[np.float32],
        depth: int,
        wanted: npt.NDArray[np.bool_] | None,
        probes: int,
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        """Cosines and positions; with `probes`, of what stands in so many lists."""
        import faiss

        selector = None
        if wanted is not None:
            bits = np.packbits(wanted, bitorder="little")  # must live as long as the search
            selector = faiss.IDSelectorBitmap(len(wanted), faiss.swig_ptr(bits))
        if probes:
            cosines, positions = nearest(self.index, query[np.newaxis], depth, probes, selector)
        else:
            chosen = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
            cosines, positions = self.index.search(query[np.newaxis], depth, params=chosen)
        return cosines[0], positions[0]

    def vectors(
        self, ids: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float32]]:
        """Which of `ids` are here, and their vectors."""
        here, positions = self.places(ids)
        if not here.any():
            return here, np.empty((0, self.index.d), np.float32)
        return here, self.index.reconstruct_batch(positions[here])

    def places(
        self, ids: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
        """Which of `ids` are here, and where; what isn't has any place."""
        if len(self.ids) == 0:
            return np.zeros(len(ids), np.bool_), np.zeros(len(ids), np.int64)
        positions = np.searchsorted(self.ids, ids).clip(max=len(self.ids) - 1)
        return self.ids[positions] == ids, positions

    def _marked(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """A mark at the places of those of `ids` that are here."""
        here, positions = self.places(ids)
        marks = np.zeros(len(self.ids), np.bool_)
        marks[positions[here]] = True
        return marks
