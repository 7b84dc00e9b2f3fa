"""What became of the quotes of an answer: verbatim, moved, changed, gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa
from qa.datatypes import Answer, QuoteState, Side
from qa.render.json_writer import JsonWriter
from qa.verification.receipts import quotes_of

TEXT = """Harbour rules

Boats longer than twelve metres berth at the north quay. The harbour
master is Runa Falk.

Before you leave, do this:

1. Close the sea cocks.
2. Tell the harbour master.
3. Switch off the shore power.

The fee for a night is 30 crowns. It is paid at the kiosk.
"""
VERBATIM, MOVED = QuoteState.VERBATIM, QuoteState.MOVED
CHANGED, GONE = QuoteState.CHANGED, QuoteState.GONE


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "harbour.md").write_text(TEXT, "utf-8")
    (folder / "other.md").write_text("# Weather\n\nIt rains in the north.\n", "utf-8")
    return folder


@pytest.fixture
def engine(notes: Path) -> Iterator[qa.Engine]:
    with qa.open(notes.parent / "index", paths=[notes]) as engine:
        engine.sync()
        yield engine


def answer_with(engine: qa.Engine, *texts: str) -> dict:
    """The JSON of an answer that quotes stretches of harbour.md as one unit."""
    document = engine.document("harbour.md")
    parts = []
    for text in texts:
        start = document.text.index(text)
        parts.append({"start": start, "end": start + len(text), "kind": None})
    info = {"source": "harbour.md"}
    return {
        "kind": "answer",
        "question": "?",
        "evidence": [
            {
                "citation": 1,
                "text": "\n".join(texts),
                "line": document.line(parts[0]["start"]),
                "parts": parts,
                "proof": {"start": parts[0]["start"]},
            }
        ],
        "misses": [],
        "sources": [{"number": 1, "document": info}],
    }


def quote(engine: qa.Engine, answer: dict) -> qa.CheckedQuote:
    (found,) = engine.verify(answer).quotes
    return found


RUNA = "The harbour\nmaster is Runa Falk."
FEE = "The fee for a night is 30 crowns."
STEPS = (
    "Before you leave, do this:",
    "Close the sea cocks.",
    "Tell the harbour master.",
    "Switch off the shore power.",
)


@pytest.mark.parametrize("texts", [(RUNA,), (FEE,), STEPS])
def test_what_has_not_changed_is_verbatim(engine, texts):
    found = quote(engine, answer_with(engine, *texts))
    assert found.state is VERBATIM
    assert found.now_line == found.line
    assert [part.now.text for part in found.stretches] == list(texts)


@pytest.mark.parametrize("texts", [(RUNA,), (FEE,), STEPS])
def test_what_stands_some_lines_further_down_has_moved(engine, notes, texts):
    answer = answer_with(engine, *texts)
    (notes / "harbour.md").write_text(TEXT.replace("rules\n", "rules\n\nMind the swans.\n"))
    found = quote(engine, answer)
    assert found.state is MOVED
    assert found.now_line == found.line + 2
    assert found.now_path == found.path


def test_an_insertion_before_it_in_the_same_line_moves_nothing(engine, notes):
    answer = answer_with(engine, FEE)
    (notes / "harbour.md").write_text(TEXT.replace("The fee", "Mind this. The fee"))
    assert quote(engine, answer).state is VERBATIM


def test_of_several_places_it_is_the_nearest(engine, notes):
    answer = answer_with(engine, FEE)
    (notes / "harbour.md").write_text(f"Top\n\n{FEE}\n\n{TEXT}")
    assert quote(engine, answer).now_line == 16


def test_a_changed_word_is_shown(engine, notes):
    answer = answer_with(engine, FEE)
    (notes / "harbour.md").write_text(TEXT.replace("30 crowns", "35 crowns"))
    found = quote(engine, answer)
    assert found.state is CHANGED
    (part,) = found.stretches
    assert part.now is None
    sides = [(each.side, each.text) for each in part.nearest.diff if each.side is not Side.BOTH]
    assert sides == [(Side.GIVEN, "30"), (Side.DOCUMENT, "35")]
    assert part.nearest.occurrence.text == "The fee for a night is 35 crowns."


def test_other_line_ends_are_a_change_of_spacing(engine, notes):
    answer = answer_with(engine, RUNA)
    (notes / "harbour.md").write_text(TEXT.replace("harbour\nmaster is", "harbour master\nis"))
    found = quote(engine, answer)
    assert found.state is CHANGED
    assert found.stretches[0].now.text == "The harbour master\nis Runa Falk."
    assert [each.value for each in found.stretches[0].now.differences] == ["spacing"]


def test_of_several_stretches_the_changed_one_is_named(engine, notes):
    answer = answer_with(engine, *STEPS)
    (notes / "harbour.md").write_text(TEXT.replace("Tell the", "Never tell the"))
    found = quote(engine, answer)
    assert found.state is CHANGED
    assert [part.state for part in found.stretches] == [VERBATIM, VERBATIM, CHANGED, VERBATIM]


def test_what_was_deleted_is_gone(engine, notes):
    answer = answer_with(engine, FEE)
    (notes / "harbour.md").write_text(TEXT.replace(FEE, ""))
    found = quote(engine, answer)
    assert found.state is GONE
    assert (found.now_path, found.now_line) == (None, None)


def test_a_deleted_file_takes_its_quotes_with_it(engine, notes):
    answer = answer_with(engine, FEE)
    (notes / "harbour.md").unlink()
    (notes / "third.md").write_text("# More\n\nSwans hiss.\n")
    assert quote(engine, answer).state is GONE


def test_a_renamed_file_is_found(engine, notes):
    answer = answer_with(engine, *STEPS)
    (notes / "harbour.md").rename(notes / "port.md")
    found = quote(engine, answer)
    assert found.state is MOVED
    assert found.now_path.endswith("port.md")
    assert found.now_line == 6


def test_an_answer_and_its_json_are_checked_alike(engine, notes):
    answer = engine.ask("Who is the harbour master?")
    assert isinstance(answer, Answer)
    assert answer.answered
    plain = json.loads(JsonWriter(engine.path_of).answer(answer))
    assert engine.verify(answer) == engine.verify(plain)
    assert engine.verify(plain).count(VERBATIM) == len(answer.evidence)
    assert engine.verify(plain).changed_files == ()
    (notes / "harbour.md").write_text(TEXT + "\nSwans.\n")
    (changed,) = engine.verify(plain).changed_files
    assert changed.endswith("harbour.md")


def test_a_search_and_a_conversation_are_checked_as_well(engine):
    hits = json.loads(JsonWriter(engine.path_of).hits("fee", engine.search("fee")))
    assert {each.state for each in engine.verify(hits).quotes} == {VERBATIM}
    talk = {"kind": "conversation", "turns": [{"answer": answer_with(engine, FEE)}, {}]}
    assert [each.state for each in engine.verify(talk).quotes] == [VERBATIM]


def test_another_collection_is_named(engine):
    answer = answer_with(engine, FEE)
    answer["receipt"] = {"collection": {"paths": ["/elsewhere"]}, "files": []}
    assert engine.verify(answer).notes == ("The answer is from another collection: /elsewhere.",)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "status"},
        {"evidence": 5},
        {"evidence": [{}]},
        {"sources": []},
        {"sources": [{"number": 1, "document": {"source": "../../etc/passwd"}}]},
        {"sources": [{"number": 1, "document": {"source": "/etc/passwd"}}]},
        {"question": None},
    ],
)
def test_what_is_no_answer_is_refused(engine, change):
    with pytest.raises(qa.UsageError, match="can't be checked"):
        engine.verify(answer_with(engine, FEE) | change)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "The fee"},
        {"parts": []},
        {"parts": [{"start": -4, "end": 29}]},
        {"parts": [{"start": 20, "end": 10}, {"start": 0, "end": 3}]},
        {"citation": 7},
        {"proof": None},
    ],
)
def test_a_quote_that_misses_its_place_is_refused(engine, change):
    answer = answer_with(engine, FEE)
    answer["evidence"][0] |= change
    with pytest.raises(qa.UsageError):
        quotes_of(answer)


def test_a_file_that_no_document_was_made_of_is_not_read(engine, notes):
    (notes / "secret.key").write_text(FEE)
    answer = answer_with(engine, FEE)
    answer["sources"][0]["document"]["source"] = "secret.key"
    found = quote(engine, answer)
    assert found.now_path.endswith("harbour.md")  # found by the index, not there
