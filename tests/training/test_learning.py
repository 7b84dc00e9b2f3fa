"""What the reader learns by: batches, losses, noise. Small tensors, no model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from training.batches import CLS, SEP, Batch, Epoch  # noqa: E402
from training.evaluate import auroc  # noqa: E402
from training.loss import Lesson, labelled, taught  # noqa: E402
from training.model import Logits  # noqa: E402
from training.noise import MASK, hide  # noqa: E402
from training.rows import CLAIM, COLUMNS, EVIDENCE, MAX_TOKENS, SPAN  # noqa: E402


@pytest.fixture
def corpus(tmp_path):
    """Two questions, a title and two contexts, the second longer than a row may be."""
    arrays = {}
    for name, texts in {
        "question": [[1, 2, 3], [4]],
        "above": [[50, 51]],
        "context": [list(range(200, 220)), list(range(1000, 1400))],
    }.items():
        arrays[name] = np.concatenate([np.array(t, np.uint16) for t in texts])
        arrays[f"{name}_at"] = np.cumsum([0, *map(len, texts)]).astype(np.int32)
    path = tmp_path / "corpus.npz"
    np.savez(path, **arrays)
    return path


def row(**known):
    given = dict.fromkeys(COLUMNS, 0) | dict.fromkeys(
        ("above", "start", "end", "first", "last"), -1
    )
    return [(given | known)[name] for name in COLUMNS]


class TestEpoch:
    def test_a_row_is_question_title_and_window(self, corpus):
        rows = [row(above=0, a0=5, b0=12, start=6, end=7, first=5, last=9, label=1)]
        batch = Epoch(corpus, np.array(rows, np.int32), "cpu").batch(np.array([0]))
        assert batch.ids[0].tolist() == [CLS, 1, 2, 3, SEP, 50, 51, *range(205, 212), SEP]
        assert batch.types[0].tolist() == [0] * 5 + [1] * 10
        a, b = int(batch.start), int(batch.end)
        assert batch.ids[0, a : b + 1].tolist() == [206, 207]
        assert batch.ids[0][batch.evidence[0].bool()].tolist() == [205, 206, 207, 208, 209]

    def test_places_in_a_second_run(self, corpus):
        rows = [row(a0=0, b0=3, a1=10, b1=14, start=11, end=12, first=10, last=13, label=1)]
        batch = Epoch(corpus, np.array(rows, np.int32), "cpu").batch(np.array([0]))
        assert batch.ids[0].tolist() == [CLS, 1, 2, 3, SEP, 200, 201, 202, *range(210, 214), SEP]
        assert batch.ids[0, int(batch.start) : int(batch.end) + 1].tolist() == [211, 212]

    def test_rows_of_a_batch_are_padded_and_cut(self, corpus):
        rows = [row(question=1, b0=4), row(context=1, b0=400)]
        batch = Epoch(corpus, np.array(rows, np.int32), "cpu").batch(np.array([0, 1]))
        assert batch.ids.shape == (2, MAX_TOKENS)
        assert batch.ids[1, -1] == SEP
        assert batch.mask[0].tolist() == [1] * 8 + [0] * (MAX_TOKENS - 8)
        assert (batch.ids[0, 8:] == 0).all()
        assert (batch.start == 0).all()
        assert not batch.evidence.any()

    def test_a_plan_keeps_groups_together_and_every_row_once(self, corpus):
        rows = [row(b0=3 + n % 9, group=n // 3) for n in range(60)]
        epoch = Epoch(corpus, np.array(rows, np.int32), "cpu")
        plan = epoch.plan(100, seed=1)
        assert sorted(np.concatenate(plan).tolist()) == list(range(60))
        for batch in plan:
            whole = np.isin(epoch.group, epoch.group[batch])
            assert sorted(batch.tolist()) == np.flatnonzero(whole).tolist()
            assert len(batch) * epoch.length[batch].max() <= 100 or len(batch) == 3
        ordered = np.concatenate(list(epoch.in_order(100)))
        assert sorted(ordered.tolist()) == list(range(60))


def batch_of(labels, flags, groups):
    count = len(labels)
    label = torch.tensor(labels)
    evidence = torch.zeros(count, 6)
    evidence[label == 1, 3:5] = 1
    return Batch(
        ids=torch.arange(6).repeat(count, 1),
        mask=torch.ones(count, 6, dtype=torch.long),
        types=torch.tensor([[0, 0, 0, 1, 1, 1]] * count),
        start=torch.where(label == 1, 3, 0),
        end=torch.where(label == 1, 4, 0),
        evidence=evidence,
        label=label,
        flags=torch.tensor(flags),
        group=torch.tensor(groups),
        rows=torch.arange(count),
    )


@pytest.fixture
def good():
    """Logits that are right for a row that answers and one of its group that doesn't."""
    start, end, evidence = torch.zeros(3, 2, 6).unbind(0)
    start[0, 3], end[0, 4], start[1, 0], end[1, 0] = 5, 5, 5, 5
    evidence[:] = -4
    evidence[0, 3:5] = 4
    return Logits(start, end, evidence, torch.tensor([3.0, -3.0]), torch.zeros(2))


