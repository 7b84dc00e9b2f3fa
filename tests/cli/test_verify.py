"""`qa verify`: what is checked, and how it exits; `qa ask --receipt`."""

from __future__ import annotations

import dataclasses
import io
import json
import sys
from pathlib import Path

import pytest

from qa.cli import main
from qa.datatypes import QuoteState, SentenceState
from tests.support import fake_engine as fake
from tests.support.builders import run_qa


@pytest.fixture
def engine(monkeypatch):
    engine = fake.Engine()
    monkeypatch.setitem(sys.modules, "qa.engine", fake.module(engine))
    return engine


def typed(monkeypatch, data: bytes) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(data), "utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)


def verified(engine) -> object:
    return next(call[1] for call in engine.calls if call[0] == "verify")


def test_words_are_one_draft(engine, capsys):
    assert main(["verify", "Turkey", "was removed."]) == 3
    assert verified(engine) == "Turkey was removed."
    assert capsys.readouterr().err == "qa: Files changed.\n"


def test_stdin_is_a_draft_or_an_answer(engine, monkeypatch):
    typed(monkeypatch, b"\xef\xbb\xbfA draft.\nOf two lines.")
    main(["verify", "-"])
    assert verified(engine) == "A draft.\nOf two lines."
    engine.calls.clear()
    typed(monkeypatch, b'{"kind": "answer"}')
    main(["verify"])
    assert verified(engine) == {"kind": "answer"}
    engine.calls.clear()
    typed(monkeypatch, b"{curly} words")
    main(["verify", "-"])
    assert verified(engine) == "{curly} words"


def test_a_file_is_a_draft_or_an_answer(engine, tmp_path):
    (tmp_path / "draft.md").write_text("Swans hiss.")
    (tmp_path / "answer.json").write_text('{"kind": "answer"}')
    main(["verify", str(tmp_path / "draft.md")])
    main(["verify", str(tmp_path / "answer.json")])
    assert [call[1] for call in engine.calls if call[0] == "verify"] == [
        "Swans hiss.",
        {"kind": "answer"},
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere/answer.json"], "There is no file nowhere/answer.json"),
        (["broken.json"], "broken.json is no JSON"),
        (["deep.json"], "deep.json is no JSON"),
    ],
)
def test_what_can_not_be_read_is_a_usage_error(
    engine, capsys, monkeypatch, tmp_path, words, message
):
    monkeypatch.chdir(tmp_path)
    Path("broken.json").write_text('{"kind": ')
    Path("deep.json").write_text('{"a":' + "[" * 200_000)
    assert main(["verify", *words]) == 2
    assert message in capsys.readouterr().err
    assert not [call for call in engine.calls if call[0] == "verify"]


SENTENCES = {each.state: each for each in fake.checked_draft().sentences}
QUOTES = {each.state: each for each in fake.checked_answer().quotes}


@pytest.mark.parametrize(
    ("states", "code", "strict"),
    [
        ([SentenceState.VERBATIM], 0, 0),
        ([SentenceState.VERBATIM, SentenceState.SAME_WORDS], 0, 3),
        ([SentenceState.VERBATIM, SentenceState.ABSENT], 3, 3),
        ([QuoteState.VERBATIM], 0, 0),
        ([QuoteState.VERBATIM, QuoteState.MOVED], 0, 3),
        ([QuoteState.CHANGED], 3, 3),
        ([QuoteState.GONE, QuoteState.VERBATIM], 3, 3),
        ([], 0, 0),
    ],
)
def test_exit_codes_are_for_scripts(engine, monkeypatch, states, code, strict):
    if states and isinstance(states[0], SentenceState):
        chosen = tuple(SENTENCES[state] for state in states)
        found: object = dataclasses.replace(fake.checked_draft(), sentences=chosen)
    else:
        quotes = tuple(QUOTES[state] for state in states)
        found = dataclasses.replace(fake.checked_answer(), quotes=quotes)
    monkeypatch.setattr(engine, "verify", lambda _: found)
    assert main(["verify", "x"]) == code
    assert main(["verify", "--strict", "x"]) == strict


