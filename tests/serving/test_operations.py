"""What an operation gives: text for people and models, values for programs."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

import qa
from qa.engine import Engine
from qa.errors import DocumentNotFound, UsageError
from qa.serving.openapi import openapi
from qa.serving.operations import Outcome, perform
from qa.serving.parameters import MOST_SHOWN, OPERATIONS
from tests.support import fake_engine as fake

VALUES = OPERATIONS["ask"].read({"question": "why?"})


def test_what_sources_say_that_differs_is_in_the_text_and_its_paths_stay_here() -> None:
    engine = SimpleNamespace(
        empty=lambda: False,
        ask=lambda *_, **__: fake.differing_answer(),
        path_of=lambda source: f"/home/jane/{source}",
    )
    outcome = perform(engine, "ask", VALUES, local=False)
    assert outcome.text.startswith(
        "Evidence: strong (91%)\n\nSources differ: 14 (Reuters, 3 November 2019, and 1 other) · "
    )
    assert [each["path"] for each in outcome.data["differing"]] == ["b.txt", "a.txt"]
    local = perform(engine, "ask", VALUES, local=True)
    assert [each["path"] for each in local.data["differing"]] == ["seeds/b.txt", "seeds/a.txt"]


def served_folder(tmp_path: Path, **files: str) -> Engine:
    """An engine on these files, named without their suffix."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text)
    engine = qa.open(tmp_path / "index", paths=[folder])
    engine.sync()
    return engine


def done(engine: Engine, name: str, *, local: bool = False, **given: Any) -> Outcome:
    """An operation done with the parameters of a request."""
    return perform(engine, name, OPERATIONS[name].read(given), local=local)


def test_no_path_of_the_machine_leaves_it(tmp_path: Path) -> None:
    with served_folder(
        tmp_path, bell="The bell rings at noon.\n", owl="The owl sleeps.\n"
    ) as engine:
        answered = done(engine, "ask", question="when does the bell ring?")
        other = done(engine, "ask", question="when does the bell ring?", documents=["owl.md"])
        (tmp_path / "docs").rename(tmp_path / "away")
        lost = done(engine, "ask", question="when does the bell ring?")
        near = done(engine, "similar", document="bell.md")
        checked = done(engine, "verify_quote", quote="The bell rings at noon.")
    assert "Elsewhere: bell.md may answer it." in other.text
    assert lost.data["stale"]["missing"] == ["docs"]
    assert "docs is missing" in lost.text
    assert near.data["notes"]
    assert checked.data["notes"]
    for outcome in (answered, other, lost, near, checked):
        assert str(tmp_path) not in outcome.text + json.dumps(outcome.data)


def test_a_restriction_that_leaves_nothing_is_an_error_not_a_refusal(tmp_path: Path) -> None:
    with served_folder(tmp_path, bell="The bell rings at noon.\n") as engine:
        for name, given in (("ask", "question"), ("search", "query")):
            with pytest.raises(UsageError, match="No document matches these restrictions") as error:
                done(engine, name, **{given: "when does the bell ring?"}, since="2024-01-01")
            assert "1 undated document left out." in error.value.message
            assert "list_documents" in error.value.hint
        with pytest.raises(DocumentNotFound, match="'nosuch'") as missing:
            done(engine, "show", document="nosuch")
        assert "'list_documents'" in missing.value.hint


def test_an_answer_for_a_model_has_days_and_near_copies(tmp_path: Path) -> None:
    article = "---\ntitle: The dam\ndate: 2024-03-02\n---\nThe dam at Orrin broke after rain.\n"
    with served_folder(tmp_path, one=article, two=article) as engine:
        text = done(engine, "ask", question="why did the dam at Orrin break?").text
    assert "The dam · 2024-03-02 (one.md:5; also in two.md)\n" in text


