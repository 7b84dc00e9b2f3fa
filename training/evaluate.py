"""How well a model reads rows that nothing was learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from training.batches import Batch, Epoch
from training.model import Reader

_LONGEST = 40  # tokens of a span


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows to be measured by."""

    name: str
    epoch: Epoch


@torch.no_grad()  # type: ignore[untyped-decorator]
def evaluate(model: Reader, sheet: Sheet) -> dict[str, float]:
    """Measure what a sheet has rows for.

    F1 of the best span in tokens, IoU of the evidence, AUROC of answerability, and how often the
    right row of a group comes first.
    """
    model.eval()
    count = len(sheet.epoch)
    answerable = np.zeros(count)
    labels = np.zeros(count, np.int64)
    groups = np.zeros(count, np.int64)
    f1s: list[float] = []
    ious: list[float] = []
    for rows in sheet.epoch.in_order(60_000):
        batch = sheet.epoch.batch(rows)
        device = batch.ids.device.type
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            found = model.read(batch.ids, batch.mask, batch.types)
        answerable[rows] = found.answerable.float().cpu()
        labels[rows] = batch.label.cpu()
        groups[rows] = batch.group.cpu()
        right = (batch.label == 1) & (batch.start > 0)
        f1s += _f1(found.start, found.end, batch, right)
        inside = (batch.types == 1) & (torch.sigmoid(found.evidence.float()) > 0.5)
        marked = batch.evidence.bool()
        both, either = (inside & marked).sum(1), (inside | marked).sum(1).clamp(min=1)
        ious += (both / either)[right].tolist()
    figures: dict[str, float] = {}
    if f1s:
        figures |= {"f1": float(np.mean(f1s)), "evidence": float(np.mean(ious))}
    if 0 < labels.sum() < count:
        figures["auroc"] = auroc(answerable, labels)
    if len(set(groups.tolist())) < count:
        first = [labels[groups == g][answerable[groups == g].argmax()] for g in np.unique(groups)]
        figures["first"] = float(np.mean(first))
    return figures


def auroc(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The chance that a row of label 1 scores above one of label 0."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    positive = labels == 1
    many, few = positive.sum(), (~positive).sum()
    return float((ranks[positive].sum() - many * (many + 1) / 2) / (many * few))


def _f1(start: torch.Tensor, end: torch.Tensor, batch: Batch, right: torch.Tensor) -> list[float]:
    outside = batch.types == 0
    start = start.float().masked_fill(outside, -1e4)
    end = end.float().masked_fill(outside, -1e4)
    width = start.shape[1]
    gap = torch.arange(width, device=start.device)
    gap = gap[None, :] - gap[:, None]
    bad = (gap < 0) | (gap >= _LONGEST)
    found = []
    for row in right.nonzero().flatten().tolist():
        scores = (start[row][:, None] + end[row][None, :]).masked_fill(bad, -1e9)
        i, j = divmod(int(scores.argmax()), width)
        a, b = int(batch.start[row]), int(batch.end[row])
        shared = max(0, min(j, b) - max(i, a) + 1)
        found.append(2 * shared / (j - i + 1 + b - a + 1))
    return found
