"""What the reader learns from: windows, wrong windows, changed questions, batches. No model."""

from __future__ import annotations

import gzip
import json
import random

import numpy as np
import pytest
from tokenizers import Tokenizer

from qa.embedding.model_files import default_model_dir
from training import contexts as cut
from training.examples import Maker, soft
from training.negatives import Neighbours
from training.rows import COLUMNS, EVIDENCE, SPAN
from training.sources import QAMR_SETS, SPAN_SETS, TWINS, Question, claims, heads, questions
from training.swaps import names, swap

SENTENCES = [
    f"In {1900 + n} the town of {name} built a library for its {n} hundred pupils."
    for n, name in enumerate(("Ashford", "Brill", "Corby", "Dorking", "Epsom", "Frome", "Goole"), 3)
]
TEXT = " ".join(SENTENCES)
OTHER = "The river Thames rose. Nobody in London had seen it so high since the winter of 1963."


@pytest.fixture(scope="module")
def tokenizer():
    found = Tokenizer.from_file(str(default_model_dir() / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


@pytest.fixture(scope="module")
def context(tokenizer):
    return cut.prepare([("", TEXT, False)], tokenizer)[0]


def shown(tokenizer, ids):
    return tokenizer.decode(list(ids)).replace(" .", ".")


class TestContexts:
    def test_sentences_cover_all_tokens(self, context):
        assert len(context.sentences) == len(SENTENCES)
        assert context.sentences[0][0] == 0
        assert context.sentences[-1][1] == len(context.ids)
        assert context.words == tuple(len(s.split()) for s in SENTENCES)

    def test_tokens_of_characters(self, context, tokenizer):
        start = TEXT.index("Corby")
        first, last = context.tokens(start, start + 5)
        assert tokenizer.decode(context.ids[first:last]) == "corby"
        assert context.tokens(len(TEXT), len(TEXT) + 3) is None

    def test_windows_are_whole_sentences_around_the_answer(self, context):
        start = TEXT.index("Dorking")
        first, last = context.tokens(start, start + 7)
        for seed in range(30):
            window = cut.around(context, first, last, random.Random(seed))
            assert "Dorking" in window.text
            assert window.text in TEXT
            assert window.text.startswith("In 19")
            assert window.text.endswith("pupils.")
            assert len(window.text.split()) <= cut.MAX_WORDS
            assert window.ids[window.position(first)] == context.ids[first]

    def test_windows_without_the_answer(self, context):
        start = TEXT.index("Dorking")
        first, last = context.tokens(start, start + 7)
        found = [cut.without(context, first, last, random.Random(seed)) for seed in range(30)]
        kept = [window for window in found if window]
        assert kept
        for window in kept:
            assert "Dorking" not in window.text
            assert window.position(first) is None
            assert "Corby" in window.text or "Epsom" in window.text


class TestSwaps:
    def test_names(self):
        assert names("When did Angela Merkel visit the United Nations in Geneva?") == [
            "Angela Merkel", "United Nations", "Geneva",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "question",
        [
            "When did Ashford build a library?",
            "What happened in 1903?",
            "Which town built the largest library?",
            "What was built there?",
            "Who is it?",
        ],
    )
    def test_a_changed_question_differs_in_one_place(self, question):
        for seed in range(40):
            changed = swap(question, TEXT, [OTHER], random.Random(seed))
            if changed is None:
                continue
            assert changed != question
            assert set(changed.split()) & set(question.split())

    def test_a_new_year_stands_nowhere_in_the_passage(self):
        for seed in range(60):
            changed = swap("What happened in 1903?", TEXT, [], random.Random(seed))
            if changed and "19" in changed and "1903" not in changed:
                year = next(w for w in changed.strip("?").split() if w.isdigit())
                assert year not in TEXT

    def test_nothing_to_change(self):
        assert swap("why", TEXT, [], random.Random(1)) is None


class Numbered:
    """Questions with numbers, as `training.prepare` gives them."""

    def __init__(self, tokenizer):
        self.tokenizer, self.texts = tokenizer, []

    def __call__(self, text):
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text)


@pytest.fixture
def world(tokenizer):
    """Two questions about one text, a look-alike of the first, and a text that answers neither."""
    asked = [
        Question("set", "towns", TEXT, f"Which town had {n} hundred pupils?", ((at, at + 5),), None,
                 f"pair {n}", "Towns")
        for n, at in ((3, TEXT.index("Ashford")), (5, TEXT.index("Corby")))
    ]  # fmt: skip
    twin = Question(TWINS, "towns", TEXT, "Which village had 3 hundred teachers?", pair="pair 3")
    contexts = cut.prepare([("towns", TEXT, False), ("", OTHER, False)], tokenizer)
    number = Numbered(tokenizer)
    every = [*asked, twin]
    maker = Maker(every, contexts, [0, 0, 0], [[1]] * 3, [0, -1],
                  [number(q.text) for q in every], number, seed=3)  # fmt: skip
    return maker, contexts, number


def column(rows, name):
    return rows[:, COLUMNS.index(name)]


class TestExamples:
    def test_the_same_seed_makes_the_same_and_another_epoch_others(self, world):
        maker, _, _ = world
        assert np.array_equal(maker.epoch(0), maker.epoch(0))
        assert any(not np.array_equal(maker.epoch(0), maker.epoch(n)) for n in range(1, 6))

    def test_rows(self, world, tokenizer):
        maker, contexts, number = world
        asked_of_others = twins = 0
        for epoch in range(30):
            rows = maker.epoch(epoch)
            for group in np.unique(column(rows, "group")):
                right, *wrong = rows[column(rows, "group") == group]
                one = dict(zip(COLUMNS, right.tolist(), strict=True))
                ids = contexts[one["context"]].ids
                answer = tokenizer.decode(ids[one["start"] : one["end"] + 1])
                asked = number.texts[one["question"]]
                assert (answer, "3" in asked) in (("ashford", True), ("corby", False))
                assert (one["label"], one["flags"]) == (1, SPAN | EVIDENCE)
                evidence = tokenizer.decode(ids[one["first"] : one["last"] + 1])
                assert answer in evidence
                assert evidence.endswith("pupils.")
                assert one["a0"] <= one["first"] <= one["last"] < one["b0"]
                for row in wrong:
                    other = dict(zip(COLUMNS, row.tolist(), strict=True))
                    assert (other["start"], other["first"], other["label"]) == (-1, -1, 0)
                    text = number.texts[other["question"]]
                    if other["context"] == 0 and text == asked:  # without its sentence
                        shown = [*range(other["a0"], other["b0"]), *range(other["a1"], other["b1"])]
                        assert answer not in tokenizer.decode([ids[i] for i in shown])
                    asked_of_others += other["context"] == 1
                    twins += text == "Which village had 3 hundred teachers?"
        assert asked_of_others
        assert twins

    def test_passages_for_a_teacher_have_no_label(self, tokenizer):
        contexts = cut.prepare([("", TEXT, True), ("", OTHER, True)], tokenizer)
        rows = soft([(7, [1, 0])], contexts, [-1, 4], first_group=9)
        assert column(rows, "label").tolist() == [-1, -1]
        assert column(rows, "above").tolist() == [4, -1]
        assert column(rows, "b0").tolist() == [len(contexts[1].ids), len(contexts[0].ids)]
        assert column(rows, "group").tolist() == [9, 9]


def test_neighbours_share_words(tokenizer):
    texts = [TEXT, OTHER, "Nobody saw the river in winter.", "Corby and Corby and Corby."]
    texts += [f"Something else altogether, number {n}." for n in range(30)]
    ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
    asked = tokenizer.encode("the river Thames in winter", add_special_tokens=False).ids
    town = tokenizer.encode("corby", add_special_tokens=False).ids
    best, second = Neighbours(ids).best([asked, town], 2)
    assert set(best) == {1, 2}
    assert second[0] == 3


def test_sources(tmp_path):
    folder = tmp_path / "train"
    folder.mkdir()
    row = {"id": "x", "context": TEXT, "question": "Which  town?",
           "answers": [{"text": "Brill", "start": 89}]}  # fmt: skip
    none = row | {"answers": [], "answerable": False, "question": "Which river?",
                  "pair_question": "which town"}  # fmt: skip
    for name in SPAN_SETS:
        with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
            file.write(json.dumps(row) + "\n" + json.dumps(row | {"question": "<unk>?"}) + "\n")
    with gzip.open(folder / f"{TWINS}.jsonl.gz", "wt") as file:
        file.write(json.dumps(none) + "\n")
    block = (
        "#Wiki:1:2:3\nAnn saw {n} towns in the year 1950.\nHow many towns did Ann see?   {n}\t{n}\n"
    )
    for name in QAMR_SETS:
        with gzip.open(folder / f"{name}.tsv.gz", "wt") as file:
            file.write("\n".join(block.format(n=n) for n in range(100, 160)))
    own = tmp_path / "own.jsonl.gz"
    with gzip.open(own, "wt") as file:
        file.write(json.dumps({
            "n": 4, "collection": "c", "document": "d.md", "title": "Title", "heading": "A › B › C",
            "q": "river high?", "e": "The river Thames rose.", "a": "rose", "u": "sea high?",
            "passage": OTHER,
        }) + "\n")  # fmt: skip
    found = questions(tmp_path, own)
    first = found[0]
    assert (first.text, first.answers, first.answerable) == ("Which town?", ((89, 94),), True)
    assert len([q for q in found if q.dataset in SPAN_SETS]) == 1  # each question once
    (twin,) = (q for q in found if q.dataset == TWINS)
    assert not twin.answerable
    assert twin.pair == first.pair
    right, wrong = (q for q in found if q.dataset == "own")
    assert OTHER[slice(*right.answers[0])] == "rose"
    assert OTHER[slice(*right.evidence)] == "The river Thames rose."
    assert (wrong.text, wrong.answerable, wrong.pair) == ("sea high?", False, right.pair)
    assert right.above == "Title: B: C"
    rest = [q for q in found if q.dataset in QAMR_SETS]
    assert len(rest) == 60 or not rest  # one wording: kept or dropped as a whole


def test_titles_are_cut_as_the_product_cuts_them():
    from qa.answering.rerank import context
    from qa.datatypes import DocumentInfo, Hit, Passage

    info = DocumentInfo("i", "s", "Guide " + "word " * 30, None, None, None, 9)
    heading = "Outer › Inner"
    hit = Hit(1, info, Passage(0, 4, (), heading=heading), "text", 1, 1.0, 1)
    assert context(hit, "What?") == heads(info.title, heading) + ". "


def test_claims(tmp_path):
    folder = tmp_path / "train"
    folder.mkdir()
    from training.sources import CLAIM_SETS

    for name in CLAIM_SETS:
        with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
            for label in ("supports", "refutes"):
                file.write(json.dumps({"claim": "c", "evidence": "e", "label": label}) + "\n")
    assert [claim.supported for claim in claims(tmp_path)] == [True, False] * len(CLAIM_SETS)


def test_dropout_drops_whole_channels_of_a_row():
    torch = pytest.importorskip("torch")
    from training.noise import SharedDropout

    torch.manual_seed(0)
    ones = torch.ones(8, 5, 400)
    dropout = SharedDropout(0.25)
    found = dropout(ones)
    assert torch.equal(found, found[:, :1].expand_as(found))
    assert (found == 0).float().mean() == pytest.approx(0.25, abs=0.03)
    assert found.mean() == pytest.approx(1.0, abs=0.05)
    assert not torch.equal(found[0], found[1])
    assert torch.equal(dropout.eval()(ones), ones)


def test_smoothing_changes_scales_and_nothing_else():
    torch = pytest.importorskip("torch")
    from training.smoothing import Smoothed, smooth

    class Layer(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.query, self.key = torch.nn.Linear(8, 8), torch.nn.Linear(8, 8)
            self.output = torch.nn.Linear(8, 4)

        def forward(self, states):
            return self.output(torch.tanh(self.query(states) + self.key(states)))

    torch.manual_seed(0)
    layer = Layer()
    states = torch.randn(2, 5, 8) * torch.tensor([1, 1, 1, 60, 1, 1, 1, 1])
    before = layer(states)
    seen = []
    smooth([layer], layer, [(states,)])
    assert isinstance(layer.query, Smoothed)
    layer.query.linear.register_forward_hook(lambda _, inputs, __: seen.append(inputs[0]))
    assert torch.allclose(layer(states), before, atol=1e-4)
    # Both read the same states, so these are scaled once.
    assert torch.equal(layer.query.inverse, layer.key.inverse)
    assert layer.output.inverse.shape == (8,)
    largest = seen[0].abs().amax((0, 1))
    plain = states.abs().amax((0, 1))
    assert largest.max() / largest.min() < plain.max() / plain.min() / 4