class TestLosses:
    BOTH = SPAN | EVIDENCE

    def test_what_is_right_costs_least(self, good):
        batch = batch_of([1, 0], [self.BOTH, self.BOTH], [0, 0])
        best = labelled(good, batch)
        for name in ("start", "end", "evidence", "answerable"):
            assert best < labelled(replace(good, **{name: -getattr(good, name)}), batch)

    def test_only_what_is_known_counts(self, good):
        batch = batch_of([1, 0], [0, 0], [0, 0])
        other = replace(good, start=-good.start, end=-good.end, evidence=-good.evidence)
        assert labelled(good, batch) == labelled(other, batch)
        unknown = batch_of([-1, -1], [0, 0], [0, 0])
        assert labelled(good, unknown) == 0
        claim = batch_of([1, 0], [CLAIM, CLAIM], [0, 1])
        sure = replace(good, claimed=torch.tensor([4.0, -4.0]))
        assert labelled(sure, claim) < labelled(good, claim)
        assert labelled(good, claim) == labelled(replace(good, answerable=-good.answerable), claim)

    def test_groups_choose_among_themselves(self, good):
        flags = [self.BOTH, self.BOTH]
        near = replace(good, answerable=torch.tensor([3.0, 2.9]))
        together = labelled(near, batch_of([1, 0], flags, [0, 0]))
        apart = labelled(near, batch_of([1, 0], flags, [0, 1]))
        assert together > apart

    def test_a_teacher_is_followed(self, good):
        lesson = Lesson(good.start, good.end, good.evidence, good.answerable)
        batch = batch_of([-1, -1], [0, 0], [0, 0])
        least = taught(good, lesson, batch)
        for name in ("start", "end", "evidence", "answerable"):
            assert least < taught(replace(good, **{name: -getattr(good, name)}), lesson, batch)


def test_hidden_words_are_never_the_answer_or_a_mark():
    torch.manual_seed(0)
    hidden = 0
    plain = torch.arange(14).repeat(6, 1)
    batch = Batch(
        ids=plain,
        mask=torch.tensor([[1] * 12 + [0] * 2] * 6),
        types=torch.tensor([[0] * 5 + [1] * 7 + [0] * 2] * 6),
        start=torch.tensor([7, 0] * 3),
        end=torch.tensor([8, 0] * 3),
        **dict.fromkeys(("evidence", "label", "flags", "group", "rows"), torch.zeros(6)),
    )
    for _ in range(20):
        found = hide(batch, 0.9)
        gone = found == MASK
        # [CLS], [SEP] after the question (4) and after the window (11), what is padded.
        assert not gone[:, [0, 4, 11, 12, 13]].any()
        assert not gone[::2, 6:10].any()
        assert torch.equal(found[~gone], plain[~gone])
        hidden += int(gone.any(1).sum())
    assert 30 < hidden < 90  # half of 120 rows


def test_auroc():
    labels = np.array([0, 1, 0, 1])
    assert auroc(np.array([0.1, 0.9, 0.2, 0.8]), labels) == 1.0
    assert auroc(np.array([0.1, 0.15, 0.2, 0.8]), labels) == 0.75
