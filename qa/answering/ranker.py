"""Which of a few texts answers a question best: a larger cross-encoder, for the units read first.

The reader has six layers and reads two dozen passages; this one has twelve and reads only
what may be shown, which is shorter too (multi-stage ranking, Nogueira et al., "Multi-Stage Document
Ranking with BERT", 2019). Its weights are our own (`training/` makes them), begun from a ranker of
search results.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.answering.cross_encoder import PairTokenizer, run
from qa.embedding.runtimes import side_by_side

if TYPE_CHECKING:
    import onnxruntime

MOST_TOKENS = 224  # of question and unit together; most units have less than 100


class Ranker:
    """The trained network; thread-safe."""

    def __init__(
        self, session: onnxruntime.InferenceSession, key: str, tokenizer: PairTokenizer
    ) -> None:
        self.key = key  # the SHA-256 of its weights
        self._session = session
        self._tokenizer = tokenizer

    def logits(self, question: str, texts: Sequence[str]) -> list[float]:
        """For each text the logit that it answers `question`: above 0, rather so than not."""
        pairs = self._tokenizer.pairs(question, texts, MOST_TOKENS) if texts else []
        found = [0.0] * len(pairs)

        def read(i: int) -> None:
            (answerable,) = run(self._session, ("answerable",), pairs[i])
            found[i] = float(answerable)

        side_by_side([len(pair.ids) for pair in pairs], read)
        return found
