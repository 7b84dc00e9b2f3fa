"""Text to unit vectors: a sentence-transformers model, run from its compiled ONNX form.

Answering a question must not pay for torch (4 to 6 s to import), so models are compiled and run by
onnxruntime: the default is shipped compiled (`qa.embedding.shipped`), any other is compiled once
(`qa.embedding.onnx_export`) into the user's cache. A model that can't be compiled faithfully is run
by sentence-transformers itself, slower and with a warning. The model called `fast` is a table of
vectors distilled from the default (`qa.embedding.distill`), for very many documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qa.datatypes import Progress
from qa.embedding.compiled_files import STATIC_FILE, State, inspect, is_key
from qa.embedding.model_files import (
    DEFAULT_KEY,
    DEFAULT_MODEL,
    FAST_MODEL,
    default_model_dir,
    model_dir,
    model_key,
    prompts_of,
    require_compiler,
)
from qa.embedding.runtimes import OnnxEncoder, StaticEncoder, TorchEncoder
from qa.embedding.shipped import damaged_shipped, open_shipped
from qa.errors import EncoderError, ModelUnfaithful
from qa.trust import model_claim, require

if TYPE_CHECKING:
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

__all__ = ["Encoder", "damaged_file", "default_model_dir", "load_encoder"]

REBUILD = "Rebuild the index with 'qa index --rebuild'."


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
    chosen: bool = False,
    cache: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    warn: Callable[[str], None] | None = None,
) -> Encoder:
    """Open the model called `name` (default: all-MiniLM-L6-v2), compiling it if need be.

    The default is never compiled but on processors where the shipped form is not exact enough.
    `key` is the key the caller's index was built with: when the compiled model is in the cache
    the original's files are not even looked at. `chosen` says that the user named the model, not
    some file: then it need not be one that is known or was allowed (`qa.trust`). `cache` is the
    folder for compiled models.
    Raises Untrusted, ModelRefused when its files could run code, ModelNotFound when it is not on
    this machine or what compiling it needs isn't, EncoderError when it isn't the one that `key`
    names or can't be made.
    """
    from qa.config import model_cache

    name = name or DEFAULT_MODEL
    if not chosen:
        require([model_claim(name, key or "")], "The index")
    cache = cache or model_cache()
    if key and not is_key(key):
        raise EncoderError(f"There is no model with the key {key!r}.", REBUILD)
    shipped = name == DEFAULT_MODEL and key in (None, "", DEFAULT_KEY)
    if shipped and (default := open_shipped(cache, warn=warn)):
        return default
    if key and (encoder := _open_compiled(cache / key, warn)):
        return encoder
    folder = default_model_dir() if shipped else model_dir(name)
    found = model_key(name, folder)
    if key and found != key:
        raise EncoderError(
            f"The model {name} is no longer the one the index was built with "
            f"(it was {key}, now {found}).",
            REBUILD,
        )
    if not key and (encoder := _open_compiled(cache / found, warn)):
        return encoder
    require_compiler(name)
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
    compiled = _open_compiled(cache / found, warn)
    if compiled is None:
        raise EncoderError(f"The compiled model in {cache / found} can't be opened.")
    return compiled


def damaged_file(key: str) -> str | None:
    """The file of the compiled model `key` that is not what was compiled; None if all are.

    Every byte is read. A model that is not compiled has nothing damaged.
    """
    from qa.config import model_cache

    if key == DEFAULT_KEY:
        return damaged_shipped()
    state, name = inspect(model_cache() / key, thorough=True) if is_key(key) else (None, "")
    return name if state is State.DAMAGED else None


def _open_compiled(folder: Path, warn: Callable[[str], None] | None) -> Encoder | None:
    """The compiled or static model in `folder`, or None when it must be compiled (again)."""
    state, name = inspect(folder)
    if state is not State.INTACT:
        if state is State.DAMAGED and warn:
            warn(f"The compiled model was damaged ({folder / name}); it was compiled again.")
        return None
    try:
        if (folder / STATIC_FILE).exists():
            return StaticEncoder(folder)
        return OnnxEncoder(folder)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    except Exception as error:  # onnxruntime's own errors share no base with anything
        if type(error).__module__.startswith("onnxruntime"):
            return None
        raise
