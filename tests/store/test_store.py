"""The store: what goes in comes out, whatever happens in between."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from qa.datatypes import (
    Block,
    BlockKind,
    DateOrigin,
    Document,
    Filter,
    Passage,
    Place,
    PlaceKind,
    Sentence,
    Skipped,
    document_id,
)
from qa.datatypes.boxes import PrintedLine, packed
from qa.errors import IndexDamaged, IndexLocked, IndexNotFound, IndexUnwritable
from qa.indexing.derive import derive
from qa.store.connection import FILE_NAME
from qa.store.documents import DocumentTable
from qa.store.integrity import Inspector
from qa.store.rows import DocumentRow, line_numbers
from qa.store.schema import APPLICATION_ID
from qa.store.store import FileState, Store, text_sha256
from tests.support.builders import DIMENSION, document, put, python, settled, unit, whole
from tests.support.old_stores import VERSION_6, VERSION_7

ODD = "Büro \U0001f600\x00 NUL\r\nSecond line.\r\n\r\nThird\u2028 \U00020000 line.\n"


@pytest.fixture
def store(tmp_path):
    with settled(tmp_path / "index") as store:
        yield store


def keep(store, doc, passages, vectors=None, file=None):
    if vectors is None:
        vectors = np.zeros((len(passages), 16), np.float16)
    file = file or FileState(doc.source, 10, 20, 30, "f")
    with store.commit() as number:
        store.put(doc, file, passages, vectors, number)
    return number


def ids_of(store) -> list[int]:
    return [int(i) for ids, _ in store.vectors(16) for i in ids]


# --- round trips

PLACES = (Place(0, PlaceKind.SHEET, 1, "Büdget"), Place(30, PlaceKind.SHEET, 2))


@pytest.mark.parametrize("published", [date(2019, 10, 25), None])
def test_document_comes_back_as_it_was(store, published):
    blocks = (
        Block(0, 14, BlockKind.HEADING, level=2), Block(16, 28, parent=0),
        Block(32, len(ODD) - 1, BlockKind.STEP, 1, 1),
    )  # fmt: skip
    doc = document(
        "a/ä \U0001f600.txt", ODD, title="T\x00\U0001f600", blocks=blocks, author="J. Doe",
        agency="Reuters", published=published, places=PLACES, lines=((0, 3), (32, 9)),
        tags=("politics", "ä\x00"), aliases=("Other name",),
    )  # fmt: skip
    passages = (
        Passage(
            0,
            28,
            (Sentence(0, 14, BlockKind.HEADING), Sentence(16, 28)),
            boilerplate=True,
            heading="A › B",
        ),
        Passage(32, len(ODD) - 1, (Sentence(32, len(ODD) - 1),)),
    )
    keep(store, doc, passages)
    assert store.document(doc.source) == doc
    (info,) = store.documents()
    assert (info.id, info.source, info.title) == (doc.id, doc.source, doc.title)
    assert (info.author, info.agency, info.published) == ("J. Doe", "Reuters", published)
    assert info.words == len(ODD.split())
    first, second = ids_of(store)
    found = store.passages([first, second])
    assert [found[i].passage for i in (first, second)] == list(passages)
    assert [found[i].text for i in (first, second)] == [ODD[:28], ODD[32:-1]]
    assert [found[i].line for i in (first, second)] == [3, 9]
    assert [found[i].place for i in (first, second)] == [PLACES[:1], PLACES[1:]]
    assert [p.heading for p in store.passages_of(doc.source)] == ["A › B", ""]
    assert found[first].document == info
    assert store.boilerplate([first, second]) == {first}
    assert list(store.texts()) == [(first, doc.title, ODD[:28]), (second, doc.title, ODD[32:-1])]
    assert store.files() == {doc.source: FileState(doc.source, 10, 20, 30, "f")}


def test_document_without_extras(store):
    doc = document("a.txt", "Words.")
    keep(store, doc, [whole("Words.")])
    assert store.document("a.txt") == doc
    assert store.document("b.txt") is None


def test_same_text_in_another_document_is_its_own(store):
    for name in ("a.txt", "b.txt"):
        keep(store, document(name, "Same."), [whole("Same.")])
    found = store.passages(ids_of(store))
    assert [p.document.source for p in found.values()] == ["a.txt", "b.txt"]
    assert store.sources_of(list(reversed(ids_of(store)))) == ["b.txt", "a.txt"]


def test_unknown_passages_are_left_out(store):
    put(store, "a.txt", ["One."])
    assert list(store.passages([*ids_of(store), 999])) == ids_of(store)
    assert store.passages([]) == {}


def test_lines_are_right_with_overlap(store):
    text = "".join(f"Line {n}.\n" for n in range(1, 41))
    starts = [text.index(f"Line {n}.") for n in (1, 5, 3, 20, 20, 11, 40)]
    passages = [Passage(at, at + 6, (Sentence(at, at + 6),)) for at in starts]
    keep(store, document("a.txt", text), passages)
    found = store.passages(ids_of(store))
    assert [p.line for p in found.values()] == [1, 5, 3, 20, 20, 11, 40]


def test_lines_are_those_of_the_file(store):
    """Two lines of front matter were taken out, and a paragraph of five lines was joined."""
    text = "".join(f"Line {n}.\n" for n in range(1, 41))
    doc = document("a.md", text, lines=((0, 3), (text.index("Line 10."), 17)))
    starts = [text.index(f"Line {n}.") for n in (9, 10, 11, 1, 40, 9)]
    keep(store, doc, [Passage(at, at + 6, (Sentence(at, at + 6),)) for at in starts])
    found = store.passages(ids_of(store))
    assert [p.line for p in found.values()] == [11, 17, 18, 3, 47, 11]
    assert [doc.line(at) for at in starts] == [11, 17, 18, 3, 47, 11]


def test_lines_of_a_long_text_take_one_pass():
    text = "A line of words.\n" * 200_000
    doc = document("a.txt", text, lines=((0, 5),))
    began = time.perf_counter()
    lines = line_numbers(doc, range(0, len(text), 17 * 20))
    assert time.perf_counter() - began < 2  # counting from the beginning takes minutes
    assert lines == list(range(5, 200_005, 20))


def test_several_whole_documents(store):
    for name in ("a.txt", "b.txt", "c.txt"):
        put(store, name, [f"Text of {name}."], lines=((0, 7),))
    found = store.full_documents(["c.txt", "never.txt", "a.txt"])
    assert {source: doc.text for source, doc in found.items()} == {
        "c.txt": "Text of c.txt.", "a.txt": "Text of a.txt.",
    }  # fmt: skip
    assert found["c.txt"] == store.document("c.txt")
    assert found["c.txt"].line(3) == 7
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE document SET lines = '[]' WHERE source = 'a.txt'")
    db.close()
    with pytest.raises(IndexDamaged, match=r"^a\.txt in .* is not what was indexed"):
        store.full_documents(["c.txt", "a.txt"])


def test_vectors_come_back_to_the_bit_and_in_order(store):
    bits = np.random.default_rng(1).integers(0, 1 << 16, (23, 16), np.uint16)
    bits &= 0x9FFF  # below 2**-7, whatever else: 0, -0 and subnormal numbers among them
    texts = [f"p{n}" for n in range(23)]
    put(store, "a.txt", texts[:9], bits[:9].view(np.float16))
    put(store, "b.txt", texts[9:], bits[9:].view(np.float16))
    batches = list(store.vectors(16, batch=5))
    assert [len(ids) for ids, _ in batches] == [5, 5, 5, 5, 3]
    ids = np.concatenate([ids for ids, _ in batches])
    assert ids.dtype == np.int64
    assert ids.tolist() == sorted(ids.tolist())
    held = np.concatenate([vectors for _, vectors in batches])
    assert held.dtype == np.float16
    assert (held.view(np.uint16) == bits).all()
    assert [text for _, _, text in store.texts()] == texts


def test_vectors_of_another_length_are_damage(store):
    put(store, "a.txt", ["One."])
    with pytest.raises(IndexDamaged, match="wrong length"):
        list(store.vectors(15))


def test_fewer_vectors_than_passages_are_refused_whole(store):
    with pytest.raises(ValueError, match="shorter"):
        keep(store, document("a.txt", "One."), [whole("One.")] * 2, np.zeros((1, 16), np.float16))
    assert store.counts() == (0, 0)


def test_skipped_files_are_replaced_as_a_list(store):
    store.set_skipped([(Skipped("b.txt", "Empty."), "1 2 3"), (Skipped("a.pdf", "PDF."), "")])
    store.set_skipped([(Skipped("b.txt", "Binary."), "4 5 6"), (Skipped("a.bin", "No."), "")])
    assert list(store.skipped().values()) == [
        (Skipped("a.bin", "No."), ""),
        (Skipped("b.txt", "Binary."), "4 5 6"),
    ]


def test_touch_changes_only_the_look_of_the_file(store):
    put(store, "a.txt", ["One."])
    before = store.document("a.txt")
    store.touch(FileState("a.txt", 7, 8, 9, "", 10, 11))
    assert store.files()["a.txt"] == FileState("a.txt", 7, 8, 9, "hash", 10, 11)
    assert store.document("a.txt") == before


# --- commits


def removed(store) -> dict[int, int]:
    with sqlite3.connect(store.path) as db:
        return dict(db.execute("SELECT passage, removed FROM removed"))


def test_replacing_and_removing_record_the_passages_gone(store):
    assert put(store, "a.txt", ["One.", "Two."]) == 1
    put(store, "b.txt", ["Three."])
    first, second, third = ids_of(store)
    assert put(store, "a.txt", ["Four."]) == 3
    assert removed(store) == {first: 3, second: 3}
    with store.commit() as number:
        store.remove("b.txt", number)
        store.remove("never.txt", number)
    assert removed(store) == {first: 3, second: 3, third: 4}
    assert store.counts() == (1, 1)
    assert ids_of(store)[0] > third  # ids are never used again


def test_ids_are_not_used_again_after_everything_went(store):
    put(store, "a.txt", ["One."])
    (old,) = ids_of(store)
    with store.commit() as number:
        store.remove("a.txt", number)
    put(store, "a.txt", ["One."])
    assert ids_of(store) == [old + 1]


def test_only_commits_count(store):
    state = store.state()
    assert (store.commit_number(), state[-2:]) == (0, ":0")
    with store.transaction():
        store.set_meta("x", "1")
    assert store.state() == state
    assert put(store, "a.txt", ["One."]) == 1
    assert store.state().startswith(state[:-1] + "1:")
    assert store.commit_number() == 1


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_what_fails_is_undone(store, error):
    put(store, "a.txt", ["One."])
    with pytest.raises(error), store.commit() as number:  # noqa: PT012
        store.remove("a.txt", number)
        store.set_meta("x", "1")
        raise error
    assert (store.counts(), store.commit_number(), store.meta("x")) == ((1, 1), 1, None)
    assert put(store, "b.txt", ["Two."]) == 2  # and it can be used again


def test_states_name_commits_of_their_own_store(tmp_path):
    with settled(tmp_path / "a") as a, settled(tmp_path / "b") as b:
        assert a.commit_of(a.state()) == 0
        states = [a.state()]
        for n in range(3):
            put(a, f"{n}.txt", ["One."])
            put(b, f"{n}.txt", ["One."])
            states.append(a.state())
        assert [a.commit_of(state) for state in states] == [0, 1, 2, 3]
        assert [b.commit_of(state) for state in states] == [None] * 4
        store, number, token = states[2].split(":")
        for odd in (
            f"{store}:{number}", f"{store}:3:{token}", f"{store}:9:{token}", f"{store}:-1:",
            f"{store}:", store, "", None, 3, f"{store}:0:{token}",
        ):  # fmt: skip
            assert a.commit_of(odd) is None


def test_what_changed_since_a_commit(store):
    put(store, "a.txt", ["One.", "Two."])
    second = put(store, "b.txt", ["Three."])
    put(store, "a.txt", ["Four."])
    put(store, "c.txt", ["Five."])
    with store.commit() as number:
        store.remove("c.txt", number)
    assert store.removed_since(second).tolist() == [1, 2, 5]
    assert [ids.tolist() for ids, _ in store.vectors(16, since=second)] == [[4]]
    assert list(store.texts(second)) == [(4, "a.txt", "Four.")]
    assert store.changes_since(second) == 4
    assert store.changes_since(number) == 0
    assert (store.removed_since(number).tolist(), list(store.texts(number))) == ([], [])


def test_vectors_are_known_by_their_text(store):
    put(store, "a.txt", ["One.", "Two."])
    put(store, "b.txt", ["Two."])
    one, two, three = (text_sha256(text) for text in ("One.", "Two.", "Three."))
    known = store.reusable_vectors([(one, "x"), (two, "x"), (three, "x")], 16, in_context=False)
    assert set(known) == {(one, "x"), (two, "x")}
    assert (known[one, "x"] == unit("One.").astype(np.float16)).all()
    titled = store.reusable_vectors(
        [(two, "b.txt"), (two, "x"), (one, "a.txt")], 16, in_context=True
    )
    assert set(titled) == {(two, "b.txt"), (one, "a.txt")}
    assert store.reusable_vectors([(one, "x")], 15, in_context=False) == {}  # of another model
    near = one[:16] + "0" * 48
    assert store.reusable_vectors([(near, "x")], 16, in_context=False) == {}


def test_a_moved_document_keeps_its_passages(store):
    put(store, "a.txt", ["One.", "Two."])
    before = store.passages([1, 2])
    moved = replace(store.document("a.txt"), source="b/c.txt")
    with store.commit():
        store.move("a.txt", moved, FileState("b/c.txt", 1, 2, 3, "h", 4, 5))
    assert store.document("a.txt") is None
    assert store.document("b/c.txt") == moved
    assert store.files() == {"b/c.txt": FileState("b/c.txt", 1, 2, 3, "h", 4, 5)}
    after = store.passages([1, 2])
    assert {n: p.text for n, p in after.items()} == {n: p.text for n, p in before.items()}
    assert after[1].document.id == moved.id != before[1].document.id


def test_a_snapshot_stays_what_it_is(store):
    put(store, "a.txt", ["One."])
    with Store.open(store.path.parent) as reader:
        with reader.snapshot():
            assert reader.counts() == (1, 1)
            put(store, "b.txt", ["Two."])
            assert (reader.counts(), reader.commit_number()) == ((1, 1), 1)
        assert (reader.counts(), reader.commit_number()) == ((2, 2), 2)


def test_stores_differ_in_state(tmp_path):
    with Store.create(tmp_path / "a") as a, Store.create(tmp_path / "b") as b:
        assert a.state() != b.state()
        state = a.state()
    with Store.open(tmp_path / "a") as again:
        assert again.state() == state


def test_reader_sees_the_old_state_and_does_not_wait(store):
    put(store, "a.txt", ["One."])
    with Store.open(store.path.parent) as reader, store.commit() as number:
        store.remove("a.txt", number)
        store.put(
            document("b.txt", "Two."), FileState("b.txt", 1, 1, 1, ""), [whole("Two.")],
            np.zeros((1, 16), np.float16), number,
        )  # fmt: skip
        with Store.open(store.path.parent) as late:
            for each in (reader, late):
                assert [info.source for info in each.documents()] == ["a.txt"]
                assert each.commit_number() == 1
    with Store.open(store.path.parent) as reader:
        assert [info.source for info in reader.documents()] == ["b.txt"]


def test_second_writer_is_told_that_it_is_locked(store, monkeypatch):
    monkeypatch.setattr("qa.store.connection._PATIENCE", 0)
    with Store.create(store.path.parent) as other:
        with store.transaction(), pytest.raises(IndexLocked), other.transaction():
            pass
        assert put(other, "a.txt", ["One."]) == 1  # free again


# --- damage


def test_no_index(tmp_path):
    (tmp_path / "file").write_text("x")
    for folder in ("", "nowhere", "file", "file/deeper"):
        with pytest.raises(IndexNotFound):
            Store.open(tmp_path / folder)


def test_index_below_a_file_is_unwritable(tmp_path):
    (tmp_path / "file").write_text("x")
    for folder in ("file", "file/index"):
        with pytest.raises(IndexUnwritable, match="can't be made"):
            Store.create(tmp_path / folder)


def test_folder_in_the_place_of_the_file(tmp_path):
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(IndexUnwritable):
        Store.create(tmp_path)


@pytest.mark.parametrize("open_it", [Store.open, Store.create])
@pytest.mark.parametrize(("application", "version"), [(APPLICATION_ID, 99), (1, 1), (0, 0)])
def test_database_of_somebody_else(tmp_path, open_it, application, version):
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.executescript(
            f"CREATE TABLE t (x); PRAGMA application_id = {application};"
            f"PRAGMA user_version = {version}"
        )
    db.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(IndexDamaged, match="not an index that this version can read"):
        open_it(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("open_it", [Store.open, Store.create])
def test_bytes_that_are_no_database(tmp_path, open_it):
    (tmp_path / FILE_NAME).write_bytes(random.Random(1).randbytes(20_000))
    with pytest.raises(IndexDamaged):
        open_it(tmp_path)


def test_file_cut_short(store):
    for n in range(60):
        put(store, f"{n}.txt", [f"Text {n} " * 100])
    store.checkpoint()
    store.close()
    data = store.path.read_bytes()
    store.path.write_bytes(data[: len(data) // 2])
    with pytest.raises(IndexDamaged), Store.open(store.path.parent) as again:
        again.passages(ids_of(again))


def test_changed_text_is_never_quoted(store):
    put(store, "a.txt", ["He said yes.", "He left."])
    put(store, "b.txt", ["Fine."])
    ids = ids_of(store)
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE document SET text = replace(text, 'yes', 'no!') WHERE source = 'a.txt'")
    db.close()
    with pytest.raises(IndexDamaged, match=r"^a\.txt in .* is not what was indexed"):
        store.passages(ids[:1])
    assert [p.text for p in store.passages(ids[1:]).values()] == ["He left.", "Fine."]


@pytest.mark.parametrize("damage", ["substr(layout, 1, 20)", "x'01'", "'a text of some length'"])
def test_a_damaged_layout_of_pages_is_damage(store, damage):
    layout = packed([(1, 600.0, 800.0)], [PrintedLine(0, 0, 100, 220, [(0, 3, 50, 650)])])
    doc = replace(document("a.pdf", "One."), places=(Place(0, PlaceKind.PAGE, 1),), layout=layout)
    with store.commit() as number:
        store.put(doc, FileState("a.pdf", 1, 2, 3, "f"), [], [], number)
    assert store.document("a.pdf") == doc
    with sqlite3.connect(store.path) as db:
        db.execute(f"UPDATE document SET layout = {damage}")
    db.close()
    with pytest.raises(IndexDamaged, match=r"^a\.pdf in .* is not what was indexed"):
        store.document("a.pdf")
    assert Inspector(store).wrong_texts(lambda _: None) == ["a.pdf"]


def test_file_left_empty_by_a_kill_is_filled(tmp_path):
    (tmp_path / FILE_NAME).touch()
    with Store.create(tmp_path) as store:
        assert put(store, "a.txt", ["One."]) == 1
    with Store.open(tmp_path) as store:
        assert store.counts() == (1, 1)


def test_file_left_empty_by_a_kill_is_no_index(tmp_path):
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(IndexNotFound):
        Store.open(tmp_path)
    with sqlite3.connect(tmp_path / FILE_NAME) as db:  # killed a little later
        db.execute("PRAGMA journal_mode = WAL")
    db.close()
    assert (tmp_path / FILE_NAME).stat().st_size > 0
    with pytest.raises(IndexNotFound):
        Store.open(tmp_path)
    with Store.create(tmp_path) as store:
        assert put(store, "a.txt", ["One."]) == 1


# --- taking over, copying, reading only


def test_become_takes_over_everything_at_once(tmp_path):
    with settled(tmp_path / "new") as new:
        put(new, "new.txt", ["New."])
        new.set_skipped([(Skipped("x.pdf", "PDF."), "")])
        state = new.state()
    with settled(tmp_path / "old") as old, Store.open(tmp_path / "old") as reader:
        for n in range(30):
            put(old, f"{n}.txt", [f"Old {n}."])
        rows = reader.connection.db.execute("SELECT source FROM document ORDER BY rowid")
        assert rows.fetchone() == ("0.txt",)  # a reader in the middle of reading
        old.become(tmp_path / "new")
        assert [row[0] for row in rows] == [f"{n}.txt" for n in range(1, 30)]
        for each in (old, reader):
            assert [info.source for info in each.documents()] == ["new.txt"]
            assert (each.state(), each.counts()) == (state, (1, 1))
            assert list(each.skipped()) == ["x.pdf"]
        assert put(old, "more.txt", ["More."]) == 2
    with Store.open(tmp_path / "new") as new:
        assert new.state() == state


def test_become_with_a_damaged_source_changes_nothing(tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / FILE_NAME).write_bytes(b"rubbish" * 1000)
    with settled(tmp_path / "old") as old:
        put(old, "a.txt", ["One."])
        with pytest.raises(IndexDamaged):
            old.become(tmp_path / "new")
        assert [info.source for info in old.documents()] == ["a.txt"]


def test_after_a_checkpoint_the_one_file_is_the_whole(store, tmp_path):
    put(store, "a.txt", ["One."])
    store.checkpoint()
    (tmp_path / "copy").mkdir()
    shutil.copy(store.path, tmp_path / "copy" / FILE_NAME)
    with Store.open(tmp_path / "copy") as copy:
        assert (copy.counts(), copy.state()) == ((1, 1), store.state())


SOMEBODY_ELSE = """
import os
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""

