"""A sentence whose vector is kept in the index: whether the model still says the same of it."""

from __future__ import annotations

import json

import numpy as np

from qa.embedding.encoder import Encoder

FAITHFUL = 0.999  # cosine from which on two vectors are of the same model
_TEXT = "The foreign minister said on Monday that the talks on the treaty would go on in July."


def make_probe(encoder: Encoder) -> str:
    """What is kept in the index: the sentence and its vector."""
    vector = encoder.encode_queries([_TEXT])[0].astype(np.float32)
    return json.dumps({"text": _TEXT, "vector": [round(float(each), 7) for each in vector]})


def probe_cosine(encoder: Encoder, kept: str) -> float:
    """Cosine of the kept vector to the one that `encoder` makes now.

    Raises ValueError when what was kept makes no sense.
    """
    try:
        said = json.loads(kept)
        before = np.array(said["vector"], np.float64)
        now = encoder.encode_queries([str(said["text"])])[0].astype(np.float64)
    except (TypeError, KeyError) as error:
        raise ValueError("it is no probe") from error
    if before.shape != now.shape:
        raise ValueError(f"it has {before.size} numbers, the model makes {now.size}")
    norm = np.linalg.norm(before) * np.linalg.norm(now)
    return float(before @ now / norm) if norm else 0.0