def test_what_is_shown_fits_and_says_where_it_goes_on(tmp_path: Path) -> None:
    lines = "".join(f"Door {number} is blue. {'x' * 700}\n\n" for number in range(400))
    ledger = " ".join(f"Item {number} was approved." for number in range(4_000))
    with served_folder(tmp_path, doors=lines, ledger=f"Ledger\n\n{ledger}\n") as engine:
        shown = done(engine, "show", document="doors.md", line=401, context=200)
        assert len(shown.text) < MOST_SHOWN * 1.1
        assert shown.data["cut"]
        numbers = [each["line"] for each in shown.data["lines"]]
        assert numbers[0] < 401 < numbers[-1]
        assert [each["line"] for each in shown.data["lines"] if each["wanted"]] == [401]
        assert shown.text.endswith(f"It goes on: line {numbers[-1] + 1}.")
        long = done(engine, "show", document="ledger.md", line=3)
        assert long.data["cut"]
        assert len(long.text) < MOST_SHOWN * 1.1
        assert "The line is cut" in long.text
        short = done(engine, "show", document="doors.md", line=799, context=2)
        assert not short.data["cut"]
        assert "It goes on" not in short.text


def test_a_list_of_documents_as_an_answer_has_few_sources(tmp_path: Path) -> None:
    notes = {f"n{number}": f"# Note {number}\n\nShelf {number}.\n" for number in range(70)}
    with served_folder(tmp_path, **notes) as engine:
        found = done(engine, "ask", question="how many documents are there?")
        listed = done(engine, "list_documents", limit=20, offset=40)
        last = done(engine, "list_documents", limit=20, offset=60)
        searched = done(engine, "search", query="shelf", top=5)
    assert found.text.startswith("70 ")
    assert len(found.data["sources"]) == 50
    assert listed.text.endswith("There are more: offset 60.")
    assert "There are more" not in last.text
    assert searched.text.endswith("There are more: offset 5.")


def test_the_state_names_the_files_that_cannot_be_read(tmp_path: Path) -> None:
    with served_folder(tmp_path, bell="The bell rings at noon.\n") as engine:
        (tmp_path / "docs" / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
        (tmp_path / "docs" / "owl.md").write_text("The owl sleeps.\n")
        engine.sync()
        (tmp_path / "docs" / "bell.md").unlink()
        text = done(engine, "status").text
    assert "1 file gone: bell.md." in text
    assert "1 file not read: broken.pdf (Can't be read" in text


def test_a_word_that_stands_everywhere_is_not_listed_a_hundred_times(tmp_path: Path) -> None:
    with served_folder(tmp_path, bell="The bell rings.\n\n" * 90) as engine:
        text = done(engine, "verify_quote", quote="bell").text
    assert text.count("bell.md:") == 10
    assert " more." in text


def test_what_is_sent_is_what_the_openapi_document_says(tmp_path: Path) -> None:
    calls: dict[str, dict[str, Any]] = {
        "ask": {"question": "when does the bell ring?"},
        "search": {"query": "bell"},
        "show": {"document": "bell.md", "line": 1},
        "verify_quote": {"quote": "The bell rings at noon."},
        "list_documents": {},
        "similar": {"document": "bell.md"},
        "status": {},
    }
    assert calls.keys() == OPERATIONS.keys()
    document = openapi(token=False)
    texts = {"bell": "The bell rings at noon.\n", "copy": "The bell rings at noon.\n"}
    with served_folder(tmp_path, **texts) as engine:
        for name, given in calls.items():
            responses = document["paths"][f"/v1/{name}"]["post"]["responses"]
            schema = responses["200"]["content"]["application/json"]["schema"]
            assert schema["$ref"].startswith("#/components/schemas/")
            jsonschema.validate(
                done(engine, name, **given).data,
                schema | {"components": document["components"]},
            )
    assert "/defs" not in json.dumps(document)
    assert "401" in openapi(token=True)["paths"]["/v1/ask"]["post"]["responses"]
