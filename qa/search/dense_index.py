"""Vectors in FAISS: inner products over half-precision codes, derived from the store.

`dense.faiss` is a cache: the vectors of all passages up to one commit, memory-mapped. What came
later is read from the store when the index is opened and searched in memory beside it, and what
went is passed over, until there is enough of both to write the file anew. `dense.json` says which
commit that is and how the file looked when it was written; one that looks different is hashed
before FAISS parses it.
Scalar quantisation to 16 bits keeps exactly what the store holds and scans 385,000 vectors in
12 ms where full floats take 56. Every passage is compared with the question up to some half a
million; where there are more, those in the nearest lists (`qa.search.inverted_lists`). A filter is
exact always.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.datatypes import Clusters
from qa.errors import StoreError
from qa.search.dense_files import (
    CARD_NAME,
    FILE_NAME,
    clusters_in,
    clusters_on,
    filled,
    harmless,
    made,
    read,
    recognise,
    trusted_card,
    write,
)
from qa.search.dense_segment import Neighbours, Part
from qa.store.index_settings import IndexSettings
from qa.store.store import Store

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["CARD_NAME", "FILE_NAME", "Dense", "Neighbours", "clusters_in"]

_FOLD_SHARE = 20  # changes are folded in when they are more than one in so many passages,
_FOLD_MOST = 8_192  # or more than this: some 60 ms when an index is opened
_READ_MOST = 32_768  # changes that are read into memory at all


class Dense:
    """An opened dense index. Passage ids are the store's."""

    def __init__(
        self,
        base: Part,
        later: Part | None = None,
        changes: int = 0,
        card: dict[str, Any] | None = None,
    ) -> None:
        import faiss

        # For the calling thread only, and any other that searches uses all cores: open and search
        # on the same one. One query is scanned by one thread; OpenMP's others would only wait, and
        # onnxruntime's make them wait longer (2 ms instead of 0.3, 13 at p95, on two cores).
        faiss.omp_set_num_threads(1)
        self._parts = [base, later] if later else [base]
        self._changes = changes
        self._card = card or {}

    def __len__(self) -> int:
        """How many passages it has a vector of."""
        return sum(part.count for part in self._parts)

    @property
    def crowded(self) -> bool:
        """Whether so much came and went that the file is worth writing anew."""
        return self._changes > min(len(self._parts[0].ids) // _FOLD_SHARE, _FOLD_MOST)

    @property
    def clusters(self) -> Clusters | None:
        """The lists that are searched, or None where every passage is compared."""
        return self._parts[0].clusters

    @classmethod
    def open(cls, folder: Path, store: Store, *, behind: bool = False) -> Dense | None:
        """The index in `folder` with what changed in `store` since, or None.

        It is None when the file is missing, damaged, of another store or too far behind. With
        `behind` it is opened all the same when too much came: without that.
        """
        card = trusted_card(folder)
        if card is None:
            return None
        with store.snapshot():
            commit = store.commit_of(card.get("state"))
            if commit is None:
                return None
            changes = store.vector_changes_since(commit)
            if changes > _READ_MOST and not behind:
                return None
            try:
                clusters = clusters_on(card)
                dimension = IndexSettings.from_json(store.meta("settings")).dimension
            except (ValueError, StoreError):
                return None
            if not harmless(folder, card, dimension, clusters):
                return None
            id_map = read(folder / FILE_NAME, card.get("passages", -1), clusters)
            if id_map is None:
                return None
            later = None
            if 0 < changes <= _READ_MOST:
                later = Part(filled(store, id_map.d, commit))
            gone = store.removed_since(commit)
            # What came later counts there, whatever the file holds.
            gone = gone if later is None else np.concatenate([gone, later.ids])
            dense = cls(Part(id_map, gone, clusters), later, changes, card)
            complete = behind or len(dense) == store.counts()[1] - store.waiting()
            ascending = bool((np.diff(dense._parts[0].ids) > 0).all())
        return dense if complete and ascending else None

    def recognise(self, folder: Path) -> None:
        """Record how the file looks now, so that a copy that was opened needs no more hashing.

        The caller holds the lock and has just opened it.
        """
        recognise(folder, self._card)

    @classmethod
    def build(
        cls,
        folder: Path,
        store: Store,
        state: str,
        dimension: int,
        *,
        before: Dense | None = None,
        ask: Callable[[], npt.NDArray[np.float32] | None] | None = None,
    ) -> Dense:
        """Write the index of everything in `store` and open it. Raises IndexUnwritable.

        `before` is the opened index that this one carries on. `ask` gives the vectors of
        questions that tell how well lists are searched; it is called where there are any.
        """
        index, clusters = made(store, dimension, before._parts[0] if before else None, ask)
        write(folder, index, state, clusters)
        return cls(Part(index, clusters=clusters))

    def search(
        self,
        query: npt.NDArray[np.float32],
        depth: int,
        allowed: npt.NDArray[np.int64] | None = None,
    ) -> Neighbours:
        """The `depth` passages nearest to `query`, a unit vector of shape (d,).

        With `allowed`, ascending ids, no others are looked at.
        """
        found = [part.search(query, depth, allowed) for part in self._parts]
        if len(found) == 1:
            return found[0]
        ids = np.concatenate([each.ids for each in found])
        cosines = np.concatenate([each.cosines for each in found])
        return Neighbours.best(ids, cosines, depth)

    def cosines(
        self, query: npt.NDArray[np.float32], ids: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        """Exact cosine of `query`, shape (d,), to each passage in `ids`: float32 (len(ids),).

        0 for those that have no vector here, see `known`.
        """
        product: npt.NDArray[np.float32] = self.vectors(ids) @ query
        return product

    def known(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of these passages have a vector here."""
        found = np.zeros(len(ids), np.bool_)
        for part in self._parts:
            found |= part.places(ids)[0]
        return found

    def vectors(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The vectors of passages: float32 (len(ids), d), zeros for those that are not here."""
        found = np.zeros((len(ids), self._parts[0].index.d), np.float32)
        for part in self._parts:
            here, vectors = part.vectors(ids)
            found[here] = vectors
        return found
