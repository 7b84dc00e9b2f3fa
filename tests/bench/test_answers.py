"""The benchmark of answers: figures worked out by hand, and every part over a small world."""

from __future__ import annotations

import gzip
import json
import lzma
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("ir_measures", reason="the benchmarks need the dev extra")

from bench.data import span_sets
from bench.data.datasets import BenchDocument, Collection, Query, is_tuning
from bench.data.span_sets import Question, Rule, half, sampled
from bench.harness import indexes, removal_trials
from bench.harness.cache import Cache, CachedEncoder, CachedReader
from bench.harness.partial_index import WHOLE, Part, PartialIndex, without
from bench.harness.removal_trials import LARGE, OWN, SMALL, Cases, Trial
from bench.harness.session import GAIN, WITH, WITHOUT, compared
from bench.measures import confidence_fit, regression
from bench.measures import squad_official as squad
from bench.measures.calibration import Bin, Scored, resampled, wilson
from bench.report import reliability_plot
from bench.suites import answers, fit, reading
from qa.answering import confidence
from qa.answering.piece import Features as UnitFeatures
from qa.answering.reader import Reading, Span
from qa.datatypes import Filter
from qa.search.fusion import Candidates

# --- a small world: eight towns, half of them for tuning --------------------------------------

NAMES = (
    "Arlow", "Bremmel", "Corvath", "Dunmere", "Eskholt", "Farrow", "Gildane", "Hollin",
    "Istrel", "Jorvale", "Kessing", "Lodmoor",
)  # fmt: skip
FITTED = {
    "rerank": {"answerable": 1.0, "margin": 0.3, "retrieval": 10.0},
    "sentence": {
        "intercept": -4.0, "cosine": 1.0, "coverage": 2.0, "context": 0.5, "hit": 2.0,
        "fits": 0.5, "kind": -4.0, "fragment": -1.0, "spoken": 2.0, "answerable": 0.5,
        "span": 0.5, "evidence": 0.0,
    },
    "unit": dict.fromkeys((field.name for field in fields(UnitFeatures)), 0.0)
    | {"passage": 1.0, "span": 0.5, "cosine": 1.0, "coverage": 1.0},
    "refusal": dict.fromkeys((*confidence.FEATURES, *confidence.SIZES), 0.0)
    | {"intercept": -2.0, "answerable": 1.0},
}  # fmt: skip


def towns() -> list[str]:
    """Eight names, four in each half."""
    by_half: dict[bool, list[str]] = {True: [], False: []}
    for name in NAMES:
        by_half[is_tuning(Query("", "", (), name))].append(name)
    return by_half[True][:4] + by_half[False][:4]


def founded(name: str) -> str:
    return str(1500 + 7 * NAMES.index(name))


def history(name: str) -> str:
    return f"{name} lies on a quiet river. The town of {name} was founded in {founded(name)}."


def trade(name: str) -> str:
    return f"Merchants of {name} sold wool and salt. The market was held on the church square."


def record(name: str, question: str, answer: str, context: str) -> dict[str, Any]:
    golds = [{"text": answer, "start": context.index(answer)}] if answer else []
    return {
        "id": f"{name}-{question}", "title": name, "context": context, "question": question,
        "answers": golds, "answerable": bool(answer),
    }  # fmt: skip


