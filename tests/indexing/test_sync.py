"""A folder and its index made equal: what changed, what is kept, and what an accident leaves."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

import qa
from qa.datatypes import Progress, Skipped, SyncReport
from qa.documents.passages import PassageSettings
from qa.embedding.encoder import load_encoder
from qa.errors import (
    CollectionNotFound,
    EncoderError,
    IndexDamaged,
    IndexLocked,
    IndexMismatch,
    IndexNotFound,
    IndexUnwritable,
)
from qa.indexing.diff import common_root, compare, stored_paths
from qa.indexing.given_documents import index_documents
from qa.indexing.sync import sync
from qa.search.dense_index import Dense
from qa.search.lexical_index import Lexical
from qa.store.index_settings import IndexSettings, check
from qa.store.store import Store
from qa.store.write_lock import writing
from tests.support.builders import FakeEncoder, contents, document, python, run_qa
from tests.support.updates import another_writer, write

TEXTS = {
    "a.txt": "Turkey bought missiles.\n\nThey arrived in July.\n",
    "b.txt": "Greece bought radios.\n",
    "deep/c.md": "# Weather\n\nIt rained on Monday.\n",
}


@pytest.fixture
def encoder(monkeypatch) -> FakeEncoder:
    """In place of a model; one that is not there is refused as the real one would be."""
    fake = FakeEncoder()

    def load(name, *, key=None, chosen=False, progress=None, warn=None):
        if key not in (None, fake.key):
            raise EncoderError("another model")
        return fake

    monkeypatch.setattr("qa.indexing.index_encoder.load_encoder", load)
    monkeypatch.setattr("qa.search.hybrid.load_encoder", load)
    return fake


@pytest.fixture
def docs(tmp_path) -> Path:
    for name, text in TEXTS.items():
        write(tmp_path / "docs" / name, text)
    return tmp_path / "docs"


@pytest.fixture
def index(tmp_path) -> Path:
    return tmp_path / "index"


def numbers(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def searched(index: Path, query: str = "radios") -> list[tuple[str, int, str]]:
    """What a search finds, without the model."""
    with Store.open(index) as store:
        dense, lexical = Dense.open(index, store), Lexical.open(index, store)
        assert dense is not None
        assert lexical is not None
        assert len(dense) == len(lexical) == store.counts()[1]
        found = store.passages(lexical.search(query, 100).ids.tolist())
        return sorted((p.document.source, p.line, p.text) for p in found.values())


def looks(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    found = {}
    for path in folder.rglob("*"):
        if path.is_file() and "qa.sqlite" not in path.name:
            state = path.stat()
            found[str(path)] = (state.st_ino, state.st_mtime_ns, path.read_bytes())
    return found


# --- making equal


def test_first_build(docs, index, encoder):
    steps: list[Progress] = []
    report = sync(index, [docs], progress=steps.append)
    assert numbers(report) == (3, 0, 0, 0)
    assert (report.documents, report.passages, report.skipped) == (3, 3, ())
    assert sorted(contents(index)) == sorted(TEXTS)
    for name, text in TEXTS.items():
        readable = text.replace("# ", "").rstrip() if name.endswith(".md") else text
        assert contents(index)[name][1].text == readable
    assert searched(index) == [("b.txt", 1, "Greece bought radios.")]
    embedding = [(step.done, step.total) for step in steps if step.stage == "embedding"]
    assert embedding == [(0, 3), (3, 3)]
    assert len(encoder.read) == 3
    with Store.open(index) as store:
        assert stored_paths(store) == (docs, (docs,))


def test_nothing_changed_nothing_written(docs, index, encoder):
    sync(index, [docs])
    before = looks(index)
    with Store.open(index) as store:
        state = store.state()
    encoder.read.clear()
    report = sync(index, [docs])
    assert numbers(report) == (0, 0, 0, 3)
    assert encoder.read == []
    assert looks(index) == before
    with Store.open(index) as store:
        assert store.state() == state


def test_new_changed_and_gone(docs, index, encoder):
    sync(index, [docs])
    encoder.read.clear()
    write(docs / "new.txt", "Bulgaria bought boats.\n")
    write(docs / "a.txt", "Turkey returned the missiles.\n")
    (docs / "b.txt").unlink()
    report = sync(index, [docs])
    assert numbers(report) == (1, 1, 1, 1)
    assert sorted(contents(index)) == ["a.txt", "deep/c.md", "new.txt"]
    assert sorted(encoder.read) == ["Bulgaria bought boats.", "Turkey returned the missiles."]
    assert searched(index, "radios") == []
    assert searched(index, "missiles") == [("a.txt", 1, "Turkey returned the missiles.")]


def test_touched_is_not_read_again(docs, index, encoder):
    sync(index, [docs])
    encoder.read.clear()
    os.utime(docs / "a.txt", (1, 1))
    shutil.copy(docs / "b.txt", docs / "b2")
    os.replace(docs / "b2", docs / "b.txt")  # another inode
    with Store.open(index) as store:
        state = store.state()
        found = compare(store, [docs], docs)
        assert [item.source for item in found.touched] == ["a.txt", "b.txt"]
        assert not found.stale
    assert numbers(sync(index, [docs])) == (0, 0, 0, 3)
    assert encoder.read == []
    with Store.open(index) as store:
        assert store.state() == state
        assert compare(store, [docs], docs).touched == ()


def test_same_size_and_other_bytes_is_changed(docs, index, encoder):
    sync(index, [docs])
    write(docs / "b.txt", TEXTS["b.txt"].replace("radios", "fridge"))
    os.utime(docs / "b.txt", (1, 1))
    assert numbers(sync(index, [docs])) == (0, 1, 0, 2)
    assert searched(index, "fridge") == [("b.txt", 1, "Greece bought fridge.")]


def test_renamed_is_moved(docs, index, encoder):
    sync(index, [docs])
    encoder.read.clear()
    (docs / "b.txt").rename(docs / "z.txt")
    report = sync(index, [docs])
    assert (numbers(report), report.moved) == ((0, 0, 0, 2), 1)
    assert encoder.read == []
    assert searched(index) == [("z.txt", 1, "Greece bought radios.")]


def test_paths_that_are_no_longer_named_leave(docs, index, encoder, tmp_path):
    write(tmp_path / "other" / "o.txt", "Radios from elsewhere.\n")
    sync(index, [docs, tmp_path / "other"])
    assert sorted(contents(index)) == ["docs/a.txt", "docs/b.txt", "docs/deep/c.md", "other/o.txt"]
    with Store.open(index) as store:
        assert stored_paths(store) == (tmp_path, (docs, tmp_path / "other"))
    sync(index, [tmp_path / "other"])
    assert sorted(contents(index)) == ["o.txt"]


def test_single_file(docs, index, encoder):
    assert numbers(sync(index, [docs / "b.txt"])) == (1, 0, 0, 0)
    with Store.open(index) as store:
        assert stored_paths(store) == (docs, (docs / "b.txt",))


def test_names_with_newlines_are_remembered(index, encoder, tmp_path):
    folders = [tmp_path / "two\nlines", tmp_path / "b"]
    for folder in folders:
        write(folder / "a\n.txt", "Radios.\n")
    sync(index, folders)
    with qa.open(index) as engine:
        assert numbers(engine.sync()) == (0, 0, 0, 2)
        assert sorted(d.source for d in engine.documents()) == ["b/a\n.txt", "two\nlines/a\n.txt"]


def test_index_moves_with_its_documents(docs, index, encoder, tmp_path):
    sync(index, [docs])
    (tmp_path / "moved").mkdir()
    docs.rename(tmp_path / "moved" / "docs")
    index.rename(tmp_path / "moved" / "index")
    with qa.open(tmp_path / "moved" / "index") as engine:
        report = engine.sync()
        assert numbers(report) == (0, 0, 0, 3)
        assert Path(engine.path_of("b.txt")).absolute() == tmp_path / "moved" / "docs" / "b.txt"
        state = engine.status()
        assert (state.new, state.changed, state.gone) == ((), (), ())
        assert state.collection == (str(tmp_path / "moved" / "docs"),)


def test_documents_without_files(index, encoder):
    made = [document("x", "Radios were sold."), document("y", "Boats too."), document("z", " ")]
    report = index_documents(index, made)
    assert (report.added, report.documents) == (2, 2)
    assert report.skipped == (Skipped("z", "Holds no sentences."),)
    encoder.read.clear()
    assert index_documents(index, made[:2]).added == 0
    assert encoder.read == []
    assert searched(index) == [("x", 1, "Radios were sold.")]


# --- files that can't be read


def test_files_without_a_suffix_are_read_where_they_are_text(docs, index, encoder):
    write(docs / "README", "The radios stand in the hall of the old mill.\n")
    (docs / "weights").write_bytes(bytes(range(256)))
    write(docs / "yarn.lock", "The lock file of a program that nobody should read.\n")
    expected = (
        Skipped("weights", "A file without a suffix is not a format that can be read."),
        Skipped("yarn.lock", ".lock is not a format that can be read."),
    )
    assert sync(index, [docs]).skipped == expected
    assert ("README", 1, "The radios stand in the hall of the old mill.") in searched(index)
    with Store.open(index) as store:
        assert not compare(store, [docs], docs).stale  # none of them is opened again


def test_skipped_are_kept_with_reasons_and_tried_again_when_they_change(docs, index, encoder):
    (docs / "zip.txt").write_bytes(b"PK\x03\x04" + bytes(100))
    write(docs / "blank.txt", " \n")
    write(docs / "photo.jpg", "x")
    expected = (
        Skipped("blank.txt", "The file holds only white space."),
        Skipped(
            "photo.jpg", ".jpg without OCR ('qa index --ocr') is not a format that can be read."
        ),
        Skipped("zip.txt", "Not text: this is a zip archive (or an office file)."),
    )
    assert sync(index, [docs]).skipped == expected
    with Store.open(index) as store:
        assert compare(store, [docs], docs).new == ()  # they are not tried again
        assert not compare(store, [docs], docs).stale
    assert sync(index, [docs]).skipped == expected
    with qa.open(index) as engine:
        assert engine.status().skipped == tuple(sorted(expected, key=lambda item: item.source))
        assert engine.status().new == ()
    write(docs / "blank.txt", "Now it holds radios.\n")
    report = sync(index, [docs])
    assert numbers(report) == (1, 0, 0, 3)
    assert report.skipped == expected[1:]
    assert ("blank.txt", 1, "Now it holds radios.") in searched(index)
    (docs / "zip.txt").unlink()
    assert sync(index, [docs]).skipped == expected[1:2]


def test_file_that_becomes_unreadable_leaves(docs, index, encoder):
    sync(index, [docs])
    (docs / "b.txt").write_bytes(b"%PDF-1.7" + bytes(range(256)))
    report = sync(index, [docs])
    assert numbers(report) == (0, 0, 1, 2)
    assert report.skipped == (Skipped("b.txt", "Can't be read: it is damaged, or no PDF."),)
    assert searched(index) == []
    assert sorted(contents(index)) == ["a.txt", "deep/c.md"]
    write(docs / "b.txt", TEXTS["b.txt"])
    assert numbers(sync(index, [docs])) == (1, 0, 0, 2)
    assert sync(index, [docs]).skipped == ()


def test_empty_folder_and_missing_path(tmp_path, index, encoder):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CollectionNotFound, match="nothing to index") as caught:
        sync(index, [tmp_path / "empty"])
    assert "qa index" in caught.value.hint
    with pytest.raises(CollectionNotFound, match="no file or folder") as caught:
        sync(index, [tmp_path / "nowhere"])
    assert str(tmp_path / "nowhere") in caught.value.message
    assert caught.value.hint
    with pytest.raises(CollectionNotFound):
        common_root([tmp_path / "empty", tmp_path / "nowhere"])
    (tmp_path / "empty" / "x.jpg").touch()
    with pytest.raises(CollectionNotFound, match=r"x\.jpg: \.jpg without OCR"):
        sync(index, [tmp_path / "empty"])


def test_folder_with_only_unreadable_files(tmp_path, index, encoder):
    write(tmp_path / "docs" / "a.txt", "\n")
    (tmp_path / "docs" / "b.txt").write_bytes(b"\x89PNG\r\n" + bytes(50))
    for _ in range(2):  # the second time they are known
        with pytest.raises(CollectionNotFound) as caught:
            sync(index, [tmp_path / "docs"])
        assert caught.value.hint
    assert encoder.read == []
    write(tmp_path / "docs" / "a.txt", "Radios.\n")
    assert numbers(sync(index, [tmp_path / "docs"])) == (1, 0, 0, 0)


def test_where_nothing_can_be_read_the_commonest_reason_is_told(index, encoder, tmp_path):
    folder = tmp_path / "docs"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        write(folder / name, " \n")
    (folder / "z.txt").write_bytes(b"PK\x03\x04" + bytes(100))
    reason = r"a\.txt and 2 more: The file holds only white space\. Put"
    with pytest.raises(CollectionNotFound, match=reason):
        sync(index, [folder])


def test_long_passages_are_warned_of(index, encoder, tmp_path):
    encoder.max_tokens = 20
    write(tmp_path / "docs" / "a.txt", "word " * 30 + "end.\n")
    write(tmp_path / "docs" / "b.txt", "Short.\n")
    (warning,) = sync(index, [tmp_path / "docs"]).warnings
    assert warning.startswith("1 passage")
    assert "longer than the model reads" in warning
    assert sync(index, [tmp_path / "docs"]).warnings == ()


def test_real_model_says_what_it_cuts_off():
    truncated: list[int] = []
    load_encoder().encode_passages(["Short.", "word " * 2000, "Also short."], truncated)
    assert truncated == [1]


# --- settings


def test_other_model_is_refused(docs, index, encoder):
    sync(index, [docs], encoder="some/model")
    kept = IndexSettings("some/model", encoder.key, encoder.dimension)
    asked = IndexSettings("other/model", encoder.key, encoder.dimension)
    with qa.open(index, encoder="other/model") as engine:
        for act in (engine.sync, lambda: engine.ask("radios?")):
            with pytest.raises(IndexMismatch) as caught:
                act()
            message, hint = caught.value.message, caught.value.hint
            assert kept.fingerprint in message
            assert asked.fingerprint in message
            assert kept.fingerprint != asked.fingerprint
            assert "some/model" in message
            assert "other/model" in message
            assert "'qa index --rebuild'" in hint or "qa index --rebuild --model" in hint
            assert "other/model" in hint
        engine.sync(rebuild=True)
        assert engine.status().encoder == "other/model"
        assert engine.status().fingerprint == asked.fingerprint


def test_other_cutting_is_refused(docs, index, encoder):
    old = IndexSettings("m", encoder.key, encoder.dimension, PassageSettings(tokens=40))
    index_documents(index, [], settings=old)
    now = IndexSettings("m", encoder.key, encoder.dimension)
    with pytest.raises(IndexMismatch) as caught:
        sync(index, [docs])
    assert old.fingerprint in caught.value.message
    assert now.fingerprint in caught.value.message
    assert "qa index --rebuild" in caught.value.hint
    assert "--model" not in caught.value.hint
    sync(index, [docs], rebuild=True)
    with Store.open(index) as store:
        assert IndexSettings.from_json(store.meta("settings")) == now


def test_settings_come_back_and_every_one_counts():
    base = IndexSettings("m", "k", 8)
    assert IndexSettings.from_json(base.to_json()) == base
    others = [
        IndexSettings("n", "k", 8), IndexSettings("m", "l", 8), IndexSettings("m", "k", 9),
        IndexSettings("m", "k", 8, PassageSettings(tokens=151)),
        IndexSettings("m", "k", 8, PassageSettings(overlap=1)),
        IndexSettings("m", "k", 8, context_in_vector=True), IndexSettings("m", "k", 8, cutting=0),
    ]  # fmt: skip
    assert len({each.fingerprint for each in [base, *others]}) == 8
    assert len(base.fingerprint) == 12
    check(base, None)
    check(base, "m")


def test_settings_of_earlier_versions_are_read_and_refused():
    kept = IndexSettings.from_json(
        '{"cutting": 0, "dimension": 8, "encoder": "m", "encoder_key": "k",'
        ' "passages": {"lines": 7, "overlap": 1}, "title_in_vector": true}'
    )
    assert kept == IndexSettings("m", "k", 8, PassageSettings(overlap=1), True, cutting=0)
    with pytest.raises(IndexMismatch, match="another way of cutting"):
        check(kept, None)


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", "null", "{}", '{"passages": {}, "x": 1}', '{"passages": []}',
             '{"passages": {"tokens": 0}}'],
)  # fmt: skip
def test_settings_that_make_no_sense(text):
    with pytest.raises(IndexDamaged, match="how it was built"):
        IndexSettings.from_json(text)


# --- locks


def test_one_writer_whose_death_frees_the_lock(docs, index, encoder):
    sync(index, [docs])
    with another_writer(index) as holder:
        write(docs / "new.txt", "Radios again.\n")
        for rebuild in (False, True):
            with pytest.raises(IndexLocked, match="Another process") as caught:
                sync(index, [docs], rebuild=rebuild)
            assert caught.value.hint
        with qa.open(index) as engine:  # readers don't mind
            assert [hit.document.source for hit in engine.search("radios")][:1] == ["b.txt"]
        assert sorted(contents(index)) == sorted(TEXTS)
        with Store.create(index) as store, store.commit() as number:  # an update under way
            store.remove("a.txt", number)
        with qa.open(index) as engine:
            found = {hit.document.source for hit in engine.search("radios missiles rained")}
            assert found == {"b.txt", "deep/c.md"}
            assert f"Another process ({holder.pid} on " in engine.warnings[0]
            assert any("2 files are new: answering from" in each for each in engine.warnings)
    assert numbers(sync(index, [docs])) == (2, 0, 0, 2)


def test_lock_is_free_after_an_error(docs, index):
    with pytest.raises(ZeroDivisionError), writing(index):
        raise ZeroDivisionError
    with writing(index):
        pass


# --- interruptions


class Interrupt:
    """A progress callback that is interrupted when so many documents are embedded."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self, step: Progress) -> None:
        if step.stage == "embedding" and step.done >= self.at:
            raise KeyboardInterrupt


