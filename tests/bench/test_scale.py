"""The benchmark of scale: composed collections, what they are asked, what is printed and drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import islice

import numpy as np
import pytest

from tests.support.builders import DIMENSION, FakeEncoder, unit

pytest.importorskip("ir_measures")

from bench.harness import measure_index, synthetic_articles
from bench.harness.sized_collections import Place, build_collection, changes, update, write_articles
from bench.harness.synthetic_articles import Composer, enlarge, likeness
from bench.report.growth_plot import growth
from bench.suites import scale
from qa.indexing.diff import compare
from qa.indexing.sync import sync
from qa.search.dense_index import Dense
from qa.store.store import Store
from tests.support.updates import fake_encoder

SUBJECTS = ("harbour", "budget", "treaty")


def article(n: int) -> str:
    subject = SUBJECTS[n % 3]
    lines = [
        f"The {subject} of town {n} was discussed on day {k} by {n + k} people." for k in range(60)
    ]
    return "\n\n".join(" ".join(lines[at : at + 3]) for at in range(0, 60, 3))


@pytest.fixture
def docs(tmp_path):
    folder = tmp_path / "docs"
    folder.mkdir()
    for n in range(24):
        (folder / f"{n}.txt").write_text(article(n))
    return folder


@pytest.fixture
def index(tmp_path, docs, monkeypatch):
    fake_encoder(monkeypatch)
    monkeypatch.setattr("qa.indexing.derive.held_out", lambda store: None)
    sync(tmp_path / "index", [docs])
    return tmp_path / "index"


def composed(index, count: int, seed: int = 0):
    with Store.open(index) as store:
        return list(islice(Composer(store, DIMENSION).articles(seed), count))


def test_composed_articles_are_whole_sentences_of_real_ones(index):
    known = {line for n in range(24) for line in article(n).replace("\n\n", " ").split(". ")}
    known = {line.rstrip(".") for line in known}
    made = composed(index, 40)
    assert len(made) == 40
    for each in made:
        assert each.text.startswith(each.title)
        assert len(each.passages) == len(each.texts) == len(each.mixed)
        for passage, text in zip(each.passages, each.texts, strict=True):
            sentences = [each.text[s.start : s.end] for s in passage.sentences]
            assert " ".join(sentences) == text
            assert {sentence.rstrip(".") for sentence in sentences} <= known
            towns = {sentence.split(" town ")[1].split()[0] for sentence in sentences}
            assert len(towns) == 2
        assert np.linalg.norm(each.mixed, axis=1) == pytest.approx(1, abs=1e-5)
    texts = [text for each in made for text in each.texts]
    assert len(set(texts)) == len(texts)


def test_composed_articles_are_always_the_same(index):
    one, other = composed(index, 10), composed(index, 10)
    assert [each.text for each in one] == [each.text for each in other]
    assert all(np.array_equal(a.mixed, b.mixed) for a, b in zip(one, other, strict=True))
    assert [each.text for each in composed(index, 10, seed=1)] != [each.text for each in one]


def test_a_mixed_vector_lies_between_those_it_is_of(index, monkeypatch):
    monkeypatch.setattr(synthetic_articles, "NOISE", 0.0)
    with Store.open(index) as store:
        ids, vectors = (
            np.concatenate(part) for part in zip(*store.vectors(DIMENSION), strict=True)
        )
        stored = store.passages(ids.tolist())
        texts = {" ".join(found.text.split()): n for n, found in stored.items()}
    for each in composed(index, 5):
        for text, vector in zip(each.texts, each.mixed, strict=True):
            halves = [n for known, n in texts.items() if known.split(". ")[0] in text
                      or known.rstrip(".").split(". ")[-1] in text]  # fmt: skip
            assert len(halves) == 2
            two = vectors[np.searchsorted(ids, halves)].astype(np.float32)
            shares, _, rank, _ = np.linalg.lstsq(two.T, vector)
            assert rank == 2
            assert (shares > 0.2).all()
            np.testing.assert_allclose(shares @ two, vector, atol=1e-5)


@pytest.mark.parametrize("encodes", [True, False])
def test_a_collection_is_enlarged_until_it_has_its_size(
    tmp_path, index, docs, encodes, monkeypatch
):
    with Store.open(index) as store:
        before = store.counts()
    large = tmp_path / "large"
    large.mkdir()
    (large / "qa.sqlite").write_bytes((index / "qa.sqlite").read_bytes())
    encoder = FakeEncoder() if encodes else None
    real = enlarge(index, large, docs, before[1] + 50, encoder)
    with Store.open(large) as store:
        counts = store.counts()
        assert counts[0] == before[0] + real
        assert before[1] + 50 <= counts[1] < before[1] + 50 + 200 * 40
        found = compare(store, [docs], docs)
        assert len(found.unchanged) == counts[0]
        assert found.files == counts[0]
        assert not any(item.source.startswith("c") for item in found.rechecked)
        for source in ("c0000/0.txt", f"c0000/{real - 1}.txt"):
            assert store.document(source).text == (docs / source).read_text()
    assert enlarge(index, large, docs, before[1] + 50, encoder) == real  # nothing is left to do
    report = sync(large, [docs])
    assert (report.added, report.changed, report.unchanged) == (0, 0, counts[0])
    with Store.open(large) as store:
        assert len(Dense.open(large, store)) == counts[1]
        newest = store.passages([int(store.passage_ids()[-1])]).popitem()[1]
        vector = store.some_vectors(np.array([newest.id]), DIMENSION)[0].astype(np.float32)
    assert (vector @ unit(newest.text) > 0.999) == encodes


def test_likeness_compares_mixed_with_encoded(index):
    with Store.open(index) as store:
        dense = Dense.open(index, store)
        found = likeness(store, FakeEncoder(), lambda v: dense.search(v, 100).cosines, articles=4)
    assert found["passages"] > 4
    assert abs(found["cosine"]) < 0.3  # a fake encoder knows nothing of what a text is about
    assert found["mixed@1"] > 0.6 > found["mixed@100"]
    assert found["encoded@1"] > found["encoded@10"] > found["encoded@100"]


# --- files and updates


@pytest.fixture
def no_data(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_DATA", str(tmp_path / "none"))
    return tmp_path / "none"


def test_articles_are_written_once(tmp_path, no_data):
    folder = tmp_path / "articles"
    write_articles(no_data, folder, 40)
    files = sorted(folder.rglob("*.txt"))
    assert 5 < len(files) < 100
    looks = [path.stat().st_mtime_ns for path in files]
    write_articles(no_data, folder, 40)
    assert [path.stat().st_mtime_ns for path in sorted(folder.rglob("*.txt"))] == looks


def test_real_articles_are_shared_and_composed_ones_are_not(tmp_path):
    small = [Place(tmp_path, encoder, 1_000) for encoder in ("fast", "a/model")]
    large = [Place(tmp_path, encoder, 1_000_000) for encoder in ("fast", "a/model")]
    assert small[0].docs == small[1].docs
    assert large[0].docs != large[1].docs
    assert len({place.index for place in small + large}) == 4
    assert [place.name for place in small] == ["fast-1000", "model-1000"]


def test_texts_of_an_update_are_new(no_data):
    one, other = (measure_index.update_texts(3, seed=seed) for seed in (1, 2))
    assert len({*one, *other}) == 6
    lines = [set(text.split("\n\n")) for text in (*one, *other)]
    assert all(not a & b for n, a in enumerate(lines) for b in lines[n + 1 :])


def test_a_small_collection_from_files_to_figures(tmp_path, no_data):
    place = Place(tmp_path / "work", "fast", 30)
    built = build_collection(place, no_data, None)
    assert built["vectors"] == "encoded"
    assert built["passages"] > 15
    assert build_collection(place, no_data, None) == built  # from its mark
    held = update(place)[1]
    assert changes(place, no_data, 2) > 0
    seconds, report = update(place)
    assert seconds > 0
    assert (report["added"], report["documents"]) == (0, held["documents"])
    found = measure_index.retrieval(place.index, ["Who asked Congress for a waiver?"] * 4, 2)
    assert found["recall"] == found["recall_100"] == 1
    assert found["passages"] == built["passages"]
    assert set(scale.STAGES) == set(found["stages"])
    asked = measure_index.answers(place.index, ["Who asked Congress for a waiver?"] * 2)
    assert asked["memory"]["own"] > 10
    warm = measure_index.warm(place.index, place.docs, 1)
    assert len(warm["seconds"]) == 1
    assert not list(place.docs.glob("warm*"))


# --- tables and charts


def figures(passages: int, **more) -> dict:
    spread = {"p50": 3.0, "p95": 5.0, "p99": 6.0}
    return {
        "built": {"vectors": "encoded", "passages": passages, "seconds": passages / 1000},
        "disk": {"SQLite": 2**20 * passages, "FAISS": 2**20, "tantivy": 2**21},
        "retrieval": {
            "passages": passages, "lists": 0, "probes": 0, "exact_ms": 2.0, "recall": 1.0,
            "recall_100": 1.0, "recall_said": None, "stages": dict.fromkeys(scale.STAGES, spread),
        },
        "answers": {"stages": {"total": spread}, "memory": {"own": 200.0, "mapped": 300.0}},
        "cold": {"dropped": 1.5, "again": 0.5},
        "nothing": {"seconds": 0.9},
        "updates": {"1": 1.25},
        "warm": {"seconds": [0.5, 0.7, 0.6]},
        "environment": {"date": "today", "commit": "abc"},
    } | more  # fmt: skip


def test_tables_say_what_was_measured_and_leave_out_what_was_not():
    small, large = figures(1_000), figures(1_000_000)
    large["retrieval"] |= {"lists": 2048, "probes": 160, "recall": 0.9912, "recall_said": 0.9905}
    large["built"] = {"vectors": "of composed articles mixed", "composed": 47, "seconds": None,
                      "derive_seconds": 88.0, "passages": 1_000_000}  # fmt: skip
    large["likeness"] = {"cosine": 0.8} | {f"{k}@{n}": 0.7 for k in ("mixed", "encoded")
                                           for n in (1, 10, 100)}  # fmt: skip
    del large["cold"]
    text = scale.tables({"fast-1000000": large, "fast-1000": small})
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in text.splitlines()
        if "|" in line
    ]
    assert ["fast", "1,000", "none", "all", "2.0", "1.0000", "1.0000", ""] in rows
    assert ["fast", "1,000,000", "2,048", "160", "2.0", "0.9912", "1.0000", "0.9905"] in rows
    assert ["fast", "1,000", "1", "1,000", "0.90", "1.25", "0.60", "1.50", "0.50"] in rows
    assert ["fast", "1,000,000", "", "", "0.90", "1.25", "0.60", "", ""] in rows
    assert "47 composed articles" in text
    assert "cosine 0.80" in text


def test_growth_is_drawn_by_tens():
    panels = scale.panels({"fast-1000": figures(1_000), "fast-1000000": figures(1_000_000)})
    assert set(panels) >= {"retrieval, warm, p95, ms", "disk, MiB"}
    drawn = growth("a < b", panels)
    root = ElementTree.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == "a < b"
    lines = root.findall(f"{space}polyline")
    assert len(lines) == len(panels)
    ends = [
        [tuple(map(float, at.split(","))) for at in line.get("points").split()] for line in lines
    ]
    assert all(end[0] - start[0] == pytest.approx(240, abs=0.1) for start, end in ends)
    rising = dict(zip(panels, ends, strict=True))["disk, MiB"]
    assert rising[0][1] - rising[1][1] == pytest.approx(150 * 3 / 4, abs=0.2)  # 1,003 to 10^6


def test_figures_of_nothing_draw_nothing():
    assert scale.panels({"fast-1000": {"built": {}}}) == {}
