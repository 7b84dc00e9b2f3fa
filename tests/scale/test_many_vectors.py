"""Beyond so many passages vectors are found by lists: nearly all of the nearest, exact cosines."""

from __future__ import annotations

import numpy as np
import pytest

from qa.datatypes import Filter
from tests.support.builders import DIMENSION, put, unit

pytest.importorskip("lance", reason="needs the extra: pip install 'qa[scale]'")

DOCUMENTS, PASSAGES = 120, 25


@pytest.fixture
def many(lance_place, monkeypatch):
    for module in ("dense", "upkeep"):
        monkeypatch.setattr(f"qa.shared.{module}.EXACT", 1_000)
    rng = np.random.default_rng(7)
    centres = rng.standard_normal((40, DIMENSION))
    with lance_place.writing() as store:
        for number in range(DOCUMENTS):
            near = centres[rng.integers(40, size=PASSAGES)]
            vectors = near + 0.4 * rng.standard_normal((PASSAGES, DIMENSION))
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) * 1.0001
            texts = [f"Passage {at} of {number}." for at in range(PASSAGES)]
            put(store, f"{number % 3}/{number}.txt", texts, vectors)
    return lance_place


@pytest.mark.slow
def test_the_nearest_are_found_by_lists(many):
    retriever = many.retriever()
    table, dense = retriever.store.table, retriever.dense
    assert "vector" in {
        name for each in table.dataset.describe_indices() for name in each.field_names
    }
    parts = list(retriever.store.vectors(DIMENSION))
    ids = np.concatenate([each for each, _ in parts])
    vectors = np.concatenate([each for _, each in parts]).astype(np.float32)
    assert len(dense) == len(ids) == DOCUMENTS * PASSAGES
    recalls = []
    for number in range(30):
        query = unit(f"question {number}")
        cosines = vectors @ query
        wanted = ids[np.argsort(-cosines)[:10]]
        found = dense.search(query, 10)
        assert found.cosines == pytest.approx(dense.cosines(query, found.ids), abs=1e-6)
        assert (np.diff(found.cosines) <= 0).all()
        recalls.append(np.isin(wanted, found.ids).mean())
    assert np.mean(recalls) >= 0.98
    _, allowed = retriever.store.matching(Filter(paths=("1/*",)))
    inside = np.isin(ids, allowed)
    query = unit("question 1")
    wanted = ids[inside][np.argsort(-(vectors[inside] @ query))[:10]]
    assert dense.search(query, 10, allowed).ids.tolist() == wanted.tolist()


@pytest.mark.slow
def test_vectors_that_came_after_the_lists_are_found(many):
    from qa.shared.store import SharedStore

    with SharedStore.create(many.address) as store:
        put(store, "new.txt", ["The newest one."], unit("the question")[np.newaxis] / 1.0001)
    retriever = many.retriever()
    found = retriever.dense.search(unit("the question"), 3)
    assert retriever.documents_of(found.ids[:1]) == ["new.txt"]
    assert found.cosines[0] == pytest.approx(1, abs=2e-3)


@pytest.mark.slow
@pytest.mark.parametrize(("dimension", "kind"), [(24, "IVF_RQ"), (20, "IVF_PQ"), (7, "IVF_PQ")])
def test_vectors_of_any_length_get_lists(tmp_path, dimension, kind):
    import lance
    import pyarrow as pa

    from qa.shared.upkeep import _make_lists

    vectors = np.random.default_rng(3).standard_normal((600, dimension)).astype(np.float16)
    column = pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), dimension)
    dataset = lance.write_dataset(pa.table({"vector": column}), str(tmp_path / "table"))
    _make_lists(dataset, 600)
    (index,) = lance.dataset(str(tmp_path / "table")).describe_indices()
    assert index.index_type == kind


@pytest.mark.slow
def test_equal_vectors_that_make_no_lists_are_found_all_the_same(lance_place, monkeypatch):
    for module in ("dense", "upkeep"):
        monkeypatch.setattr(f"qa.shared.{module}.EXACT", 100)
    with lance_place.writing() as store:
        same = np.tile(unit("same") / 1.0001, (600, 1))
        put(store, "same.txt", [f"Passage {at}." for at in range(600)], same)
        put(store, "other.txt", ["The other one."], unit("other")[np.newaxis] / 1.0001)
    retriever = lance_place.retriever()
    found = retriever.dense.search(unit("other"), 2)
    assert retriever.documents_of(found.ids) == ["other.txt", "same.txt"]
