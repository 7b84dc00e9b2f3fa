"""Vectors in FAISS: exact inner products over half-precision codes, derived from the store.

`dense.faiss` is a cache: the vectors of all passages up to one commit, memory-mapped. What came
later is read from the store when the index is opened and searched in memory beside it, and what
went is passed over, until there is enough of both to write the file anew. `dense.json` says which
commit that is and how the file looked when it was written; one that looks different is hashed
before FAISS parses it.
Scalar quantisation to 16 bits keeps exactly what the store holds and scans 385,000 vectors in
12 ms where full floats take 56.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.files import (
    read_json,
    replace_file,
    stamp,
    sync_file,
    unwritable_as_error,
    write_json,
)
from qa.models import file_sha256
from qa.store import Store

if TYPE_CHECKING:
    import numpy.typing as npt

FILE_NAME = "dense.faiss"
CARD_NAME = "dense.json"
_WRITTEN = 1 << 20  # bytes at a time
_FOLD_SHARE = 20  # changes are folded in when they are more than one in so many passages,
_FOLD_MOST = 8_192  # or more than this: some 60 ms when an index is opened
_READ_MOST = 32_768  # changes that are read into memory at all


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Nearest passages of a query, best first: ids int64 (n,), cosines float32 (n,)."""

    ids: npt.NDArray[np.int64]
    cosines: npt.NDArray[np.float32]


class _Part:
    """A FAISS index with the ids of its passages, ascending, and which of them still count."""

    def __init__(self, id_map: Any, gone: npt.NDArray[np.int64] | None = None) -> None:
        import faiss  # 30 ms

        self._id_map = id_map  # owns the codes: they are freed with it
        self.index = faiss.downcast_index(id_map.index)
        self.ids: npt.NDArray[np.int64] = faiss.vector_to_array(id_map.id_map)
        self.alive: npt.NDArray[np.bool_] | None = None
        if gone is not None and len(gone):
            alive = ~np.isin(self.ids, gone, assume_unique=True)
            self.alive = None if alive.all() else alive
        self.count = len(self.ids) if self.alive is None else int(np.count_nonzero(self.alive))

    def search(
        self,
        query: npt.NDArray[np.float32],
        depth: int,
        allowed: npt.NDArray[np.int64] | None,
    ) -> Neighbours:
        wanted, count = self.alive, self.count
        if allowed is not None:
            chosen = np.isin(self.ids, allowed, assume_unique=True)
            wanted = chosen if wanted is None else chosen & wanted
            count = int(np.count_nonzero(wanted))
        depth = min(depth, count)
        if depth == 0:
            return Neighbours(np.empty(0, np.int64), np.empty(0, np.float32))
        parameters: dict[str, Any] = {}
        if wanted is not None:
            import faiss

            bits = np.packbits(wanted, bitorder="little")  # must live as long as the search
            selector = faiss.IDSelectorBitmap(len(wanted), faiss.swig_ptr(bits))
            parameters["params"] = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        cosines, positions = self.index.search(query[np.newaxis], depth, **parameters)
        return Neighbours(self.ids[positions[0]], cosines[0])

    def vectors(
        self, ids: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float32]]:
        """Which of `ids` are here, and their vectors."""
        if len(self.ids) == 0:
            return np.zeros(len(ids), np.bool_), np.empty((0, self.index.d), np.float32)
        positions = np.searchsorted(self.ids, ids).clip(max=len(self.ids) - 1)
        here = self.ids[positions] == ids
        if not here.any():
            return here, np.empty((0, self.index.d), np.float32)
        return here, self.index.reconstruct_batch(positions[here])


