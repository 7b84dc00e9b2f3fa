"""What sources say that contradicts: pairs of small documents, asked of all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

import qa
from qa.answering.differing import CEILING
from qa.datatypes import Answer, Strength
from tests.support.differing_pairs import FIRST, SECOND, THIRD, Pair

# Not right yet; whoever mends one takes it out.
AMISS = {"budget": "refused: no document says that crowns are money"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Iterator[qa.Engine]:
    folder = tmp_path_factory.mktemp("pairs")
    for pair in (*FIRST, *SECOND, *THIRD):
        for name, text in pair.files.items():
            (folder / name).write_text(text, "utf-8")
    with qa.open(tmp_path_factory.mktemp("index") / "index", paths=[folder]) as engine:
        engine.sync()
        yield engine


def contradicting(pair: Pair, answer: Answer) -> bool:
    """Whether both sides of a pair, and nothing else, are said to differ."""
    sides = {side.document.source: side for side in answer.differing}
    return set(sides) == set(pair.files) and all(
        words in sides[name].words for name, words in zip(pair.files, pair.sides or (), strict=True)
    )


@pytest.mark.parametrize("pair", [*FIRST, *SECOND, *THIRD], ids=lambda pair: pair.name)
def test_pairs(pair, engine, request):
    if pair.name in AMISS:
        request.applymarker(pytest.mark.xfail(strict=True, reason=AMISS[pair.name]))
    answer = engine.ask(pair.question)
    assert answer.answered
    if pair.sides is None:
        assert answer.differing == ()
    else:
        assert contradicting(pair, answer)


def test_both_sides_are_shown_the_newest_named_first_and_nothing_is_strong(engine):
    answer = engine.ask("How many people were killed in the Dornach bombing?")
    assert answer.confidence <= CEILING
    assert answer.strength == Strength.LIKELY
    newer, older = answer.differing
    assert (newer.words, newer.document.published) == ("14", date(2019, 5, 3))
    assert (older.words, older.document.published) == ("12", date(2019, 5, 2))
    for side in answer.differing:
        text = engine.document(side.document.source).text
        assert text[side.start : side.end] == side.words
        assert (side.line, side.yes, side.also_in) == (6, None, ())
        shown = next(each for each in answer.evidence if each.citation == side.citation)
        assert shown.start <= side.start < side.end <= shown.end


def test_yes_and_no_are_sentences(engine):
    sides = engine.ask("Are dogs allowed on Harrow beach?").differing
    assert {(side.yes, side.words) for side in sides} == {
        (True, "Dogs are allowed on Harrow beach all year."),
        (False, "Dogs are not allowed on Harrow beach."),
    }


def test_a_refusal_says_nothing_of_sources(engine):
    answer = engine.ask("How many people were killed in the Dornach bombing?", threshold=0.99)
    assert not answer.answered
    assert answer.differing == ()


def sides_of_the_bridge(folder, third):
    """What three documents say of its length, two that differ and the `third`."""
    docs = folder / "docs"
    docs.mkdir()
    for name, text in {
        "a.md": "The Holm bridge is 210 metres long and made of steel.\n",
        "b.md": "Built by two brothers, the Holm bridge is 180 metres long.\n",
        "c.md": f"Tolls pay for the Holm bridge, {third} long, which is red.\n",
        "d.md": "It rains in the north, and the fair was put off.\n",
    }.items():
        (docs / name).write_text(text, "utf-8")
    with qa.open(folder / "index", paths=[docs]) as engine:
        engine.sync()
        return engine.ask("How long is the Holm bridge?").differing


def test_those_that_say_the_same_are_one_side(tmp_path):
    sides = sides_of_the_bridge(tmp_path, "180 m")
    assert sorted(1 + len(side.also_in) for side in sides) == [1, 2]
    (alone,) = (side for side in sides if not side.also_in)
    assert (alone.words, alone.document.source) == ("210 metres long", "a.md")


def test_what_may_be_so_as_well_is_no_source_for_a_figure(tmp_path):
    sides = sides_of_the_bridge(tmp_path, "at least 150 metres")
    assert {(side.document.source, side.also_in) for side in sides} == {("a.md", ()), ("b.md", ())}


def test_now_is_answered_by_the_newest(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for year, price in ((2019, 12), (2022, 15)):
        text = (
            f"---\ndate: {year}-05-01\n---\n\nA ticket for the Holm railway costs {price} crowns.\n"
        )
        (docs / f"fares-{year}.md").write_text(text, "utf-8")
    (docs / "other.md").write_text("It rains in the north, and the fair was put off.\n", "utf-8")
    with qa.open(tmp_path / "index", paths=[docs]) as engine:
        engine.sync()
        now = engine.ask("What does the ticket for the Holm railway cost now?")
        ever = engine.ask("What does the ticket for the Holm railway cost?")
    assert now.differing == ()
    assert "15" in now.evidence[0].text
    assert [side.words for side in ever.differing] == ["15 crowns", "12 crowns"]


@pytest.mark.parametrize("verb", ["were killed", "died"])
def test_words_for_one_thing_are_of_one_question(verb, tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for day, toll in ((7, "Nine people were killed"), (8, "Six people died")):
        head = f"---\ntitle: A train\nsource: Paper {day}\ndate: 2024-03-0{day}\n---\n\n"
        text = f"{toll} in the Marlow derailment on Tuesday evening, officials said."
        (docs / f"{day}.md").write_text(head + text + "\n", "utf-8")
    (docs / "other.md").write_text("It rains in the north, and the fair was put off.\n", "utf-8")
    with qa.open(tmp_path / "index", paths=[docs]) as engine:
        engine.sync()
        sides = engine.ask(f"How many people {verb} in the Marlow derailment?").differing
    assert [side.words.split()[0] for side in sides] == ["Six", "Nine"]


STORY = (
    "A fire killed {toll} people in a hostel in Marn on Tuesday, the police said. It broke out in "
    "the kitchen after midnight and spread to all floors of the old house. Neighbours came with "
    "ladders before the first engine arrived. The mayor of Marn promised an inquiry and thanked "
    "the crews, who had come from three towns in the valley. The hostel had been inspected in "
    "spring, when two of its doors were found to be locked.\n"
)


def test_a_story_that_was_brought_up_to_date_is_another_side(tmp_path):
    """Search folds it into the first one, as a near-copy that is not read."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for day, toll in ((5, "12"), (6, "12"), (7, "15")):
        head = f"---\ntitle: Fire in Marn\ndate: 2021-05-0{day}\n---\n\n"
        (docs / f"fire-{day}.md").write_text(head + STORY.format(toll=toll), "utf-8")
    (docs / "other.md").write_text("It rains in the north, and the fair was put off.\n", "utf-8")
    question = "How many people were killed in the fire in Marn?"
    with qa.open(tmp_path / "index", paths=[docs]) as engine:
        engine.sync()
        answer = engine.ask(question)
        (hit,) = (each for each in engine.search(question) if each.also_in)
        newer, older = answer.differing
        document = engine.document("fire-7.md")
    assert len(hit.also_in) == 2
    assert (newer.words, newer.document.source, newer.line) == ("15", "fire-7.md", 6)
    assert document.text[newer.start : newer.end] == "15"
    assert older.words == "12"
    assert {older.document.source, *(each.source for each in older.also_in)} == {
        "fire-5.md", "fire-6.md",
    }  # fmt: skip
    assert newer.also_in == ()
    assert answer.strength is not Strength.STRONG


