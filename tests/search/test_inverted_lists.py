"""Lists of nearby vectors: how many are looked at, that this finds enough, and that they last."""

from __future__ import annotations

import json

import numpy as np
import pytest

import qa
from qa.datatypes import Clusters, Filter
from qa.errors import ModelNotFound
from qa.indexing.derive import derive
from qa.indexing.doctor import examine
from qa.search import inverted_lists
from qa.search.dense_index import CARD_NAME, FILE_NAME, clusters_in
from qa.search.inverted_lists import fits, wanted_lists
from qa.search.sample_queries import QUESTIONS, held_out
from qa.store.index_settings import IndexSettings
from qa.store.store import Store
from tests.support.builders import DIMENSION as SMALL
from tests.support.builders import FakeEncoder, put, settled
from tests.support.updates import opened

DIMENSION = 32
SUBJECTS = np.random.default_rng(0).standard_normal((40, DIMENSION)).astype(np.float32)


def about(count: int, seed: int) -> np.ndarray:
    """Vectors that lie around forty subjects, as those of texts do."""
    rng = np.random.default_rng(seed)
    vectors = SUBJECTS[rng.integers(len(SUBJECTS), size=count)]
    vectors = vectors + 0.7 * rng.standard_normal(vectors.shape).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


VECTORS = about(3_000, seed=1)
QUESTIONS_ASKED = about(100, seed=2)


@pytest.fixture(autouse=True)
def _in_lists(monkeypatch):
    monkeypatch.setattr(inverted_lists, "CLUSTERED_FROM", 0)
    monkeypatch.setattr("qa.indexing.derive.held_out", lambda store: QUESTIONS_ASKED)


@pytest.fixture
def store(tmp_path):
    with settled(tmp_path / "index", DIMENSION) as store:
        for n in range(30):
            part = VECTORS[100 * n : 100 * n + 100]
            put(store, f"{n}.txt", [f"Text {n} {k}." for k in range(100)], part)
        yield store


@pytest.fixture
def index(store):
    derive(store.path.parent, store)
    return store.path.parent


def living(store) -> tuple[np.ndarray, np.ndarray]:
    ids, vectors = zip(*store.vectors(DIMENSION), strict=True)
    return np.concatenate(ids), np.concatenate(vectors).astype(np.float32)


def truth(store, query, depth, allowed=None) -> list[int]:
    ids, vectors = living(store)
    if allowed is not None:
        kept = np.isin(ids, allowed)
        ids, vectors = ids[kept], vectors[kept]
    return ids[np.argsort(-(vectors @ query), kind="stable")[:depth]].tolist()


def recall(dense, store, queries, depth=10) -> float:
    shares = []
    for query in queries:
        found = dense.search(query, depth).ids.tolist()
        shares.append(len(set(found).intersection(truth(store, query, depth))) / depth)
    return float(np.mean(shares))


def said(index) -> dict:
    return json.loads((index / CARD_NAME).read_text())


def say(index, **changes) -> None:
    card = said(index)
    card["clusters"] |= changes
    (index / CARD_NAME).write_text(json.dumps(card))


# --- how many


def test_small_collections_are_compared_whole(monkeypatch):
    monkeypatch.undo()
    assert wanted_lists(0, 384) == 0
    assert wanted_lists(370_822, 384) == 0
    assert wanted_lists(520_834, 384) == 2048
    assert wanted_lists(1_000_000, 384) == 2048
    assert wanted_lists(1_000_000, 256) == 2048
    assert wanted_lists(5_000_000, 384) == 8192


def test_lists_fit_until_there_are_half_as_many_more():
    known = Clusters(64, 3, 3_000, 0.99, 100)
    assert [fits(known, n) for n in (1_999, 2_000, 3_000, 4_500, 4_501)] == [
        False, True, True, True, False,
    ]  # fmt: skip


# --- what is found


def test_what_the_card_says_is_so(index, store):
    dense = opened(index)
    known = dense.clusters
    assert known == clusters_in(index) == Clusters(**said(index)["clusters"])
    assert (known.lists, known.trained, known.questions) == (128, 3_000, 100)
    assert known.probes < known.lists / 2
    assert known.recall >= inverted_lists.TARGET
    assert recall(dense, store, QUESTIONS_ASKED) == pytest.approx(known.recall, abs=5e-5)


