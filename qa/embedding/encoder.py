"""Text to unit vectors: a sentence-transformers model, run from its compiled ONNX form.

Answering a question must not pay for torch (4 to 6 s to import), so the model is compiled once
(`qa.embedding.onnx_export`) into the user's cache and run by onnxruntime. A model that can't be
compiled faithfully is run by sentence-transformers itself, slower and with a warning. The model
called `fast` is a table of vectors distilled from the default (`qa.embedding.distill`), for very
many documents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qa.datatypes import Progress
from qa.embedding.model_files import (
    DEFAULT_MODEL,
    FAST_MODEL,
    default_model_dir,
    model_dir,
    model_key,
    prompts_of,
)
from qa.embedding.runtimes import STATIC_FILE, OnnxEncoder, StaticEncoder, TorchEncoder
from qa.errors import EncoderError, ModelUnfaithful

if TYPE_CHECKING:
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

__all__ = ["Encoder", "default_model_dir", "load_encoder"]


class Encoder(Protocol):
    """A bi-encoder. Vectors have length 1, so that an inner product is the cosine."""

    name: str
    key: str
    dimension: int
    max_tokens: int
    tokenizer_file: Path | None  # what `count_tokens` counts with, for other processes; None: none

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions: float32 of shape (len(texts), dimension), unit length."""
        ...

    def encode_passages(self, texts: Sequence[str], truncated: list[int] | None = None) -> Vectors:
        """Encode passages: float32 of shape (len(texts), dimension), unit length.

        The indices of texts longer than the model reads are appended to `truncated`.
        """
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the whole of each text is, without the model's marks and prompts.

        May be called from another thread while passages are encoded.
        """
        ...


def load_encoder(
    name: str | None = None,
    *,
    key: str | None = None,
    cache: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    warn: Callable[[str], None] | None = None,
) -> Encoder:
    """Open the model called `name` (default: all-MiniLM-L6-v2), compiling it if need be.

    `key` is the key the caller's index was built with: when the compiled model is in the cache
    the original's files are not even looked at. `cache` is the folder for compiled models.
    Raises ModelNotFound when the model is not on this machine, EncoderError when it isn't the
    one that `key` names or can't be made.
    """
    from qa.config import model_cache

    name = name or DEFAULT_MODEL
    cache = cache or model_cache()
    if key is not None and (encoder := _open_compiled(cache / key)):
        return encoder
    folder = model_dir(name)
    found = model_key(name, folder)
    if key is not None and found != key:
        raise EncoderError(
            f"The model {name} is no longer the one the index was built with "
            f"(it was {key}, now {found}).",
            "Rebuild the index with 'qa index --rebuild'.",
        )
    if encoder := _open_compiled(cache / found):
        return encoder
    if progress:
        progress(Progress("compiling", 0, 0, "model"))
    from qa.embedding.onnx_export import compile_model  # brings torch: only when building

    try:
        compile_model(name, folder, found, cache / found)
    except ModelUnfaithful as error:
        if name == FAST_MODEL:
            raise
        if warn:
            warn(f"{error.message} It is run by sentence-transformers instead, which is slower.")
        return TorchEncoder(name, folder, found, prompts_of(name, folder))
    compiled = _open_compiled(cache / found)
    if compiled is None:
        raise EncoderError(f"The compiled model in {cache / found} can't be opened.")
    return compiled


def _open_compiled(folder: Path) -> Encoder | None:
    """The compiled or static model in `folder`, or None when there is none or it is damaged."""
    try:
        card = json.loads((folder / "model.json").read_text("utf-8"))
        if "static_bytes" in card:
            if (folder / STATIC_FILE).stat().st_size != card["static_bytes"]:
                return None
            return StaticEncoder(folder)
        if (folder / "model.onnx").stat().st_size != card["onnx_bytes"]:
            return None
        return OnnxEncoder(folder)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    except Exception as error:  # onnxruntime's own errors share no base with anything
        if type(error).__module__.startswith("onnxruntime"):
            return None
        raise
