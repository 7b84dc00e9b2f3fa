"""`dense.faiss` and its card on disk: filled from the store, written, recognised, read.

The card, `dense.json`, says which commit the file holds, how it looked when it was written and,
where the vectors lie in lists, how these are searched.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.datatypes import Clusters
from qa.embedding.model_files import file_sha256
from qa.files import (
    private_opener,
    read_json,
    replace_file,
    stamp,
    sync_file,
    unwritable_as_error,
    write_json,
)
from qa.search import probe
from qa.search.dense_segment import Part
from qa.search.inverted_lists import (
    add,
    centres_of,
    empty_index,
    fits,
    lists_of,
    measured,
    sample_size,
    trained,
    wanted_lists,
)
from qa.store.store import Store

if TYPE_CHECKING:
    import numpy.typing as npt

    Ask = Callable[[], npt.NDArray[np.float32] | None]

FILE_NAME = "dense.faiss"
CARD_NAME = "dense.json"
_WRITTEN = 1 << 20  # bytes at a time


def trusted_card(folder: Path) -> dict[str, Any] | None:
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


def clusters_on(card: dict[str, Any]) -> Clusters | None:
    """How the card says that the vectors lie; None when they are simply one after the other.

    Raises ValueError when it makes no sense.
    """
    said = card.get("clusters")
    if said is None:
        return None
    try:
        found = Clusters(**said)
        sound = 0 < found.probes <= found.lists and found.trained > 0
    except TypeError as error:
        raise ValueError("it describes no lists") from error
    if not sound:
        raise ValueError("it describes lists that can't be")
    return found


def clusters_in(folder: Path) -> Clusters | None:
    """How the vectors of an index lie, as far as its card can be read. Nothing is checked."""
    try:
        return clusters_on(read_json(folder / CARD_NAME) or {})
    except ValueError:
        return None


def harmless(folder: Path, card: dict[str, Any], dimension: int, clusters: Clusters | None) -> bool:
    """Whether FAISS may read the file here: it was written here, or is a copy that was tried."""
    path = folder / FILE_NAME
    try:
        written_here = bool(card.get("stamp") == stamp(path))
        lists = clusters.lists if clusters else 0
        return written_here or probe.dense_copy(path, card, dimension, lists)
    except OSError:
        return False


def recognise(folder: Path, card: dict[str, Any]) -> None:
    """Record how the file looks now, so that a copy that was opened needs no more hashing.

    The caller holds the lock and has just opened it; `card` is what is said of it.
    """
    look = stamp(folder / FILE_NAME)
    if card.get("stamp") != look:
        sync_file(folder / FILE_NAME)  # from now on its look is believed
        write_json(folder / CARD_NAME, card | {"stamp": look})


def read(path: Path, passages: int, clusters: Clusters | None) -> Any | None:
    """The FAISS index in a file, memory-mapped, or None when it is not whole."""
    import faiss

    try:
        index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError:  # FAISS's only error
        return None
    lists = getattr(faiss.downcast_index(index.index), "nlist", 0)
    fits = index.ntotal == passages and lists == (clusters.lists if clusters else 0)
    return index if fits else None


def write(folder: Path, index: Any, state: str, clusters: Clusters | None) -> None:
    """Put `index` in the place of the file in `folder`. Raises IndexUnwritable."""
    import faiss

    path = folder / FILE_NAME
    temporary = folder / f".{FILE_NAME}.{os.getpid()}"
    with unwritable_as_error(path):
        try:
            # By Python's own file: FAISS's reports no error when closing, but prints it.
            with open(temporary, "wb", opener=private_opener) as file:
                to_file = faiss.PyCallbackIOWriter  # type: ignore[attr-defined]
                faiss.write_index(index, to_file(file.write, _WRITTEN))
            sha256 = file_sha256(temporary)
            # Believe only what can be read back.
            if read(temporary, index.ntotal, clusters) is None:
                raise OSError("it is not what was written; the disk may be full")
            sync_file(temporary)
            card = {
                "state": state,
                "passages": index.ntotal,
                "sha256": sha256,
                "stamp": stamp(temporary),
                "clusters": asdict(clusters) if clusters else None,
            }
            # Said first, beside what is said of the file that is there: whoever comes between the
            # two, or after a kill, believes the one that is.
            write_json(folder / CARD_NAME, card | {"before": trusted_card(folder)})
            replace_file(temporary, path)
        except RuntimeError as error:  # FAISS's, of a write that failed
            raise OSError("the disk may be full") from error
        finally:
            temporary.unlink(missing_ok=True)


def filled(store: Store, dimension: int, since: int | None = None) -> Any:
    """A FAISS index of what is in the store, or came there after the commit `since`."""
    import faiss

    index = faiss.IndexIDMap(
        faiss.IndexScalarQuantizer(
            dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
    )
    index.is_trained = True
    if since is None:
        for ids, vectors in store.vectors(dimension):
            index.add_with_ids(vectors.astype(np.float32), ids)
        return index
    # Passages of documents that moved count as later too, so ids don't grow with commits.
    parts = list(store.vectors(dimension, since=since))
    if parts:
        ids = np.concatenate([each for each, _ in parts])
        order = np.argsort(ids)
        vectors = np.concatenate([each for _, each in parts])[order]
        index.add_with_ids(vectors.astype(np.float32), ids[order])
    return index


def clustered(
    store: Store, dimension: int, lists: int, before: Part | None, ask: Ask | None
) -> tuple[Any, Clusters]:
    """A FAISS index of what is in the store, in lists, and how these are to be searched.

    Those of `before` are kept while they fit: then only what is new looks for its list.
    """
    import faiss

    passages = store.counts()[1] - store.waiting()
    kept = before if before and before.clusters and fits(before.clusters, passages) else None
    if kept and kept.clusters:
        centres, origin = centres_of(kept.index), kept.clusters.trained
    else:
        centres, origin = trained(_sample(store, dimension, sample_size(lists)), lists), passages
    inner = empty_index(centres)
    index = faiss.IndexIDMap(inner)
    known = lists_of(kept.index) if kept else np.empty(0, np.int64)
    parts = []
    for ids, vectors in store.vectors(dimension):
        where = np.full(len(ids), -1, np.int64)
        if kept:
            here, positions = kept.places(ids)
            where[here] = known[positions[here]]
        add(inner, vectors.astype(np.float32), where)
        parts.append(ids)
    # Added around the map, which knows nothing of lists: its own list of ids is set here.
    faiss.copy_array_to_vector(np.concatenate(parts), index.id_map)
    index.ntotal = inner.ntotal
    return index, measured(inner, ask, origin)


def made(
    store: Store, dimension: int, before: Part | None, ask: Ask | None
) -> tuple[Any, Clusters | None]:
    """A FAISS index of what is in the store, of the kind that its size asks for."""
    lists = wanted_lists(store.counts()[1] - store.waiting(), dimension)
    if not lists:
        return filled(store, dimension), None
    return clustered(store, dimension, lists, before, ask)


def _sample(store: Store, dimension: int, size: int) -> npt.NDArray[np.float32]:
    """Vectors of passages drawn from everywhere, always the same ones for the same passages."""
    ids = store.passage_ids()
    ids = ids[~np.isin(ids, store.waiting_ids())]
    chosen = np.random.default_rng(len(ids)).permutation(len(ids))[:size]
    return store.some_vectors(ids[np.sort(chosen)], dimension).astype(np.float32)
