"""Vector reuse: of a batch of texts, stored vectors are reused and the others encoded once.

A passage that moved, that is in two articles, or that an edit left alone costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from qa.embedding.encoder import Encoder

if TYPE_CHECKING:
    from concurrent.futures import Future

    import numpy.typing as npt

    Vector = npt.NDArray[np.float16]

Key = tuple[str, str]  # of a passage: the hash of its text, and its context
Reusable = Callable[[Iterable[Key]], dict[Key, "Vector"]]


class Texts(Protocol):
    """A batch of passages: their keys, and what the encoder reads of them."""

    @property
    def keys(self) -> Sequence[Key]:
        """One for each passage."""

    @property
    def texts(self) -> Sequence[str]:
        """One for each passage."""


Batch = TypeVar("Batch", bound=Texts)


class Vectors:
    """Makes the vectors of batches, reading no text twice."""

    def __init__(self, encoder: Encoder, reusable: Reusable) -> None:
        self._encoder = encoder
        self._reusable = reusable
        self.truncated = 0  # passages longer than the model reads, among those encoded

    def of(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Vector]]:
        """Batches with their float16 vectors, shape (passages, dimension), in order.

        While one batch is encoded, the next is read and the last is committed.
        """
        from concurrent.futures import ThreadPoolExecutor

        waiting: tuple[Batch, dict[Key, Vector], Future[dict[Key, Vector]]] | None = None
        with ThreadPoolExecutor(1) as pool:
            for batch in batches:
                have = self._reusable(batch.keys)
                missing = {
                    key: text
                    for key, text in zip(batch.keys, batch.texts, strict=True)
                    if key not in have
                }
                shared = set(waiting[0].keys).intersection(missing) if waiting else set()
                queued = pool.submit(
                    self._encode, {key: missing[key] for key in missing if key not in shared}
                )
                if waiting:
                    last, vectors, future = waiting
                    vectors |= future.result()
                    yield last, self._stacked(last, vectors)
                    have |= {key: vectors[key] for key in shared}
                waiting = batch, have, queued
            if waiting:
                last, vectors, future = waiting
                yield last, self._stacked(last, vectors | future.result())

    def _encode(self, missing: dict[Key, str]) -> dict[Key, Vector]:
        if not missing:
            return {}
        truncated: list[int] = []
        vectors = self._encoder.encode_passages(list(missing.values()), truncated)
        self.truncated += len(truncated)
        return dict(zip(missing, vectors.astype(np.float16), strict=True))

    def _stacked(self, batch: Texts, vectors: dict[Key, Vector]) -> Vector:
        if not batch.keys:
            return np.empty((0, self._encoder.dimension), np.float16)
        return np.stack([vectors[key] for key in batch.keys])
