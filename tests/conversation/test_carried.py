"""What is carried over from the turns before: how sure, and what it loses to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import qa
from qa.conversation.converse import CARRIED_CONFIDENCE, converse
from qa.datatypes import Answer, Strength, Turn
from tests.support import fake_engine as fake
from tests.support.builders import engine_over

SHOPS = {
    "harrow.md": """# Harrow Mills

Harrow Mills takes goods back at its shop in Harrow.

## Returns

The refund period is 45 days. Harrow Mills pays for the parcel.
""",
    "dunmore.md": """# Dunmore Tools

Dunmore Tools takes goods back by post.

## Returns

The refund period is 14 days. Customers of Dunmore Tools pay for the parcel themselves.
""",
    "ferry.md": """# The ferry

The ferry crosses the river every hour. The last ferry leaves at 23:10.
""",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qa.Engine]:
    with engine_over(tmp_path_factory.mktemp("shops"), SHOPS) as engine:
        yield engine


def talk(engine: qa.Engine, *lines: str) -> Answer:
    turns: list[Turn] = []
    for line in lines:
        found = converse(engine, line, turns)
        assert isinstance(found, Answer)
        turns.append(Turn(line, answer=found))
    return found


@pytest.mark.parametrize(
    ("shop", "days"), [("Harrow Mills", "45 days"), ("Dunmore Tools", "14 days")]
)
def test_a_whole_question_stays_with_whom_the_last_one_named(engine, shop, days):
    found = talk(engine, f"How does {shop} take goods back?", "What is the refund period?")
    assert days in found.evidence[0].text
    assert found.interpretation in (None, f"What is the refund period ({shop})?")


def test_another_topic_is_not_held_back(engine):
    found = talk(
        engine, "How does Harrow Mills take goods back?", "When does the last ferry leave?"
    )
    assert "23:10" in found.evidence[0].text
    assert found.interpretation is None


@pytest.mark.parametrize("line", ["and Dunmore Tools?", "who does that?", "where is its shop?"])
def test_what_is_carried_over_is_never_strong(engine, line):
    found = talk(engine, "How does Harrow Mills take goods back?", line)
    if found.interpretation is not None:
        assert found.strength is not Strength.STRONG
        assert (found.confidence or 0) <= CARRIED_CONFIDENCE


class Sure:
    """An engine that is sure of whatever it is asked, but for `doubts`."""

    def __init__(self, *, same: bool = False, **doubts: float) -> None:
        self.doubts = doubts
        self.same = same  # whether it quotes the same for whatever is added in brackets
        self.asked: list[str] = []

    def ask(self, question: str, **_: object) -> Answer:
        self.asked.append(question)
        probability = self.doubts.get(question.rstrip("?").replace(" ", "_"), 0.97)
        strength = Strength.STRONG if probability >= 0.8 else Strength.WEAK
        made = fake.unit_answer() if "(" in question and not self.same else fake.answer()
        return replace(made, question=question, confidence=probability, strength=strength)


def test_a_sure_answer_to_a_certain_reading_is_likely():
    engine = Sure()
    last = Turn("When did Turkey buy the S-400?", answer=fake.answer())
    found = converse(engine, "And India?", [last])
    assert engine.asked == ["When did India buy the S-400?"]
    assert (found.confidence, found.strength) == (CARRIED_CONFIDENCE, Strength.LIKELY)
    typed = converse(engine, "Who is the mayor of Harrow?", [last])
    assert (typed.confidence, typed.strength) == (0.97, Strength.STRONG)
    assert typed.interpretation is None


def test_an_uncertain_reading_must_be_clearly_better():
    last = Turn("When did Turkey buy the S-400?", answer=fake.answer())
    engine = Sure(what_is_the_price=0.9)
    found = converse(engine, "what is the price?", [last])
    assert len(engine.asked) == 2
    assert found.interpretation is None
    engine = Sure(what_is_the_price=0.5)
    found = converse(engine, "what is the price?", [last])
    assert found.interpretation == engine.asked[0] != "what is the price?"
    assert found.strength is Strength.LIKELY
    engine = Sure(same=True, what_is_the_price=0.5)
    assert converse(engine, "what is the price?", [last]).interpretation is None


def test_back_to_what_no_turn_was_about_is_a_topic_of_its_own(engine):
    found = talk(engine, "Where does Harrow Mills take goods back?", "ok, back to the ferry")
    assert found.interpretation == "the ferry"
    found = talk(
        engine, "Where does Harrow Mills take goods back?", "back to the ferry: when does it leave?"
    )
    assert found.interpretation == "when does the ferry leave?"