def test_a_receipt_is_json_without_the_clock(engine, capsys):
    assert main(["ask", "--receipt", "why?"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert "timings_ms" not in made
    assert "unchecked" not in made["stale"]
    assert made["receipt"]["collection"]["paths"] == ["/home/jane/seeds"]
    main(["ask", "--json", "why?"])
    timed = json.loads(capsys.readouterr().out)
    assert timed["timings_ms"]
    assert timed["receipt"] == made["receipt"]


def test_errors_of_a_receipt_are_json(engine, capsys):
    assert main(["ask", "--receipt", ""]) == 2
    assert json.loads(capsys.readouterr().out)["kind"] == "error"


def test_the_same_question_gives_the_same_bytes_and_is_verified(seeds_index, tmp_path):
    ask = ("ask", "--receipt", "why was Turkey removed from F-35?")
    first, second = (run_qa(*ask, cwd=seeds_index.parent) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    made = json.loads(first.stdout)
    settings = made["receipt"]["settings"]
    assert (settings["top"], len(settings["reader"]), len(settings["ranker"])) == (3, 64, 64)
    assert settings["ranker"] != settings["reader"]
    assert [each["source"] for each in made["receipt"]["files"]] == [
        each["document"]["source"] for each in made["sources"]
    ]
    (tmp_path / "answer.json").write_text(first.stdout, "utf-8")
    done = run_qa("verify", "--strict", tmp_path / "answer.json", cwd=seeds_index.parent)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[0].startswith("verbatim    [1] seeds/000_")
    piped = run_qa("verify", "--json", "-", cwd=seeds_index.parent, stdin=first.stdout)
    assert json.loads(piped.stdout)["counts"] == {
        "verbatim": len(made["evidence"]), "moved": 0, "changed": 0, "gone": 0,
    }  # fmt: skip


def test_a_second_look_has_a_receipt_too(seeds_engine):
    from qa.conversation.converse import converse
    from qa.datatypes import Answer, Turn

    first = seeds_engine.ask("why was Turkey removed from F-35?")
    more = converse(seeds_engine, "tell me more", [Turn("why?", answer=first)])
    assert isinstance(more, Answer)
    assert more.receipt is None
    made = seeds_engine.add_receipt(more, top=5).receipt
    assert (made.top, made.index_state) == (5, first.receipt.index_state)
    assert {each.source for each in made.files} == {s.document.source for s in more.sources}


MAILBOX = """From nora@example.org Mon Mar  4 10:00:00 2024
From: Nora Quill <nora@example.org>
Subject: The keys of the boathouse
Date: Mon, 4 Mar 2024 10:00:00 +0000

The keys of the boathouse hang behind the second oar.

From tom@example.org Tue Mar  5 10:00:00 2024
From: Tom Arden <tom@example.org>
Subject: Paint
Date: Tue, 5 Mar 2024 10:00:00 +0000

The paint for the hull is grey this year.

"""


def test_what_is_inside_of_a_file_is_verified_by_file_and_part(tmp_path):
    """The JSON of an answer names the file on disk; a message has no line of its own."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "club.mbox").write_text(MAILBOX, "utf-8")
    index = ("--index", str(tmp_path / "index"))
    assert run_qa("index", str(notes), *index, cwd=tmp_path).returncode == 0
    asked = run_qa("ask", "--json", *index, "where are the keys of the boathouse?", cwd=tmp_path)
    made = json.loads(asked.stdout)
    document = made["sources"][0]["document"]
    assert (document["source"], document["part"]) == ("club.mbox", "message-1")
    assert document["title"] == "The keys of the boathouse"
    (tmp_path / "answer.json").write_text(asked.stdout, "utf-8")
    done = run_qa("verify", "--json", tmp_path / "answer.json", *index, cwd=tmp_path)
    counts = json.loads(done.stdout)["counts"]
    assert counts["verbatim"] == len(made["evidence"]) > 0
    assert sum(counts.values()) == counts["verbatim"]
