"""Short texts that stand for the questions of people: with them a search is measured.

Titles and single sentences, drawn from everywhere in a collection. Passages with some noise would
find their like too easily; real questions about the news lie between the two (docs/benchmarks.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.errors import QaError
from qa.store.index_settings import IndexSettings
from qa.store.store import Store, StoredPassage

if TYPE_CHECKING:
    import numpy.typing as npt

QUESTIONS = 200


def held_out(store: Store) -> npt.NDArray[np.float32] | None:
    """Vectors of texts that are like questions, the same ones for the same passages.

    None when the model that made the index can't be had, or the texts can't.
    """
    from qa.embedding.encoder import load_encoder

    try:
        settings = IndexSettings.from_json(store.meta("settings"))
        encoder = load_encoder(settings.encoder, key=settings.encoder_key or None)
        ids = store.passage_ids()
        drawn = np.random.default_rng(1).permutation(len(ids))[:QUESTIONS]
        passages = store.passages(ids[np.sort(drawn)].tolist())
        texts = [_text(found, number % 2 == 0) for number, found in enumerate(passages.values())]
        # One by one, as people ask.
        return np.vstack([encoder.encode_queries([text]) for text in texts]) if texts else None
    except QaError:
        return None


def _text(found: StoredPassage, title: bool) -> str:
    """The title of a passage's document, or a sentence from its middle."""
    if title and found.document.title.strip():
        return found.document.title
    sentences = found.passage.sentences
    if not sentences:
        return found.text
    middle = sentences[len(sentences) // 2]
    start = found.passage.start
    return found.text[middle.start - start : middle.end - start]
