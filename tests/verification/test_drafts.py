"""Sentences looked for in documents: where they stand, in what form, and what is nearest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa
from qa.datatypes import Difference, SentenceState, Side
from qa.verification.sentences import sentence_spans

NOTES = {
    "mill.txt": """The mill on the river

The mill on the Wend was built in 1871 by the brothers Hask. It ground
rye until the flood of 1954. Nobody has said that the mill is unsafe.

“We won’t sell it”, said Ada Hask, whose oﬃce is above the wheel.
""",
    "council.txt": """Council notes

The council met on Monday. The roof costs 1.5 million crowns. Ada Hask
asked for a delay of two weeks.
""",
    "press.txt": """Press report

The council met on Monday. It didn't vote.
""",
}
VERBATIM, SAME_WORDS = SentenceState.VERBATIM, SentenceState.SAME_WORDS
ABSENT = SentenceState.ABSENT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("drafts")
    (home / "notes").mkdir()
    for name, text in NOTES.items():
        (home / "notes" / name).write_text(text, "utf-8")
    return home


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[qa.Engine]:
    with qa.open(folder / "index", paths=[folder / "notes"]) as engine:
        engine.sync()
        yield engine


def one(engine: qa.Engine, sentence: str) -> qa.CheckedSentence:
    (found,) = engine.verify(sentence).sentences
    assert found.text == sentence
    return found


def places(found: qa.CheckedSentence) -> list[tuple[str, int, str]]:
    return [(each.document.source, each.line, each.text) for each in found.occurrences]


def test_a_sentence_that_stands_there_is_found_in_every_document(engine):
    found = one(engine, "The council met on Monday.")
    assert found.state is VERBATIM
    assert places(found) == [
        ("council.txt", 3, "The council met on Monday."),
        ("press.txt", 3, "The council met on Monday."),
    ]
    assert not found.more
    assert found.nearest is None


@pytest.mark.parametrize(
    ("sentence", "text", "kinds"),
    [
        (
            "It ground rye until the flood of 1954.",
            "It ground\nrye until the flood of 1954.",
            (Difference.SPACING,),
        ),
        ('"We won\'t sell it"', "“We won’t sell it”", (Difference.TYPOGRAPHY,)),
        ("It didn’t vote.", "It didn't vote.", (Difference.TYPOGRAPHY,)),
        ("THE ROOF COSTS 1.5 MILLION CROWNS.", "The roof costs 1.5 million crowns.",
         (Difference.CASE,)),
        ("The council met, on Monday.", "The council met on Monday.", (Difference.PUNCTUATION,)),
    ],
)  # fmt: skip
def test_the_same_words_are_found_in_whatever_form(engine, sentence, text, kinds):
    found = one(engine, sentence)
    assert found.state is SAME_WORDS
    assert found.occurrences[0].text == text
    assert found.occurrences[0].differences == kinds


def test_a_ligature_makes_no_other_word(engine):
    found = one(engine, "Ada Hask, whose office is above the wheel.")
    assert found.state is SAME_WORDS
    (place,) = found.occurrences
    assert place.differences == (Difference.TYPOGRAPHY,)
    assert place.sentence == "“We won’t sell it”, said Ada Hask, whose oﬃce is above the wheel."


def test_a_part_of_a_sentence_is_shown_with_the_rest_of_it(engine):
    found = one(engine, "The mill is unsafe.")
    (place,) = found.occurrences
    assert place.sentence == "Nobody has said that the mill is unsafe."
    assert one(engine, "The council met on Monday.").occurrences[0].sentence == ""


def test_words_across_two_sentences_are_found(engine):
    found = one(engine, "The roof costs 1.5 million crowns: Ada Hask asked for a delay")
    assert places(found) == [
        ("council.txt", 3, "The roof costs 1.5 million crowns. Ada Hask\nasked for a delay")
    ]


@pytest.mark.parametrize(
    ("sentence", "given", "document"),
    [
        ("The roof costs 15 million crowns.", "15", "1.5"),
        ("The mill on the Wend was built in 1817 by the brothers Hask.", "1817", "1871"),
        ("It did vote.", "did", "didn't"),
    ],
)
def test_a_changed_word_is_marked_in_the_nearest_sentence(engine, sentence, given, document):
    found = one(engine, sentence)
    assert found.state is ABSENT
    assert found.occurrences == ()
    assert found.nearest is not None
    sides = {part.side: part.text for part in found.nearest.diff}
    assert (sides[Side.GIVEN], sides[Side.DOCUMENT]) == (given, document)


def test_what_is_like_nothing_has_no_nearest(engine):
    assert one(engine, "Zebras graze quietly.").nearest is None


def test_a_draft_is_cut_into_sentences_without_its_markup():
    draft = """# The mill

