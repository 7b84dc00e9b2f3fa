"""Files that hold several documents, from the first update to the last: only the file counts."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

import qa
from qa.datatypes import Filter, QuoteState
from qa.errors import UsageError
from qa.indexing.diff import compare
from qa.indexing.sync import sync
from qa.store.store import Store
from tests.support.builders import FakeEncoder
from tests.support.updates import fake_encoder, write


@pytest.fixture(autouse=True)
def encoder(monkeypatch) -> FakeEncoder:
    monkeypatch.setattr("qa.answering.reader.opening", lambda **_: lambda: None)
    return fake_encoder(monkeypatch)


def pack(path: Path, files: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)


@pytest.fixture
def docs(tmp_path) -> Path:
    write(tmp_path / "docs" / "a.txt", "The mill of Harrow has 12 windows.\n")
    pack(
        tmp_path / "docs" / "old" / "box.zip",
        {
            "notes/b.txt": "The lighthouse of Farrow has 212 steps.\n",
            "c.txt": "The harbour of Belton has 17 cranes.\n",
            "d.bin": "\0",
        },
    )
    return tmp_path / "docs"


@pytest.fixture
def index(tmp_path, docs) -> Path:
    sync(tmp_path / "index", [docs])
    return tmp_path / "index"


def sources(index: Path) -> list[str]:
    with Store.open(index) as store:
        return [info.source for info in store.documents()]


def skipped(index: Path) -> list[str]:
    with Store.open(index) as store:
        return list(store.skipped())


def first(index: Path, question: str, **how) -> str:
    with qa.open(index) as engine:
        answer = engine.ask(question, threshold=0, **how)
        return f"{answer.sources[0].document.source}: {answer.evidence[0].text}"


def test_each_document_answers_for_itself(index):
    assert sources(index) == ["a.txt", "old/box.zip/c.txt", "old/box.zip/notes/b.txt"]
    assert skipped(index) == ["old/box.zip/d.bin"]
    assert first(index, "How many steps has the lighthouse of Farrow?") == (
        "old/box.zip/notes/b.txt: The lighthouse of Farrow has 212 steps."
    )
    only = Filter(paths=("old/box.zip/notes",))
    assert first(index, "How many cranes has the harbour?", only=only).startswith(
        "old/box.zip/notes/b.txt"
    )


def test_an_unchanged_file_is_left_alone_and_its_skipped_members_stay_listed(index, docs):
    report = sync(index, [docs])
    assert (report.added, report.changed, report.unchanged) == (0, 0, 2)
    assert [each.source for each in report.skipped] == ["old/box.zip/d.bin"]
    with qa.open(index) as engine:
        status = engine.status()
    assert (status.documents, status.indexed, status.files, status.new) == (3, 2, 2, ())
    assert [each.source for each in status.skipped] == ["old/box.zip/d.bin"]


def test_a_changed_file_loses_what_is_no_longer_inside(index, docs):
    pack(docs / "old" / "box.zip", {"c.txt": "The harbour of Belton has 18 cranes.\n"})
    assert first(index, "How many cranes has the harbour of Belton?") == (
        "old/box.zip/c.txt: The harbour of Belton has 18 cranes."
    )
    assert sources(index) == ["a.txt", "old/box.zip/c.txt"]
    assert skipped(index) == []


def test_a_file_that_moves_or_goes_takes_its_documents_with_it(index, docs, encoder):
    encoder.read.clear()
    os.rename(docs / "old" / "box.zip", docs / "new.zip")
    report = sync(index, [docs])
    assert (report.moved, report.removed) == (1, 0)
    assert sources(index) == ["a.txt", "new.zip/c.txt", "new.zip/notes/b.txt"]
    assert encoder.read == []  # vectors are reused
    (docs / "new.zip").unlink()
    sync(index, [docs], prune=True)
    assert sources(index) == ["a.txt"]


def test_a_question_does_not_answer_from_a_file_that_is_gone(index, docs):
    for n in range(9):
        write(docs / f"{n}.txt", f"The mill of Town{n} has {n} windows.\n")
    sync(index, [docs])
    (docs / "old" / "box.zip").unlink()
    assert "box.zip" not in first(index, "How many steps has the lighthouse of Farrow?")


def test_an_update_that_ends_half_way_is_done_again(index, docs, monkeypatch):
    pack(docs / "big.zip", {f"{n}.txt": f"The tower of Town{n} is {n} high.\n" for n in range(9)})
    monkeypatch.setattr("qa.indexing.ingest.BATCH_PASSAGES", 4)
    real = Store.end_container

    def end(self, file, sources, commit):
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "end_container", end)
    with pytest.raises(KeyboardInterrupt):
        sync(index, [docs])
    monkeypatch.setattr(Store, "end_container", real)
    with Store.open(index) as store:
        assert [item.source for item in compare(store, [docs], docs).changed] == ["big.zip"]
    sync(index, [docs])
    assert sum(source.startswith("big.zip/") for source in sources(index)) == 9
    with Store.open(index) as store:
        assert not compare(store, [docs], docs).stale


def test_a_receipt_holds_for_a_document_inside(index, docs):
    question = "How many steps has the lighthouse of Farrow?"
    with qa.open(index) as engine:
        answer = engine.ask(question, threshold=0)
        checked = engine.verify(answer)
        assert checked.quotes[0].state is QuoteState.VERBATIM
        assert checked.changed_files == ()
        assert answer.receipt is not None
        inside = [each for each in answer.receipt.files if "b.txt" in each.source]
        assert len(inside[0].file_sha256) == 64
        pack(docs / "old" / "box.zip", {"notes/b.txt": "The lighthouse has 213 steps.\n"})
        checked = engine.verify(answer)
        assert checked.quotes[0].state is QuoteState.CHANGED
        assert any("b.txt" in path for path in checked.changed_files)


def test_a_container_is_named_like_a_folder(index, docs):
    with qa.open(index) as engine:
        assert engine.document("notes/b.txt").container == "old/box.zip"
        with pytest.raises(UsageError, match="2 documents match"):
            engine.document(str(docs / "old" / "box.zip"))


def test_a_link_opens_the_file(index, docs):
    with qa.open(index) as engine:
        (info,) = (each for each in engine.documents() if each.source.endswith("c.txt"))
        path = engine.path_of(info.source)
    assert path.endswith("old/box.zip/c.txt")
    assert os.path.samefile(info.file_of(path), docs / "old" / "box.zip")
