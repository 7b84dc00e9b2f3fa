"""The default encoder as it is shipped: compiled, checked, with its card.

    python -m training.encoder            make qa/weights/encoder again
    python -m training.encoder --check    compare what is there with a new one and with the original

Needs the extra `models`. The result is the same bit for bit wherever it was tried, with the same
versions of torch and onnxruntime.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np

from qa.embedding.compiled_files import (
    CARD_NAME,
    MODEL_FILE,
    TOKENIZER_FILE,
    VECTORS_FILE,
    seal,
)
from qa.embedding.model_files import (
    DEFAULT_KEY,
    DEFAULT_MODEL,
    DEFAULT_WEIGHTS_SHA256,
    SHIPPED,
    default_model_dir,
    file_sha256,
    model_key,
)
from qa.embedding.narrow_weights import narrowed
from qa.embedding.onnx_export import compile_model
from qa.embedding.reference_texts import MIN_COSINE, REFERENCE_TEXTS
from qa.embedding.runtimes import OnnxEncoder, load_sentence_transformer, normalise
from qa.embedding.shipped import damaged_shipped, worst_cosine

_ABOUT = {
    "licence": "Apache-2.0",
    "source": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
    "source_sha256": DEFAULT_WEIGHTS_SHA256,
}
_READABLE = 0o644
_FILES = (MODEL_FILE, TOKENIZER_FILE, VECTORS_FILE, CARD_NAME)


def main() -> int:
    """Make the compiled encoder, and put it into its place or compare it with what is there."""
    options = _options()
    with tempfile.TemporaryDirectory() as work:
        made = compiled(Path(work))
        encoder, expected = OnnxEncoder(made), np.load(made / VECTORS_FILE)
        narrow = OnnxEncoder(made, narrowed((made / MODEL_FILE).read_bytes()))
        print(f"lowest cosine to the original: int8 {worst_cosine(encoder, expected):.4f}, "
              f"with narrow weights {worst_cosine(narrow, expected):.4f}")  # fmt: skip
        if options.check:
            return _compare(made, options.out, expected)
        options.out.mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            shutil.copyfile(made / name, options.out / name)
            (options.out / name).chmod(_READABLE)
            print(f"{file_sha256(options.out / name)}  {name}")
    return 0


def compiled(work: Path) -> Path:
    """A folder in `work` with the default model compiled, its reference vectors and its card.

    Raises ModelNotFound without the original weights, ModelUnfaithful when it disagrees with them.
    """
    source = default_model_dir()
    key = model_key(DEFAULT_MODEL, source)
    if key != DEFAULT_KEY:
        raise SystemExit(f"DEFAULT_KEY in qa/embedding/model_files.py must become {key!r}.")
    made = work / key
    compile_model(DEFAULT_MODEL, source, key, made)
    vectors = load_sentence_transformer(source).encode(
        list(REFERENCE_TEXTS), batch_size=1, show_progress_bar=False
    )
    np.save(made / VECTORS_FILE, normalise(np.asarray(vectors, np.float32)))
    card = json.loads((made / CARD_NAME).read_text("utf-8"))
    seal(made, {name: card[name] for name in card if name not in ("sha256", "seal")} | _ABOUT)
    return made


def _compare(
    made: Path, shipped: Path, expected: np.ndarray[tuple[int, int], np.dtype[np.float32]]
) -> int:
    """Print how what is shipped differs from what was made; 0 when it is as exact."""
    damaged = damaged_shipped(shipped)
    if damaged:
        print(f"{damaged} is not what its card says")
        return 1
    for name in (MODEL_FILE, TOKENIZER_FILE):
        same = file_sha256(shipped / name) == file_sha256(made / name)
        print(f"{name}: {'the same bytes' if same else 'other bytes'}")
    cosine = worst_cosine(OnnxEncoder(shipped), expected)
    drift = float((np.load(shipped / VECTORS_FILE) * expected).sum(axis=1).min())
    print(f"lowest cosine of the shipped model {cosine:.4f}, of its reference vectors {drift:.6f}")
    return 0 if cosine >= MIN_COSINE and drift > 0.9999 else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing, compare")
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar="DIR")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
