"""An index that keeps up: whatever happens to the folder, it answers as one built anew would."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import qa
from qa.errors import CollectionNotFound, IndexDamaged, IndexLocked
from qa.files import stamp
from qa.indexing.diff import compare
from qa.indexing.sync import sync
from qa.search import dense_index as dense_module
from qa.search import lexical_files
from qa.search.dense_index import Dense
from qa.search.hybrid import Retriever
from qa.search.lexical_files import update_lexical
from qa.search.lexical_index import Lexical
from qa.store.index_settings import IndexSettings
from qa.store.store import FileState, Store
from qa.store.write_lock import writing
from tests.support.builders import FakeEncoder, contents, put
from tests.support.old_stores import VERSION_6, VERSION_7
from tests.support.updates import (
    QUERIES,
    another_writer,
    best,
    candidates,
    fake_encoder,
    frequencies,
    write,
)

WORDS = [
    "minister",
    "radios",
    "harbour",
    "storm",
    "July",
    "budget",
    "vote",
    "treaty",
    "court",
    "police",
    "market",
    "oil",
    "rain",
    "talks",
    "the",
    "of",
    "on",
    "in",
    "S-400",
    "sanctions",
    "Ankara",
    "soldier",
    "border",
    "train",
    "school",
]


@pytest.fixture
def encoder(monkeypatch) -> FakeEncoder:
    return fake_encoder(monkeypatch)


@pytest.fixture
def docs(tmp_path) -> Path:
    for n in range(12):
        write(tmp_path / "docs" / f"{n}.txt", f"Story {n}\n\nThe minister bought {n} radios.\n")
    return tmp_path / "docs"


@pytest.fixture
def index(tmp_path) -> Path:
    return tmp_path / "index"


def age(*paths: Path, by: float = 100.0) -> None:
    """Make files look as if they had been written long ago; their ctime stays what it is."""
    for path in paths:
        state = path.stat()
        os.utime(path, (state.st_atime - by, state.st_mtime - by))


def forget_when(index: Path) -> None:
    """As if all files had been hashed long after they were written."""
    with sqlite3.connect(index / "qa.sqlite") as db:
        db.execute("UPDATE document SET checked_ns = checked_ns + 100000000000")
    db.close()


# --- the same answers as a clean build


class Folder:
    """A folder that random things happen to."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.made = 0
        for _ in range(8):
            self.add()

    def article(self) -> str:
        paragraphs = [
            " ".join(self.random.choices(WORDS, k=self.random.randint(4, 60))).capitalize() + "."
            for _ in range(self.random.randint(1, 5))
        ]
        return f"Story {self.made} of {self.random.choice(WORDS)}\n\n" + "\n\n".join(paragraphs)

    def files(self) -> list[Path]:
        return sorted(path for path in self.root.rglob("*") if path.is_file())

    def place(self) -> Path:
        self.made += 1
        folder = self.random.choice(("", "sub", "sub/deep"))
        return self.root / folder / f"{self.made}.{self.random.choice(('txt', 'md'))}"

    def add(self) -> None:
        write(self.place(), self.article())

    def edit(self) -> None:
        path = self.random.choice(self.files())
        text = path.read_text()
        path.write_text(text.replace(self.random.choice(WORDS), "unheard", 1) + " It was late.\n")

    def move(self) -> None:
        path, place = self.random.choice(self.files()), self.place()
        place.parent.mkdir(parents=True, exist_ok=True)
        path.rename(place)

    def copy(self) -> None:
        write(self.place(), self.random.choice(self.files()).read_text())

    def swap(self) -> None:
        one, other = self.random.sample(self.files(), 2)
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)

    def delete(self) -> None:
        if len(self.files()) > 4:
            self.random.choice(self.files()).unlink()

    def happen(self) -> None:
        deeds = (self.add, self.edit, self.move, self.copy, self.swap, self.delete)
        for deed in self.random.choices(deeds, k=self.random.randint(1, 3)):
            deed()


