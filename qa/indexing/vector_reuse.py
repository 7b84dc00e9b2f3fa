"""Vector reuse: of a batch of texts, stored vectors are reused and the others encoded once.

A passage that moved, that is in two articles, or that an edit left alone costs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from threading import Event
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from qa.embedding.encoder import Encoder

if TYPE_CHECKING:
    from concurrent.futures import Future

    import numpy.typing as npt

    Vector = npt.NDArray[np.float16]

_FEW, _MANY = 32, 1024  # texts that are encoded before Ctrl-C is looked for: half a second's work
_SHORT = 0.25  # seconds; what took less is done with more texts the next time

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
        self._stopped = Event()
        self._slice = _FEW
        self.truncated = 0  # passages longer than the model reads, among those encoded

    def of(self, batches: Iterable[Batch]) -> Generator[tuple[Batch, Vector]]:
        """Batches with their float16 vectors, shape (passages, dimension), in order.

        While one batch is encoded, the next is read and the last is committed. Closing it, or an
        error in `batches` such as KeyboardInterrupt, ends the encoding after the texts at hand.
        """
        from concurrent.futures import ThreadPoolExecutor

        waiting: tuple[Batch, dict[Key, Vector], Future[dict[Key, Vector]]] | None = None
        pool = ThreadPoolExecutor(1)
        try:
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
        finally:  # the batch of one long document would take minutes
            self._stopped.set()
            pool.shutdown(wait=True, cancel_futures=True)

    def _encode(self, missing: dict[Key, str]) -> dict[Key, Vector]:
        if not missing:
            return {}
        texts = list(missing.values())
        parts: list[Vector] = []
        at = 0
        while at < len(texts) and not self._stopped.is_set():
            began = time.monotonic()
            truncated: list[int] = []
            part = texts[at : at + self._slice]
            parts.append(self._encoder.encode_passages(part, truncated).astype(np.float16))
            self.truncated += len(truncated)
            at += len(part)
            if time.monotonic() - began < _SHORT and len(part) == self._slice:
                self._slice = min(_MANY, 2 * self._slice)
        return dict(zip(missing, np.concatenate(parts), strict=False)) if parts else {}

    def _stacked(self, batch: Texts, vectors: dict[Key, Vector]) -> Vector:
        if not batch.keys:
            return np.empty((0, self._encoder.dimension), np.float16)
        return np.stack([vectors[key] for key in batch.keys])