def asked(name: str) -> str:
    return f"When was the town of {name} founded?"


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    opener: Any = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
    with opener(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record) + "\n" for record in records)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    good = [record(name, asked(name), founded(name), history(name)) for name in towns()]
    sold = [
        record(name, f"What did {name} sell?", "wool and salt", trade(name)) for name in towns()
    ]
    none = [record(name, f"Who burned {name}?", "", history(name)) for name in towns()]
    develop = folder / "develop"
    write_lines(develop / "squad11_dev.jsonl.gz", [*good, *sold])
    write_lines(develop / "squad20_dev_official_half.jsonl.gz", [*good, *none])
    write_lines(develop / "clapnq_dev_sentences.jsonl.gz", [*good, *none])
    slots = [{**one, "question": "when", "context": f"{one['title']}\n\n{one['context']}",
              "answers": [{"text": "founded in", "start": one["context"].index("founded in")
                           + len(one["title"]) + 2}]} for one in good]  # fmt: skip
    write_lines(develop / "giveme5w1h_slots.jsonl.gz", slots)
    paragraphs = folder / "retrieval" / "squad11_dev_paragraphs"
    write_lines(paragraphs / "docs.jsonl.gz", [
        {"id": f"{name}{n}", "title": "", "text": text(name)}
        for name in towns() for n, text in enumerate((history, trade))
    ])  # fmt: skip
    write_lines(paragraphs / "queries.jsonl.gz",
                [{"id": one["id"], "text": one["question"]} for one in [*good, *sold]])  # fmt: skip
    (paragraphs / "qrels.tsv").write_text("".join(
        f"{one['id']}\t{one['title']}{n}\t1\n"
        for n, many in enumerate((good, sold)) for one in many
    ))  # fmt: skip
    news = folder / "news" / "realtimeqa"
    write_lines(news / "articles.jsonl.xz", [
        {"id": name, "title": name, "text": f"{name}\n\n{history(name)}", "date": None}
        for name in towns()
    ])  # fmt: skip
    write_lines(news / "questions.jsonl", [
        {"id": name, "question": asked(name), "answers": [founded(name)], "relevant": [name]}
        for name in towns()
    ])  # fmt: skip
    return folder


