"""Sentences that may prove: which are looked at, what is measured of each, what that is worth."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from qa.answering import candidates
from qa.answering.candidates import UNREAD, Candidate, Features, compared, total
from qa.answering.linear_model import logistic
from qa.answering.reader import Reading, Span
from qa.answering.rerank import LIMIT
from qa.datatypes import BlockKind
from tests.support.answered_collection import MUSEUM, RAIN, REMOVED, THREAT, Collection


@pytest.fixture
def made() -> Collection:
    return Collection()


def flat(found: list[list[Candidate]]) -> dict[str, Candidate]:
    return {one.text: one for mine in found for one in mine}


class TestMeasure:
    QUESTION = "When was Turkey removed from the F-35 program?"

    def test_by_hit_and_in_the_order_of_the_passage(self, made):
        made.add("a.txt", RAIN, REMOVED, hit_score=0.75)
        made.add("b.txt", MUSEUM)
        found = made.sentences(self.QUESTION)
        assert [[one.text for one in mine] for mine in found] == [[RAIN, REMOVED], [MUSEUM]]
        other, best = found[0]
        assert (other.index, best.index) == (0, 1)
        assert best.sentence == made.hits[0].passage.sentences[1]
        assert best.features.coverage == best.features.context == pytest.approx(1.0)
        assert (other.features.coverage, other.features.context) == (0.0, pytest.approx(1.0))
        assert (best.features.fits, other.features.fits) == (1.0, 1.0)  # Friday is a time, too
        assert (best.features.answerable, best.features.span, best.span) == (0.0, 0.0, None)
        assert best.features.hit == 0.75
        assert best.speaker is None
        assert best.score == pytest.approx(0.8 * 1.0 + 0.2 * 1.0 + 0.6 * 0.75 + 0.1)

    def test_the_title_and_the_heading_are_context(self, made):
        made.add("a.txt", RAIN, before="The harvest of Corby\n\n")
        (one,) = made.sentences("Which rain fell on the harvest of Corby?")[0]
        assert one.features.context == pytest.approx(1.0)
        assert 0 < one.features.coverage < 1

    @pytest.mark.parametrize("kind", [BlockKind.META, BlockKind.BOILERPLATE])
    def test_what_is_no_text_pays_for_it(self, made, kind):
        made.add("a.txt", REMOVED)
        made.add("b.txt", REMOVED, kinds={0: kind})
        (text,), (other,) = made.sentences(self.QUESTION)
        assert (text.sentence.kind, other.sentence.kind) == (BlockKind.PARAGRAPH, kind)
        assert text.score - other.score == pytest.approx(0.4)

    @pytest.mark.parametrize(
        ("text", "nothing"),
        [
            ("Turkey removed?", True),
            ("Was Turkey removed from its program?”", True),
            ("Turkey was removed.", True),  # three words
            ("Suppose Turkey had been removed from its program.", True),
            ("If Turkey had been removed from its program, it would complain.", True),
            ("“If Turkey were removed from its program, it would complain.”", True),
            ("If you remove Turkey from its program, tell us at once.", False),
            ("Turkey was removed from its program.", False),
            ("Nobody asked whether Turkey had been removed if it paid.", False),
        ],
    )
    def test_what_is_a_fragment_asks_or_supposes_proves_nothing(self, made, text, nothing):
        made.add("a.txt", text)
        (one,) = made.sentences("Was Turkey removed from its program?")[0]
        assert one.features.fragment == float(nothing)
        unpunished = replace(one.features, fragment=0.0)
        assert total(unpunished, None) - one.score == pytest.approx(0.2 * nothing)

    def test_what_holds_nothing_of_the_kind_has_no_bonus(self, made):
        made.add("a.txt", "Turkey was removed from its program.")
        (timeless,) = made.sentences("When was Turkey removed from its program?")[0]
        (plain,) = made.sentences("Was Turkey removed from its program?")[0]
        assert (timeless.features.fits, plain.features.fits) == (0.0, 1.0)
        assert plain.score - timeless.score == pytest.approx(0.1)

    def test_only_the_best_passages_are_looked_at(self, made):
        for i in range(candidates.READ_HITS + 4):
            made.add(f"{i}.txt", f"Story {i} was told here.", f"Turkey was in story {i} as well.")
        found = made.sentences("Turkey?")
        assert [mine[0].hit.rank for mine in found] == list(range(1, candidates.READ_HITS + 1))
        assert [len(mine) for mine in found] == [2] * candidates.READ_HITS

    def test_nothing(self, made):
        assert made.sentences("Turkey?") == []

    def test_a_quotation_is_told_with_its_speaker(self, made):
        quoted = "“We asked for a waiver and for authority over it."
        spoken = "It is done,” Ann Roe told everybody at the museum."
        made.add("a.txt", quoted, spoken, "A waiver, Ann Roe knew, is rare.")
        found = flat(made.sentences("What did Roe say about a waiver?"))
        assert found[quoted].speaker == 1
        assert found[quoted].told == f"{quoted} {spoken}"
        assert found[quoted].needs_speaker
        assert [found[text].features.spoken for text in (quoted, spoken)] == [1.0, 0.0]
        others = flat(made.sentences("Why did Roe ask for a waiver?"))
        assert not any(one.features.spoken for one in others.values())
        unnamed = flat(made.sentences("Who asked for a waiver?"))
        assert not unnamed[quoted].needs_speaker


class Pointing:
    """A reader that points at one word of each passage, and at nothing in most parts."""

    key = "pointing"
    fitted = {"rerank": {"answerable": 1.0, "margin": 0.0, "retrieval": 0.0}}  # noqa: RUF012

    def __init__(self, word: str, logit: float = 6.0) -> None:
        self.word, self.logit = word, logit

    def read(self, question, passages, parts=None):
        del question
        found = []
        for text, places in zip(passages, parts or [()] * len(passages), strict=True):
            at = text.find(self.word)
            span = Span(at, at + len(self.word), self.logit) if at >= 0 else None
            inside = tuple(
                span if span and a <= span.start and span.end <= b else None for a, b in places
            )
            evidence = (0.0,) * len(inside)
            found.append(Reading(self.logit if span else -self.logit, 1.0, span, inside, evidence))
        return found


class TestReadByAReader:
    FITTED = dict.fromkeys(UNREAD, 0.0) | {"intercept": -1.0, "span": 0.5}

    def test_the_span_is_in_characters_of_the_sentence(self, made):
        made.add("a.txt", RAIN, REMOVED, THREAT)
        found = flat(made.sentences("When?", Pointing("July"), self.FITTED))
        start, end = found[REMOVED].span
        assert REMOVED[start:end] == "July"
        assert found[REMOVED].features.span == 6.0 - 1.0
        assert found[REMOVED].features.answerable == 6.0
        assert found[REMOVED].score == pytest.approx(logistic(0.5 * 5.0 - 1.0))
        assert found[RAIN].span is None
        assert (found[RAIN].features.span, found[RAIN].features.answerable) == (0.0, 6.0)

    def test_no_words_answer_a_yes_or_no_question(self, made):
        made.add("a.txt", RAIN, REMOVED)
        found = flat(made.sentences("Was it removed in July?", Pointing("July"), self.FITTED))
        assert found[REMOVED].span is None
        assert found[REMOVED].features.span == 5.0

    def test_extreme_logits_are_clipped(self, made):
        made.add("a.txt", REMOVED)
        (one,) = made.sentences("When?", Pointing("July", 99.0), self.FITTED)[0]
        assert (one.features.span, one.features.answerable) == (LIMIT, LIMIT)


class TestCompared:
    def test_each_gets_its_cosine_and_its_score_again(self, made):
        made.add("a.txt", RAIN, REMOVED)
        question = "When was Turkey removed from the F-35 program?"
        before = made.sentences(question)[0]
        after = compared(question, before, made.encoder)
        assert [one.text for one in after] == [RAIN, REMOVED]
        query = made.encoder.vector(question)
        for old, new in zip(before, after, strict=True):
            cosine = float(made.encoder.vector(new.text) @ query)
            assert old.features.cosine == 0.0
            assert new.features.cosine == pytest.approx(cosine, abs=1e-6)
            assert new.score == pytest.approx(old.score + 1.0 * cosine, abs=1e-5)

    def test_nothing_is_encoded_for_nothing(self, made):
        assert compared("Turkey?", [], made.encoder) == []
        assert made.encoder.read == []


def test_every_measure_has_a_weight_without_a_reader():
    assert set(UNREAD) == {field.name for field in fields(Features)}


@pytest.mark.parametrize("name", [field.name for field in fields(Features)])
def test_each_measure_counts_as_it_was_fitted(name):
    fitted = dict.fromkeys(UNREAD, 0.0) | {"intercept": -1.0, name: 2.0}
    assert total(Features(**{name: 0.75}), fitted) == pytest.approx(logistic(-1.0 + 1.5))
