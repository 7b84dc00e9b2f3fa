"""Drift check: a sentence whose vector is stored in the index, encoded again and compared."""

from __future__ import annotations

import json

import numpy as np

from qa.embedding.encoder import Encoder

META_KEY = "probe"  # of the store
_MAX_STORED = 1 << 20  # characters; a vector of 1,024 numbers takes some 12,000
SAME_MODEL = 0.999  # cosine from which on two vectors are of the same model
_TEXT = "The foreign minister said on Monday that the talks on the treaty would go on in July."


def make_reference(encoder: Encoder) -> str:
    """What is stored in the index, as JSON: the reference sentence and its vector."""
    vector = encoder.encode_queries([_TEXT])[0].astype(np.float32)
    return json.dumps({"text": _TEXT, "vector": [round(float(each), 7) for each in vector]})


def reference_cosine(encoder: Encoder, stored: str) -> float:
    """Cosine of the stored vector to the one that `encoder` makes now.

    Raises ValueError when what is stored is invalid.
    """
    try:
        if len(stored) > _MAX_STORED:
            raise ValueError("it is too long")
        reference = json.loads(stored)
        before = np.array(reference["vector"], np.float64)
        now = encoder.encode_queries([str(reference["text"])])[0].astype(np.float64)
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError("it is no sentence with a vector") from error
    if before.shape != now.shape:
        raise ValueError(f"it has {before.size} numbers, the model makes {now.size}")
    norm = np.linalg.norm(before) * np.linalg.norm(now)
    return float(before @ now / norm) if norm else 0.0
