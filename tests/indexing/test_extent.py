"""Folders that people seldom mean to index: found out before anything is, in bounded time."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa import library
from qa.cli.run import main
from qa.datatypes import Extent
from qa.indexing.extent import extents


@pytest.fixture
def home(tmp_path, monkeypatch):
    made = tmp_path / "home"
    (made / "notes").mkdir(parents=True)
    (made / "notes" / "a.txt").write_text("The harbour is open on Sundays.")
    (made / "picture.bin").write_bytes(b"x" * 100)
    monkeypatch.setenv("HOME", str(made))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return made


def test_what_is_in_a_folder_is_counted_within_a_time(home, tmp_path):
    (found,) = extents([home])
    assert found == Extent(str(home), "your home folder", 1, 31, True)
    assert found.sentence == (
        f"{home} is your home folder and holds 1 file that can be read, 0.0 GB: about 1 minute"
        " until they can be asked."
    )
    (link,) = extents([home / "notes" / ".." / "notes"])
    assert not link.unusual
    for number in range(600):
        (home / f"{number}.txt").write_text("x")
    (cut,) = extents([home], seconds=-1)
    assert (cut.files, cut.whole) == (1, False)
    assert "holds at least 1 file" in cut.sentence
    (root,) = extents([Path(tmp_path.anchor)], seconds=-1)
    assert root.place == "the root of the file system"


@pytest.mark.parametrize(
    ("files", "size", "unusual"),
    [(100_000, 0, False), (100_001, 0, True), (9, 50 * 10**9, False), (9, 51 * 10**9, True)],
)
def test_much_is_unusual(files, size, unusual):
    assert Extent("/x", "", files, size, True).unusual is unusual


def test_the_home_folder_is_indexed_only_when_that_is_meant(home, capsys):
    assert main(["index", str(home)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"qa: {home} is your home folder and holds 1 file that can be read")
    assert error.endswith("Name a folder in it, or add --yes to index all of it.\n")
    assert library.collections() == ()
    assert main(["index", "--yes", str(home)]) == 0
    assert main(["index", str(home)]) == 0  # it was said once
    assert library.unusual([home], None) == ()


@pytest.mark.parametrize("answer", [True, False])
def test_on_a_terminal_people_are_asked(home, capsys, monkeypatch, answer):
    monkeypatch.setattr("qa.cli.index_command.on_terminal", lambda: True)
    monkeypatch.setattr("click.confirm", lambda text, err: answer)
    assert main(["index", str(home)]) == (0 if answer else 1)
    assert "is your home folder" in capsys.readouterr().err
    assert len(library.collections()) == answer


def test_a_folder_of_documents_is_indexed_at_once(home):
    assert main(["index", str(home / "notes")]) == 0
