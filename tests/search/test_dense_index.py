"""Vectors in FAISS: exact, true to the store, and made anew when the file is not what it was.

Everything here holds in lists as well as without: of the lists all are searched, so that what is
found must be the same. What is special about lists stands in `test_clusters.py`.
"""

from __future__ import annotations

import gc
import json
import os

import numpy as np
import pytest

from qa.errors import IndexUnwritable
from qa.files import stamp
from qa.indexing.derive import derive
from qa.search import inverted_lists
from qa.search.dense_index import CARD_NAME, FILE_NAME, Dense
from qa.store.store import Store
from tests.support.builders import put, python, settled
from tests.support.updates import opened

DIMENSION = 32


def units(count: int, seed: int = 1) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


VECTORS = units(300)
HALF = VECTORS.astype(np.float16).astype(np.float32)
QUERIES = units(5, seed=2)


@pytest.fixture(params=["exact", "lists"], autouse=True)
def kind(request, monkeypatch):
    """How the vectors lie in the file; nothing is there to measure lists with."""
    if request.param == "lists":
        monkeypatch.setattr("qa.search.inverted_lists.CLUSTERED_FROM", 0)
        monkeypatch.setattr("qa.search.inverted_lists._UNMEASURED", 1)
        monkeypatch.setattr("qa.indexing.derive.held_out", lambda store: None)
    return request.param


@pytest.fixture
def store(tmp_path):
    """Thirty documents of ten passages, of which the third and the last are gone again."""
    with settled(tmp_path / "index", DIMENSION) as store:
        for n in range(30):
            part = VECTORS[10 * n : 10 * n + 10]
            put(store, f"{n}.txt", [f"Text {n} {k}." for k in range(10)], part)
        with store.commit() as number:
            store.remove("2.txt", number)
            store.remove("29.txt", number)
        yield store


# Passage ids are 1 to 300 in the order of VECTORS; these are left.
IDS = np.array([i for i in range(1, 291) if not 21 <= i <= 30], np.int64)


@pytest.fixture
def index(store):
    Dense.build(store.path.parent, store, store.state(), DIMENSION)
    return store.path.parent


@pytest.mark.parametrize("fresh", [True, False])
@pytest.mark.parametrize("query", QUERIES)
def test_search_is_exact(store, fresh, query, kind):
    index = store.path.parent
    built = Dense.build(index, store, store.state(), DIMENSION)
    dense = built if fresh else opened(index)
    assert len(dense) == 280
    assert (dense.clusters is not None) == (kind == "lists")
    expected = HALF[IDS - 1] @ query
    order = np.argsort(-expected)
    found = dense.search(query, 40)
    assert found.ids.dtype == np.int64
    assert found.cosines.dtype == np.float32
    assert found.ids.tolist() == IDS[order[:40]].tolist()
    np.testing.assert_allclose(found.cosines, expected[order[:40]], rtol=0, atol=1e-6)
    everything = dense.search(query, 1000)
    assert sorted(everything.ids.tolist()) == IDS.tolist()


def test_cosines_of_any_passages_in_any_order(index):
    dense = opened(index)
    wanted = np.random.default_rng(3).permutation(IDS)[:50]
    got = dense.cosines(QUERIES[0], wanted)
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, HALF[wanted - 1] @ QUERIES[0], rtol=0, atol=1e-6)
    assert dense.cosines(QUERIES[0], np.empty(0, np.int64)).shape == (0,)
    twice = dense.cosines(QUERIES[0], np.array([31, 31], np.int64))
    assert twice[0] == twice[1] == pytest.approx(got_for(dense, 31), abs=1e-6)


def got_for(dense: Dense, number: int) -> float:
    return float(dense.cosines(QUERIES[0], np.array([number], np.int64))[0])


def test_search_and_cosines_agree(index):
    dense = opened(index)
    found = dense.search(QUERIES[1], 20)
    np.testing.assert_allclose(dense.cosines(QUERIES[1], found.ids), found.cosines, atol=1e-6)


def test_memory_is_not_given_back_too_early(index):
    dense = opened(index)
    before = dense.search(QUERIES[0], 280)
    for n in range(5):
        with Store.open(index) as store:
            Dense.open(index, store)
        opened(index).search(QUERIES[n], 5)
        gc.collect()
        np.random.default_rng(n).standard_normal(100_000)
    after = dense.search(QUERIES[0], 280)
    assert (after.ids == before.ids).all()
    assert (after.cosines == before.cosines).all()