def answered(folder, question, **files):
    """The answer of a collection of `files`, by their names without `.`: `a_csv`."""
    (folder / "files").mkdir()
    for name, text in files.items():
        (folder / "files" / ".".join(name.rsplit("_", 1))).write_text(text, "utf-8")
    with qa.open(folder / "index", paths=[folder / "files"]) as engine:
        engine.sync()
        return engine.ask(question)


def said(answer):
    return [side.words for side in answer.differing]


OLD = """Item,Unit,Price,VAT
Single kayak,day,29.00,20%
Double kayak,day,42.00,20%
SUP board,half day,16.00,20%
"""
NEW = OLD.replace("29", "32").replace("42", "45").replace("16.", "18.")


@pytest.mark.parametrize(
    "question", ["price of the double kayak", "How much is a double kayak per day?"]
)
def test_rows_of_two_tables_differ_and_the_newest_edition_leads(question, tmp_path):
    answer = answered(tmp_path, question, prices_2024_csv=OLD, prices_2025_csv=NEW)
    assert said(answer) == ["45.00", "42.00"]
    assert answer.confidence <= CEILING
    assert answer.evidence[0].text.endswith("Price: 45.00 · VAT: 20%")


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        # The same price.
        ("price of the double kayak", NEW, NEW.replace("day", "Day")),
        # Another thing in the other list.
        ("price of the double kayak", NEW, OLD.replace("Double kayak", "Double canoe")),
        # A year that only one list is of.
        ("price of the double kayak in 2025", NEW, OLD),
        # A log has many rows of one thing.
        (
            "date of the repair of Petrel",
            "Boat,Work,Date\nPetrel,repair,2025-05-02\nTopaz,repair,2025-05-03\n",
            "Boat,Work,Date\nPetrel,repair,2024-05-02\nPetrel,repair,2024-08-21\n",
        ),
    ],
)
def test_rows_that_contradict_nothing(question, one, other, tmp_path):
    answer = answered(tmp_path, question, prices_2024_csv=other, prices_2025_csv=one)
    assert answer.answered
    assert said(answer) == []


