"""Named collections as a person uses them: with the real program and the real model."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import qa
from qa.errors import UsageError
from tests.support.builders import environment, run_qa

BRIDGE = """---
title: The bridge at Lund
author: Jane Roe
date: 2024-05-17
---

The bridge at Lund was closed on Monday because of ice. Repairs take two weeks.
"""
FERRY = "The ferry\n\nThe ferry to Visby leaves at seven in the morning.\n"
MILL = "The mill\n\nThe old mill was sold to Anders Berg for ten crowns.\n"


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home folder with two folders of articles, and nothing indexed."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("QA_INDEX", raising=False)
    for name, text in (
        ("articles/bridge.md", BRIDGE),
        ("articles/2024/ferry.txt", FERRY),
        ("old/articles/mill.txt", MILL),
        ("nothing/picture.png", "no text"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def good(*args: object, cwd: Path, code: int = 0) -> str:
    done = run_qa(*args, cwd=cwd)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr


def listed(home: Path) -> dict[str, dict]:
    found = json.loads(good("collections", "--json", cwd=home))
    return {each["name"]: each for each in found["collections"]}


def test_a_second_folder_leaves_the_first_as_it_was(home):
    good("index", "articles", cwd=home)
    made = run_qa("index", "old/articles", cwd=home)
    assert "made the collection 'old-articles'" in made.stderr
    assert "1 added, 0 changed, 0 removed" in made.stdout
    assert {name: each["documents"] for name, each in listed(home).items()} == {
        "articles": 2,
        "old-articles": 1,
    }
    # In or below the folder, by the name, and nowhere by chance.
    below = home / "articles" / "2024"
    question = "When does the ferry to Visby leave?"
    assert "seven in the morning" in good("ask", question, cwd=below)
    assert "seven in the morning" in good("ask", question, "-C", "ARTICLES", cwd=home)
    assert "Anders Berg" in good("search", "the mill", "-C", "old-articles", cwd=below)
    assert "There are: articles, old-articles" in good("ask", question, cwd=home, code=2)
    assert "bridge.md" in good("show", "bridge", "-C", "articles", cwd=home)
    status = json.loads(good("status", "--json", "-C", "articles", cwd=home))
    assert status["collection"] == [str(home / "articles")]
    assert "No faults found." in good("doctor", "-C", "articles", cwd=home)
    # Indexing a folder again updates its collection and makes no other.
    (home / "articles" / "new.txt").write_text("The harbour was opened on Friday.\n")
    assert "1 added, 0 changed, 0 removed, 2 unchanged" in good("index", "articles", cwd=home)
    assert "3 unchanged" in good("index", cwd=below)
    assert set(listed(home)) == {"articles", "old-articles"}


def test_adding_and_replacing_must_be_said(home):
    good("index", "articles", cwd=home)
    refused = good("index", "old/articles", "-C", "articles", cwd=home, code=2)
    assert "with 2 documents" in refused
    assert "--add" in refused
    assert "--replace" in refused
    assert listed(home)["articles"]["documents"] == 2
    good("index", "--add", "old/articles", "-C", "articles", cwd=home)
    assert listed(home)["articles"]["documents"] == 3
    assert listed(home)["articles"]["paths"] == [
        str(home / "articles"), str(home / "old" / "articles"),
    ]  # fmt: skip
    assert "Anders Berg" in good("search", "the mill", cwd=home / "articles")
    assert "0 removed, 3 unchanged" in good("index", cwd=home / "old" / "articles")
    good("index", "--replace", "old/articles", "-C", "articles", cwd=home)
    assert listed(home)["articles"]["documents"] == 1
    assert good("index", "--add", cwd=home, code=2).startswith("qa: No folder was named.")
    good("index", "--add", "--replace", "articles", cwd=home, code=2)


def test_another_folder_is_not_put_into_an_index_unasked(home):
    """The fault itself: "12 added, 10 removed"."""
    there = ("--index", home / "ix")
    good("index", "articles", *there, cwd=home)
    refused = good("index", "old/articles", *there, cwd=home, code=2)
    assert "would remove them" in refused
    assert json.loads(good("list", "--json", *there, cwd=home))["total"] == 2
    with pytest.raises(UsageError), qa.open(home / "ix", paths=[home / "old"]) as engine:
        engine.sync()
    # A folder above holds all of it; the folder itself is the same.
    good("index", "articles", *there, cwd=home)
    good("index", "--add", "old/articles", *there, cwd=home)
    assert json.loads(good("list", "--json", *there, cwd=home))["total"] == 3
    assert "0 removed, 3 unchanged" in good("index", *there, cwd=home)
    good("index", "--replace", "old/articles", *there, cwd=home)
    assert json.loads(good("list", "--json", *there, cwd=home))["total"] == 1
    good("index", home, *there, cwd=home)
    assert json.loads(good("list", "--json", *there, cwd=home))["total"] == 3


def test_the_index_of_the_environment_is_an_index_like_any_other(home):
    done = [
        subprocess.run(
            [sys.executable, "-m", "qa", "index", folder],
            cwd=home, env=environment() | {"QA_INDEX": "ix"}, capture_output=True, text=True,
        )
        for folder in ("articles", "old/articles")
    ]  # fmt: skip
    assert [each.returncode for each in done] == [0, 2]
    assert "would remove them" in done[1].stderr
    assert json.loads(good("list", "--json", "--index", "ix", cwd=home))["total"] == 2
    assert listed(home) == {}


def test_a_project_stays_as_it_is(home):
    project = home / "project"
    shutil.copytree(home / "articles", project / "seeds")
    good("index", "seeds", cwd=project)
    assert (project / "index" / "qa.sqlite").exists()
    good("index", home / "old" / "articles", cwd=project)
    assert listed(home)["articles"]["documents"] == 1
    assert "2 unchanged" in good("index", cwd=project)
    assert "qa.toml" in good("index", "--add", home / "old", cwd=project, code=2)


def test_a_folder_without_documents_makes_no_collection(home):
    assert "nothing to index" in good("index", "nothing", cwd=home, code=1)
    assert "no file or folder" in good("index", "gone", cwd=home, code=1)
    assert listed(home) == {}
    assert list((home / "data" / "qa" / "collections").glob("[!.]*")) == []


def test_a_moved_folder_is_found_and_nothing_is_read_again(home):
    good("index", "articles", cwd=home)
    (home / "articles").rename(home / "texts")
    done = run_qa("ask", "When does the ferry to Visby leave?", "-C", "articles", cwd=home)
    assert "seven in the morning" in done.stdout
    assert f"has moved from {home / 'articles'} to {home / 'texts'}" in done.stderr
    assert listed(home)["articles"]["paths"] == [str(home / "texts")]
    assert "0 removed, 2 unchanged" in good("index", "texts", cwd=home)
    shutil.rmtree(home / "texts")
    assert f"{home / 'texts'} (not there)" in good("collections", cwd=home)
    assert listed(home)["articles"]["missing"] == [str(home / "texts")]


def test_renaming_and_removing(home):
    good("index", "articles", cwd=home)
    good("index", "old/articles", cwd=home)
    good("collections", "rename", "articles", "My News", cwd=home)
    assert "already" in good("collections", "rename", "my news", "OLD-articles", cwd=home, code=2)
    good("collections", "rename", "my news", "my news", cwd=home)
    for bad in ("../x", "a/b", "", "\x1b[2J", "-"):
        good("collections", "rename", "my news", "--", bad, cwd=home, code=2)
    assert set(listed(home)) == {"my news", "old-articles"}
    # Nobody is at the terminal to say yes.
    assert "--yes" in good("collections", "remove", "my news", cwd=home, code=2)
    assert set(listed(home)) == {"my news", "old-articles"}
    index = Path(listed(home)["my news"]["index"])
    good("collections", "remove", "my news", "--yes", cwd=home)
    assert set(listed(home)) == {"old-articles"}
    assert not index.parent.exists()
    assert (home / "articles" / "bridge.md").read_text() == BRIDGE
    good("collections", "remove", "my news", "--yes", cwd=home, code=2)


def test_a_collection_that_is_being_written_is_not_removed(home):
    from qa.store.write_lock import writing

    good("index", "articles", cwd=home)
    index = Path(listed(home)["articles"]["index"])
    with writing(index):
        done = run_qa("collections", "remove", "articles", "--yes", cwd=home)
    assert (done.returncode, "Another process" in done.stderr) == (1, True)
    assert listed(home)["articles"]["documents"] == 2


def test_a_damaged_card_costs_its_collection_only(home):
    good("index", "articles", cwd=home)
    good("index", "old/articles", cwd=home)
    card = Path(listed(home)["articles"]["index"]).parent / "collection.json"
    card.write_text("[" * 10_000)
    done = run_qa("collections", cwd=home)
    assert done.returncode == 0
    assert "old-articles" in done.stdout
    assert f"the card in {card.parent} can't be read" in done.stderr
    assert "Anders Berg" in good("search", "the mill", cwd=home)
    good("index", "articles", cwd=home)
    assert set(listed(home)) == {"articles", "old-articles"}


def test_lists_and_restrictions(home):
    good("index", "articles", cwd=home)
    here = home / "articles"
    assert good("list", cwd=here) == (
        "-           12  The ferry           2024/ferry.txt\n"
        "2024-05-17  15  The bridge at Lund  bridge.md\n"
    )
    rows = csv.DictReader(io.StringIO(good("list", "--csv", "--sort", "date", cwd=here)))
    assert [row["title"] for row in rows] == ["The bridge at Lund", "The ferry"]
    one = json.loads(good("list", "--json", "--limit", "1", "--offset", "1", cwd=here))
    assert [each["path"] for each in one["documents"]] == ["bridge.md"]
    assert one["total"] == 2
    for restriction, found in (
        (("--in", "2024"), ["2024/ferry.txt"]),
        (("--in", "articles/2024/*"), ["2024/ferry.txt"]),
        (("--in", "./articles/*.md"), ["bridge.md"]),
        (("--in", str(here / "bridge.md")), ["bridge.md"]),
        (("--in", "."), ["2024/ferry.txt", "bridge.md"]),
        (("--doc", "bridge at"), ["bridge.md"]),
        (("--doc", "bridge at", "--doc", "ferry"), ["2024/ferry.txt", "bridge.md"]),
        (("--author", "roe"), ["bridge.md"]),
        (("--since", "2024", "--until", "2024-05"), ["bridge.md"]),
        (("--min-words", "13"), ["bridge.md"]),
        (("--max-words", "12"), ["2024/ferry.txt"]),
    ):
        shown = json.loads(good("list", "--json", *restriction, cwd=home))
        assert [each["source"] for each in shown["documents"]] == found, restriction
    nothing = run_qa("list", "--since", "2025", cwd=home)
    assert (nothing.returncode, nothing.stdout) == (3, "No documents.\n")
    assert nothing.stderr == "qa: 1 undated document left out.\n"
    assert "2 documents match" in good("list", "--doc", "the", cwd=home, code=2)


def test_asking_some_of_the_documents(home):
    good("index", "articles", cwd=home)
    question = "Why was the bridge at Lund closed?"
    done = run_qa("ask", question, "--since", "2024-05", cwd=home)
    assert "because of ice" in done.stdout
    assert done.stderr == "qa: 1 undated document left out.\n"
    asked = json.loads(good("ask", "--json", question, "--since", "2024-05", cwd=home))
    assert asked["notes"] == ["1 undated document left out."]
    assert asked["searched"]["documents"] == 1
    assert run_qa("ask", question, "--in", "2024", cwd=home).returncode == 3
    assert (
        run_qa("search", question, "--doc", "ferry", "--json", cwd=home).stdout.count("bridge") == 1
    )