def test_opened_file_outlives_its_replacement(index, store):
    dense = opened(index)
    before = dense.search(QUERIES[0], 10).ids.tolist()
    put(store, "new.txt", ["New."], QUERIES[:1])
    Dense.build(index, store, store.state(), DIMENSION)
    assert dense.search(QUERIES[0], 10).ids.tolist() == before
    found = opened(index).search(QUERIES[0], 10)
    assert found.ids.tolist() == [301, *before[:9]]
    assert found.cosines[0] == pytest.approx(1, abs=1e-3)


def test_nothing_to_search(tmp_path):
    with settled(tmp_path) as store:
        Dense.build(tmp_path, store, store.state(), DIMENSION)
    dense = opened(tmp_path)
    assert len(dense) == 0
    assert dense.search(QUERIES[0], 10).ids.tolist() == []


# --- not the file that was written


def flip(at: float):
    def damage(path):
        data = bytearray(path.read_bytes())
        data[min(int(at * len(data)), len(data) - 1)] ^= 0x10
        path.write_bytes(data)

    return damage


def cut(share: float):
    return lambda path: path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])


def card(**changes):
    def damage(path):
        beside = path.with_name(CARD_NAME)
        beside.write_text(json.dumps(json.loads(beside.read_text()) | changes))

    return damage


def card_of(text: str):
    return lambda path: path.with_name(CARD_NAME).write_text(text)


