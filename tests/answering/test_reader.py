"""The reader: places in passages, damage noticed, and what is made of its readings."""

from __future__ import annotations

import json
import math
import re
import shutil
from dataclasses import fields

import numpy as np
import pytest

from qa.answering import candidates, confidence, rerank
from qa.answering.piece import UNREAD
from qa.answering.piece import Features as UnitFeatures
from qa.answering.reader import WEIGHTS, Reader, Reading, Span, _Pointed, _span, opening
from qa.answering.rerank import LIMIT, backed, clipped, context, read
from qa.datatypes import BlockKind
from qa.errors import ReaderDamaged
from tests.support.answered_collection import RAIN, REMOVED, THREAT, Collection

QUESTION = "When did the batteries arrive?"
PASSAGE = (
    "Batteries of the S-400 began arriving in Turkey in July. They have not been switched on. "
    "An official said so on Friday."
)


installed = pytest.mark.skipif(
    not (WEIGHTS / "reader.json").is_file(), reason="no weights of the reader are installed"
)


@pytest.fixture(scope="module")
def reader():
    return Reader()


@installed
class TestReader:
    def test_the_best_span_lies_in_the_passage(self, reader):
        (reading,) = reader.read(QUESTION, [PASSAGE])
        span = reading.best
        assert 0 <= span.start < span.end <= len(PASSAGE)
        assert PASSAGE[span.start : span.end] == PASSAGE[span.start : span.end].strip()
        assert reading.margin == pytest.approx(span.score - reading.null)

    def test_a_time_is_found_for_when(self, reader):
        (reading,) = reader.read(QUESTION, [PASSAGE])
        assert "July" in PASSAGE[reading.best.start : reading.best.end]

    def test_the_best_span_of_each_sentence(self, reader):
        ends = [PASSAGE.index("They"), PASSAGE.index("An official"), len(PASSAGE)]
        sentences = list(zip([0, *ends[:-1]], ends, strict=True))
        (reading,) = reader.read(QUESTION, [PASSAGE], [sentences])
        assert len(reading.by_part) == 3
        for (a, b), span in zip(sentences, reading.by_part, strict=True):
            assert span is not None
            assert a <= span.start < span.end <= b
        assert reading.best in reading.by_part
        highest = max(span.score for span in reading.by_part)
        assert reading.margin == pytest.approx(highest - reading.null)

    def test_a_part_without_words_has_no_span(self, reader):
        (reading,) = reader.read(QUESTION, ["Yes.   \n"], [[(0, 4), (4, 8)]])
        assert reading.by_part[1] is None

    def test_the_passage_that_answers_beats_one_that_does_not(self, reader):
        found = reader.read(QUESTION, [RAIN, PASSAGE, "The museum opened a new wing."])
        assert max(range(3), key=lambda i: found[i].answerable) == 1
        assert max(range(3), key=lambda i: found[i].margin) == 1

    def test_together_as_alone(self, reader):
        texts = [PASSAGE, RAIN, PASSAGE * 3, THREAT, REMOVED]
        together = reader.read(QUESTION, texts)
        for text, reading in zip(texts, together, strict=True):
            (alone,) = reader.read(QUESTION, [text])
            assert reading == alone

    @pytest.mark.parametrize("text", ["", " ", "\n\n", "\udcff", "?" * 3, "😀" * 50, "a" * 5000])
    def test_odd_texts(self, reader, text):
        (reading,) = reader.read("\ud800 " * 300, [text], [[(0, len(text))]])
        if span := reading.best:
            assert 0 <= span.start < span.end <= len(text)
        assert len(reading.by_part) == 1

    def test_of_two_sentences_that_is_right_which_speaks_of_what_is_asked(self, reader):
        text = "The river rose in 1963. The town hall of Corby burned down in 1971."
        parts = [(0, 23), (24, len(text))]
        for question, year in (("When did the river rise?", "1963"),
                               ("When did the town hall of Corby burn down?", "1971")):  # fmt: skip
            (reading,) = reader.read(question, [text], [parts])
            assert year in text[reading.best.start : reading.best.end]

    def test_nothing_to_read(self, reader):
        assert reader.read(QUESTION, []) == []

    def test_long_passages_are_read_as_far_as_it_goes(self, reader):
        (reading,) = reader.read(QUESTION, ["Nothing here. " * 400 + PASSAGE])
        assert reading.best.end < 4000


