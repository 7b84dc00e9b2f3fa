"""A static model made from a sentence-transformers model: one vector for each of its tokens.

The method is Model2Vec's (Minish Lab, 2024). Every token of the vocabulary is encoded by itself,
the vectors are turned to their principal components, and frequent tokens are made to count less;
a text is the mean of its tokens. Nothing but the model is needed, and nothing of it when the
static model is used. The library of that name is not used: what it distils with holds transformers
at an old version, and what it reads with takes 80 ms to import.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedding.compiled_files import CARD_NAME, STATIC_FILE, TOKENIZER_FILE, seal
from qa.embedding.runtimes import StaticEncoder, load_sentence_transformer, normalise
from qa.errors import ModelUnfaithful

if TYPE_CHECKING:
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

DIMENSION = 256
MIN_CORRELATION = 0.5  # of the cosines of both models: 0.72; with shuffled tokens 0.19
_RARITY = 1e-4  # a token of that probability keeps half of its length
_NO_WORD = re.compile(r"\[(unused\d+|PAD|UNK|CLS|SEP|MASK)\]")
_BATCH = 256

# Texts that mean the same in other words; never tuned on.
_PAIRS = (
    ("Who asked for a waiver?", "The minister asked Congress for a waiver."),
    (
        "The company said quarterly profit rose 12 percent to $3.5 billion.",
        "How much did the firm earn in the quarter?",
    ),
    ("Parliament voted to reject the treaty.", "Lawmakers turned the agreement down."),
    ("Rain is expected in the north tomorrow.", "Storms and showers will reach northern areas."),
    ("def area(radius): return 3.14159 * radius ** 2", "How is the area of a circle computed?"),
    (
        "Researchers followed 4,200 adults and found that walking protects the heart.",
        "Does exercise lower the risk of heart disease?",
    ),
    (
        "The museum's new wing opens to the public in March.",
        "When can visitors see the gallery's extension?",
    ),
    ("How many people live in the capital of Australia?", "Canberra has a population of 450,000."),
    ("The team won the final in extra time.", "Who lost the championship match?"),
    ("A magnitude 6 earthquake shook the island.", "How strong was the quake?"),
)


def distill(name: str, folder: Path, key: str, work: Path) -> None:
    """Write the static form of the model in `folder` into the folder `work`, and check it.

    Raises ModelUnfaithful when the model has no vocabulary that this works on, or when the static
    model sees otherwise than the model which texts are alike.
    """
    model: Any = load_sentence_transformer(folder).eval()
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    if tokenizer is None or model.tokenizer.cls_token_id is None:
        raise ModelUnfaithful(f"The model {name} can't be made static: its tokenizer is unusual.")
    vocabulary = tokenizer.get_vocab()
    words = np.array([i for word, i in vocabulary.items() if not _NO_WORD.fullmatch(word)])
    words.sort()
    table = np.zeros((max(vocabulary.values()) + 1, DIMENSION), np.float16)
    table[words] = _turned(_encoded(model, words)).astype(np.float16)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(work / TOKENIZER_FILE))
    np.save(work / STATIC_FILE, table)
    card = {
        "name": name,
        "key": key,
        "dimension": DIMENSION,
        "precision": "static",
        "static_bytes": (work / STATIC_FILE).stat().st_size,
    }
    (work / CARD_NAME).write_text(json.dumps(card, indent=1), "utf-8")
    expected = _likeness(lambda texts: model.encode(texts, show_progress_bar=False))
    found = _likeness(StaticEncoder(work).encode_passages)
    correlation = float(np.corrcoef(expected, found)[0, 1])
    if not correlation >= MIN_CORRELATION:  # nor when it is no number
        raise ModelUnfaithful(
            f"The static form of {name} disagrees with the model "
            f"(correlation {correlation:.3f}, needed {MIN_CORRELATION})."
        )
    seal(work, card | {"correlation": round(correlation, 4)})


def _encoded(model: Any, words: npt.NDArray[np.int64]) -> Vectors:
    """What the model makes of each token alone: the mean over it and the marks around it."""
    import torch

    marks = model.tokenizer.cls_token_id, model.tokenizer.sep_token_id
    parts = []
    with torch.inference_mode():
        for at in range(0, len(words), _BATCH):
            tokens = torch.from_numpy(words[at : at + _BATCH])
            ids = torch.stack(
                [torch.full_like(tokens, marks[0]), tokens, torch.full_like(tokens, marks[1])], 1
            )
            features = {
                "input_ids": ids,
                "attention_mask": torch.ones_like(ids),
                "token_type_ids": torch.zeros_like(ids),
            }
            parts.append(model[0](features)["token_embeddings"].mean(1).numpy())
    return np.vstack(parts)


def _turned(vectors: Vectors) -> Vectors:
    """Principal components, each token weighted by its place in a vocabulary sorted by use."""
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)  # ascending
    turned: Vectors = centred @ directions[:, ::-1][:, :DIMENSION]
    share = 1 / np.arange(2, len(vectors) + 2)  # Zipf's law
    share /= share.sum()
    return turned * (_RARITY / (_RARITY + share))[:, None].astype(np.float32)


def _likeness(encode: Callable[[list[str]], Any]) -> npt.NDArray[np.float32]:
    """The cosines of all the first texts of the pairs to all the second ones."""
    one, other = (
        normalise(np.asarray(encode([pair[side] for pair in _PAIRS]), np.float32))
        for side in (0, 1)
    )
    cosines: npt.NDArray[np.float32] = (one @ other.T).ravel()
    return cosines