def test_no_more_lists_are_searched_than_needed(index, store):
    probes = said(index)["clusters"]["probes"]
    say(index, probes=probes - 1)
    assert recall(opened(index), store, QUESTIONS_ASKED) < inverted_lists.TARGET


def test_cosines_are_those_of_the_vectors(index, store):
    dense = opened(index)
    ids, vectors = living(store)
    found = dense.search(QUESTIONS_ASKED[0], 20)
    expected = vectors[np.searchsorted(ids, found.ids)] @ QUESTIONS_ASKED[0]
    np.testing.assert_allclose(found.cosines, expected, rtol=0, atol=1e-6)
    assert (np.diff(found.cosines) <= 0).all()
    np.testing.assert_allclose(dense.cosines(QUESTIONS_ASKED[0], found.ids), expected, atol=1e-6)
    assert (dense.vectors(ids) == vectors).all()


@pytest.mark.parametrize("share", [0.002, 0.1, 0.9])
@pytest.mark.parametrize("number", range(4))
def test_a_filter_is_exact(index, store, share, number):
    say(index, probes=1)
    ids, _ = living(store)
    rng = np.random.default_rng(number)
    allowed = np.sort(rng.permutation(ids)[: int(share * len(ids))])
    query = QUESTIONS_ASKED[number]
    found = opened(index).search(query, 50, allowed)
    assert found.ids.tolist() == truth(store, query, 50, allowed)


def test_as_many_are_found_as_are_asked_for(index, store):
    say(index, probes=1)
    found = opened(index).search(QUESTIONS_ASKED[0], 2_000)
    assert found.ids.tolist() == truth(store, QUESTIONS_ASKED[0], 2_000)


def test_changes_are_searched_with_the_lists(index, store):
    put(store, "new.txt", ["New."], QUESTIONS_ASKED[:1])
    best = truth(store, QUESTIONS_ASKED[0], 2)
    with store.commit() as number:
        store.remove(store.sources_of(best[1:])[0], number)
    dense = opened(index)
    assert len(dense) == 2_901
    found = dense.search(QUESTIONS_ASKED[0], 10).ids.tolist()
    assert found[0] == best[0]
    assert best[1] not in found
    assert recall(dense, store, QUESTIONS_ASKED) > 0.98


def test_without_a_model_a_fixed_share_is_searched(store, monkeypatch):
    monkeypatch.setattr("qa.indexing.derive.held_out", lambda store: None)
    derive(store.path.parent, store)
    dense = opened(store.path.parent)
    assert dense.clusters == Clusters(128, 32, 3_000, None, 0)
    assert recall(dense, store, QUESTIONS_ASKED) > 0.95


# --- how they are made


def test_the_same_passages_make_the_same_file(store):
    index = store.path.parent
    made = []
    for _ in range(2):
        derive(index, store, rebuild=True)
        made.append((index / FILE_NAME).read_bytes())
    assert made[0] == made[1]


def change(store, count: int, monkeypatch) -> None:
    """Some passages more and two hundred less: enough to write the file anew."""
    put(store, "new.txt", [f"New {k}." for k in range(count)], about(count, seed=7))
    with store.commit() as number:
        store.remove("3.txt", number)
        store.remove("4.txt", number)
    monkeypatch.setattr("qa.search.dense_index._FOLD_MOST", 1)


def test_lists_are_carried_on(index, store, monkeypatch):
    before = opened(index)
    part = before._parts[0]
    change(store, 300, monkeypatch)
    monkeypatch.setattr("qa.search.dense_files.trained", None)  # whoever trains fails
    derive(index, store)
    after = opened(index)
    now = after._parts[0]
    assert now.count == len(now.ids) == 3_100
    assert np.array_equal(
        inverted_lists.centres_of(part.index), inverted_lists.centres_of(now.index)
    )
    stayed = np.intersect1d(part.ids, now.ids)
    places = [inverted_lists.lists_of(each.index)[each.places(stayed)[1]] for each in (part, now)]
    assert len(stayed) == 2_800
    assert np.array_equal(*places)
    ids, vectors = living(store)
    new = ids > 3_000
    nearest = np.argmax(vectors[new] @ inverted_lists.centres_of(now.index).T, axis=1)
    assert np.array_equal(inverted_lists.lists_of(now.index)[new], nearest)
    assert after.clusters.trained == 3_000
    assert (after.vectors(ids) == vectors).all()
    assert recall(after, store, QUESTIONS_ASKED) == pytest.approx(after.clusters.recall, abs=5e-5)