READ_ONLY = """
import os, sys
from pathlib import Path
from qa.search.dense_index import Dense
from qa.errors import IndexUnwritable
from qa.search.lexical_index import Lexical
from qa.store.store import Store
import faiss, numpy, tantivy
SOMEBODY_ELSE
assert not os.access(sys.argv[1], os.W_OK)
with Store.open(Path(sys.argv[1])) as store:
    print([info.source for info in store.documents()], store.document("a.txt").text)
    index = Path(sys.argv[1])
    print(Lexical.open(index, store).search("one", 5).ids)
    print(Dense.open(index, store).search(numpy.ones(16, "f4"), 5).ids)
    try:
        with store.commit() as number:
            store.remove("a.txt", number)
    except IndexUnwritable:
        print("unwritable")
""".replace("SOMEBODY_ELSE", SOMEBODY_ELSE)

READ_BESIDE = f"""
import sys
from pathlib import Path
from qa.errors import IndexUnwritable
from qa.store.store import Store
{SOMEBODY_ELSE}
try:
    with Store.open(Path(sys.argv[1])) as store:
        print([info.source for info in store.documents()])
except IndexUnwritable as error:
    print(error.hint)
"""


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder for an index that others may read; pytest's own are closed to them."""
    home = Path(tempfile.mkdtemp(prefix="qa-test-"))
    home.chmod(0o755)
    try:
        yield home / "index"
    finally:
        for path in (home / "index", *(home / "index").rglob("*/")):
            path.chmod(0o755)
        shutil.rmtree(home)


