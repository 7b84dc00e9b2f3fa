"""Which sentences are quoted, in which order, with which numbers; and when there is no answer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from qa.answering import confidence, evidence
from qa.answering.answer import MISSES
from qa.answering.evidence import Weights, choose
from qa.answering.linear_model import logistic
from qa.answering.rerank import rerank
from qa.datatypes import BlockKind
from qa.errors import VerbatimError
from tests.support.answered_collection import (
    MUSEUM,
    RAIN,
    REMOVED,
    THREAT,
    Collection,
    WordCounts,
    info,
)


@pytest.fixture
def made() -> Collection:
    return Collection()


class TestWeights:
    def weights(self, question: str, *texts: str) -> Weights:
        return Weights(question, WordCounts(texts))

    def test_coverage_is_a_share(self):
        weights = self.weights("Was Turkey removed?", REMOVED, RAIN, MUSEUM)
        assert weights.coverage(REMOVED) == pytest.approx(1.0)
        assert weights.coverage(RAIN) == 0
        assert 0 < weights.coverage("Turkey") < 1

    def test_rare_words_weigh_more(self):
        weights = self.weights("Turkey museum", MUSEUM, REMOVED, THREAT)
        assert weights.coverage("museum") > 0.5 > weights.coverage("Turkey")
        assert weights.coverage("museum") + weights.coverage("Turkey") == pytest.approx(1.0)

    def test_missing_words_as_they_are_written(self):
        weights = self.weights("What did Putin say about Turkeys in 2018?", REMOVED, RAIN)
        assert weights.missing == ("Putin", "2018")

    def test_an_acronym_is_found_in_its_long_form(self):
        long = "the Countering America's Adversaries Through Sanctions Act"
        weights = self.weights("What does CAATSA say?", long, RAIN)
        assert weights.missing == ()
        assert weights.coverage(long) == pytest.approx(1.0)
        assert weights.coverage(RAIN) == 0

    @pytest.mark.parametrize("spelling", ["S-400", "S400", "s400", "S 400"])
    def test_spellings_of_a_code(self, spelling):
        weights = self.weights(f"the {spelling}?", "Batteries of the S-400 arrived.", RAIN)
        assert weights.missing == ()
        assert weights.coverage("Batteries of the S-400 arrived.") == pytest.approx(1.0)

    def test_a_question_without_words(self):
        weights = self.weights("?!", RAIN)
        assert weights.missing == ()
        assert weights.coverage(RAIN) == 0


class TestScore:
    def test_best_first_with_what_was_measured(self, made):
        made.add("a.txt", RAIN, REMOVED, hit_score=0.75)
        best, other = made.scored("When was Turkey removed from the F-35 program?")
        assert (best.text, best.index, other.text) == (REMOVED, 1, RAIN)
        assert best.sentence == made.hits[0].passage.sentences[1]
        assert best.features.coverage == best.features.context == pytest.approx(1.0)
        assert (other.features.coverage, other.features.context) == (0.0, pytest.approx(1.0))
        assert best.features.fits == 1.0
        assert (best.features.answerable, best.features.span, best.span) == (0.0, 0.0, None)
        assert best.speaker is None
        query = made.encoder.vector("When was Turkey removed from the F-35 program?")
        cosine = float(made.encoder.vector(REMOVED) @ query)
        assert best.features.cosine == pytest.approx(cosine, abs=1e-6)
        assert best.score == pytest.approx(
            1.0 * cosine + 0.8 * 1.0 + 0.2 * 1.0 + 0.6 * 0.75 + 0.1, abs=1e-5
        )

    @pytest.mark.parametrize(
        ("kind", "penalty"),
        [(BlockKind.HEADING, 0.15), (BlockKind.META, 0.4), (BlockKind.BOILERPLATE, 0.4)],
    )
    def test_what_is_no_text_pays_for_it(self, made, kind, penalty):
        made.add("a.txt", REMOVED)
        made.add("b.txt", REMOVED, kinds={0: kind})
        text, other = made.scored("Was Turkey removed from the F-35 program?")
        assert (text.sentence.kind, other.sentence.kind) == (BlockKind.PARAGRAPH, kind)
        assert text.score - other.score == pytest.approx(penalty)

    @pytest.mark.parametrize("bad", ["Turkey removed?", "Was Turkey removed from its program?”"])
    def test_fragments_and_questions_pay(self, made, bad):
        made.add("a.txt", bad)
        question = "Was Turkey removed from its program"
        (candidate,) = made.scored(question)
        found = candidate.features
        unpunished = found.cosine + 0.8 * found.coverage + 0.2 * found.context + 0.6 * 0.5 + 0.1
        assert candidate.score == pytest.approx(unpunished - 0.2)

    def test_what_holds_nothing_of_the_kind_has_no_bonus(self, made):
        made.add("a.txt", "Turkey was removed from its program.")
        (timeless,) = made.scored("When was Turkey removed from its program?")
        (plain,) = made.scored("Was Turkey removed from its program?")
        assert (timeless.features.fits, plain.features.fits) == (0.0, 1.0)
        assert plain.score - timeless.score == pytest.approx(0.1)

    def test_only_the_best_passages_and_sentences_are_read(self, made):
        for i in range(evidence.READ_HITS + 4):
            made.add(f"{i}.txt", f"Story {i} was told here.", f"Turkey was in story {i} as well.")
        found = made.scored("Turkey?")
        assert {c.hit.rank for c in found} <= set(range(1, evidence.READ_HITS + 1))
        assert sorted(made.encoder.read) == sorted(c.text for c in found)
        assert sum("Turkey" in c.text for c in found) == evidence.READ_HITS
        assert len(found) <= 2 * evidence.READ_HITS

    def test_nothing(self, made):
        assert made.scored("Turkey?") == []
        assert made.encoder.read == []


class TestChoose:
    QUESTION = "Why was Turkey removed from the F-35 program?"

    def test_the_most_probative_first(self, made):
        made.add("a.txt", THREAT, hit_score=0.6)
        made.add("b.txt", RAIN, REMOVED, hit_score=0.7)
        assert made.chosen(self.QUESTION) == [REMOVED, THREAT]

    def test_neighbours_stand_in_the_order_of_the_document(self, made):
        made.add("a.txt", THREAT, REMOVED)
        first, second = made.scored(self.QUESTION)
        assert (first.text, second.text) == (REMOVED, THREAT)
        assert made.chosen(self.QUESTION) == [THREAT, REMOVED]

    def test_a_sentence_between_two_joins_them(self, made):
        ends = [f"Turkey was removed from the F-35 program in {x}." for x in ("May", "June")]
        middle = "The F-35 program removed Turkey."
        made.add("a.txt", ends[0], middle, ends[1])
        assert made.chosen(self.QUESTION) == [ends[0], middle, ends[1]]

    def test_at_most_so_many(self, made):
        for i in range(5):
            made.add(f"{i}.txt", f"Turkey was removed from the F-35 program by {'ABCDE'[i]}. ")
        assert len(made.chosen(self.QUESTION, 5)) == 5 - self.copies(made)
        for most in (1, 2, 3):
            assert len(made.chosen(self.QUESTION, most)) == min(most, 5 - self.copies(made))

    @staticmethod
    def copies(made: Collection) -> int:
        marks = [evidence.shingles(hit.text) for hit in made.hits]
        return sum(
            any(evidence.contained(mark, other) for other in marks[:i])
            for i, mark in enumerate(marks)
        )

    def test_nothing_is_said_twice(self, made):
        made.add("a.txt", REMOVED, hit_score=0.9)
        made.add("b.txt", "WASHINGTON, Oct 25 (Reuters) - " + REMOVED)
        made.add("c.txt", REMOVED.upper())
        assert made.chosen(self.QUESTION) == [REMOVED]

    def test_what_is_much_worse_is_left_out(self, made):
        made.add("a.txt", RAIN, REMOVED, MUSEUM)
        assert made.chosen(self.QUESTION) == [REMOVED]

    def test_headings_and_credits_do_not_win(self, made):
        kinds = {0: BlockKind.HEADING, 1: BlockKind.META}
        heading, credit = "Turkey removed from F-35 program", "Turkey removed, F-35 program."
        made.add("a.txt", heading, credit, REMOVED, kinds=kinds)
        assert made.chosen("Was Turkey removed from the F-35 program?", 1) == [REMOVED]

    def test_the_speaker_comes_along(self, made):
        quoted = "“We asked for a waiver and for authority over it."
        spoken = "It is done,” Ann Roe told everybody at the museum."
        made.add("a.txt", RAIN, f"¶{quoted}", spoken)
        question = "Who asked for a waiver and authority?"
        assert made.chosen(question, 1) == [quoted]
        assert made.chosen(question, 2) == [quoted, spoken]
        assert made.chosen("What was asked: a waiver and authority?", 2) == [quoted]

    def test_the_speaker_who_is_asked_about_comes_along(self, made):
        quoted = "“We asked for a waiver and for authority over it."
        spoken = "It is done,” Ann Roe told everybody at the museum."
        made.add("a.txt", quoted, spoken)
        question = "What about a waiver and authority did Roe ask for?"
        best = made.scored(question)[0]
        assert (best.text, best.needs_speaker) == (quoted, True)
        assert made.chosen(question, 2) == [quoted, spoken]

    def test_words_that_were_asked_for_are_told_from_words_about_them(self, made):
        quoted = "“We asked for a waiver and for authority over it."
        spoken = "It is done,” Ann Roe told everybody at the museum."
        made.add("a.txt", quoted, spoken, "A waiver, Ann Roe knew, is rare.")
        asked = {c.text: c for c in made.scored("What did Roe say about a waiver?")}
        assert [asked[text].features.spoken for text in (quoted, spoken)] == [1.0, 0.0]
        others = made.scored("Why did Roe ask for a waiver?")
        assert not any(c.features.spoken for c in others)

    def test_a_further_reason_speaks_of_the_same_thing(self, made):
        made.add("a.txt", REMOVED, THREAT, RAIN)
        question = "Why was Turkey removed from its F-35 program?"
        scores = {REMOVED: 0.5, THREAT: 0.2, RAIN: 0.2}
        scored = [replace(c, score=scores[c.text]) for c in made.scored(question)]
        scored.sort(key=lambda c: -c.score)
        shown = [c.text for c in choose(question, scored, 3, evidence.READ_SHARES)]
        assert shown == [REMOVED, THREAT]

    def test_nothing(self):
        assert choose("Turkey?", [], 3) == []


class TestRefusal:
    def test_known_numbers(self):
        assert (confidence.THRESHOLD, confidence.UNREAD_THRESHOLD) == (0.3, 0.5)
        zero = confidence.probability(confidence.Features(), 100)
        assert zero == pytest.approx(1 / (1 + np.exp(-confidence.UNREAD["intercept"])))
        assert zero < 0.001
        assert confidence.probability(confidence.Features(cosine=0.9, coverage=1.0), 100) > 0.99

    @pytest.mark.parametrize("name", confidence.FEATURES)
    def test_each_measure_counts_as_it_was_fitted(self, name):
        fitted = self.ZERO | {"intercept": -1.0, name: 2.0}
        more = confidence.Features(**{name: 0.75})
        assert confidence.probability(more, 100, fitted) == pytest.approx(logistic(-1.0 + 1.5))

    ZERO = dict.fromkeys((*confidence.FEATURES, *confidence.SIZES), 0.0)

    def test_the_size_of_a_collection_tempers_the_sum(self):
        fitted = self.ZERO | {
            "intercept": 2.0, "steeper": 0.5, "likelier": 0.1, "drowned": -0.7, "rivals": -0.3
        }  # fmt: skip

        def said(passages):
            return confidence.probability(confidence.Features(), passages, fitted)

        assert said(0) == said(1) == pytest.approx(logistic(2.0))
        assert said(100) == pytest.approx(logistic(2.0 * (1 + 2 * 0.5) + 2 * 0.1))
        most = 2.0 * (1 + np.log10(5000) * 0.5) + np.log10(5000) * 0.1
        assert said(5000) == pytest.approx(logistic(most))
        assert said(500_000) == pytest.approx(logistic(most * np.exp(-1.4) - 0.6))

    def test_the_opposite_of_what_is_asked(self, made):
        made.add("a.txt", "Prices fell in July.", RAIN)
        assert self.measured(made, "When did prices rise or when fell prices?").opposed == 0.0
        assert self.measured(made, "When were prices, which rose, in July?").opposed == 1.0
        assert self.measured(made, "When did prices change in July?").opposed == 0.0

    def test_of_a_candidate(self, made):
        made.add("a.txt", "Turkey was removed from its program.", RAIN)
        question = "When was Turkey removed from the program Zork?"
        best, _ = made.scored(question)
        weights = Weights(question, made.lexical)
        measured = confidence.features(best, rerank(question, made.hits, None), weights)
        assert (measured.misfit, measured.answerable, measured.span) == (1.0, 0.0, 0.0)
        assert measured.cosine == best.features.cosine
        assert measured.coverage == best.features.context
        assert 0.2 < measured.missing < 1.0

    def measured(self, made, question):
        best = made.scored(question)[0]
        weights = Weights(question, made.lexical)
        return confidence.features(best, rerank(question, made.hits, None), weights)

    def test_the_rarest_word_that_is_not_there_weighs_most(self, made):
        made.add("a.txt", "Turkey was removed.", RAIN)
        made.add("b.txt", "Turkey has a museum.", RAIN)
        nothing, common, unknown = (
            self.measured(made, f"Why was Turkey removed{more}?").heaviest
            for more in ("", " with a museum", " with a Zork")
        )
        assert nothing == 0.0 < common < unknown == 1.0

    def test_numbers_may_stand_in_the_passage_the_title_or_the_date(self, made):
        made.add("a.txt", "Turkey was removed for 1,200 days.", RAIN)
        hit = made.hits[0]
        assert self.measured(made, "Was Turkey removed for 1200 days?").number == 0.0
        assert self.measured(made, "Was Turkey removed for 12 days?").number == 1.0
        asked = "Was Turkey removed in 2019?"
        for title, published, number in (
            ("A title", None, 1.0),
            ("The year 2019", None, 0.0),
            ("A title", date(2019, 7, 1), 0.0),
        ):
            document = replace(hit.document, title=title, published=published)
            made.hits[0] = replace(hit, document=document)
            assert self.measured(made, asked).number == number

    def test_a_denial_is_missed_only_where_it_is_asked_for(self, made):
        made.add("a.txt", "Turkey was removed.", RAIN)
        assert self.measured(made, "Why was Turkey not removed?").denied == 1.0
        assert self.measured(made, "Why was Turkey removed?").denied == 0.0
        made.add("b.txt", "They refused that Turkey was removed, Turkey.", RAIN)
        assert self.measured(made, "Why wasn’t that Turkey removed, they?").denied == 0.0

    @pytest.mark.parametrize(
        ("likely", "word"),
        [(0.95, "strong"), (0.8, "strong"), (0.79, "likely"), (0.5, "likely"), (0.49, "weak")],
    )
    def test_in_a_word(self, likely, word):
        assert confidence.strength(likely) == word


class TestAnswer:
    QUESTION = "Why was Turkey removed from the F-35 program?"

    def test_quotes_and_their_places(self, made):
        made.add("a.txt", RAIN, f"¶{THREAT}", f"¶{REMOVED}", hit_score=0.7)
        found = made.answer(self.QUESTION)
        assert found.answered
        assert found.question == self.QUESTION
        assert [q.text for q in found.evidence] == [THREAT, REMOVED]
        assert [q.line for q in found.evidence] == [5, 7]
        assert [q.citation for q in found.evidence] == [1, 1]
        assert found.misses == found.missing_terms == ()
        (source,) = found.sources
        assert (source.number, source.path, source.lines) == (1, "news/a.txt", (5, 7))
        assert source.document == info("a.txt")
        for quote in found.evidence:
            assert made.texts["a.txt"][quote.start : quote.end] == quote.text

    def test_sources_are_numbered_as_they_are_cited(self, made):
        made.add("a.txt", RAIN, hit_score=0.9)
        made.add("b.txt", THREAT, hit_score=0.6)
        made.add("c.txt", REMOVED, hit_score=0.7)
        found = made.answer(self.QUESTION)
        assert [(q.text, q.citation) for q in found.evidence] == [(REMOVED, 1), (THREAT, 2)]
        assert [(s.number, s.document.source) for s in found.sources] == [
            (1, "c.txt"),
            (2, "b.txt"),
        ]

    def test_passages_of_one_document_share_a_number(self, made):
        made.add("a.txt", REMOVED, hit_score=0.7)
        made.add("b.txt", RAIN)
        made.add("a.txt", THREAT, before="\n\n\n", hit_score=0.6)
        found = made.answer(self.QUESTION)
        assert [(q.citation, q.line) for q in found.evidence] == [(1, 3), (1, 6)]
        assert [source.lines for source in found.sources] == [(3, 6)]

    def test_two_sentences_of_one_line_are_one_line(self, made):
        made.add("a.txt", THREAT, REMOVED, before="")
        found = made.answer(self.QUESTION)
        assert [q.line for q in found.evidence] == [1, 1]
        assert found.sources[0].lines == (1,)

    def test_copies_elsewhere_are_named_once(self, made):
        made.add("a.txt", REMOVED, hit_score=0.7, also_in=("x.txt", "y.txt"))
        made.add("a.txt", THREAT, before="\n\n", hit_score=0.6, also_in=("y.txt", "z.txt"))
        (source,) = made.answer(self.QUESTION).sources
        assert [document.source for document in source.also_in] == ["x.txt", "y.txt", "z.txt"]

    def test_refusal(self, made):
        made.add("a.txt", RAIN, f"¶{MUSEUM}")
        made.add("b.txt", THREAT)
        found = made.answer("Who lost the chess match on Friday?")
        assert not found.answered
        assert found.evidence == ()
        assert found.misses[0].text == RAIN
        assert len(found.misses) <= MISSES
        assert found.missing_terms == ("lost", "chess", "match")
        assert found.sources[found.misses[0].citation - 1].document.source == "a.txt"
        assert {q.citation for q in found.misses} == {s.number for s in found.sources}

    def test_no_hits(self, made):
        found = made.answer("Turkey?")
        assert (found.answered, found.evidence, found.misses, found.sources) == (False, (), (), ())
        assert found.missing_terms == ("Turkey",)

    @pytest.mark.parametrize("question", [QUESTION, "Who lost the chess match on Friday?"])
    def test_a_quote_that_is_not_verbatim_is_not_shown(self, made, question):
        made.add("a.txt", THREAT, REMOVED, RAIN)
        made.texts["a.txt"] = re.sub("[a-z]$", "x", made.texts["a.txt"].replace("July", "June"))
        made.texts["a.txt"] = made.texts["a.txt"].replace("Friday", "Sunday")
        with pytest.raises(VerbatimError, match=r"a\.txt"):
            made.answer(question)

    def test_a_text_that_has_moved_is_not_verbatim(self, made):
        made.add("a.txt", REMOVED)
        made.texts["a.txt"] = " " + made.texts["a.txt"]
        with pytest.raises(VerbatimError):
            made.answer(self.QUESTION)