@pytest.mark.parametrize("seed", range(3))
def test_updates_give_the_answers_of_a_clean_build(tmp_path, encoder, seed):
    folder = Folder(tmp_path / "docs", seed)
    index = tmp_path / "index"
    sync(index, [folder.root])
    for step in range(6):
        folder.happen()
        sync(index, [folder.root], prune=True)
        clean = tmp_path / f"clean{step}"
        sync(clean, [folder.root])
        assert contents(index) == contents(clean)
        for query in QUERIES:
            expected = candidates(clean, query)
            found = candidates(index, query)
            assert found.keys() == expected.keys()
            for place, scores in found.items():
                assert scores == pytest.approx(expected[place], rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("seed", range(3, 6))
def test_so_do_search_structures_that_are_only_added_to(tmp_path, encoder, monkeypatch, seed):
    """Of a small collection they would be made anew; here they never are."""
    folder = Folder(tmp_path / "docs", seed)
    index = tmp_path / "index"
    sync(index, [folder.root])
    monkeypatch.setattr(dense_module, "_FOLD_SHARE", 1e-9)
    monkeypatch.setattr(Dense, "crowded", False)
    monkeypatch.setattr(lexical_files, "_FEW", 0)
    monkeypatch.setattr(lexical_files, "_GONE_SHARE", 0)
    monkeypatch.setattr(lexical_files, "_CARRIED", 0)
    base = stamp(index / "dense.faiss")
    for step in range(6):
        folder.happen()
        with monkeypatch.context() as patch:
            patch.setattr("qa.indexing.derive.build_lexical", None)  # whoever builds fails
            sync(index, [folder.root], prune=True)
        clean = tmp_path / f"clean{step}"
        sync(clean, [folder.root])
        assert stamp(index / "dense.faiss") == base
        words = ("minist", "unheard", "late", "radio")
        assert frequencies(index, words) == frequencies(clean, words)
        for query in QUERIES:
            expected = candidates(clean, query)
            found = candidates(index, query)
            assert found.keys() == expected.keys()
            for place, (cosine, bm25) in found.items():
                assert cosine == pytest.approx(expected[place][0], abs=1e-6)
                # The average length still counts what is gone, the rarity of words doesn't.
                assert bm25 == pytest.approx(expected[place][1], rel=0.1)


def test_changes_are_folded_in_when_there_are_many(tmp_path, encoder):
    for n in range(60):
        write(tmp_path / "docs" / f"{n}.txt", f"Story {n}\n\nThe minister bought {n} radios.\n")
    index = tmp_path / "index"
    sync(index, [tmp_path / "docs"])
    before = (index / "dense.faiss").stat().st_ino
    write(tmp_path / "docs" / "new.txt", "A harbour was opened.\n")
    sync(index, [tmp_path / "docs"])
    assert (index / "dense.faiss").stat().st_ino == before
    assert best(index, "A harbour was opened.", 1) == ["A harbour was opened."]
    for n in range(3):
        write(tmp_path / "docs" / f"more{n}.txt", f"Harbour {n} was opened.\n")
    sync(index, [tmp_path / "docs"])
    assert (index / "dense.faiss").stat().st_ino != before
    assert best(index, "Harbour 1 was opened.", 1) == ["Harbour 1 was opened."]


def test_doing_an_update_of_words_twice_does_no_harm(docs, index, encoder, monkeypatch):
    monkeypatch.setattr(lexical_files, "_FEW", 0)
    sync(index, [docs])
    card = (index / "lexical" / "current.json").read_text()
    kept = index / "lexical" / json.loads(card)["generation"]
    shutil.copytree(kept, index / "kept")
    write(docs / "new.txt", "A harbour was opened.\n")
    sync(index, [docs])
    (index / "kept").rename(kept)  # a kill came between the two
    (index / "lexical" / "current.json").write_text(card)
    with Store.open(index) as store:
        assert Lexical.open(index, store) is None
        behind = Lexical.open(index, store, behind=True)
        assert behind is not None
        assert len(behind) == 12
        for _ in range(2):
            again = update_lexical(index, store)
            assert again is not None
            assert again.ids().tolist() == list(range(1, 14))
            assert again.frequency("harbour") == 1


# --- nothing is embedded twice


def test_moved_articles_keep_their_passages(docs, index, encoder):
    sync(index, [docs])
    with Store.open(index) as store:
        before = {p.text: p.id for p in store.passages(list(range(1, 13))).values()}
    encoder.read.clear()
    (docs / "sub").mkdir()
    for n in range(5):
        (docs / f"{n}.txt").rename(docs / "sub" / f"{n}-moved.txt")
    report = sync(index, [docs])
    assert (report.moved, report.added, report.removed, report.unchanged) == (5, 0, 0, 7)
    assert encoder.read == []
    with Store.open(index) as store:
        after = {p.text: p.id for p in store.passages(list(range(1, 99))).values()}
    assert after == before
    found = contents(index)
    assert sorted(found)[-5:] == [f"sub/{n}-moved.txt" for n in range(5)]
    assert found["sub/0-moved.txt"][0].id != found["5.txt"][0].id


def test_moved_articles_are_found_by_their_new_names(docs, index, encoder):
    sync(index, [docs])
    (docs / "5.txt").rename(docs / "heron.txt")
    assert sync(index, [docs]).moved == 1
    (docs / "heron.txt").rename(docs / "kestrel.txt")
    (docs / "7.txt").unlink()
    assert sync(index, [docs]).moved == 1
    retriever = Retriever.open(index)
    try:
        assert (retriever.lexical.frequency("heron"), retriever.lexical.frequency("kestrel")) == (
            0,
            1,
        )
        hits = retriever.search("kestrel", top=11)
        assert len({hit.passage_id for hit in hits}) == len(retriever.dense) == 11
        assert [h.document.source for h in hits if h.lexical] == ["kestrel.txt"]
    finally:
        retriever.close()


def test_a_moved_article_that_takes_its_title_from_its_name_gets_the_new_one(
    tmp_path, index, encoder
):
    docs = tmp_path / "docs"
    write(docs / "old-name.txt", "the harbour was opened, and nobody came to see it on that day.\n")
    write(docs / "b.txt", "Story\n\nOther radios.\n")
    write(docs / "c.txt", "Story\n\nMore radios.\n")
    sync(index, [docs])
    encoder.read.clear()
    (docs / "old-name.txt").rename(docs / "new-name.txt")
    assert sync(index, [docs]).moved == 1
    assert encoder.read == []
    sync(tmp_path / "clean", [docs])
    assert contents(index) == contents(tmp_path / "clean")


def test_copies_and_untouched_passages_cost_nothing(docs, index, encoder):
    sync(index, [docs])
    encoder.read.clear()
    shutil.copy(docs / "0.txt", docs / "copy.txt")
    assert sync(index, [docs]).added == 1
    assert encoder.read == []
    long = "\n\n".join(f"Paragraph {n} is about harbour {n}. " * 12 for n in range(6))
    write(docs / "long.txt", f"Story\n\n{long}\n")
    sync(index, [docs])
    before = list(encoder.read)
    encoder.read.clear()
    write(docs / "long.txt", f"Story\n\n{long.replace('harbour 5', 'port 5')}\n")
    assert sync(index, [docs]).changed == 1
    assert 0 < len(encoder.read) < len(before)
    assert all("port 5" in text for text in encoder.read)


def test_copies_in_one_run_are_encoded_once(tmp_path, index, encoder, monkeypatch):
    monkeypatch.setattr("qa.indexing.ingest.BATCH_PASSAGES", 2)
    for n in range(7):  # in one batch, in neighbours, and far apart
        write(tmp_path / "docs" / f"{n}.txt", "Story\n\nOne harbour for all of them.\n")
    sync(index, [tmp_path / "docs"])
    assert len(encoder.read) == len(set(encoder.read))
    assert len(contents(index)) == 7


def test_titles_count_where_the_encoder_reads_them(tmp_path, encoder):
    from qa.documents.loaders import load
    from qa.indexing.ingest import Tally, cut, ingest

    settings = IndexSettings("fake", encoder.key, encoder.dimension, context_in_vector=True)
    texts = {"a.md": "# One\n\nSame words.\n", "b.md": "# Two\n\nSame words.\n"}
    count = encoder.count_tokens
    with Store.create(tmp_path / "index") as store:
        for name, text in [*texts.items(), ("c.md", texts["a.md"])]:
            made = load(write(tmp_path / name, text), name)
            work = cut(made, FileState(name, 1, 1, 1, ""), settings, count)
            assert work is not None
            work = replace(work, passages=tuple(replace(p, heading="") for p in work.passages))
            ingest(store, encoder, settings, [work], 1, None, Tally())
        assert [text.split("\n")[0] for text in encoder.read] == ["One", "Two"]
        for name, heading in [("d.md", "Deeper"), ("e.md", "Deeper"), ("f.md", "Elsewhere")]:
            made = load(write(tmp_path / name, texts["a.md"]), name)
            work = cut(made, FileState(name, 1, 1, 1, ""), settings, count)
            assert work is not None
            own = tuple(replace(p, heading=heading) for p in work.passages)
            work = replace(work, passages=own)
            ingest(store, encoder, settings, [work], 1, None, Tally())
    assert [text.split("\n")[0] for text in encoder.read[2:]] == [
        "One › Deeper", "One › Elsewhere",
    ]  # fmt: skip


# --- what counts as a change


def test_same_look_is_believed_and_verified_on_request(docs, index, encoder):
    age(*docs.iterdir())
    sync(index, [docs])
    forget_when(index)
    with Store.open(index) as store:
        before = store.files()["3.txt"]
    write(docs / "3.txt", "Story 3\n\nThe minister bought 9 radios.\n")
    state = (docs / "3.txt").stat()
    look = (state.st_size, state.st_mtime_ns, state.st_ino, state.st_ctime_ns)
    with sqlite3.connect(index / "qa.sqlite") as db:  # as if the clock had stood still
        db.execute(
            "UPDATE document SET size = ?, mtime_ns = ?, inode = ?, ctime_ns = ?,"
            " checked_ns = checked_ns + 200000000000 WHERE source = '3.txt'", look,
        )  # fmt: skip
    db.close()
    assert before.size == state.st_size
    assert sync(index, [docs]).changed == 0
    report = sync(index, [docs], verify=True)
    assert (report.changed, report.unchanged) == (1, 11)
    assert sync(index, [docs], verify=True).changed == 0


def test_a_change_within_the_same_tick_is_seen(docs, index, encoder):
    sync(index, [docs])
    with Store.open(index) as store:
        known = store.files()["3.txt"]
        found = compare(store, [docs], docs)
        assert len(found.rechecked) == 12  # all were written just now
    write(docs / "3.txt", "Story 3\n\nThe minister bought 9 radios.\n")
    state = (docs / "3.txt").stat()
    look = (state.st_mtime_ns, state.st_ctime_ns, state.st_mtime_ns + 1_000_000)
    with sqlite3.connect(index / "qa.sqlite") as db:
        db.execute(
            "UPDATE document SET mtime_ns = ?, ctime_ns = ?, checked_ns = ?"
            " WHERE source = '3.txt'", look,
        )  # fmt: skip
    db.close()
    assert known.size == state.st_size
    assert sync(index, [docs]).changed == 1


def test_a_file_that_keeps_its_time_and_size_is_seen_by_its_ctime(docs, index, encoder):
    age(*docs.iterdir())
    sync(index, [docs])
    forget_when(index)
    state = (docs / "3.txt").stat()
    write(docs / "3.txt", "Story 3\n\nThe minister bought 9 radios.\n")
    os.utime(docs / "3.txt", ns=(state.st_atime_ns, state.st_mtime_ns))
    now = (docs / "3.txt").stat()
    assert (now.st_size, now.st_mtime_ns, now.st_ino) == (
        state.st_size, state.st_mtime_ns, state.st_ino,
    )  # fmt: skip
    assert sync(index, [docs]).changed == 1


def test_old_files_are_not_read_again(docs, index, encoder, monkeypatch):
    sync(index, [docs])
    forget_when(index)
    monkeypatch.setattr("qa.indexing.file_signatures.file_sha256", None)  # whoever hashes fails
    assert sync(index, [docs]).unchanged == 12


# --- much gone at once


def test_most_of_the_documents_are_not_removed_unasked(docs, index, encoder):
    sync(index, [docs])
    for n in range(7):
        (docs / f"{n}.txt").unlink()
    with qa.open(index, paths=[docs]) as engine:
        assert not engine.stale()
        report = engine.sync()
        assert (report.removed, report.held, report.documents) == (0, 7, 12)
        (warning,) = report.warnings
        assert warning.startswith("7 of 12 documents are no longer in their folder.")
        assert "'qa index --prune'" in warning
        state = engine.status()
        assert (len(state.gone), len(state.held), state.files) == (7, 7, 5)
        assert not engine.stale()
        hits = engine.search("radios", top=50)
        assert {hit.document.source for hit in hits} == {f"{n}.txt" for n in range(7, 12)}
        assert engine.warnings[0] == warning
        assert "7 of 12 documents are gone from their folder and left out" in engine.warnings[1]
        report = engine.sync(prune=True)
        assert (report.removed, report.held, report.documents) == (7, 0, 5)
        assert engine.status().gone == ()


def test_half_of_them_are(docs, index, encoder):
    sync(index, [docs])
    for n in range(6):
        (docs / f"{n}.txt").unlink()
    assert sync(index, [docs]).removed == 6


@pytest.mark.parametrize("empty", [True, False])
def test_a_folder_that_is_missing_or_empty_is_not_forgotten(docs, index, encoder, tmp_path, empty):
    other = tmp_path / "other"
    write(other / "o.txt", "Radios from elsewhere.\n")
    sync(index, [docs, other])
    other.rename(tmp_path / "away")
    if empty:
        other.mkdir()
    write(docs / "new.txt", "Something new.\n")
    report = sync(index, [docs, other])
    assert (report.added, report.removed, report.held, report.documents) == (1, 0, 1, 14)
    with qa.open(index) as engine:
        assert engine.status().held == ("other/o.txt",)
    with pytest.raises(CollectionNotFound, match="1 of 14 documents") as caught:
        sync(index, [docs, other], rebuild=True)
    assert "--prune" in caught.value.hint
    if empty:
        other.rmdir()
    (tmp_path / "away").rename(other)
    report = sync(index, [docs, other])
    assert (report.held, report.unchanged + report.changed) == (0, 14)
    shutil.rmtree(other)
    assert sync(index, [docs, other], prune=True).removed == 1


def test_all_of_it_missing(docs, index, encoder, tmp_path):
    sync(index, [docs])
    docs.rename(tmp_path / "away")
    report = sync(index, [docs])
    assert (report.held, report.documents, report.removed) == (12, 12, 0)
    with qa.open(index, paths=[docs]) as engine:
        assert not engine.stale()
        assert len(engine.status().held) == 12
        assert engine.path_of("3.txt") == str(docs / "3.txt")
    with pytest.raises(CollectionNotFound):
        sync(tmp_path / "index2", [docs])
    assert sync(index, [docs], prune=True).documents == 0
    (tmp_path / "away").rename(docs)
    assert sync(index, [docs]).added == 12


def test_what_is_moved_or_left_out_is_not_missing(docs, index, encoder):
    sync(index, [docs])
    (docs / "sub").mkdir()
    for path in docs.glob("*.txt"):
        path.rename(docs / "sub" / path.name)
    assert sync(index, [docs]).moved == 12
    write(docs / ".qaignore", "sub/1*\nsub/[2-9].txt\n")
    report = sync(index, [docs])
    assert (report.removed, report.held) == (11, 0)


# --- who writes


def test_the_second_is_told_who_writes_and_since_when(docs, index, encoder):
    sync(index, [docs])
    with another_writer(index) as holder:
        with pytest.raises(IndexLocked) as caught:
            sync(index, [docs])
        assert f"({holder.pid} on " in caught.value.message
        assert ", since 2" in caught.value.message
    assert (index / ".writer.json").exists()  # the dead can't clean up, and block nobody
    assert sync(index, [docs]).unchanged == 12
    assert not (index / ".writer.json").exists()


def test_a_writer_that_is_soon_done_is_waited_for(docs, index, encoder):
    sync(index, [docs])
    with ThreadPoolExecutor(1) as other:
        with writing(index):
            waits = other.submit(sync, index, [docs])
            assert not waits.done()
            time.sleep(0.2)
        assert waits.result(60).unchanged == 12


@pytest.mark.parametrize("said", ["", "[]", '{"pid": "x", "since": 3}', '{"since": "2020-01-01"}'])
def test_what_a_writer_says_of_itself_need_not_make_sense(index, said):
    with writing(index):
        (index / ".writer.json").write_text(said)
        with pytest.raises(IndexLocked, match="Another process is writing"), writing(index):
            pass


def test_a_reader_sees_what_another_process_adds(docs, index, encoder):
    sync(index, [docs])
    with qa.open(index) as reader, qa.open(index, paths=[docs]) as writer:
        assert "harbour" not in reader.search("harbour", top=1)[0].text
        write(docs / "new.txt", "A harbour was opened.\n")
        writer.sync()
        assert reader.search("harbour", top=1)[0].text == "A harbour was opened."
        assert reader.warnings == ()


@pytest.mark.parametrize("change", ["changed", "removed"])
def test_an_answer_is_of_one_commit(docs, index, encoder, monkeypatch, change):
    """A commit between the search and the quoting changes neither."""
    sync(index, [docs])
    real = Retriever.search

    def search(self, *args, **options):
        hits = real(self, *args, **options)
        with Store.create(index) as writer:
            if change == "changed":
                put(writer, "3.txt", ["Quite another story."])
            else:
                with writer.commit() as number:
                    writer.remove("3.txt", number)
        return hits

    with qa.open(index) as reader:
        with monkeypatch.context() as patch:
            patch.setattr(Retriever, "search", search)
            during = reader.ask("Who bought 3 radios?", threshold=0, fresh=False)
        after = reader.ask("Who bought 3 radios?", threshold=0, fresh=False)
    bought = "The minister bought 3 radios."
    assert [each.text for each in during.evidence] == [bought]
    assert bought not in {quote.text for quote in after.evidence}


def test_passages_that_are_searched_and_gone_from_the_store_are_damage(docs, index, encoder):
    sync(index, [docs])
    with sqlite3.connect(index / "qa.sqlite") as db:
        db.execute("UPDATE passage SET id = 9999 WHERE id = 1")
    db.close()
    with qa.open(index) as engine, pytest.raises(IndexDamaged, match="lost searched passages"):
        engine.search("radios", top=20)


def test_a_reader_beside_an_update_finds_by_meaning_what_is_committed(docs, index, encoder):
    sync(index, [docs])
    write(docs / "new.txt", "A harbour was opened.\n")
    (docs / "0.txt").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa.indexing.sync.derive", lambda *_, **__: None)  # as long as it goes on
        sync(index, [docs])
    with writing(index), qa.open(index) as reader:
        hits = reader.search("A harbour was opened.", top=50)
        assert hits[0].text == "A harbour was opened."
        assert "0.txt" not in {hit.document.source for hit in hits}
        (warning,) = reader.warnings
        assert "is writing to" in warning
    with qa.open(index) as reader:
        assert reader.search("harbour", top=1)[0].text == "A harbour was opened."
        (warning,) = reader.warnings
        assert warning.endswith("They were brought up to date.")


# --- copies that went different ways


def test_search_structures_of_another_history_are_not_believed(docs, index, encoder, tmp_path):
    sync(index, [docs])
    shutil.copytree(index, tmp_path / "backup")
    write(docs / "0.txt", "Story 0\n\nThe minister sold a harbour.\n")
    sync(index, [docs])
    with Store.open(index) as store:
        number = store.commit_number()
    # The store is taken from the backup, and goes another way to a commit of the same number.
    shutil.copy(tmp_path / "backup" / "qa.sqlite", index / "qa.sqlite")
    for suffix in ("-wal", "-shm"):
        (index / f"qa.sqlite{suffix}").unlink(missing_ok=True)
    write(docs / "0.txt", "Story 0\n\nThe minister sold a border.\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qa.indexing.sync.derive", lambda *_, **__: None)
        sync(index, [docs])
    with Store.open(index) as store:
        assert store.commit_number() == number
        assert Dense.open(index, store) is None
        assert Lexical.open(index, store, behind=True) is None
    assert sync(index, [docs]).unchanged == 12
    assert best(index, "Story 0\n\nThe minister sold a border.", 1) != []
    assert frequencies(index, ("border", "harbour")) == [1, 0]


VERSION_5 = f"""{VERSION_6}
ALTER TABLE document RENAME COLUMN places TO pages; ALTER TABLE passage DROP COLUMN place;
PRAGMA user_version = 5;
"""
VERSION_4 = f"""{VERSION_5}
DROP INDEX document_facts;
CREATE INDEX document_name ON document (source, title);
PRAGMA user_version = 4;
"""
VERSION_3 = f"""{VERSION_4}
DROP INDEX document_name;
ALTER TABLE document DROP COLUMN lines; ALTER TABLE document DROP COLUMN tags;
ALTER TABLE document DROP COLUMN aliases; ALTER TABLE passage DROP COLUMN heading;
UPDATE document SET id = substr(id, 1, 12), seal = NULL;
PRAGMA user_version = 3;
"""
VERSION_2 = f"""{VERSION_3}
DROP INDEX document_file;
ALTER TABLE document DROP COLUMN seal;
ALTER TABLE passage DROP COLUMN seal; ALTER TABLE passage DROP COLUMN vector_seal;
PRAGMA user_version = 2;
"""
VERSION_1 = f"""{VERSION_2}
DROP TABLE history; DROP INDEX passage_text;
ALTER TABLE document DROP COLUMN ctime_ns; ALTER TABLE document DROP COLUMN checked_ns;
DELETE FROM meta WHERE key = 'probe'; PRAGMA user_version = 1;
"""
VERSIONS = (VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5, VERSION_6, VERSION_7)


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6, 7])
def test_an_index_of_an_earlier_version_is_read_and_brought_up_to_date(
    docs, index, encoder, version
):
    sync(index, [docs])
    with sqlite3.connect(index / "qa.sqlite") as db:
        db.executescript(VERSIONS[version - 1])
        (identity,) = db.execute("SELECT value FROM meta WHERE key = 'store'").fetchone()
        (commit,) = db.execute("SELECT value FROM meta WHERE key = 'commit'").fetchone()
    db.close()
    for card in (index / "dense.json", index / "lexical" / "current.json"):
        if version == 1:
            said = json.loads(card.read_text()) | {"state": f"{identity}:{commit}"}
            card.write_text(json.dumps(said))
    before = stamp(index / "dense.faiss")
    with qa.open(index) as engine:
        assert len(engine.search("radios", top=20)) > 0
        assert engine.warnings == ()
        assert engine.status().changed == ()
    encoder.read.clear()
    assert sync(index, [docs]).unchanged == 12
    assert encoder.read == []
    assert stamp(index / "dense.faiss") == before
    write(docs / "new.txt", "A harbour was opened.\n")
    assert sync(index, [docs]).added == 1
    assert best(index, "A harbour was opened.", 1) == ["A harbour was opened."]