def by_somebody_else(code: str, index: Path) -> str:
    """What code prints that is run by somebody who may not write to the index."""
    for path in index.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    index.chmod(0o555)
    done = python(code, index)
    if "PermissionError" in done.stderr and "setuid" in done.stderr:
        pytest.skip("root may not become somebody else here")
    assert done.stderr == ""
    return done.stdout


def test_folder_that_may_only_be_read(readable):
    with settled(readable) as store:
        put(store, "a.txt", ["One."])
        derive(readable, store)
        store.checkpoint()
    assert by_somebody_else(READ_ONLY, readable) == "['a.txt'] One.\n[1]\n[1]\nunwritable\n"


def test_who_may_only_read_sees_what_a_writer_commits(readable):
    with settled(readable) as store:
        put(store, "a.txt", ["One."])
        store.checkpoint()
        put(store, "b.txt", ["Two."])
        assert by_somebody_else(READ_BESIDE, readable) == "['a.txt', 'b.txt']\n"


def test_who_may_only_read_is_not_shown_what_a_killed_writer_left_in_pieces(readable):
    with settled(readable) as store:
        put(store, "a.txt", ["One."])
        store.checkpoint()
        put(store, "b.txt", ["Two."])
        log = store.path.with_name(f"{FILE_NAME}-wal").read_bytes()
    store.path.with_name(f"{FILE_NAME}-wal").write_bytes(log)
    assert "as somebody who may write there" in by_somebody_else(READ_BESIDE, readable)


