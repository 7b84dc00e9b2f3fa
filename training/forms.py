"""What form of answer a question wants: `python -m training.forms`.

Makes qa/weights/question_form.npy: a softmax over the default encoder's vectors of our own
questions (`training/questions.jsonl.gz`), whose writers said of what kind each is.
"""

from __future__ import annotations

import gzip
import json
import sys

import numpy as np
import torch
from numpy.typing import NDArray

from qa.answering.question_classifier import FORMS, WEIGHTS, classified
from qa.answering.question_form import question_form
from qa.embedding.encoder import Encoder, load_encoder
from training.manuals import HELD, QUESTIONS

MEASURED = HELD | {"perl", "gimp", "handbook"}  # collections left out, to see how good it is
STEPS, RATE, DECAY = 300, 0.05, 0.02
_KINDS = {form.value: form for form in FORMS}


def main() -> None:
    """Fit without some collections, measure on those, then fit on all and write."""
    with gzip.open(QUESTIONS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row["kind"] in _KINDS]
    encoder = load_encoder()
    vectors = _vectors([row["q"] for row in rows], encoder)
    kinds = np.array([FORMS.index(_KINDS[row["kind"]]) for row in rows])
    apart = np.array([row["collection"] in MEASURED for row in rows])
    np.save(WEIGHTS, fitted(vectors[~apart], kinds[~apart]))
    asked = [row for row, away in zip(rows, apart, strict=True) if away]
    right = {
        "rules": sum(question_form(row["q"]).form is _KINDS[row["kind"]] for row in asked),
        "both": sum(classified(row["q"], encoder).form is _KINDS[row["kind"]] for row in asked),
    }
    for name, count in right.items():
        print(f"{name}: {count / len(asked):.3f} of {len(asked):,} in collections not learned from",
              file=sys.stderr)  # fmt: skip
    np.save(WEIGHTS, fitted(vectors, kinds))


def fitted(vectors: NDArray[np.float32], kinds: NDArray[np.int64]) -> NDArray[np.float16]:
    """Weights of shape (forms, dimension + 1), the intercept last."""
    torch.manual_seed(1)
    layer = torch.nn.Linear(vectors.shape[1], len(FORMS))
    optimizer = torch.optim.AdamW(layer.parameters(), lr=RATE, weight_decay=DECAY)
    inputs, wanted = torch.from_numpy(vectors), torch.from_numpy(kinds)
    for _ in range(STEPS):
        loss = torch.nn.functional.cross_entropy(layer(inputs), wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    weights = torch.cat([layer.weight, layer.bias[:, None]], 1)
    found: NDArray[np.float16] = weights.detach().numpy().astype(np.float16)
    return found


def _vectors(texts: list[str], encoder: Encoder) -> NDArray[np.float32]:
    parts = [encoder.encode_queries(texts[i : i + 64]) for i in range(0, len(texts), 64)]
    return np.concatenate(parts)


if __name__ == "__main__":
    main()
