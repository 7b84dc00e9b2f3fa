"""What both cross-encoders share: weights of ours, opened and checked, and texts as tokens.

A question and a text are read together, after Devlin et al., "BERT" (2019), section 4.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.embedding.model_files import SHIPPED, file_sha256
from qa.embedding.runtimes import open_session, open_tokenizer, tokenizable
from qa.errors import ReaderDamaged

if TYPE_CHECKING:
    import numpy.typing as npt
    import onnxruntime

MAX_TOKENS = 320  # both texts together; a passage of an index has about 180
MAX_QUESTION = 64  # tokens


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and as much of a text as is read, as tokens: [CLS] question [SEP] text [SEP].

    `first` is the place of the text's first token; `offsets` are the places of the tokens of the
    text that are read, in characters of it.
    """

    ids: list[int]
    first: int
    offsets: list[tuple[int, int]]


class PairTokenizer:
    """Questions and texts as the tokens that the networks read."""

    def __init__(self) -> None:
        self._tokenizer = open_tokenizer(SHIPPED / "tokenizer.json")
        self._cls, self._sep = (
            int(self._tokenizer.token_to_id(token) or 0) for token in ("[CLS]", "[SEP]")
        )

    def pairs(
        self,
        question: str,
        texts: Sequence[str],
        most: int = MAX_TOKENS,
        most_asked: int = MAX_QUESTION,
    ) -> list[Pair]:
        """`question` with each of `texts`; of what is longer than `most` tokens the end is cut."""
        asked = self._tokenizer.encode(tokenizable(question), add_special_tokens=False)
        prefix = [self._cls, *asked.ids[:most_asked], self._sep]
        room = most - len(prefix) - 1
        encodings = self._tokenizer.encode_batch(
            [tokenizable(text) for text in texts], add_special_tokens=False
        )
        return [
            Pair([*prefix, *each.ids[:room], self._sep], len(prefix), each.offsets[:room])
            for each in encodings
        ]


def open_weights(path: Path, digest: str) -> onnxruntime.InferenceSession:
    """The network in the file `path`, whose SHA-256 is `digest`, in hexadecimal digits.

    Raises ReaderDamaged when it isn't, or can't be read.
    """
    with ThreadPoolExecutor(1) as pool:  # hashing takes as long as opening: side by side
        hashed = pool.submit(file_sha256, path)
        try:
            session = open_session(path)
            found = hashed.result()
        except OSError as error:
            raise ReaderDamaged(f"The weights in {path} can't be read.") from error
        except MemoryError:
            raise
        except Exception as error:  # onnxruntime's own errors share no base with anything
            raise ReaderDamaged(f"The weights in {path} are damaged.") from error
    if found != digest:
        raise ReaderDamaged(f"The weights in {path} are damaged.")
    return session


def run(
    session: onnxruntime.InferenceSession, outputs: Sequence[str], pair: Pair
) -> list[npt.NDArray[np.float32]]:
    """The `outputs` for one pair, each of shape (tokens,) or (): the batch has one row."""
    ids = np.array([pair.ids], np.int64)
    types = np.zeros_like(ids)
    types[:, pair.first :] = 1
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
    return [found[0] for found in session.run(list(outputs), feed)]