# --- seals


SPOILT = {
    "a title": "UPDATE document SET title = 'b.txt' WHERE source = 'a.txt'",
    "a date": "UPDATE document SET published = '2020-02-02' WHERE source = 'a.txt'",
    "the blocks": "UPDATE document SET blocks = replace(blocks, '0', '1') WHERE source = 'a.txt'",
    "the lines": "UPDATE document SET lines = '[[0, 2]]' WHERE source = 'a.txt'",
    "a tag": "UPDATE document SET tags = '[\"x\"]' WHERE source = 'a.txt'",
    "a heading": "UPDATE passage SET heading = 'Other' WHERE id = 1",
    "a line": "UPDATE passage SET line = line + 1 WHERE id = 1",
    "a sentence": "UPDATE passage SET sentences = replace(sentences, '0', '1') WHERE id = 1",
    "boilerplate": "UPDATE passage SET boilerplate = 1 WHERE id = 1",
    "sentences that are none": "UPDATE passage SET sentences = '[[1, 2' WHERE id = 1",
    "a document that is gone": "DELETE FROM document WHERE source = 'a.txt'",
    "a text that is none": "UPDATE document SET text = CAST(x'ff' AS TEXT) WHERE source = 'a.txt'",
}


@pytest.mark.parametrize("damage", SPOILT.values(), ids=SPOILT)
def test_a_row_that_is_not_what_was_written_is_not_shown(store, damage):
    put(store, "a.txt", ["Beds were locked.", "He left."])
    put(store, "b.txt", ["Fine."])
    with sqlite3.connect(store.path) as db:
        db.execute(damage)
    db.close()
    with pytest.raises(IndexDamaged):
        store.passages([1])
    (other,) = store.passages([3]).values()
    assert other.text == "Fine."