def test_lists_are_made_anew_when_there_is_much_more(index, store, monkeypatch):
    monkeypatch.setattr("qa.search.dense_index._READ_MOST", 100_000)
    change(store, 2_000, monkeypatch)
    derive(index, store)
    dense = opened(index)
    assert dense.clusters.trained == len(dense) == 4_800
    assert dense.clusters.recall >= inverted_lists.TARGET


def test_no_lists_when_there_is_little_left(index, store, monkeypatch):
    monkeypatch.setattr(inverted_lists, "CLUSTERED_FROM", 2 * 2_900 * DIMENSION)
    change(store, 1, monkeypatch)
    derive(index, store)
    dense = opened(index)
    assert dense.clusters is None
    found = dense.search(QUESTIONS_ASKED[0], 100)
    assert found.ids.tolist() == truth(store, QUESTIONS_ASKED[0], 100)


# --- what stands for questions


@pytest.fixture
def texts(tmp_path):
    with settled(tmp_path / "texts", SMALL) as store:
        for n in range(60):
            put(store, f"{n}.txt", [f"Text {n} {k}." for k in range(5)])
        yield store


def test_titles_and_sentences_stand_for_questions(texts, monkeypatch):
    fake = FakeEncoder()
    monkeypatch.setattr("qa.embedding.encoder.load_encoder", lambda name, key=None: fake)
    asked: list[str] = []
    monkeypatch.setattr(
        fake,
        "encode_queries",
        lambda many: asked.extend(many) or FakeEncoder().encode_queries(many),
    )
    vectors = held_out(texts)
    assert vectors.shape == (QUESTIONS, SMALL)
    assert len(asked) == len(set(asked)) + sum(asked.count(t) - 1 for t in set(asked)) == QUESTIONS
    titles = [text for text in asked if text.endswith(".txt")]
    assert len(titles) == QUESTIONS // 2
    assert all(text.startswith("Text ") for text in asked if text not in titles)
    first = list(asked)
    asked.clear()
    assert np.array_equal(held_out(texts), vectors)
    assert asked == first


def test_no_model_no_questions(texts, monkeypatch):
    def load_encoder(name, key=None):
        raise ModelNotFound("It is gone.")

    monkeypatch.setattr("qa.embedding.encoder.load_encoder", load_encoder)
    assert held_out(texts) is None


def test_nothing_to_ask(tmp_path):
    with settled(tmp_path) as store:
        store.set_meta("settings", IndexSettings().to_json())
        assert held_out(store) is None


# --- the whole


def test_a_collection_in_lists_answers_as_ever(tmp_path, seeds_index, monkeypatch):
    question = "why was Turkey removed from F-35?"
    with qa.open(seeds_index) as engine:
        expected = engine.ask(question)
        only = Filter(sources=(engine.documents()[0].source,))
        filtered = engine.ask(question, only=only)
    monkeypatch.setattr("qa.indexing.derive.held_out", held_out)
    with qa.open(tmp_path / "index", paths=[seeds_index.parent / "seeds"]) as engine:
        engine.sync()
        answer = engine.ask(question)
        assert [e.text for e in answer.evidence] == [e.text for e in expected.evidence]
        assert [e.text for e in engine.ask(question, only=only).evidence] == [
            e.text for e in filtered.evidence
        ]
        known = engine.status().clusters
    assert known is not None
    assert known.recall >= inverted_lists.TARGET
    assert known.questions == engine.status().passages
    with Store.open(tmp_path / "index") as store:
        assert store.meta("settings")
    checks = {check.name: check for check in examine(tmp_path / "index", None, lambda: "").checks}
    assert f"of {known.lists} lists are searched, recall@10 " in checks["dense"].detail
