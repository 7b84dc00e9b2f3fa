"""Evidence and its places, sources and their numbers; and when there is no answer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from qa.answering.answer import MISSES
from qa.datatypes import BlockKind, Refusal
from qa.errors import VerbatimError
from tests.support.answered_collection import RAIN, REMOVED, THREAT, Collection, info

QUESTION = "Why was Turkey removed from the F-35 program?"
NOWHERE = "Who lost the chess match on Friday?"
# What makes a paragraph long enough to be a unit of its own.
MORE = (
    "Newspapers had written about it for weeks, and nobody in the capital was surprised when the "
    "news came late in the evening."
)
OTHER = (
    "The makers of the aircraft had warned of it for years, in letters, in speeches and in front "
    "of parliaments."
)


@pytest.fixture
def made() -> Collection:
    return Collection()


def test_evidence_and_its_places(made):
    made.add("a.txt", THREAT, OTHER, f"¶{REMOVED}", MORE, hit_score=0.7)
    found = made.answer(QUESTION)
    text = made.documents["a.txt"].text
    assert found.answered
    assert found.refusal is None
    assert found.question == QUESTION
    assert [q.text for q in found.evidence] == [f"{REMOVED} {MORE}", f"{THREAT} {OTHER}"]
    assert [text[slice(*q.proof)] for q in found.evidence] == [REMOVED, THREAT]
    assert [q.line for q in found.evidence] == [5, 3]
    assert [q.citation for q in found.evidence] == [1, 1]
    assert [q.headings for q in found.evidence] == [("A title",)] * 2
    assert found.misses == found.missing_terms == ()
    (source,) = found.sources
    assert (source.number, source.path, source.lines) == (1, "news/a.txt", (3, 5))
    assert source.document == info("a.txt")
    for quote in found.evidence:
        assert (quote.start, quote.end) == (quote.parts[0][0], quote.parts[-1][1])
        assert "\n".join(text[a:b] for a, b in quote.parts) == quote.text


def test_a_list_is_one_piece_of_parts_that_cites_the_line_of_its_proof(made):
    item = "Turkey was removed from the F-35 program."
    made.add("a.txt", "This came to pass:", "¶The museum opened again.", f"¶{item}",
             kinds={1: BlockKind.LIST_ITEM, 2: BlockKind.LIST_ITEM})  # fmt: skip
    found = made.answer("Was Turkey removed from the F-35 program?")
    (quote,) = found.evidence
    assert quote.text == f"This came to pass:\nThe museum opened again.\n{item}"
    assert quote.kinds == (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.LIST_ITEM)
    assert len(quote.parts) == 3
    assert made.documents["a.txt"].text[slice(*quote.proof)] == item
    assert (quote.line, found.sources[0].lines) == (7, (7,))


def test_sources_are_numbered_as_they_are_cited(made):
    made.add("a.txt", RAIN, hit_score=0.9)
    made.add("b.txt", THREAT, hit_score=0.6)
    made.add("c.txt", REMOVED, hit_score=0.7)
    found = made.answer(QUESTION, top=2)
    assert [(q.text, q.citation) for q in found.evidence] == [(REMOVED, 1), (THREAT, 2)]
    assert [(s.number, s.document.source) for s in found.sources] == [(1, "c.txt"), (2, "b.txt")]


def test_passages_of_one_document_share_a_number(made):
    made.add("a.txt", REMOVED, MORE, hit_score=0.7)
    made.add("b.txt", RAIN, hit_score=0.0)
    made.add("a.txt", THREAT, OTHER, before="\n\nBelow\n\n", hit_score=0.6)
    found = made.answer(QUESTION, top=2)
    assert [(q.citation, q.line) for q in found.evidence] == [(1, 3), (1, 7)]
    assert [source.lines for source in found.sources] == [(3, 7)]


def test_copies_elsewhere_are_named_once(made):
    made.add("a.txt", REMOVED, MORE, hit_score=0.7, also_in=("x.txt", "y.txt"))
    below = "\n\nBelow\n\n"
    made.add("a.txt", THREAT, OTHER, before=below, hit_score=0.6, also_in=("y.txt", "z.txt"))
    (source,) = made.answer(QUESTION).sources
    assert [document.source for document in source.also_in] == ["x.txt", "y.txt", "z.txt"]


def test_the_span_lies_in_the_proof_and_the_proof_in_the_unit(made):
    made.add("a.txt", RAIN, REMOVED, THREAT)
    made.add("b.txt", THREAT, OTHER)
    for quote in made.answer(QUESTION).evidence:
        assert quote.start <= quote.proof[0] < quote.proof[1] <= quote.end
        assert quote.span is None  # without a reader


class TestRefusal:
    def test_words_that_stand_nowhere(self, made):
        made.add("a.txt", RAIN)
        made.add("b.txt", THREAT)
        found = made.answer(NOWHERE)
        assert not found.answered
        assert found.refusal is Refusal.NOT_IN_DOCUMENTS
        assert found.evidence == ()
        assert found.misses[0].text == RAIN
        assert len(found.misses) <= MISSES
        assert found.missing_terms == ("lost", "chess", "match")
        assert found.sources[found.misses[0].citation - 1].document.source == "a.txt"
        assert {q.citation for q in found.misses} == {s.number for s in found.sources}

    def test_words_that_stand_there_without_an_answer(self, made):
        made.add("a.txt", RAIN)
        made.add("b.txt", THREAT)
        found = made.answer("Did rain fell Turkey?", threshold=0.999)
        assert not found.answered
        assert found.refusal is Refusal.NO_CLEAR_ANSWER
        assert found.missing_terms == ()
        assert found.misses

    def test_one_missing_word_among_others_says_nothing_of_what_is_there(self, made):
        made.add("a.txt", RAIN)
        made.add("b.txt", THREAT)
        for question in ("Did the rain in Turkey commence?", "latest news about Turkey"):
            found = made.answer(question, threshold=0.999)
            assert found.refusal is Refusal.NO_CLEAR_ANSWER
        assert found.missing_terms == ()
        found = made.answer("Did the rain reach Zanzibar?", threshold=0.999)
        assert found.refusal is Refusal.NOT_IN_DOCUMENTS
        assert "Zanzibar" in found.missing_terms

    def test_no_hits(self, made):
        found = made.answer("Turkey?")
        assert (found.answered, found.evidence, found.misses, found.sources) == (False, (), (), ())
        assert found.refusal is Refusal.NOT_IN_DOCUMENTS
        assert found.missing_terms == ("Turkey",)
        assert found.confidence is None

    def test_the_threshold_decides(self, made):
        made.add("a.txt", REMOVED)
        likely = made.answer(QUESTION).confidence
        assert 0 < likely < 1
        assert made.answer(QUESTION, threshold=likely).answered
        assert not made.answer(QUESTION, threshold=likely + 1e-9).answered

    def test_without_a_reader_there_is_no_word_for_how_sure_it_is(self, made):
        made.add("a.txt", REMOVED)
        assert made.answer(QUESTION).strength is None

    def test_missing_words_are_named_under_answers_too(self, made):
        made.add("a.txt", REMOVED)
        found = made.answer("Why was Turkey removed by Zork from the F-35 program?", threshold=0.0)
        assert found.answered
        assert found.missing_terms == ("Zork",)


class TestVerbatim:
    @pytest.mark.parametrize("question", [QUESTION, NOWHERE])
    def test_what_is_not_verbatim_is_not_shown(self, made, question):
        made.add("a.txt", THREAT, REMOVED, RAIN)
        text = made.documents["a.txt"].text.replace("July", "June").replace("Friday", "Sunday")
        made.change("a.txt", re.sub("program", "project", text))
        with pytest.raises(VerbatimError, match=r"a\.txt"):
            made.answer(question)

    def test_a_text_that_has_moved_is_not_verbatim(self, made):
        made.add("a.txt", REMOVED)
        made.change("a.txt", " " + made.documents["a.txt"].text)
        with pytest.raises(VerbatimError):
            made.answer(QUESTION)

    def test_a_hit_that_claims_another_text_is_not_believed(self, made):
        made.add("a.txt", REMOVED)
        hit = made.hits[0]
        made.hits[0] = replace(hit, text=hit.text.replace("July", "June"))
        with pytest.raises(VerbatimError):
            made.answer(QUESTION)