def test_a_vector_that_is_not_what_was_made_is_not_used(store):
    put(store, "a.txt", ["One.", "Two."])
    two = [(text_sha256("Two."), "")]
    (sound,) = store.reusable_vectors(two, DIMENSION, in_context=False).values()
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE passage SET vector = (SELECT vector FROM passage WHERE id = 1)")
    db.close()
    assert sound is not None
    assert not store.reusable_vectors(two, DIMENSION, in_context=False)
    with pytest.raises(IndexDamaged, match="doctor"):
        list(store.vectors(DIMENSION))


def test_rows_of_earlier_versions_have_no_seals(store):
    put(store, "a.txt", ["One."])
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE passage SET seal = NULL, vector_seal = NULL")
        db.execute("UPDATE document SET seal = NULL, title = 'Other'")
    db.close()
    assert store.passages([1])[1].document.title == "Other"
    assert len(list(store.vectors(DIMENSION))) == 1


def test_checksums_of_version_3_stay_good(store):
    """Written by hand as version 3 did, with its checksums."""
    text = "Beds were locked."
    shown = (
        "0cc175b9c0f1", "a.txt", "Beds", None, "Reuters", "2019-10-25", 3, text_sha256(text),
        '[[0, 17, "paragraph"]]', "[]",
    )  # fmt: skip
    passage = (0, 17, 1, 0, text_sha256(text), '[[0, 17, "paragraph"]]')
    with sqlite3.connect(store.path) as db:
        db.execute(
            "INSERT INTO document (id, source, title, author, agency, published, words, sha256,"
            " blocks, places, text, size, mtime_ns, inode, file_sha256, indexed_at, seal)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, 1, '', '', ?)",
            (*shown, text, zlib.crc32(repr(shown).encode())),
        )
        db.execute(
            "INSERT INTO passage (document, start, end, line, boilerplate, sha256, sentences,"
            " added, vector, seal) VALUES (1, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
            (*passage, unit(text).astype(np.float16).tobytes(), zlib.crc32(repr(passage).encode())),
        )
    db.close()
    doc = store.document("a.txt")
    assert doc.blocks == (Block(0, 17),)
    assert (doc.id, doc.lines, doc.tags) == (document_id("a.txt"), (), ())
    assert store.passages([1])[1].document.id == document_id("a.txt")
    assert store.passages([1])[1].text == text
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE passage SET heading = 'Other'")
    db.close()
    with pytest.raises(IndexDamaged):
        store.passages([1])


