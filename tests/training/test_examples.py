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
from training.examples import LENGTHS, Maker, batches
from training.negatives import Spot
from training.sources import QAMR_SETS, SPAN_SETS, Question, questions
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
    return cut.prepare([("", TEXT)], tokenizer)[0]


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


@pytest.fixture
def maker(tokenizer):
    asked = [
        Question("set", "", TEXT, f"Which town had {n} hundred pupils?", ((at, at + 5),))
        for n, at in ((3, TEXT.index("Ashford")), (5, TEXT.index("Corby")))
    ]
    contexts = cut.prepare([("", TEXT), ("", OTHER)], tokenizer)

    def tokenize(text):
        return tokenizer.encode(text, add_special_tokens=False).ids

    tokens = [tokenize(question.text) for question in asked]
    wrong = [[Spot(1, 0, len(OTHER))]] * 2
    return Maker(asked, contexts, [0, 0], tokens, wrong, tokenize, seed=3)


class TestExamples:
    def test_the_same_seed_makes_the_same_and_another_epoch_others(self, maker):
        assert maker.epoch(0) == maker.epoch(0)
        assert any(maker.epoch(0) != maker.epoch(n) for n in range(1, 6))

    def test_groups(self, maker, tokenizer):
        wrongs = []
        for epoch in range(30):
            for group in maker.epoch(epoch):
                right, *wrong = group
                answer = shown(tokenizer, right.window[right.start : right.end + 1])
                asked = shown(tokenizer, right.question)
                assert (answer, "3" in asked) in (("ashford", True), ("corby", False))
                for example in wrong:
                    assert (example.start, example.end) == (-1, -1)
                    same = example.question == right.question
                    assert not same or answer not in shown(tokenizer, example.window)
                wrongs += wrong
        assert any("thames" in shown(tokenizer, e.window) for e in wrongs)
        assert any("brill" in shown(tokenizer, e.window) for e in wrongs)

    def test_batches(self, maker, tokenizer):
        groups = [group for epoch in range(20) for group in maker.epoch(epoch)]
        made = list(batches(groups, 101, 102))
        assert sum(int((b.group >= 0).sum()) for b in made) == sum(map(len, groups))
        for batch in made:
            rows, width = batch.ids.shape
            assert width in LENGTHS
            assert (batch.ids[batch.group >= 0, 0] == 101).all()
            assert (batch.mask.sum(1) >= 1).all()
            for row in range(rows):
                if batch.answerable[row]:
                    a, b = batch.start[row], batch.end[row]
                    assert batch.types[row, a : b + 1].all()
                    answer = tokenizer.decode(batch.ids[row, a : b + 1].tolist())
                    assert answer in ("ashford", "corby")
                else:
                    assert batch.start[row] == batch.end[row] == 0
            assert np.isin(batch.answerable, (0.0, 1.0)).all()


def test_sources(tmp_path):
    folder = tmp_path / "train"
    folder.mkdir()
    row = {"context": TEXT, "question": "Which  town?", "answers": [{"text": "Brill", "start": 89}]}
    for name in SPAN_SETS:
        with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
            file.write(json.dumps(row) + "\n" + json.dumps(row | {"answers": []}) + "\n")
    block = (
        "#Wiki:1:2:3\nAnn saw {n} towns in the year 1950.\nHow many towns did Ann see?   {n}\t{n}\n"
    )
    for name in QAMR_SETS:
        with gzip.open(folder / f"{name}.tsv.gz", "wt") as file:
            file.write("\n".join(block.format(n=n) for n in range(100, 160)))
    found = questions(tmp_path)
    assert found[0] == Question(SPAN_SETS[0], "", TEXT, "Which town?", ((89, 94),))
    assert len([q for q in found if q.dataset in SPAN_SETS]) == 1  # each question once
    rest = [q for q in found if q.dataset in QAMR_SETS]
    assert len(rest) == 60 or not rest  # one wording: kept or dropped as a whole
    assert all(q.context[slice(*q.answers[0])] in q.context for q in rest)


def test_loss_prefers_what_is_right():
    torch = pytest.importorskip("torch")
    from training.loss import reader_loss

    batch = {
        "mask": torch.ones(3, 6, dtype=torch.long),
        "types": torch.tensor([[0, 0, 0, 1, 1, 1]] * 3),
        "start": torch.tensor([3, 0, 0]),
        "end": torch.tensor([4, 0, 0]),
        "answerable": torch.tensor([1.0, 0.0, 0.0]),
        "group": torch.tensor([0, 0, -1]),
    }
    good, bad = torch.zeros(3, 6), torch.zeros(3, 6)
    good[0, 3], good[1, 0] = 5, 5
    bad[0, 5], bad[1, 4] = 5, 5
    sure = torch.tensor([3.0, -3.0, 0.0])
    right = reader_loss(good, good, sure, batch)
    assert right < reader_loss(bad, bad, sure, batch)
    assert right < reader_loss(good, good, -sure, batch)
    # What a row that pads the batch says makes no difference.
    assert right == reader_loss(good, good, torch.tensor([3.0, -3.0, 9.0]), batch)


def test_hidden_words_are_never_the_answer_or_a_mark():
    torch = pytest.importorskip("torch")
    from training.noise import hide

    torch.manual_seed(0)
    mark, hidden = -1, 0
    for _ in range(20):
        batch = {
            "ids": torch.arange(14).repeat(6, 1),
            "mask": torch.tensor([[1] * 12 + [0] * 2] * 6),
            "types": torch.tensor([[0] * 5 + [1] * 7 + [0] * 2] * 6),
            "start": torch.tensor([7, 0] * 3),
            "end": torch.tensor([8, 0] * 3),
        }
        hide(batch, 0.9, mark)
        gone = batch["ids"] == mark
        # [CLS], [SEP] after the question (4) and after the window (11), what is padded.
        assert not gone[:, [0, 4, 11, 12, 13]].any()
        assert not gone[::2, 6:10].any()
        assert torch.equal(batch["ids"][~gone], torch.arange(14).repeat(6, 1)[~gone])
        hidden += int(gone.any(1).sum())
    assert 30 < hidden < 90  # half of 120 rows


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