def test_rows_of_a_series_have_each_their_own_figures(tmp_path):
    stops = "Stop,First bus,Last bus\nMarket Square,{},23.40\nChurch Street,{},23.50\n"
    answer = answered(
        tmp_path,
        "first bus at Market Square",
        line_1_csv=stops.format("5.10", "5.20"),
        line_2_csv=stops.format("6.15", "6.25"),
    )
    assert answer.answered
    assert said(answer) == []


MAIL = "From: {who}@club.example\nDate: {day} May 2025 10:00:00 +0000\nSubject: Regatta\n\n{text}\n"
ASKED = MAIL.format(who="paul", day=18, text="Start of the regatta is at 11:00, prizes at 16:30.")


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Please note the tide: the start should be 11:30, not 11:00.", ["11:30", "11:00"]),
        ("The regatta will start at 11:30 instead of 11:00.", ["11:30", "11:00"]),
        ("The start of the regatta is at 11:30, not at 12:00.", ["11:30", "11:00"]),
    ],
)
def test_a_correction_leads_and_what_it_denies_is_the_other_side(text, sides, tmp_path):
    text += "\n\nPaul wrote on 18 May 2025:\n> Start of the regatta is at 11:00, prizes at 16:30."
    answer = answered(
        tmp_path,
        "What time does the regatta start?",
        first_eml=ASKED,
        second_eml=MAIL.format(who="ann", day=19, text=text),
    )
    assert [words[:5] for words in said(answer)] == sides


def test_what_is_denied_is_found_where_the_reader_does_not_point(tmp_path):
    answer = answered(
        tmp_path,
        "How many members came to the annual meeting?",
        committee_md="# Committee\n\n8 May 2025\n\nCorrection to the minutes of the annual "
        "meeting: present were 33 members, not 31.\n",
        minutes_md="# Minutes of the annual meeting\n\n13 March 2025\n\nPresent: 31 members.\n\n"
        "Ann Lee is chair until 2027.\n",
    )
    assert said(answer) == ["33", "31"]
