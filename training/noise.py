"""Regularisation of the reader: hidden words and a cheap dropout."""

from __future__ import annotations

import torch
from torch import nn

from training.batches import Batch

MASK = 103  # BERT's word piece


class SharedDropout(nn.Module):  # type: ignore[misc]
    """Dropout whose mask is the same for all tokens of a row, after Gal and Ghahramani (2016).

    Drawing a number for each token's every channel took a third of a step's time on a CPU; one for
    each channel of a row takes none that could be measured.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Drop channels of `hidden`, (batch, tokens, width), when training."""
        if not self.training or self.share == 0:
            return hidden
        mask = torch.rand(hidden.shape[0], 1, hidden.shape[-1], device=hidden.device) >= self.share
        return hidden * (mask.to(hidden.dtype) / (1 - self.share))


def hide(batch: Batch, share: float, asked: float = 0.5) -> torch.Tensor:
    """The batch's ids with [MASK] for a `share` of the windows' tokens, in half of the rows.

    Of the question `asked` times as many are hidden, of an answer and its two neighbours none.
    """
    ids, inside = batch.ids, batch.types == 1
    rows, width = ids.shape
    place = torch.arange(width, device=ids.device)[None, :]
    answer = (place >= batch.start[:, None] - 1) & (place <= batch.end[:, None] + 1)
    last = batch.mask.sum(1, keepdim=True) - 1
    question = (place > 0) & (place < last - inside.sum(1, keepdim=True))
    free = question | (inside & (place < last))
    chance = torch.where(inside, share, share * asked)
    chosen = torch.rand(rows, 1, device=ids.device) < 0.5
    hidden = (torch.rand(ids.shape, device=ids.device) < chance) & free & ~answer & chosen
    return ids.masked_fill(hidden, MASK)
