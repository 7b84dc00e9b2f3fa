"""Long updates: documents are found by their words at once, by their vectors when these come."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import qa
from qa.datatypes import Progress, Verdict
from qa.errors import IndexLocked
from qa.indexing import refine
from qa.indexing.sync import sync, sync_if_small
from qa.search.dense_index import Dense
from qa.search.hybrid import Retriever
from qa.search.lexical_index import Lexical
from qa.search.missing_vectors import with_estimates
from qa.store.store import Store
from qa.store.write_lock import writing
from tests.support.builders import FakeEncoder, contents
from tests.support.updates import write

FILES = 24  # more than are encoded before anything is committed


@pytest.fixture
def encoder(monkeypatch) -> FakeEncoder:
    fake = FakeEncoder()
    for module in (
        "indexing.index_encoder",
        "search.hybrid",
        "indexing.doctor",
        "embedding.encoder",
    ):
        monkeypatch.setattr(f"qa.{module}.load_encoder", lambda *_, **__: fake)
    monkeypatch.setattr("qa.embedding.model_files.model_dir", Path)
    monkeypatch.setattr("qa.embedding.model_files.model_key", lambda *_: fake.key)
    monkeypatch.setattr("qa.answering.reader.opening", lambda **_: lambda: None)
    monkeypatch.setattr("qa.indexing.refine.BATCH_PASSAGES", 5)
    return fake


@pytest.fixture
def docs(tmp_path) -> Path:
    for number in range(FILES):
        path = tmp_path / "docs" / f"{number:02}.txt"
        write(path, f"Harbour number{number} bought {number + 2} cranes.\n")
        os.utime(path, (1e9 + 1e6 * number, 1e9 + 1e6 * number))  # the last one is the newest
    return tmp_path / "docs"


@pytest.fixture
def index(tmp_path) -> Path:
    return tmp_path / "index"


def text(number: int) -> str:
    return f"Harbour number{number} bought {number + 2} cranes."


def embedded(encoder: FakeEncoder) -> list[str]:
    return [each for each in encoder.read if each.startswith("Harbour")]


class Stopped(Exception):
    pass


class StopAt:
    """A progress callback that ends the run when so many passages are refined."""

    def __init__(self, done: int) -> None:
        self.done = done

    def __call__(self, step: Progress) -> None:
        if step.stage == "refining" and step.done >= self.done:
            raise Stopped


def test_quick_stops_when_the_words_can_be_asked(docs, index, encoder):
    steps: list[Progress] = []
    report = sync(index, [docs], quick=True, progress=steps.append)
    assert (report.documents, report.passages, report.waiting) == (FILES, FILES, FILES)
    assert embedded(encoder) == []
    assert [step.stage for step in steps if step.stage in ("ready", "refining")] == []
    with qa.open(index, paths=[docs]) as engine:
        assert engine.search("number7 cranes")[0].document.source == "07.txt"
        assert engine.status().waiting == FILES
        answer = engine.ask("What did harbour number7 buy?", threshold=0)
        assert answer.stale.waiting == FILES
        assert any("24 of 24 passages are found by their words alone" in n for n in answer.notes)
        checks = {check.name: check.verdict for check in engine.doctor().checks}
    assert checks["refining"] is Verdict.NOTE
    assert Verdict.WRONG not in checks.values()


def test_the_next_run_refines_what_waits(docs, index, encoder, tmp_path):
    sync(index, [docs], quick=True)
    steps: list[Progress] = []
    report = sync(index, [docs], progress=steps.append)
    assert (report.added, report.unchanged, report.waiting) == (0, FILES, 0)
    assert sorted(embedded(encoder)) == sorted(text(n) for n in range(FILES))  # each once
    refining = [(step.done, step.total) for step in steps if step.stage == "refining"]
    assert refining == [(0, 24), (5, 24), (10, 24), (15, 24), (20, 24), (24, 24)]
    at_once = tmp_path / "at-once"
    sync(at_once, [docs], rebuild=True)
    assert contents(index) == contents(at_once)
    with Store.open(index) as one, Store.open(at_once) as other:
        vectors = [
            dict(zip(*next(s.vectors(encoder.dimension)), strict=True)) for s in (one, other)
        ]
        assert all((vectors[0][n] == vectors[1][n]).all() for n in vectors[1])
        assert Dense.open(index, one).known(one.passage_ids()).all()
    with qa.open(index, paths=[docs]) as engine:
        assert engine.status().waiting == 0
        assert engine.ask("What did harbour number7 buy?", threshold=0).stale.waiting == 0


def test_one_run_says_when_it_can_be_asked_and_refines(docs, index, encoder):
    stages: list[str] = []
    found: list[str] = []

    def note(step: Progress) -> None:
        stages.append(step.stage)
        if step.stage == "ready":
            with qa.open(index) as engine:
                found.append(engine.search("number3", fresh=False)[0].document.source)

    assert sync(index, [docs], progress=note).waiting == 0
    assert found == ["03.txt"]
    order = [stage for stage in dict.fromkeys(stages) if stage in ("reading", "ready", "refining")]
    assert order == ["reading", "ready", "refining"]


def test_the_newest_documents_come_first(docs, index, encoder):
    with pytest.raises(Stopped):
        sync(index, [docs], progress=StopAt(5))
    with Store.open(index) as store:
        waiting = [each.text for each in store.waiting_texts(store.waiting_ids().tolist())]
    assert waiting == [text(n) for n in reversed(range(FILES - 5))]


def test_a_stopped_refining_goes_on_where_it_was(docs, index, encoder):
    with pytest.raises(Stopped):
        sync(index, [docs], progress=StopAt(10))
    with Store.open(index) as store:
        assert store.waiting() == FILES - 10
        dense, lexical = Dense.open(index, store), Lexical.open(index, store)
        assert (len(dense), len(lexical)) == (10, FILES)
        known = dense.known(store.passage_ids())
        assert known.sum() == 10
    committed = {text(n) for n in range(FILES - 10, FILES)}
    encoder.read.clear()
    assert sync(index, [docs]).waiting == 0
    assert sorted(embedded(encoder)) == sorted(text(n) for n in range(FILES - 10))
    assert not committed.intersection(encoder.read)


def test_a_half_refined_index_is_searched_by_both(docs, index, encoder):
    with pytest.raises(Stopped):
        sync(index, [docs], progress=StopAt(10))
    retriever = Retriever.open(index)
    try:
        found = retriever.candidates(text(20))
        by_id = dict(zip(found.ids.tolist(), found.cosine.tolist(), strict=True))
        sources = dict(zip(found.ids.tolist(), retriever.documents_of(found.ids), strict=True))
        cosines = {source: by_id[number] for number, source in sources.items()}
        assert cosines["20.txt"] == pytest.approx(1, abs=1e-3)
        assert 0 < cosines["02.txt"] < 1  # estimated from its words
        assert retriever.search("number2 bought")[0].document.source == "02.txt"
    finally:
        retriever.close()


def test_estimates_take_the_place_of_what_is_missing_only():
    cosine, bm25 = np.array([0.9, 0, 0], np.float32), np.array([0, 4, 2], np.float32)
    found = with_estimates(cosine, bm25, np.array([True, False, False]))
    assert found[0] == np.float32(0.9)
    assert found[1] > found[2] > 0
    assert with_estimates(cosine, 0 * bm25, np.array([True, False, False]))[1] > 0


def test_documents_can_be_asked_while_others_are_still_read(docs, index, encoder, monkeypatch):
    monkeypatch.setattr("qa.indexing.publish._FIRST", 0.0)
    monkeypatch.setattr("qa.indexing.publish._SHARE", 0)
    monkeypatch.setattr("qa.indexing.ingest.BATCH_PASSAGES", 2)
    seen: list[int] = []

    def note(step: Progress) -> None:
        if step.stage == "reading" and step.done >= 16:
            with Store.open(index) as store:
                lexical = Lexical.open(index, store, behind=True)
                seen.append(len(lexical) if lexical else 0)

    sync(index, [docs], quick=True, progress=note)
    assert seen == [8, 16]  # what was committed before


def test_a_small_change_meanwhile_is_encoded_at_once(docs, index, encoder):
    sync(index, [docs], quick=True)
    write(docs / "new.txt", "Harbour anew bought boats.\n")
    report, _ = sync_if_small(index, [docs])
    assert report is not None
    assert report.added == 1
    assert embedded(encoder) == ["Harbour anew bought boats."]
    with Store.open(index) as store:
        assert store.waiting() == FILES
        assert len(Dense.open(index, store)) == 1


def test_what_is_removed_or_changed_no_longer_waits(docs, index, encoder):
    sync(index, [docs], quick=True)
    (docs / "00.txt").unlink()
    write(docs / "01.txt", "Harbour one has closed.\n")
    sync_if_small(index, [docs])
    with Store.open(index) as store:
        assert store.waiting() == FILES - 2
    assert sync(index, [docs]).waiting == 0
    assert text(0) not in encoder.read
    assert text(1) not in encoder.read


def test_refining_waits_for_a_question_that_writes(docs, index, encoder, monkeypatch):
    sync(index, [docs], quick=True)
    monkeypatch.setattr(refine, "_PATIENCE", 0.3)
    with (
        Store.create(index) as store,
        writing(index),
        pytest.raises(IndexLocked),
    ):
        refine.refine(index, store, encoder, None)
    with Store.create(index) as store:
        assert store.waiting() == FILES
        refine.refine(index, store, encoder, None)
        assert store.waiting() == 0


def test_the_second_of_two_that_refine_the_same_leaves_it(docs, index, encoder):
    sync(index, [docs], quick=True)
    with Store.create(index) as store, Store.create(index) as other:
        progress: list[int] = []

        def meanwhile(step: Progress) -> None:
            if not progress:
                refine.refine(index, other, FakeEncoder(), None)
            progress.append(step.done)

        refine.refine(index, store, encoder, meanwhile)
        assert store.waiting() == 0
    assert progress == [0]


def test_few_documents_are_encoded_at_once(tmp_path, index, encoder):
    write(tmp_path / "few" / "a.txt", "Harbour one bought cranes.\n")
    steps: list[Progress] = []
    report = sync(index, [tmp_path / "few"], quick=True, progress=steps.append)
    assert report.waiting == 0
    assert "reading" not in {step.stage for step in steps}