@installed
class TestWeights:
    @pytest.fixture
    def folder(self, tmp_path):
        return shutil.copytree(WEIGHTS, tmp_path / "weights")

    def test_a_flipped_bit(self, folder):
        path = folder / "reader.onnx"
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        with pytest.raises(ReaderDamaged, match="damaged"):
            Reader(folder)

    def test_cut_short(self, folder):
        path = folder / "reader.onnx"
        path.write_bytes(path.read_bytes()[:100_000])
        with pytest.raises(ReaderDamaged):
            Reader(folder)

    @pytest.mark.parametrize("name", ["reader.onnx", "reader.json"])
    def test_gone(self, folder, name):
        (folder / name).unlink()
        with pytest.raises(ReaderDamaged, match="can't be read"):
            Reader(folder)

    def test_a_card_without_its_numbers(self, folder):
        (folder / "reader.json").write_text("{}")
        with pytest.raises(ReaderDamaged, match="can't be read"):
            Reader(folder)

    def test_small_enough_and_complete(self):
        assert (WEIGHTS / "reader.onnx").stat().st_size < 30_000_000

    def test_every_measure_has_its_number(self):
        fitted = json.loads((WEIGHTS / "reader.json").read_text())["fitted"]
        assert set(fitted["refusal"]) == {
            "intercept", *confidence.FEATURES, *confidence.SIZES
        }  # fmt: skip
        assert set(fitted["rerank"]) == {field.name for field in fields(rerank.Features)}
        sentence = {field.name for field in fields(candidates.Features)}
        assert set(fitted["sentence"]) == {"intercept", *sentence}
        assert set(fitted["ranked"]) == {"score", "logit"}
        assert set(fitted["unit"]) == {field.name for field in fields(UnitFeatures)}


def pointed(text, starts, ends):
    """A passage of one token per word, with the logits that were named and -9 elsewhere."""
    offsets = [match.span() for match in re.finditer(r"\S+", text)]
    words = [text[a:b] for a, b in offsets]
    logits = np.full((2, len(words)), -9.0, np.float32)
    for row, named in zip(logits, (starts, ends), strict=True):
        for word, logit in named.items():
            row[words.index(word)] = logit
    return _Pointed(text, offsets, *logits, np.zeros(len(words), np.float32))


class TestSpan:
    TEXT = "on 26 June 2019 in Ankara"

    def found(self, starts, ends, first=0, last=6):
        span = _span(pointed(self.TEXT, starts, ends), first, last)
        return self.TEXT[span.start : span.end]

    def test_the_likeliest(self):
        assert self.found({"26": 5.0, "Ankara": 1.0}, {"2019": 5.0, "Ankara": 1.0}) == (
            "26 June 2019"
        )

    def test_what_shares_most_beats_the_likeliest(self):
        # "June 2019" is the likeliest, but "26 June 2019" has words of all else that is likely.
        starts = {"26": 2.0, "June": 2.1}
        ends = {"26": 1.9, "June": 1.9, "2019": 2.0}
        assert self.found(starts, ends) == "26 June 2019"
        assert self.found({"26": -2.0, "June": 2.1}, ends) == "June 2019"

    def test_only_within_the_tokens_that_were_named(self):
        starts, ends = {"26": 5.0, "Ankara": 1.0}, {"2019": 5.0, "Ankara": 1.0}
        assert self.found(starts, ends, first=4) == "Ankara"

    def test_nothing_but_marks(self):
        text = "? ! ..."
        assert _span(pointed(text, {"?": 1.0}, {"...": 1.0}), 0, 3) is None
        assert _span(pointed(text, {}, {}), 1, 1) is None


def test_without_weights_nothing_is_read(tmp_path):
    assert opening(tmp_path)() is None


class FakeReader:
    """Finds what it was told to find: answerability by passage, spans by sentence."""

    key = "fake"
    ranker = None

    def __init__(self, answers: dict[str, float], fitted=None) -> None:
        self.answers = answers
        self.fitted = fitted or {
            "rerank": {"answerable": 1.0, "margin": 0.5, "retrieval": 2.0},
        }

    def read(self, question, passages, parts=None):
        del question
        found = []
        for n, text in enumerate(passages):
            spans = [
                Span(text.index(answer), text.index(answer) + len(answer), logit)
                for answer, logit in self.answers.items()
                if answer in text
            ]
            spans.sort(key=lambda span: -span.score)
            by_part = tuple(
                next((s for s in spans if a <= s.start and s.end <= b), Span(a, a + 1, -9.0))
                for a, b in (parts[n] if parts else ())
            )
            best = spans[0] if spans else Span(0, 1, -9.0)
            found.append(Reading(best.score, 0.0, best, by_part, (0.0,) * len(by_part)))
        return found


@pytest.fixture
def made():
    return Collection()


class TestRerank:
    def test_the_reader_and_retrieval_are_mixed(self, made):
        made.add("a.txt", RAIN, hit_score=0.9)
        made.add("b.txt", REMOVED, hit_score=0.5)
        reads = rerank.rerank("When?", made.hits, FakeReader({"July": 4.0}))
        assert [read.hit.document.source for read in reads] == ["b.txt", "a.txt"]
        assert reads[0].score == pytest.approx(1.0 * 4 + 0.5 * 4 + 2 * 0.5)
        assert reads[1].score == pytest.approx(1.0 * -9 + 0.5 * -9 + 2 * 0.9)
        assert reads[0].answerable == 4.0

    def test_hits_of_one_document_back_each_other(self):
        # Two of one document, each half as likely as the one of another, are as likely together.
        half = math.log(0.5)
        assert backed(["a", "b", "b"], [0.0, half, half]) == pytest.approx([0.0, 0.0, 0.0])
        own, *others = backed(["a", "b", "b", "b"], [0.5, 0.0, -1.0, 0.2])
        assert own == 0.5
        assert max(others) > own
        assert others[0] - others[1] == pytest.approx(1.0)
        assert backed([], []) == []

    def test_without_a_reader_the_order_stays(self, made):
        made.add("a.txt", RAIN, hit_score=0.9)
        made.add("b.txt", REMOVED, hit_score=0.5)
        reads = rerank.rerank("When?", made.hits, None)
        assert [(r.hit, r.reading, r.score) for r in reads] == [
            (made.hits[0], None, 0.9),
            (made.hits[1], None, 0.5),
        ]
        assert reads[0].answerable == 0.0

    def test_extreme_logits_are_clipped(self):
        assert (clipped(99), clipped(-99), clipped(1.5)) == (LIMIT, -LIMIT, 1.5)


