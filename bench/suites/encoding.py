"""Encoding rate next to plain sentence-transformers on the same texts, taking turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from qa.embedding.encoder import default_model_dir, load_encoder

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rates:
    """Passages per second of both, by median over rounds; cosines between their vectors."""

    passages: int
    rounds: int
    qa: float
    plain: float
    ratio: float  # qa / plain
    cosine_mean: float
    cosine_min: float


def measure(texts: Sequence[str], rounds: int = 3) -> Rates:
    """Encode `texts` with `qa`'s encoder and with `SentenceTransformer.encode` (fp32), A B A B."""
    # 4 to 6 s of imports that only this measurement needs.
    import torch
    from sentence_transformers import SentenceTransformer

    ours = load_encoder()
    model = SentenceTransformer(str(default_model_dir()), device="cpu")
    listed = list(texts)

    def plain(batch: list[str]) -> Vectors:
        with torch.inference_mode():
            vectors = model.encode(batch, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    ours.encode_passages(listed[:16])
    plain(listed[:16])
    mine, theirs = [], []
    for _ in range(rounds):
        seconds, a = _timed(ours.encode_passages, listed)
        mine.append(len(listed) / seconds)
        seconds, b = _timed(plain, listed)
        theirs.append(len(listed) / seconds)
    cosines = np.sum(a * b, axis=1)
    return Rates(
        passages=len(listed),
        rounds=rounds,
        qa=median(mine),
        plain=median(theirs),
        ratio=median(mine) / median(theirs),
        cosine_mean=float(cosines.mean()),
        cosine_min=float(cosines.min()),
    )


def _timed(encode: Callable[[list[str]], Vectors], texts: list[str]) -> tuple[float, Vectors]:
    started = time.perf_counter()
    vectors = encode(texts)
    return time.perf_counter() - started, vectors
