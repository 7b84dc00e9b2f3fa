"""Questions and passages to answer spans: a small cross-encoder, read by onnxruntime.

The weights are our own (`training/` makes them). A passage is read together
with the question, after Devlin et al., "BERT" (2019), section 4.3: the model points at the first
and the last token of the answer, or at its first token, [CLS], when the passage holds none.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.answering.cross_encoder import MAX_TOKENS, PairTokenizer, open_weights, run
from qa.answering.ranker import Ranker
from qa.answering.span_cleanup import denied, snapped
from qa.embedding.runtimes import side_by_side, tokenizable
from qa.errors import ReaderDamaged
from qa.search.terms import content_words, stems

if TYPE_CHECKING:
    import numpy.typing as npt
    from onnxruntime import InferenceSession

    Logits = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).parents[1] / "weights"
MAX_SPAN = 40  # tokens of an answer
UNREAD = -10.0  # logit of a part that was not read
_ANSWERING = ("start", "end", "evidence", "answerable")  # outputs that questions need
_POINTS = 8  # best starts and best ends that are paired
# Chosen on tuning questions of SQuAD 1.1 dev, as all three numbers here.
_LENGTH_COST = 0.05  # logits per token of a span: of two that are as good the shorter is right
_EXACT = 0.4  # how much a span is worth for being right exactly, next to sharing tokens
_ASKED = 6.0  # logits for a sentence that has all the question's words, next to one with none


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage, in characters of it.

    `score` is the sum of its two logits, less a little for its length.
    """

    start: int
    end: int
    score: float

    def moved(self, by: int) -> Span:
        """The same stretch of a text that begins `by` characters later."""
        return Span(self.start + by, self.end + by, self.score)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one passage for one question gave.

    `answerable` is a logit: above 0, the passage rather holds the answer than not. `null` is the
    score of there being no answer, on the scale of the spans'. `by_part` has the best span of each
    part (sentence) that was named, None for a part without a token that was read; where parts were
    named no span reaches from one into the next. `evidence` has for each part the mean logit of
    its tokens being what a person needs to see, `UNREAD` for a part that was not read. `best` is
    the span of the part that speaks of what is asked.
    """

    answerable: float
    null: float
    best: Span | None
    by_part: tuple[Span | None, ...] = ()
    evidence: tuple[float, ...] = ()

    def moved(self, by: int) -> Reading:
        """The same reading of a text that begins `by` characters later."""
        by_part = tuple(span and span.moved(by) for span in self.by_part)
        best = self.best and self.best.moved(by)
        return Reading(self.answerable, self.null, best, by_part, self.evidence)

    @property
    def margin(self) -> float:
        """By how much the highest score of a span beats there being none."""
        scores = [span.score for span in (self.best, *self.by_part) if span]
        return max(scores, default=0.0) - self.null


class Reader:
    """The trained cross-encoder; thread-safe."""

    def __init__(self, folder: Path = WEIGHTS, *, ranked: bool = False) -> None:
        """Open the weights in `folder`. Raises ReaderDamaged when they aren't what they were.

        With `ranked` the ranker is opened beside it; else when it is first wanted.
        """
        try:
            card = json.loads((folder / "reader.json").read_text("utf-8"))
            self.key: str = card["sha256"]
            # Weights of the features by which answers are ranked, chosen and refused.
            self.fitted: dict[str, dict[str, float]] = card["fitted"]
            self.ranker_key: str | None = card.get("ranker_sha256")
        except (OSError, ValueError, KeyError) as error:
            raise ReaderDamaged(f"The reader's weights in {folder} can't be read.") from error
        self._ranker_file = folder / "ranker.onnx"
        self._second: Future[InferenceSession] | None = None
        if ranked and self.ranker_key:
            pool = ThreadPoolExecutor(1)
            self._second = pool.submit(open_weights, self._ranker_file, self.ranker_key)
            pool.shutdown(wait=False)
        self._session = open_weights(folder / "reader.onnx", self.key)
        # Weights exported by an earlier version have no such output.
        self.reads_claims = "claimed" in {each.name for each in self._session.get_outputs()}
        self._tokenizer = PairTokenizer()

    @cached_property
    def ranker(self) -> Ranker | None:
        """What ranks the units that may be shown, if it was installed. Raises ReaderDamaged."""
        key = self.ranker_key
        if key is None:
            return None
        opened = self._second.result() if self._second else open_weights(self._ranker_file, key)
        return Ranker(opened, key, self._tokenizer)

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
        words = set(content_words(tokenizable(question)))
        pairs = self._tokenizer.pairs(question, passages)
        found: list[Reading | None] = [None] * len(passages)

        def read(i: int) -> None:
            start, end, evidence, answerable = run(self._session, _ANSWERING, pairs[i])
            inside = slice(pairs[i].first, len(pairs[i].ids) - 1)
            logits = (each[inside] for each in (start, end, evidence))
            found[i] = _reading(
                _Pointed(passages[i], pairs[i].offsets, *logits),
                null=float(start[0] + end[0]),
                answerable=float(answerable),
                parts=parts[i] if parts else (),
                words=words,
            )

        side_by_side([len(pair.ids) for pair in pairs], read)
        return [reading for reading in found if reading is not None]

    def claims(self, sentence: str, texts: Sequence[str]) -> list[float]:
        """For each text the logit that it says what `sentence` says: above 0, rather so than not.

        Trained on claims with evidence (FEVER and others, `training/README.md`). Of what is longer
        than `MAX_TOKENS` together the end is not read. Only where `reads_claims`.
        """
        pairs = self._tokenizer.pairs(sentence, texts, most_asked=MAX_TOKENS // 2)
        return [float(run(self._session, ("claimed",), pair)[0]) for pair in pairs]


def checked_weights(folder: Path = WEIGHTS) -> str:
    """Open all weights in `folder`, and say what was found. Raises ReaderDamaged."""
    if not (folder / "reader.json").is_file():
        return "No weights are installed: answers are less sure."
    ranker = Reader(folder).ranker
    return f"The weights of the reader{' and the ranker' if ranker else ''} are whole."


def opening(folder: Path = WEIGHTS, *, ranked: bool = False) -> Callable[[], Reader | None]:
    """Open the reader in a thread of its own, which takes 80 ms; the result waits for it.

    What is returned raises ReaderDamaged, however often it is called, and gives None where no
    weights were installed: hits are then not read.
    """
    if not (folder / "reader.json").is_file():
        return lambda: None
    pool = ThreadPoolExecutor(1)
    future = pool.submit(Reader, folder, ranked=ranked)
    pool.shutdown(wait=False)
    return future.result


@dataclass(frozen=True, slots=True)
class _Pointed:
    """A passage with its tokens' places and their logits, of shape (tokens,)."""

    text: str
    offsets: Sequence[tuple[int, int]]
    start: Logits
    end: Logits
    evidence: Logits


