"""LexRank on a small document: its lead and what most of it is about, in order, verbatim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from qa.conversation.converse import converse
from qa.conversation.restricted import Restricted
from qa.conversation.summary import centrality, similarities, summarise
from qa.datatypes import Answer, Block, Document, Filter, Reply
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


@pytest.mark.parametrize("name", ['"Harrow"', "“Harrow”", "'Harrow'", "«Harrow»", "„Harrow“"])
def test_a_title_may_stand_in_quotes(name):
    found = summarise(f"summarise {name}", name, Engine(), None)
    assert isinstance(found, Answer)
    nothing = summarise('summarise "Oak"', '"Oak"', Engine(), None)
    assert isinstance(nothing, Reply)
    assert nothing.text == "Nothing in the documents is about “Oak”."


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


@pytest.mark.parametrize(
    "name", ["the Harrow", "the Harrow article", "article about Harrow", "my note Harrow"]
)
def test_a_title_may_have_an_article_and_a_word_for_documents(name):
    found = summarise(f"summarise {name}", name, Engine(), None)
    assert isinstance(found, Answer)
    assert found.notes[0].endswith("sentences of “Harrow”, the most central ones in their order.")


def test_what_is_not_there_is_said_not_to_be():
    found = summarise("summarise Atlantis", "Atlantis", Engine(), None)
    assert found == Reply(
        "summarise Atlantis", "Nothing in the documents is about “Atlantis”.", "summary"
    )


class Two(Engine):
    """Two documents, one of them about bread; filters go by sources."""

    def document(self, name: str) -> Document:
        if name in ("bread.md", "Bread"):
            return Document("bread.md", "Bread", "Rye needs time.", (Block(0, 15),))
        return super().document(name)

    def documents(self, only=None):
        both = (self.document("harrow.md").info, self.document("bread.md").info)
        return tuple(info for info in both if not only or info.source in only.sources)

    def search(self, query, *, top=10, only=None):
        self.searched = only
        return ()

    def ask(self, question, *, top=3, only=None, threshold=None):
        self.asked = only
        raise UsageError("That is enough.")


BREAD = Filter(sources=("bread.md",))


def test_a_document_outside_of_the_filter_is_not_summarised():
    found = converse(Two(), "summarise Harrow", only=BREAD)
    assert isinstance(found, Reply)
    assert found.text == "“Harrow” is not among the 1 document asked."
    assert isinstance(converse(Two(), "summarise Harrow"), Answer)
    only = Filter(sources=("harrow.md",))
    assert isinstance(converse(Two(), "summarise Harrow", only=only), Answer)


def test_a_topic_is_looked_for_within_the_filter():
    engine = Two()
    found = converse(engine, "summarise Atlantis", only=BREAD)
    assert isinstance(found, Reply)
    assert found.text == "Nothing in the 1 document asked is about “Atlantis”."
    assert engine.searched == BREAD


def test_examples_are_of_the_documents_asked():
    found = converse(Two(), "what can I ask?", only=BREAD)
    assert isinstance(found, Reply)
    assert "“summarise Bread”" in found.text
    assert "Harrow" not in found.text
    assert "Only 1 document is asked." in found.text
    assert "Only" not in converse(Two(), "what can I ask?").text


def test_what_it_is_about_is_asked_within_the_filter():
    engine = Two()
    with pytest.raises(UsageError, match="enough"):
        converse(engine, "what is this about?", only=BREAD)
    assert engine.asked == BREAD


def test_filters_of_days_add_up():
    engine = Two()
    restricted = Restricted(engine, replace(BREAD, since=date(2020, 1, 1), until=date(2022, 1, 1)))
    with pytest.raises(UsageError):
        restricted.ask("Newer?", only=Filter(since=date(2021, 1, 1)))
    assert engine.asked == replace(BREAD, since=date(2021, 1, 1), until=date(2022, 1, 1))
