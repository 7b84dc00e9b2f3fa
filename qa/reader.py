"""Questions and passages to answer spans: a small cross-encoder, read by onnxruntime.

The weights are our own (`training/` makes them). A passage is read together
with the question, after Devlin et al., "BERT" (2019), section 4.3: the model points at the first
and the last token of the answer, or at its first token, [CLS], when the passage holds none.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.errors import ReaderDamaged
from qa.models import default_model_dir
from qa.runtimes import batched, open_session, open_tokenizer, side_by_side, tokenizable
from qa.spans import snapped

if TYPE_CHECKING:
    import numpy.typing as npt

WEIGHTS = Path(__file__).parent / "weights"
MAX_TOKENS = 320  # question and passage together; a passage of an index has about 180
MAX_QUESTION = 64  # tokens
MAX_SPAN = 40  # tokens of an answer
SPANS = 3  # a passage's best spans that are kept
_BATCH_TOKENS = 4 * 192
_BATCH_TEXTS = 8
_POINTS = 8  # best starts and best ends that are paired
_LENGTH_COST = 0.05  # logits per token of a span: of two that are as good the shorter is right


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage, in characters of it.

    `score` is the sum of its two logits, less a little for its length.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one passage for one question gave.

    `answerable` is a logit: above 0, the passage rather holds the answer than not. `null` is the
    score of there being no answer, on the scale of the spans', which are best first and don't
    overlap. `by_part` has the best span of each part (sentence) that was named, None for a part
    without a token that was read; where parts were named no span reaches from one into the next.
    """

    answerable: float
    null: float
    spans: tuple[Span, ...]
    by_part: tuple[Span | None, ...] = ()

    @property
    def margin(self) -> float:
        """By how much the best span beats there being none."""
        return self.spans[0].score - self.null if self.spans else -self.null


class Reader:
    """The trained cross-encoder; thread-safe."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Open the weights in `folder`. Raises ReaderDamaged when they aren't what they were."""
        path = folder / "reader.onnx"
        try:
            card = json.loads((folder / "reader.json").read_text("utf-8"))
            self.key: str = card["sha256"]
            # Weights of the features by which answers are ranked, chosen and refused.
            self.fitted: dict[str, dict[str, float]] = card["fitted"]
            data = path.read_bytes()
        except (OSError, ValueError, KeyError) as error:
            raise ReaderDamaged(f"The reader's weights in {folder} can't be read.") from error
        with ThreadPoolExecutor(1) as pool:  # hashing takes as long as opening: side by side
            digest = pool.submit(sha256, data)
            try:
                self._session = open_session(data, 1)
            except Exception as error:  # onnxruntime's own errors share no base with anything
                raise ReaderDamaged(f"The reader's weights in {path} are damaged.") from error
            if digest.result().hexdigest() != self.key:
                raise ReaderDamaged(f"The reader's weights in {path} are damaged.")
        self._tokenizer = open_tokenizer(default_model_dir() / "tokenizer.json")
        self._tokenizer.no_truncation()

    def read(
        self,
        question: str,
        passages: Sequence[str],
        parts: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> list[Reading]:
        """Read each passage for an answer to `question`, on all cores.

        `parts` are stretches of each passage, in characters, whose best spans are asked for too.
        """
        if not passages:
            return []
        asked = self._tokenizer.encode(tokenizable(question), add_special_tokens=False)
        prefix = [self._cls, *asked.ids[:MAX_QUESTION], self._sep]
        room = MAX_TOKENS - len(prefix) - 1
        encodings = self._tokenizer.encode_batch(
            [tokenizable(text) for text in passages], add_special_tokens=False
        )
        rows = [[*prefix, *encoding.ids[:room], self._sep] for encoding in encodings]
        found: list[Reading | None] = [None] * len(passages)

        def run(batch: list[int]) -> None:
            start, end, answerable = self._forward([rows[i] for i in batch], len(prefix))
            for at, i in enumerate(batch):
                inside = slice(len(prefix), len(rows[i]) - 1)
                found[i] = _reading(
                    _Pointed(
                        passages[i],
                        encodings[i].offsets[:room],
                        start[at, inside],
                        end[at, inside],
                    ),
                    null=float(start[at, 0] + end[at, 0]),
                    answerable=float(answerable[at]),
                    parts=parts[i] if parts else (),
                )

        side_by_side(batched([len(row) for row in rows], _BATCH_TOKENS, _BATCH_TEXTS), run)
        return [reading for reading in found if reading is not None]

    @cached_property
    def _cls(self) -> int:
        return int(self._tokenizer.token_to_id("[CLS]") or 0)

    @cached_property
    def _sep(self) -> int:
        return int(self._tokenizer.token_to_id("[SEP]") or 0)

    def _forward(self, rows: Sequence[Sequence[int]], prefix: int) -> Any:
        """Logits of start and end (batch, tokens) and of answerability (batch,), float32."""
        width = max(map(len, rows))
        ids, mask, types = np.zeros((3, len(rows), width), np.int64)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
            types[at, prefix : len(row)] = 1
        return self._session.run(
            None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        )


def opening(folder: Path = WEIGHTS) -> Callable[[], Reader | None]:
    """Open the reader in a thread of its own, which takes 80 ms; the result waits for it.

    What is returned raises ReaderDamaged, however often it is called, and gives None where no
    weights were installed: hits are then not read.
    """
    if not (folder / "reader.json").is_file():
        return lambda: None
    pool = ThreadPoolExecutor(1)
    future = pool.submit(Reader, folder)
    pool.shutdown(wait=False)
    return future.result


@dataclass(frozen=True, slots=True)
class _Pointed:
    """A passage with its tokens' places and their logits, float32 of shape (tokens,)."""

    text: str
    offsets: Sequence[tuple[int, int]]
    start: npt.NDArray[np.float32]
    end: npt.NDArray[np.float32]


def _reading(
    passage: _Pointed, null: float, answerable: float, parts: Sequence[tuple[int, int]]
) -> Reading:
    ends = [b for _, b in passage.offsets]
    within = [
        _spans(passage, bisect_right(ends, a), bisect_left(passage.offsets, (b, 0)))
        for a, b in parts
    ]
    spans = [span for each in within for span in each] if parts else _spans(passage, 0, len(ends))
    return Reading(
        answerable,
        null,
        tuple(sorted(spans, key=lambda span: -span.score)[:SPANS]),
        tuple(next(iter(each), None) for each in within),
    )


def _spans(passage: _Pointed, first: int, last: int) -> list[Span]:
    """The best spans among the tokens [first, last), no two of which overlap."""
    starts = first + np.argsort(-passage.start[first:last])[:_POINTS]
    ends = first + np.argsort(-passage.end[first:last])[:_POINTS]
    pairs = [
        (float(passage.start[i] + passage.end[j]) - _LENGTH_COST * float(j - i), int(i), int(j))
        for i in starts
        for j in ends
        if i <= j < i + MAX_SPAN
    ]
    spans: list[Span] = []
    for score, i, j in sorted(pairs, reverse=True):
        a, b = snapped(passage.text, passage.offsets[i][0], passage.offsets[j][1])
        if a < b and not any(a < s.end and s.start < b for s in spans):
            spans.append(Span(a, b, score))
            if len(spans) == SPANS:
                break
    return spans