class Historian:
    """A reader that knows every founding year, and counts what it was given to read."""

    key = "historian"

    def __init__(self) -> None:
        self.fitted = FITTED
        self.ranker = None
        self.given = 0

    def read(
        self,
        question: str,
        passages: Sequence[str],
        parts: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> list[Reading]:
        self.given += len(passages)
        places = parts or [() for _ in passages]
        return [self._reading(question, *one) for one in zip(passages, places, strict=True)]

    def _reading(self, question: str, text: str, parts: Sequence[tuple[int, int]]) -> Reading:
        name = next((name for name in NAMES if asked(name) in question), None)
        found = re.search(rf"{name} was founded in (\d+)", text) if name else None
        if found is None:
            return Reading(-5.0, 5.0, Span(0, 1, -5.0), (None,) * len(parts), (-5.0,) * len(parts))
        span = Span(found.start(1), found.end(1), 5.0)
        inside = tuple(span if a <= span.start and span.end <= b else None for a, b in parts)
        return Reading(5.0, -5.0, span, inside, tuple(5.0 if each else -5.0 for each in inside))


@pytest.fixture(scope="module")
def work(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Indexes of the small world, built once."""
    folder = tmp_path_factory.mktemp("work")
    for name in (span_sets.SQUAD, span_sets.NEWS):
        indexes.build(span_sets.searched(name, data)[0], folder / name)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    store = Cache(tmp_path / "cache.sqlite")
    yield store
    store.close()


@pytest.fixture
def historian(monkeypatch: pytest.MonkeyPatch) -> Historian:
    reader = Historian()
    monkeypatch.setattr(answers, "open_reader", lambda _: reader)
    monkeypatch.setattr(fit, "open_reader", lambda _: reader)
    return reader


# --- SQuAD ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("predicted", "gold", "exact", "f1"),
    [
        ("The Denver Broncos.", "denver broncos", 1, 1),
        ("Denver", "Denver Broncos", 0, 2 / 3),
        ("in the city of Denver", "Denver Broncos", 0, 2 * (1 / 4) * (1 / 2) / (3 / 4)),
        ("a an the", "", 1, 1),
        ("Panthers", "", 0, 0),
        ("Carolina", "Denver", 0, 0),
        ("1,200", "1200", 1, 1),
        ("very very good", "very good", 0, 2 * (2 / 3) * 1 / (5 / 3)),
    ],
)
def test_exact_match_and_f1_are_the_official_ones(
    predicted: str, gold: str, exact: float, f1: float
) -> None:
    assert squad.exact(predicted, gold) == exact
    assert squad.f1(predicted, gold) == pytest.approx(f1)


def test_the_best_gold_answer_counts_and_none_at_all_means_silence() -> None:
    assert squad.best(squad.f1, "Denver", ["Carolina", "Denver Broncos", "the"]) == 2 / 3
    assert squad.best(squad.exact, "", []) == 1
    assert squad.best(squad.exact, "Denver", []) == 0


def test_an_answer_is_mentioned_word_by_word() -> None:
    assert squad.mentions("It cost “$1.50”, he said.", ["$1.50"])
    assert squad.mentions("a fee—$1.50—was paid", ["$1.50"])
    assert squad.mentions("Kohl's", ["Kohl’s"])
    assert not squad.mentions("It cost 150,000.", ["150"])
    assert not squad.mentions("Anything.", ["the", ""])


def test_the_best_threshold_parts_what_is_worth_answering() -> None:
    scores = np.array([3.0, 2.0, 2.0, 1.0])
    answered, silent = np.array([1.0, 0.8, 0.0, 0.0]), np.array([0.0, 0.0, 1.0, 1.0])
    # Above 3 alone: 1 + 0 + 1 + 1; the two of equal score can't be parted: 1 + .8 + 0 + 1.
    threshold = squad.best_threshold(scores, answered, silent)
    assert threshold == 2.5
    worth = squad.at_threshold(scores, answered, silent, threshold)
    assert worth.tolist() == [1, 0, 1, 1]
    assert squad.best_threshold(scores, silent, answered) == -math.inf
    assert squad.best_threshold(scores, np.zeros(4), np.ones(4)) == math.inf


# --- calibration ------------------------------------------------------------------------------


def test_auroc_and_precision_equal_those_worked_out_by_hand() -> None:
    scored = Scored([0.9, 0.8, 0.8, 0.1], [True, True, False, False])
    assert scored.auroc() == (1 + 1 + 0.5 + 1) / 4
    # Recall 1/2 at precision 1, then the two of .8 together: precision 2/3.
    assert scored.average_precision() == pytest.approx(1 / 2 + 1 / 2 * 2 / 3)
    assert math.isnan(Scored([0.1, 0.2], [True, True]).auroc())


def test_weights_count_like_repeated_cases() -> None:
    generator = np.random.default_rng(4)
    scores, truth = generator.integers(0, 6, 40) / 6, generator.random(40) < 0.4
    times = generator.integers(0, 4, 40)
    once = Scored(scores, truth)
    many = Scored(np.repeat(scores, times), np.repeat(truth, times))
    mass = times.astype(float)
    assert once.auroc(mass) == pytest.approx(many.auroc())
    assert once.average_precision(mass) == pytest.approx(many.average_precision())
    assert once.false_answers(mass) == pytest.approx(many.false_answers())


def test_false_answers_are_counted_where_one_in_twenty_is_refused() -> None:
    right = np.linspace(1, 2, 20)  # one of twenty may be refused: the threshold is the second
    wrong = np.array([0.5, 1.02, 1.06, 1.5])
    scored = Scored(np.append(right, wrong), np.append(np.ones(20), np.zeros(4)))
    assert scored.threshold() == right[1]
    assert scored.false_answers() == 0.5  # 1.06 and 1.5
    assert scored.false_answers(refusals=0.0) == 0.75


def test_calibration_error_is_the_mean_gap_of_its_bins() -> None:
    confidence = [0.1] * 10 + [0.8] * 10
    truth = [True] * 2 + [False] * 8 + [True] * 5 + [False] * 5
    scored = Scored(confidence, truth)
    assert scored.calibration_error(10) == pytest.approx((0.1 + 0.3) / 2)
    low, high = scored.reliability(10)
    assert (low.cases, low.confidence, low.right) == (10, pytest.approx(0.1), 0.2)
    assert high.low < 0.5 < high.high
    assert Scored([0.2, 0.8] * 50, [False] * 20 + [True, False] * 40).calibration_error(15) > 0


def test_wilson_interval_is_the_textbook_one() -> None:
    assert wilson(0.9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert wilson(0.0, 10)[0] == 0.0


def test_intervals_draw_groups_whole() -> None:
    generator = np.random.default_rng(6)
    truth = np.repeat(generator.random(30) < 0.5, 20)
    scores = np.repeat(generator.random(30), 20) + truth * 0.3
    scored = Scored(scores, truth)
    alone = resampled(scored.auroc, [str(n) for n in range(600)], resamples=300)
    together = resampled(scored.auroc, [str(n // 20) for n in range(600)], resamples=300)
    assert alone.mean == together.mean == scored.auroc()
    assert together.high - together.low > 3 * (alone.high - alone.low)


def test_a_plot_is_sound_svg_with_every_bin_in_its_place() -> None:
    text = reliability_plot.reliability("A <b>", {"one & two": [Bin(5, 0.5, 1.0, 0.6, 1.0)]})
    root = ET.fromstring(text)
    circles = [one for one in root.iter() if one.tag.endswith("circle")]
    assert len(circles) == 2  # the bin and its key
    assert (circles[0].get("cx"), circles[0].get("cy")) == ("236.0", "40.0")
    assert "one &amp; two" in text


# --- regression -------------------------------------------------------------------------------


def test_logistic_regression_finds_the_numbers_that_made_the_data() -> None:
    generator = np.random.default_rng(7)
    matrix = generator.normal(size=(20_000, 2)) * [1.0, 10.0] + [0.0, 5.0]
    chance = regression.predicted(matrix @ [2.0, -0.1] - 1.0)
    target = (generator.random(20_000) < chance).astype(float)
    intercept, weights = regression.fit(matrix, target, ridge=1e-6)
    assert intercept == pytest.approx(-1.0, abs=0.1)
    assert weights == pytest.approx([2.0, -0.1], abs=0.1)


def test_logistic_regression_stays_finite_where_nothing_overlaps() -> None:
    matrix = np.array([[0.0, 1.0], [1.0, 1.0], [9.0, 1.0], [10.0, 1.0]])
    intercept, weights = regression.fit(matrix, np.array([0.0, 0.0, 1.0, 1.0]))
    assert np.isfinite([intercept, *weights]).all()
    assert weights[1] == 0  # never varies
    chance = regression.predicted(intercept + matrix @ weights)
    assert chance[1] < 0.1 < 0.9 < chance[2]


def test_lists_are_put_in_order_by_what_tells_right_from_wrong() -> None:
    generator = np.random.default_rng(8)
    lists = []
    for _ in range(300):
        rows = generator.normal(size=(10, 2))
        utility = 2 * rows[:, 0] + generator.gumbel(size=10)
        lists.append((rows, utility == utility.max()))
    weights = regression.fit_lists([*lists, (np.ones((2, 2)), np.zeros(2, bool))], ridge=1e-6)
    assert weights == pytest.approx([2.0, 0.0], abs=0.3)
    with pytest.raises(ValueError, match="no list"):
        regression.fit_lists([(np.ones((2, 2)), np.zeros(2, bool))])


def test_columns_with_a_weight_of_the_wrong_sign_are_left_out():
    rng = np.random.default_rng(3)
    truth = rng.normal(size=4_000)
    echo = truth + rng.normal(size=4_000) / 2
    # The second column only helps by taking away what the first one has too much of.
    rows = np.column_stack([truth + echo, echo, rng.normal(size=4_000)])
    right = (truth + rng.logistic(size=4_000) / 4 > 0).astype(float)

    def solve(columns):
        return regression.fit(rows[:, columns], right)[1]

    assert solve(np.arange(3))[1] < -1
    kept = regression.signed(solve, (1, 1, 1), rows.std(axis=0))
    assert kept[0] == 0
    assert 1 not in kept
    assert (solve(kept) >= 0).all()
    assert 1 in regression.signed(solve, (1, -1, 1), rows.std(axis=0))
    assert not len(regression.signed(lambda columns: -np.ones(len(columns)), (1, 1), np.ones(2)))


# --- questions and halves ---------------------------------------------------------------------


def question(number: int, group: str = "g") -> Question:
    return Question(Query(f"q{number}", "", ("d",), group), ("a",))


def measured_cases(
    passages: float, seed: int, slope: float, shift: float
) -> confidence_fit.Answers:
    """Cases of one size of collection, in which the truth is `slope` times what spans say."""
    generator = np.random.default_rng(seed)
    features = np.zeros((4000, len(confidence.FEATURES)))
    features[:, confidence.FEATURES.index("span")] = said = generator.normal(1, 2, 4000)
    right = (generator.random(4000) < regression.predicted(slope * said + shift)).astype(float)
    return confidence_fit.Answers(features, right, np.ones(4000), np.full(4000, passages))


def said_of(numbers: dict[str, float], answers: confidence_fit.Answers) -> Any:
    return regression.predicted(answers.logits(numbers))


PLAIN = dict.fromkeys((*confidence.FEATURES, *confidence.SIZES, "intercept"), 0.0) | {"span": 1.0}


def test_confidence_is_steeper_the_more_passages_there_are() -> None:
    parts = [
        measured_cases(1, 1, 0.5, -1.0),
        measured_cases(100, 2, 0.9, -0.4),
        measured_cases(10_000, 3, 1.24, 0.1),
    ]
    rows = confidence_fit.Answers(
        *(np.concatenate([getattr(part, name) for part in parts])
          for name in ("features", "right", "mass", "passages"))
    )  # fmt: skip
    numbers = confidence_fit.tempered(PLAIN, rows)
    assert numbers["steeper"] > 0
    assert numbers["drowned"] == numbers["rivals"] == 0.0
    for part in parts:
        said = said_of(numbers, part)
        assert Scored(said, part.right).calibration_error(10) < 0.04
        before = said_of(PLAIN, part)
        assert Scored(before, part.right).calibration_error(10) > 0.04 or part is parts[-1]


def test_what_would_turn_confidence_round_is_left_alone() -> None:
    rows = measured_cases(100, 1, -1.0, 0.0)
    assert confidence_fit.tempered(PLAIN, rows) == PLAIN


def test_confidence_in_a_crowd_is_lowered_to_the_share_of_right_answers() -> None:
    crowd = measured_cases(500_000, 1, 0.3, -1.0)
    numbers = confidence_fit.crowd_corrected(PLAIN, crowd)
    assert numbers["drowned"] < 0
    assert numbers["rivals"] < 0
    said = said_of(numbers, crowd)
    assert said.mean() == pytest.approx(crowd.right.mean(), abs=0.005)
    assert Scored(said, crowd.right).calibration_error(10) < 0.04
    # A crowd that says nothing, or the opposite, leaves next to nothing of a logit.
    assert (
        0
        > confidence_fit.crowd_corrected(PLAIN, measured_cases(500_000, 2, -1.0, 0.0))["drowned"]
        > -5
    )
    few = measured_cases(1000, 3, 0.3, -1.0)
    assert said_of(numbers, few) == pytest.approx(said_of(PLAIN, few))


def test_halves_keep_articles_whole_and_leave_nothing_out() -> None:
    every = [question(number, f"article {number // 5}") for number in range(200)]
    test, tuning = half(every, "test"), half(every, "tuning")
    assert {one.query.group for one in test}.isdisjoint(one.query.group for one in tuning)
    assert len(test) + len(tuning) == 200
    assert min(len(test), len(tuning)) > 50
    assert half(every, "all") == every


def test_a_smaller_sample_is_part_of_a_larger_one() -> None:
    every = [question(number) for number in range(100)]
    small, large = sampled(every, 10), sampled(every, 30)
    assert len(small) == 10
    assert [one for one in large if one in small] == small
    assert sampled(every, 0) == every


@pytest.mark.parametrize(
    ("rule", "place", "right"),
    [
        (Rule.HOLDS, (0, 30), True),
        (Rule.HOLDS, (0, 15), False),
        (Rule.OVERLAPS, (0, 15), True),
        (Rule.OVERLAPS, (20, 40), False),
        (Rule.SENTENCE, (0, 15), True),
        (Rule.SENTENCE, (16, 40), False),
    ],
)
def test_sentences_are_right_by_the_rule_of_their_set(
    rule: Rule, place: tuple[int, int], right: bool
) -> None:
    one = Question(Query("q", "", ("d",), "g"), ("gold words",), ((10, 20),), rule=rule)
    assert one.right("d", *place, "gold words") is right
    assert not one.right("other", *place, "gold words")
    assert replace(one, rule=Rule.MENTIONS).right("other", 90, 99, "the gold words")


def test_sets_are_read_with_their_spans(data: Path) -> None:
    _, found = span_sets.searched(span_sets.GIVEME, data)
    collection, _ = span_sets.searched(span_sets.GIVEME, data)
    texts = {document.id: document.text for document in collection.documents()}
    one = found[0]
    assert one.query.text == f"When did it happen? {one.query.group}"
    start, end = one.spans[0]
    assert texts[one.query.relevant[0]][start:end] == "founded in"
    _, found = span_sets.searched(span_sets.SQUAD, data)
    assert found[0].query.group == towns()[0]  # the article, not the paragraph
    assert [one.query.relevant for one in found[:1]] == [(f"{towns()[0]}0",)]


# --- taking articles away ---------------------------------------------------------------------


def test_candidates_close_up_where_some_are_taken_out() -> None:
    found = Candidates(
        ids=np.array([1, 2, 3, 4, 5]),
        cosine=np.array([0.5, 0.4, 0.3, 0.2, 0.1], np.float32),
        bm25=np.array([9, 0, 7, 6, 5], np.float32),
        dense_rank=np.array([1, 2, 3, 4, 0], np.int32),
        lexical_rank=np.array([1, 0, 2, 3, 4], np.int32),
    )
    left = without(found, np.array([1]), 2)
    assert left.ids.tolist() == [2, 3, 4]
    assert left.dense_rank.tolist() == [1, 2, 0]
    assert left.lexical_rank.tolist() == [0, 1, 2]
    assert left.bm25.tolist() == [0, 7, 6]


def test_a_collection_without_an_article_is_like_one_that_never_had_it(
    data: Path, work: Path, cache: Cache, tmp_path: Path
) -> None:
    collection, _ = span_sets.searched(span_sets.SQUAD, data)
    name = towns()[0]
    gone = (f"{name}0", f"{name}1")

    def others() -> Iterator[BenchDocument]:
        return (one for one in collection.documents() if one.id not in gone)

    never = Collection("never", (), others, collection.files)
    indexes.build(never, tmp_path / "never")
    part, whole = (
        PartialIndex(work / span_sets.SQUAD / "index", cache),
        PartialIndex(tmp_path / "never/index", cache),
    )
    try:
        for text in (asked(name), "Which town sold wool?"):
            taken, missing = part.find(text, Part(without=gone)), whole.find(text)
            scores, expected = (
                {hit.document.source: hit.dense.score for hit in found.hits if hit.dense}
                for found in (taken, missing)
            )
            # Vectors of 8-bit models differ a little with the batch that they were encoded in.
            assert scores == pytest.approx(expected, abs=0.03)
            assert len(taken.hits) == len(missing.hits)
        assert len(taken.lexical) == len(missing.lexical) == len(part.find(text).lexical) - 2
        for stem in ("wool", "town", name.lower()):
            assert taken.lexical.frequency(stem) == missing.lexical.frequency(stem)
        assert taken.lexical.frequency(name.lower()) == 0
        only = part.find(asked(name), Part(only=gone))
        assert {hit.document.source for hit in only.hits} <= set(gone)
        assert (len(only.lexical), only.lexical.frequency("wool")) == (2, 1)
    finally:
        part.close()
        whole.close()


def test_articles_are_put_in_and_taken_out_whole(data: Path) -> None:
    _, found = span_sets.searched(span_sets.SQUAD, data)
    world = Cases.of_paragraphs(found)
    mine = {f"{found[0].query.group}{n}" for n in (0, 1)}
    present, absent = (one.part for one in world.trials(found[0], LARGE))
    assert present == WHOLE
    assert set(absent.without) == mine
    present, absent = (one.part for one in world.trials(found[0], SMALL))
    assert mine < set(present.only)
    assert mine.isdisjoint(absent.only)
    assert len(present.only) == len(absent.only) == 4
    assert world.trials(found[0], SMALL) == (Trial(present, True), Trial(absent, False))


def test_questions_whose_list_of_documents_may_be_cut_short_are_left_out() -> None:
    many = Question(Query("q", "", tuple("abcdefghij"), "q"), ("a",))
    assert removal_trials.removable([many, question(1)]) == [question(1)]


def test_a_whole_index_is_never_written_to_when_it_is_taken_as_it_is(
    data: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection, folder = span_sets.searched(span_sets.SQUAD, data)[0], work / span_sets.SQUAD
    monkeypatch.setattr(indexes, "deriving_code", lambda: "changed")
    monkeypatch.setattr(indexes, "index_documents", lambda *_, **__: pytest.fail("built"))
    before = (folder / "bench.json").read_bytes()
    assert indexes.build(collection, folder, as_it_is=True).complete
    assert (folder / "index" / "dense.faiss").exists()
    assert (folder / "bench.json").read_bytes() == before


# --- what is cached ----------------------------------------------------------------------------


def test_nothing_is_read_twice_and_all_of_it_comes_back(tmp_path: Path) -> None:
    reader, path = Historian(), tmp_path / "cache.sqlite"
    name = towns()[0]
    passages, places = [history(name), trade(name)], [[(0, 33), (34, 80)], [(0, 10)]]
    first = Cache(path)
    fresh = CachedReader(reader, first).read(asked(name), passages, places)  # type: ignore[arg-type]
    first.close()
    second = Cache(path)
    again = CachedReader(reader, second)  # type: ignore[arg-type]
    assert again.read(asked(name), passages, places) == fresh
    assert fresh[0].by_part[1] == fresh[0].best
    assert reader.given == 2
    again.read(asked(name), [passages[0], "New."], [places[0], []])
    again.read("Another question?", passages[:1], places[:1])
    again.read(asked(name), passages[:1], [[(0, 5)]])  # other parts are another reading
    assert reader.given == 5
    second.close()


def test_query_and_passage_vectors_are_cached_apart(cache: Cache) -> None:
    class Counting:
        name, key, dimension, max_tokens = "n", "k", 2, 9
        tokenizer_file = None
        asked: list[str] = []  # noqa: RUF012

        def encode_queries(self, texts: Sequence[str]) -> Any:
            self.asked += texts
            return np.array([[1.0, len(text)] for text in texts], np.float32)

        def encode_passages(self, texts: Sequence[str], truncated: Any = None) -> Any:
            self.asked += texts
            return np.array([[2.0, len(text)] for text in texts], np.float32)

    encoder = CachedEncoder(Counting(), cache)
    assert encoder.encode_queries(["a", "bb"]).tolist() == [[1, 1], [1, 2]]
    assert encoder.encode_passages(["bb", "ccc"]).tolist() == [[2, 2], [2, 3]]
    assert encoder.encode_passages(["ccc", "d", "bb"]).tolist() == [[2, 3], [2, 1], [2, 2]]
    assert Counting.asked == ["a", "bb", "bb", "ccc", "d"]


# --- reading ----------------------------------------------------------------------------------


def test_long_paragraphs_are_read_in_windows_of_whole_sentences() -> None:
    text = " ".join(f"Sentence number {n} tells of the {n} ships in the bay." for n in range(60))
    found = reading.windows("How many ships?", text)
    assert len(found) > 2
    assert found[0][0] == 0
    assert found[-1][1] == len(text)
    for start, end in found:
        assert text[start:end].startswith("Sentence")
        assert text[start:end].endswith("bay.")
        assert reading._length(text[start:end]) <= 320 - 3 - 4
    for (_, end), (start, _) in pairwise(found):
        assert start <= end + 1  # nothing is left out between them
    assert reading.windows("Which?", "Short.") == [(0, 6)]


def test_the_best_window_answers() -> None:
    name = towns()[0]
    far = " ".join(["Nothing of interest is said in this sentence."] * 60) + " " + history(name)
    one = Question(Query("q", asked(name), (), name), (founded(name),), context=far)
    read = reading.read_one(Historian(), one)  # type: ignore[arg-type]
    assert (read.text, read.exact, read.f1) == (founded(name), 1.0, 1.0)
    assert (read.answerable, read.margin, read.score("sum")) == (5.0, 10.0, 15.0)


def test_differences_are_paired() -> None:
    base = np.random.default_rng(9).random((50, 1))
    groups = [str(n) for n in range(50)]
    figures = compared(["x"], {WITHOUT: base, WITH: base + 0.25}, groups).figures
    gain = figures[GAIN]["x"]
    assert [gain[key] for key in ("mean", "low", "high")] == pytest.approx([0.25] * 3)
    assert GAIN not in compared(["x"], {WITHOUT: base}, groups).figures


# --- the whole, end to end --------------------------------------------------------------------


def run(data: Path, work: Path, tmp_path: Path, *more: str) -> dict[str, Any]:
    out = tmp_path / "answers.json"
    common = ["--data", str(data), "--work", str(work), "--json", str(out)]
    assert answers.main([*common, *more]) == 0
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def test_every_part_is_measured_with_the_reader_and_without(
    data: Path, work: Path, tmp_path: Path, historian: Historian, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "reliability.svg"
    parts = ["--parts", "reading,evidence,open,refusal", "--plot", str(picture)]
    found = run(data, work, tmp_path, *parts)
    shown = capsys.readouterr()
    given = historian.given

    read = found["reading"]
    assert read["squad11_dev"]["questions"] == 8  # the test half of sixteen
    assert read["squad11_dev"]["spans"]["EM"]["mean"] == 0.5  # it knows no trade
    two = read["squad20_dev_official_half"]
    assert two["answerability"]["margin"]["AUROC"]["mean"] == 1.0
    assert two["official"]["sum"]["F1"]["mean"] == 1.0
    assert two["official"]["sum"]["threshold"] == 0.0
    assert "squad20_dev_joined_half: skipped" in shown.err

    proof = found["evidence"][span_sets.SQUAD]
    assert proof["questions"] == 8
    assert proof[WITH]["best sentence right"]["mean"] >= 0.5
    assert {WITH, WITHOUT, GAIN} <= set(proof)
    assert set(found["evidence"]) == {span_sets.SQUAD, span_sets.CLAPNQ, span_sets.GIVEME}

    news = found["open"][span_sets.NEWS]
    assert news["documents"][WITH]["R@1"]["mean"] == 1.0
    assert news["answers"][WITH]["EM"]["mean"] == 1.0
    assert news["answers"][WITHOUT]["EM"]["mean"] == 0.0  # whole sentences

    for name, size in [
        (span_sets.NEWS, LARGE),
        (span_sets.NEWS, SMALL),
        (span_sets.SQUAD_ALIKE, OWN),
    ]:
        told = found["refusal"][name][f"{size}, {WITH}"]
        assert told["refusal"]["AUROC"]["mean"] == 1.0
        assert told["refusal"]["false answers"]["mean"] == 0.0
        assert told["strengths"]["strong"]["right"]["mean"] == 1.0
    ET.fromstring(picture.read_text(encoding="utf-8"))
    assert "the half of the articles that nothing is tuned on" in shown.out
    assert re.search(r"\| with − without +\|", shown.out)

    run(data, work, tmp_path, *parts)
    assert historian.given == given  # a second run reads nothing


def test_without_weights_the_rest_is_measured(
    data: Path, work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "no-weights"
    found = run(data, work, tmp_path, "--parts", "reading,open", "--limit", "2",
                "--reader", str(empty))  # fmt: skip
    assert found["reader"] is None
    assert found["reading"] == {}
    assert set(found["open"][span_sets.NEWS]["answers"]) == {WITHOUT}
    assert found["open"][span_sets.NEWS]["questions"] == 2
    assert "Without a reader" in capsys.readouterr().err


def test_latency_is_told_by_stage(
    data: Path, work: Path, tmp_path: Path, historian: Historian
) -> None:
    found = run(data, work, tmp_path, "--parts", "latency", "--limit", "3")["latency"]
    for name in ("seeds", span_sets.NEWS):
        stages = found[name][WITH]
        assert stages["total"]["runs"] == 3
        assert stages["total"]["p50"] >= stages["reading"]["p50"] + stages["dense"]["p50"]
        assert "reading" not in found[name][WITHOUT]


def test_no_data_at_all_is_no_failure(tmp_path: Path, historian: Historian) -> None:
    found = run(tmp_path, tmp_path / "work", tmp_path, "--parts", "reading,evidence,open,refusal")
    assert [found[part] for part in ("reading", "evidence", "open", "refusal")] == [{}] * 4


def test_numbers_are_fitted_on_the_tuning_half_and_can_be_used(
    data: Path, work: Path, tmp_path: Path, historian: Historian, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "fitted.json"
    common = ["--data", str(data), "--work", str(work), "--json", str(out)]
    assert fit.main(common) == 0
    shown = capsys.readouterr().out
    assert "64 trials" in shown  # 8 questions 4 times, 4 news 4 times, 8 and 8 of one document
    numbers = json.loads(out.read_text(encoding="utf-8"))
    assert {name: set(one) for name, one in numbers.items()} == {
        name: set(one) for name, one in FITTED.items()
    }
    assert numbers["rerank"]["answerable"] > 0
    assert numbers["refusal"]["answerable"] > 0
    found = run(data, work, tmp_path, "--parts", "refusal", "--fitted", str(out))
    told = found["refusal"][span_sets.NEWS][f"{LARGE}, {WITH}"]["refusal"]
    assert told["AUROC"]["mean"] == 1.0
    assert answers.finite({"a": [math.inf, 1.0, math.nan]}) == {"a": [None, 1.0, None]}


def test_a_store_is_searched_by_source(work: Path, cache: Cache) -> None:
    part_index = PartialIndex(work / span_sets.NEWS / "index", cache)
    try:
        assert set(part_index.sources) == set(towns())
        assert part_index.store.matching(Filter(sources=(towns()[0],)))[0] == 1
    finally:
        part_index.close()
