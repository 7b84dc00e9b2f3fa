"""Vectors in lists of neighbours, so that a search looks at some of very many.

A question is compared with the centres of all lists, then with what the nearest lists hold
(Sivic and Zisserman's inverted file, 2003). The vectors themselves stay what they are, in half
precision: codes of a byte or a bit each were slower to scan here, and would have to be scored once
more (docs/benchmarks.md). How many lists are looked at is measured when they are made, with
questions whose true neighbours are known by looking at all of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.datatypes import Clusters

if TYPE_CHECKING:
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

CLUSTERED_FROM = 400_000_000  # bytes of vectors: 520,000 of 384 numbers take 20 ms to scan
TARGET = 0.99  # share of the ten nearest that are found
NEAREST = 10
_PER_LIST = 40  # vectors that each list is trained on
_ROUNDS = 10
_SEED = 1
_UNMEASURED = 4  # one in so many lists is looked at where nothing could be measured
_DRIFT = 1.5  # lists are trained anew when there are so many times more vectors, or fewer


def fits(clusters: Clusters, passages: int) -> bool:
    """Whether lists made for so many vectors as there were then still do for `passages`."""
    return clusters.trained / _DRIFT <= passages <= clusters.trained * _DRIFT


def wanted_lists(passages: int, dimension: int) -> int:
    """In how many lists that many vectors belong; 0 where looking at all of them is no harm."""
    if passages == 0 or 2 * passages * dimension < CLUSTERED_FROM:
        return 0
    return 1 << int(np.ceil(np.log2(2 * np.sqrt(passages))))


def sample_size(lists: int) -> int:
    """How many vectors to train so many lists on."""
    return _PER_LIST * lists


def trained(sample: Vectors, lists: int) -> Vectors:
    """The centres of `lists` lists for vectors like those of `sample`; always the same ones."""
    import faiss

    lists = min(lists, len(sample))
    means = faiss.Kmeans(
        sample.shape[1],
        lists,
        niter=_ROUNDS,
        seed=_SEED,
        spherical=True,
        min_points_per_centroid=1,  # it warns on stderr
        max_points_per_centroid=_PER_LIST,
    )
    with _all_cores():
        means.train(sample)
    assert means.centroids is not None
    return means.centroids


def empty_index(centres: Vectors) -> Any:
    """A FAISS index of empty lists around `centres`."""
    import faiss

    lists, dimension = centres.shape
    quantizer = faiss.IndexFlatIP(dimension)
    quantizer.add(centres)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer,
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_fp16,
        faiss.METRIC_INNER_PRODUCT,
        False,  # vectors, not what sets them apart from their centre
    )
    index.train(centres)  # nothing is left to learn, but it must be asked for
    index.set_direct_map_type(faiss.DirectMap.Array)  # type: ignore[attr-defined]
    return index


def centres_of(index: Any) -> Vectors:
    """The centres of the lists of `index`."""
    centres: Vectors = index.quantizer.reconstruct_n(0, index.nlist)
    return centres


def lists_of(index: Any) -> npt.NDArray[np.int64]:
    """The list that each vector of `index` is in, by its position."""
    import faiss

    places: npt.NDArray[np.int64] = faiss.vector_to_array(index.direct_map.array)
    return places >> 32


def add(index: Any, vectors: Vectors, lists: npt.NDArray[np.int64]) -> None:
    """Append vectors to the lists they are in; -1 stands for the nearest one."""
    import faiss

    new = np.flatnonzero(lists < 0)
    if len(new):
        with _all_cores():
            lists[new] = index.quantizer.search(vectors[new], 1)[1][:, 0]
    index.add_core(len(vectors), faiss.swig_ptr(vectors), None, faiss.swig_ptr(lists))


def measured(index: Any, ask: Callable[[], Vectors | None] | None, vectors: int) -> Clusters:
    """How many lists must be looked at to find what looking at all of them finds.

    `ask` gives the vectors of questions, or None where there are none to be had.
    """
    questions = ask() if ask else None
    if questions is None or len(questions) == 0:
        return Clusters(index.nlist, -(-index.nlist // _UNMEASURED), vectors, None, 0)
    with _all_cores():
        best = nearest(index, questions, NEAREST, index.nlist)[1]
        order = index.quantizer.search(questions, index.nlist)[1]
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(index.nlist)[np.newaxis], axis=1)
    places = np.take_along_axis(rank, lists_of(index)[best], axis=1)
    ranks = np.sort(places[best >= 0])
    probes = int(ranks[int(np.ceil(TARGET * len(ranks))) - 1]) + 1
    recall = float(np.mean(ranks < probes))
    return Clusters(index.nlist, probes, vectors, round(recall, 4), len(questions))


def nearest(
    index: Any, questions: Vectors, depth: int, probes: int, selector: Any = None
) -> tuple[Vectors, npt.NDArray[np.int64]]:
    """Cosines and positions of the nearest vectors in the `probes` nearest lists."""
    import faiss

    chosen = faiss.SearchParametersIVF(nprobe=probes, sel=selector)  # type: ignore[call-arg]
    cosines, positions = index.search(questions, depth, params=chosen)
    return cosines, positions


@contextmanager
def _all_cores() -> Iterator[None]:
    """Lists are made by all cores; a question is answered by one (see `qa.search.dense_index`)."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
