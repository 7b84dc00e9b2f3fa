"""Which answers proper are marked: those that are clear, what was said, and who says "I"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answering.highlight import SURE, marked
from qa.answering.units import Unit
from tests.support.answered_collection import Collection

QUOTED = "“I asked for a waiver and I would have to argue for it.”"
NAMED = "“It is done,” Defense Secretary James Mattis told reporters at the Pentagon."


def chosen(question, *given):
    """A unit for each sentence of one passage, each with a span (its words) and its margin."""
    made = Collection()
    made.add("a.txt", *(sentence for sentence, _, _ in given))
    (whole, *_) = made.pieces(question)
    (measured,) = made.sentences(question)
    result = []
    for one, (sentence, words, margin) in zip(measured, given, strict=True):
        start = sentence.index(words)
        best = replace(
            one,
            span=(start, start + len(words)),
            features=replace(one.features, span=margin),
        )
        place = (best.sentence.start, best.sentence.end)
        result.append(replace(whole, unit=Unit((place,), place, best.sentence.kind), best=best))
    return result


def words(question, pieces):
    spans = marked(question, pieces)
    return [
        piece.best.text[slice(*span)] if span else None
        for piece, span in zip(pieces, spans, strict=True)
    ]


@pytest.mark.parametrize(("margin", "found"), [(SURE, ["July"]), (SURE - 0.1, [None])])
def test_what_is_clear(margin, found):
    question = "When did the batteries arrive?"
    candidates = chosen(question, ("The batteries arrived in July.", "July", margin))
    assert words(question, candidates) == found


def test_a_sentence_without_a_span():
    question = "Did the batteries arrive?"
    (one,) = chosen(question, ("The batteries arrived in July.", "July", 9.0))
    assert marked(question, [replace(one, best=replace(one.best, span=None))]) == [None]


def test_a_word_or_two_are_no_reason():
    sentence = "Sprite changes its bottles to clear plastic because green can't be recycled."
    question = "Why does Sprite change its bottles?"
    assert words(question, chosen(question, (sentence, "clear plastic", 5.0))) == [None]
    reason = "because green can't be recycled"
    assert words(question, chosen(question, (sentence, reason, 5.0))) == [reason]
    other = "What does Sprite change its bottles to?"
    assert words(other, chosen(other, (sentence, "clear plastic", 5.0))) == ["clear plastic"]


def test_what_somebody_said_is_marked_where_it_is_most_of_the_sentence():
    question = "What did the minister say about sanctions?"
    given = ("Sanctions will not change our mind, he added.", "Sanctions will not change our mind")
    assert words(question, chosen(question, (*given, -3.0))) == [given[1]]
    assert words(question, chosen(question, (given[0], "our mind", -3.0))) == [None]
    assert words(question, chosen(question, (*given, -9.0))) == [None]
    other = "Which sanctions will not change our mind?"
    assert words(other, chosen(other, (*given, -3.0))) == [None]


class TestWhoSaysI:
    WHO = "Who asked for a waiver?"
    NAME = "Defense Secretary James Mattis"

    def test_the_name_is_marked_in_the_sentence_that_gives_it(self):
        found = chosen(self.WHO, (QUOTED, "a waiver", -5.0), (NAMED, self.NAME, -8.0))
        assert found[0].best.speaker == 1
        assert words(self.WHO, found) == [None, self.NAME]

    def test_not_where_the_quotation_itself_answers(self):
        found = chosen(self.WHO, (QUOTED, "a waiver", 5.0), (NAMED, self.NAME, -8.0))
        assert words(self.WHO, found) == ["a waiver", None]

    def test_not_somebody_else_in_that_sentence(self):
        found = chosen(self.WHO, (QUOTED, "a waiver", -5.0), (NAMED, "Pentagon", -8.0))
        assert words(self.WHO, found) == [None, None]

    def test_not_for_words_that_are_not_about_oneself(self):
        quoted = QUOTED.replace("I ", "they ")
        found = chosen(self.WHO, (quoted, "a waiver", -5.0), (NAMED, self.NAME, -8.0))
        assert words(self.WHO, found) == [None, None]

    def test_not_when_something_else_is_asked(self):
        question = "What was asked for?"
        found = chosen(question, (QUOTED, "a waiver", -5.0), (NAMED, self.NAME, -8.0))
        assert words(question, found) == [None, None]