def test_checksums_of_version_5_stay_good(store):
    """Passages had a heading, and no place."""
    put(store, "a.txt", ["Beds were locked."])
    with sqlite3.connect(store.path) as db:
        columns = "start, end, line, boilerplate, sha256, sentences"
        *shown, _ = db.execute(f"SELECT {columns}, heading FROM passage").fetchone()
        seal = zlib.crc32(repr((*shown, "A › B")).encode())
        db.execute("UPDATE passage SET heading = 'A › B', seal = ?", (seal,))
    db.close()
    assert store.passages([1])[1].passage.heading == "A › B"


def test_an_index_of_version_6_has_no_containers(tmp_path):
    with settled(tmp_path) as store:
        put(store, "a.txt", ["Beds were locked."])
        store.checkpoint()
    with sqlite3.connect(store.path) as db:
        db.executescript(VERSION_6)
    db.close()
    with Store.open(tmp_path) as store:
        assert store.containers() == set()
        assert store.inside("a.txt") == ["a.txt"]
        assert (store.file_count(), [*store.files()]) == (1, ["a.txt"])
        assert [row[0] for row in store.file_rows()] == ["a.txt"]
        assert store.documents()[0].date_origin is None
    with Store.create(tmp_path) as store:
        put(store, "x.zip/b.txt", ["He left."], container="x.zip", date_origin=DateOrigin.META)
    with Store.open(tmp_path) as store:
        one, two = store.documents()
        assert (one.container, one.date_origin) == ("", None)
        assert (two.container, two.date_origin) == ("x.zip", DateOrigin.META)