class Dense:
    """An opened dense index. Passage ids are the store's."""

    def __init__(
        self,
        base: _Part,
        later: _Part | None = None,
        changes: int = 0,
        card: dict[str, Any] | None = None,
    ) -> None:
        import faiss

        # One query is scanned by one thread; OpenMP's others would only wait, and onnxruntime's
        # make them wait longer (2 ms instead of 0.3, 13 at p95, on two cores).
        faiss.omp_set_num_threads(1)
        self._parts = [base, later] if later else [base]
        self._changes = changes
        self._card = card or {}

    def __len__(self) -> int:
        """How many passages there are."""
        return sum(part.count for part in self._parts)

    @property
    def crowded(self) -> bool:
        """Whether so much came and went that the file is worth writing anew."""
        return self._changes > min(len(self._parts[0].ids) // _FOLD_SHARE, _FOLD_MOST)

    @classmethod
    def open(cls, folder: Path, store: Store, *, behind: bool = False) -> Dense | None:
        """The index in `folder` with what changed in `store` since, or None.

        It is None when the file is missing, damaged, of another store or too far behind. With
        `behind` it is opened all the same when too much came: without that.
        """
        card = _trusted_card(folder)
        if card is None:
            return None
        with store.snapshot():
            commit = store.commit_of(card.get("state"))
            if commit is None:
                return None
            changes = store.changes_since(commit)
            if changes > _READ_MOST and not behind:
                return None
            id_map = _read(folder / FILE_NAME, card.get("passages", -1))
            if id_map is None:
                return None
            later = None
            if 0 < changes <= _READ_MOST:
                later = _Part(_filled(store, id_map.d, commit))
            gone = store.removed_since(commit)
            # What came later counts there, whatever the file holds.
            base = _Part(id_map, gone if later is None else np.concatenate([gone, later.ids]))
            dense = cls(base, later, changes, card)
            complete = behind or len(dense) == store.counts()[1]
        return dense if complete else None

    def recognise(self, folder: Path) -> None:
        """Record how the file looks now, so that a copy that was opened needs no more hashing.

        The caller holds the lock and has just opened it.
        """
        look = stamp(folder / FILE_NAME)
        if self._card.get("stamp") != look:
            sync_file(folder / FILE_NAME)  # from now on its look is believed
            write_json(folder / CARD_NAME, self._card | {"stamp": look})

    @classmethod
    def build(cls, folder: Path, store: Store, state: str, dimension: int) -> Dense:
        """Write the index of everything in `store` and open it. Raises IndexUnwritable."""
        import faiss

        index = _filled(store, dimension)
        path = folder / FILE_NAME
        temporary = folder / f".{FILE_NAME}.{os.getpid()}"
        with unwritable_as_error(path):
            try:
                # By Python's own file: FAISS's reports no error when closing, but prints it.
                with temporary.open("wb") as file:
                    to_file = faiss.PyCallbackIOWriter  # type: ignore[attr-defined]
                    faiss.write_index(index, to_file(file.write, _WRITTEN))
                sha256 = file_sha256(temporary)
                # Believe only what can be read back.
                if _read(temporary, index.ntotal) is None:
                    raise OSError("it is not what was written; the disk may be full")
                card = {
                    "state": state,
                    "passages": index.ntotal,
                    "sha256": sha256,
                    "stamp": stamp(temporary),
                }
                # Said first, beside what is said of the file that is there: whoever comes between
                # the two, or after a kill, believes the one that is.
                sync_file(temporary)
                write_json(folder / CARD_NAME, card | {"before": _trusted_card(folder)})
                replace_file(temporary, path)
            except RuntimeError as error:  # FAISS's, of a write that failed
                raise OSError("the disk may be full") from error
            finally:
                temporary.unlink(missing_ok=True)
        return cls(_Part(index))

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
        best = np.argsort(-cosines, kind="stable")[:depth]
        return Neighbours(ids[best], cosines[best])

    def cosines(
        self, query: npt.NDArray[np.float32], ids: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        """Exact cosine of `query`, shape (d,), to each passage in `ids`: float32 (len(ids),)."""
        product: npt.NDArray[np.float32] = self.vectors(ids) @ query
        return product

    def vectors(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The vectors of passages: float32 (len(ids), d), zeros for those that are not here."""
        found = np.zeros((len(ids), self._parts[0].index.d), np.float32)
        for part in self._parts:
            here, vectors = part.vectors(ids)
            found[here] = vectors
        return found


def _trusted_card(folder: Path) -> dict[str, Any] | None:
    """What is said of the file, if it is that very file."""
    card = read_json(folder / CARD_NAME)
    path = folder / FILE_NAME
    while card is not None:
        said = [each for each in (card, card.get("before")) if isinstance(each, dict)]
        with suppress(OSError):
            for look, key in ((stamp, "stamp"), (file_sha256, "sha256")):
                found = look(path)
                for each in said:
                    if each.get(key) == found:
                        return {name: each[name] for name in each if name != "before"}
        # A writer may have put others in their place between the two looks.
        before, card = card, read_json(folder / CARD_NAME)
        if card == before:
            return None
    return None


def _read(path: Path, passages: int) -> Any | None:
    """The FAISS index in a file, memory-mapped, or None when it is not whole."""
    import faiss

    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError:  # FAISS's only error
        return None
    return index if index.ntotal == passages else None


def _filled(store: Store, dimension: int, since: int | None = None) -> Any:
    """A FAISS index of what is in the store, or came there after the commit `since`."""
    import faiss

    index = faiss.IndexIDMap(
        faiss.IndexScalarQuantizer(
            dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
    )
    index.is_trained = True
    for ids, vectors in store.vectors(dimension, since=since):
        index.add_with_ids(vectors.astype(np.float32), ids)
    return index
