"""Text to unit vectors: a sentence-transformers model, run from its compiled ONNX form.

Answering a question must not pay for torch (4 to 6 s to import), so the model is compiled once
(`qa.compile`) into the user's cache and run by onnxruntime. A model that can't be compiled
faithfully is run by sentence-transformers itself, slower and with a warning.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qa.datatypes import Progress
from qa.errors import EncoderError, ModelUnfaithful
from qa.models import DEFAULT_MODEL, Prompts, default_model_dir, model_dir, model_key

if TYPE_CHECKING:
    import numpy.typing as npt
    import onnxruntime
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    Vectors = npt.NDArray[np.float32]

__all__ = ["Encoder", "default_model_dir", "load_encoder"]


# Small batches keep int8 activations in cache: 4 to 8 passages of news are fastest.
_BATCH_TOKENS = 8 * 160
_BATCH_TEXTS = 32


class Encoder(Protocol):
    """A bi-encoder. Vectors have length 1, so that an inner product is the cosine."""

    name: str
    key: str
    dimension: int
    max_tokens: int

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions: float32 of shape (len(texts), dimension), unit length."""
        ...

    def encode_passages(self, texts: Sequence[str], truncated: list[int] | None = None) -> Vectors:
        """Encode passages: float32 of shape (len(texts), dimension), unit length.

        The indices of texts longer than the model reads are appended to `truncated`.
        """
        ...


class OnnxEncoder:
    """A compiled model: tokenizers for the text, onnxruntime for the vectors."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        card = json.loads((folder / "model.json").read_text("utf-8"))
        self.name: str = card["name"]
        self.key: str = card["key"]
        self.dimension: int = card["dimension"]
        self.max_tokens: int = card["max_tokens"]
        self._prompts = Prompts(**card["prompts"])
        self._pad = int(card["pad_id"])
        self._session = _session(folder / "model.onnx", threads)
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._tokenizer = _tokenizer(folder / "tokenizer.json")

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode_queries`."""
        return self._encode([self._prompts.query + text for text in texts], None)

    def encode_passages(self, texts: Sequence[str], truncated: list[int] | None = None) -> Vectors:
        """See `Encoder.encode_passages`."""
        return self._encode([self._prompts.passage + text for text in texts], truncated)

    def _encode(self, texts: Sequence[str], truncated: list[int] | None) -> Vectors:
        self._tokenizer.enable_truncation(self.max_tokens)
        encodings = self._tokenizer.encode_batch([_tokenizable(text) for text in texts])
        if truncated is not None:
            truncated += [i for i, encoding in enumerate(encodings) if encoding.overflowing]
        ids = [encoding.ids for encoding in encodings]
        out = np.empty((len(texts), self.dimension), np.float32)
        for batch in _batches([len(row) for row in ids]):
            width = max(len(ids[i]) for i in batch)
            tokens = np.full((len(batch), width), self._pad, np.int64)
            mask = np.zeros((len(batch), width), np.int64)
            for row, i in enumerate(batch):
                tokens[row, : len(ids[i])] = ids[i]
                mask[row, : len(ids[i])] = 1
            feed = {"input_ids": tokens, "attention_mask": mask}
            if "token_type_ids" in self._inputs:
                feed["token_type_ids"] = np.zeros_like(tokens)
            out[batch] = self._session.run(None, feed)[0]
        return normalise(out)


class TorchEncoder:
    """A model run by sentence-transformers itself, for those that can't be compiled."""

    def __init__(self, name: str, folder: Path, key: str, prompts: Prompts) -> None:
        self._model = load_sentence_transformer(folder)
        self._prompts = prompts
        self.name = name
        self.key = key
        self.dimension = int(self._model.get_sentence_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or 512)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode_queries`."""
        return self._encode([self._prompts.query + text for text in texts])

    def encode_passages(self, texts: Sequence[str], truncated: list[int] | None = None) -> Vectors:
        """See `Encoder.encode_passages`."""
        prompted = [self._prompts.passage + text for text in texts]
        if truncated is not None:
            lengths = [len(ids) for ids in self._model.tokenizer(prompted)["input_ids"]]
            truncated += [i for i, length in enumerate(lengths) if length > self.max_tokens]
        return self._encode(prompted)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(
            [_tokenizable(text) for text in texts],
            prompt="",
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return normalise(np.asarray(vectors, np.float32))


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
    one that `key` names.
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
    from qa.compile import compile_model, prompts_of  # brings torch: only when building

    try:
        compile_model(name, folder, found, cache / found)
    except ModelUnfaithful as error:
        if warn:
            warn(f"{error.message} It is run by sentence-transformers instead, which is slower.")
        return TorchEncoder(name, folder, found, prompts_of(name, folder))
    compiled = _open_compiled(cache / found)
    if compiled is None:
        raise EncoderError(f"The compiled model in {cache / found} can't be opened.")
    return compiled


def load_sentence_transformer(folder: Path) -> SentenceTransformer:
    """The model in `folder` by sentence-transformers, on the CPU, running none of its own code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer  # 4 to 6 s
        from transformers.utils import logging

        logging.disable_progress_bar()  # progress is ours to show

        return SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"attn_implementation": "eager", "use_safetensors": True},
        )


def normalise(vectors: Vectors) -> Vectors:
    """Scale rows to length 1 in place; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, norms, out=vectors, where=norms > 0)
    return vectors


def _open_compiled(folder: Path) -> OnnxEncoder | None:
    """The compiled model in `folder`, or None when there is none or it is damaged."""
    try:
        card = json.loads((folder / "model.json").read_text("utf-8"))
        if (folder / "model.onnx").stat().st_size != card["onnx_bytes"]:
            return None
        return OnnxEncoder(folder)
    except (OSError, ValueError, KeyError):
        return None
    except Exception as error:  # onnxruntime's own errors share no base with anything
        if type(error).__module__.startswith("onnxruntime"):
            return None
        raise


def _session(path: Path, threads: int | None) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 3
    # The file was optimised when it was compiled: doing it again costs 20 to 40 ms a start.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _tokenizer(path: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    return tokenizer


def _tokenizable(text: str) -> str:
    """Lone surrogates (from odd file names or broken text) can't be encoded as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indices grouped by similar length, so that little is spent on padding."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    batches: list[list[int]] = []
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) == _BATCH_TEXTS or (len(batch) + 1) * lengths[i] > _BATCH_TOKENS):
            batches.append(batch)
            batch = []
        batch.append(i)
    if batch:
        batches.append(batch)
    return batches