@pytest.fixture
def many(tmp_path) -> Path:
    for n in range(10):
        write(tmp_path / "many" / f"{n}.txt", f"Article {n} is about radios of kind{n}.\n")
    return tmp_path / "many"


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr("qa.indexing.ingest.BATCH_PASSAGES", 3)


def committed(index: Path) -> list[str]:
    return [text for _, _, cut in contents(index).values() for _, text, _ in cut]


@pytest.mark.usefixtures("small_batches")
def test_interrupted_build_goes_on_where_it_was(many, index, encoder, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        sync(index, [many], progress=Interrupt(6))
    kept = committed(index)
    assert len(kept) == 6
    assert numbers(sync(index, [many])) == (4, 0, 0, 6)
    assert len(set(encoder.read)) == 10
    assert [encoder.read.count(text) for text in kept] == [1] * 6
    sync(tmp_path / "clean", [many])
    assert contents(index) == contents(tmp_path / "clean")
    assert len(searched(index)) == 10


@pytest.mark.usefixtures("small_batches")
def test_interrupted_rebuild_leaves_the_old_index(many, index, encoder):
    sync(index, [many])
    write(many / "0.txt", "Something about radios, but new.\n")
    before, found, files = contents(index), searched(index), looks(index)
    encoder.read.clear()
    with pytest.raises(KeyboardInterrupt):
        sync(index, [many], rebuild=True, progress=Interrupt(6))
    assert contents(index) == before
    assert searched(index) == found
    assert {name: look for name, look in looks(index).items() if ".rebuild" not in name} == files
    with qa.open(index) as engine:
        assert len(engine.search("radios", fresh=False)) == 10
    kept = committed(index / ".rebuild")
    assert len(kept) == 6
    report = sync(index, [many], rebuild=True)
    assert report.documents == 10
    assert len(set(encoder.read)) == 10
    assert [encoder.read.count(text) for text in kept] == [1] * 6  # it goes on, too
    assert contents(index)["0.txt"][1].text == "Something about radios, but new.\n"
    assert not (index / ".rebuild").exists()
    assert ("0.txt", 1, "Something about radios, but new.") in searched(index)


@pytest.mark.usefixtures("small_batches")
def test_rest_of_a_rebuild_for_another_model_is_not_used(many, index, encoder):
    sync(index, [many], encoder="one")
    with pytest.raises(KeyboardInterrupt):
        sync(index, [many], encoder="two", rebuild=True, progress=Interrupt(6))
    assert len(committed(index / ".rebuild")) == 6
    kept = encoder.read[:6]
    sync(index, [many], encoder="three", rebuild=True)
    # by the models one, two and three
    assert [encoder.read.count(text) for text in kept] == [3] * 6
    with qa.open(index) as engine:
        assert engine.status().encoder == "three"


def test_interrupted_while_the_old_store_is_replaced(many, index, encoder, monkeypatch):
    sync(index, [many])
    before = contents(index)

    def fail(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("qa.store.connection.Connection.become", fail)
        with pytest.raises(KeyboardInterrupt):
            sync(index, [many], rebuild=True)
    assert contents(index) == before
    assert len(searched(index)) == 10


def test_a_rebuild_makes_what_is_searched_before_the_old_index_goes(many, index, encoder):
    sync(index, [many])
    write(many / "0.txt", "Something about radios, but new.\n")
    seen = []

    def note(step) -> None:
        if step.stage == "indexing":
            seen.append(contents(index)["0.txt"][1].text)

    sync(index, [many], rebuild=True, progress=note)
    assert set(seen) == {"Article 0 is about radios of kind0.\n"}
    made = looks(index)
    with qa.open(index) as engine:
        assert engine.search("radios but new")[0].document.source == "0.txt"
        assert not engine.warnings
    assert looks(index) == made


@pytest.mark.parametrize(
    "target", ["qa.indexing.derive.Dense.build", "qa.indexing.derive.build_lexical"]
)
def test_a_rebuild_without_room_leaves_the_old_index_in_use(
    many, index, encoder, monkeypatch, target
):
    sync(index, [many])
    write(many / "0.txt", "Something about radios, but new.\n")
    before, files = contents(index), looks(index)

    def fail(*_, **__):
        raise IndexUnwritable("There is no room.")

    with monkeypatch.context() as patch:
        patch.setattr(target, fail)
        with pytest.raises(IndexUnwritable):
            sync(index, [many], rebuild=True)
    assert contents(index) == before
    assert {name: look for name, look in looks(index).items() if ".rebuild" not in name} == files
    encoder.read.clear()
    sync(index, [many], rebuild=True)
    assert encoder.read == []  # it goes on where there was no room
    assert contents(index)["0.txt"][1].text == "Something about radios, but new.\n"


def test_a_rebuild_whose_search_files_cannot_be_moved_makes_them_anew(
    many, index, encoder, monkeypatch
):
    sync(index, [many])
    write(many / "0.txt", "Something about radios, but new.\n")

    def fail(*_):
        raise OSError

    monkeypatch.setattr("qa.indexing.rebuild.move_derived", fail)
    sync(index, [many], rebuild=True)
    assert ("0.txt", 1, "Something about radios, but new.") in searched(index)
    assert not (index / ".rebuild").exists()


def test_interrupted_before_the_caches(many, index, encoder, monkeypatch):
    sync(index, [many])
    write(many / "0.txt", "Something about radios, but new.\n")

    def fail(*_, **__):
        raise KeyboardInterrupt

    for target in ("qa.indexing.derive.Dense.build", "qa.indexing.derive.build_lexical"):
        with monkeypatch.context() as patch:
            patch.setattr(target, fail)
            with pytest.raises(KeyboardInterrupt):
                sync(index, [many])
    encoder.read.clear()
    with qa.open(index) as engine:  # made anew when they are needed
        assert len(engine.search("radios")) == 10
        assert len(engine.warnings) == 1
    assert encoder.read == []
    assert ("0.txt", 1, "Something about radios, but new.") in searched(index)


@pytest.mark.parametrize("rubbish", [b"", b"rubbish" * 3000])
def test_rebuild_of_a_damaged_store(many, index, encoder, rubbish):
    sync(index, [many])
    for suffix in ("-wal", "-shm"):
        (index / f"qa.sqlite{suffix}").unlink(missing_ok=True)
    (index / "qa.sqlite").write_bytes(rubbish)
    if rubbish:
        with pytest.raises(IndexDamaged) as caught:
            sync(index, [many])
        assert "qa index --rebuild" in caught.value.hint
    assert sync(index, [many], rebuild=True).documents == 10
    assert len(searched(index)) == 10


def test_a_store_that_was_only_just_made_is_no_index_yet(many, index, encoder):
    Store.create(index).close()
    with qa.open(index) as engine:
        for act in (lambda: engine.ask("Radios?"), engine.status, engine.doctor):
            with pytest.raises(IndexNotFound):
                act()
    assert sync(index, [many]).documents == 10


def test_a_damaged_store_says_that_its_folder_must_be_named(many, index, encoder):
    sync(index, [many])
    (index / "qa.sqlite").write_bytes(b"rubbish" * 3000)
    with qa.open(index) as engine:
        with pytest.raises(IndexDamaged) as caught:
            engine.ask("Radios?")
        assert "'qa index --rebuild'" in caught.value.hint
        with pytest.raises(IndexDamaged) as caught:
            engine.sync(rebuild=True)
        assert "'qa index --rebuild FOLDER'" in caught.value.hint
    with qa.open(index, paths=[many]) as engine:
        assert engine.sync(rebuild=True).documents == 10


def test_rebuild_of_a_store_whose_header_says_that_it_is_only_to_be_read(many, index, encoder):
    sync(index, [many])
    data = bytearray((index / "qa.sqlite").read_bytes())
    data[18] ^= 0x40  # the version of the format that may write
    (index / "qa.sqlite").write_bytes(data)
    write(many / "new.txt", "A harbour was opened.\n")
    assert len(searched(index)) == 10
    with pytest.raises(IndexDamaged) as caught:
        sync(index, [many])
    assert "qa index --rebuild" in caught.value.hint
    assert sync(index, [many], rebuild=True).documents == 11
    assert len(contents(index)) == 11


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE document SET source = x'00' WHERE source = '3.txt'",
        "UPDATE document SET checked_ns = 'x' WHERE source = '3.txt'",
        "UPDATE meta SET value = 'x' WHERE key = 'commit'",
        "INSERT INTO skipped VALUES ('a.pdf', 'It is.', x'00')",
    ],
)
def test_rows_that_make_no_sense_are_damage(many, index, encoder, damage):
    sync(index, [many])
    with sqlite3.connect(index / "qa.sqlite") as db:
        db.execute(damage)
    db.close()
    with pytest.raises(IndexDamaged):
        sync(index, [many])
    assert sync(index, [many], rebuild=True).documents == 10
    assert len(searched(index)) == 10


