"""Questions about documents in few words, and about one's own days."""

from __future__ import annotations

from datetime import date

import pytest

from qa.catalogue.recognise import recognise


@pytest.fixture
def vault(collection):
    collection.add("diary/2024-02-29.md", "Leap day. A filling on the left.", "2024-02-29")
    collection.add("diary/2024-03-01.md", "Bought a kayak from Henning.", "2024-03-01")
    collection.add("bread.md", "Rye and water.", "Bread", published=date(2024, 3, 11))
    collection.add("kiln.md", "Cone six.", "Kiln log", tags=("pottery",))
    collection.add("tide.md", "High at noon.", "Tide and moon", author="Ada Brill and Tom Rowe")
    return collection


def test_what_somebody_did_stands_in_the_diary_alone(vault):
    assert vault.sources("What did I do on 29 February 2024?") == ["diary/2024-02-29.md"]
    assert vault.sources("what did we do in march 2024") == ["diary/2024-03-01.md"]
    assert vault.ask("what did I do in march 2023") is None
    answer = vault.ask("What did I buy on 1 March 2024?")
    assert ([piece.text for piece in answer.evidence], answer.confidence) == (
        ["Bought a kayak from Henning."],
        0.75,  # the day is certain, not that it says so
    )
    assert recognise("What did I learn?") is None
    assert recognise("Whom did I meet in March 2024?") is None  # a question for the reader


def test_a_day_in_the_file_name_makes_a_diary(collection):
    collection.add("2024-05-02 Thursday.md", "Rain. The roof leaks.", "Thursday")
    collection.add("2024-05-03.md", "Sun.", "Friday")
    collection.add("notes.md", "Rain is wet.", "Rain", published=date(2024, 5, 2))
    assert collection.sources("what did I do on 2 May 2024") == ["2024-05-02 Thursday.md"]


def test_tags_and_authors_without_a_verb(vault):
    assert vault.sources("notes tagged #pottery") == ["kiln.md"]
    assert vault.sources("articles by Ada Brill") == ["tide.md"]
    assert recognise("article by article") is None


def test_an_author_of_the_metadata_is_named_beside_the_text(vault):
    answer = vault.ask("who wrote tide and moon")
    assert answer.notes == ("Tide and moon: by Ada Brill and Tom Rowe.",)
    assert recognise("who wrote a letter to the king") is None