def _reading(
    passage: _Pointed,
    null: float,
    answerable: float,
    parts: Sequence[tuple[int, int]],
    words: Set[str],
) -> Reading:
    ends = [b for _, b in passage.offsets]
    if not parts:
        return Reading(answerable, null, _span(passage, 0, len(ends)))
    places = [(bisect_right(ends, a), bisect_left(passage.offsets, (b, 0))) for a, b in parts]
    spans = tuple(_span(passage, *place) for place in places)
    evidence = tuple(
        float(passage.evidence[first:last].mean()) if first < last else UNREAD
        for first, last in places
    )

    def fit(part: int) -> float:
        asked = words & set(stems(tokenizable(passage.text[slice(*parts[part])])))
        span = spans[part]
        return span.score + _ASKED * len(asked) / max(1, len(words)) if span else -math.inf

    best = spans[max(range(len(parts)), key=fit)]
    return Reading(answerable, null, best, spans, evidence)


def _span(passage: _Pointed, first: int, last: int) -> Span | None:
    """The span among the tokens [first, last) that shares most with what the answer may be.

    Minimum Bayes risk (Kumar and Byrne, 2004): each span is as likely as its score says, and worth
    its expected F1 in tokens. None when no words are left of it.
    """
    starts = first + np.argsort(-passage.start[first:last])[:_POINTS]
    ends = first + np.argsort(-passage.end[first:last])[:_POINTS]
    i, j = (each.ravel() for each in np.meshgrid(starts, ends))
    paired = (i <= j) & (j < i + MAX_SPAN)
    i, j = i[paired], j[paired]
    scores = passage.start[i] + passage.end[j] - _LENGTH_COST * (j - i)
    if not len(scores):
        return None
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    shared = np.minimum(j[:, None], j) - np.maximum(i[:, None], i) + 1
    size = j - i + 1
    f1 = 2 * shared.clip(0) / (size[:, None] + size)
    for at in np.argsort(-((1 - _EXACT) * (f1 @ likely) + _EXACT * likely), kind="stable"):
        a, b = snapped(passage.text, passage.offsets[i[at]][0], passage.offsets[j[at]][1])
        if a < b and not denied(passage.text, a, b):
            return Span(a, b, float(scores[at]))
    return None
