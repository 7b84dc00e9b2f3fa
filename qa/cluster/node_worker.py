"""What runs on a core of a node: files are read and cut, passages are encoded.

Files are contained exactly as on one machine: a child process with limits reads each of them. What
comes back is bytes in the form of `qa.indexing.worker_messages`, and numbers.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.documents.at_hand import unseen
from qa.documents.found_file import FoundFile
from qa.documents.loaders.ocr import Ocr, Unrecognised
from qa.documents.passages import PassageSettings
from qa.embedding.encoder import Encoder, load_encoder
from qa.embedding.model_files import FAST_MODEL
from qa.embedding.reference_texts import REFERENCE_TEXTS
from qa.errors import ClusterError, DocumentError, QaError
from qa.indexing.cut_messages import from_message, to_message
from qa.indexing.cutter import Cutter, Result, cut_at_hand
from qa.indexing.worker_messages import from_bytes, to_bytes
from qa.indexing.workers import Pool
from qa.serialization import from_plain, to_plain
from qa.store.store import FileState
from qa.version import __version__

if TYPE_CHECKING:
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float16]

Plain = dict[str, Any]


class NodeWorker:
    """One at a time: a group of files, or some passages."""

    def __init__(self, model: str, key: str) -> None:
        """Neither opens nor starts anything: `model` is opened when it is first needed."""
        self._model, self._key = model, key
        self._encoder: Encoder | None = None
        self._pool: Pool | None = None
        self._setup: Plain | None = None  # that the pool was made for

    def ready(self, probe: str) -> Plain:
        """What it is, and whether it sees the file `probe`: see `qa.cluster.node_check`."""
        found: Plain = {"node": platform.node(), "pid": os.getpid(), "version": __version__}
        try:
            made = self._opened().encode_passages(REFERENCE_TEXTS).astype(np.float32)
        except QaError as error:
            return found | {"problem": error.message, "hint": error.hint}
        return found | {"vectors": made.tobytes(), "unseen": unseen(probe)}

    def cut(self, files: Sequence[Plain], setup: Plain) -> list[bytes]:
        """Read and cut some files: see `opened_result` for what comes of each.

        Raises ClusterError when pictures are to be recognised, and not as on the other machines.
        """
        pool, cutter = self._pool_for(setup)
        if cutter.ocr.usable and not os.path.exists(cutter.ocr.program):
            raise ClusterError(
                f"The node {platform.node()} has no program {cutter.ocr.program} to read pictures.",
                "Install tesseract there as here, or leave pictures out with --no-ocr.",
            )
        found = []
        for item in (FoundFile(**each) for each in files):
            if cutter.tokenizer:
                _, state, result = pool.submit(item).result()
            else:
                _, state, result = cut_at_hand(item, cutter.here)
            found.append(_closed_result(state, result))
        return found

    def encode(self, texts: Sequence[str]) -> tuple[bytes, int]:
        """The float16 vectors of passages, and how many are longer than the model reads."""
        encoder = self._opened()
        truncated: list[int] = []
        # One at a time, so that it takes the one core that a worker has. With a table of vectors
        # all together, which is much faster.
        parts = [texts] if encoder.name == FAST_MODEL else [[text] for text in texts]
        made = [encoder.encode_passages(part, truncated) for part in parts]
        return np.concatenate(made).astype(np.float16).tobytes(), len(truncated)

    def close(self) -> None:
        """End the child process."""
        if self._pool:
            self._pool.close()
            self._pool = self._setup = None

    def _opened(self) -> Encoder:
        if self._encoder is None:
            # Chosen by the user, not by some file: that was settled where the update runs.
            self._encoder = load_encoder(self._model, key=self._key, chosen=True)
        return self._encoder

    def _pool_for(self, setup: Plain) -> tuple[Pool, Cutter]:
        encoder = self._opened()
        cutter = Cutter(
            PassageSettings(**setup["passages"]),
            encoder.count_tokens,
            encoder.tokenizer_file,
            Ocr(**setup["ocr"]),
        )
        if self._pool is None or self._setup != setup:
            self.close()
            self._pool, self._setup = Pool(cutter, 1), setup
        return self._pool, cutter


def setup_of(cutter: Cutter) -> Plain:
    """How files are to be cut, as `NodeWorker.cut` takes it."""
    return {"passages": asdict(cutter.settings), "ocr": asdict(cutter.ocr)}


def opened_result(data: bytes) -> tuple[FileState, Result]:
    """The state of a file and what is in it. Raises ValueError when the bytes are damaged."""
    plain = from_bytes(data)
    state = from_plain(FileState, plain["state"])
    if "skipped" in plain:
        kind = Unrecognised if plain["pictures"] else DocumentError
        return state, kind(plain["skipped"])
    return state, from_message(plain["file"])


def opened_vectors(data: bytes, dimension: int) -> Vectors:
    """Vectors of shape (texts, dimension)."""
    return np.frombuffer(data, np.float16).reshape(-1, dimension)


def _closed_result(state: FileState, result: Result) -> bytes:
    plain: Plain = {"state": to_plain(state)}
    if isinstance(result, DocumentError):
        plain |= {"skipped": result.message, "pictures": isinstance(result, Unrecognised)}
    else:
        plain["file"] = to_message(result)
    return to_bytes(plain)
