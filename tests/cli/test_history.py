"""Conversations on the command line: continued, listed, shown, searched, deleted, switched off."""

from __future__ import annotations

import json
import sys
import time

import pytest

from qa.cli import main
from tests.support import fake_engine as fake


@pytest.fixture
def engine(monkeypatch, tmp_path):
    engine = fake.Engine()
    engine.index = tmp_path / "index"
    monkeypatch.setitem(sys.modules, "qa.engine", fake.module(engine))
    monkeypatch.setenv("QA_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("QA_HISTORY")
    return engine


def asked(engine) -> list[str]:
    return [call[1] for call in engine.calls if call[0] == "ask"]


def stored(tmp_path) -> list[dict]:
    files = sorted((tmp_path / "state" / "conversations").glob("*.json"))
    return [json.loads(path.read_text()) for path in files]


def test_a_first_question_begins_a_conversation_and_continue_goes_on(engine, capsys, tmp_path):
    assert main(["ask", "--json", "When did Turkey buy the S-400?"]) == 0
    assert main(["ask", "--json", "--continue", "And India?"]) == 0
    shown = capsys.readouterr().out
    last = json.loads(shown[shown.rindex('{\n  "schema"') :])
    assert last["question"] == "And India?"
    assert last["interpretation"] == "When did India buy the S-400?"
    assert asked(engine) == ["When did Turkey buy the S-400?", "When did India buy the S-400?"]
    (conversation,) = stored(tmp_path)
    questions = [turn["question"] for turn in conversation["turns"]]
    assert questions == ["When did Turkey buy the S-400?", "And India?"]
    assert conversation["index"] == str(tmp_path / "index")
    assert conversation["fingerprint"] == "f00d"


def test_without_continue_a_new_one_begins(engine, capsys, tmp_path):
    main(["ask", "When did Turkey buy the S-400?"])
    main(["ask", "And India?"])
    assert asked(engine)[-1] == "And India?"
    assert len(stored(tmp_path)) == 2


def test_standalone_takes_the_words_as_typed(engine, capsys):
    main(["ask", "When did Turkey buy the S-400?"])
    main(["ask", "-c", "--standalone", "And India?"])
    assert asked(engine)[-1] == "And India?"
    assert "taken as" not in capsys.readouterr().out


def test_continue_without_an_earlier_one_says_so(engine, capsys):
    assert main(["ask", "-c", "why?"]) == 0
    assert "There is no earlier conversation" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_small_talk_gets_a_reply_and_no_refusal(engine, capsys, form):
    assert main(["ask", "thanks", "--format", form]) == 0
    out = capsys.readouterr().out
    if form == "json":
        reply = json.loads(out)
        assert (reply["kind"], reply["intent"], reply["line"]) == ("reply", "thanks", "thanks")
    else:
        assert out == "You're welcome.\n"
    assert asked(engine) == []


def test_listing_showing_searching_deleting(engine, capsys, tmp_path):
    main(["ask", "why was Turkey removed?"])
    capsys.readouterr()
    assert main(["history"]) == 0
    line = capsys.readouterr().out
    identifier = line.split()[0]
    assert line.endswith("1 turn  why was Turkey removed?\n")
    assert main(["history", "show", identifier]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("> why was Turkey removed?\n\nWashington removed Turkey")
    assert main(["history", "search", "TURKEY", "removed"]) == 0
    assert identifier in capsys.readouterr().out
    assert main(["history", "search", "penguins"]) == 3
    assert main(["history", "delete", identifier]) == 0
    assert main(["history"]) == 3
    assert main(["history", "restore"]) == 0
    capsys.readouterr()
    assert main(["history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["title"] == "why was Turkey removed?"
    assert main(["history", "show", "zzzzzz"]) == 2


def test_a_history_that_is_empty_says_so(engine, capsys):
    for words in (["history"], ["history", "--all"], ["history", "search", "penguins"]):
        assert main(words) == 3
        out, err = capsys.readouterr()
        assert out.startswith("No" if "search" not in words else "Nothing found.")
        assert out.count("\n") == 1
        assert err == ""
        assert main([*words, "--json"]) == 3
        assert json.loads(capsys.readouterr().out) == []


def test_times_are_those_of_the_clock_here(engine, capsys, monkeypatch):
    main(["ask", "why was Turkey removed?"])
    capsys.readouterr()
    seen = set()
    for zone in ("UTC0", "XST-14", "YST12"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        main(["history"])
        main(["history", "search", "turkey"])
        listed, found = (line[8:24] for line in capsys.readouterr().out.splitlines())
        assert listed == found
        seen.add(listed)
    monkeypatch.undo()
    time.tzset()
    assert len(seen) == 3


def test_nothing_is_stored_when_history_is_off(engine, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("QA_HISTORY", "0")
    assert main(["ask", "why?"]) == 0
    assert not (tmp_path / "state").exists()
    assert main(["ask", "-c", "why?"]) == 2
    assert "QA_HISTORY" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_a_warning(engine, capsys, tmp_path, monkeypatch):
    (tmp_path / "state").write_text("a file, not a folder")
    assert main(["ask", "why?"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Washington removed Turkey")
    assert err.startswith("qa: warning: the conversation can't be stored: ")


def test_a_path_of_the_index_is_another_form_of_it(engine, tmp_path):
    from qa.conversation.history import History

    (tmp_path / "notes").mkdir()
    history = History(tmp_path / "state" / "conversations")
    begun = history.begin(tmp_path / "notes" / ".." / "index")
    history.save(begun)
    assert history.latest(tmp_path / "index") == begun
    assert [each.id for each in history.entries(tmp_path / "index")[0]] == [begun.id]
    assert history.latest(tmp_path / "other") is None


def test_what_show_prints_as_json_can_be_verified(engine, capsys):
    from qa.verification.receipts import quotes_of

    main(["ask", "why was Turkey removed?"])
    main(["ask", "-c", "thanks"])
    capsys.readouterr()
    main(["history"])
    identifier = capsys.readouterr().out.split()[0]
    assert main(["history", "show", identifier, "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["kind"] == "conversation"
    assert [turn["typed"] for turn in whole["turns"]] == ["why was Turkey removed?", "thanks"]
    assert whole["turns"][1]["reply"]["intent"] == "thanks"
    quoted = quotes_of(whole)
    assert quoted.quotes[0].stretches[0][2].startswith("Washington removed Turkey")
