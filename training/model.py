"""The reader as it is trained: an encoder with heads for spans, evidence and answerability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from training.noise import SharedDropout

_MPNET_LATER = 4  # MPNet's vocabulary is BERT's, four places later; its special tokens differ
_MPNET_SPECIAL = {0: 1, 101: 0, 102: 2, 103: 30_526}  # [PAD], [CLS], [SEP], [MASK]


@dataclass(frozen=True, slots=True)
class Logits:
    """What the heads say: of each token, (batch, tokens), and of each row, (batch,)."""

    start: torch.Tensor
    end: torch.Tensor
    evidence: torch.Tensor  # the token belongs to what a person needs to see
    answerable: torch.Tensor
    claimed: torch.Tensor  # the passage says what the first sentence says


class Reader(nn.Module):  # type: ignore[misc]
    """A cross-encoder after Devlin et al., "BERT" (2019), section 4.3, with four more heads.

    Token 0 ([CLS]) is where an answer that isn't there starts and ends.
    """

    def __init__(self, folder: Path, dropout: float = 0.0, frozen: int = 0) -> None:
        """Begin with the encoder in `folder`, BERT's or MPNet's kind, or with a ranker's.

        `dropout` is the share of channels dropped. The embeddings and the first `frozen` layers
        stay as they are: what lies below them needs no gradient.
        """
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
        # Other ways of attention build a plan for each new shape, which takes longer than the step.
        self.bert.set_attn_implementation("eager")
        self._mpnet = self.bert.config.model_type == "mpnet"
        for part in _dropouts(self.bert):
            part.dropout = SharedDropout(dropout)
        width = self.bert.config.hidden_size
        self.span = nn.Linear(width, 2)
        self.evidence = nn.Linear(width, 1)
        self.pool = nn.Linear(width, width)
        self.answerable = nn.Linear(width, 1)
        self.claimed = nn.Linear(width, 1)
        for layer in self.heads():
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)
        self._ranks = self._take_ranker(folder / "model.safetensors")
        below = [self.bert.embeddings, *self.bert.encoder.layer[:frozen]] if frozen else []
        for part in below:
            part.requires_grad_(False)
        self._frozen = frozen

    def _take_ranker(self, path: Path) -> bool:
        """Answerability as a ranker saw it, where `path` is one: its heads have the same form."""
        if not path.is_file():
            return False
        from safetensors import safe_open

        with safe_open(path, "pt") as tensors:
            if "classifier.weight" not in tensors.keys():  # noqa: SIM118 - it is no mapping
                return False
            for layer, name in ((self.pool, "bert.pooler.dense"), (self.answerable, "classifier")):
                layer.weight.data.copy_(tensors.get_tensor(f"{name}.weight"))
                layer.bias.data.copy_(tensors.get_tensor(f"{name}.bias"))
        return True

    def heads(self) -> list[nn.Linear]:
        """All layers above the encoder."""
        return [self.span, self.evidence, self.pool, self.answerable, self.claimed]

    def fresh(self) -> list[nn.Linear]:
        """The heads that no pretraining has seen: they learn faster than the rest."""
        known = (self.pool, self.answerable) if self._ranks else ()
        return [head for head in self.heads() if head not in known]

    def read(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> Logits:
        """Read int64 tensors (batch, tokens) of BERT's word pieces."""
        if self._mpnet:
            moved = ids + _MPNET_LATER
            for theirs, ours in _MPNET_SPECIAL.items():
                moved = torch.where(ids == theirs, ours, moved)
            hidden = self.bert(input_ids=moved, attention_mask=mask).last_hidden_state
        elif self._frozen:
            hidden = self._read_partly(ids, mask, types)
        else:
            hidden = self.bert(
                input_ids=ids, attention_mask=mask, token_type_ids=types
            ).last_hidden_state
        start, end = self.span(hidden).unbind(-1)
        pooled = torch.tanh(self.pool(hidden[:, 0]))
        return Logits(
            start,
            end,
            self.evidence(hidden).squeeze(-1),
            self.answerable(pooled).squeeze(-1),
            self.claimed(pooled).squeeze(-1),
        )

    def _read_partly(
        self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor
    ) -> torch.Tensor:
        """The last hidden states, with the first layers in bfloat16: a quarter quicker on a CPU."""
        far = (1.0 - mask[:, None, None, :].float()) * -1e4
        below = self.bert.encoder.layer[: self._frozen].bfloat16()
        with torch.no_grad(), torch.autocast(ids.device.type, enabled=False):
            hidden = self.bert.embeddings(input_ids=ids, token_type_ids=types).bfloat16()
            for layer in below:
                hidden = layer(hidden, far.bfloat16())
        hidden = hidden.float()
        for layer in self.bert.encoder.layer[self._frozen :]:
            hidden = layer(hidden, far)
        return hidden

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """What the product reads: start, end and evidence logits, answerability, claims."""
        found = self.read(input_ids, attention_mask, token_type_ids)
        return found.start, found.end, found.evidence, found.answerable, found.claimed


def _dropouts(encoder: Any) -> Iterator[Any]:
    yield encoder.embeddings
    for layer in encoder.encoder.layer:
        yield layer.attention if hasattr(layer.attention, "dropout") else layer.attention.output
        yield layer.output


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
