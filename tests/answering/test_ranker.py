"""The ranker: which of a few texts answers, and what its logits do to the order of units."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date

import pytest

from qa.answering.cross_encoder import PairTokenizer
from qa.answering.evidence import RANKED, ranked
from qa.answering.query_weights import Weights
from qa.answering.ranker import MOST_TOKENS
from qa.answering.reader import WEIGHTS, Reader, Reading
from qa.answering.rerank import LIMIT
from qa.datatypes import TimeFocus
from qa.errors import ReaderDamaged
from tests.support.answered_collection import RAIN, REMOVED, THREAT, Collection

installed = pytest.mark.skipif(
    not (WEIGHTS / "ranker.onnx").is_file(), reason="no weights of the ranker are installed"
)
NUMBERS = {"score": 0.5, "logit": 2.0}


@pytest.fixture(scope="module")
def ranker():
    return Reader().ranker


class FakeRanker:
    """Logits by the words of a text; keeps what it was asked."""

    key = "fake"

    def __init__(self, logits: dict[str, float], otherwise: float = -3.0) -> None:
        self.by_words, self.otherwise = logits, otherwise
        self.asked: list[tuple[str, list[str]]] = []

    def logits(self, question, texts):
        self.asked.append((question, list(texts)))
        return [
            next((x for words, x in self.by_words.items() if words in text), self.otherwise)
            for text in texts
        ]


@pytest.fixture
def made():
    return Collection()


class TestOrder:
    def test_the_unit_it_prefers_comes_first(self, made):
        made.add("a.txt", THREAT)
        made.add("b.txt", REMOVED)
        made.add("c.txt", RAIN)
        found = made.pieces("What fell?")
        for text in (THREAT, REMOVED, RAIN):
            best, *others = ranked(
                Weights("What fell?", made.lexical), found, FakeRanker({text: 4.0}), NUMBERS
            )
            assert (best.text, best.ranked) == (text, 4.0)
            before = next(piece.score for piece in found if piece.text == text)
            assert best.score == pytest.approx(0.5 * before + 2 * 4.0)
            assert {piece.ranked for piece in others} == {-3.0}

    def test_a_unit_is_read_below_its_title_and_headings(self, made):
        made.add("a.txt", REMOVED, before="Programs\n\n")
        ranker = FakeRanker({})
        ranked(Weights("When?", made.lexical), made.pieces("When was it removed?"), ranker, NUMBERS)
        assert ranker.asked == [("When?", [f"Title of a.txt: Programs. {REMOVED}"])]

    def test_units_after_the_first_are_as_bad_as_the_worst(self, made):
        made.add("a.txt", REMOVED)
        (one,) = made.pieces("When was it removed?")
        found = [replace(one, text=f"Unit {n}.") for n in range(RANKED + 2)]
        ranker = FakeRanker({"Unit 1.": -5.0, "Unit 3.": 2.0})
        again = ranked(Weights("When?", made.lexical), found, ranker, NUMBERS)
        assert len(ranker.asked[0][1]) == RANKED
        assert again[0].text == "Unit 3."
        assert [(p.text, p.ranked) for p in again[-3:]] == [
            ("Unit 1.", -5.0), ("Unit 8.", -5.0), ("Unit 9.", -5.0)
        ]  # fmt: skip

    def test_extreme_logits_are_clipped(self, made):
        made.add("a.txt", REMOVED)
        found = made.pieces("When was it removed?")
        (one,) = ranked(
            Weights("When?", made.lexical), found, FakeRanker({}, otherwise=99.0), NUMBERS
        )
        assert one.ranked == LIMIT

    def test_an_acronym_is_read_as_its_name_where_that_stands(self, made):
        made.add("a.txt", "The Free Ferry Company runs at noon.")
        made.add("b.txt", "The FFC runs at noon.")
        ranker = FakeRanker({})
        ranked(
            Weights("When does the FFC run?", made.lexical),
            made.pieces("When does the FFC run?"),
            ranker,
            NUMBERS,
        )
        asked = {text.split(". ", 1)[1]: question for question, texts in ranker.asked
                 for text in texts}  # fmt: skip
        assert asked["The FFC runs at noon."] == "When does the FFC run?"
        assert "Free Ferry Company" in asked["The Free Ferry Company runs at noon."]

    def test_a_document_of_that_time_is_read_without_it(self, made):
        made.add("a.txt", "Ada was absent.")
        day = date(2024, 7, 9)
        made.hits = [
            replace(hit, document=replace(hit.document, published=day)) for hit in made.hits
        ]
        ranker, july = FakeRanker({}), TimeFocus("in July", day.replace(day=1), day)
        found = made.pieces("Who was absent in July?")
        ranked(Weights("Who was absent in July?", made.lexical, july), found, ranker, NUMBERS)
        assert [question for question, _ in ranker.asked] == ["Who was absent?"]

    def test_nothing_found(self, made):
        assert ranked(Weights("When?", made.lexical), [], FakeRanker({}), NUMBERS) == []

    def test_what_is_asked_for_of_alike_lines_still_leads(self, made):
        made.add("a.txt", "Monday: 9 to 12.", "Tuesday: 13 to 18.")

        class Reads:
            """A reader to whom all passages are alike, and a ranker that prefers Monday."""

            fitted = {"rerank": {"answerable": 0.0, "margin": 0.0, "retrieval": 1.0}}  # noqa: RUF012
            ranker = FakeRanker({"Monday": 1.0, "Tuesday": 0.5})

            def read(self, question, passages, parts):
                del question, passages
                return [Reading(0.0, 0.0, None, (None,) * len(p), (0.0,) * len(p)) for p in parts]

        found = made.pieces("When is it open on Tuesday?", Reads(), {"ranked": NUMBERS})
        assert "Tuesday" in found[0].proof_text


@installed
class TestWeights:
    QUESTION = "When did the batteries arrive?"

    @pytest.fixture
    def folder(self, tmp_path):
        return shutil.copytree(WEIGHTS, tmp_path / "weights")

    def test_the_text_that_answers_is_above_others(self, ranker):
        texts = [
            "The batteries are made by Almaz-Antey.",
            "Batteries of the S-400 began arriving in Turkey in July.",
            "When the batteries arrive is not known to anybody here.",
            "The museum opened a new wing in July.",
        ]
        found = ranker.logits(self.QUESTION, texts)
        assert max(range(4), key=found.__getitem__) == 1
        assert found[1] > 0 > found[3]

    def test_together_as_alone(self, ranker):
        texts = [REMOVED, RAIN, THREAT * 3]
        together = ranker.logits(self.QUESTION, texts)
        assert together == [ranker.logits(self.QUESTION, [text])[0] for text in texts]

    @pytest.mark.parametrize("text", ["", " ", "\udcff", "?" * 3, "😀" * 50, "a" * 5000])
    def test_odd_texts(self, ranker, text):
        (logit,) = ranker.logits("\ud800 " * 300, [text])
        assert -50 < logit < 50

    def test_nothing_to_read(self, ranker):
        assert ranker.logits(self.QUESTION, []) == []

    def test_small_enough(self):
        assert (WEIGHTS / "ranker.onnx").stat().st_size < 36_000_000

    def test_a_flipped_bit(self, folder):
        path = folder / "ranker.onnx"
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        with pytest.raises(ReaderDamaged, match=r"ranker\.onnx"):
            _ = Reader(folder).ranker

    def test_gone(self, folder):
        (folder / "ranker.onnx").unlink()
        with pytest.raises(ReaderDamaged, match="can't be read"):
            _ = Reader(folder).ranker

    def test_weights_of_an_earlier_version_have_none(self, folder):
        card = json.loads((folder / "reader.json").read_text())
        del card["ranker_sha256"]
        (folder / "reader.json").write_text(json.dumps(card))
        assert Reader(folder).ranker is None


def test_pairs_are_cut_at_the_end_of_the_text():
    tokenizer = PairTokenizer()
    short, long = tokenizer.pairs("Why?", ["It rained.", "word " * 500], MOST_TOKENS)
    assert short.ids[0] == 101
    assert short.ids[short.first - 1] == short.ids[-1] == 102
    assert [("It rained."[a:b]) for a, b in short.offsets] == ["It", "rained", "."]
    assert len(long.ids) == MOST_TOKENS
    assert long.ids[-1] == 102
    assert len(long.offsets) == MOST_TOKENS - long.first - 1
