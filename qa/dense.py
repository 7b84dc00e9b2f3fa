"""Vectors in FAISS: exact inner products over half-precision codes, derived from the store.

`dense.faiss` is a cache. `dense.json` beside it says which state of the store it holds and how
the file looked when it was written; one that looks different is hashed before FAISS parses it.
Scalar quantisation to 16 bits keeps exactly what the store holds and scans 385,000 vectors in
12 ms where full floats take 56.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.errors import IndexUnwritable
from qa.files import read_json, replace_file, stamp, unwritable_as_error, write_json
from qa.models import file_sha256
from qa.store import Store

if TYPE_CHECKING:
    import numpy.typing as npt

FILE_NAME = "dense.faiss"
CARD_NAME = "dense.json"
_WRITTEN = 1 << 20  # bytes at a time


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Nearest passages of a query, best first: ids int64 (n,), cosines float32 (n,)."""

    ids: npt.NDArray[np.int64]
    cosines: npt.NDArray[np.float32]


class Dense:
    """An opened dense index. Passage ids are the store's."""

    def __init__(self, id_map: Any) -> None:
        import faiss  # 30 ms

        # One query is scanned by one thread; OpenMP's others would only wait, and onnxruntime's
        # make them wait longer (2 ms instead of 0.3, 13 at p95, on two cores).
        faiss.omp_set_num_threads(1)
        self._id_map = id_map  # owns the codes: they are freed with it
        self._index = faiss.downcast_index(id_map.index)
        # Ascending; position i of the FAISS index holds passage ids[i].
        self._ids: npt.NDArray[np.int64] = faiss.vector_to_array(id_map.id_map)

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._ids)

    @classmethod
    def open(cls, folder: Path, state: str) -> Dense | None:
        """The index in `folder`, or None when it is missing, damaged or not at `state`."""
        card = read_json(folder / CARD_NAME)
        path = folder / FILE_NAME
        if card is None or card.get("state") != state:
            return None
        try:
            if stamp(path) != card["stamp"] and file_sha256(path) != card["sha256"]:
                return None
        except (OSError, KeyError):
            return None
        return cls._read(path, card.get("passages", -1))

    @classmethod
    def held(cls, folder: Path, state: str) -> str:
        """The state the index in `folder` is at, if it is of the same store, else `state`."""
        held = str((read_json(folder / CARD_NAME) or {}).get("state"))
        return held if held.partition(":")[0] == state.partition(":")[0] else state

    @classmethod
    def _read(cls, path: Path, passages: int) -> Dense | None:
        import faiss

        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError:  # FAISS's only error
            return None
        if index.ntotal != passages:
            return None
        return cls(index)

    @classmethod
    def build(cls, folder: Path, store: Store, state: str, dimension: int) -> Dense:
        """Write the index of everything in `store` and open it. Raises IndexUnwritable."""
        import faiss

        index = faiss.IndexIDMap(
            faiss.IndexScalarQuantizer(
                dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
            )
        )
        index.is_trained = True
        for ids, vectors in store.vectors(dimension):
            index.add_with_ids(vectors.astype(np.float32), ids)
        path = folder / FILE_NAME
        temporary = folder / f".{FILE_NAME}.{os.getpid()}"
        with unwritable_as_error(path):
            try:
                # By Python's own file: FAISS's reports no error when closing, but prints it.
                with temporary.open("wb") as file:
                    to_file = faiss.PyCallbackIOWriter  # type: ignore[attr-defined]
                    faiss.write_index(index, to_file(file.write, _WRITTEN))
            except (OSError, RuntimeError) as error:
                temporary.unlink(missing_ok=True)
                why = getattr(error, "strerror", None) or "the disk may be full"
                raise IndexUnwritable(f"{path} can't be written: {why}.") from error
            sha256 = file_sha256(temporary)
            # Believe only what can be read back.
            if cls._read(temporary, index.ntotal) is None:
                temporary.unlink()
                raise IndexUnwritable(
                    f"{path} could not be written completely; the disk may be full."
                )
            replace_file(temporary, path)
            card = {
                "state": state,
                "passages": index.ntotal,
                "sha256": sha256,
                "stamp": stamp(path),
            }
        write_json(folder / CARD_NAME, card)
        return cls(index)

    def search(
        self,
        query: npt.NDArray[np.float32],
        depth: int,
        allowed: npt.NDArray[np.int64] | None = None,
    ) -> Neighbours:
        """The `depth` passages nearest to `query`, a unit vector of shape (d,).

        With `allowed`, ascending ids, no others are looked at.
        """
        parameters: dict[str, Any] = {}
        depth = min(depth, len(self))
        if allowed is not None:
            import faiss

            wanted = np.isin(self._ids, allowed, assume_unique=True)
            depth = min(depth, int(np.count_nonzero(wanted)))
            bits = np.packbits(wanted, bitorder="little")  # must live as long as the search
            selector = faiss.IDSelectorBitmap(len(wanted), faiss.swig_ptr(bits))
            parameters["params"] = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        if depth == 0:
            return Neighbours(np.empty(0, np.int64), np.empty(0, np.float32))
        cosines, positions = self._index.search(query[np.newaxis], depth, **parameters)
        return Neighbours(self._ids[positions[0]], cosines[0])

    def cosines(
        self, query: npt.NDArray[np.float32], ids: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        """Exact cosine of `query`, shape (d,), to each passage in `ids`: float32 (len(ids),)."""
        if len(ids) == 0:
            return np.empty(0, np.float32)
        positions = np.searchsorted(self._ids, ids)
        vectors = self._index.reconstruct_batch(positions)
        product: npt.NDArray[np.float32] = vectors @ query
        return product
