"""The reader as it is trained: all-MiniLM-L6-v2 with heads for start, end and answerability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from training.noise import SharedDropout


class Reader(nn.Module):  # type: ignore[misc]
    """A cross-encoder after Devlin et al., "BERT" (2019), section 4.3, with an answerability head.

    Token 0 ([CLS]) is where an answer that isn't there starts and ends.
    """

    def __init__(self, folder: Path, dropout: float = 0.0) -> None:
        """Begin with the encoder in `folder`; `dropout` is the share of channels dropped."""
        super().__init__()
        from transformers import AutoModel
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        self.bert: Any = AutoModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        for part in (self.bert.embeddings, *self._outputs()):
            part.dropout = SharedDropout(dropout)
        width = self.bert.config.hidden_size
        self.span = nn.Linear(width, 2)
        self.pool = nn.Linear(width, width)
        self.answerable = nn.Linear(width, 1)
        for layer in (self.span, self.pool, self.answerable):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)

    def _outputs(self) -> Iterator[Any]:
        for layer in self.bert.encoder.layer:
            yield layer.attention.output
            yield layer.output

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Read int64 tensors (batch, tokens).

        Gives start and end logits of the same shape and answerability logits (batch,).
        """
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        start, end = self.span(hidden).unbind(-1)
        answerable = self.answerable(torch.tanh(self.pool(hidden[:, 0]))).squeeze(-1)
        return start, end, answerable


def averaged(paths: Sequence[Path], device: str = "cpu") -> dict[str, torch.Tensor]:
    """The mean of several weights, which generalise better than each (Wortsman et al., 2022).

    A file that is named twice counts twice. Checkpoints of `training.reader` will do.
    """
    states = []
    for path in paths:
        saved = torch.load(path, weights_only=True, map_location=device)
        states.append(saved.get("model", saved))
    return {
        name: torch.stack([state[name].float() for state in states]).mean(0).to(tensor.dtype)
        for name, tensor in states[0].items()
    }
