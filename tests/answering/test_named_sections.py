"""Sections headed by the term that a question asks about are read alone."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.named_sections import with_sections
from qa.answering.question_form import question_form
from qa.answering.rerank import ReadHit
from qa.datatypes import Hit, Passage
from qa.documents.loaders import markdown
from qa.documents.sentences import split
from tests.support.answered_collection import info

TEXT = (
    "# Words\n\n## Mould\n\nFills in an entry.\n\n## Donor\n\nWhoever gives money to the club. "
    "The list is kept.\n\n## Levy\n\nIs drawn by the bank.\n"
)
LOOKED_AT = 3


def hit(number: int = 7) -> Hit:
    """The whole of it as one passage."""
    document = markdown.load(TEXT.encode(), "words.md")
    sentences = split(document)
    passage = Passage(0, len(document.text), tuple(sentences), heading="Words › Mould")
    return Hit(number, info("words.md"), passage, document.text, 1, 0.5, 1)


def asked(question: str, hits: Sequence[Hit]) -> list[ReadHit]:
    reads = [ReadHit(each, None, 5.0 - n) for n, each in enumerate(hits)]
    return with_sections(
        question_form(question),
        reads,
        LOOKED_AT,
        lambda found: [ReadHit(h, None, 9.0) for h in found],
    )


def test_the_section_of_the_term_is_read_alone_and_looked_at() -> None:
    hits = [hit(n) for n in range(1, 6)]
    first, *others = asked("what is a donor?", hits[:1])
    assert first.hit.text == "Donor\n\nWhoever gives money to the club. The list is kept."
    whole = hits[0].text
    assert whole[first.hit.passage.start : first.hit.passage.end] == first.hit.text
    assert first.hit.passage.heading == "Words › Donor"
    assert [other.hit for other in others] == hits[:1]
    found = asked("what is a donor?", hits)
    assert [each.hit.text == first.hit.text for each in found[:LOOKED_AT]] == [True] * LOOKED_AT
    assert len(found) > len(hits)


def test_other_questions_and_passages_are_left_alone() -> None:
    for question in ("who is the donor?", "what is a harbour?", "why a donor?", ""):
        assert [each.hit for each in asked(question, [hit()])] == [hit()]
    assert asked("what is a donor?", []) == []


def test_of_terms_that_are_compared_the_heading_may_name_a_part() -> None:
    first, *_ = asked("difference between a rule and a donor entry", [hit()])
    assert first.hit.text.startswith("Donor\n")
    assert len(asked("what is a donor entry", [hit()])) == 1
