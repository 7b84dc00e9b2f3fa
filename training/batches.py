"""Rows of numbers to batches of tokens, on the device that trains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.rows import COLUMNS, MAX_TOKENS

CLS, SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors (batch, tokens) and (batch,); places are in tokens of the row, 0 without one."""

    ids: torch.Tensor
    mask: torch.Tensor
    types: torch.Tensor
    start: torch.Tensor
    end: torch.Tensor
    evidence: torch.Tensor  # 1 where a token belongs to it
    label: torch.Tensor
    flags: torch.Tensor
    group: torch.Tensor
    rows: torch.Tensor  # numbers of the rows in their epoch


class Epoch:
    """The rows of an epoch with their tokens, on a device."""

    def __init__(self, corpus: Path, rows: NDArray[np.int32], device: str) -> None:
        column = dict(zip(COLUMNS, rows.T.astype(np.int64), strict=True))
        with np.load(corpus) as arrays:
            parts = [arrays[name] for name in ("question", "above", "context")]
            at = [
                arrays[f"{name}_at"].astype(np.int64) for name in ("question", "above", "context")
            ]
        tokens = np.concatenate([*parts, np.array([CLS, SEP], np.uint16)])
        base = np.cumsum([0, *map(len, parts)])
        asked, asked_length = _segment(at[0], column["question"])
        above, above_length = _segment(at[1], column["above"])
        text = base[2] + at[2][column["context"]]
        first = column["b0"] - column["a0"]
        second = column["b1"] - column["a1"]
        room = MAX_TOKENS - 3 - asked_length - above_length
        first = np.minimum(first, room)
        second = np.minimum(second, room - first)
        ones = np.ones(len(rows), np.int64)
        cls, sep = base[3] * ones, (base[3] + 1) * ones
        runs = text + column["a0"], text + column["a1"]
        starts = np.stack([cls, asked, sep, base[1] + above, *runs, sep], 1)
        lengths = np.stack([ones, asked_length, ones, above_length, first, second, ones], 1)
        self._flat = torch.from_numpy(_gathered(tokens, starts, lengths).astype(np.int32)).to(
            device
        )
        self.length = lengths.sum(1)
        self.offset = np.concatenate([[0], np.cumsum(self.length)])
        self._prefix = 2 + asked_length
        text_at = self._prefix + above_length
        place = {
            name: np.where(column[name] < 0, 0, text_at + np.where(
                (column[name] >= column["a1"]) & (column["b1"] > column["a1"]),
                first + column[name] - column["a1"], column[name] - column["a0"]))
            for name in ("start", "end", "first", "last")
        }  # fmt: skip
        place["last"] = np.minimum(place["last"], self.length - 2)
        self._place = {name: torch.from_numpy(p).to(device) for name, p in place.items()}
        self._column = {
            n: torch.from_numpy(column[n]).to(device) for n in ("label", "flags", "group")
        }
        self._at = torch.from_numpy(self.offset[:-1]).to(device)
        self._long = torch.from_numpy(self.length).to(device)
        self._asked = torch.from_numpy(self._prefix).to(device)
        self.group = column["group"]
        self.device = device

    def __len__(self) -> int:
        return len(self.length)

    def batch(self, rows: NDArray[np.int64]) -> Batch:
        """The rows of these numbers, padded to the longest."""
        width = int(self.length[rows].max())
        chosen = torch.from_numpy(rows).to(self.device)
        place = torch.arange(width, device=self.device)[None, :]
        mask = place < self._long[chosen][:, None]
        index = self._at[chosen][:, None] + place
        ids = self._flat[index.clamp(max=len(self._flat) - 1)].long() * mask
        types = (place >= self._asked[chosen][:, None]) & mask
        spot = {name: values[chosen] for name, values in self._place.items()}
        evidence = (
            (place >= spot["first"][:, None])
            & (place <= spot["last"][:, None])
            & (spot["first"] > 0)[:, None]
        )
        fields = {name: values[chosen] for name, values in self._column.items()}
        return Batch(ids, mask.long(), types.long(), spot["start"], spot["end"], evidence.float(),
                     fields["label"], fields["flags"], fields["group"], chosen)  # fmt: skip

    def plan(self, tokens: int, seed: int) -> list[NDArray[np.int64]]:
        """The rows of each batch of about so many tokens: groups together, of like length."""
        chance = np.random.default_rng(seed)
        edges = np.flatnonzero(np.diff(self.group, prepend=-1))
        longest = np.maximum.reduceat(self.length, edges)
        sizes = np.diff(np.append(edges, len(self.group)))
        order = np.argsort(longest + chance.uniform(0, 12, len(longest)), kind="stable")
        batches: list[NDArray[np.int64]] = []
        mine: list[NDArray[np.int64]] = []
        count = width = 0
        for g in order:
            width = max(width, int(longest[g]))
            if mine and (count + sizes[g]) * width > tokens:
                batches.append(np.concatenate(mine))
                mine, count, width = [], 0, int(longest[g])
            mine.append(np.arange(edges[g], edges[g] + sizes[g]))
            count += int(sizes[g])
        if mine:
            batches.append(np.concatenate(mine))
        return [batches[i] for i in chance.permutation(len(batches))]

    def in_order(self, tokens: int) -> Iterator[NDArray[np.int64]]:
        """All rows in batches of like length, for reading without learning."""
        order = np.argsort(self.length, kind="stable")[::-1]
        first = 0
        while first < len(order):
            count = max(1, tokens // int(self.length[order[first]]))
            yield order[first : first + count].copy()
            first += count


def _segment(
    at: NDArray[np.int64], number: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    known = number >= 0
    chosen = np.where(known, number, 0)
    return at[chosen], np.where(known, at[chosen + 1] - at[chosen], 0)


def _gathered(
    tokens: NDArray[np.uint16], starts: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[np.uint16]:
    starts, lengths = starts.ravel(), lengths.ravel()
    ends = np.cumsum(lengths)
    index = np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1])
    found: NDArray[np.uint16] = tokens[index]
    return found
