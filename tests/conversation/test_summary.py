"""LexRank on a small document: its lead and what most of it is about, in order, verbatim."""

from __future__ import annotations

import numpy as np
import pytest

from qa.conversation.summary import centrality, similarities, summarise
from qa.datatypes import Answer, Block, Document, Reply
from qa.errors import UsageError

SENTENCES = [
    "The town of Harrow has decided to repair its bridge.",
    "The bridge of Harrow was built by the town in 1890.",
    "A cat was seen on the roof of the bakery.",
    "The repair of the bridge will cost the town two million.",
    "Engineers found that the bridge of the town was damaged by floods.",
    "The baker sells rolls and cakes to children in summer.",
    "During the repair the bridge will be closed to cars.",
    "Somebody lost a red umbrella near the old station.",
    "The town will pay for the repair of the bridge with a loan.",
]
TEXT = " ".join(SENTENCES)


class Engine:
    def document(self, name: str) -> Document:
        if name not in ("harrow.md", "Harrow"):
            raise UsageError("No document matches.")
        return Document("harrow.md", "Harrow", TEXT, (Block(0, len(TEXT)),))

    def search(self, query, *, top=10, only=None):
        return ()

    def path_of(self, source: str) -> str:
        return f"notes/{source}"


def test_central_sentences_are_those_that_share_words():
    scores = centrality(similarities(SENTENCES))
    assert scores.sum() == pytest.approx(1)
    assert set(np.argsort(scores)[:3].tolist()) == {2, 5, 7}


def test_a_summary_is_quoted_in_order():
    found = summarise("summarise Harrow", "Harrow", Engine(), None)
    assert isinstance(found, Answer)
    (evidence,) = found.evidence
    shown = " ".join(TEXT[start:end] for start, end in evidence.parts)
    assert shown.startswith(SENTENCES[0])
    assert not any(SENTENCES[i] in shown for i in (2, 5, 7))
    starts = [start for start, _ in evidence.parts]
    assert starts == sorted(starts)
    assert evidence.text == "\n".join(TEXT[start:end] for start, end in evidence.parts)
    assert found.sources[0].path == "notes/harrow.md"
    assert found.confidence is None


def test_the_document_last_cited_is_meant_without_a_name():
    found = summarise("summarise it", "", Engine(), "harrow.md")
    assert isinstance(found, Answer)
    assert found.sources[0].document.source == "harrow.md"


def test_what_is_not_there_is_said_not_to_be():
    found = summarise("summarise Atlantis", "Atlantis", Engine(), None)
    assert found == Reply(
        "summarise Atlantis", "Nothing in the documents is about “Atlantis”.", "summary"
    )
