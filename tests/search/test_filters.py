"""Asking some of the documents: exactly those, chosen before the search and not after it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

import qa
from qa.datatypes import Filter
from qa.search import lexical_index as lexical_module
from qa.search.dense_index import Dense
from qa.search.hybrid import Retriever
from qa.search.lexical_files import build_lexical
from qa.store.store import FileState, Store
from tests.support.builders import DIMENSION, FakeEncoder, document, put, settled, unit

QUERY = "missile talks with Ankara"
FIRST = date(2020, 1, 1)
WORDS = ("missile", "talks", "Ankara", "radio", "harbour", "budget", "election", "storm")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """200 documents of two passages, one a day from FIRST; every tenth has no date."""
    folder = tmp_path_factory.mktemp("many")
    made = settled(folder)
    random = np.random.default_rng(7)
    for i in range(200):
        texts = [" ".join(random.choice(WORDS, 12)) + f" number {i}." for _ in range(2)]
        day = None if i % 10 == 0 else FIRST + timedelta(days=i)
        put(made, f"{i:03}.txt", texts, published=day)
    yield made
    made.close()


@pytest.fixture(scope="module")
def retriever(store: Store):
    folder = store.path.parent
    dense = Dense.build(folder, store, store.state(), DIMENSION)
    return Retriever(store, dense, build_lexical(folder, store), FakeEncoder(), "f")


FILTERS = {
    "one document": Filter(("007.txt",)),
    "three documents": Filter(("003.txt", "150.txt", "199.txt")),
    "one and a stranger": Filter(("003.txt", "gone.txt")),
    "since": Filter(since=date(2020, 7, 1)),
    "until": Filter(until=date(2020, 1, 20)),
    "a week": Filter(since=date(2020, 3, 2), until=date(2020, 3, 8)),
    "documents and dates": Filter(("003.txt", "151.txt"), since=date(2020, 2, 1)),
    "nearly everything": Filter(since=date(2020, 1, 2)),
}


def allowed_sources(store: Store, only: Filter) -> set[str]:
    """What the filter means, said again in Python."""
    return {
        info.source
        for info in store.documents()
        if (not only.sources or info.source in only.sources)
        and (not only.since or (info.published is not None and info.published >= only.since))
        and (not only.until or (info.published is not None and info.published <= only.until))
    }


@pytest.mark.parametrize("only", FILTERS.values(), ids=FILTERS)
def test_the_store_names_the_passages(store, retriever, only):
    documents, ids = store.matching(only)
    assert set(store.sources_of(ids.tolist())) == allowed_sources(store, only)
    assert documents == len(allowed_sources(store, only)) > 0
    assert len(ids) == 2 * documents
    assert ids.tolist() == sorted(ids.tolist())
    retriever.search(QUERY, only=only)
    assert retriever.restricted_to == (documents, len(ids))


@pytest.mark.parametrize("only", FILTERS.values(), ids=FILTERS)
def test_dense_neighbours_are_the_best_of_those_allowed(store, retriever, only):
    ids = store.matching(only)[1]
    query = unit(QUERY)
    found = retriever.dense.search(query, 10, ids)
    everything = retriever.dense.search(query, 400)
    kept = np.isin(everything.ids, ids)
    assert found.ids.tolist() == everything.ids[kept][:10].tolist()
    assert found.cosines == pytest.approx(everything.cosines[kept][:10])
    assert len(found.ids) == min(10, len(ids))


@pytest.mark.parametrize("listed", [lexical_module._LISTED, 0], ids=["named", "sifted"])
@pytest.mark.parametrize("only", FILTERS.values(), ids=FILTERS)
def test_matches_are_the_best_of_those_allowed(store, retriever, only, listed, monkeypatch):
    monkeypatch.setattr(lexical_module, "_LISTED", listed)
    ids = store.matching(only)[1]
    found = retriever.lexical.search(QUERY, 10, allowed=ids)
    everything = retriever.lexical.search(QUERY, 400)
    kept = np.isin(everything.ids, ids)
    assert found.scores == pytest.approx(everything.scores[kept][:10], rel=1e-5)
    assert set(found.ids.tolist()) <= set(ids.tolist())
    assert len(found.ids) == min(10, np.count_nonzero(kept))


@pytest.mark.parametrize("only", FILTERS.values(), ids=FILTERS)
def test_hits_come_from_those_documents_only(store, retriever, only):
    hits = retriever.search(QUERY, 300, only=only)
    found = {hit.document.source for hit in hits}
    folded = {info.source for hit in hits for info in hit.also_in}
    allowed = allowed_sources(store, only)
    assert found | folded <= allowed
    if len(allowed) <= 50:  # all their passages are among the hundred candidates of each side
        assert found | folded == allowed


def test_a_document_far_down_is_found(store, retriever):
    """Beyond the hundred candidates of each side: sifting afterwards would find nothing."""
    order = [hit.document.source for hit in retriever.search(QUERY, 100)]
    far = next(info.source for info in store.documents() if info.source not in order)
    hits = retriever.search(QUERY, 5, only=Filter((far,)))
    assert {hit.document.source for hit in hits} == {far}


@pytest.mark.parametrize(
    "only",
    [Filter(("gone.txt",)), Filter(since=date(2031, 1, 1)), Filter(("000.txt",), since=FIRST)],
    ids=["no such document", "no such date", "a document without a date"],
)
def test_nothing_is_left(retriever, only):
    assert retriever.search(QUERY, 5, only=only) == ()


def test_an_empty_filter_restricts_nothing(store, retriever):
    assert not Filter()
    assert retriever.search(QUERY, 5, only=Filter()) == retriever.search(QUERY, 5)
    assert retriever.restricted_to is None
    assert store.counts() == (200, 400)


def test_names_are_data(tmp_path):
    name = "'; DROP TABLE passage;--\n\".txt"
    with settled(tmp_path) as store:
        put(store, name, ["One passage."])
        put(store, "b.txt", ["Another."])
        assert len(store.matching(Filter((name,)))[1]) == 1
        assert store.counts() == (2, 2)


def test_the_engine_asks_only_what_it_is_told(seeds_engine: qa.Engine):
    question = "why was Turkey removed from F-35?"
    (dated,) = [d for d in seeds_engine.documents() if d.published == date(2019, 10, 25)]
    (other,) = [d for d in seeds_engine.documents() if d.id != dated.id]
    answer = seeds_engine.ask(question, only=Filter((dated.source,)), threshold=0.0)
    assert answer.answered
    assert {source.document.id for source in answer.sources} == {dated.id}
    assert answer.searched_documents == 1
    assert 0 < answer.searched_passages < seeds_engine.ask(question).searched_passages
    hits = seeds_engine.search(question, only=Filter((other.source,)))
    assert {hit.document.id for hit in hits} == {other.id}
    nothing = seeds_engine.ask(question, only=Filter(since=date(2031, 1, 1)))
    assert (nothing.answered, nothing.searched_documents) == (False, 0)


def test_passages_of_a_document(seeds_engine):
    document = seeds_engine.document("000_f06a")
    passages = seeds_engine.passages(document)
    assert [p.start for p in passages] == sorted(p.start for p in passages)
    hit = seeds_engine.search("batteries of the S-400", top=1)[0]
    assert (hit.passage.start, hit.passage.end) in {(p.start, p.end) for p in passages}


def test_preview_counts_and_reads_titles(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# A title of its own\n\nOne sentence stands here.\n")
    (tmp_path / "docs" / "b.bin").write_bytes(b"\0")
    with qa.open(tmp_path / "index", paths=[tmp_path / "docs"]) as engine:
        found = engine.preview()
    assert (found.files, found.skipped, found.titles) == (1, 1, ("A title of its own",))
    assert found.collection == (str(tmp_path / "docs"),)
    assert ".md" in found.formats
    with qa.open(tmp_path / "index") as engine:
        assert engine.preview().collection == ()
    with pytest.raises(qa.QaError), qa.open(tmp_path / "index", paths=["gone"]) as engine:
        engine.preview()


def test_an_engine_that_is_open_notices_a_rebuild(tmp_path):
    """Ids of the old store mean other passages in the new one."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, text in (("a.md", "The harbour was closed on Monday."), ("b.md", "Radios arrived.")):
        (docs / name).write_text(f"# {name}\n\n{text}\n")
    with qa.open(tmp_path / "index", paths=[docs]) as engine:
        engine.sync()
        assert engine.search("harbour", top=1)[0].document.source == "a.md"
        (docs / "a.md").unlink()
        (docs / "c.md").write_text("# c.md\n\nThe harbour was opened again on Tuesday.\n")
        with qa.open(tmp_path / "index", paths=[docs]) as other:
            other.sync(rebuild=True)
        assert engine.search("harbour", top=1)[0].document.source == "c.md"


def test_when_a_document_was_indexed(tmp_path):
    with settled(tmp_path) as store:
        state = FileState("a.txt", 1, 1, 2, "hash")
        with store.commit() as number:
            store.put(document("a.txt", "x"), state, (), np.empty((0, DIMENSION)), number)
        (info,) = store.documents()
    assert info.indexed_at is not None
    assert info.indexed_at.endswith("+00:00")
