"""The ways a model is run: compiled, by onnxruntime; by sentence-transformers itself; static."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.embedding.compiled_files import CARD_NAME, MODEL_FILE, STATIC_FILE, TOKENIZER_FILE
from qa.embedding.model_files import Prompts
from qa.embedding.model_safety import require_harmless
from qa.embedding.token_counts import count_tokens, counter
from qa.embedding.token_counts import open_tokenizer as open_tokenizer
from qa.embedding.token_counts import tokenizable as tokenizable

if TYPE_CHECKING:
    import numpy.typing as npt
    import onnxruntime
    from sentence_transformers import SentenceTransformer

    Vectors = npt.NDArray[np.float32]

_TOKENIZED = 1024  # texts together
_STATIC_BULK = 64  # texts from which on a table of full floats is worth making
_FEWEST = 3  # tokens that a model reads: one, between the two special ones
_ENDLESS = 1 << 30  # tokens that a static model reads
_TENSORS_IN = "session.model_external_initializers_file_folder_path"


class OnnxEncoder:
    """A compiled model: tokenizers for the text, onnxruntime for the vectors."""

    def __init__(self, folder: Path, graph: bytes | None = None) -> None:
        """Open the model in `folder`, with `graph` in place of the one there, if given."""
        card = json.loads((folder / CARD_NAME).read_text("utf-8"))
        self.name: str = card["name"]
        self.key: str = card["key"]
        self.dimension: int = card["dimension"]
        self.max_tokens: int = card["max_tokens"]
        if not (isinstance(self.max_tokens, int) and _FEWEST <= self.max_tokens < _ENDLESS):
            raise ValueError(f"{folder} reads {self.max_tokens} tokens")
        self._prompts = Prompts(**card["prompts"])
        self._session = open_session(graph or folder / MODEL_FILE)
        self._inputs = {node.name for node in self._session.get_inputs()}
        self.tokenizer_file: Path | None = folder / TOKENIZER_FILE
        self._tokenizer = open_tokenizer(folder / TOKENIZER_FILE)
        # What is left of `max_tokens` for a text, beside the special ones.
        self._room = self.max_tokens - self._tokenizer.num_special_tokens_to_add(False)
        self._counter: Callable[[Sequence[str]], list[int]] | None = None
        self._last: tuple[str, Vectors] | None = None  # the last single question

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `qa.embedding.encoder.Encoder.count_tokens`."""
        if self._counter is None:
            self._counter = counter(self._tokenizer)
        return self._counter(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `qa.embedding.encoder.Encoder.encode_queries`.

        A single question is remembered: the search, the form of its answer and the sentences that
        are compared with it all want its vector.
        """
        last = self._last
        if last and [last[0]] == list(texts):
            return last[1]
        vectors = self._encode([self._prompts.query + text for text in texts], None)
        if len(texts) == 1:
            self._last = texts[0], vectors
        return vectors

    def encode_passages(self, texts: Sequence[str], truncated: list[int] | None = None) -> Vectors:
        """See `qa.embedding.encoder.Encoder.encode_passages`."""
        return self._encode([self._prompts.passage + text for text in texts], truncated)

    def _encode(self, texts: Sequence[str], truncated: list[int] | None) -> Vectors:
        encodings = self._tokenizer.encode_batch(
            [tokenizable(text) for text in texts], add_special_tokens=False
        )
        for i, encoding in enumerate(encodings):
            if len(encoding) > self._room:
                encoding.truncate(self._room)
                if truncated is not None:
                    truncated.append(i)
        encodings = [self._tokenizer.post_process(each) for each in encodings]
        out = np.empty((len(texts), self.dimension), np.float32)

        def run(i: int) -> None:
            tokens = np.array([encodings[i].ids], np.int64)
            feed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
            if "token_type_ids" in self._inputs:
                feed["token_type_ids"] = np.zeros_like(tokens)
            out[i] = self._session.run(None, feed)[0][0]

        # One text a run. Dynamic quantisation scales activations by the largest of the whole
        # input, so in a batch the vector of a text depends on its neighbours (cosine down to
        # .983). Without padding it is faster, too: 66 passages/s where batches of 8 made 54, and
        # 116 against 83 for each second of CPU time.
        side_by_side([len(each.ids) for each in encodings], run)
        return normalise(out)


class TorchEncoder:
    """A model run by sentence-transformers itself, for those that can't be compiled."""

    def __init__(self, name: str, folder: Path, key: str, prompts: Prompts) -> None:
        self._model = load_sentence_transformer(folder)
        self._prompts = prompts
        self.name = name
        self.key = key
        self.max_tokens = int(self._model.max_seq_length or 512)
        file = folder / "tokenizer.json"
        self.tokenizer_file: Path | None = file if file.is_file() else None
        self.dimension = self._encode([""]).shape[1]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `qa.embedding.encoder.Encoder.encode_queries`."""
        return self._encode([self._prompts.query + text for text in texts])

    def encode_passages(self, texts: Sequence[str], truncated: list[int] | None = None) -> Vectors:
        """See `qa.embedding.encoder.Encoder.encode_passages`."""
        prompted = [tokenizable(self._prompts.passage + text) for text in texts]
        if truncated is not None and prompted:
            lengths = [len(ids) for ids in self._model.tokenizer(prompted)["input_ids"]]
            truncated += [i for i, length in enumerate(lengths) if length > self.max_tokens]
        return self._encode(prompted)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `qa.embedding.encoder.Encoder.count_tokens`."""
        if not texts:
            return []
        found = self._model.tokenizer(
            [tokenizable(text) for text in texts], add_special_tokens=False, verbose=False
        )
        return [len(ids) for ids in found["input_ids"]]

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self._model.encode(
            [tokenizable(text) for text in texts],
            prompt="",
            normalize_embeddings=True,
            batch_size=1,  # padded to the longest of a batch, sums come out a little different
            show_progress_bar=False,
        )
        return normalise(np.asarray(vectors, np.float32))


class StaticEncoder:
    """A static model: a text is the mean of its tokens' vectors, however long it is.

    There are no prompts: a token means the same in a question and in a passage.
    """

    def __init__(self, folder: Path) -> None:
        card = json.loads((folder / CARD_NAME).read_text("utf-8"))
        self.name: str = card["name"]
        self.key: str = card["key"]
        self.dimension: int = card["dimension"]
        self.max_tokens = _ENDLESS
        # Mapped: a question touches a dozen rows of 30,000.
        self._table = np.load(folder / STATIC_FILE, mmap_mode="r", allow_pickle=False)
        self._wide: Vectors | None = None
        self.tokenizer_file: Path | None = folder / TOKENIZER_FILE
        self._tokenizer = open_tokenizer(self.tokenizer_file)
        if self._table.shape != (self._tokenizer.get_vocab_size(), self.dimension):
            raise ValueError(f"{folder} holds tokens of one model and vectors of another")

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `qa.embedding.encoder.Encoder.count_tokens`."""
        return count_tokens(self._tokenizer, texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See `qa.embedding.encoder.Encoder.encode_queries`."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], truncated: list[int] | None = None) -> Vectors:
        """See `qa.embedding.encoder.Encoder.encode_passages`; nothing is ever truncated."""
        del truncated
        out = np.zeros((len(texts), self.dimension), np.float32)
        table = self._table
        if len(texts) >= _STATIC_BULK:  # 30 MB that make it three times as fast
            table = self._wide = (
                self._table.astype(np.float32) if self._wide is None else self._wide
            )
        for at in range(0, len(texts), _TOKENIZED):
            part = [tokenizable(text) for text in texts[at : at + _TOKENIZED]]
            found = self._tokenizer.encode_batch_fast(part, add_special_tokens=False)
            for row, encoding in enumerate(found, at):
                # A sum has the direction of a mean; the length is made 1 in any case.
                out[row] = table[encoding.ids].sum(axis=0, dtype=np.float32)
        out[~out.any(axis=1), -1] = 1.0  # nothing known in it: near to nothing, and of length 1
        return normalise(out)


def load_sentence_transformer(folder: Path) -> SentenceTransformer:
    """The model in `folder` by sentence-transformers, on the CPU, running none of its own code.

    Raises ModelRefused when its files could do so.
    """
    require_harmless(folder)
    # Read when huggingface_hub is imported.
    for name in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ.setdefault(name, "1")
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


def open_session(model: Path | bytes) -> onnxruntime.InferenceSession:
    """Open a model from a file or from its bytes, to be run on one thread.

    Runs side by side make more of the cores than threads inside a run do. The large tensors of a
    file stay in it, mapped; it may be replaced by another while it is open, not written to.
    """
    if isinstance(model, bytes):
        return _opened(model)
    from qa.embedding.mapped_weights import without_weights

    path = Path(os.path.realpath(model))  # onnxruntime follows no links to tensors
    try:
        return _opened(without_weights(path), path.parent)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - mapped or not, what is wrong is said below
        return _opened(path.read_bytes())


def _opened(model: bytes, folder: Path | None = None) -> onnxruntime.InferenceSession:
    """A session of a model, whose external data, if it has any, lies in `folder`."""
    import onnxruntime

    # Without effect where `qa` has switched it off before; for programs that imported it first.
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # The file was optimised when it was compiled: doing it again costs 20 to 40 ms a start.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    if folder:
        options.add_session_config_entry(_TENSORS_IN, str(folder))
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        if "alloc" in str(error):  # of no class of its own
            raise MemoryError(str(error)) from error
        raise


def side_by_side(lengths: Sequence[int], run: Callable[[int], None]) -> None:
    """Call `run` for the place of each text, longest first, on all cores, one thread each.

    One text a run: no padding, no scale shared with others, and less waiting than threads inside
    of a run have.
    """
    longest_first = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    if len(longest_first) < 2:
        for i in longest_first:
            run(i)
        return
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        for done in [pool.submit(run, i) for i in longest_first]:
            done.result()
    finally:  # on Ctrl-C as well: what has not begun is dropped
        pool.shutdown(wait=True, cancel_futures=True)
