"""Vectors of batches while several of them are encoded: in order, and no text twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from qa.indexing.vector_reuse import Vectors
from tests.support.builders import FakeEncoder, unit


@dataclass
class Batch:
    texts: tuple[str, ...]

    @property
    def keys(self):
        return tuple((text, "") for text in self.texts)


class Slow:
    """Encodes when the result is asked for, and notes what it was given."""

    ahead = 3

    def __init__(self):
        self.given = []
        self.waiting = self.most = self.closed = 0

    def submit(self, texts):
        self.given += texts
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        outer = self

        class Encoded:
            def result(self):
                outer.waiting -= 1
                made = [unit(text) for text in texts] or np.empty((0, 16))
                return np.array(made, np.float16), sum(len(text) > 3 for text in texts)

        return Encoded()

    def close(self):
        self.closed += 1


BATCHES = [Batch(tuple(words.split())) for words in ("a b", "b c b", "c a", "", "d long a", "a e")]
STORED = {("e", ""): unit("e").astype(np.float16)}


def reusable(keys):
    return {key: STORED[key] for key in keys if key in STORED}


@pytest.mark.parametrize("ahead", [0, 1, 3, 10])
def test_each_text_is_encoded_once_and_each_batch_is_whole(ahead):
    slow = Slow()
    slow.ahead = ahead
    vectors = Vectors(FakeEncoder(), reusable, slow)
    found = list(vectors.of(BATCHES))
    assert [batch for batch, _ in found] == BATCHES
    for batch, made in found:
        assert made.shape == (len(batch.texts), 16)
        for text, vector in zip(batch.texts, made, strict=True):
            assert (vector == unit(text).astype(np.float16)).all()
    # A text of a batch that was handed out is in the store by then: only this one forgets it.
    if ahead == 10:
        assert slow.given == ["a", "b", "c", "d", "long"]
    assert "e" not in slow.given
    assert slow.most == min(ahead + 1, len(BATCHES))
    assert vectors.truncated == 1
    assert slow.closed == 1


def test_what_is_closed_early_ends_the_encoding():
    slow = Slow()
    made = Vectors(FakeEncoder(), reusable, slow).of(BATCHES)
    next(made)
    made.close()
    assert slow.closed == 1
    assert slow.given == ["a", "b", "c"]  # four batches were begun, of which one is empty
