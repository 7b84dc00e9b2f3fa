"""A folder indexed into a shared collection, asked, updated by file; and what is refused there."""

from __future__ import annotations

import sys
import time
from threading import Event, Thread

import pytest

import qa
from qa.collections.shared import home_of, normal, table_of
from qa.config import locate, shared_address
from qa.datatypes import Filter, Noticed
from qa.errors import IndexNotFound, NotShared, ScaleMissing, UsageError
from tests.support.builders import put, run_qa

NOTES = {
    "pump.txt": "The pump failed on Monday because the valve cracked.\n\nAnna repaired the pump.\n",
    "lunch.md": "# Lunch\n\nLunch is at noon in the canteen. Bring your badge.\n",
    "report.bin": "\x00",
}


@pytest.fixture
def notes(tmp_path, own_folders):
    folder = tmp_path / "notes"
    folder.mkdir()
    for name, text in NOTES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def index(place, notes):
    with qa.open(place.address, paths=[notes]) as engine:
        return engine.sync()


@pytest.mark.slow
def test_a_folder_is_indexed_asked_and_updated_by_file(lance_place, notes):
    first = index(lance_place, notes)
    assert (first.added, first.documents, len(first.skipped)) == (2, 2, 1)
    with qa.open(lance_place.address) as engine:
        found = engine.ask("who repaired the pump?")
        assert found.answered
        assert "Anna repaired the pump." in found.evidence[0].text
        assert found.sources[0].document.source == "pump.txt"
        assert engine.ask("who invented the bicycle?").answered is False
        assert (
            engine.search("badge", only=Filter(names=("lunch",)))[0].document.source == "lunch.md"
        )
        assert engine.document("lunch").text.startswith("Lunch")
        state = engine.status(scan=False)
        assert (state.index, state.documents, len(state.skipped)) == (lance_place.address, 2, 1)
        assert engine.verify("Anna repaired the pump.").sentences[0].occurrences

        same = index(lance_place, notes)
        assert (same.added, same.changed, same.removed, same.unchanged) == (0, 0, 0, 2)

        (notes / "lunch.md").write_text("# Lunch\n\nLunch is at one in the garden.\n", "utf-8")
        (notes / "new.txt").write_text("The lift is out of order until Friday.\n", "utf-8")
        (notes / "pump.txt").rename(notes / "old pump.txt")
        third = index(lance_place, notes)
        assert (third.added, third.changed, third.removed, third.moved) == (1, 1, 0, 1)
        # The engine that is open sees the new commit with its next question.
        assert "garden" in engine.ask("where is lunch?").evidence[0].text
        assert engine.ask("who repaired the pump?").sources[0].document.source == "old pump.txt"

        (notes / "new.txt").unlink()
        assert index(lance_place, notes).removed == 1
        assert [info.source for info in engine.documents()] == ["lunch.md", "old pump.txt"]


@pytest.mark.slow
def test_the_command_line_and_the_environment_name_it(lance_place, notes, monkeypatch):
    made = run_qa("index", notes, "--to", lance_place.address)
    assert made.returncode == 0, made.stderr
    assert "2 documents" in made.stdout
    found = run_qa("ask", "--index", lance_place.address, "where is lunch?")
    assert "Lunch is at noon in the canteen." in found.stdout
    shown = run_qa("show", "--index", lance_place.address, "pump")
    assert "Anna repaired the pump." in shown.stdout
    listed = run_qa("list", "--index", lance_place.address)
    assert "lunch.md" in listed.stdout
    refused = run_qa("index", notes, "--to", lance_place.address, "--watch")
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    wrong = run_qa("index", notes, "--to", "somewhere")
    assert wrong.returncode == 2
    assert "lance:PATH" in wrong.stderr


def test_what_needs_files_at_hand_is_refused(lance_place, notes):
    with qa.open(lance_place.address, paths=[notes]) as engine:
        for refused in (
            lambda: engine.sync(rebuild=True),
            lambda: engine.sync(quick=True),
            lambda: next(engine.watch()),
            engine.doctor,
        ):
            with pytest.raises(NotShared):
                refused()


def test_commits_by_others_are_noticed(lance_place, notes, monkeypatch):
    monkeypatch.setattr("qa.indexing.watch._POLL_SECONDS", 0.05)
    with lance_place.writing() as store:
        put(store, "first.txt", ["The first one."])
    stop, seen = Event(), []

    def look() -> None:
        with qa.open(lance_place.address) as engine:
            seen.extend(engine.changes(stop=stop))

    thread = Thread(target=look)
    thread.start()
    ended = time.monotonic() + 60
    while not seen and time.monotonic() < ended:
        with lance_place.writing() as store:
            put(store, "next.txt", [f"At {time.monotonic()}."])
    stop.set()
    thread.join()
    assert set(seen) == {Noticed.INDEX}


def test_a_collection_that_is_not_there_is_said_to_be_missing(lance_place):
    with qa.open(lance_place.address) as engine, pytest.raises(IndexNotFound) as raised:
        engine.ask("anything?")
    assert f"--to {lance_place.address}" in raised.value.hint


def test_without_the_extra_the_error_says_what_to_install(tmp_path, monkeypatch):
    from qa.shared import package

    package.lance.cache_clear()
    monkeypatch.setitem(sys.modules, "lance", None)
    try:
        with qa.open(f"lance:{tmp_path}") as engine, pytest.raises(ScaleMissing) as raised:
            engine.ask("anything?")
        assert "pip install 'qa[scale]'" in str(raised.value)
    finally:
        package.lance.cache_clear()


def test_addresses(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert normal("lance:some/../where") == f"lance:{tmp_path}/where"
    assert normal("s3://bucket/news/") == "s3://bucket/news"
    assert table_of("s3://bucket/news") == "s3://bucket/news/qa.lance"
    assert table_of(f"lance:{tmp_path}") == f"{tmp_path}/qa.lance"
    for wrong in ("lance:", "s3://", "s3:/bucket/news", "s3://buc ket/x", "s3://bucket/x?y"):
        with pytest.raises(UsageError):
            shared_address(wrong)
    for folder in ("index", "./lance", tmp_path, None, ""):
        assert shared_address(folder) is None
    found = locate("lance:x")
    assert found.shared == f"lance:{tmp_path}/x"
    assert found.index == home_of(found.shared)
    monkeypatch.setenv("QA_INDEX", "s3://bucket/news")
    assert locate().shared == "s3://bucket/news"


def test_nothing_of_lance_is_imported_for_an_index_in_a_folder(notes, tmp_path):
    from tests.support.builders import python

    done = python(
        "import sys, qa\n"
        "with qa.open(sys.argv[2], paths=[sys.argv[1]]) as engine:\n"
        "    engine.sync()\n"
        "    engine.ask('where is lunch?')\n"
        "late = ('lance', 'pyarrow', 'ray', 'qa.shared', 'qa.cluster.')\n"
        "print([name for name in sys.modules if name.startswith(late)])",
        notes,
        tmp_path / "index",
    )
    assert done.stdout.strip() == "[]", done.stderr