DAMAGE = {
    "missing": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "empty": cut(0),
    "half": cut(0.5),
    "a byte short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "a byte more": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    **{f"bit at {at}": flip(at) for at in (0, 0.001, 0.01, 0.2, 0.5, 0.8, 0.99, 1)},
    "no card": lambda path: path.with_name(CARD_NAME).unlink(),
    "card of rubbish": card_of("{"),
    "card that is a list": card_of("[]"),
    "card that says nothing": card_of("{}"),
    "card of other bytes": card(sha256="0" * 64, stamp=[0, 0, 0]),
    "card of another count": card(passages=279),
    "card of another state": card(state="other:32"),
    "card without stamp": card(stamp=None, sha256=None),
    "card of other lists": card(
        clusters={"lists": 3, "probes": 2, "trained": 9, "recall": None, "questions": 0}
    ),
    "card of lists that can't be": card(
        clusters={"lists": 3, "probes": 4, "trained": 9, "recall": None, "questions": 0}
    ),
    "card of unknown lists": card(clusters={"nlist": 3}),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_what_is_not_what_was_written_is_made_anew(index, store, damage, monkeypatch):
    monkeypatch.setattr("qa.indexing.index_encoder.load_encoder", None)  # whoever encodes fails
    derive(index, store)
    before = opened(index).search(QUERIES[0], 280)
    damage(index / FILE_NAME)
    assert Dense.open(index, store) is None
    if (index / FILE_NAME).is_dir():
        (index / FILE_NAME).rmdir()
    derive(index, store)
    after = opened(index).search(QUERIES[0], 280)
    assert after.ids.tolist() == before.ids.tolist()
    assert (after.cosines == before.cosines).all()


# --- what changed since the file was written


NEW = units(40, seed=4)


@pytest.fixture
def changed(index, store):
    """Four documents more than the file holds, and four of its own gone."""
    for n in range(4):
        put(store, f"new{n}.txt", [f"New {n} {k}." for k in range(10)], NEW[10 * n : 10 * n + 10])
    with store.commit() as number:
        for n in (0, 7, 8):
            store.remove(f"{n}.txt", number)
        store.remove("new1.txt", number)  # came and went
    return store


def living(store) -> tuple[np.ndarray, np.ndarray]:
    ids, vectors = zip(*store.vectors(DIMENSION), strict=True)
    return np.concatenate(ids), np.concatenate(vectors).astype(np.float32)


@pytest.mark.parametrize("query", [*QUERIES, NEW[3], VECTORS[75]])
@pytest.mark.parametrize("depth", [1, 10, 100, 1000])
def test_changes_are_searched_with_the_file(changed, query, depth):
    ids, vectors = living(changed)
    dense = opened(changed.path.parent)
    assert len(dense) == len(ids) == 280 + 40 - 30 - 10
    expected = vectors @ query
    order = np.argsort(-expected)[:depth]
    found = dense.search(query, depth)
    assert found.ids.tolist() == ids[order].tolist()
    np.testing.assert_allclose(found.cosines, expected[order], rtol=0, atol=1e-6)
    np.testing.assert_allclose(dense.cosines(query, ids), expected, rtol=0, atol=1e-6)
    assert (dense.vectors(ids) == vectors).all()


def test_filters_hold_for_changes_too(changed):
    ids, vectors = living(changed)
    allowed = np.sort(np.random.default_rng(5).permutation(ids)[:60])
    gone = np.arange(1, 11)  # named all the same
    found = opened(changed.path.parent).search(QUERIES[0], 40, np.union1d(allowed, gone))
    kept = np.isin(ids, allowed)
    order = np.argsort(-(vectors[kept] @ QUERIES[0]))[:40]
    assert found.ids.tolist() == ids[kept][order].tolist()


def test_the_file_is_not_written_for_a_small_change(changed, monkeypatch):
    index = changed.path.parent
    before = stamp(index / FILE_NAME)
    monkeypatch.setattr("qa.search.dense_index._FOLD_SHARE", 1)
    derive(index, changed)
    assert stamp(index / FILE_NAME) == before
    monkeypatch.setattr("qa.search.dense_index._FOLD_SHARE", 20)
    assert opened(index).crowded
    derive(index, changed)
    assert stamp(index / FILE_NAME) != before
    dense = opened(index)
    assert not dense.crowded
    assert sorted(dense.search(QUERIES[0], 1000).ids.tolist()) == living(changed)[0].tolist()


def test_a_file_that_is_too_far_behind(changed, monkeypatch):
    index = changed.path.parent
    monkeypatch.setattr("qa.search.dense_index._READ_MOST", 20)
    assert Dense.open(index, changed) is None
    behind = Dense.open(index, changed, behind=True)
    assert behind is not None
    assert len(behind) == 250  # without what came, and without what went


def test_a_commit_of_the_future_is_not_believed(index, store):
    number = store.commit_number()
    card(state=f"{store.meta('store')}:{number + 1}:0123456789abcdef")(index / FILE_NAME)
    assert Dense.open(index, store) is None
    put(store, "new.txt", ["New."], QUERIES[:1])
    assert Dense.open(index, store) is None  # the same number, and another commit


def test_what_a_killed_writer_left_is_taken_away(index, store):
    (index / f".{FILE_NAME}.12345").write_bytes(b"half")
    derive(index, store)
    assert [path.name for path in index.iterdir() if "12345" in path.name] == []


def test_good_file_is_not_written_again(index, store):
    derive(index, store)
    before = (index / FILE_NAME).stat()
    derive(index, store)
    assert (index / FILE_NAME).stat() == before


def test_copied_file_is_good(index):
    data = (index / FILE_NAME).read_bytes()
    (index / FILE_NAME).unlink()
    (index / FILE_NAME).write_bytes(data)
    os.utime(index / FILE_NAME, (1, 1))
    assert len(opened(index)) == 280


def test_copied_file_is_hashed_once(index, store, monkeypatch):
    os.utime(index / FILE_NAME, (1, 1))
    derive(index, store)
    monkeypatch.setattr("qa.search.dense_files.file_sha256", None)  # whoever hashes fails
    assert len(opened(index)) == 280


# --- a full disk


FULL = """
import resource, sys
from pathlib import Path
import qa.search.inverted_lists
from qa.search.dense_index import Dense
from qa.errors import IndexUnwritable
from qa.store.store import Store
index, limit = Path(sys.argv[1]), int(sys.argv[2])
qa.search.inverted_lists.CLUSTERED_FROM = int(sys.argv[3])
with Store.open(index) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        Dense.build(index, store, store.state(), 32)
    except IndexUnwritable as error:
        print(type(error).__name__, error.message)
"""


def test_between_the_card_and_the_file_the_old_one_is_good(index, store, monkeypatch):
    put(store, "new.txt", ["New."], QUERIES[:1])
    before = len(opened(index))

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("qa.search.dense_files.replace_file", killed)
        with pytest.raises(KeyboardInterrupt):
            Dense.build(index, store, store.state(), DIMENSION)
    monkeypatch.setattr("qa.search.dense_files.file_sha256", None)  # told by its look
    assert len(opened(index)) == before
    assert len(Dense.open(index, store)) == before


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.999])
def test_full_disk_leaves_the_old_file(index, store, share):
    before = {path.name: path.read_bytes() for path in index.glob("dense*")}
    limit = int(share * (index / FILE_NAME).stat().st_size)
    put(store, "new.txt", ["New."], QUERIES[:1])
    store.checkpoint()
    done = python(FULL, index, limit, inverted_lists.CLUSTERED_FROM)
    assert done.stderr == ""
    assert done.stdout.startswith(f"{IndexUnwritable.__name__} {index / FILE_NAME}")
    assert {path.name: path.read_bytes() for path in index.glob("dense*")} == before
    assert list(index.glob(".dense*")) == []  # what could not be finished doesn't stay
    Dense.build(index, store, store.state(), DIMENSION)
    assert len(opened(index)) == 281