def test_rebuild_without_an_index(many, index, encoder):
    assert sync(index, [many], rebuild=True).documents == 10
    assert len(searched(index)) == 10


def test_reader_reads_on_while_its_index_is_rebuilt(many, index, encoder):
    sync(index, [many])
    with qa.open(index) as engine:
        before = engine.search("radios of kind3")
        write(many / "3.txt", "Nothing of the kind.\n")
        sync(index, [many], rebuild=True)
        assert [hit.text for hit in before][:1] == ["Article 3 is about radios of kind3."]
    with qa.open(index) as engine:
        assert "kind3" not in "".join(hit.text for hit in engine.search("radios"))


# --- the real program, killed


KILLED = """
import os, signal, sys
import qa.cli, qa.indexing.ingest, qa.indexing.sync, qa.search.hybrid
from qa.indexing import publish, refine
qa.indexing.ingest.BATCH_PASSAGES = refine.BATCH_PASSAGES = 6
# After every commit, whatever the clock says: the number of calls is the same each time.
publish._FIRST = publish._SHARE = refine._PUBLISHED = refine._SHARE = 0
at, calls = int(sys.argv[1]), 0
def count(frame, event, arg):
    global calls
    calls += event.endswith("call")
    if calls == at:
        os.kill(os.getpid(), signal.SIGKILL)
real = qa.indexing.sync.sync
def sync(*args, **options):
    sys.setprofile(count)
    try:
        return real(*args, **options)
    finally:
        sys.setprofile(None)
qa.indexing.sync.sync = sync
code = qa.cli.main(["index", sys.argv[2], "--index", sys.argv[3]])
print(calls)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def articles(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for n in range(40):
        write(
            folder / f"{n % 4}" / f"{n}.txt",
            f"Article {n}\n\nMinister number {n} went to town {n * 7}. He bought {n} radios.\n",
        )
    return folder


@pytest.fixture(scope="module")
def clean(articles, tmp_path_factory) -> tuple[dict[str, tuple], int]:
    """What a build leaves that nobody kills, and how many calls it makes."""
    index = tmp_path_factory.mktemp("clean") / "index"
    done = python(KILLED, 0, articles, index)
    assert done.returncode == 0, done.stderr
    held = contents(index)
    assert len(held) == 40
    return held, int(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("moment", [0.002, 0.1, 0.35, 0.6, 0.85, 0.98])
def test_killed_at_any_moment_nothing_is_lost(articles, clean, tmp_path, moment):
    held, calls = clean
    at = int(calls * moment * random.Random(moment).uniform(0.9, 1.02))
    index = tmp_path / "index"
    killed = python(KILLED, at, articles, index)
    assert killed.returncode == -signal.SIGKILL
    with qa.open(index, paths=[articles]) as engine:
        report = engine.sync()
        assert report.documents == 40
        assert report.added + report.unchanged == 40
        assert contents(index) == held
        (hit,) = engine.search("Minister number 23", top=1)
        assert hit.document.source == "3/23.txt"
        state = engine.status()
        assert (state.new, state.changed, state.gone) == ((), (), ())
    assert len(searched(index)) == 40
    assert [path.name for path in index.rglob(".*") if path.name.startswith(".dense")] == []


# --- nowhere to write


def test_index_below_a_file(docs, tmp_path, encoder):
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(IndexUnwritable) as caught:
            sync(place, [docs])
        assert "--index DIR" in caught.value.hint
        with qa.open(place) as engine, pytest.raises(IndexNotFound):
            engine.ask("radios?")
    done = run_qa("index", docs, "--index", tmp_path / "file" / "index")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("qa: ")
    assert "Traceback" not in done.stderr


FULL = """
import resource, sys
import qa.cli
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.exit(qa.cli.main(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    ("limit", "rebuild"),
    [(0, []), (120_000, []), (120_000, ["--rebuild"])],
)
def test_full_disk_is_one_line_and_the_index_still_answers(
    articles, clean, tmp_path, limit, rebuild
):
    docs, index = tmp_path / "docs", tmp_path / "index"
    shutil.copytree(articles, docs)
    with qa.open(index, paths=[docs]) as engine:
        engine.sync()
        (before,) = engine.search("Minister number 23", top=1)
    for n in range(40, 60):
        write(docs / f"{n}.txt", f"Minister {n} sold boats. " * 100)
    done = python(FULL, limit, "index", docs, "--index", index, *rebuild)
    assert (done.returncode, done.stdout) == (1, "")
    *steps, error = done.stderr.splitlines()
    assert all(step.endswith(" ...") for step in steps)
    assert error.startswith("qa: ")
    assert "can't be" in error
    still = python(FULL, limit, "search", "--json", "Minister number 23", "--index", index)
    assert still.returncode == 0, still.stderr
    texts = {hit["document"]["source"]: hit["text"] for hit in json.loads(still.stdout)["hits"]}
    assert texts["3/23.txt"] == before.text
    with qa.open(index, paths=[docs]) as engine:
        (hit,) = engine.search("Minister number 23", top=1)
        assert (hit.document.source, hit.text) == (before.document.source, before.text)
        assert engine.sync().documents == 60
    assert len(contents(index)) == 60


def test_full_disk_at_the_first_build(articles, clean, tmp_path):
    index = tmp_path / "index"
    done = python(FULL, 20_000, "index", articles, "--index", index)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "can't be" in done.stderr.splitlines()[-1]
    with qa.open(index, paths=[articles]) as engine:
        assert engine.sync().documents == 40
    assert contents(index) == clean[0]
