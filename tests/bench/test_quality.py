"""The benchmarks' own arithmetic: figures worked out by hand, and small collections end to end."""

from __future__ import annotations

import gzip
import json
import lzma
import math
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("ir_measures", reason="the benchmarks need the dev extra")

from bench.data import datasets, timing_texts
from bench.data.as_document import as_document
from bench.data.datasets import ROOT, BenchDocument, MissingDataError, Query, is_tuning
from bench.harness import candidates, indexes
from bench.measures import metrics
from bench.measures.metrics import NAMES, bootstrap, evaluate
from bench.measures.timing_spread import spread
from bench.report import figures, markdown
from bench.suites import fusion_sweep, quality
from qa.datatypes import BlockKind, Document
from qa.search.fusion import Candidates

TEXTS = {
    "d1": ("Bees", "Bees make honey from nectar."),
    "d2": ("", "Rivers carry water to the sea.\n\nThe sea is salt."),
    "d3": ("Honey", "Honey keeps for many years. Bears like it."),
}
QUERIES = {
    "q1": "who makes honey from nectar?",
    "q2": "what do rivers carry?",
    "q3": "no judgement",
}
QRELS = [("q1", "d1"), ("q2", "d2")]


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    opener: Any = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
    with opener(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data sets in miniature: cisi, xquad_en and realtimeqa; the rest is missing."""
    folder = tmp_path / "data"
    cisi = folder / "retrieval" / "cisi"
    documents = [{"id": key, "title": t, "text": x} for key, (t, x) in TEXTS.items()]
    write_lines(cisi / "docs.jsonl.gz", [*documents, {"id": "d4", "title": "", "text": " "}])
    write_lines(cisi / "queries.jsonl.gz", [{"id": k, "text": x} for k, x in QUERIES.items()])
    (cisi / "qrels.tsv").write_text("".join(f"{q}\t{d}\t1\n" for q, d in QRELS))
    write_lines(
        folder / "develop" / "xquad_en.jsonl.gz",
        [
            {"id": "x1", "title": "A", "context": "First.", "question": "Which one?"},
            {"id": "x2", "title": "A", "context": "Second.", "question": "And then?"},
            {"id": "x3", "title": "A", "context": "First.", "question": "Which again?"},
        ],
    )
    news = folder / "news" / "realtimeqa"
    write_lines(
        news / "articles.jsonl.xz",
        [
            {"id": "n1", "title": "One", "text": "Text one.", "date": "2020/05/20"},
            {"id": "n2", "title": "Two", "text": "Text two.", "date": None},
        ],
    )
    write_lines(news / "questions.jsonl", [{"id": "r", "question": "One?", "relevant": ["n1"]}])
    return folder


class WordCount:
    """Stands in for the index and the retriever: a passage per document, scores by shared words."""

    opened: dict[Path, list[Document]] = {}  # noqa: RUF012
    asked = 0

    def __init__(self, documents: list[Document]) -> None:
        self.documents = documents

    @classmethod
    def index(cls, folder: Path, documents: Iterable[Document], **_: Any) -> SimpleNamespace:
        cls.opened[folder] = list(documents)
        number = len(cls.opened[folder])
        return SimpleNamespace(documents=number, passages=number)

    @classmethod
    def open(cls, folder: Path, *, strict: bool = True) -> WordCount:
        return cls(cls.opened[folder])

    def close(self) -> None:
        pass

    def candidates(self, query: str, depth: int, _: float) -> Candidates:
        type(self).asked += 1
        words = set(re.findall(r"\w+", query.lower()))
        shared = [len(words & set(re.findall(r"\w+", d.text.lower()))) for d in self.documents]
        order = np.argsort(-np.array(shared), kind="stable")[:depth]
        ranks = np.arange(1, len(order) + 1, dtype=np.int32)
        scores = np.array(shared, dtype=np.float32)[order]
        return Candidates(order.astype(np.int64), scores / 10, scores, ranks, ranks)

    def documents_of(self, ids: np.ndarray[Any, Any]) -> list[str]:
        return [self.documents[number].source for number in ids.tolist()]


@pytest.fixture
def word_count(monkeypatch: pytest.MonkeyPatch) -> type[WordCount]:
    monkeypatch.setattr(WordCount, "opened", {})
    monkeypatch.setattr(WordCount, "asked", 0)
    monkeypatch.setattr(indexes, "index_documents", WordCount.index)
    monkeypatch.setattr(indexes, "Retriever", WordCount)
    monkeypatch.setattr(candidates, "Retriever", WordCount)
    return WordCount


# --- measures ---------------------------------------------------------------------------------


def test_measures_equal_those_worked_out_by_hand() -> None:
    relevant = {"first": ["a"], "third": ["a"], "two": ["a", "b"], "lost": ["a"], "unasked": ["a"]}
    rankings = {
        "first": ["a", "b", "c"],
        "third": ["z", "y", "a"],
        "two": ["a", "z", "b"],
        "lost": ["z", "y"],
        "not judged": ["a"],
    }
    two = (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    expected = [
        # R@1, R@5, R@10, MRR, nDCG@10
        [1.0, 1.0, 1.0, 1.0, 1.0],
        [0.0, 1.0, 1.0, 1 / 3, 1 / math.log2(4)],
        [0.5, 1.0, 1.0, 1.0, two],
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0],
    ]
    np.testing.assert_allclose(evaluate(rankings, relevant), expected, rtol=1e-6)


def test_measures_follow_the_given_order_not_the_names() -> None:
    # trec_eval breaks ties by name; ranks must leave none.
    ranking = [f"d{number}" for number in (9, 1, 5, 3, 7, 2)]
    values = evaluate({"q": ranking}, {"q": ["d5"]})
    assert values[0, NAMES.index("MRR")] == pytest.approx(1 / 3)


def test_rank_eleven_counts_for_mrr_only() -> None:
    values = evaluate({"q": [*"abcdefghij", "right"]}, {"q": ["right"]})
    np.testing.assert_allclose(values, [[0, 0, 0, 1 / 11, 0]], rtol=1e-6)


# --- bootstrap --------------------------------------------------------------------------------


def test_bootstrap_interval_of_a_share_is_the_binomial_one() -> None:
    values = np.repeat([1.0, 0.0], [300, 100])[:, None]
    (one,) = bootstrap(values)
    error = math.sqrt(0.75 * 0.25 / 400)
    assert one.mean == 0.75
    assert one.low == pytest.approx(0.75 - 1.96 * error, abs=0.006)
    assert one.high == pytest.approx(0.75 + 1.96 * error, abs=0.006)


def test_bootstrap_covers_the_truth_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(5)
    draws = (generator.random((60, 400)) < 0.3).astype(np.float64)
    # Each column is an experiment of its own; they share resamples, which doesn't matter here.
    covered = [one.low <= 0.3 <= one.high for one in bootstrap(draws, resamples=2000)]
    assert 0.88 <= np.mean(covered) <= 0.99


def test_bootstrap_is_seeded() -> None:
    values = np.random.default_rng(1).random((50, 3))
    assert bootstrap(values, resamples=500) == bootstrap(values, resamples=500)
    assert bootstrap(values, resamples=500) != bootstrap(values, resamples=500, seed=1)


def test_questions_that_stand_and_fall_together_widen_the_interval() -> None:
    outcomes = np.random.default_rng(2).integers(0, 2, 40).astype(np.float64)
    values = np.repeat(outcomes, 25)[:, None]
    groups = [f"paragraph {number}" for number in np.repeat(np.arange(40), 25)]
    (alone,), (together,) = bootstrap(values), bootstrap(values, groups)
    assert together.mean == alone.mean
    # 25 copies of 40 outcomes hold the information of 40: five times the width.
    ratio = (together.high - together.low) / (alone.high - alone.low)
    assert ratio == pytest.approx(5, rel=0.15)


def test_comparison_is_paired_and_against_the_better_half() -> None:
    generator = np.random.default_rng(3)
    lexical = generator.random((200, len(NAMES)))
    judged = metrics.compare(lexical - 0.2, lexical, lexical + 0.001)
    for gain in judged.difference:
        # Constant per query: unpaired intervals would be wide and hold zero.
        assert (gain.low, gain.mean, gain.high) == pytest.approx((0.001,) * 3)
        assert gain.excludes_zero
    assert judged.queries == 200
    same = metrics.compare(lexical, lexical, lexical)
    assert not any(gain.excludes_zero for gain in same.difference)


def test_bootstrap_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no queries"):
        bootstrap(np.empty((0, 2)))


# --- data sets --------------------------------------------------------------------------------


def test_a_classic_set_is_read(data: Path) -> None:
    collection = datasets.load("cisi", data)
    # q3 has no judgement; d4 has no text.
    assert collection.queries == (
        Query("q1", QUERIES["q1"], ("d1",), "d1"),
        Query("q2", QUERIES["q2"], ("d2",), "d2"),
    )
    assert [document.id for document in collection.documents()] == ["d1", "d2", "d3"]


def test_xquad_paragraphs_become_documents(data: Path) -> None:
    collection = datasets.load("xquad_en", data)
    assert [document.text for document in collection.documents()] == ["First.", "Second."]
    assert [query.relevant for query in collection.queries] == [("p0",), ("p1",), ("p0",)]


def test_news_is_read_with_its_dates(data: Path) -> None:
    first, second = datasets.load("realtimeqa", data).documents()
    assert first == BenchDocument("n1", "One", "Text one.", date(2020, 5, 20), news=True)
    assert second.published is None


def test_missing_and_unknown_sets_are_named(data: Path) -> None:
    with pytest.raises(MissingDataError, match=r"docs\.jsonl\.gz is not in .*cacm"):
        datasets.load("cacm", data)
    with pytest.raises(ValueError, match="unknown set 'trec'"):
        datasets.load("trec", data)


def test_the_data_folder_is_the_option_then_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QA_DATA", str(tmp_path))
    assert datasets.data_folder(Path("x")) == Path("x")
    assert datasets.data_folder() == tmp_path
    monkeypatch.delenv("QA_DATA")
    assert datasets.data_folder() == datasets.ROOT.parent / "shared" / "data"


def test_fingerprints_follow_the_bytes(data: Path) -> None:
    before = datasets.load("cisi", data).fingerprint()
    assert datasets.load("cisi", data).fingerprint() == before
    with (data / "retrieval" / "cisi" / "qrels.tsv").open("a") as stream:
        stream.write("q2\td3\t1\n")
    assert datasets.load("cisi", data).fingerprint() != before


@pytest.mark.parametrize(
    ("title", "text", "pieces"),
    [
        ("", "One is.\n\n  Two are.\n \nThree were. ", ["One is.", "Two are.", "Three were."]),
        ("Title", "One was here.", ["Title", "One was here."]),
        ("wing lift", "wing lift was measured .", ["wing lift", "was measured ."]),
        ("", "", []),
    ],
)
def test_documents_keep_their_text_in_blocks(title: str, text: str, pieces: list[str]) -> None:
    document = as_document(BenchDocument("id", title, text))
    assert [document.text[block.start : block.end] for block in document.blocks] == pieces
    heads = [block.kind is BlockKind.HEADING for block in document.blocks]
    assert heads == [bool(title) and number == 0 for number in range(len(pieces))]
    assert (document.source, document.title) == ("id", title)


def test_news_goes_through_the_loader_and_keeps_its_title_and_date() -> None:
    text = "WASHINGTON, Oct 25 (Reuters) - A missile system was bought.\n\nIt was switched off."
    article = BenchDocument("n", "Missiles", text, date(2019, 10, 26), news=True)
    document = as_document(article)
    assert document.text == f"Missiles\n\n{text}"
    assert (document.source, document.title) == ("n", "Missiles")
    assert (document.agency, document.published) == ("Reuters", date(2019, 10, 26))


# --- quality, end to end over a stand-in index ------------------------------------------------


def run_quality(data: Path, tmp_path: Path, *options: str) -> dict[str, Any]:
    out = tmp_path / "quality.json"
    common = ["--data", str(data), "--work", str(tmp_path / "work"), "--json", str(out)]
    assert quality.main([*common, *options]) == 0
    result: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return result


def test_quality_judges_what_is_there_and_names_what_is_not(
    data: Path, tmp_path: Path, word_count: type[WordCount], capsys: pytest.CaptureFixture[str]
) -> None:
    results = run_quality(data, tmp_path, "--sets", "cisi,cacm,xquad_en")
    shown = capsys.readouterr()
    assert "cacm: skipped" in shown.err
    assert "Skipped, no data: cacm." in shown.out
    assert "2 questions, 3 documents, 3 passages" in shown.out
    assert re.search(r"\| dense +\| 1\.000 \[1\.000, 1\.000\]", shown.out)
    assert re.search(r"\| hybrid − better half +\| \+\.000", shown.out)
    assert results["sets"]["cisi"]["hybrid"]["R@1"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert set(results["missing"]) == {"cacm"}
    assert results["environment"]["processor"]


def test_index_and_candidates_are_reused_until_the_data_changes(
    data: Path, tmp_path: Path, word_count: type[WordCount]
) -> None:
    first = run_quality(data, tmp_path, "--sets", "cisi")
    assert (len(word_count.opened), word_count.asked) == (1, 2)
    second = run_quality(data, tmp_path, "--sets", "cisi", "--weight", "0.3")
    assert word_count.asked == 2
    assert second["sets"]["cisi"]["index"] == first["sets"]["cisi"]["index"]
    with (data / "retrieval" / "cisi" / "qrels.tsv").open("a") as stream:
        stream.write("q3\td3\t1\n")
    third = run_quality(data, tmp_path, "--sets", "cisi")
    assert word_count.asked == 5
    assert third["sets"]["cisi"]["questions"] == 3


def test_an_index_of_others_is_never_deleted(
    data: Path, tmp_path: Path, word_count: type[WordCount]
) -> None:
    theirs = tmp_path / "work" / "cisi" / "index" / "precious"
    theirs.parent.mkdir(parents=True)
    theirs.touch()
    with pytest.raises(FileExistsError, match="no benchmark made"):
        run_quality(data, tmp_path, "--sets", "cisi")
    assert theirs.exists()


def test_variants_of_the_index_stand_side_by_side(
    data: Path, tmp_path: Path, word_count: type[WordCount]
) -> None:
    for variant in ([], ["--tokens", "60", "--overlap", "1"], ["--context-in-vector"]):
        run_quality(data, tmp_path, "--sets", "cisi", *variant)
    names = sorted(path.name for path in (tmp_path / "work").iterdir())
    assert names == ["cisi", "cisi-context", "cisi-t60o1"]


def test_search_indexes_are_rebuilt_from_the_same_store_when_their_code_changed(
    data: Path, tmp_path: Path, word_count: type[WordCount], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_quality(data, tmp_path, "--sets", "cisi")
    index = tmp_path / "work" / "cisi" / "index"
    (index / "lexical").mkdir(parents=True)
    for name in ("lexical/segment", "dense.faiss", "qa.sqlite"):
        (index / name).touch()
    monkeypatch.setattr(indexes, "deriving_code", lambda: "changed")
    run_quality(data, tmp_path, "--sets", "cisi")
    assert [path.name for path in index.iterdir()] == ["qa.sqlite"]


def test_every_module_named_by_what_it_decides_is_one_that_matters() -> None:
    codes = {indexes.searching_code(), indexes.cutting_code(), indexes.deriving_code()}
    assert len(codes) == 3
    for room in indexes._CUTTING + indexes._DERIVING:
        assert any((ROOT / "qa" / room).glob("*.py"))


def test_no_data_at_all_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.main(["--data", str(tmp_path), "--work", str(tmp_path)]) == 0
    assert "--data DIR or $QA_DATA" in capsys.readouterr().out


def test_samples_are_stable_and_in_order() -> None:
    queries = [Query(f"q{number}", "", ("d",), "d") for number in range(100)]
    drawn = quality.sample(queries, 10)
    assert len(drawn) == 10
    assert drawn == quality.sample(queries, 10) == tuple(q for q in queries if q in drawn)
    assert quality.sample(queries, 0) == tuple(queries)


# --- ranking and sweeping ---------------------------------------------------------------------


def candidacy(rows: list[list[tuple[int, float, float, int, int]]]) -> candidates.CandidateTable:
    """Rows of (document, cosine, bm25, dense rank, lexical rank) per query."""
    flat = np.array([row for query in rows for row in query], dtype=np.float64)
    return candidates.CandidateTable(
        queries=tuple(f"q{number}" for number in range(len(rows))),
        names=("a", "b", "c"),
        bounds=np.cumsum([0, *map(len, rows)], dtype=np.int64),
        document=flat[:, 0].astype(np.int32),
        cosine=flat[:, 1].astype(np.float32),
        bm25=flat[:, 2].astype(np.float32),
        dense_rank=flat[:, 3].astype(np.int32),
        lexical_rank=flat[:, 4].astype(np.int32),
    )


def test_documents_rank_by_their_best_passage_on_each_side() -> None:
    found = candidacy(
        [
            [(0, 0.9, 0.0, 1, 0), (1, 0.5, 8.0, 3, 1), (0, 0.6, 2.0, 2, 2)],
            [(2, 0.2, 1.0, 1, 1)],
        ]
    )
    assert found.dense() == {"q0": ["a", "b"], "q1": ["c"]}
    assert found.lexical() == {"q0": ["b", "a"], "q1": ["c"]}
    # 0.5: a = .45, b = .25 + .5 = .75
    assert found.hybrid(0.5)["q0"] == ["b", "a"]
    assert found.hybrid(0.9)["q0"] == ["a", "b"]  # a = .81, b = .45 + .1


def test_a_sweep_tunes_on_one_half_and_reports_on_the_other() -> None:
    queries = [Query(f"q{number}", "", ("b",), f"group {number // 2}") for number in range(40)]
    found = candidacy([[(0, 0.9, 0.0, 1, 0), (1, 0.5, 8.0, 2, 1)]] * 40)
    tuned = fusion_sweep.run({"set": (queries, found)}, [0.9, 0.5])
    halves = [is_tuning(query) for query in queries]
    assert halves[::2] == halves[1::2]  # a group is never torn apart
    assert tuned.best == 0.5
    assert tuned.tuning["set"] == pytest.approx((1 / math.log2(3), 1.0))
    assert tuned.reported["set"].queries == 40 - sum(halves)
    text = fusion_sweep.section(tuned)
    assert "**Tuning half**" in text
    assert "**The other half**" in text


# --- reports and timings ----------------------------------------------------------------------


def test_a_table_lines_up_and_keeps_its_cells_apart() -> None:
    assert markdown.table(["", "R@1"], [["a|b", ".5"], ["dense", ".75"]]) == (
        "|       | R@1 |\n| ----- | --: |\n| a\\|b  |  .5 |\n| dense | .75 |"
    )
    with pytest.raises(ValueError, match="more or fewer"):
        markdown.table(["", "x"], [["only one"]])


@pytest.mark.parametrize(
    ("value", "sign", "text"),
    [(0.9123, "", ".912"), (1.0, "", "1.000"), (-0.0214, "+", "-.021"), (0.0, "+", "+.000")],
)
def test_figures_are_short(value: float, sign: str, text: str) -> None:
    assert figures.short(value, sign) == text


def test_the_environment_has_what_a_reader_needs_and_no_host_name() -> None:
    facts = markdown.environment()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", facts["date"])
    assert facts["packages"]["numpy"] == np.__version__
    assert set(facts) == {
        "date", "processor", "cores", "memory_gib", "system", "python", "commit", "packages",
    }  # fmt: skip
    assert facts["commit"] in markdown.heading(facts)


def test_results_are_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "results.json"
    markdown.write_results(path, {"b": 1, "a": "é"})
    assert path.read_text(encoding="utf-8") == '{\n "a": "\\u00e9",\n "b": 1\n}'
    assert list(path.parent.iterdir()) == [path]


def test_a_spread_is_the_order_statistics() -> None:
    one = spread([3.0, 1.0, 2.0])
    assert (one.p50, one.fastest, one.runs) == (2.0, 1.0, 3)
    assert one.p95 == pytest.approx(2.9)


def test_without_news_the_seeds_are_mixed(tmp_path: Path) -> None:
    source, stream = timing_texts.articles(tmp_path)
    assert source != timing_texts.NEWS
    taken = timing_texts.about(stream, 30)
    words = sum(len(document.text.split()) for document in taken)
    assert 30 <= words / timing_texts.PASSAGE_WORDS < 40
    assert len({document.text for document in taken}) == len(taken)
    texts = timing_texts.windows(taken, 20)
    assert {len(text.split()) for text in texts} == {timing_texts.PASSAGE_WORDS}
    whose, asked = timing_texts.questions(tmp_path, 25)
    assert (whose, len(asked), len(set(asked))) == ("seeds", 25, len(timing_texts.SEED_QUESTIONS))