class TestEvidenceOfAReader:
    SENTENCE = dict.fromkeys(candidates.UNREAD, 0.0) | {"intercept": -1.0, "span": 0.5}
    UNIT = dict.fromkeys(UNREAD, 0.0) | {"span": 1.0}
    FITTED = {"sentence": SENTENCE, "unit": UNIT}  # noqa: RUF012

    def test_the_sentence_with_the_best_span_proves_and_carries_it(self, made):
        made.add("a.txt", RAIN, THREAT, REMOVED)
        (piece,) = made.pieces("When?", FakeReader({"July": 6.0, "threat": 2.0}), self.FITTED)
        assert piece.best.text == REMOVED
        assert piece.best.text[slice(*piece.best.span)] == "July"
        assert piece.best.score == pytest.approx(1 / (1 + 2.718281828 ** -(0.5 * 6 - 1)))
        assert made.documents["a.txt"].text[slice(*piece.unit.proof)] == REMOVED
        assert piece.features.span == piece.score == 6.0

    def test_the_unit_with_the_best_span_wins(self, made):
        made.add("a.txt", THREAT)
        made.add("b.txt", REMOVED)
        found = made.pieces("When?", FakeReader({"July": 6.0, "threat": 2.0}), self.FITTED)
        assert [piece.text for piece in found] == [REMOVED, THREAT]

    def test_a_unit_has_the_best_span_of_its_sentences(self, made):
        made.add("a.txt", RAIN, REMOVED)
        by_words = {**self.SENTENCE, "span": 0.0, "coverage": 9.0}
        fitted = {"sentence": by_words, "unit": self.UNIT}
        (piece,) = made.pieces("Did rain fell in the north?", FakeReader({"July": 6.0}), fitted)
        assert piece.best.text == RAIN

    def test_no_words_answer_a_yes_or_no_question(self, made):
        made.add("a.txt", RAIN, REMOVED)
        (piece,) = made.pieces("Was it removed in July?", FakeReader({"July": 6.0}), self.FITTED)
        assert (piece.best.text, piece.best.span) == (REMOVED, None)

    def test_a_span_in_a_heading_is_no_span_of_the_text_below(self, made):
        made.add("a.txt", "Removed in July", THREAT, kinds={0: BlockKind.HEADING})
        for piece in made.pieces("When?", FakeReader({"July": 6.0}), self.FITTED):
            start, end = piece.unit.proof
            assert piece.best.span is None or start <= piece.best.sentence.start < end


class TestRead:
    """A hit is read below its title and headings; what is found is in characters of its text."""

    def test_what_is_read_and_where_spans_are(self, made):
        made.add("a.txt", RAIN, REMOVED, before="Programs\n\n")
        given = []

        class Listening(FakeReader):
            def read(self, question, passages, parts=None):
                given.extend(passages)
                return super().read(question, passages, parts)

        (reading,) = read("When?", made.hits, Listening({"July": 4.0}))
        (hit,) = made.hits
        assert given == [f"Title of a.txt: Programs. {hit.text}"]
        assert hit.text[reading.best.start : reading.best.end] == "July"
        span = reading.by_part[1]
        assert hit.text[span.start : span.end] == "July"

    def test_a_heading_that_is_the_title_is_read_once(self, made):
        made.add("a.txt", RAIN, before="Title of a.txt\n\n")
        assert context(made.hits[0], QUESTION) == "Title of a.txt. "

    def test_long_headings_are_cut(self, made):
        made.add("a.txt", RAIN, before=" ".join(["word"] * 60) + "\n\n")
        assert 10 < len(context(made.hits[0], QUESTION).split()) < 40

    def test_an_acronym_is_read_as_its_name_where_that_stands(self, made):
        made.add("a.txt", "The Free Ferry Company runs at noon.")
        made.add("b.txt", "The FFC runs at noon.")
        asked = []

        class Listening(FakeReader):
            def read(self, question, passages, parts=None):
                asked.append((question, len(passages)))
                return super().read(question, passages, parts)

        found = read("When does the FFC run?", made.hits, Listening({"noon": 4.0}))
        spans = [reading.best for reading in found]
        texts = [hit.text[s.start : s.end] for hit, s in zip(made.hits, spans, strict=True)]
        assert texts == ["noon", "noon"]
        assert len(asked) == 2
        assert ("When does the FFC run?", 1) in asked