def test_an_index_of_version_7_has_no_languages_until_it_is_written(tmp_path):
    with settled(tmp_path) as store:
        put(store, "a.txt", ["Beds were locked."], date_origin=DateOrigin.META)
        store.checkpoint()
    with sqlite3.connect(store.path) as db:
        db.executescript(VERSION_7)
    db.close()
    german = Filter(languages=("de",))
    with Store.open(tmp_path) as store:
        assert store.documents()[0].language is None
        assert store.select(german) == ()
        assert store.document("a.txt").language is None
    with Store.create(tmp_path) as store:
        put(store, "b.txt", ["Das Haus ist alt."], language="de")
    with Store.open(tmp_path) as store:
        assert [each.source for each in store.select(german)] == ["b.txt"]
        assert store.count(german).documents == 1
        assert store.document("b.txt").language == "de"


def test_a_language_that_was_tampered_with_is_none(tmp_path):
    with settled(tmp_path) as store:
        put(store, "a.txt", ["Beds were locked."], language="en")
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE document SET language = 'x\x1b[31m'")
    db.close()
    with Store.open(tmp_path) as store:
        assert store.documents()[0].language is None


def inside(source, text="Beds were locked."):
    return document(source, text, container="x.zip", published=date(2024, 5, 2))


def put_inside(store, file, *sources, end=True):
    with store.commit() as number:
        store.begin_container("x.zip")
        for source in sources:
            made = inside(source)
            passage = Passage(0, len(made.text), (Sentence(0, len(made.text)),))
            vectors = np.stack([unit(made.text)]).astype(np.float16)
            store.put(made, file, [passage], vectors, number)
        if end:
            store.end_container(file, sources, number)


