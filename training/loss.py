"""The loss that the reader is trained with."""

from __future__ import annotations

import torch
from torch.nn import functional

SPAN, ANSWERABLE, GROUP = 1.0, 1.0, 0.5  # weights


def reader_loss(
    start: torch.Tensor,
    end: torch.Tensor,
    answerable: torch.Tensor,
    batch: dict[str, torch.Tensor],
) -> torch.Tensor:
    """Span, answerability and choice within a group, weighted; a scalar.

    `start` and `end` are logits (batch, tokens), `answerable` (batch,). The last part is a softmax
    over the passages of one question, after Clark and Gardner, "Simple and Effective
    Multi-Paragraph Reading Comprehension" (2018): scores of different passages must compare.
    """
    real = batch["group"] >= 0
    # Answers lie in the window, or at [CLS] when there is none.
    allowed = batch["mask"].bool() & ((batch["types"] == 1) | _first(batch["mask"]))
    spans = [
        functional.cross_entropy(logits.float().masked_fill(~allowed, -1e4)[real], target[real])
        for logits, target in ((start, batch["start"]), (end, batch["end"]))
    ]
    logits = answerable.float()
    known = functional.binary_cross_entropy_with_logits(logits[real], batch["answerable"][real])
    return SPAN * sum(spans) / 2 + ANSWERABLE * known + GROUP * _choice(logits, batch)


def _first(mask: torch.Tensor) -> torch.Tensor:
    first = torch.zeros_like(mask, dtype=torch.bool)
    first[:, 0] = True
    return first


def _choice(logits: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Cross-entropy of the answering window among those of its question."""
    group, right = batch["group"], batch["answerable"].bool()
    same = group[:, None] == group[None, :]
    chosen = right & (same.sum(1) > 1)
    if not chosen.any():
        return logits.sum() * 0
    scores = logits[None, :].masked_fill(~same, -1e4)[chosen]
    return functional.cross_entropy(scores, chosen.nonzero().squeeze(1))
