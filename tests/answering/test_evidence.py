"""What is measured of each unit, and in which order they come."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from types import SimpleNamespace

import pytest

from qa.answering import evidence, leading
from qa.answering.alike import alike
from qa.answering.piece import UNREAD, Features
from qa.answering.query_weights import Weights
from qa.datatypes import BlockKind
from tests.support.answered_collection import (
    MUSEUM,
    RAIN,
    REMOVED,
    THREAT,
    Collection,
    WordCounts,
)

QUESTION = "Why was Turkey removed from the F-35 program?"
ITEM, STEP, CODE = BlockKind.LIST_ITEM, BlockKind.STEP, BlockKind.CODE


@pytest.fixture
def made() -> Collection:
    return Collection()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Monday 9 to 12", "Tuesday closed", True),
        ("Nadia keeps the maple room.", "Tom keeps the cedar room.", True),
        ("Plan: Plus · Price: $10", "Plan: Pro · Price: $25 a month", True),
        ("The mail server listens on port 25.", "Deliveries come to the back door.", False),
        ("Tom keeps it.", "Tom keeps it, although the key of the room was lost in May.", False),
        ("The fee is 9 crowns.", "Opening hours", False),
    ],
)
def test_sentences_that_are_alike(one, other, expected):
    assert alike(one, other) is expected
    assert alike(other, one) is expected


@dataclass(frozen=True)
class Proof:
    """As much of a piece as its place among others depends on."""

    proof_text: str
    score: float
    document: str = "a"

    @property
    def info(self):
        return SimpleNamespace(id=self.document)


@pytest.mark.parametrize(
    ("behind", "document", "first"),
    [(1.0, "a", "maple"), (2.1, "a", "cedar"), (1.0, "b", "cedar")],
)
def test_of_alike_proofs_of_a_document_the_one_asked_for_goes_first(behind, document, first):
    maple = "The maple room is with Nadia."
    weights = Weights("Who has the maple room?", WordCounts([maple]))
    found = [
        Proof("The cedar room is with Tom.", 5.0),
        Proof("A clock hangs on the stairs.", 4.5),
        Proof(maple, 5.0 - behind, document),
    ]
    ordered = leading.asked_first(found, weights)
    assert first in ordered[0].proof_text
    assert [p.score for p in ordered] == sorted((p.score for p in ordered), reverse=True)
    assert {p.proof_text for p in ordered} == {p.proof_text for p in found}


class TestPieces:
    def test_best_first_with_what_was_measured(self, made):
        made.add("a.txt", RAIN, hit_score=0.75)
        made.add("b.txt", REMOVED, hit_score=0.5)
        best, other = made.pieces("When was Turkey removed from the F-35 program?")
        assert (best.text, other.text) == (REMOVED, RAIN)
        assert (best.info.source, best.headings) == ("b.txt", ("A title",))
        assert best.context == "Title of b.txt\nA title"
        assert best.kinds == (BlockKind.PARAGRAPH,)
        found = best.features
        assert found.passage == pytest.approx(0.5 - 0.75)
        assert other.features.passage == 0.0
        assert found.sentence == found.coverage == pytest.approx(1.0)
        assert other.features.coverage == 0.0
        assert (found.fits, found.weak, found.empty) == (1.0, 0.0, 0.0)
        assert found.document == pytest.approx(1.0)
        query = made.encoder.vector("When was Turkey removed from the F-35 program?")
        cosine = float(made.encoder.vector(REMOVED) @ query)
        assert found.cosine == pytest.approx(cosine, abs=1e-6)
        assert best.score == pytest.approx(
            0.6 * -0.25 + 1.0 * cosine + 0.4 * 1.0 + 0.6 * 1.0 + 0.1 + 0.3 * 1.0, abs=1e-5
        )

    def test_sentences_of_one_unit_are_one_piece_with_the_best_of_them(self, made):
        made.add("a.txt", RAIN, REMOVED, THREAT)
        (only,) = made.pieces("When was Turkey removed from the F-35 program?")
        assert only.text == " ".join((RAIN, REMOVED, THREAT))
        assert only.best.text == REMOVED
        assert made.documents["a.txt"].text[slice(*only.unit.proof)] == REMOVED

    def test_what_two_passages_share_is_one_piece(self, made):
        made.add("a.txt", RAIN, REMOVED)
        again = replace(made.hits[0], passage_id=2, rank=2, score=0.4)
        made.hits.append(again)
        (only,) = made.pieces(QUESTION)
        assert only.best.hit.passage_id == 1

    def test_the_headings_above_count_for_the_text_below(self, made):
        made.add("a.txt", RAIN, before="Corby\n\n")
        made.add("b.txt", RAIN.replace("north", "south"), before="Arlow\n\n")
        first, second = made.pieces("Which rain fell in Corby?")
        assert first.info.source == "a.txt"
        assert first.features.heading > second.features.heading == 0.0
        assert first.features.coverage == pytest.approx(1.0)
        assert second.features.coverage < 1.0

    @pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.QUESTION])
    def test_a_heading_is_never_a_piece_but_what_stands_below_it(self, made, kind):
        made.add("a.txt", "Turkey removed from the F-35 program?", MUSEUM, kinds={0: kind})
        for piece in made.pieces(QUESTION):
            assert piece.text.strip() != "Turkey removed from the F-35 program?"

    def test_an_entry_of_a_list_of_contents_is_no_piece(self, made):
        made.add("a.txt", "Turkey and the F-35 program", kinds={0: BlockKind.CONTENTS})
        assert made.pieces(QUESTION) == []

    @pytest.mark.parametrize("kind", [BlockKind.META, BlockKind.BOILERPLATE])
    def test_bylines_are_weak(self, made, kind):
        made.add("a.txt", REMOVED, kinds={0: kind})
        made.add("b.txt", THREAT)
        found = {piece.text: piece.features.weak for piece in made.pieces(QUESTION)}
        assert found == {REMOVED: 1.0, THREAT: 0.0}

    def test_only_the_best_are_compared_in_meaning(self, made):
        for i in range(4):
            made.add(f"{i}.txt", *(f"¶Turkey has {i * 10 + n} museums." for n in range(6)))
        found = made.pieces("Which Turkey?")
        assert len(made.encoder.read) == len(found) <= evidence.COMPARED

    def test_nothing(self, made):
        assert made.pieces("Turkey?") == []
        assert made.encoder.read == []


class TestForms:
    """What a unit has that the form of the answer asks for."""

    def features(self, made: Collection, question: str, part: str) -> Features:
        return next(p.features for p in made.pieces(question) if part in p.text)

    def test_a_list_where_a_list_is_asked_for(self, made):
        made.add("a.txt", "The shop sells these fruits:", "¶Pears", "¶Plums",
                 kinds={1: ITEM, 2: ITEM})  # fmt: skip
        made.add("b.txt", "The fruits of the shop are fine.")
        asked = "What kinds of fruits does the shop sell?"
        assert self.features(made, asked, "Plums").listed == 1.0
        assert self.features(made, asked, "are fine").listed == 0.0
        assert self.features(made, "Where are the fruits of the shop?", "Plums").listed == 0.0

    def test_steps_and_code_where_it_is_asked_how(self, made):
        made.add("a.txt", "To clean the pump:", "¶Open the lid.", "¶Rinse the pump.",
                 kinds={1: STEP, 2: STEP})  # fmt: skip
        made.add("b.txt", "Clean the pump with this command:", "pump --clean", kinds={1: CODE})
        made.add("c.txt", "A pump is easy to clean.")
        asked = "How do I clean the pump?"
        assert self.features(made, asked, "Rinse").steps == 1.0
        assert self.features(made, asked, "pump --clean").steps == 1.0
        assert self.features(made, asked, "easy").steps == 0.0
        assert self.features(made, "Who cleans the pump?", "Rinse").steps == 0.0

    @pytest.mark.parametrize(
        ("text", "before", "defines"),
        [
            ("A halyard is a rope that lifts a sail.", "Ropes\n\n", True),
            ("Halyards are ropes that lift sails.", "Ropes\n\n", True),
            ("The term is old. A halyard (or lift) is a rope for sails.", "Ropes\n\n", True),
            ("_Halyard_ means a rope that lifts a sail.", "Ropes\n\n", True),
            ("Halyard: a rope that lifts a sail.", "Ropes\n\n", True),
            ("A rope that lifts a sail.", "Halyard\n\n", True),  # below a heading of that name
            ("The mast carries the halyard on its left side.", "Ropes\n\n", False),
            ("Each sailor who is on deck holds a halyard.", "Ropes\n\n", False),
        ],
    )
    def test_a_definition_says_what_something_is(self, made, text, before, defines):
        made.add("a.txt", text, before=before)
        assert self.features(made, "What is a halyard?", text).defines == float(defines)
        assert self.features(made, "Who holds a halyard?", text).defines == 0.0

    @pytest.mark.parametrize(
        ("text", "gives"),
        [
            ("The mill was closed because the river dried up.", True),
            ("The mill was closed to protect the fish in the river.", True),
            ("The mill was closed on the third of May.", False),
        ],
    )
    def test_a_reason_where_a_reason_is_asked_for(self, made, text, gives):
        made.add("a.txt", text)
        assert self.features(made, "Why was the mill closed?", text).reason == float(gives)
        assert self.features(made, "When was the mill closed?", text).reason == 0.0

    @pytest.mark.parametrize(
        ("text", "empty"),
        [
            ("If Ada had opened the bridge, it would stand.", 1.0),
            ("Did Ada open the bridge of Harrow?", 1.0),
            ("Ada opened the bridge of Harrow.", 0.0),
        ],
    )
    def test_what_asks_or_supposes_is_empty(self, made, text, empty):
        made.add("a.txt", text)
        assert self.features(made, "Who opened the bridge?", text).empty == empty


def test_every_measure_has_a_weight_without_a_reader():
    assert set(UNREAD) == {field.name for field in fields(Features)}


def test_the_date_of_a_report_answers_only_when_something_was(made):
    made.add(
        "a.txt", "June 14, 2024", "The signal was faulty.", kinds={0: BlockKind.META}, before=""
    )
    question = "What happened in June 2024?"
    (piece,) = made.pieces(question)
    assert piece.text == "The signal was faulty."
    made.hits.clear()
    made.add("b.txt", "June 14, 2024", kinds={0: BlockKind.META}, before="")
    (line,) = made.pieces(question)  # of a document that says nothing else
    assert line.text == "June 14, 2024"
    assert piece.features.coverage == line.features.coverage > 0.9
    made.hits.clear()
    made.add(
        "c.txt", "June 14, 2024", "The signal was faulty.", kinds={0: BlockKind.META}, before=""
    )
    shown = [piece.text for piece in made.pieces("When was the signal faulty?")]
    assert sorted(shown) == ["June 14, 2024", "The signal was faulty."]
