"""Vector reuse: of a batch of texts, stored vectors are reused and the others encoded once.

A passage that moved, that is in two articles, or that an edit left alone costs nothing.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import numpy as np

from qa.embedding.encoder import Encoder

if TYPE_CHECKING:
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


class Encoded(Protocol):
    """Vectors that are being made."""

    def result(self) -> tuple[Vector, int]:
        """Wait for them: float16 of shape (texts, dimension), and how many were truncated.

        They are fewer than the texts only after the encoding was closed.
        """


class Encoding(Protocol):
    """Who encodes: this process, or others."""

    ahead: int  # batches that may be encoded while an earlier one is waited for

    def submit(self, texts: Sequence[str]) -> Encoded:
        """Begin to encode passages."""

    def close(self) -> None:
        """Drop what has not begun, and end the rest soon."""


class EncodingHere:
    """A thread of this process encodes, some texts at a time."""

    ahead = 1

    def __init__(self, encoder: Encoder) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._encoder = encoder
        self._stopped = Event()
        self._slice = _FEW
        self._pool = ThreadPoolExecutor(1)

    def submit(self, texts: Sequence[str]) -> Encoded:
        """See `Encoding.submit`."""
        return self._pool.submit(self._encode, texts)

    def close(self) -> None:
        """End after the texts at hand: the batch of one long document would take minutes."""
        self._stopped.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _encode(self, texts: Sequence[str]) -> tuple[Vector, int]:
        parts: list[Vector] = []
        at = longer = 0
        while at < len(texts) and not self._stopped.is_set():
            began = time.monotonic()
            truncated: list[int] = []
            part = texts[at : at + self._slice]
            parts.append(self._encoder.encode_passages(part, truncated).astype(np.float16))
            longer += len(truncated)
            at += len(part)
            if time.monotonic() - began < _SHORT and len(part) == self._slice:
                self._slice = min(_MANY, 2 * self._slice)
        made = np.concatenate(parts) if parts else np.empty((0, self._encoder.dimension))
        return made.astype(np.float16, copy=False), longer


@dataclass(slots=True)
class _Waiting(Generic[Batch]):
    """A batch that is being encoded."""

    batch: Batch
    vectors: dict[Key, Vector]  # those that are known
    begun: tuple[Key, ...]  # those that are encoded for it,
    encoded: Encoded
    shared: set[Key]  # and for an earlier batch


class Vectors:
    """Makes the vectors of batches, reading no text twice."""

    def __init__(
        self, encoder: Encoder, reusable: Reusable, encoding: Encoding | None = None
    ) -> None:
        """`encoding` is who encodes; by default this process, with `encoder`."""
        self._encoder = encoder
        self._reusable = reusable
        self._encoding = encoding
        self.truncated = 0  # passages longer than the model reads, among those encoded

    def of(self, batches: Iterable[Batch]) -> Generator[tuple[Batch, Vector]]:
        """Batches with their float16 vectors, shape (passages, dimension), in order.

        While some batches are encoded, the next is read and the last is committed. Closing it, or
        an error in `batches` such as KeyboardInterrupt, ends the encoding after the texts at hand.
        """
        encoding = self._encoding or EncodingHere(self._encoder)
        waiting: deque[_Waiting[Batch]] = deque()
        try:
            for batch in batches:
                waiting.append(self._begun(batch, waiting, encoding))
                if len(waiting) > encoding.ahead:
                    yield self._first(waiting)
            while waiting:
                yield self._first(waiting)
        finally:
            encoding.close()

    def _begun(
        self, batch: Batch, waiting: Iterable[_Waiting[Batch]], encoding: Encoding
    ) -> _Waiting[Batch]:
        have = self._reusable(batch.keys)
        missing = {
            key: text for key, text in zip(batch.keys, batch.texts, strict=True) if key not in have
        }
        earlier = {key for each in waiting for key in each.begun}
        shared = earlier.intersection(missing)
        begun = tuple(key for key in missing if key not in shared)
        return _Waiting(batch, have, begun, encoding.submit([missing[k] for k in begun]), shared)

    def _first(self, waiting: deque[_Waiting[Batch]]) -> tuple[Batch, Vector]:
        first = waiting.popleft()
        made, truncated = first.encoded.result()
        self.truncated += truncated
        fresh = dict(zip(first.begun, made, strict=False))
        for later in waiting:
            later.vectors |= {key: fresh[key] for key in later.shared.intersection(fresh)}
        return first.batch, self._stacked(first.batch, first.vectors | fresh)

    def _stacked(self, batch: Texts, vectors: dict[Key, Vector]) -> Vector:
        if not batch.keys:
            return np.empty((0, self._encoder.dimension), np.float16)
        return np.stack([vectors[key] for key in batch.keys])