def test_a_file_that_holds_several_documents(store):
    file = FileState("x.zip", 10, 20, 30, "hash", 40, 50)
    put(store, "a.txt", ["He left."])
    put_inside(store, file, "x.zip/a.txt", "x.zip/b.txt")
    assert store.counts()[0] == 3
    assert sorted(store.files()) == ["a.txt", "x.zip"]
    assert store.files()["x.zip"] == file
    assert store.states_of(["x.zip/b.txt", "x.zip", "nowhere"]) == {
        "x.zip/b.txt": file,
        "x.zip": file,
    }
    assert [row[0] for row in store.file_rows()] == ["a.txt", "x.zip"]
    assert store.file_fields("|").split("|")[::5] == ["a.txt", "x.zip"]
    assert (store.file_count(), store.source_at(1)) == (2, "x.zip")
    store.touch(FileState("x.zip", 10, 21, 31, "", 41, 51))
    assert store.files()["x.zip"] == FileState("x.zip", 10, 21, 31, "hash", 41, 51)
    put_inside(store, file, "x.zip/b.txt", "x.zip/c.txt")  # what is no longer inside goes
    assert store.inside("x.zip") == ["x.zip/b.txt", "x.zip/c.txt"]
    put(store, "x.zip", ["Now a text."])  # and all of it when it is a file again
    assert store.inside("x.zip") == ["x.zip"]
    assert store.containers() == set()
    with store.commit() as number:
        store.remove("x.zip", number)
    assert sorted(store.files()) == ["a.txt"]


def test_a_file_that_was_put_by_half_counts_as_changed(store):
    file = FileState("x.zip", 10, 20, 30, "hash", 40, 50)
    put_inside(store, file, "x.zip/a.txt", end=False)
    assert store.files()["x.zip"].size == -1
    with store.commit() as number:
        store.remove("x.zip", number)
    assert store.counts() == (0, 0)


def test_a_document_is_inside_of_its_container(store):
    with store.commit() as number:
        made = replace(inside("x.zip/a.txt"), container="y.zip")
        passage = Passage(0, 4, (Sentence(0, 4),))
        vectors = np.stack([unit("x")]).astype(np.float16)
        store.put(made, FileState("y.zip", 1, 1, 1, ""), [passage], vectors, number)
    with pytest.raises(IndexDamaged):
        store.documents()


def test_an_index_of_version_5_is_read_and_upgraded(tmp_path):
    with settled(tmp_path) as store:
        put(store, "a.txt", ["Beds were locked."])
        store.checkpoint()
    with sqlite3.connect(store.path) as db:
        db.executescript(
            f"{VERSION_6} ALTER TABLE document RENAME COLUMN places TO pages;"
            "ALTER TABLE passage DROP COLUMN place; PRAGMA user_version = 5"
        )
    db.close()
    with Store.open(tmp_path) as store:
        assert store.document("a.txt").places == ()
        assert store.passages([1])[1].place == ()
    with Store.create(tmp_path) as store:
        put(store, "b.txt", ["He left."])
    with Store.open(tmp_path) as store:
        assert store.document("a.txt").text == "Beds were locked."
        assert store.passages([2])[2].text == "He left."


def test_what_is_read_together_is_of_one_commit(store, monkeypatch):
    """A writer that comes between the passages and their documents changes nothing."""
    put(store, "a.txt", ["Old text."])
    real = DocumentTable.by_row

    def by_row(self, row):
        with Store.create(store.path.parent) as writer:
            put(writer, "a.txt", ["New text."])
        return real(self, row)

    monkeypatch.setattr(DocumentTable, "by_row", by_row)
    assert [each.text for each in store.passages([1]).values()] == ["Old text."]
    assert store.passages([1]) == {}


@pytest.mark.parametrize("target", [None, "elsewhere"], ids=["a file", "a broken link"])
def test_what_stands_in_the_way_of_an_index_is_named(tmp_path: Path, target: str | None) -> None:
    taken = tmp_path / "index"
    if target:
        taken.symlink_to(tmp_path / target)
    else:
        taken.write_text("no folder", "utf-8")
    with pytest.raises(IndexUnwritable, match="has that name") as raised:
        Store.create(taken)
    assert "space" not in str(raised.value)


def test_blocks_are_stored_as_json_writes_them():
    blocks = (Block(0, 4, BlockKind.HEADING, -1, 1), Block(6, 9, BlockKind.PARAGRAPH, 0))
    row = DocumentRow.of(Document("a.txt", "Head", "Head\n\nabc", blocks))
    assert row.blocks == json.dumps([[0, 4, "heading", -1, 1], [6, 9, "paragraph", 0, 0]])