The council met on Monday. [1] It didn't
vote.[2, 3]

- > A point, e.g. this one.
- Another point
1. A step. And its end.

---
Mr. Hask left.
"""
    spans = [draft[start:end] for start, end in sentence_spans(draft)]
    assert spans == [
        "The mill",
        "The council met on Monday.",
        "It didn't\nvote.",
        "A point, e.g. this one.",
        "Another point",
        "A step.",
        "And its end.",
        "Mr. Hask left.",
    ]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("The council met on Monday [1].", ("council.txt", 3, "The council met on Monday.")),
        ("The council [2, 3] met on Monday[^1].", ("council.txt", 3, "The council met on Monday.")),
        ("The **council** met on _Monday_.", ("council.txt", 3, "The council met on Monday.")),
        ("**The _council_ met on Monday.**", ("council.txt", 3, "The council met on Monday.")),
    ],
)
def test_citations_and_emphasis_inside_a_sentence_are_left_out(engine, sentence, place):
    found = one(engine, sentence)
    assert found.state is VERBATIM
    assert place in places(found)


def test_the_nearest_is_compared_without_citations(engine):
    found = one(engine, "The roof costs 1.8 million crowns [4].")
    assert found.nearest is not None
    changed = [part.text for part in found.nearest.diff if part.side is Side.GIVEN]
    assert changed == ["1.8"]


def test_offsets_are_those_of_the_draft(engine):
    draft = "Intro words here.\n\n* The council met on Monday.\n"
    found = engine.verify(draft)
    assert [draft[each.start : each.end] for each in found.sentences] == [
        each.text for each in found.sentences
    ]
    assert [each.state for each in found.sentences] == [ABSENT, VERBATIM]
    assert (found.count(VERBATIM), found.searched_documents) == (1, 3)


@pytest.mark.parametrize("text", ["", " \n", "...", "x" * 1_000_001])
def test_what_can_not_be_checked_is_refused(engine, text):
    with pytest.raises(qa.UsageError):
        engine.verify(text)


def test_files_are_taken_as_they_are_now(folder, tmp_path):
    notes = tmp_path / "notes"
    notes.mkdir()
    for name, text in NOTES.items():
        (notes / name).write_text(text, "utf-8")
    with qa.open(tmp_path / "index", paths=[notes]) as engine:
        engine.sync()
        sentence = "The council met on Monday."
        (notes / "press.txt").write_text("Press report\n\n\nThe council met on Monday. Again.\n")
        os.remove(notes / "council.txt")
        assert places(one(engine, sentence)) == [("press.txt", 4, sentence)]
        (notes / "new.txt").write_text("New\n\nThe ferry sank at dawn.\n")
        assert places(one(engine, "The ferry sank at dawn.")) == [
            ("new.txt", 3, "The ferry sank at dawn.")
        ]


def test_a_changed_file_that_is_not_indexed_again_is_read(tmp_path, monkeypatch):
    from qa.indexing import freshness

    notes = tmp_path / "notes"
    notes.mkdir()
    for name, text in NOTES.items():
        (notes / name).write_text(text, "utf-8")
    with qa.open(tmp_path / "index", paths=[notes]) as engine:
        engine.sync()
        (notes / "mill.txt").write_text("The mill\n\nThe mill is gone. It ground rye.\n")
        monkeypatch.setattr(freshness, "HASHED_FILES", -1)  # so that nothing is applied
        found = engine.verify("It ground rye until the flood of 1954. The council met on Monday.")
        assert [each.state for each in found.sentences] == [ABSENT, VERBATIM]
        assert found.sentences[0].nearest.occurrence.text == "It ground rye."
        assert found.notes  # that a file has changed
